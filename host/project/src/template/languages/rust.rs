//! Rust.

use super::{Beginning, BuiltIn};
use crate::language::Language;

pub(super) const RUST: BuiltIn = BuiltIn {
    language: Language::Rust,
    purpose: "Rust: a crate with two functions, for changes that need code",
    files: &[
        ("Cargo.toml", include_str!("../../templates/rust/Cargo.toml.template")),
        ("src/lib.rs", include_str!("../../templates/rust/lib.rs.template")),
    ],
    beginning: Beginning {
        imports: "",
        upgrade: include_str!("../../templates/rust/upgrade.rs.template"),
        downgrade: include_str!("../../templates/rust/downgrade.rs.template"),
    },
    // The crate names the library as a dependency, which editors follow.
    editor_files: &[],
};
