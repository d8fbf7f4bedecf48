use aludel_sql::Dialect;

use crate::trial::{Trial, add_column};

const NOTHING: [&str; 0] = [];

fn on(dialect: Dialect) -> Trial {
    Trial::on(dialect).with(&["book(id integer)"])
}

#[test]
fn a_transaction_of_its_own_is_told() {
    for sql in [
        "BEGIN",
        "begin transaction",
        "BEGIN IMMEDIATE",
        "START TRANSACTION",
        "COMMIT",
        "COMMIT AND CHAIN",
        "END",
        "ROLLBACK",
    ] {
        assert_eq!(on(Dialect::Sqlite).runs(sql, &[]).found("AL8"), ["AL801"], "{sql}");
    }
    for sql in ["SAVEPOINT a", "ROLLBACK TO a", "ROLLBACK WORK TO SAVEPOINT a", "RELEASE a", "SELECT 'COMMIT'"] {
        assert_eq!(on(Dialect::Postgres).runs(sql, &[]).found("AL8"), NOTHING, "{sql}");
    }
}

#[test]
fn a_transaction_of_its_own_outside_of_the_runs_is_one_statement() {
    let outside = || on(Dialect::Sqlite).outside_of_transactions().runs("BEGIN IMMEDIATE", &[]);
    let one = outside().runs("UPDATE book SET id = 1 WHERE id = 2", &[]).runs("DELETE FROM book WHERE id = 1", &[]);
    let one = one.runs("COMMIT", &[]);
    assert_eq!(one.found("AL8"), NOTHING);
    assert_eq!(one.runs("DELETE FROM book WHERE id = 2", &[]).found("AL8"), ["AL803"]);
}

#[test]
fn definitions_and_rows_in_one_migration_are_told_on_mysql() {
    let both = |dialect| {
        on(dialect)
            .runs("ALTER TABLE book ADD lang text", &[add_column("book", "lang text")])
            .runs("UPDATE book SET lang = 'en' WHERE lang IS NULL", &[])
            .runs("DELETE FROM book WHERE id = 1", &[])
    };
    assert_eq!(both(Dialect::Mysql).found("AL8"), ["AL802"]);
    assert_eq!(both(Dialect::Postgres).found("AL8"), NOTHING);
    let rows = on(Dialect::Mysql).runs("INSERT INTO book VALUES (1)", &[]).runs("DELETE FROM book WHERE id = 1", &[]);
    assert_eq!(rows.found("AL8"), NOTHING);
}

#[test]
fn several_statements_outside_of_a_transaction_are_told() {
    let outside = || on(Dialect::Postgres).outside_of_transactions().runs("SET lock_timeout = '2s'", &[]);
    let one = outside().runs("CREATE INDEX CONCURRENTLY IF NOT EXISTS a ON book (id)", &[]);
    assert_eq!(one.found("AL8"), NOTHING);
    let two = one.runs("CREATE INDEX CONCURRENTLY IF NOT EXISTS b ON book (id)", &[]);
    assert_eq!(two.found("AL8"), ["AL803"]);
    let inside = on(Dialect::Postgres)
        .runs("UPDATE book SET id = 1 WHERE id = 2", &[])
        .runs("DELETE FROM book WHERE id = 1", &[]);
    assert_eq!(inside.found("AL8"), NOTHING);
}
