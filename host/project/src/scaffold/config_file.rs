//! The configuration of a new project.

use crate::language::Language;
use crate::toml_writer::quote;

const TEXT: &str = include_str!("../templates/aludel.toml");

/// A database that needs no server.
const DATABASE_URL: &str = "sqlite://app.db";

/// How wide a value is with the blanks before its comment.
const VALUE_WIDTH: usize = 28;

pub(super) fn text(language: Language, database_url: Option<&str>) -> String {
    // The URL goes in last, so that nothing in it is taken for a place.
    TEXT.replace("@LANGUAGE@", &format!("{:<VALUE_WIDTH$}", quote(language.name())))
        .replace("@URL@", &quote(database_url.unwrap_or(DATABASE_URL)))
}
