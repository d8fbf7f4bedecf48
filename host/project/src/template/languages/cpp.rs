//! C++.

use super::{Beginning, BuiltIn};
use crate::language::Language;

pub(super) const CPP: BuiltIn = BuiltIn {
    language: Language::Cpp,
    purpose: "C++: one file with two functions",
    files: &[("", include_str!("../../templates/cpp/migration.cpp.template"))],
    beginning: Beginning {
        imports: "",
        upgrade: include_str!("../../templates/cpp/upgrade.cpp.template"),
        downgrade: include_str!("../../templates/cpp/downgrade.cpp.template"),
    },
    editor_files: &[("compile_flags.txt", include_str!("../../templates/cpp/compile_flags.txt"))],
};
