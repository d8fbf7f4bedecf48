//! Go.

use super::{Beginning, BuiltIn};
use crate::language::Language;

pub(super) const GO: BuiltIn = BuiltIn {
    language: Language::Go,
    purpose: "Go: one file with two functions",
    files: &[("", include_str!("../../templates/go/migration.go.template"))],
    beginning: Beginning {
        imports: include_str!("../../templates/go/imports.go.template"),
        upgrade: include_str!("../../templates/go/upgrade.go.template"),
        downgrade: include_str!("../../templates/go/downgrade.go.template"),
    },
    editor_files: &[("migrations/go.mod", include_str!("../../templates/go/go.mod.template"))],
};
