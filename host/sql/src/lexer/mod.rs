//! The tokens of SQL text, as each dialect divides it.
//!
//! The lexer knows what a splitter and a reader of first words need: where strings, comments and quoted names begin
//! and end. It follows `scan.l` of `PostgreSQL`, `sql_lex.cc` of `MySQL` and `tokenize.c` of `SQLite`. It takes linear time.

mod mysql;
mod postgres;
mod quoted;

use crate::dialect::Dialect;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Spaces, tabs, line ends; a byte order mark at the start.
    Whitespace,
    /// A comment with its marks. Not `/*! ... */` of `MySQL`, whose content the server runs.
    Comment,
    /// A keyword or a bare identifier.
    Word,
    /// An identifier in quotes, backticks or brackets. A string in `MySQL`'s default mode if the quotes are `"`.
    QuotedIdentifier,
    /// A string, of whatever kind of quotes.
    Text,
    /// A number.
    Number,
    /// `?1`, `$1`, `:name`, `@name`, `@@name`.
    Parameter,
    /// The start (`/*!50003`) or end (`*/`) of a comment whose content `MySQL` runs.
    ConditionalComment,
    /// `;`
    Semicolon,
    /// Any other character, one at a time.
    Symbol,
}

impl TokenKind {
    /// Whether the server sees it: not whitespace and not a comment.
    pub fn is_significant(self) -> bool {
        !matches!(self, Self::Whitespace | Self::Comment)
    }
}

/// One token: a range of bytes of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// What was opened and never closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enclosure {
    /// `'...'` and its prefixed kinds.
    Text,
    /// `"..."`, backticks, `[...]`.
    QuotedIdentifier,
    /// `/* ... */`
    Comment,
    /// `$tag$ ... $tag$`
    DollarQuote,
}

impl Enclosure {
    /// The words for it in a message.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Text => "a string",
            Self::QuotedIdentifier => "a quoted identifier",
            Self::Comment => "a comment",
            Self::DollarQuote => "a dollar-quoted string",
        }
    }
}

/// Something that was opened at byte `start` has no end.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} that starts at byte {start} has no end", .enclosure.describe())]
pub struct LexError {
    /// What was opened.
    pub enclosure: Enclosure,
    /// Where it was opened.
    pub start: usize,
}

/// Divides a text into tokens that cover it without a gap.
#[derive(Debug, Clone)]
pub struct Lexer<'text> {
    text: &'text str,
    dialect: Dialect,
    position: usize,
    /// Where the `/*!` comments around the current position were opened.
    conditional_starts: Vec<usize>,
    /// A delimiter that a client command set, at which words end.
    delimiter: Option<&'text str>,
}

impl<'text> Lexer<'text> {
    /// A lexer at the start of a text.
    pub fn new(text: &'text str, dialect: Dialect) -> Self {
        Self { text, dialect, position: 0, conditional_starts: Vec::new(), delimiter: None }
    }

    /// The byte at which the next token starts.
    pub fn position(&self) -> usize {
        self.position
    }

    /// Whether the current position is inside a `/*! ... */`.
    pub(crate) fn is_in_conditional_comment(&self) -> bool {
        !self.conditional_starts.is_empty()
    }

    pub(crate) fn set_delimiter(&mut self, delimiter: Option<&'text str>) {
        self.delimiter = delimiter;
    }

    pub(crate) fn has_delimiter(&self) -> bool {
        self.delimiter.is_some()
    }

    /// The length of the delimiter, if the text goes on with it.
    pub(crate) fn delimiter_length_here(&self) -> Option<usize> {
        self.delimiter.filter(|delimiter| self.rest().starts_with(delimiter.as_bytes())).map(str::len)
    }

    fn is_at_delimiter(&self) -> bool {
        self.delimiter_length_here().is_some()
    }

    pub(crate) fn skip_to(&mut self, position: usize) {
        self.position = position;
    }

