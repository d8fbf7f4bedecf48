//! A place in a list of tokens.

use aludel_sql::Dialect;
use aludel_sql::lexer::{LexError, Lexer, Token, TokenKind};

use super::{Name, ParseError, Span};

/// The tokens of a text that `SQLite` sees: no whitespace, no comments.
pub(super) fn significant_tokens(text: &str) -> Result<Vec<Token>, LexError> {
    let is_seen = |token: &Result<Token, LexError>| token.as_ref().map_or(true, |token| token.kind.is_significant());
    Lexer::new(text, Dialect::Sqlite).filter(is_seen).collect()
}

/// A place in a list of tokens, which moves forward only.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'text> {
    text: &'text str,
    tokens: &'text [Token],
    /// The byte at which a text that goes on too short is missing something.
    end: usize,
}

impl<'text> Cursor<'text> {
    pub(super) fn new(text: &'text str, tokens: &'text [Token]) -> Self {
        Self { text, tokens, end: text.len() }
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The whole text that spans refer to.
    pub(super) fn text(&self) -> &'text str {
        self.text
    }

    pub(super) fn text_of(&self, token: Token) -> &'text str {
        &self.text[token.start..token.end]
    }

    pub(super) fn peek(&self, ahead: usize) -> Option<Token> {
        self.tokens.get(ahead).copied()
    }

    pub(super) fn next(&mut self) -> Option<Token> {
        let (&first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    /// The byte at which the next token starts.
    pub(super) fn position(&self) -> usize {
        self.tokens.first().map_or(self.end, |token| token.start)
    }

    /// The bytes from `start` to the end of the last token before this place.
    pub(super) fn span_from(&self, start: &Self) -> Span {
        let consumed = start.tokens.len() - self.tokens.len();
        let end = consumed.checked_sub(1).map_or(start.position(), |last| start.tokens[last].end);
        Span { start: start.position(), end }
    }

    /// The bytes that are left, from the first token to the last.
    pub(super) fn remaining(&self) -> Span {
        let end = self.tokens.last().map_or(self.end, |token| token.end);
        Span { start: self.position(), end }
    }

    pub(super) fn is_word(&self, ahead: usize, word: &str) -> bool {
        self.peek(ahead)
            .is_some_and(|token| token.kind == TokenKind::Word && self.text_of(token).eq_ignore_ascii_case(word))
    }

    pub(super) fn is_any_word(&self, ahead: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.is_word(ahead, word))
    }

    /// Moves past these words if they are all next.
    pub(super) fn eat_words(&mut self, words: &[&str]) -> bool {
        let all = words.iter().enumerate().all(|(ahead, word)| self.is_word(ahead, word));
        if all {
            self.tokens = &self.tokens[words.len()..];
        }
        all
    }

    pub(super) fn expect_words(&mut self, words: &[&str], expected: &'static str) -> Result<(), ParseError> {
        if self.eat_words(words) { Ok(()) } else { Err(self.error(expected)) }
    }

    pub(super) fn is_symbol(&self, ahead: usize, symbol: &str) -> bool {
        self.peek(ahead).is_some_and(|token| token.kind == TokenKind::Symbol && self.text_of(token) == symbol)
    }

    pub(super) fn eat_symbol(&mut self, symbol: &str) -> bool {
        let is_next = self.is_symbol(0, symbol);
        if is_next {
            self.tokens = &self.tokens[1..];
        }
        is_next
    }

    /// A name, bare or in any kind of quotes.
    pub(super) fn name(&mut self, expected: &'static str) -> Result<Name, ParseError> {
        let named =
            |token: &Token| matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdentifier | TokenKind::Text);
        let token = self.peek(0).filter(named).ok_or_else(|| self.error(expected))?;
        self.tokens = &self.tokens[1..];
        Ok(Name { text: unquote(self.text_of(token)), span: Span { start: token.start, end: token.end } })
    }

    /// What stands in the parentheses that open here.
    pub(super) fn group(&mut self, expected: &'static str) -> Result<Self, ParseError> {
        if !self.is_symbol(0, "(") {
            return Err(self.error(expected));
        }
        let length = self.group_length().ok_or_else(|| self.error("a closing parenthesis"))?;
        let (group, rest) = self.tokens.split_at(length);
        self.tokens = rest;
        let inner = &group[1..length - 1];
        Ok(Self { text: self.text, tokens: inner, end: group[length - 1].start })
    }

    /// How many tokens the group that opens here has, with its parentheses.
    pub(super) fn group_length(&self) -> Option<usize> {
        let mut depth = 0_usize;
        for (index, &token) in self.tokens.iter().enumerate() {
            match self.text_of(token) {
                "(" => depth += 1,
                ")" => depth = depth.checked_sub(1)?,
                _ => {}
            }
            if depth == 0 {
                return Some(index + 1);
            }
        }
        None
    }

    /// The parts between commas that stand in no parentheses.
    pub(super) fn split_at_commas(&self) -> Vec<Self> {
        let (mut parts, mut depth, mut start) = (Vec::new(), 0_usize, 0);
        for (index, &token) in self.tokens.iter().enumerate() {
            match self.text_of(token) {
                "(" => depth += 1,
                ")" => depth = depth.saturating_sub(1),
                "," if depth == 0 => {
                    parts.push(self.part(start, index));
                    start = index + 1;
                }
                _ => {}
            }
        }
        parts.push(self.part(start, self.tokens.len()));
        parts
    }

    fn part(&self, start: usize, end: usize) -> Self {
        let byte = self.tokens.get(end).map_or(self.end, |token| token.start);
        Self { text: self.text, tokens: &self.tokens[start..end], end: byte }
    }

    /// This place without the tokens from the `count`th last on.
    pub(super) fn without_last(&self, count: usize) -> Self {
        self.part(0, self.tokens.len() - count)
    }

    pub(super) fn length(&self) -> usize {
        self.tokens.len()
    }

    /// The last token as a name without quotes.
    pub(super) fn last_name(&self) -> Option<String> {
        self.tokens.last().map(|&token| unquote(self.text_of(token)))
    }

    pub(super) fn error(&self, expected: &'static str) -> ParseError {
        ParseError::Unexpected {
            expected,
            found: self.peek(0).map(|token| self.text_of(token).to_owned()),
            position: self.position(),
        }
    }
}

/// A name without its quotes.
pub(in super::super) fn unquote(text: &str) -> String {
    let Some(open) = text.chars().next().filter(|first| matches!(first, '"' | '`' | '[' | '\'')) else {
        return text.to_owned();
    };
    let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or_default();
    if open == '[' { inner.to_owned() } else { inner.replace(&format!("{open}{open}"), &open.to_string()) }
}
