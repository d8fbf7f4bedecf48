// /// migration
// revision = "backfill"
// message = "split the addresses of a million people"
// ///
//! The migration that is measured: every row of `people` is read in columnar batches, its address is split, and the
//! parts are written back by key. `-x rows=N` says how many rows the upgrade makes first; without it they are there.

use aludel_guest::{Batch, ColumnBuilder, prelude::*};

migration!(upgrade, downgrade);

/// Rows read and written at once.
const BATCH_ROWS: u32 = 10_000;

fn upgrade(db: &Database) -> Result<()> {
    if let Some(rows) = context::argument("rows") {
        fill(db, rows.parse()?)?;
    }
    split_addresses(db)
}

fn downgrade(db: &Database) -> Result<()> {
    db.execute("DROP TABLE people", params![])?;
    Ok(())
}

fn fill(db: &Database, rows: i64) -> Result<()> {
    db.execute(
        "CREATE TABLE people (id BIGINT NOT NULL PRIMARY KEY, address VARCHAR(200) NOT NULL, street VARCHAR(100), \
         postcode VARCHAR(20), city VARCHAR(100), country VARCHAR(100))",
        params![],
    )?;
    let mut people = db.bulk_insert("people", &["id", "address"])?;
    for id in 1..=rows {
        people
            .push(params![id, format!("Street {id}, {:05} City {}, Country {}", id % 100_000, id % 977, id % 193)])?;
    }
    people.finish()?;
    Ok(())
}

fn split_addresses(db: &Database) -> Result<()> {
    let total: u64 = db.query_scalar("SELECT count(*) FROM people", params![])?;
    let task = progress::task("splitting addresses", Some(total));
    let mut parts = db.bulk_update("people", &["id"], &["street", "postcode", "city", "country"])?;
    for batch in db.query("SELECT id, address FROM people ORDER BY id", params![])?.batches(BATCH_ROWS) {
        let mut batch = batch?;
        let [mut streets, mut postcodes, mut cities, mut countries] = [const { ColumnBuilder::new() }; 4];
        for address in batch.texts(1)?.required()? {
            let address =
                Address::parse(address).ok_or_else(|| Error::precondition(format!("no address: {address}")))?;
            streets.push_text(address.street);
            postcodes.push_text(address.postcode);
            cities.push_text(address.city);
            countries.push_text(address.country);
        }
        task.advance(batch.row_count() as u64);
        let ids = batch.take_column(0)?;
        parts.write(&Batch::from_columns(vec![ids, streets, postcodes, cities, countries])?)?;
    }
    let written = parts.finish()?;
    if written == total { Ok(()) } else { Err(Error::other(format!("{written} of {total} rows were changed"))) }
}

/// `Street 1, 12345 City, Country`.
struct Address<'text> {
    street: &'text str,
    postcode: &'text str,
    city: &'text str,
    country: &'text str,
}

impl<'text> Address<'text> {
    fn parse(text: &'text str) -> Option<Self> {
        let (street, rest) = text.split_once(", ")?;
        let (place, country) = rest.split_once(", ")?;
        let (postcode, city) = place.split_once(' ')?;
        Some(Self { street, postcode, city, country })
    }
}
