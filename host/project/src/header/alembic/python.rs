//! As much of Python's tokens as it takes to find assignments: texts, names, signs and the ends of logical lines.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// A name, a keyword or a number.
    Name,
    /// A text with its prefix and quotes.
    Text,
    /// One character of any other kind.
    Sign,
    /// The end of a logical line: a line end outside of brackets, or a semicolon.
    LineEnd,
}

/// A token and its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token<'text> {
    pub(crate) kind: TokenKind,
    pub(crate) text: &'text str,
    /// From 1.
    pub(crate) line: usize,
    /// In bytes, from 0.
    pub(crate) column: usize,
}

/// Divides a text. What is no Python gives tokens as well, which nobody asks for.
pub(crate) struct Scanner<'text> {
    text: &'text str,
    offset: usize,
    line: usize,
    line_start: usize,
    /// How many brackets are open, in which line ends count for nothing.
    depth: usize,
}

impl<'text> Scanner<'text> {
    pub(crate) fn new(text: &'text str) -> Self {
        let offset = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Self { text, offset, line: 1, line_start: offset, depth: 0 }
    }

    fn rest(&self) -> &'text str {
        &self.text[self.offset..]
    }

    fn advance(&mut self, length: usize) -> &'text str {
        let taken = &self.text[self.offset..self.offset + length];
        self.offset += length;
        if let Some(last) = taken.rfind('\n') {
            self.line += taken.matches('\n').count();
            self.line_start = self.offset - (taken.len() - last - 1);
        }
        taken
    }

    /// Blanks, comments, joined lines, and line ends in brackets.
    fn skip(&mut self) {
        loop {
            let rest = self.rest();
            let length = match rest.chars().next() {
                Some(' ' | '\t' | '\r' | '\u{c}') => 1,
                Some('\n') if self.depth > 0 => 1,
                Some('#') => rest.find('\n').unwrap_or(rest.len()),
                Some('\\') if rest.starts_with("\\\n") => 2,
                Some('\\') if rest.starts_with("\\\r\n") => 3,
                _ => return,
            };
            self.advance(length);
        }
    }

    fn take(&mut self, kind: TokenKind, length: usize) -> Token<'text> {
        let (line, column) = (self.line, self.offset - self.line_start);
        Token { kind, text: self.advance(length), line, column }
    }
}

impl<'text> Iterator for Scanner<'text> {
    type Item = Token<'text>;

    fn next(&mut self) -> Option<Token<'text>> {
        self.skip();
        let rest = self.rest();
        let first = rest.chars().next()?;
        if let Some(length) = text_length(rest) {
            return Some(self.take(TokenKind::Text, length));
        }
        if is_of_name(first) {
            let length = rest.find(|character| !is_of_name(character)).unwrap_or(rest.len());
            return Some(self.take(TokenKind::Name, length));
        }
        match first {
            '\n' => return Some(self.take(TokenKind::LineEnd, 1)),
            ';' if self.depth == 0 => return Some(self.take(TokenKind::LineEnd, 1)),
            '(' | '[' | '{' => self.depth += 1,
            ')' | ']' | '}' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        // Two signs that begin like an assignment and are none.
        let length = if rest.starts_with("==") { 2 } else { first.len_utf8() };
        Some(self.take(TokenKind::Sign, length))
    }
}

fn is_of_name(character: char) -> bool {
    character == '_' || character.is_alphanumeric()
}

/// How long the text is that stands here, its prefix included; none where no text begins.
fn text_length(rest: &str) -> Option<usize> {
    let prefix = rest.find(|character: char| !"rRuUbBfFtT".contains(character)).filter(|length| *length <= 2)?;
    let quote = rest[prefix..].chars().next().filter(|character| *character == '"' || *character == '\'')?;
    let triple: String = [quote; 3].iter().collect();
    if rest[prefix..].starts_with(&triple) {
        let start = prefix + 3;
        return Some(start + closed(&rest[start..], &triple).unwrap_or(rest.len() - start));
    }
    let start = prefix + 1;
    // A text of one line ends with its line where its quote is missing.
    let line_end = rest[start..].find('\n').unwrap_or(rest.len() - start);
    Some(start + closed(&rest[start..], &quote.to_string()).filter(|end| *end <= line_end).unwrap_or(line_end))
}

/// The place behind the closing quotes. A backslash takes the character after it along.
fn closed(rest: &str, quotes: &str) -> Option<usize> {
    let mut characters = rest.char_indices();
    while let Some((place, character)) = characters.next() {
        if rest[place..].starts_with(quotes) {
            return Some(place + quotes.len());
        }
        if character == '\\' {
            characters.next();
        }
    }
    None
}
