//! How a statement is made to last.

use aludel_sql::Dialect;
use aludel_sql::lexer::{Lexer, TokenKind};

/// What has to be done so that a statement and its entry are both there or neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// It changes nothing that lasts: it is carried out again by whoever goes on.
    Session,
    /// It reads.
    Read,
    /// A transaction can hold it.
    Change,
    /// No transaction holds it, so it is announced before.
    Definition,
    /// It makes a table that only this connection has, which nobody can go on with.
    Temporary,
    /// It begins or ends something that the guest holds itself.
    Boundary(Boundary),
}

/// What a guest begins or ends by a statement of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Boundary {
    /// A transaction begins; on `MySQL` and `MariaDB` the one before it is committed.
    Begin,
    /// A transaction is committed.
    Commit,
    /// A transaction is rolled back.
    RollBack,
    /// Tables are locked for this connection; the transaction before it is committed.
    Lock,
    /// They are not locked any more; what was done is committed.
    Unlock,
}

const READS: [&str; 10] =
    ["SELECT", "VALUES", "SHOW", "EXPLAIN", "DESCRIBE", "DESC", "TABLE", "HELP", "CHECKSUM", "FETCH"];
const CHANGES: [&str; 6] = ["INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE", "LOAD"];
const BOUNDARIES: [&str; 9] = ["BEGIN", "START", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE", "LOCK", "UNLOCK"];
const SETTINGS: [&str; 5] = ["SET", "RESET", "USE", "PRAGMA", "DISCARD"];
/// Words by which a statement that begins like a question changes something.
const CHANGING_WORDS: [&str; 8] = ["INSERT", "UPDATE", "DELETE", "MERGE", "INTO", "NEXTVAL", "SETVAL", "ANALYZE"];

/// The way of one statement.
pub(super) fn way(sql: &str, dialect: Dialect) -> Way {
    let mut words = words(sql, dialect);
    let first = words.next().unwrap_or_default();
    let is = |list: &[&str]| list.contains(&first.as_str());
    if is(&BOUNDARIES) {
        return boundary(&first, &words.next().unwrap_or_default(), dialect);
    }
    if is(&SETTINGS) {
        return Way::Session;
    }
    if is(&CHANGES) {
        return Way::Change;
    }
    if is(&READS) || first == "WITH" {
        return way_of_question(&words.collect::<Vec<_>>());
    }
    if dialect.is_mysql_family() && prepares(&first, words.clone().next().as_deref()) {
        return Way::Session;
    }
    if first == "CREATE" && words.take(3).any(|word| word == "TEMPORARY" || word == "TEMP") {
        return Way::Temporary;
    }
    match dialect {
        Dialect::Mysql | Dialect::MariaDb => Way::Definition,
        Dialect::Sqlite if first == "VACUUM" => Way::Definition,
        Dialect::Sqlite | Dialect::Postgres => Way::Change,
    }
}

fn way_of_question(words: &[String]) -> Way {
    if words.iter().any(|word| CHANGING_WORDS.contains(&word.as_str())) {
        Way::Change
    } else if words.iter().any(|word| word == "SET_CONFIG") {
        // A setting in the form of a question.
        Way::Session
    } else {
        Way::Read
    }
}

/// Whether the connection is to keep a statement under a name, or to forget one.
fn prepares(first: &str, second: Option<&str>) -> bool {
    ["PREPARE", "DEALLOCATE"].contains(&first) || (first == "DROP" && second == Some("PREPARE"))
}

fn boundary(first: &str, second: &str, dialect: Dialect) -> Way {
    match (first, second) {
        // A block of statements.
        ("BEGIN", "NOT") => Way::Definition,
        ("BEGIN" | "START", _) => Way::Boundary(Boundary::Begin),
        ("COMMIT" | "END", _) => Way::Boundary(Boundary::Commit),
        // Marks inside of a transaction that the guest holds.
        ("ROLLBACK", "TO") | ("SAVEPOINT" | "RELEASE", _) => Way::Read,
        ("ROLLBACK", _) => Way::Boundary(Boundary::RollBack),
        ("LOCK", _) if dialect.is_mysql_family() => Way::Boundary(Boundary::Lock),
        ("UNLOCK", _) => Way::Boundary(Boundary::Unlock),
        _ => Way::Change,
    }
}

/// Whether it may define, change or drop something other than rows.
pub(super) fn defines(sql: &str, dialect: Dialect) -> bool {
    let first = words(sql, dialect).next().unwrap_or_default();
    ![&READS[..], &CHANGES, &SETTINGS, &BOUNDARIES, &["WITH"]].concat().contains(&first.as_str())
}

/// Whether it does something that no look at the objects it names can tell: it runs code of somebody.
pub(super) fn is_opaque(sql: &str, dialect: Dialect) -> bool {
    let first = words(sql, dialect).next().unwrap_or_default();
    ["CALL", "DO", "EXECUTE", "BEGIN", "XA"].contains(&first.as_str())
}

/// The bare words in upper case, as far as the text can be read.
fn words(sql: &str, dialect: Dialect) -> impl Iterator<Item = String> + Clone {
    let tokens = Lexer::new(sql, dialect).map_while(Result::ok);
    tokens.filter(|token| token.kind == TokenKind::Word).map(|token| sql[token.start..token.end].to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_statement_has_its_way() {
        let cases = [
            ("SELECT 1", Way::Read, Way::Read),
            ("select * from a for update", Way::Change, Way::Change),
            ("WITH x AS (SELECT 1) SELECT * FROM x", Way::Read, Way::Read),
            ("WITH x AS (DELETE FROM a RETURNING 1) SELECT * FROM x", Way::Change, Way::Change),
            ("SELECT nextval('s')", Way::Change, Way::Change),
            ("SELECT 'insert'", Way::Read, Way::Read),
            ("/* x */ insert into a values (1)", Way::Change, Way::Change),
            ("CREATE TABLE a (b INT)", Way::Definition, Way::Change),
            ("TRUNCATE a", Way::Definition, Way::Change),
            ("CALL p()", Way::Definition, Way::Change),
            ("SET foreign_key_checks = 0", Way::Session, Way::Session),
            ("SELECT pg_catalog.set_config('a.b', 'c', false)", Way::Session, Way::Session),
            ("PREPARE s FROM 'SELECT 1'", Way::Session, Way::Change),
            ("DROP PREPARE s", Way::Session, Way::Change),
            ("DROP TABLE prepare_s", Way::Definition, Way::Change),
            ("BEGIN", Way::Boundary(Boundary::Begin), Way::Boundary(Boundary::Begin)),
            ("begin not atomic select 1; end", Way::Definition, Way::Definition),
            ("ROLLBACK TO a", Way::Read, Way::Read),
            ("rollback", Way::Boundary(Boundary::RollBack), Way::Boundary(Boundary::RollBack)),
            ("LOCK TABLES a WRITE", Way::Boundary(Boundary::Lock), Way::Change),
            ("", Way::Definition, Way::Change),
        ];
        for (sql, on_mariadb, on_postgres) in cases {
            assert_eq!(way(sql, Dialect::MariaDb), on_mariadb, "{sql}");
            assert_eq!(way(sql, Dialect::Postgres), on_postgres, "{sql}");
        }
        assert_eq!(way("VACUUM", Dialect::Sqlite), Way::Definition);
        assert_eq!(way("PRAGMA foreign_keys = off", Dialect::Sqlite), Way::Session);
    }

    #[test]
    fn some_cannot_be_looked_at_or_taken_over() {
        assert!(is_opaque("call p(1)", Dialect::MariaDb) && !is_opaque("DROP TABLE a", Dialect::MariaDb));
        assert_eq!(way("CREATE OR REPLACE TEMPORARY TABLE a (b INT)", Dialect::MariaDb), Way::Temporary);
        assert_eq!(way("CREATE TABLE temporary_things (b INT)", Dialect::MariaDb), Way::Definition);
        assert!(defines("ALTER TABLE a ADD b INT", Dialect::Postgres) && !defines("DELETE FROM a", Dialect::Postgres));
    }
}