    fn rest(&self) -> &'text [u8] {
        &self.text.as_bytes()[self.position..]
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.position + ahead).copied()
    }

    fn next_token(&mut self) -> Result<Token, LexError> {
        let start = self.position;
        let kind = self.scan()?;
        Ok(Token { kind, start, end: self.position })
    }

    /// Moves past one token. There is at least one byte left.
    fn scan(&mut self) -> Result<TokenKind, LexError> {
        if self.scan_whitespace() {
            return Ok(TokenKind::Whitespace);
        }
        if let Some(kind) = self.scan_comment()? {
            return Ok(kind);
        }
        match self.rest()[0] {
            b';' => Ok(self.advance(1, TokenKind::Semicolon)),
            b'\'' => self.scan_string(self.dialect.is_mysql_family()),
            b'"' => self.scan_double_quoted(),
            b'`' if self.dialect != Dialect::Postgres => self.scan_quoted(b'`', TokenKind::QuotedIdentifier),
            b'[' if self.dialect == Dialect::Sqlite => self.scan_bracketed(),
            b'$' if self.dialect == Dialect::Postgres => self.scan_dollar(),
            b'0'..=b'9' if self.dialect.is_mysql_family() => Ok(self.scan_mysql_number()),
            b'.' if self.starts_mysql_fraction() => Ok(self.scan_mysql_number()),
            b'0'..=b'9' => Ok(self.scan_number()),
            byte if self.starts_word(byte) => self.scan_word_or_prefixed_string(),
            b'?' | b':' | b'@' | b'$' => Ok(self.scan_parameter()),
            _ => Ok(self.scan_symbol()),
        }
    }

    fn advance(&mut self, length: usize, kind: TokenKind) -> TokenKind {
        self.position += length;
        kind
    }

    fn scan_whitespace(&mut self) -> bool {
        let start = self.position;
        if start == 0 && self.text.starts_with('\u{feff}') {
            self.position = '\u{feff}'.len_utf8();
        }
        while self.byte(0).is_some_and(is_space) {
            self.position += 1;
        }
        self.position > start
    }

    fn scan_comment(&mut self) -> Result<Option<TokenKind>, LexError> {
        match (self.rest()[0], self.byte(1)) {
            (b'-', Some(b'-')) if self.starts_dash_comment() => Ok(Some(self.scan_line_comment())),
            (b'#', _) if self.dialect.is_mysql_family() => Ok(Some(self.scan_line_comment())),
            (b'/', Some(b'*')) => self.scan_block_comment().map(Some),
            (b'*', Some(b'/')) if self.conditional_starts.pop().is_some() => {
                Ok(Some(self.advance(2, TokenKind::ConditionalComment)))
            }
            _ => Ok(None),
        }
    }

    fn starts_dash_comment(&self) -> bool {
        // `SELECT 1--1` is a subtraction on MySQL: there the dashes need a space or control character after them.
        !self.dialect.is_mysql_family() || self.byte(2).is_none_or(|byte| is_space(byte) || byte.is_ascii_control())
    }

    fn scan_line_comment(&mut self) -> TokenKind {
        let length = self.rest().iter().position(|&byte| byte == b'\n').unwrap_or(self.rest().len());
        self.advance(length, TokenKind::Comment)
    }

    fn scan_block_comment(&mut self) -> Result<TokenKind, LexError> {
        let rest = self.rest();
        if self.dialect.is_mysql_family() && (rest.starts_with(b"/*!") || rest.starts_with(b"/*M!")) {
            return Ok(self.scan_conditional_start());
        }
        let start = self.position;
        self.position += 2;
        let mut depth = 1;
        while depth > 0 {
            match (self.byte(0), self.byte(1)) {
                (Some(b'*'), Some(b'/')) => {
                    depth -= 1;
                    self.position += 2;
                }
                (Some(b'/'), Some(b'*')) if self.dialect == Dialect::Postgres => {
                    depth += 1;
                    self.position += 2;
                }
                (Some(_), _) => self.position += 1,
                (None, _) => return Err(LexError { enclosure: Enclosure::Comment, start }),
            }
        }
        Ok(TokenKind::Comment)
    }

    fn scan_conditional_start(&mut self) -> TokenKind {
        self.conditional_starts.push(self.position);
        let mark = self.rest().iter().position(|&byte| byte == b'!').expect("the caller saw the exclamation mark") + 1;
        let digits = self.rest()[mark..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.advance(mark + digits, TokenKind::ConditionalComment)
    }

    fn scan_number(&mut self) -> TokenKind {
        let start = self.position;
        let is_hexadecimal = matches!(self.byte(1), Some(b'x' | b'X'));
        while let Some(byte) = self.byte(0) {
            let signed_exponent = matches!(byte, b'e' | b'E') && !is_hexadecimal && self.has_signed_exponent();
            let ends = self.position > start && self.is_at_delimiter();
            if ends || !(byte == b'.' || is_word_byte(byte)) || byte == b'$' {
                break;
            }
            self.position += if signed_exponent { 2 } else { 1 };
        }
        TokenKind::Number
    }

    fn has_signed_exponent(&self) -> bool {
        matches!(self.byte(1), Some(b'+' | b'-')) && self.byte(2).is_some_and(|byte| byte.is_ascii_digit())
    }

    fn starts_word(&self, byte: u8) -> bool {
        is_word_byte(byte) && (byte != b'$' || self.dialect.is_mysql_family())
    }

    /// Moves past a run of word characters, up to a delimiter that begins with something else than a letter: the
    /// client ends `END$$` before the `$$`, but nobody wants `category` cut by the delimiter `go`.
    fn scan_word(&mut self) -> TokenKind {
        let cuts_words = self.delimiter.is_some_and(|text| !text.starts_with(|first: char| first.is_alphanumeric()));
        let start = self.position;
        while self.byte(0).is_some_and(is_word_byte) {
            if cuts_words && self.position > start && self.is_at_delimiter() {
                break;
            }
            self.position += 1;
        }
        TokenKind::Word
    }

    /// Moves past a parameter or variable, or past a lone mark: `::` is a cast and `label: BEGIN` is no parameter.
    pub(super) fn scan_parameter(&mut self) -> TokenKind {
        let rest = self.rest();
        let marks = rest.iter().take(2).take_while(|&&byte| byte == b'@').count().max(1);
        let name = rest[marks..].iter().take_while(|&&byte| is_word_byte(byte) && byte != b'$').count();
        let is_parameter = match (self.dialect, rest[0]) {
            (Dialect::Postgres, b'$') => rest[marks..].first().is_some_and(u8::is_ascii_digit),
            (Dialect::Postgres, _) | (Dialect::Mysql | Dialect::MariaDb, b':') => false,
            (_, b'?') => true,
            _ => name > 0,
        };
        if is_parameter { self.advance(marks + name, TokenKind::Parameter) } else { self.scan_symbol() }
    }

    fn scan_symbol(&mut self) -> TokenKind {
        let length = self.text[self.position..].chars().next().map_or(1, char::len_utf8);
        self.advance(length, TokenKind::Symbol)
    }
}

impl Iterator for Lexer<'_> {
    type Item = Result<Token, LexError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.position < self.text.len() {
            let token = self.next_token();
            if token.is_err() {
                self.position = self.text.len();
                self.conditional_starts.clear();
            }
            return Some(token);
        }
        let start = self.conditional_starts.pop()?;
        self.conditional_starts.clear();
        Some(Err(LexError { enclosure: Enclosure::Comment, start }))
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || byte >= 0x80
}

#[cfg(test)]
mod tests;
