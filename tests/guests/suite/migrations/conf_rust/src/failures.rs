//! Errors that are caught, and the ways to fail.

use aludel_guest::prelude::*;

use crate::reading::ids;

/// The kind of an error of the database, as the interface between host and guest calls it.
pub(crate) fn word(error: &Error) -> &'static str {
    match error.kind() {
        Some(ErrorKind::ConstraintViolation) => "constraint-violation",
        Some(ErrorKind::Syntax) => "syntax",
        Some(ErrorKind::UndefinedObject) => "undefined-object",
        Some(ErrorKind::Conversion) => "conversion",
        Some(ErrorKind::Offline) => "offline",
        Some(_) => "another kind",
        None => "no error of the database",
    }
}

pub(crate) fn caught(db: &Database) -> Result<()> {
    db.execute("CREATE TABLE conf_caught (id INTEGER NOT NULL PRIMARY KEY)", params![])?;
    let insert = format!("INSERT INTO conf_caught (id) VALUES ({})", db.placeholder(1));
    db.execute(&insert, params![1])?;
    tell(db.savepoint(|db| db.execute(&insert, params![1]).map(drop)))?;
    tell(db.savepoint(|db| db.execute("SELEC 1", params![]).map(drop)))?;
    tell(db.savepoint(|db| db.query("SELECT * FROM conf_missing", params![]).map(drop)))?;
    db.execute(&insert, params![2])?;
    info!("ids {}", ids(db, "conf_caught")?);
    Ok(())
}

fn tell(result: Result<()>) -> Result<()> {
    match result {
        Ok(()) => Err(Error::other("no error was raised")),
        Err(error) => {
            info!("caught {}", word(&error));
            Ok(())
        }
    }
}

pub(crate) fn uncaught(db: &Database) -> Result<()> {
    db.execute("CREATE TABLE conf_uncaught (id INTEGER NOT NULL PRIMARY KEY)", params![])?;
    let insert = format!("INSERT INTO conf_uncaught (id) VALUES ({})", db.placeholder(1));
    for _ in 0..2 {
        db.execute(&insert, params![1])?;
    }
    Ok(())
}

pub(crate) fn crash(_: &Database) -> Result<()> {
    panic!("on purpose");
}

pub(crate) fn precondition(_: &Database) -> Result<()> {
    Err(Error::precondition("three customers have no address"))
}

pub(crate) fn other(_: &Database) -> Result<()> {
    Err(Error::other("something else"))
}

/// What the host refuses before or instead of the database.
pub(crate) fn refusal(db: &Database) -> Result<()> {
    tell(db.savepoint(|db| db.execute("SELECT 1; SELECT 2", params![]).map(drop)))?;
    tell(db.savepoint(|db| db.execute("SELECT 1", params![1]).map(drop)))
}

pub(crate) fn nothing_to_do(_: &Database) -> Result<()> {
    info!("nothing to do");
    Ok(())
}
