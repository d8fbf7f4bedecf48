//! C.

use super::{Beginning, BuiltIn};
use crate::language::Language;

pub(super) const C: BuiltIn = BuiltIn {
    language: Language::C,
    purpose: "C: one file with two functions",
    files: &[("", include_str!("../../templates/c/migration.c.template"))],
    beginning: Beginning {
        imports: "",
        upgrade: include_str!("../../templates/c/upgrade.c.template"),
        downgrade: include_str!("../../templates/c/downgrade.c.template"),
    },
    editor_files: &[("compile_flags.txt", include_str!("../../templates/c/compile_flags.txt"))],
};
