//! The first words of statements.

use aludel_sql::Dialect;
use aludel_sql::lexer::{Lexer, Token, TokenKind};

/// A statement of `MySQL` or `MariaDB` that changes a table in a way that the server has choices for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Altered {
    /// The table, without quotes.
    pub(super) table: String,
    /// What stands before the words about how: ALTER TABLE has a list, CREATE INDEX and DROP INDEX have none.
    divider: &'static str,
}

impl Altered {
    /// The statement with the way in which it is to be carried out.
    pub(super) fn with(&self, sql: &str, algorithm: &str, lock: Option<&str>) -> String {
        let divider = self.divider;
        let lock = lock.map(|lock| format!("{divider} LOCK={lock}")).unwrap_or_default();
        // On a line of its own, since the text may end with a remark.
        format!("{sql}\n{divider} ALGORITHM={algorithm}{lock}")
    }
}

/// So many words: bare ones in upper case, names without their quotes.
pub(super) fn first(sql: &str, dialect: Dialect, count: usize) -> Vec<String> {
    let tokens = Lexer::new(sql, dialect).map_while(Result::ok).filter(|token| token.kind.is_significant());
    let word = |token: Token| {
        let text = &sql[token.start..token.end];
        match token.kind {
            TokenKind::Word => text.to_ascii_uppercase(),
            TokenKind::QuotedIdentifier => unquoted(text),
            _ => text.to_owned(),
        }
    };
    tokens.take(count).map(word).collect()
}

/// The table of an ALTER TABLE, CREATE INDEX or DROP INDEX of `MySQL` or `MariaDB`.
pub(super) fn altered_table(sql: &str, dialect: Dialect) -> Option<Altered> {
    let tokens: Vec<Token> =
        Lexer::new(sql, dialect).map_while(Result::ok).filter(|token| token.kind.is_significant()).collect();
    let text = |place: usize| tokens.get(place).map(|token| &sql[token.start..token.end]);
    let is = |place: usize, word: &str| text(place).is_some_and(|text| text.eq_ignore_ascii_case(word));
    let says_how = (0..tokens.len()).any(|place| is(place, "ALGORITHM"));
    if says_how {
        return None;
    }
    if is(0, "ALTER") {
        let table = (1..4).find(|place| is(*place, "TABLE"))?;
        let name = if is(table + 1, "IF") { table + 3 } else { table + 1 };
        // Partitions are changed by words that stand at the end and allow none after them.
        let about_partitions = (name..tokens.len()).any(|place| is(place, "PARTITION") || is(place, "PARTITIONING"));
        return if about_partitions { None } else { Some(named(text(name)?, ",")) };
    }
    let indexes = (1..5).any(|place| is(place, "INDEX")) && (is(0, "CREATE") || is(0, "DROP"));
    let on = (2..tokens.len()).find(|place| is(*place, "ON")).filter(|_| indexes)?;
    Some(named(text(on + 1)?, ""))
}

fn named(name: &str, divider: &'static str) -> Altered {
    Altered { table: unquoted(name), divider }
}

fn unquoted(name: &str) -> String {
    let bare = name.strip_prefix(['`', '"', '[']).and_then(|name| name.strip_suffix(['`', '"', ']']));
    bare.map_or_else(|| name.to_owned(), |bare| bare.replace("``", "`").replace("\"\"", "\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_and_quotes_do_not_count() {
        let words = first("/* a */ alter Table \"Order\" drop -- b\n c", Dialect::Sqlite, 4);
        assert_eq!(words, ["ALTER", "TABLE", "Order", "DROP"]);
    }

    #[test]
    fn the_way_is_asked_for_where_the_statement_allows_it() {
        for (sql, expected) in [
            ("ALTER TABLE `orders` ADD c INT", Some("ALTER TABLE `orders` ADD c INT\n, ALGORITHM=INPLACE, LOCK=NONE")),
            (
                "CREATE UNIQUE INDEX i ON orders (c)",
                Some("CREATE UNIQUE INDEX i ON orders (c)\n ALGORITHM=INPLACE LOCK=NONE"),
            ),
            ("DROP INDEX i ON orders", Some("DROP INDEX i ON orders\n ALGORITHM=INPLACE LOCK=NONE")),
            ("ALTER TABLE orders ADD c INT, ALGORITHM=COPY", None),
            ("ALTER TABLE orders DROP PARTITION p", None),
            ("CREATE TABLE orders (id INT)", None),
            ("RENAME TABLE a TO b", None),
        ] {
            let altered = altered_table(sql, Dialect::MariaDb);
            let written = altered.as_ref().map(|altered| altered.with(sql, "INPLACE", Some("NONE")));
            assert_eq!(written.as_deref(), expected, "{sql}");
            assert!(altered.is_none_or(|altered| altered.table == "orders"));
        }
    }
}
