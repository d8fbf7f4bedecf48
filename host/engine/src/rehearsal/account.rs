//! What a guest had run, statement by statement.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use aludel_project::Digest;

use super::report::{PlannedLock, PlannedStatement, whole_microseconds};
use super::rewrites::Rewritten;

/// How many statements of a step are kept. A guest can send them for ever.
const STATEMENTS_MAX: usize = 10_000;

/// The bytes of their texts that are kept.
const TEXT_BYTES_MAX: usize = 16 << 20;

/// What was seen of one statement.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) rows_changed: u64,
    pub(super) rows_read: u64,
    pub(super) duration: Duration,
    pub(super) locks: Vec<PlannedLock>,
    pub(super) rewritten: Rewritten,
    pub(super) error: Option<String>,
}

/// The place of a statement in the account; none for one that is not kept.
pub(super) type Place = Option<usize>;

/// Every statement of one step, in order; the same text several times in a row is one entry, and where it comes back a
/// third time, as in a loop, it is counted with the second.
#[derive(Debug, Default)]
pub(crate) struct Account(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    statements: Vec<PlannedStatement>,
    /// The entries of a statement that are there: the first, and where it came back.
    places: HashMap<Entry, (usize, Option<usize>)>,
    /// The locks, each with when it was taken.
    taken: Vec<Taken>,
    /// How long somebody looked in between, who is not there when it matters.
    looked: Duration,
    text_bytes: usize,
    left_out: u64,
}

/// When a lock was taken.
#[derive(Debug)]
struct Taken {
    /// The place of its statement.
    statement: usize,
    /// Its place among the locks of the statement.
    lock: usize,
    at: Instant,
    /// How long somebody had looked by then.
    looked: Duration,
}

/// All that is in an account.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) statements: Vec<PlannedStatement>,
    /// How many more there were.
    pub(super) left_out: u64,
    /// How long somebody looked in between.
    pub(super) looked: Duration,
}

/// What tells one statement from another: the digest of its text, and what the database said to it.
type Entry = (Digest, Option<String>);

impl Account {
    /// A statement ran.
    pub(super) fn ran(&self, sql: &str, seen: Seen) -> Place {
        let mut kept = self.kept();
        let place = kept.place_of((Digest::of(sql.as_bytes()), seen.error.clone()), sql)?;
        kept.note_locks(place, &seen);
        if let Some(statement) = kept.statements.get_mut(place) {
            statement.times += 1;
            add(statement, seen);
        }
        Some(place)
    }

    /// A statement that was there before went on: a page of its rows was read, more rows were written.
    pub(super) fn went_on(&self, place: Place, seen: Seen) {
        let mut kept = self.kept();
        if let Some(statement) = place.and_then(|place| kept.statements.get_mut(place)) {
            add(statement, seen);
        }
    }

    /// Somebody looked between two statements, for so long.
    pub(super) fn looked(&self, duration: Duration) {
        self.kept().looked += duration;
    }

