//! Numbers of `MySQL` and `MariaDB`, and the names that begin like one: `2fa_tokens` is a name, `1.FROM` a number and a word.

use super::{Lexer, TokenKind, is_word_byte};

impl Lexer<'_> {
    /// Whether `.5` is a number here, and not a part of a name behind its schema.
    pub(super) fn starts_mysql_fraction(&self) -> bool {
        let has_digit = self.byte(1).is_some_and(|byte| byte.is_ascii_digit());
        self.dialect.is_mysql_family() && has_digit && !self.is_behind_name()
    }

    fn is_behind_name(&self) -> bool {
        self.byte_before(1).is_some_and(|byte| is_word_byte(byte) || matches!(byte, b'`' | b'"'))
    }

    fn byte_before(&self, count: usize) -> Option<u8> {
        self.position.checked_sub(count).and_then(|index| self.text.as_bytes().get(index)).copied()
    }

    /// Moves past a number, or past a name that begins with digits.
    pub(super) fn scan_mysql_number(&mut self) -> TokenKind {
        let is_part_of_name = self.byte_before(1) == Some(b'.') && self.byte(0) != Some(b'.');
        if is_part_of_name {
            return self.scan_word();
        }
        if let Some(length) = self.radix_length() {
            return self.advance(length, TokenKind::Number);
        }
        self.skip_digits();
        let has_point = self.byte(0) == Some(b'.') && !self.is_at_delimiter();
        if has_point {
            self.position += 1;
            self.skip_digits();
        }
        if let Some(length) = self.exponent_length() {
            return self.advance(length, TokenKind::Number);
        }
        let is_name = !has_point && self.byte(0).is_some_and(is_word_byte) && !self.is_at_delimiter();
        if is_name { self.scan_word() } else { TokenKind::Number }
    }

    fn skip_digits(&mut self) {
        self.position += self.rest().iter().take_while(|byte| byte.is_ascii_digit()).count();
    }

    /// The bytes of `0x1F` or `0b01`, unless more of a name follows.
    fn radix_length(&self) -> Option<usize> {
        let (mark, is_digit): (u8, fn(&u8) -> bool) = match (self.byte(0), self.byte(1)) {
            (Some(b'0'), Some(b'x')) => (b'x', u8::is_ascii_hexdigit),
            (Some(b'0'), Some(b'b')) => (b'b', |byte| matches!(byte, b'0' | b'1')),
            _ => return None,
        };
        let digits = self.rest()[2..].iter().take_while(|byte| is_digit(byte)).count();
        let ends = !self.byte(2 + digits).is_some_and(is_word_byte);
        (digits > 0 && ends && self.byte(1) == Some(mark)).then_some(2 + digits)
    }

    /// The bytes of `e5`, `E+5`.
    fn exponent_length(&self) -> Option<usize> {
        if !matches!(self.byte(0), Some(b'e' | b'E')) {
            return None;
        }
        let sign = usize::from(matches!(self.byte(1), Some(b'+' | b'-')));
        let digits = self.rest()[1 + sign..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        (digits > 0).then_some(1 + sign + digits)
    }
}
