// /// migration
// revision = "bench_rust"
// message = "lower-case e-mail addresses, in Rust"
// ///
//! Reads and writes by columns.

use aludel_guest::{Batch, ColumnBuilder, prelude::*};

migration!(upgrade, downgrade);

/// Rows read and written at once.
const BATCH_ROWS: u32 = 10_000;

fn upgrade(db: &Database) -> Result<()> {
    let mut customers = db.bulk_update("customers", &["id"], &["email"])?;
    for batch in db.query("SELECT id, email FROM customers", params![])?.batches(BATCH_ROWS) {
        let mut batch = batch?;
        let mut emails = ColumnBuilder::new();
        for email in batch.texts(1)?.required()? {
            emails.push_text(&email.to_ascii_lowercase());
        }
        let ids = batch.take_column(0)?;
        customers.write(&Batch::from_columns(vec![ids, emails])?)?;
    }
    customers.finish()?;
    Ok(())
}

fn downgrade(_: &Database) -> Result<()> {
    Err(Error::irreversible("the old spelling of the addresses is not kept"))
}
