//! Names and texts as JavaScript writes them.

use std::fmt::Write as _;

use crate::model::ObjectName;

/// A text: between double quotes on one line, else a template.
pub(super) fn text(value: &str) -> String {
    let is_template = value.trim_end().contains('\n');
    let mut literal = String::new();
    for letter in value.chars() {
        match letter {
            '\\' => literal.push_str("\\\\"),
            '\n' if is_template => literal.push('\n'),
            '\n' => literal.push_str("\\n"),
            '\t' => literal.push_str("\\t"),
            '"' if !is_template => literal.push_str("\\\""),
            '`' if is_template => literal.push_str("\\`"),
            '$' if is_template => literal.push_str("\\$"),
            letter if is_hidden(letter) => {
                let _ = write!(literal, "\\u{{{:x}}}", u32::from(letter));
            }
            letter => literal.push(letter),
        }
    }
    let quote = if is_template { '`' } else { '"' };
    format!("{quote}{literal}{quote}")
}

/// What an editor does not show, or shows elsewhere.
fn is_hidden(letter: char) -> bool {
    let is_mark =
        matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    letter.is_control() || is_mark
}

/// Code moved to the right, but for what is inside of a template: the spaces would be part of the text.
pub(super) fn indented(code: &str, indent: &str) -> String {
    let mut quote = None;
    let mut moved = String::new();
    for line in code.split_inclusive('\n') {
        let is_empty = line.trim_end().is_empty();
        if quote != Some('`') && !is_empty {
            moved.push_str(indent);
        }
        let mut letters = line.chars();
        while let Some(letter) = letters.next() {
            match (quote, letter) {
                (Some(_), '\\') => drop(letters.next()),
                (Some(open), letter) if open == letter => quote = None,
                (None, '"' | '`') => quote = Some(letter),
                _ => {}
            }
        }
        moved.push_str(line);
    }
    moved
}

/// The name of an object: `"orders"`, `["sales", "orders"]`.
pub(super) fn name(object: &ObjectName) -> String {
    match &object.schema {
        Some(schema) => format!("[{}, {}]", text(schema), text(&object.name)),
        None => text(&object.name),
    }
}

/// Texts between brackets.
pub(super) fn list<Item: AsRef<str>>(items: &[Item]) -> String {
    let items: Vec<String> = items.iter().map(|item| text(item.as_ref())).collect();
    format!("[{}]", items.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_survive() {
        assert_eq!(text("it's \"a\" \\ `b` ${c}"), r#""it's \"a\" \\ `b` ${c}""#);
        assert_eq!(text("SELECT `a`,\n  '${b}\\n'"), "`SELECT \\`a\\`,\n  '\\${b}\\\\n'`");
        assert_eq!(text("a\u{202e}b\n"), r#""a\u{202e}b\n""#);
    }

    #[test]
    fn templates_keep_their_spaces() {
        let code = "db.execute(`a \"\nb \\` c\n`);\n\ndb.execute(\"`\");\nx";
        assert_eq!(indented(code, "  "), "  db.execute(`a \"\nb \\` c\n`);\n\n  db.execute(\"`\");\n  x");
    }
}
