//! TypeScript.

use super::{Beginning, BuiltIn};
use crate::language::Language;

pub(super) const TYPESCRIPT: BuiltIn = BuiltIn {
    language: Language::TypeScript,
    purpose: "TypeScript: one file with two functions, which needs no toolchain",
    files: &[("", include_str!("../../templates/typescript/migration.ts.template"))],
    beginning: Beginning {
        imports: include_str!("../../templates/typescript/imports.ts.template"),
        upgrade: include_str!("../../templates/typescript/upgrade.ts.template"),
        downgrade: include_str!("../../templates/typescript/downgrade.ts.template"),
    },
    editor_files: &[("tsconfig.json", include_str!("../../templates/typescript/tsconfig.json"))],
};
