//! What comes with the crate for each language: a template, what a person begins with, and what editors want.

mod assemblyscript;
mod c;
mod cpp;
mod go;
mod javascript;
mod python;
mod rust;
mod sql;
mod typescript;
mod wat;
mod zig;

use crate::language::Language;

/// What comes with the crate for a language. The texts are in `templates/LANGUAGE`.
#[derive(Debug)]
pub(crate) struct BuiltIn {
    pub(crate) language: Language,
    /// What its template is for, in one line.
    pub(crate) purpose: &'static str,
    /// The template: paths in the folder of the migration with texts; one empty path where the migration is one file.
    pub(crate) files: &'static [(&'static str, &'static str)],
    pub(crate) beginning: Beginning,
    /// Files for a new project that tell editors where the library is: `.aludel/sdk/LANGUAGE`.
    pub(crate) editor_files: &'static [(&'static str, &'static str)],
}

/// What stands for the tokens of a template where a person writes the migration.
#[derive(Debug)]
pub(crate) struct Beginning {
    pub(crate) imports: &'static str,
    pub(crate) upgrade: &'static str,
    pub(crate) downgrade: &'static str,
}

/// In the order of their names.
pub(crate) const ALL: &[BuiltIn] = &[
    assemblyscript::ASSEMBLYSCRIPT,
    c::C,
    cpp::CPP,
    go::GO,
    javascript::JAVASCRIPT,
    python::PYTHON,
    rust::RUST,
    sql::SQL,
    typescript::TYPESCRIPT,
    wat::WAT,
    zig::ZIG,
];

/// What comes for a language.
pub(crate) fn find(language: Language) -> Option<&'static BuiltIn> {
    ALL.iter().find(|built_in| built_in.language == language)
}
