//! Whether what has changed under the names of a definition is what that definition would have changed. Pure.
//!
//! A definition that was announced and never answered has left its trace or none. But between the two looks somebody
//! may have changed what it names: the application that makes partitions, or a person who mends something. What has
//! changed then is no sign that the definition was carried out.

use aludel_db::FingerprintChange;
use aludel_sql::Dialect;
use aludel_sql::lexer::{Lexer, TokenKind};

/// Kinds of objects with a name behind them.
const KINDS: [&str; 15] = [
    "TABLE",
    "TABLES",
    "VIEW",
    "INDEX",
    "SEQUENCE",
    "TRIGGER",
    "FUNCTION",
    "PROCEDURE",
    "PACKAGE",
    "EVENT",
    "DATABASE",
    "SCHEMA",
    "TYPE",
    "EXTENSION",
    "KEY",
];
/// What may stand between the kind and the name.
const BEFORE_THE_NAME: [&str; 6] = ["IF", "NOT", "EXISTS", "CONCURRENTLY", "ONLY", "BODY"];

/// What a definition says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Headline {
    verb: String,
    kind: String,
    /// The object's name as it stands there, without its schema and quotes; none where it has none.
    name: Option<String>,
}

/// Whether the changes can be those of the statement. There must be some.
pub(super) fn can_be_of(statement: &str, changes: &[FingerprintChange], dialect: Dialect) -> bool {
    let Some(headline) = headline(statement, dialect) else { return false };
    if headline.kind == "INDEX" && dialect.is_mysql_family() {
        // It is a part of its table.
        return changes.iter().any(|change| matches!(change, FingerprintChange::Changed(_)));
    }
    let is_its = |object: &str| headline.name.as_deref().is_none_or(|name| is_called(object, name));
    let fits = |change: &FingerprintChange| match (headline.verb.as_str(), change) {
        ("CREATE", FingerprintChange::Added(object) | FingerprintChange::Changed(object))
        | ("DROP", FingerprintChange::Removed(object)) => is_its(object),
        ("ALTER", change) => is_its(object_of(change)),
        ("CREATE" | "DROP", _) => false,
        _ => true,
    };
    changes.iter().any(fits)
}

/// Whether a second run of the statement would undo the first, with nothing to tell whether there was one: tables that change
/// places with each other.
pub(super) fn changes_places(statement: &str, dialect: Dialect) -> bool {
    let words = words(statement, dialect);
    let is = |index: usize, word: &str| words.get(index).is_some_and(|found| found.eq_ignore_ascii_case(word));
    let exchanges = (1..words.len()).any(|index| is(index - 1, "EXCHANGE") && is(index, "PARTITION"));
    if exchanges && is(0, "ALTER") {
        return true;
    }
    let renames = is(0, "RENAME") && (is(1, "TABLE") || is(1, "TABLES"));
    let names: Vec<&String> = words.iter().skip(2).filter(|word| !word.eq_ignore_ascii_case("TO")).collect();
    renames && names.len() > 2 && names.iter().all(|name| names.iter().filter(|other| other == &name).count() > 1)
}

/// Whether the statement makes an index without a name, which the server finds one for.
pub(super) fn makes_nameless_index(statement: &str, dialect: Dialect) -> bool {
    headline(statement, dialect)
        .is_some_and(|found| found.verb == "CREATE" && found.kind == "INDEX" && found.name.is_none())
}

/// Whether the statement drops something.
pub(super) fn drops(statement: &str, dialect: Dialect) -> bool {
    words(statement, dialect).first().is_some_and(|word| word.eq_ignore_ascii_case("DROP"))
}

/// None for statements that define nothing under a name, such as GRANT.
fn headline(statement: &str, dialect: Dialect) -> Option<Headline> {
    let words = words(statement, dialect);
    let verb = words.first()?.to_ascii_uppercase();
    if !["CREATE", "ALTER", "DROP", "RENAME", "REINDEX", "REFRESH", "CLUSTER"].contains(&verb.as_str()) {
        return None;
    }
    let is_kind = |word: &&String| KINDS.iter().any(|kind| word.eq_ignore_ascii_case(kind));
    let place = words.iter().position(|word| is_kind(&word))?;
    let is_between = |word: &String| BEFORE_THE_NAME.iter().any(|known| word.eq_ignore_ascii_case(known));
    let name = words[place + 1..].iter().find(|word| !is_between(word));
    let name = name.filter(|name| !name.eq_ignore_ascii_case("ON"));
    Some(Headline { verb, kind: words[place].to_ascii_uppercase(), name: name.cloned() })
}

