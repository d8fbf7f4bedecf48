//! The words, names and signs of a statement.

use aludel_sql::Dialect;
use aludel_sql::lexer::{Lexer, TokenKind};

use crate::found::Name;

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// A keyword or a bare name, in lower case.
    Word,
    /// A name in quotes, without them.
    Quoted,
    /// A string, without its quotes.
    Text,
    /// A number, a sign, a variable: as it stands.
    Other,
}

/// A piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) kind: PieceKind,
    pub(super) text: String,
    /// As it was written, for names, which are not folded.
    written: String,
}

impl Piece {
    /// Whether it is a name in some mode of the server.
    pub(super) fn may_be_name(&self) -> bool {
        match self.kind {
            PieceKind::Word | PieceKind::Quoted => true,
            PieceKind::Text => self.written.starts_with('"'),
            PieceKind::Other => false,
        }
    }
}

/// All pieces of a statement. Beyond the last one there are empty words without end.
#[derive(Debug, Clone)]
pub(super) struct Pieces {
    pieces: Vec<Piece>,
}

impl Pieces {
    pub(super) fn of(sql: &str, dialect: Dialect) -> Self {
        let tokens = Lexer::new(sql, dialect).map_while(Result::ok);
        let tokens = tokens.filter(|token| token.kind.is_significant());
        Self { pieces: tokens.map(|token| piece(token.kind, &sql[token.start..token.end])).collect() }
    }

    pub(super) fn len(&self) -> usize {
        self.pieces.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Piece> {
        self.pieces.iter()
    }

    /// The pieces from one of them on.
    pub(super) fn from(&self, index: usize) -> Self {
        Self { pieces: self.pieces[index.min(self.pieces.len())..].to_vec() }
    }

    /// The first pieces.
    pub(super) fn up_to(mut self, count: usize) -> Self {
        self.pieces.truncate(count);
        self
    }

    /// The same with another word at an index.
    pub(super) fn with_word(&self, index: usize, word: &str) -> Self {
        let mut pieces = self.pieces.clone();
        if let Some(piece) = pieces.get_mut(index) {
            *piece = Piece { kind: PieceKind::Word, text: word.to_owned(), written: word.to_owned() };
        }
        Self { pieces }
    }

    pub(super) fn get(&self, index: usize) -> Option<&Piece> {
        self.pieces.get(index)
    }

    /// The word or sign at an index; nothing for strings and quoted names, which are no keywords.
    pub(super) fn word(&self, index: usize) -> &str {
        match self.pieces.get(index) {
            Some(piece) if matches!(piece.kind, PieceKind::Word | PieceKind::Other) => &piece.text,
            _ => "",
        }
    }

    /// Whether the words from an index on are those.
    pub(super) fn are(&self, index: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(offset, word)| self.word(index + offset) == *word)
    }

    /// Whether a word is one of those.
    pub(super) fn is_any(&self, index: usize, words: &[&str]) -> bool {
        words.contains(&self.word(index))
    }

    /// The index of the first of some words, from an index on.
    pub(super) fn find(&self, from: usize, words: &[&str]) -> Option<usize> {
        (from..self.pieces.len()).find(|&index| self.is_any(index, words))
    }

    /// Whether all of these words follow each other somewhere.
    pub(super) fn hold(&self, words: &[&str]) -> bool {
        (0..self.pieces.len()).any(|index| self.are(index, words))
    }

    /// Whatever is at an index, in lower case.
    pub(super) fn folded(&self, index: usize) -> String {
        self.pieces.get(index).map(|piece| piece.text.to_ascii_lowercase()).unwrap_or_default()
    }

    pub(super) fn is_name(&self, index: usize) -> bool {
        self.get(index).is_some_and(|piece| matches!(piece.kind, PieceKind::Word | PieceKind::Quoted))
    }

    /// The name at an index with its schema, and the index behind it.
    pub(super) fn name(&self, index: usize) -> Option<(Name, usize)> {
        let first = self.part(index)?;
        if self.word(index + 1) == "."
            && let Some(second) = self.part(index + 2)
        {
            return Some((Name { schema: Some(first), name: second }, index + 3));
        }
        Some((Name::plain(first), index + 1))
    }

    fn part(&self, index: usize) -> Option<String> {
        self.get(index).filter(|_| self.is_name(index)).map(|piece| piece.written.clone())
    }

    /// The string at an index.
    pub(super) fn text(&self, index: usize) -> Option<&str> {
        self.get(index).filter(|piece| piece.kind == PieceKind::Text).map(|piece| piece.text.as_str())
    }

    /// How deep parentheses are.
    pub(super) fn depth(&self) -> usize {
        let (mut depth, mut depth_max) = (0_usize, 0);
        for piece in self.pieces.iter().filter(|piece| piece.kind == PieceKind::Other) {
            match piece.text.as_str() {
                "(" => depth += 1,
                ")" => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth_max = depth_max.max(depth);
        }
        depth_max
    }

    /// The index behind the parenthesis that closes the one at an index.
    pub(super) fn after_parenthesis(&self, index: usize) -> usize {
        let mut depth = 0_usize;
        for at in index..self.pieces.len() {
            match self.word(at) {
                "(" => depth += 1,
                ")" => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return at + 1;
            }
        }
        self.pieces.len()
    }
}

fn piece(kind: TokenKind, text: &str) -> Piece {
    match kind {
        TokenKind::Word => Piece { kind: PieceKind::Word, text: text.to_ascii_lowercase(), written: text.to_owned() },
        TokenKind::QuotedIdentifier => {
            let name = unquoted(text);
            // In quotes of this kind it is a string in most modes, and a name in the others.
            Piece { kind: PieceKind::Quoted, text: name.clone(), written: name }
        }
        TokenKind::Text => Piece { kind: PieceKind::Text, text: string(text), written: text.to_owned() },
        _ => Piece { kind: PieceKind::Other, text: text.to_ascii_lowercase(), written: text.to_owned() },
    }
}

fn unquoted(text: &str) -> String {
    let quote = text.chars().next().unwrap_or('`');
    let inner = text.strip_prefix(quote).and_then(|inner| inner.strip_suffix(quote)).unwrap_or(text);
    inner.replace(&format!("{quote}{quote}"), &quote.to_string())
}

/// What a string is, without its quotes: `'...'`, `"..."`.
fn string(text: &str) -> String {
    let start = text.find(['\'', '"']).unwrap_or(0);
    let quoted = &text[start..];
    let quote = quoted.chars().next().unwrap_or('\'');
    let inner = quoted.strip_prefix(quote).and_then(|inner| inner.strip_suffix(quote)).unwrap_or(quoted);
    let mut plain = String::with_capacity(inner.len());
    let mut rest = inner.chars();
    while let Some(character) = rest.next() {
        match character {
            '\\' => push_escaped(rest.next(), &mut plain),
            doubled if doubled == quote => {
                rest.next();
                plain.push(quote);
            }
            other => plain.push(other),
        }
    }
    plain
}

/// What a backslash and a character are. One that is no escape is the character alone: `\e` is `e`.
fn push_escaped(character: Option<char>, plain: &mut String) {
    match character {
        Some('0') => plain.push('\0'),
        Some('b') => plain.push('\u{8}'),
        Some('n') => plain.push('\n'),
        Some('r') => plain.push('\r'),
        Some('t') => plain.push('\t'),
        Some('Z') => plain.push('\u{1a}'),
        Some(pattern @ ('%' | '_')) => plain.extend(['\\', pattern]),
        Some(other) => plain.push(other),
        None => plain.push('\\'),
    }
}
