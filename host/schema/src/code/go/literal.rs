//! Names and texts as Go writes them.

use crate::model::ObjectName;

/// A text on one line: raw where that spares escapes, else in plain quotes.
pub(super) fn text(value: &str) -> String {
    let is_plain = value.chars().all(|character| !character.is_control() && character != '\u{feff}');
    if is_plain && value.contains(['"', '\\']) && !value.contains('`') {
        return format!("`{value}`");
    }
    let escaped: String = value.chars().map(escaped).collect();
    format!("\"{escaped}\"")
}

/// A text that may span lines: raw where it does and can be. It must not be moved to the right.
pub(super) fn raw(value: &str) -> String {
    let is_sayable =
        |character: char| character == '\n' || !character.is_control() && character != '`' && character != '\u{feff}';
    let is_raw = value.contains('\n') && value.chars().all(is_sayable);
    if is_raw { format!("`{value}`") } else { text(value) }
}

/// Whether a raw text over several lines begins or ends on the line: nothing else holds the mark.
pub(super) fn turns(line: &str) -> bool {
    line.matches('`').count() % 2 == 1
}

fn escaped(character: char) -> String {
    match character {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        '\n' => "\\n".to_owned(),
        '\r' => "\\r".to_owned(),
        '\t' => "\\t".to_owned(),
        // Else it would look like a raw text.
        '`' => "\\x60".to_owned(),
        '\u{feff}' => "\\ufeff".to_owned(),
        control if control.is_control() => format!("\\u{:04x}", u32::from(control)),
        other => other.to_string(),
    }
}

/// The name of an object: `"orders"`, `schema.In("sales", "orders")`.
pub(super) fn name(object: &ObjectName) -> String {
    match &object.schema {
        Some(schema) => format!("schema.In({}, {})", text(schema), text(&object.name)),
        None => text(&object.name),
    }
}

/// Texts as arguments of a function that takes any number of them.
pub(super) fn list<Item: AsRef<str>>(items: &[Item]) -> String {
    let items: Vec<String> = items.iter().map(|item| text(item.as_ref())).collect();
    items.join(", ")
}

/// Texts as a slice.
pub(super) fn slice<Item: AsRef<str>>(items: &[Item]) -> String {
    format!("[]string{{{}}}", list(items))
}