/// Words and quoted identifiers, without quotes; of a name with its schema the last part.
fn words(statement: &str, dialect: Dialect) -> Vec<String> {
    let tokens = Lexer::new(statement, dialect).map_while(Result::ok);
    let mut words: Vec<String> = Vec::new();
    let mut after_dot = false;
    for token in tokens.filter(|token| token.kind.is_significant()) {
        let text = &statement[token.start..token.end];
        match token.kind {
            TokenKind::Word | TokenKind::QuotedIdentifier => {
                if after_dot {
                    words.pop();
                }
                words.push(bare(text, token.kind));
                after_dot = false;
            }
            _ => after_dot = text == ".",
        }
    }
    words
}

fn bare(text: &str, kind: TokenKind) -> String {
    if kind == TokenKind::Word {
        return text.to_owned();
    }
    let mut characters = text.chars();
    let quote = characters.next().unwrap_or_default();
    characters.next_back();
    characters.as_str().replace(&format!("{quote}{quote}"), &quote.to_string())
}

fn object_of(change: &FingerprintChange) -> &str {
    match change {
        FingerprintChange::Added(object) | FingerprintChange::Removed(object) | FingerprintChange::Changed(object) => {
            object
        }
    }
}

/// Whether `table public.orders` or `routine total(integer)` has that name, in whatever case a server keeps it.
fn is_called(object: &str, name: &str) -> bool {
    let object = object.strip_prefix("invalid ").unwrap_or(object);
    let whole = object.split_once(' ').map_or(object, |(_, name)| name);
    let called = whole.split_once('(').map_or(whole, |(called, _)| called);
    let last = called.rsplit_once('.').map_or(called, |(_, last)| last);
    [whole, called, last].iter().any(|called| called.trim_matches('"').eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_definition_is_known_by_what_it_changes() {
        use FingerprintChange::{Added, Changed, Removed};
        let cases = [
            ("CREATE TABLE t (a INT)", Added("table t".to_owned()), true),
            ("CREATE TABLE IF NOT EXISTS shop.`T` (a INT)", Added("table t".to_owned()), true),
            ("CREATE TABLE t (orders INT)", Changed("table orders".to_owned()), false),
            ("CREATE OR REPLACE TABLE t (a INT)", Removed("table t".to_owned()), false),
            ("CREATE OR REPLACE VIEW v AS SELECT a FROM t", Changed("table v".to_owned()), true),
            ("CREATE VIEW v AS SELECT a FROM t", Changed("table t".to_owned()), false),
            ("CREATE UNIQUE INDEX i ON t (a)", Changed("table t".to_owned()), true),
            ("CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1", Added("trigger g".to_owned()), true),
            ("ALTER TABLE t ADD orders INT", Changed("table orders".to_owned()), false),
            ("ALTER TABLE t RENAME TO u", Removed("table t".to_owned()), true),
            ("DROP TABLE t", Removed("table t".to_owned()), true),
            ("DROP TABLE t", Changed("table t".to_owned()), false),
            ("RENAME TABLE t TO u", Added("table u".to_owned()), true),
            ("GRANT SELECT ON t TO ana", Changed("table t".to_owned()), false),
            ("TRUNCATE t", Changed("table t".to_owned()), false),
        ];
        for (statement, change, expected) in cases {
            assert_eq!(can_be_of(statement, &[change], Dialect::MariaDb), expected, "{statement}");
        }
    }

    #[test]
    fn an_index_is_an_object_of_its_own_where_it_has_one() {
        let change = |object: &str| [FingerprintChange::Added(object.to_owned())];
        let statement = "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS \"I\" ON public.t (a)";
        assert!(can_be_of(statement, &change("index public.\"I\""), Dialect::Postgres));
        assert!(!can_be_of(statement, &[FingerprintChange::Changed("table public.t".to_owned())], Dialect::Postgres));
        assert!(!makes_nameless_index(statement, Dialect::Postgres));
        assert!(makes_nameless_index("CREATE INDEX CONCURRENTLY ON t (a)", Dialect::Postgres));
    }

    #[test]
    fn tables_that_change_places_are_known() {
        let cases = [
            ("RENAME TABLE a TO x, b TO a, x TO b", true),
            ("rename table `a` to x, b to `a`, x to b", true),
            ("RENAME TABLE a TO b", false),
            ("RENAME TABLE a TO old, new TO a", false),
            ("ALTER TABLE t EXCHANGE PARTITION p WITH TABLE u", true),
            ("ALTER TABLE t DROP PARTITION p", false),
        ];
        for (statement, expected) in cases {
            assert_eq!(changes_places(statement, Dialect::MariaDb), expected, "{statement}");
        }
    }
}