    /// Empties it, now that the transaction has ended.
    pub(super) fn take(&self) -> Told {
        let mut kept = std::mem::take(&mut *self.kept());
        for Taken { statement, lock, at, looked } in kept.taken {
            if let Some(lock) = kept.statements.get_mut(statement).and_then(|statement| statement.locks.get_mut(lock)) {
                lock.held_us = whole_microseconds(at.elapsed().saturating_sub(kept.looked.saturating_sub(looked)));
            }
        }
        Told { statements: kept.statements, left_out: kept.left_out, looked: kept.looked }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // What a thread that panicked had written down is true all the same.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    /// The locks that a statement has taken: at its start, as far as anybody can tell.
    fn note_locks(&mut self, place: usize, seen: &Seen) {
        let before = self.statements.get(place).map_or(0, |statement| statement.locks.len());
        let now = Instant::now();
        let at = now.checked_sub(seen.duration).unwrap_or(now);
        let (statement, looked) = (place, self.looked);
        self.taken.extend((0..seen.locks.len()).map(|lock| Taken { statement, lock: before + lock, at, looked }));
    }

    /// The entry of a statement, made where there is none; none where there is no room for one.
    fn place_of(&mut self, entry: Entry, sql: &str) -> Place {
        let next = self.statements.len();
        let known = self.places.get(&entry).copied();
        match known {
            Some((_, Some(place)) | (place, None)) if place + 1 == next => return Some(place),
            Some((_, Some(again))) => return Some(again),
            _ => {}
        }
        if next >= STATEMENTS_MAX || self.text_bytes + sql.len() > TEXT_BYTES_MAX {
            self.left_out += 1;
            return None;
        }
        self.text_bytes += sql.len();
        self.statements.push(PlannedStatement::new(sql, entry.1.clone()));
        let places = known.map_or((next, None), |(first, _)| (first, Some(next)));
        self.places.insert(entry, places);
        Some(next)
    }
}

impl Seen {
    /// What was seen of the next part of the same text.
    pub(super) fn add(&mut self, other: Self) {
        self.rows_changed += other.rows_changed;
        self.rows_read += other.rows_read;
        self.duration += other.duration;
        self.locks.extend(other.locks);
        self.rewritten.tables.extend(other.rewritten.tables);
        self.rewritten.alter = other.rewritten.alter.or(self.rewritten.alter.take());
        self.error = other.error.or(self.error.take());
    }
}

fn add(statement: &mut PlannedStatement, seen: Seen) {
    let Rewritten { tables, alter } = seen.rewritten;
    for table in tables {
        if !statement.rewrites.contains(&table) {
            statement.rewrites.push(table);
        }
    }
    statement.alter = alter.or(statement.alter.take());
    statement.rows_changed += seen.rows_changed;
    statement.rows_read += seen.rows_read;
    statement.duration_us += whole_microseconds(seen.duration);
    statement.locks.extend(seen.locks);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rehearsal::report::Blocks;

    fn changed(rows_changed: u64) -> Seen {
        Seen { rows_changed, duration: Duration::from_micros(3), ..Seen::default() }
    }

    #[test]
    fn the_same_statement_in_a_row_is_one_entry() {
        let account = Account::default();
        for rows in [1, 2] {
            account.ran("INSERT", changed(rows));
        }
        let read = account.ran("SELECT", Seen::default());
        account.ran("INSERT", changed(4));
        account.went_on(read, Seen { rows_read: 7, ..Seen::default() });
        let Told { statements, left_out, .. } = account.take();
        let told: Vec<_> =
            statements.iter().map(|seen| (seen.sql.as_str(), seen.times, seen.rows_changed, seen.rows_read)).collect();
        assert_eq!(told, [("INSERT", 2, 3, 0), ("SELECT", 1, 0, 7), ("INSERT", 1, 4, 0)]);
        assert_eq!((statements[0].duration_us, left_out), (6, 0));
    }

    #[test]
    fn a_loop_is_told_once_and_counted() {
        let account = Account::default();
        for rows in [1, 2, 3, 4] {
            account.ran("UPDATE", changed(rows));
            account.ran("INSERT", changed(1));
        }
        account.ran("DELETE", changed(1));
        account.ran("UPDATE", changed(5));
        let told: Vec<_> =
            account.take().statements.iter().map(|seen| (seen.sql.clone(), seen.times, seen.rows_changed)).collect();
        let told: Vec<_> = told.iter().map(|(sql, times, rows)| (sql.as_str(), *times, *rows)).collect();
        assert_eq!(told, [("UPDATE", 1, 1), ("INSERT", 1, 1), ("UPDATE", 4, 14), ("INSERT", 3, 3), ("DELETE", 1, 1)]);
    }

    #[test]
    fn what_has_no_end_is_counted_and_not_kept() {
        let account = Account::default();
        for number in 0..STATEMENTS_MAX + 5 {
            account.ran(&format!("SELECT {number}"), Seen::default());
        }
        let long = "x".repeat(TEXT_BYTES_MAX);
        assert_eq!(account.ran(&long, Seen::default()), None);
        let Told { statements, left_out, .. } = account.take();
        assert_eq!((statements.len(), left_out), (STATEMENTS_MAX, 6));
    }

    #[test]
    fn a_statement_that_failed_is_another_than_one_that_ran() {
        let account = Account::default();
        account.ran("INSERT", changed(1));
        account.ran("INSERT", Seen { error: Some("no such table".to_owned()), ..Seen::default() });
        assert_eq!(account.take().statements.len(), 2);
    }

    #[test]
    fn a_lock_is_not_held_while_somebody_looks() {
        let account = Account::default();
        let lock = PlannedLock { object: "a".to_owned(), mode: "SHARE".to_owned(), blocks: Blocks::Writes, held_us: 0 };
        let (second, hour) = (Duration::from_secs(1), Duration::from_hours(1));
        account.looked(second);
        account.ran("CREATE INDEX", Seen { duration: hour, locks: vec![lock], ..Seen::default() });
        account.looked(hour / 2);
        let told = account.take();
        let held = Duration::from_micros(told.statements[0].locks[0].held_us);
        assert!(held >= hour / 2 && held < hour, "{held:?}");
        assert_eq!(told.looked, second + hour / 2);
    }

    #[test]
    fn the_parts_of_a_text_are_one() {
        let mut whole = changed(1);
        let tables = vec!["a".to_owned()];
        whole.add(Seen { rewritten: Rewritten { tables, alter: None }, ..changed(2) });
        whole.add(Seen { error: Some("no such table".to_owned()), ..Seen::default() });
        let account = Account::default();
        account.ran("INSERT; ALTER; DROP", whole);
        let statement = account.take().statements.remove(0);
        assert_eq!((statement.rows_changed, statement.duration_us, statement.times), (3, 6, 1));
        assert_eq!((statement.rewrites, statement.error.as_deref()), (vec!["a".to_owned()], Some("no such table")));
    }
}
