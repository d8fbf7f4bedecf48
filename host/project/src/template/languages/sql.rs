//! SQL.

use super::{Beginning, BuiltIn};
use crate::language::Language;

pub(super) const SQL: BuiltIn = BuiltIn {
    language: Language::Sql,
    purpose: "SQL: one file with a section for each direction, which needs no toolchain",
    files: &[("", include_str!("../../templates/sql.sql"))],
    beginning: Beginning { imports: "", upgrade: "", downgrade: "" },
    editor_files: &[],
};
