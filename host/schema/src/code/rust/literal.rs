//! Names and texts as Rust writes them.

use crate::model::ObjectName;

/// A text: in plain quotes on one line, else raw.
pub(super) fn text(value: &str) -> String {
    let is_raw = value.contains(['\n', '"', '\\']) && !value.contains('\r');
    if !is_raw {
        return format!("{value:?}");
    }
    let mut candidates = (1..).map(|count| "#".repeat(count));
    let marks = candidates.find(|marks| !value.contains(&format!("\"{marks}")));
    let marks = marks.expect("no text holds marks of every length");
    format!("r{marks}\"{value}\"{marks}")
}

/// Whether a raw text over several lines begins or ends on the line.
pub(super) fn turns(line: &str) -> bool {
    line.matches("r#").count() % 2 != line.matches("\"#").count() % 2
}

/// The name of an object: `"orders"`, `("sales", "orders")`.
pub(super) fn name(object: &ObjectName) -> String {
    match &object.schema {
        Some(schema) => format!("({}, {})", text(schema), text(&object.name)),
        None => text(&object.name),
    }
}

/// Texts between brackets.
pub(super) fn list<Item: AsRef<str>>(items: &[Item]) -> String {
    let items: Vec<String> = items.iter().map(|item| text(item.as_ref())).collect();
    format!("[{}]", items.join(", "))
}
