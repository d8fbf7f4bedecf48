//! `AssemblyScript`.

use super::{Beginning, BuiltIn};
use crate::language::Language;

pub(super) const ASSEMBLYSCRIPT: BuiltIn = BuiltIn {
    language: Language::AssemblyScript,
    purpose: "AssemblyScript: one file with two functions",
    files: &[("", include_str!("../../templates/assemblyscript/migration.as.ts.template"))],
    beginning: Beginning {
        imports: include_str!("../../templates/assemblyscript/imports.as.ts.template"),
        upgrade: include_str!("../../templates/assemblyscript/upgrade.as.ts.template"),
        downgrade: include_str!("../../templates/assemblyscript/downgrade.as.ts.template"),
    },
    editor_files: &[("tsconfig.json", include_str!("../../templates/assemblyscript/tsconfig.json"))],
};
