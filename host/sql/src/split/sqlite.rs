//! Triggers of `SQLite`.

use super::compound::FirstWords;
use crate::lexer::TokenKind;

/// Follows `sqlite3_complete()`: a trigger ends at a semicolon after an END that itself follows a semicolon, so a
/// `CASE ... END` inside it ends nothing.
#[derive(Debug, Default)]
pub(super) struct TriggerBody {
    is_open: bool,
    follows_semicolon: bool,
    follows_end: bool,
}

impl TriggerBody {
    pub(super) fn holds_semicolon(&self) -> bool {
        self.is_open && !self.follows_end
    }

    pub(super) fn take(&mut self, kind: TokenKind, text: &str, first_words: &FirstWords) {
        let is_word = |expected: &str| kind == TokenKind::Word && text.eq_ignore_ascii_case(expected);
        if !self.is_open {
            self.is_open = is_word("begin") && defines_trigger(first_words);
        }
        self.follows_end = self.follows_semicolon && is_word("end");
        self.follows_semicolon = kind == TokenKind::Semicolon;
    }
}

fn defines_trigger(first_words: &FirstWords) -> bool {
    let kind = if first_words.is(1, "temp") || first_words.is(1, "temporary") { 2 } else { 1 };
    first_words.is(0, "create") && first_words.is(kind, "trigger")
}
