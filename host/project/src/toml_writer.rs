//! Writes values as TOML.

use std::fmt::Write as _;

/// A TOML basic string, always on one line.
pub(crate) fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            control if control.is_control() => {
                write!(quoted, "\\u{:04X}", u32::from(control)).expect("a String takes any text");
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}
