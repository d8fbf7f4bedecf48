//! Strings and quoted names.

use super::{Enclosure, LexError, Lexer, TokenKind, is_space};
use crate::dialect::Dialect;

impl Lexer<'_> {
    /// Moves past `'...'`, in which a quote is doubled, or escaped by a backslash where that is the rule.
    pub(super) fn scan_string(&mut self, has_escapes: bool) -> Result<TokenKind, LexError> {
        let start = self.position;
        self.scan_enclosed(b'\'', has_escapes, Enclosure::Text, start)?;
        if self.dialect == Dialect::Postgres {
            while self.skip_to_continuation() {
                self.scan_enclosed(b'\'', has_escapes, Enclosure::Text, start)?;
            }
        }
        Ok(TokenKind::Text)
    }

    /// `"..."` is a name, but on `MySQL` a string, with escapes, unless `ANSI_QUOTES` is on.
    pub(super) fn scan_double_quoted(&mut self) -> Result<TokenKind, LexError> {
        if self.dialect.is_mysql_family() {
            let start = self.position;
            self.scan_enclosed(b'"', true, Enclosure::Text, start)?;
            return Ok(TokenKind::Text);
        }
        self.scan_quoted(b'"', TokenKind::QuotedIdentifier)
    }

    pub(super) fn scan_quoted(&mut self, quote: u8, kind: TokenKind) -> Result<TokenKind, LexError> {
        let start = self.position;
        self.scan_enclosed(quote, false, Enclosure::QuotedIdentifier, start)?;
        Ok(kind)
    }

    /// `SQLite` takes `[name]`, in which nothing can be escaped.
    pub(super) fn scan_bracketed(&mut self) -> Result<TokenKind, LexError> {
        let length = self.rest().iter().position(|&byte| byte == b']');
        let length = length.ok_or(LexError { enclosure: Enclosure::QuotedIdentifier, start: self.position })?;
        Ok(self.advance(length + 1, TokenKind::QuotedIdentifier))
    }

    /// A word, or the string that a word such as `E` or `U&` introduces.
    pub(super) fn scan_word_or_prefixed_string(&mut self) -> Result<TokenKind, LexError> {
        if self.dialect == Dialect::Postgres {
            let rest = self.rest();
            if matches!(rest, [b'e' | b'E', b'\'', ..]) {
                self.position += 1;
                return self.scan_string(true).map_err(|error| LexError { start: error.start - 1, ..error });
            }
            if matches!(rest, [b'u' | b'U', b'&', b'\'' | b'"', ..]) {
                self.position += 2;
                return self.scan().map_err(|error| LexError { start: error.start - 2, ..error });
            }
        }
        Ok(self.scan_word())
    }

    fn scan_enclosed(
        &mut self,
        quote: u8,
        has_escapes: bool,
        enclosure: Enclosure,
        start: usize,
    ) -> Result<(), LexError> {
        self.position += 1;
        loop {
            match (self.byte(0), self.byte(1)) {
                (None, _) => return Err(LexError { enclosure, start }),
                (Some(b'\\'), Some(_)) if has_escapes => self.position += 2,
                (Some(byte), Some(next)) if byte == quote && next == quote => self.position += 2,
                (Some(byte), _) => {
                    self.position += 1;
                    if byte == quote {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// Two strings of `PostgreSQL` with only whitespace and a line end between them are one, of the first one's kind.
    fn skip_to_continuation(&mut self) -> bool {
        let blank = self.rest().iter().take_while(|&&byte| is_space(byte)).count();
        let (space, rest) = self.rest().split_at(blank);
        let continues = rest.first() == Some(&b'\'') && space.iter().any(|byte| matches!(byte, b'\n' | b'\r'));
        if continues {
            self.position += blank;
        }
        continues
    }
}
