//! Rows, pages and batches.

use aludel_guest::{Row, prelude::*};

use crate::check;

/// More rows than fit into a page.
const ROWS: i64 = 2_500;

/// Fills a table of numbers with a text of each, and NULL for every tenth.
fn with_numbers(db: &Database, work: impl FnOnce() -> Result<()>) -> Result<()> {
    check::with_table(db, "conformance_numbers", "id BIGINT NOT NULL PRIMARY KEY, name VARCHAR(40)", || {
        let mut numbers = db.bulk_insert("conformance_numbers", &["id", "name"])?;
        for id in 0..ROWS {
            numbers.push(params![id, name_of(id)])?;
        }
        check::equal("the rows written", numbers.finish()?, ROWS.unsigned_abs())?;
        work()
    })
}

fn name_of(id: i64) -> Option<String> {
    (id % 10 != 0).then(|| format!("number {id}"))
}

/// Rows with their columns' names, and as tuples.
pub(crate) fn rows(db: &Database) -> Result<()> {
    with_numbers(db, || {
        let query = format!("SELECT id, name FROM conformance_numbers WHERE id < {} ORDER BY id", db.placeholder(1));
        let cursor = db.query(&query, params![12])?;
        let names: Vec<_> = cursor.columns().iter().map(|column| column.name.clone()).collect();
        check::equal("the columns", names, vec!["id".to_owned(), "name".to_owned()])?;
        let rows = cursor.collect::<Result<Vec<Row>>>()?;
        check::equal("the rows", rows.len(), 12)?;
        check::equal("a name", rows[11].get::<Option<String>>("name")?, name_of(11))?;
        check::equal("a NULL", rows[10].get::<Option<&str>>(1)?, None)?;
        let empty = db.query(&query, params![0])?;
        check::equal("the columns of no rows", empty.columns().len(), 2)?;
        check::equal("no rows", empty.count(), 0)
    })
}

/// Many pages, with a statement for each row while the cursor is open.
pub(crate) fn paging(db: &Database) -> Result<()> {
    with_numbers(db, || {
        let update =
            format!("UPDATE conformance_numbers SET name = {} WHERE id = {}", db.placeholder(1), db.placeholder(2));
        let mut expected = 0;
        for row in
            db.query_as::<(i64, Option<String>)>("SELECT id, name FROM conformance_numbers ORDER BY id", params![])?
        {
            let (id, name) = row?;
            check::equal("the id", id, expected)?;
            check::equal("the name", name, name_of(id))?;
            if id % 100 == 0 {
                check::equal("rows affected", db.execute(&update, params!["changed", id])?.rows_affected, 1)?;
            }
            expected += 1;
        }
        check::equal("the rows read", expected, ROWS)?;
        let changed = "SELECT count(*) FROM conformance_numbers WHERE name = 'changed'";
        check::equal("the rows changed", db.query_scalar::<i64>(changed, params![])?, ROWS / 100)
    })
}

/// The same rows in columnar form, and another cursor that is left half-way.
pub(crate) fn batches(db: &Database) -> Result<()> {
    with_numbers(db, || {
        let select = "SELECT id, name FROM conformance_numbers ORDER BY id";
        let mut ids = Vec::new();
        for batch in db.query(select, params![])?.batches(700) {
            let batch = batch?;
            check::holds("a batch is as large as asked for at most", batch.row_count() <= 700)?;
            for (id, name) in batch.integers(0)?.required()?.into_iter().zip(batch.texts(1)?) {
                check::equal("the name", name.map(str::to_owned), name_of(id))?;
                ids.push(id);
            }
        }
        check::equal("the ids", ids, (0..ROWS).collect())?;
        let mut left = db.query(select, params![])?.batches(10);
        check::holds("there is a first batch", left.next().is_some())?;
        drop(left);
        check::equal("the rows", check::count(db, "conformance_numbers")?, ROWS)
    })
}

/// First rows and scalars.
pub(crate) fn one(db: &Database) -> Result<()> {
    with_numbers(db, || {
        let by_id = format!("SELECT id, name FROM conformance_numbers WHERE id = {}", db.placeholder(1));
        let row = db.query_one(&by_id, params![7])?.ok_or_else(|| Error::other("number 7 is missing"))?;
        let (id, name): (i64, String) = row.try_into()?;
        check::equal("the row", (id, name), (7, "number 7".to_owned()))?;
        check::equal("no row", db.query_one(&by_id, params![-1])?, None)?;
        check::holds("no row has no scalar", db.query_scalar::<i64>(&by_id, params![-1]).is_err())?;
        let highest: Option<i64> =
            db.query_scalar("SELECT max(id) FROM conformance_numbers WHERE id < 0", params![])?;
        check::equal("the highest of none", highest, None)
    })
}
