//! Zig.

use super::{Beginning, BuiltIn};
use crate::language::Language;

pub(super) const ZIG: BuiltIn = BuiltIn {
    language: Language::Zig,
    purpose: "Zig: one file with two functions",
    files: &[("", include_str!("../../templates/zig/migration.zig.template"))],
    beginning: Beginning {
        imports: "",
        upgrade: include_str!("../../templates/zig/upgrade.zig.template"),
        downgrade: include_str!("../../templates/zig/downgrade.zig.template"),
    },
    editor_files: &[],
};
