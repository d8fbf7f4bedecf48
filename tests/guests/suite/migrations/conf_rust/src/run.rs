//! The run around the guest: arguments, progress, the log, SQL that is written out only.

use aludel_guest::log::{self, Level};
use aludel_guest::prelude::*;

use crate::failures::word;

pub(crate) fn arguments(_: &Database) -> Result<()> {
    for (name, value) in context::arguments() {
        if name != "case" {
            info!("argument {name}={value}");
        }
    }
    info!("missing {}", context::argument("no such argument").as_deref().unwrap_or("none"));
    info!("tag {}", context::tag().as_deref().unwrap_or("none"));
    info!("revision {}", context::revision());
    info!("phase {}", phase());
    info!("offline {}", context::offline());
    info!("section {}", if context::section("no-such-section").is_some() { "some" } else { "none" });
    Ok(())
}

fn phase() -> &'static str {
    match context::phase() {
        context::Phase::Upgrade => "upgrade",
        context::Phase::Downgrade => "downgrade",
        context::Phase::Verify => "verify",
    }
}

pub(crate) fn progress(_: &Database) -> Result<()> {
    let task = progress::task("counting", None);
    task.set_total(3);
    task.advance(1);
    task.advance(2);
    drop(task);
    trace!("a line of level trace");
    debug!("a line of level debug");
    info!("a line of level info");
    warn!("a line of level warn");
    error!("a line of level error");
    log::log_with(Level::Info, "a line with fields", &[("rows", "3"), ("table", "orders")]);
    Ok(())
}

pub(crate) fn offline(db: &Database) -> Result<()> {
    db.execute("CREATE TABLE conf_offline (id INTEGER NOT NULL, name VARCHAR(20))", params![])?;
    let insert = format!("INSERT INTO conf_offline (id, name) VALUES ({})", db.placeholders(2));
    db.execute(&insert, params![1, "O'Brien"])?;
    db.execute(&insert, params![2, None::<&str>])?;
    if let Err(error) = db.query("SELECT 1", params![]) {
        info!("caught {}", word(&error));
    }
    let mut rows = db.bulk_insert("conf_offline", &["id", "name"])?;
    rows.push(params![3, "bulk"])?;
    rows.finish()?;
    info!("offline {}", context::offline());
    Ok(())
}

pub(crate) fn to_verify(_: &Database) -> Result<()> {
    info!("to verify");
    Ok(())
}
