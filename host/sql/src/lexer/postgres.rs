//! Dollar quotes of `PostgreSQL`.

use super::{Enclosure, LexError, Lexer, TokenKind, is_word_byte};

impl Lexer<'_> {
    /// `$1`, `$tag$ ... $tag$`, or a lone `$`.
    pub(super) fn scan_dollar(&mut self) -> Result<TokenKind, LexError> {
        match self.dollar_quote_length() {
            Some(length) => self.scan_dollar_quoted(length),
            None => Ok(self.scan_parameter()),
        }
    }

    /// The length of the `$tag$` at the current position. A tag is empty or an identifier without dollars.
    fn dollar_quote_length(&self) -> Option<usize> {
        let rest = &self.rest()[1..];
        let tag = rest.iter().take_while(|&&byte| is_word_byte(byte) && byte != b'$').count();
        let is_quote = rest.get(tag) == Some(&b'$') && !rest[0].is_ascii_digit();
        is_quote.then_some(tag + 2)
    }

    fn scan_dollar_quoted(&mut self, length: usize) -> Result<TokenKind, LexError> {
        let start = self.position;
        let quote = &self.text[start..start + length];
        let body = start + length;
        // The search of std for a substring takes linear time.
        let end = self.text[body..].find(quote);
        let end = end.ok_or(LexError { enclosure: Enclosure::DollarQuote, start })?;
        self.position = body + end + length;
        Ok(TokenKind::Text)
    }
}
