//! Comparing what came with what was wanted.

use std::fmt::Debug;

use aludel_guest::prelude::*;

/// Fails, and says both, unless the two are equal.
#[expect(clippy::needless_pass_by_value, reason = "what is wanted is mostly written out at the call")]
pub(crate) fn equal<T: PartialEq + Debug>(what: &str, found: T, wanted: T) -> Result<()> {
    if found == wanted { Ok(()) } else { Err(Error::other(format!("{what} is {found:?}, not {wanted:?}"))) }
}

/// Fails unless the thing holds.
pub(crate) fn holds(what: &str, truth: bool) -> Result<()> {
    if truth { Ok(()) } else { Err(Error::other(format!("not so: {what}"))) }
}

/// Fails unless the result is an error of this kind.
pub(crate) fn fails<T>(what: &str, result: Result<T>, kind: ErrorKind) -> Result<Error> {
    match result {
        Ok(_) => Err(Error::other(format!("{what} succeeded"))),
        Err(error) if error.kind() == Some(kind) => Ok(error),
        Err(error) => Err(Error::other(format!("{what} failed as {:?}, not {kind:?}: {error}", error.kind()))),
    }
}

/// Makes a table anew, lets the function use it, and drops it.
pub(crate) fn with_table(db: &Database, name: &str, columns: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
    db.execute(&format!("DROP TABLE IF EXISTS {name}"), params![])?;
    db.execute(&format!("CREATE TABLE {name} ({columns})"), params![])?;
    work()?;
    db.execute(&format!("DROP TABLE {name}"), params![])?;
    Ok(())
}

/// The number of rows of a table.
pub(crate) fn count(db: &Database, table: &str) -> Result<i64> {
    db.query_scalar(&format!("SELECT count(*) FROM {table}"), params![])
}
