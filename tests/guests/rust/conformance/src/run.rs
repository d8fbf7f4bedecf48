//! The run around the guest: the server, the context, progress and the log.

use aludel_guest::log::{self, Level};
use aludel_guest::prelude::*;

use crate::check;

/// What the host knows of the server, and how the server writes names and parameters.
pub(crate) fn info(db: &Database) -> Result<()> {
    let info = db.info();
    let (quote, placeholder) = match info.dialect {
        Dialect::Sqlite => ("\"we\"\"ird\"", "?1"),
        Dialect::Postgresql => ("\"we\"\"ird\"", "$1"),
        Dialect::Mysql | Dialect::Mariadb => ("`we\"ird`", "?"),
        Dialect::Other => return Err(Error::other(format!("the dialect {} is unknown", info.dialect_name))),
    };
    check::equal("a quoted name", db.quote("we\"ird").as_str(), quote)?;
    check::equal("a placeholder", db.placeholder(1).as_str(), placeholder)?;
    check::holds("the version has a number", info.version_number.0 > 0)?;
    check::holds("the version has a text", !info.server_version.is_empty())?;
    check::equal(
        "transactional DDL",
        info.transactional_ddl,
        !matches!(info.dialect, Dialect::Mysql | Dialect::Mariadb),
    )?;
    check::equal("an unknown feature", db.supports("telepathy"), false)
}

/// The revision, the phase and the arguments, which are told as log lines for the host to compare.
pub(crate) fn context(_: &Database) -> Result<()> {
    check::equal("the phase", context::phase(), context::Phase::Upgrade)?;
    check::equal("a missing argument", context::argument("no such argument"), None)?;
    for (name, value) in context::arguments() {
        check::equal("an argument by its name", context::argument(&name), Some(value.clone()))?;
        info!("argument {name}={value}");
    }
    info!("revision {}", context::revision());
    info!("tag {:?}", context::tag());
    check::equal("a missing section", context::section("no-such-section"), None)
}

/// A bar, and a line of each level.
pub(crate) fn progress(_: &Database) -> Result<()> {
    let task = progress::task("counting", None);
    task.set_total(3);
    task.advance(1);
    task.advance(2);
    drop(task);
    trace!("a line of level {}", "trace");
    debug!("a line of level {}", "debug");
    info!("a line of level {}", "info");
    warn!("a line of level {}", "warn");
    error!("a line of level {}", "error");
    log::log_with(Level::Info, "a line with fields", &[("rows", "3"), ("table", "orders")]);
    Ok(())
}

/// While SQL is written out only, statements pass and questions have no answer.
pub(crate) fn offline(db: &Database) -> Result<()> {
    check::equal("offline", context::offline(), true)?;
    db.execute("CREATE TABLE written_out (id INTEGER NOT NULL, name VARCHAR(20))", params![])?;
    let insert = format!("INSERT INTO written_out (id, name) VALUES ({})", db.placeholders(2));
    db.execute(&insert, params![1, "O'Brien"])?;
    db.execute(&insert, params![2, None::<&str>])?;
    check::fails("a query", db.query("SELECT 1", params![]), ErrorKind::Offline)?;
    check::fails("a scalar", db.query_scalar::<i64>("SELECT 1", params![]), ErrorKind::Offline)?;
    let mut rows = db.bulk_insert("written_out", &["id", "name"])?;
    rows.push(params![3, "bulk"])?;
    rows.finish()?;
    Ok(())
}
