// /// migration
// revision = "backfill"
// message = "fill in the full names"
// ///
//! Reads every row of `people` in columnar batches and writes one column back by key.

use aludel_guest::{Batch, ColumnBuilder, prelude::*};

migration!(upgrade, downgrade);

/// Rows read and written at once.
const BATCH_ROWS: u32 = 10_000;

fn upgrade(db: &Database) -> Result<()> {
    let mut people = db.bulk_update("people", &["id"], &["full_name"])?;
    let select = "SELECT id, first_name, last_name FROM people ORDER BY id";
    let mut full_name = String::new();
    for batch in db.query(select, params![])?.batches(BATCH_ROWS) {
        let mut batch = batch?;
        let mut full_names = ColumnBuilder::new();
        for (first, last) in batch.texts(1)?.required()?.into_iter().zip(batch.texts(2)?.required()?) {
            full_name.clear();
            full_name.extend([first, " ", last]);
            full_names.push_text(&full_name);
        }
        let ids = batch.take_column(0)?;
        people.write(&Batch::from_columns(vec![ids, full_names])?)?;
    }
    people.finish()?;
    Ok(())
}

/// The names are only filled in again by the next run.
fn downgrade(_: &Database) -> Result<()> {
    Ok(())
}
