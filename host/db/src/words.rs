//! The words of a statement: enough to know what kind of statement it is, for the driver's sake. What a migration may
//! do is not decided here.

use aludel_sql::Dialect;
use aludel_sql::lexer::{Lexer, TokenKind};

/// The bare words of a statement, outside of strings, comments and quoted names.
#[derive(Debug, Clone)]
pub(crate) struct Words<'sql> {
    words: Vec<&'sql str>,
}

impl<'sql> Words<'sql> {
    /// All words, up to the first thing that has no end.
    pub(crate) fn all(sql: &'sql str, dialect: Dialect) -> Self {
        Self { words: words(sql, dialect).collect() }
    }

    /// Only the first ones: a long INSERT needs not be read to its end.
    pub(crate) fn first_few(sql: &'sql str, dialect: Dialect, count_max: usize) -> Self {
        Self { words: words(sql, dialect).take(count_max).collect() }
    }

    /// Whether the first word is one of those, which are in lower case.
    pub(crate) fn starts_with_any(&self, candidates: &[&str]) -> bool {
        self.words.first().is_some_and(|word| is_any(word, candidates))
    }

    pub(crate) fn contains_any(&self, candidates: &[&str]) -> bool {
        self.words.iter().any(|word| is_any(word, candidates))
    }

    /// Each word with the one before it.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&'sql str, &'sql str)> + '_ {
        let before = std::iter::once("").chain(self.words.iter().copied());
        before.zip(self.words.iter().copied())
    }
}

pub(crate) fn is_any(word: &str, candidates: &[&str]) -> bool {
    candidates.iter().any(|candidate| candidate.eq_ignore_ascii_case(word))
}

fn words(sql: &str, dialect: Dialect) -> impl Iterator<Item = &str> {
    let tokens = Lexer::new(sql, dialect).map_while(Result::ok);
    tokens.filter(|token| token.kind == TokenKind::Word).map(|token| &sql[token.start..token.end])
}
