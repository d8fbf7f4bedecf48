//! The text that Mermaid draws an entity relationship diagram from.

use std::collections::BTreeSet;

use super::{Drawing, Reference, key_marks};
use crate::model::{Column, Schema, Table};

/// The tables of a schema as an `erDiagram` of [Mermaid](https://mermaid.js.org/syntax/entityRelationshipDiagram.html).
///
/// Mermaid takes few characters in the names of columns and types: others become underscores, and the real name of such
/// a column stands in the remark behind it.
pub fn mermaid(schema: &Schema) -> String {
    let drawing = Drawing::of(schema);
    let names = entity_names(&drawing.tables);
    let mut text = "erDiagram\n".to_owned();
    for (table, name) in drawing.tables.iter().zip(&names) {
        text.push_str(&entity(table, name));
    }
    for reference in &drawing.references {
        text.push_str(&relationship(reference, &names));
    }
    text
}

/// The names that stand for the tables in the text, each once.
fn entity_names(tables: &[&Table]) -> Vec<String> {
    let plain: BTreeSet<String> =
        tables.iter().map(|table| table.name.to_string()).filter(|name| is_plain(name)).collect();
    let mut number = 0;
    let mut stand_in = || loop {
        number += 1;
        let name = format!("table{number}");
        if !plain.contains(&name) {
            return name;
        }
    };
    let name =
        |table: &&Table| Some(table.name.to_string()).filter(|name| is_plain(name)).unwrap_or_else(&mut stand_in);
    tables.iter().map(name).collect()
}

/// Words that Mermaid would read as its own.
const RESERVED: [&str; 15] = [
    "accdescr",
    "acctitle",
    "class",
    "classdef",
    "direction",
    "end",
    "erdiagram",
    "many",
    "one",
    "only",
    "style",
    "subgraph",
    "title",
    "to",
    "zero",
];

fn is_plain(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
        && !RESERVED.contains(&&*name.to_ascii_lowercase())
}

fn entity(table: &Table, name: &str) -> String {
    let real = table.name.to_string();
    let label = if real == name { String::new() } else { format!("[\"{}\"]", label(&real)) };
    let lines: String = table.columns.iter().map(|column| attribute(table, column)).collect();
    if lines.is_empty() { format!("    {name}{label}\n") } else { format!("    {name}{label} {{\n{lines}    }}\n") }
}

fn attribute(table: &Table, column: &Column) -> String {
    let name = word(&column.name);
    let data_type = word(if column.data_type.is_empty() { "any" } else { &column.data_type });
    let marks = key_marks(table, column).join(", ");
    let marks = if marks.is_empty() { marks } else { format!(" {marks}") };
    let real = if name == column.name { String::new() } else { format!(" \"{}\"", label(&column.name)) };
    format!("        {data_type} {name}{marks}{real}\n")
}

/// A name or type of letters, digits, underscores and brackets, with a letter at its start.
fn word(text: &str) -> String {
    let mut word = String::new();
    for character in text.chars() {
        if character.is_ascii_alphanumeric() || matches!(character, '(' | ')' | '[' | ']') {
            word.push(character);
        } else if !word.ends_with(['_', '(']) || character == '_' {
            word.push('_');
        }
    }
    let word = word.replace("_)", ")");
    let is_mark = ["pk", "fk", "uk"].iter().any(|mark| word.eq_ignore_ascii_case(mark));
    let has_start = word.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    if has_start && !is_mark { word } else { format!("_{word}") }
}

/// A text between double quotes, in which nothing can be escaped.
fn label(text: &str) -> String {
    let replaced = |character: char| match character {
        '"' => '\'',
        '\\' => '/',
        '%' => '_',
        other if other.is_control() => ' ',
        other => other,
    };
    text.chars().map(replaced).collect()
}

fn relationship(reference: &Reference<'_>, names: &[String]) -> String {
    let many = if reference.is_unique { "|o" } else { "}o" };
    let one = if reference.is_optional { "o|" } else { "||" };
    let line = if reference.is_identifying { "--" } else { ".." };
    let columns = label(&reference.key.columns.join(", "));
    format!("    {} {many}{line}{one} {} : \"{columns}\"\n", names[reference.from], names[reference.to])
}
