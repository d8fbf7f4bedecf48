//! JavaScript.

use super::{Beginning, BuiltIn};
use crate::language::Language;

pub(super) const JAVASCRIPT: BuiltIn = BuiltIn {
    language: Language::JavaScript,
    purpose: "JavaScript: one file with two functions, which needs no toolchain",
    files: &[("", include_str!("../../templates/javascript/migration.js.template"))],
    beginning: Beginning {
        imports: include_str!("../../templates/javascript/imports.js.template"),
        upgrade: include_str!("../../templates/javascript/upgrade.js.template"),
        downgrade: include_str!("../../templates/javascript/downgrade.js.template"),
    },
    editor_files: &[("jsconfig.json", include_str!("../../templates/javascript/jsconfig.json"))],
};
