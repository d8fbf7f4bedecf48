//! Definitions, prepared statements, bulk writers and savepoints.

use aludel_guest::prelude::*;

use crate::reading::ids;

pub(crate) fn ddl(db: &Database) -> Result<()> {
    db.execute(
        "CREATE TABLE conf_ddl (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL, note VARCHAR(100))",
        params![],
    )?;
    db.execute_script(
        "CREATE INDEX conf_ddl_name ON conf_ddl (name); ALTER TABLE conf_ddl ADD COLUMN amount NUMERIC(10, 2);",
    )?;
    let outcome = db.execute("INSERT INTO conf_ddl (id, name) VALUES (1, 'one'), (2, 'two')", params![])?;
    info!("rows affected {}", outcome.rows_affected);
    Ok(())
}

pub(crate) fn prepared(db: &Database) -> Result<()> {
    db.execute("CREATE TABLE conf_prepared (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))", params![])?;
    let insert = db.prepare(&format!("INSERT INTO conf_prepared (id, name) VALUES ({})", db.placeholders(2)))?;
    for id in 1..=3 {
        insert.execute(params![id, "one at a time"])?;
    }
    let mut rows = BatchBuilder::new(2);
    for id in 4..=103 {
        rows.push(params![id, "many"])?;
    }
    info!("many {}", insert.execute_batch(&rows.take())?);
    let select = db.prepare(&format!("SELECT name FROM conf_prepared WHERE id = {}", db.placeholder(1)))?;
    for row in select.query(params![50])? {
        info!("name {}", row?.get::<&str>("name")?);
    }
    Ok(())
}

pub(crate) fn savepoint(db: &Database) -> Result<()> {
    db.execute("CREATE TABLE conf_savepoint (id INTEGER NOT NULL PRIMARY KEY)", params![])?;
    let insert = format!("INSERT INTO conf_savepoint (id) VALUES ({})", db.placeholder(1));
    let insert = |id: i64| db.execute(&insert, params![id]).map(drop);
    insert(1)?;
    let undone = db.begin_savepoint()?;
    insert(2)?;
    undone.rollback()?;
    let kept = db.begin_savepoint()?;
    insert(3)?;
    kept.release()?;
    let failed = db.savepoint(|_| insert(4).and(Err::<(), _>(Error::other("not this one"))));
    if failed.is_ok() {
        return Err(Error::other("the savepoint swallowed the error"));
    }
    info!("ids {}", ids(db, "conf_savepoint")?);
    Ok(())
}

pub(crate) fn bulk_insert(db: &Database) -> Result<()> {
    for table in ["conf_bulk", "conf_undone"] {
        db.execute(&format!("CREATE TABLE {table} (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))"), params![])?;
    }
    let mut rows = db.bulk_insert("conf_bulk", &["id", "name"])?;
    for id in 1..=5_000 {
        rows.push(params![id, format!("row {id}")])?;
    }
    info!("written {}", rows.finish()?);
    let mut rows = db.bulk_insert("conf_undone", &["id", "name"])?;
    for id in 1..=10 {
        rows.push(params![id, format!("row {id}")])?;
    }
    drop(rows);
    info!("undone {}", db.query_scalar::<i64>("SELECT count(*) FROM conf_undone", params![])?);
    Ok(())
}

pub(crate) fn bulk_update(db: &Database) -> Result<()> {
    db.execute("CREATE TABLE conf_update (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))", params![])?;
    let mut rows = db.bulk_insert("conf_update", &["id", "name"])?;
    for id in 1..=1_000 {
        rows.push(params![id, "old"])?;
    }
    rows.finish()?;
    let mut changes = db.bulk_update("conf_update", &["id"], &["name"])?;
    for id in (2..=1_000).step_by(2) {
        changes.push(params![id, format!("new {id}")])?;
    }
    info!("updated {}", changes.finish()?);
    Ok(())
}
