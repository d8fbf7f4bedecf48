//! CREATE VIEW, and what a query reads.

use std::collections::BTreeSet;

use aludel_sql::lexer::{Token, TokenKind};

use super::cursor::{Cursor, significant_tokens};
use super::table::object_name;
use super::{Name, ParseError, unquote};

/// A CREATE VIEW.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct ParsedView {
    /// Its name.
    pub(in super::super) name: Name,
    /// Names of its columns, where they are given.
    pub(in super::super) columns: Vec<String>,
    /// The SELECT as it was written.
    pub(in super::super) query: String,
    /// The names that stand where a table is read, in lower case.
    pub(in super::super) reads: BTreeSet<String>,
}

/// Reads a CREATE VIEW.
pub(in super::super) fn view(sql: &str) -> Result<ParsedView, ParseError> {
    let tokens = significant_tokens(sql)?;
    let mut cursor = Cursor::new(sql, &tokens);
    cursor.expect_words(&["CREATE"], "CREATE")?;
    let _ = cursor.eat_words(&["TEMP"]) || cursor.eat_words(&["TEMPORARY"]);
    cursor.expect_words(&["VIEW"], "VIEW")?;
    let name = object_name(&mut cursor, "the name of a view")?;
    let columns = if cursor.is_symbol(0, "(") { super::index::column_parts(&mut cursor)? } else { Vec::new() };
    cursor.expect_words(&["AS"], "AS")?;
    let query = cursor.remaining().of(sql).trim_end_matches([';', ' ', '\t', '\r', '\n']).to_owned();
    Ok(ParsedView { name, columns, query, reads: relations(cursor) })
}

/// Where the reader of a query is, in one pair of parentheses.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    /// Between FROM and the next clause.
    is_in_from: bool,
    /// Whether a table may stand here.
    expects_relation: bool,
}

fn relations(mut cursor: Cursor<'_>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut places = vec![Place::default()];
    while let Some(token) = cursor.next() {
        if cursor.text_of(token) == ")" {
            // One without a beginning ends nothing.
            places.truncate(places.len().saturating_sub(1).max(1));
            continue;
        }
        let place = places.last_mut().expect("the outermost place is never left");
        match (token.kind, cursor.text_of(token)) {
            (TokenKind::Symbol, "(") => {
                let inner = Place { is_in_from: place.expects_relation, ..*place };
                place.expects_relation = false;
                places.push(inner);
            }
            (TokenKind::Symbol, ",") => place.expects_relation = place.is_in_from,
            // `a IN book` reads a table, `a IN (b, c)` does not.
            (TokenKind::Word, word) if word.eq_ignore_ascii_case("IN") => {
                place.expects_relation = !cursor.is_symbol(0, "(");
            }
            // The FROM of `IS DISTINCT FROM` is another one.
            (TokenKind::Word, word) if word.eq_ignore_ascii_case("DISTINCT") => drop(cursor.eat_words(&["FROM"])),
            (TokenKind::Word, word) if place.follow_keyword(word) => {}
            (TokenKind::Word | TokenKind::QuotedIdentifier | TokenKind::Text, name) if place.expects_relation => {
                place.expects_relation = false;
                found.insert(last_part(&mut cursor, name).to_ascii_lowercase());
            }
            _ => place.expects_relation = false,
        }
    }
    found
}

impl Place {
    /// Whether the word is one that tells where tables stand.
    fn follow_keyword(&mut self, word: &str) -> bool {
        let is_any = |words: &[&str]| words.iter().any(|keyword| word.eq_ignore_ascii_case(keyword));
        if is_any(&["FROM", "JOIN"]) {
            *self = Self { is_in_from: true, expects_relation: true };
        } else if is_any(CLAUSES) {
            *self = Self::default();
        } else {
            return false;
        }
        true
    }
}

/// Words that end a FROM clause.
const CLAUSES: &[&str] =
    &["SELECT", "VALUES", "WHERE", "GROUP", "HAVING", "WINDOW", "ORDER", "LIMIT", "UNION", "EXCEPT", "INTERSECT"];

/// The name itself, behind that of a schema.
fn last_part(cursor: &mut Cursor<'_>, first: &str) -> String {
    if !cursor.eat_symbol(".") {
        return unquote(first);
    }
    cursor.next().map(|token: Token| unquote(cursor.text_of(token))).unwrap_or_default()
}
