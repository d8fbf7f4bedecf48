//! What `psql` takes and the server does not; bodies of SQL-standard functions.

use super::compound::{Body, FirstWords};
use super::error::SplitError;
use crate::lexer::{Token, TokenKind};

/// Refuses `\connect` and the like, and `COPY ... FROM stdin`.
pub(super) fn check_client_syntax(
    text: &str,
    token: Token,
    body: &Body,
    line: impl FnOnce() -> usize,
) -> Result<(), SplitError> {
    let word = &text[token.start..token.end];
    if token.kind == TokenKind::Symbol && word == "\\" {
        let rest = &text[token.start..];
        let command = rest.split(char::is_whitespace).next().unwrap_or(rest).to_owned();
        return Err(SplitError::MetaCommand { command, line: line() });
    }
    let is_word = |expected: &str| word.eq_ignore_ascii_case(expected);
    if token.kind == TokenKind::Word && is_word("stdin") && body.is_first_word("copy") && body.is_last_word("from") {
        return Err(SplitError::CopyFromStdin { line: line() });
    }
    Ok(())
}

/// Follows `psqlscan.l`: in `CREATE [OR REPLACE] {FUNCTION | PROCEDURE}`, outside parentheses, `BEGIN ... END` holds
/// semicolons, with `CASE ... END` inside it. Unlike there BEGIN needs its ATOMIC, so that `begin` can be a name.
#[derive(Debug, Default)]
pub(super) struct StandardBody {
    parenthesis_depth: usize,
    begin_depth: usize,
    follows_begin: bool,
}

impl StandardBody {
    pub(super) fn holds_semicolon(&self) -> bool {
        self.parenthesis_depth > 0 || self.begin_depth > 0
    }

    pub(super) fn take(&mut self, kind: TokenKind, text: &str, first_words: &FirstWords) {
        match (kind, text) {
            (TokenKind::Symbol, "(") => self.parenthesis_depth += 1,
            (TokenKind::Symbol, ")") => self.parenthesis_depth = self.parenthesis_depth.saturating_sub(1),
            (TokenKind::Word, _) if self.parenthesis_depth == 0 && defines_routine(first_words) => self.count(text),
            _ => {}
        }
        self.follows_begin = kind == TokenKind::Word && text.eq_ignore_ascii_case("begin");
    }

    fn count(&mut self, word: &str) {
        let begins = self.follows_begin && word.eq_ignore_ascii_case("atomic");
        if begins || self.begin_depth > 0 && word.eq_ignore_ascii_case("case") {
            self.begin_depth += 1;
        } else if word.eq_ignore_ascii_case("end") {
            self.begin_depth = self.begin_depth.saturating_sub(1);
        }
    }
}

fn defines_routine(first_words: &FirstWords) -> bool {
    let kind = if first_words.is(1, "or") && first_words.is(2, "replace") { 3 } else { 1 };
    first_words.is(0, "create") && (first_words.is(kind, "function") || first_words.is(kind, "procedure"))
}
