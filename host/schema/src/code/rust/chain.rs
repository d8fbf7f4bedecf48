//! Constraints and indexes.

use super::{Rust, literal};
use crate::code::chain::Spelling;
use crate::code::pascal_case;
use crate::model::ObjectName;

impl Spelling for Rust {
    const END: &'static str = ";";
    const PART_OF: [&'static str; 2] = ["column", "expression"];

    fn call(word: &str) -> String {
        word.to_owned()
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

    /// An empty list has to say what it is a list of.
    fn referenced(columns: &[String]) -> String {
        if columns.is_empty() { ", [\"\"; 0]".to_owned() } else { format!(", {}", literal::list(columns)) }
    }

    fn action(word: &str) -> String {
        pascal_case(word)
    }

    fn match_kind(word: &str) -> String {
        format!("MatchKind::{}", pascal_case(word))
    }
}
