//! Python.

use super::{Beginning, BuiltIn};
use crate::language::Language;

pub(super) const PYTHON: BuiltIn = BuiltIn {
    language: Language::Python,
    purpose: "Python: one file with two functions, which needs no toolchain",
    files: &[("", include_str!("../../templates/python/migration.py.template"))],
    beginning: Beginning {
        imports: include_str!("../../templates/python/imports.py.template"),
        upgrade: include_str!("../../templates/python/upgrade.py.template"),
        downgrade: include_str!("../../templates/python/downgrade.py.template"),
    },
    editor_files: &[("pyrightconfig.json", include_str!("../../templates/python/pyrightconfig.json"))],
};
