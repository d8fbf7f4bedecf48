//! The words of a statement: what can be told from them without parsing SQL.

use aludel_sql::Dialect;
use aludel_sql::lexer::{Lexer, TokenKind};

/// A token that the server sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word<'text> {
    pub(super) kind: TokenKind,
    pub(super) text: &'text str,
    /// Its first byte in the text that was divided.
    pub(super) start: usize,
}

impl Word<'_> {
    pub(super) fn is(&self, keyword: &str) -> bool {
        self.kind == TokenKind::Word && self.text.eq_ignore_ascii_case(keyword)
    }

    pub(super) fn is_symbol(&self, symbol: &str) -> bool {
        self.kind == TokenKind::Symbol && self.text == symbol
    }

    /// The name that it is, as the server stores it.
    pub(super) fn name(&self, dialect: Dialect) -> Option<String> {
        match self.kind {
            TokenKind::Word if dialect == Dialect::Postgres => Some(self.text.to_lowercase()),
            TokenKind::Word => Some(self.text.to_owned()),
            TokenKind::QuotedIdentifier => unquoted(self.text),
            _ => None,
        }
    }
}

/// The words of a text. It ends at what has no end, which the splitter has told about by then.
pub(super) fn words(text: &str, dialect: Dialect) -> impl Iterator<Item = Word<'_>> {
    let tokens = Lexer::new(text, dialect).map_while(Result::ok);
    let significant = tokens.filter(|token| token.kind.is_significant());
    significant.map(|token| Word { kind: token.kind, text: &text[token.start..token.end], start: token.start })
}

/// A name without its quotes, with those in it as they are meant.
pub(super) fn unquoted(text: &str) -> Option<String> {
    let (open, close) = (text.chars().next()?, text.chars().next_back()?);
    let inner = text.get(open.len_utf8()..text.len().checked_sub(close.len_utf8())?)?;
    match (open, close) {
        ('"', '"') | ('`', '`') => Some(inner.replace(&format!("{open}{open}"), &open.to_string())),
        ('[', ']') => Some(inner.to_owned()),
        _ => None,
    }
}

/// What a statement creates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Created<'text> {
    /// `table`, `view`, `index`...
    pub(super) kind: String,
    /// The parts of its name: a schema may stand before it.
    pub(super) name: Vec<String>,
    /// The table that an index or trigger is on.
    pub(super) table: Option<Vec<String>>,
    /// The words after the name.
    pub(super) rest: Vec<Word<'text>>,
}

const KINDS: [&str; 12] = [
    "table",
    "view",
    "index",
    "trigger",
    "function",
    "procedure",
    "sequence",
    "type",
    "extension",
    "schema",
    "domain",
    "event",
];

/// What a CREATE statement creates.
pub(super) fn created(statement: &str, dialect: Dialect) -> Option<Created<'_>> {
    let mut words = words(statement, dialect).peekable();
    words.next_if(|word| word.is("create"))?;
    let kind = loop {
        let word = words.next()?;
        match KINDS.iter().find(|kind| word.is(kind)) {
            Some(kind) => break (*kind).to_owned(),
            // `OR REPLACE`, `TEMPORARY`, `UNIQUE`, `DEFINER = ...` and the like.
            None if word.is_symbol("(") || word.kind == TokenKind::Semicolon => return None,
            None => {}
        }
    };
    while words.next_if(|word| ["concurrently", "if", "not", "exists"].iter().any(|keyword| word.is(keyword))).is_some()
    {
    }
    let name = name(&mut words, dialect)?;
    let rest: Vec<Word<'_>> = words.collect();
    let table = table_of(&kind, &rest, dialect);
    Some(Created { kind, name, table, rest })
}

fn table_of(kind: &str, rest: &[Word<'_>], dialect: Dialect) -> Option<Vec<String>> {
    if !["index", "trigger"].contains(&kind) {
        return None;
    }
    let on = rest.iter().position(|word| word.is("on"))?;
    let rest = rest[on + 1..].iter().copied().skip_while(|word| word.is("only"));
    name(&mut rest.peekable(), dialect)
}

/// A name with what stands before it, divided by dots.
pub(super) fn name<'text>(
    words: &mut std::iter::Peekable<impl Iterator<Item = Word<'text>>>,
    dialect: Dialect,
) -> Option<Vec<String>> {
    let mut parts = vec![words.next()?.name(dialect)?];
    while words.next_if(|word| word.is_symbol(".")).is_some() {
        parts.push(words.next()?.name(dialect)?);
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(statement: &str, dialect: Dialect) -> String {
        let created = created(statement, dialect).expect("it creates something");
        let on = created.table.map(|table| format!(" on {}", table.join("."))).unwrap_or_default();
        format!("{} {}{on}", created.kind, created.name.join("."))
    }

    #[test]
    fn what_a_statement_creates_is_in_its_first_words() {
        let postgres = |statement| told(statement, Dialect::Postgres);
        assert_eq!(postgres("CREATE TABLE Book (id int)"), "table book");
        assert_eq!(postgres("CREATE UNLOGGED TABLE IF NOT EXISTS app.\"Book\"(id int)"), "table app.Book");
        assert_eq!(postgres("create unique index concurrently i on only app.book (id)"), "index i on app.book");
        assert_eq!(postgres("CREATE OR REPLACE FUNCTION touch() RETURNS trigger AS $$ $$"), "function touch");
        assert_eq!(
            told("CREATE DEFINER=`root`@`%` TRIGGER t BEFORE INSERT ON `a b` FOR EACH ROW SET @a = 1", Dialect::Mysql),
            "trigger t on a b"
        );
        assert_eq!(
            told("CREATE TRIGGER t AFTER UPDATE OF x ON [a b] BEGIN SELECT 1; END", Dialect::Sqlite),
            "trigger t on a b"
        );
        assert_eq!(created("DROP TABLE book", Dialect::Sqlite), None);
    }
}
