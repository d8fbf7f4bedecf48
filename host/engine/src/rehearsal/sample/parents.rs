//! The rows that copied rows point at, and theirs in turn.

use std::collections::BTreeSet;

use aludel_db::{Session, fetch_all};
use aludel_schema::{ObjectName, Schema};
use aludel_sql::{SqlError, Value};

use super::DataReport;
use super::choose::{Selection, selection};
use super::load::{Load, load};
use super::reference::{Reference, references};
use super::transfer::Room;

/// The keys that are asked for at a time.
const KEYS_MAX: usize = 100;

/// How long a chain of rows is followed: some tables are nothing but one, each row of them pointing at the next.
const ROUNDS_MAX: usize = 1000;

/// Copies what the rows of the copy point at, as long as there is room. A key that no row of the live database has stays.
pub(super) async fn fetch_parents(
    live: &mut dyn Session,
    copy: &mut dyn Session,
    schema: &Schema,
    (report, room): (&mut DataReport, &mut Room),
) -> Result<(), SqlError> {
    let references = references(schema);
    let mut with_news: BTreeSet<&ObjectName> = schema.tables.keys().collect();
    for _ in 0..ROUNDS_MAX {
        let mut next = BTreeSet::new();
        for reference in references.iter().filter(|reference| with_news.contains(reference.child)) {
            let rows = fetch(live, copy, reference, room).await?;
            if rows > 0 {
                report.add_parents(&reference.parent.name.to_string(), rows);
                next.insert(&reference.parent.name);
            }
        }
        if next.is_empty() {
            break;
        }
        with_news = next;
    }
    Ok(())
}

/// Copies the parents of one foreign key; gives how many.
async fn fetch(
    live: &mut dyn Session,
    copy: &mut dyn Session,
    reference: &Reference<'_>,
    room: &mut Room,
) -> Result<u64, SqlError> {
    // A table that gives no first rows gives no others either.
    let Ok(selection) = selection(reference.parent, live.dialect(), 0) else { return Ok(0) };
    let (mut fetched, mut nowhere) = (0, 0);
    while !room.is_full() {
        let Some(keys) = missing(copy, reference, nowhere).await? else { break };
        let Some(rows) = by_keys(live, copy, (reference, &selection), (&keys, room)).await? else { break };
        fetched += rows;
        // Keys come in order, so those that have no row, of the ones before, come first again.
        nowhere += keys.len().saturating_sub(usize::try_from(rows).unwrap_or(usize::MAX));
    }
    Ok(fetched)
}

/// The next keys that have no row on the copy; none at the end, and where the copy cannot compare them.
async fn missing(
    copy: &mut dyn Session,
    reference: &Reference<'_>,
    after: usize,
) -> Result<Option<Vec<Vec<Value>>>, SqlError> {
    let here = copy.savepoint().await?;
    let Ok(keys) = fetch_all(copy, &reference.missing(KEYS_MAX, after), &[]).await else {
        copy.rollback_savepoint(here).await?;
        return Ok(None);
    };
    copy.release_savepoint(here).await?;
    Ok(Some(keys).filter(|keys| !keys.is_empty()))
}

/// Copies the rows that have one of the keys; none where that cannot be done.
async fn by_keys(
    live: &mut dyn Session,
    copy: &mut dyn Session,
    (reference, selection): (&Reference<'_>, &Selection),
    (keys, room): (&[Vec<Value>], &mut Room),
) -> Result<Option<u64>, SqlError> {
    let sql = format!("{} WHERE {}", selection.all, reference.is_one_of(keys.len()));
    let parameters: Vec<Value> = keys.iter().flatten().cloned().collect();
    let wanted = Load {
        sql: &sql,
        parameters: &parameters,
        table: &reference.parent.name,
        columns: &selection.columns,
        rows_max: u64::MAX,
        bytes_max: room.bytes_left(),
    };
    let moved = load(live, copy, &wanted).await?;
    Ok(moved.ok().map(|moved| {
        room.take(moved.bytes);
        moved.rows
    }))
}
