//! Errors that are caught, and the ways to fail.

use aludel_guest::prelude::*;

use crate::check;

fn with_unique(db: &Database, work: impl FnOnce(&str) -> Result<()>) -> Result<()> {
    check::with_table(db, "conformance_unique", "id BIGINT NOT NULL PRIMARY KEY, name VARCHAR(20) NOT NULL", || {
        let insert = format!("INSERT INTO conformance_unique (id, name) VALUES ({})", db.placeholders(2));
        db.execute(&insert, params![1, "first"])?;
        work(&insert)
    })
}

/// The migration goes on after an error.
pub(crate) fn caught(db: &Database) -> Result<()> {
    with_unique(db, |insert| {
        let twice = db.savepoint(|db| db.execute(insert, params![1, "second"]));
        let error = check::fails("a second row with the same key", twice, ErrorKind::ConstraintViolation)?;
        check::holds("the error has a text", !error.message().is_empty())?;
        db.execute(insert, params![2, "third"])?;
        check::equal("the rows", check::count(db, "conformance_unique")?, 2)
    })
}

/// The kinds of errors that every database tells apart.
pub(crate) fn kinds(db: &Database) -> Result<()> {
    with_unique(db, |insert| {
        let attempt = |sql: &str, kind| check::fails(sql, db.savepoint(|db| db.execute(sql, params![])), kind);
        attempt("SELEC 1", ErrorKind::Syntax)?;
        attempt("SELECT * FROM conformance_missing", ErrorKind::UndefinedObject)?;
        attempt("SELECT missing FROM conformance_unique", ErrorKind::UndefinedObject)?;
        attempt("INSERT INTO conformance_unique (id, name) VALUES (2, NULL)", ErrorKind::ConstraintViolation)?;
        let missing = db.savepoint(|db| db.query("SELECT * FROM conformance_missing", params![]).map(|_| ()));
        check::fails("a query of a missing table", missing, ErrorKind::UndefinedObject)?;
        let named = db.savepoint(|db| db.execute(insert, params![1, "a\0b"]));
        check::holds("a NUL character is refused or kept, never cut off", named.is_err())
    })
}

/// The database's error is the guest's.
pub(crate) fn uncaught(db: &Database) -> Result<()> {
    with_unique(db, |insert| {
        db.execute(insert, params![1, "second"])?;
        Ok(())
    })
}

/// A trap, with a message that the host knows from the log.
pub(crate) fn panic(_: &Database) -> Result<()> {
    let answer = context::argument("no such argument").expect("the guest panics on purpose");
    Err(Error::other(answer))
}

pub(crate) fn irreversible(_: &Database) -> Result<()> {
    Err(Error::irreversible("there is no way back"))
}

pub(crate) fn precondition(_: &Database) -> Result<()> {
    Err(Error::precondition("three customers have no address"))
}

pub(crate) fn other(_: &Database) -> Result<()> {
    let number: i64 = "seven".parse()?;
    Err(Error::other(number.to_string()))
}
