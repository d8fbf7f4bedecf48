//! The words of a statement.

use aludel_schema::{ObjectName, Schema};
use aludel_sql::Dialect;
use aludel_sql::lexer::{Lexer, TokenKind};

/// A word, name, string or sign.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    kind: TokenKind,
    /// As it was written.
    pub(crate) text: String,
    /// In small letters where it is a bare word; empty for names in quotes and strings, which are no keywords.
    keyword: String,
    /// How many parentheses are open around it.
    depth: usize,
}

/// The words of one statement, without comments.
#[derive(Debug, Clone)]
pub(crate) struct Words {
    list: Vec<Word>,
    dialect: Dialect,
    /// Whether it has more words than are kept.
    is_cut: bool,
}

/// How many words of a statement are kept. Beyond it there are lists of values.
const WORDS_MAX: usize = 100_000;

impl Words {
    /// The words of each statement of a text. One that cannot be divided is read as a whole.
    pub(crate) fn of_each(text: &str, dialect: Dialect) -> Vec<Self> {
        match aludel_sql::split(text, dialect) {
            Ok(statements) => statements.iter().map(|statement| Self::of(statement.text, dialect)).collect(),
            Err(_) => vec![Self::of(text, dialect)],
        }
    }

    fn of(sql: &str, dialect: Dialect) -> Self {
        let tokens = Lexer::new(sql, dialect).map_while(Result::ok);
        let mut depth = 0_usize;
        let mut words = Vec::new();
        // What stands in a comment with a version is run, so its marks are left out and its content is kept.
        for token in tokens.filter(|token| token.kind.is_significant() && token.kind != TokenKind::ConditionalComment) {
            let text = &sql[token.start..token.end];
            depth = if text == ")" { depth.saturating_sub(1) } else { depth };
            let is_bare = !matches!(token.kind, TokenKind::QuotedIdentifier | TokenKind::Text);
            let keyword = if is_bare { text.to_ascii_lowercase() } else { String::new() };
            words.push(Word { kind: token.kind, text: text.to_owned(), keyword, depth });
            depth += usize::from(text == "(");
            if words.len() > WORDS_MAX {
                return Self { list: words, dialect, is_cut: true };
            }
        }
        Self { list: words, dialect, is_cut: false }
    }

    /// Whether there is more of the statement than is kept, so that what is not found may be there.
    pub(crate) fn is_cut(&self) -> bool {
        self.is_cut
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// The bare word or sign at a place, in small letters; nothing for strings and quoted names, and behind the end.
    pub(crate) fn at(&self, place: usize) -> &str {
        self.list.get(place).map_or("", |word| &word.keyword)
    }

    /// Whether these words stand at a place, parted by spaces in `words`.
    pub(crate) fn are(&self, place: usize, words: &str) -> bool {
        words.split(' ').enumerate().all(|(ahead, word)| self.at(place + ahead) == word)
    }

    /// Whether the statement starts with these words.
    pub(crate) fn start(&self, words: &str) -> bool {
        self.are(0, words)
    }

    /// The places where these words stand, however deep.
    pub(crate) fn places<'a>(&'a self, words: &'a str) -> impl Iterator<Item = usize> + 'a {
        (0..self.len()).filter(move |&place| self.are(place, words))
    }

    /// Whether these words stand anywhere.
    pub(crate) fn hold(&self, words: &str) -> bool {
        self.places(words).next().is_some()
    }

    /// The first place of these words outside of parentheses, from a place on.
    pub(crate) fn find(&self, from: usize, words: &str) -> Option<usize> {
        (from..self.len()).find(|&place| self.list[place].depth == 0 && self.are(place, words))
    }

    /// Whether these words stand outside of parentheses.
    pub(crate) fn holds_outside(&self, words: &str) -> bool {
        self.find(0, words).is_some()
    }

    /// The place behind these words, or the same place if they do not stand there.
    pub(crate) fn after(&self, place: usize, words: &str) -> usize {
        if self.are(place, words) { place + words.split(' ').count() } else { place }
    }

    /// The place behind the parenthesis that closes the one at a place.
    pub(crate) fn after_parenthesis(&self, place: usize) -> usize {
        let Some(depth) = self.list.get(place).map(|word| word.depth) else { return place };
        let end = (place + 1..self.len()).find(|&each| self.list[each].depth <= depth && self.at(each) == ")");
        end.map_or(self.len(), |end| end + 1)
    }

    /// The places of the parts between commas outside of parentheses: where each begins and where it ends.
    pub(crate) fn parts(&self, from: usize) -> Vec<(usize, usize)> {
        let Some(depth) = self.list.get(from).map(|word| word.depth) else { return Vec::new() };
        let end = (from..self.len()).find(|&place| self.list[place].depth < depth).unwrap_or(self.len());
        let commas = (from..end).filter(|&place| self.list[place].depth == depth && self.at(place) == ",");
        let mut parts = Vec::new();
        let mut start = from;
        for comma in commas.chain([end]) {
            parts.push((start, comma));
            start = comma + 1;
        }
        parts
    }

    /// The name at a place as it is stored, and the place behind it.
    pub(crate) fn part_of_name(&self, place: usize) -> Option<(String, usize)> {
        let word = self.list.get(place)?;
        let name = match word.kind {
            TokenKind::Word if self.dialect == Dialect::Postgres => word.text.to_lowercase(),
            TokenKind::Word => word.text.clone(),
            TokenKind::QuotedIdentifier => unquoted(&word.text),
            _ => return None,
        };
        Some((name, place + 1))
    }

    /// The name at a place with its schema, and the place behind it.
    pub(crate) fn name(&self, place: usize) -> Option<(ObjectName, usize)> {
        let (first, next) = self.part_of_name(place)?;
        if self.at(next) != "." {
            return Some((ObjectName::local(first), next));
        }
        let (second, next) = self.part_of_name(next + 1)?;
        Some((ObjectName::in_schema(first, second), next))
    }

    /// The string at a place, without its quotes.
    pub(crate) fn string(&self, place: usize) -> Option<&str> {
        let word = self.list.get(place).filter(|word| word.kind == TokenKind::Text)?;
        Some(word.text.trim_matches(|each| matches!(each, '\'' | '"')))
    }

    /// The bare words and names in quotes, as they are stored.
    pub(crate) fn names(&self) -> impl Iterator<Item = String> + '_ {
        (0..self.len()).filter_map(|place| self.part_of_name(place)).map(|(name, _)| name)
    }

