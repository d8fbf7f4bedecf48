//! Definitions, prepared statements, bulk writers and savepoints.

use aludel_guest::{Value, prelude::*};

use crate::check;

const COLUMNS: &str = "id BIGINT NOT NULL PRIMARY KEY, name VARCHAR(40), amount DOUBLE PRECISION";

fn with_items(db: &Database, work: impl FnOnce() -> Result<()>) -> Result<()> {
    check::with_table(db, "conformance_items", COLUMNS, work)
}

/// A table that is made, changed and dropped.
pub(crate) fn ddl(db: &Database) -> Result<()> {
    with_items(db, || {
        db.execute("CREATE INDEX conformance_items_name ON conformance_items (name)", params![])?;
        db.execute("ALTER TABLE conformance_items ADD COLUMN note VARCHAR(20) NOT NULL DEFAULT 'none'", params![])?;
        let insert = format!("INSERT INTO conformance_items (id) VALUES ({})", db.placeholder(1));
        check::equal("rows inserted", db.execute(&insert, params![1])?.rows_affected, 1)?;
        let note: String = db.query_scalar("SELECT note FROM conformance_items", params![])?;
        check::equal("the default", note.as_str(), "none")
    })
}

/// Several statements in one text.
pub(crate) fn script(db: &Database) -> Result<()> {
    with_items(db, || {
        db.execute_script(
            "INSERT INTO conformance_items (id, name) VALUES (1, 'a;b');\n\
             -- a comment; with a semicolon\n\
             INSERT INTO conformance_items (id, name) VALUES (2, 'it''s');\n",
        )?;
        check::equal("the rows", check::count(db, "conformance_items")?, 2)?;
        let name: String = db.query_scalar("SELECT name FROM conformance_items WHERE id = 1", params![])?;
        check::equal("the text", name.as_str(), "a;b")
    })
}

/// A statement that is prepared once and run many times.
pub(crate) fn prepared(db: &Database) -> Result<()> {
    with_items(db, || {
        let insert = format!("INSERT INTO conformance_items (id, name, amount) VALUES ({})", db.placeholders(3));
        let insert = db.prepare(&insert)?;
        check::equal("rows inserted", insert.execute(params![1, "one", 1.0])?.rows_affected, 1)?;
        insert.execute(params![2, None::<&str>, None::<f64>])?;
        let mut rows = BatchBuilder::new(3);
        for id in 3..=1_000 {
            rows.push(params![id, format!("item {id}"), if id % 2 == 0 { Some(0.5) } else { None }])?;
        }
        check::equal("rows of the batch", insert.execute_batch(&rows.take())?, 998)?;
        drop(insert);
        check::equal("the rows", check::count(db, "conformance_items")?, 1_000)?;
        let select = format!("SELECT name FROM conformance_items WHERE id = {}", db.placeholder(1));
        let select = db.prepare(&select)?;
        for id in [3, 1_000] {
            let row = select.query(params![id])?.next().ok_or_else(|| Error::other("an item is missing"))??;
            check::equal("the name", row.get::<String>("name")?, format!("item {id}"))?;
        }
        Ok(())
    })
}

/// More rows than one statement has room for, with every kind of item.
pub(crate) fn bulk_insert(db: &Database) -> Result<()> {
    with_items(db, || {
        let mut items = db.bulk_insert("conformance_items", &["id", "name", "amount"])?;
        for id in 0..25_000_i64 {
            let name = if id % 7 == 0 { Value::Null } else { Value::from(format!("item '{id}'\t\\N\n")) };
            items.push(params![id, name, if id % 3 == 0 { None } else { Some(0.25) }])?;
        }
        check::equal("rows written", items.finish()?, 25_000)?;
        check::equal("the rows", check::count(db, "conformance_items")?, 25_000)?;
        let name: String = db.query_scalar("SELECT name FROM conformance_items WHERE id = 24999", params![])?;
        check::equal("a name", name.as_str(), "item '24999'\t\\N\n")?;
        let nulls = "SELECT count(*) FROM conformance_items WHERE name IS NULL";
        check::equal("the NULLs", db.query_scalar::<i64>(nulls, params![])?, 3_572)?;
        let mut dropped = db.bulk_insert("conformance_items", &["id"])?;
        dropped.push(params![30_000])?;
        drop(dropped);
        check::equal("the rows after a dropped writer", check::count(db, "conformance_items")?, 25_000)
    })
}

/// Rows changed by their keys; a key without a row changes nothing.
pub(crate) fn bulk_update(db: &Database) -> Result<()> {
    with_items(db, || {
        let mut items = db.bulk_insert("conformance_items", &["id", "name"])?;
        for id in 0..3_000_i64 {
            items.push(params![id, "old"])?;
        }
        items.finish()?;
        let mut changes = db.bulk_update("conformance_items", &["id"], &["name", "amount"])?;
        for id in (0..4_000_i64).step_by(2) {
            changes.push(params![id, format!("new {id}"), None::<f64>])?;
        }
        check::equal("the rows changed", changes.finish()?, 1_500)?;
        let old = "SELECT count(*) FROM conformance_items WHERE name = 'old'";
        check::equal("the rows that stay", db.query_scalar::<i64>(old, params![])?, 1_500)?;
        let name: String = db.query_scalar("SELECT name FROM conformance_items WHERE id = 2998", params![])?;
        check::equal("a new name", name.as_str(), "new 2998")
    })
}

/// Savepoints released, rolled back, dropped, nested, and in the form of a function.
pub(crate) fn savepoints(db: &Database) -> Result<()> {
    let insert = format!("INSERT INTO conformance_items (id) VALUES ({})", db.placeholder(1));
    let add = |id: i64| db.execute(&insert, params![id]).map(|_| ());
    with_items(db, || {
        let kept = db.begin_savepoint()?;
        add(1)?;
        let undone = db.begin_savepoint()?;
        add(2)?;
        undone.rollback()?;
        kept.release()?;
        let dropped = db.begin_savepoint()?;
        add(3)?;
        drop(dropped);
        db.savepoint(|_| add(4))?;
        let failed = db.savepoint(|_| add(5).and(Err::<(), _>(Error::other("no"))));
        check::equal("the error of the function", failed, Err(Error::other("no")))?;
        let ids: Vec<i64> = db
            .query_as::<(i64,)>("SELECT id FROM conformance_items ORDER BY id", params![])?
            .map(|row| Ok(row?.0))
            .collect::<Result<_>>()?;
        check::equal("the rows", ids, vec![1, 4])
    })
}
