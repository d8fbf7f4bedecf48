//! Rows, pages and batches.

use aludel_guest::{Batch, ColumnBuilder, prelude::*};

const ROWS: i64 = 20_000;
const BATCH_ROWS: i64 = 5_000;

pub(crate) fn batch(db: &Database) -> Result<()> {
    db.execute(
        "CREATE TABLE conf_batch (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40), amount DOUBLE PRECISION)",
        params![],
    )?;
    let mut rows = db.bulk_insert("conf_batch", &["id", "name", "amount"])?;
    for first in (1..=ROWS).step_by(5_000) {
        rows.write(&batch_from(first)?)?;
    }
    rows.finish()?;
    let (mut count, mut sum, mut nulls, mut total) = (0, 0, 0, 0.0);
    let query = db.query("SELECT id, name, amount FROM conf_batch ORDER BY id", params![])?;
    for batch in query.batches(4_096) {
        let batch = batch?;
        count += batch.row_count();
        sum += batch.integers(0)?.flatten().sum::<i64>();
        nulls += batch.texts(1)?.filter(Option::is_none).count();
        total += batch.reals(2)?.flatten().sum::<f64>();
    }
    info!("rows {count} sum {sum} nulls {nulls} amount {total}");
    Ok(())
}

fn batch_from(first: i64) -> Result<Batch> {
    let [mut ids, mut names, mut amounts] = [const { ColumnBuilder::new() }; 3];
    for id in first..first + BATCH_ROWS {
        ids.push_integer(id);
        if id % 10 == 0 {
            names.push_null()
        } else {
            names.push_text(&format!("row {id}"))
        }
        #[expect(clippy::cast_precision_loss, reason = "the numbers are small")]
        amounts.push_real(id as f64 * 0.5);
    }
    Batch::from_columns(vec![ids, names, amounts])
}

pub(crate) fn paging(db: &Database) -> Result<()> {
    db.execute("CREATE TABLE conf_paging (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))", params![])?;
    let mut rows = db.bulk_insert("conf_paging", &["id", "name"])?;
    for id in 1..=2_500 {
        rows.push(params![id, format!("row {id}")])?;
    }
    rows.finish()?;
    let update = format!("UPDATE conf_paging SET name = {} WHERE id = {}", db.placeholder(1), db.placeholder(2));
    let mut count = 0;
    for page in db.query("SELECT id, name FROM conf_paging ORDER BY id", params![])?.batches(100) {
        for id in page?.integers(0)?.required()? {
            count += 1;
            if id % 500 == 0 {
                db.execute(&update, params!["seen", id])?;
            }
        }
    }
    info!("rows {count}");
    let seen: i64 = db.query_scalar("SELECT count(*) FROM conf_paging WHERE name = 'seen'", params![])?;
    info!("seen {seen}");
    Ok(())
}

pub(crate) fn one(db: &Database) -> Result<()> {
    let row = db.query_one("SELECT 41 + 1", params![])?.ok_or_else(|| Error::other("there is no row"))?;
    info!("scalar {}", row.get::<i64>(0)?);
    if db.query_one("SELECT 1 WHERE 1 = 0", params![])?.is_none() {
        info!("none");
    }
    Ok(())
}

/// The ids of a table in their order, with a space between them.
pub(crate) fn ids(db: &Database, table: &str) -> Result<String> {
    let rows = db.query_as::<(i64,)>(&format!("SELECT id FROM {table} ORDER BY id"), params![])?;
    let ids = rows.map(|row| Ok(row?.0.to_string())).collect::<Result<Vec<_>>>()?;
    Ok(ids.join(" "))
}
