//! Names, texts and calls as Python writes them.

use std::fmt::Write as _;

use crate::model::ObjectName;

/// A text on one line, in double quotes.
pub(super) fn text(value: &str) -> String {
    let mut code = String::from("\"");
    for character in value.chars() {
        match character {
            '"' => code.push_str("\\\""),
            '\\' => code.push_str("\\\\"),
            '\n' => code.push_str("\\n"),
            '\r' => code.push_str("\\r"),
            '\t' => code.push_str("\\t"),
            other if other.is_control() || is_invisible(other) => {
                write!(code, "\\U{:08x}", u32::from(other)).expect("a text takes everything");
            }
            other => code.push(other),
        }
    }
    code.push('"');
    code
}

/// Whether a character changes the order or the place of others without being seen.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The call of a function.
pub(super) fn call(function: &str, arguments: &[String]) -> String {
    format!("{function}({})", arguments.join(", "))
}

/// The call of a function whose last argument is SQL: each line of the SQL is a text of its own, and Python joins them.
pub(super) fn statement(function: &str, arguments: &[&str], sql: &str) -> String {
    let lines: Vec<String> = sql.split_inclusive('\n').map(text).collect();
    if lines.len() < 2 {
        let arguments: Vec<String> = arguments.iter().map(|&argument| argument.to_owned()).chain([text(sql)]).collect();
        return call(function, &arguments);
    }
    let before: String = arguments.iter().map(|argument| format!("    {argument},\n")).collect();
    format!("{function}(\n{before}    {}\n)", lines.join("\n    "))
}

/// The name of an object: `"orders"`, `op.qualified("sales", "orders")`.
pub(super) fn name(object: &ObjectName) -> String {
    match &object.schema {
        Some(schema) => format!("op.qualified({}, {})", text(schema), text(&object.name)),
        None => text(&object.name),
    }
}

/// Texts between brackets.
pub(super) fn list<Item: AsRef<str>>(items: &[Item]) -> String {
    let items: Vec<String> = items.iter().map(|item| text(item.as_ref())).collect();
    format!("[{}]", items.join(", "))
}

/// `name="text"`, where there is a text.
pub(super) fn named(name: &str, value: Option<&str>) -> Option<String> {
    value.map(|value| format!("{name}={}", text(value)))
}

/// `name=True`, where it is.
pub(super) fn flag(name: &str, is_set: bool) -> Option<String> {
    is_set.then(|| format!("{name}=True"))
}

/// The code without what is between quotes.
pub(super) fn without_texts(code: &str) -> String {
    let mut rest = String::new();
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        rest.push(character);
        if character == '"' {
            while let Some(inner) = characters.next().filter(|&inner| inner != '"') {
                if inner == '\\' {
                    characters.next();
                }
            }
        }
    }
    rest
}
