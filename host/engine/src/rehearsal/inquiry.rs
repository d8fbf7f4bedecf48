//! What is gathered over the steps of a rehearsal, for whoever judges them.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aludel_db::IntrospectError;
use aludel_grants::Access;
use aludel_schema::{Operation, Schema};
use aludel_sql::Database;

use super::Rehearsed;
use super::reader::Reader;
use super::report::PlannedLock;
use crate::event::Direction;

/// How many statements of a step are kept. A guest can send them for ever.
const DEEDS_MAX: usize = 10_000;

/// The bytes of their texts that are kept.
const TEXT_BYTES_MAX: usize = 16 << 20;

/// The tables in all schemas between the statements of a step: each definition makes another schema, which is held
/// until the step is judged.
const TABLES_HELD_MAX: usize = 100_000;

/// How many texts are remembered with what they were seen to do.
const HEARD_MAX: usize = 10_000;

/// One statement, or the statements of one request, with all that it did.
#[derive(Debug, Clone)]
pub(crate) struct Deed {
    /// Which call of the guest it was, from 1.
    pub(crate) number: usize,
    /// Its text; of a request its statements, with `;` between them.
    pub(crate) sql: String,
    /// Whether it was asked for as an operation, and its text is the host's.
    pub(crate) is_request: bool,
    /// The schema before it.
    pub(crate) before: Arc<Schema>,
    /// The schema after it; the same one if it defined nothing.
    pub(crate) after: Arc<Schema>,
    /// What it changed of the schema.
    pub(crate) changes: Vec<Operation>,
    /// The locks that it was the first to take in its transaction.
    pub(crate) locks: Vec<PlannedLock>,
    /// What the database said, where it failed and the migration went on.
    pub(crate) error: Option<String>,
}

/// A step, and what it did.
#[derive(Debug)]
pub(crate) struct Inquest {
    pub(crate) direction: Direction,
    pub(crate) in_transaction: bool,
    /// Whether foreign keys were not enforced meanwhile.
    pub(crate) suspends_foreign_keys: bool,
    pub(crate) deeds: Vec<Deed>,
    /// How many more there were than are kept.
    pub(crate) left_out: u64,
}

/// What the guests of a rehearsal had run, and the schema as it is in between.
pub(crate) struct Inquiry {
    reader: Reader,
    /// How many tables may be read; none where there is no end to it.
    tables_max: Option<usize>,
    tables_read: AtomicUsize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// None where nobody has read it since something may have changed it.
    known: Option<Arc<Schema>>,
    heard: HashMap<String, Vec<Access>>,
    calls: usize,
    deeds: Vec<Deed>,
    text_bytes: usize,
    tables_held: usize,
    left_out: u64,
    /// Whether the step may have changed where names are looked up, for as long as it lasts.
    has_settings: bool,
}

impl Inquiry {
    /// `reader` is who reads the schema.
    pub(crate) fn new(reader: Reader) -> Self {
        Self { reader, tables_max: None, tables_read: AtomicUsize::new(0), state: Mutex::default() }
    }

    /// The same, which looks at no further step when so many tables were read: where a server does not tell what has
    /// changed, each read takes all that are there.
    pub(crate) fn within(reader: Reader, tables_max: usize) -> Self {
        Self { tables_max: Some(tables_max), ..Self::new(reader) }
    }

    /// Whether there is nothing more to look at.
    pub(super) fn is_over(&self) -> bool {
        self.tables_max.is_some_and(|tables_max| self.tables_read.load(Ordering::Relaxed) >= tables_max)
    }

    /// The schema as it is now: the same one as before where nothing has changed it.
    pub(super) async fn read(&self, database: &mut dyn Database) -> Result<Arc<Schema>, IntrospectError> {
        let (schema, tables_read) = self.reader.read_and_count(database).await;
        self.tables_read.store(tables_read, Ordering::Relaxed);
        schema
    }

    /// The schema as it is, where nothing has changed it since it was read.
    pub(super) fn known(&self) -> Option<Arc<Schema>> {
        self.state().known.clone()
    }

    pub(super) fn learn(&self, schema: Option<Arc<Schema>>) {
        self.state().known = schema;
    }

    /// Steps that nobody looked at may have changed anything, and one that failed is none.
    pub(crate) fn forget(&self) {
        *self.state() = State::default();
    }

    /// A statement may have changed where names are looked up.
    pub(super) fn note_settings(&self) {
        self.state().has_settings = true;
    }

    /// What a text was seen to do; where nothing was seen this time, what it did before: a database that has read it
    /// once need not read it again.
    pub(super) fn recall(&self, sql: &str, heard: Vec<Access>) -> Vec<Access> {
        let mut state = self.state();
        if heard.is_empty() {
            return state.heard.get(sql).cloned().unwrap_or_default();
        }
        if state.heard.len() < HEARD_MAX {
            state.heard.insert(sql.to_owned(), heard.clone());
        }
        heard
    }

    /// The number of the next call.
    pub(super) fn next_call(&self) -> usize {
        let mut state = self.state();
        state.calls += 1;
        state.calls
    }

    /// Writes down what was done. The same text several times in a row is one deed.
    pub(super) fn write(&self, mut deed: Deed) {
        let mut state = self.state();
        if let Some(last) = state.deeds.last_mut().filter(|last| is_again(last, &deed)) {
            last.locks.append(&mut deed.locks);
            return;
        }
        if state.is_full(&deed) {
            state.left_out += 1;
            return;
        }
        state.text_bytes += deed.sql.len();
        if !Arc::ptr_eq(&deed.before, &deed.after) {
            state.tables_held += deed.after.tables.len();
        }
        state.deeds.push(deed);
    }

    /// A step is over: what it did. The schema stays known, unless it was read under settings of the step.
    pub(super) fn end_step(&self, rehearsed: &Rehearsed<'_>, in_transaction: bool) -> Inquest {
        let (planned, mut state) = (rehearsed.planned, self.state());
        let State { known, deeds, left_out, has_settings, .. } = std::mem::take(&mut *state);
        state.known = known.filter(|_| !has_settings);
        Inquest {
            direction: planned.direction,
            in_transaction,
            suspends_foreign_keys: rehearsed.suspends_foreign_keys,
            deeds,
            left_out,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // What a thread that panicked had written down is true all the same.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn is_full(&self, deed: &Deed) -> bool {
        self.deeds.len() >= DEEDS_MAX
            || self.text_bytes + deed.sql.len() > TEXT_BYTES_MAX
            || self.tables_held + deed.after.tables.len() > TABLES_HELD_MAX
    }
}

fn is_again(last: &Deed, deed: &Deed) -> bool {
    last.sql == deed.sql && last.error == deed.error && last.changes.is_empty() && deed.changes.is_empty()
}

#[cfg(test)]
mod tests {
    use aludel_schema::Scope;

    use super::*;

    #[test]
    fn only_so_many_tables_are_read() {
        let inquiry = Inquiry::within(Reader::new(Scope::default()), 2);
        let over = [0, 1, 2].map(|read| {
            inquiry.tables_read.store(read, Ordering::Relaxed);
            inquiry.is_over()
        });
        assert_eq!(over, [false, false, true]);
        let endless = Inquiry::new(Reader::new(Scope::default()));
        endless.tables_read.store(2, Ordering::Relaxed);
        assert!(!endless.is_over());
    }
}
