//! What kind of statement it is, as far as the way to send it depends on that.

use aludel_sql::lexer::{Lexer, TokenKind};
use aludel_sql::{Dialect, ErrorKind, SqlError, split};

use crate::words::Words;

/// Statements that change rows, and say how many.
const CHANGING_VERBS: [&str; 8] = ["insert", "update", "delete", "replace", "with", "call", "load", "execute"];

/// Statements that read or change rows and define nothing.
const ROW_VERBS: [&str; 8] = ["select", "insert", "update", "delete", "replace", "with", "values", "explain"];

fn first_word(sql: &str) -> Words<'_> {
    Words::first_few(sql, Dialect::MariaDb, 1)
}

/// Whether the count that the server gives is of changed rows, and not of rows that an ALTER TABLE copied.
pub(super) fn counts_changes(sql: &str) -> bool {
    first_word(sql).starts_with_any(&CHANGING_VERBS)
}

/// Whether it may change what names mean, so that what was prepared before is stale.
pub(super) fn may_define(sql: &str) -> bool {
    !first_word(sql).starts_with_any(&ROW_VERBS)
}

/// Whether the text protocol, which would run several statements, surely runs one. What is in a comment that the
/// server runs could end a statement for the server alone.
pub(super) fn is_one_statement(sql: &str, dialect: Dialect) -> bool {
    let mut tokens = Lexer::new(sql, dialect);
    let is_plain = tokens.all(|token| token.is_ok_and(|token| token.kind != TokenKind::ConditionalComment));
    is_plain && split(sql, dialect).is_ok_and(|statements| statements.len() == 1)
}

pub(super) fn refuse_nul(sql: &str) -> Result<(), SqlError> {
    if sql.contains('\0') {
        return Err(SqlError::new(ErrorKind::Syntax, "the statement holds a NUL character"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_protocol_gets_one_statement() {
        assert!(is_one_statement("LOCK TABLES a WRITE;", Dialect::MariaDb));
        assert!(is_one_statement(
            "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET @a = 1; END",
            Dialect::Mysql
        ));
        assert!(!is_one_statement("LOCK TABLES a WRITE; DROP TABLE a", Dialect::MariaDb));
        assert!(!is_one_statement("LOCK TABLES a WRITE /*! ; DROP TABLE a */", Dialect::MariaDb));
    }

    #[test]
    fn copied_rows_are_no_changes() {
        assert!(counts_changes("/* x */ replace into a values (1)"));
        assert!(!counts_changes("ALTER TABLE a ADD b INT"));
    }
}
