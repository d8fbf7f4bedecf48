//! WebAssembly text.

use super::{Beginning, BuiltIn};
use crate::language::Language;

pub(super) const WAT: BuiltIn = BuiltIn {
    language: Language::Wat,
    purpose: "WebAssembly text: one file with two functions, which needs no toolchain",
    files: &[("", include_str!("../../templates/wat/migration.wat.template"))],
    beginning: Beginning {
        imports: "",
        upgrade: include_str!("../../templates/wat/upgrade.wat.template"),
        downgrade: include_str!("../../templates/wat/downgrade.wat.template"),
    },
    editor_files: &[],
};
