//! What kind of statement it is, as far as the way to send it depends on that.

use aludel_sql::{DatabaseInfo, Dialect, ErrorKind, SqlError, split};

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

/// What the text protocol, which would run several statements, runs as one. What is in a comment that the server runs could
/// end a statement for the server alone, so it gets the text that it would read, without such comments; an empty one where
/// all of it is for other servers.
pub(super) fn single_text(sql: &str, server: &DatabaseInfo) -> Option<String> {
    let text = aludel_statement::reading(sql, server.dialect, server.version_number)?;
    match split(&text, server.dialect).ok()?.len() {
        0 => Some(String::new()),
        1 => Some(text),
        _ => None,
    }
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

    fn sent(sql: &str, dialect: Dialect) -> Option<String> {
        let server =
            DatabaseInfo { dialect, server_version: String::new(), version_number: (9, 7, 4), default_schema: None };
        single_text(sql, &server).map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn the_text_protocol_gets_one_statement() {
        assert_eq!(sent("LOCK TABLES a WRITE;", Dialect::MariaDb).as_deref(), Some("LOCK TABLES a WRITE;"));
        let trigger = "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET @a = 1; END";
        assert_eq!(sent(trigger, Dialect::Mysql).as_deref(), Some(trigger));
        assert_eq!(sent("LOCK TABLES a WRITE; DROP TABLE a", Dialect::MariaDb), None);
    }

    #[test]
    fn comments_that_the_server_runs_are_a_part_of_the_statement() {
        let dumped = "/*!50003 CREATE*/ /*!50003 TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET @a = 1; END */";
        let trigger = "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET @a = 1; END";
        assert_eq!(sent(dumped, Dialect::Mysql).as_deref(), Some(trigger));
        assert_eq!(sent("LOCK TABLES a WRITE /*! ; DROP TABLE a */", Dialect::Mysql), None);
        assert_eq!(sent("/*M!100100 DROP TABLE a */", Dialect::Mysql).as_deref(), Some(""));
        assert_eq!(
            sent("LOCK TABLES a WRITE /*!99999 ; DROP TABLE a */", Dialect::Mysql).as_deref(),
            Some("LOCK TABLES a WRITE")
        );
    }

    #[test]
    fn copied_rows_are_no_changes() {
        assert!(counts_changes("/* x */ replace into a values (1)"));
        assert!(!counts_changes("ALTER TABLE a ADD b INT"));
    }
}
