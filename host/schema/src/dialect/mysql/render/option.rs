//! Options of tables.

use crate::model::Options;

/// Options whose usual value is the word DEFAULT; that of the others is 0.
const WITH_DEFAULT: [&str; 5] =
    ["row format", "stats persistent", "stats auto recalc", "stats sample pages", "pack keys"];

/// The engine that a table has when nothing is said.
const USUAL_ENGINE: &str = "InnoDB";

/// `ENGINE = Aria`. None of the value is the usual one. Partitions and versions are no options of this form.
pub(super) fn assignment(name: &str, value: Option<&str>) -> String {
    let word = name.to_ascii_uppercase().replace(' ', "_");
    match value {
        Some(value) if is_plain(value) => format!("{word} = {value}"),
        Some(value) => format!("{word} = {}", super::super::quote::text(value)),
        None if name == "engine" => format!("{word} = {USUAL_ENGINE}"),
        None if WITH_DEFAULT.contains(&name) => format!("{word} = DEFAULT"),
        None if name == "transactional" || name == "page checksum" => format!("{word} = 1"),
        None => format!("{word} = 0"),
    }
}

fn is_plain(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// The character set of a collation, which is its first word.
pub(super) fn charset_of(collation: &str) -> &str {
    collation.split('_').next().unwrap_or(collation)
}

/// Whether a table has this option when nothing is said of it.
pub(in crate::dialect::mysql) fn is_usual(name: &str, value: &str) -> bool {
    name == "engine" && value == USUAL_ENGINE
}

/// The options after the parentheses of CREATE TABLE, one each.
pub(super) fn after_table(options: &Options) -> Vec<String> {
    let mut clauses = Vec::new();
    for (name, value) in options {
        match name.as_str() {
            "partitioning" | "system versioning" => {}
            _ if is_usual(name, value) => {}
            "collation" => {
                clauses.push(format!("DEFAULT CHARACTER SET = {} COLLATE {value}", charset_of(value)));
            }
            "charset" => clauses.push(format!("DEFAULT CHARACTER SET = {value}")),
            _ => clauses.push(assignment(name, Some(value))),
        }
    }
    if options.contains_key("system versioning") {
        clauses.push("WITH SYSTEM VERSIONING".to_owned());
    }
    clauses
}
