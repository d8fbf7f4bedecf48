//! Text from outside, made safe for a terminal.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Escapes what could move the cursor, change colours, or reorder what is read: control characters other than the
/// line feed and tab, and Unicode's bidirectional controls.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_harmful) { Cow::Owned(escape(text)) } else { Cow::Borrowed(text) }
}

/// The same on one line: line feeds and tabs are escaped too.
pub(crate) fn one_line(text: &str) -> String {
    printable(text).replace('\n', "\\n").replace('\t', "\\t")
}

/// JSON text with such characters written as JSON writes control characters, so that it says the same.
pub(crate) fn printable_json(json: &str) -> Cow<'_, str> {
    if !json.chars().any(is_harmful) {
        return Cow::Borrowed(json);
    }
    let mut escaped = String::with_capacity(json.len() + 8);
    for character in json.chars() {
        if is_harmful(character) {
            write!(escaped, "\\u{:04x}", u32::from(character)).expect("writing to a String cannot fail");
        } else {
            escaped.push(character);
        }
    }
    Cow::Owned(escaped)
}

fn is_harmful(character: char) -> bool {
    let is_bidirectional =
        matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    is_bidirectional || (character.is_control() && character != '\n' && character != '\t')
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if is_harmful(character) {
            write!(escaped, "\\u{{{:x}}}", u32::from(character)).expect("writing to a String cannot fail");
        } else {
            escaped.push(character);
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_do_not_reach_the_terminal() {
        assert_eq!(printable("a\x1b[2Jb\r\u{202e}c"), "a\\u{1b}[2Jb\\u{d}\\u{202e}c");
    }

    #[test]
    fn json_says_the_same_without_moving_the_cursor() {
        let text = "a\u{9b}2J\u{202e}b\u{7f}";
        let json = serde_json::to_string(text).expect("it is text");
        let printed = printable_json(&json);
        assert_eq!(printed, "\"a\\u009b2J\\u202eb\\u007f\"");
        assert_eq!(serde_json::from_str::<String>(&printed).ok().as_deref(), Some(text));
        assert!(matches!(printable_json("{\"a\":\"zażółć\"}"), Cow::Borrowed(_)));
    }

    #[test]
    fn ordinary_text_stays_as_it_is() {
        assert!(matches!(printable("zażółć\n\tok"), Cow::Borrowed(_)));
        assert_eq!(one_line("a\nb"), "a\\nb");
    }
}
