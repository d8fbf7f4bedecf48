//! Constraints and indexes.

use super::{Go, literal};
use crate::code::chain::Spelling;
use crate::code::pascal_case;
use crate::model::ObjectName;

impl Spelling for Go {
    const END: &'static str = "";
    const PART_OF: [&'static str; 2] = ["schema.Col", "schema.Expression"];

    fn call(word: &str) -> String {
        pascal_case(word)
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

    /// A function takes either any number of names or any number of parts.
    fn parts(items: &[String]) -> (&'static str, String) {
        ("On", items.join(", "))
    }

    fn referenced(columns: &[String]) -> String {
        columns.iter().map(|column| format!(", {}", literal::text(column))).collect()
    }

    fn action(word: &str) -> String {
        format!("schema.{}", pascal_case(word))
    }

    fn match_kind(word: &str) -> String {
        format!("schema.Match{}", pascal_case(word))
    }
}
