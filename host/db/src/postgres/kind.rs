//! What kind of statement it is, as far as the way to send it depends on that.

use aludel_sql::{Dialect, ErrorKind, SqlError};

use crate::words::{Words, is_any};

/// Statements that read or change rows and define nothing.
const ROW_VERBS: [&str; 9] = ["select", "values", "table", "with", "insert", "update", "delete", "merge", "explain"];

/// Statements that `PREPARE` takes.
const PREPARABLE_VERBS: [&str; 8] = ["select", "values", "table", "with", "insert", "update", "delete", "merge"];

/// Statements that only read, unless one of [`WRITING_WORDS`] is in them.
const READING_VERBS: [&str; 4] = ["select", "values", "table", "with"];

/// `INTO` because `SELECT ... INTO` makes a table.
const WRITING_WORDS: [&str; 5] = ["insert", "update", "delete", "merge", "into"];

fn first_word(sql: &str) -> Words<'_> {
    Words::first_few(sql, Dialect::Postgres, 1)
}

/// Whether it may change what names and types mean, so that what was prepared before is stale.
pub(super) fn may_define(sql: &str) -> bool {
    !first_word(sql).starts_with_any(&ROW_VERBS)
}

pub(super) fn is_preparable(sql: &str) -> bool {
    first_word(sql).starts_with_any(&PREPARABLE_VERBS)
}

/// Whether `DECLARE CURSOR` surely takes it: a wrong guess would abort the transaction.
pub(super) fn is_declarable(sql: &str, is_in_transaction: bool) -> bool {
    if !first_word(sql).starts_with_any(&READING_VERBS) {
        return false;
    }
    let words = Words::all(sql, Dialect::Postgres);
    let writes = words.pairs().any(|(before, word)| is_any(word, &WRITING_WORDS) && !locks(before, word));
    // A cursor that outlives its transaction cannot hold row locks.
    let locks_rows = words.pairs().any(|(before, word)| is_lock(before, word));
    !writes && (is_in_transaction || !locks_rows)
}

/// The UPDATE of `FOR UPDATE` and `FOR NO KEY UPDATE`.
fn locks(before: &str, word: &str) -> bool {
    is_any(word, &["update"]) && is_any(before, &["for", "key"])
}

fn is_lock(before: &str, word: &str) -> bool {
    is_any(before, &["for"]) && is_any(word, &["update", "no", "share", "key"])
}

/// Whether it gives a count of changed rows, rather than of rows read.
pub(super) fn counts_changes(sql: &str) -> bool {
    let words = first_word(sql);
    !words.starts_with_any(&["select", "values", "table", "with", "fetch", "show", "explain"])
        || words.starts_with_any(&["with"]) && Words::all(sql, Dialect::Postgres).contains_any(&WRITING_WORDS)
}

/// Whether it may answer with rows.
pub(super) fn may_give_rows(sql: &str) -> bool {
    let words = first_word(sql);
    words.starts_with_any(&["select", "values", "table", "with", "call", "execute", "fetch"])
        || words.starts_with_any(&WRITING_WORDS) && Words::all(sql, Dialect::Postgres).contains_any(&["returning"])
}

/// Refuses what would leave the connection unusable.
pub(super) fn refuse_unsendable(sql: &str) -> Result<(), SqlError> {
    if sql.contains('\0') {
        return Err(SqlError::new(ErrorKind::Syntax, "the statement holds a NUL character"));
    }
    if !first_word(sql).starts_with_any(&["copy"]) {
        return Ok(());
    }
    if Words::all(sql, Dialect::Postgres).contains_any(&["stdin", "stdout"]) {
        let message = "COPY from or to the client is not possible here";
        let hint = "write rows with a bulk writer or INSERT, read them with a query";
        return Err(SqlError::new(ErrorKind::Unsupported, message).with_extra("hint", hint));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_are_for_what_only_reads() {
        let declarable = |sql| is_declarable(sql, true);
        assert!(declarable("/* all */ SELECT 1"));
        assert!(declarable("(select 1) union all (select 2)"));
        assert!(declarable("WITH a AS (SELECT 1) TABLE a"));
        assert!(declarable("SELECT * FROM a FOR NO KEY UPDATE"));
        assert!(declarable("SELECT 'insert into' AS \"delete\""));
        assert!(!declarable("WITH a AS (DELETE FROM b RETURNING *) SELECT * FROM a"));
        assert!(!declarable("SELECT 1 INTO a"));
        assert!(!declarable("INSERT INTO a VALUES (1) RETURNING *"));
        assert!(!declarable("SHOW timezone"));
        assert!(!is_declarable("SELECT * FROM a FOR SHARE", false));
        assert!(is_declarable("SELECT substring('abc' for 2)", false));
    }

    #[test]
    fn copy_through_the_connection_is_refused() {
        assert!(refuse_unsendable("copy a from StdIn").is_err());
        assert!(refuse_unsendable("COPY (SELECT 1) TO STDOUT WITH CSV").is_err());
        assert!(refuse_unsendable("COPY a FROM '/tmp/stdin'").is_ok());
        assert!(refuse_unsendable("SELECT 'a\0'").is_err());
    }

    #[test]
    fn rows_come_from_what_reads_or_returns() {
        assert!(may_give_rows("(SELECT 1) UNION (SELECT 2)") && may_give_rows("CALL p(1)"));
        assert!(may_give_rows("INSERT INTO a VALUES (1) returning b"));
        assert!(!may_give_rows("INSERT INTO a VALUES ('returning')") && !may_give_rows("CREATE TABLE a (b int)"));
    }

    #[test]
    fn counts_are_of_changes() {
        assert!(counts_changes("DELETE FROM a"));
        assert!(counts_changes("WITH b AS (DELETE FROM a RETURNING 1) SELECT * FROM b"));
        assert!(!counts_changes("WITH b AS (SELECT 1) SELECT * FROM b"));
    }
}
