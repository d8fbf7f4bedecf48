//! Constraints and indexes.

use super::{JavaScript, literal};
use crate::code::camel_case;
use crate::code::chain::Spelling;
use crate::model::ObjectName;

impl Spelling for JavaScript {
    const END: &'static str = ";";
    const PART_OF: [&'static str; 2] = ["column", "expression"];

    fn call(word: &str) -> String {
        match word {
            "collation" => "collate".to_owned(),
            "filtered" => "where".to_owned(),
            "matching" => "match".to_owned(),
            "operator_class" => "operators".to_owned(),
            other => camel_case(other),
        }
    }

    fn text(value: &str) -> String {
        literal::text(value)
    }

    fn name(object: &ObjectName) -> String {
        literal::name(object)
    }

    fn list<Item: AsRef<str>>(items: &[Item]) -> String {
        literal::list(items)
    }

    fn parts(items: &[String]) -> (&'static str, String) {
        ("", format!("[{}]", items.join(", ")))
    }

    fn referenced(columns: &[String]) -> String {
        if columns.is_empty() { String::new() } else { format!(", {}", literal::list(columns)) }
    }

    fn action(word: &str) -> String {
        format!("\"{}\"", word.replace('_', "-"))
    }

    fn match_kind(word: &str) -> String {
        format!("\"{word}\"")
    }
}