    /// Whether a word is a number.
    pub(crate) fn is_number(&self, place: usize) -> bool {
        self.list.get(place).is_some_and(|word| word.kind == TokenKind::Number)
    }
}

/// The words of an expression.
pub(crate) fn words_of_expression(text: &str, dialect: Dialect) -> Words {
    Words::of(text, dialect)
}

/// Whether a statement concerns some rows only, or more of it stands there than is kept.
pub(crate) fn is_narrowed(words: &Words) -> bool {
    let narrow = ["where", "limit", "using", "join", "returning where"];
    words.is_cut() || narrow.iter().any(|word| words.holds_outside(word))
}

/// The table whose rows a DELETE takes away, all of them.
pub(crate) fn deletes_all_of(words: &Words) -> Option<ObjectName> {
    let is_whole = words.start("delete from") && !is_narrowed(words);
    is_whole.then(|| words.name(words.after(2, "only"))).flatten().map(|(name, _)| name)
}

/// The tables of a schema whose rows the statements of a text delete, all of them.
pub fn deleted_whole(text: &str, schema: &Schema) -> Vec<ObjectName> {
    let texts = Words::of_each(text, schema.dialect);
    texts.iter().filter_map(deletes_all_of).map(|name| relation(schema, &name)).collect()
}

/// The name under which an object of a list is kept: one with the default schema before it is kept without.
pub(crate) fn kept_name(name: &ObjectName, holds: impl Fn(&ObjectName) -> bool) -> ObjectName {
    if name.schema.is_some() && !holds(name) { ObjectName::local(&name.name) } else { name.clone() }
}

/// The name under which a table or view of a schema is kept.
pub(crate) fn relation(schema: &Schema, name: &ObjectName) -> ObjectName {
    let name = kept_name(name, |name| schema.tables.contains_key(name) || schema.views.contains_key(name));
    if schema.dialect == Dialect::Postgres || schema.tables.contains_key(&name) {
        return name;
    }
    // These servers may not tell letters apart; the name in the catalogue is the one that counts.
    let is_same =
        |other: &&ObjectName| other.schema == name.schema && other.name.to_lowercase() == name.name.to_lowercase();
    schema.tables.keys().find(is_same).cloned().unwrap_or(name)
}

fn unquoted(text: &str) -> String {
    let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or_default();
    match text.chars().next() {
        Some(quote @ ('"' | '`')) => inner.replace(&format!("{quote}{quote}"), &quote.to_string()),
        _ => inner.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(sql: &str) -> Words {
        Words::of_each(sql, Dialect::Postgres).remove(0)
    }

    #[test]
    fn words_are_found_in_and_outside_of_parentheses() {
        let words = words("DELETE /* x */ FROM Shop.\"Book\" WHERE id IN (SELECT id FROM old WHERE a = 'b')");
        assert!(words.start("delete from") && words.holds_outside("where") && words.hold("select id"));
        assert!(!words.holds_outside("select"));
        assert_eq!(words.name(2), Some((ObjectName::in_schema("shop", "Book"), 5)));
        assert_eq!(words.places("where").count(), 2);
        assert_eq!(words.string(words.len() - 2), Some("b"));
    }

    #[test]
    fn tables_that_a_text_deletes_from_are_named_where_no_row_stays() {
        let schema = Schema::empty(Dialect::Postgres, (0, 0, 0));
        let told =
            |text: &str| deleted_whole(text, &schema).iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        assert_eq!(told("delete from a; DELETE FROM ONLY \"B\" RETURNING id; DELETE FROM c WHERE id = 1"), "a, B");
        assert_eq!(told("DELETE FROM a USING b; DELETE FROM a LIMIT 5; UPDATE a SET x = 1; TRUNCATE a"), "");
    }

    #[test]
    fn a_list_without_end_is_cut() {
        let sql = format!("INSERT INTO t VALUES {}", "(1),".repeat(WORDS_MAX));
        let words = words(&sql);
        assert!(words.is_cut() && words.len() <= WORDS_MAX + 1 && words.start("insert into"));
    }

    #[test]
    fn a_list_comes_apart_at_its_own_commas() {
        let words = words("ALTER TABLE t ADD a numeric(8, 2), DROP b");
        let parts: Vec<_> = words.parts(3).into_iter().map(|(start, _)| words.at(start)).collect();
        assert_eq!(parts, ["add", "drop"]);
        assert_eq!(words.after_parenthesis(6), 11);
    }
}
