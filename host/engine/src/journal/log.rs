//! What is known of one migration's calls: those of an earlier run that are still to be answered, and those of this
//! one that are not written down yet.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use aludel_db::{Fence, Fingerprint, Journal, JournalKey, JournalRow, JournalState, LedgerError, LockError, Session};
use aludel_sql::{ErrorKind, SqlError};

use super::call::Call;
use super::entry::{Answer, Content, Entry, Mark, encode};
use super::memory::Memory;
use super::resume::Start;

/// How many bytes of rows are kept to be given again; of what comes after them, only the mark is.
const KEPT_BYTES_MAX: usize = 1 << 20;

/// How many entries wait in memory. More are written as soon as there is a place for them.
const WAITING_MAX: usize = 20_000;

/// What is around a migration whose calls are written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Enclosing {
    /// A transaction that definitions commit.
    Transaction,
    /// Nothing.
    Nothing,
}

/// A migration that did something else than it did before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Divergence {
    /// Which call it was, counted from 1.
    pub(crate) call: usize,
    /// What is not the same.
    pub(crate) what: &'static str,
    /// The statement that it sends there now, if it sends another one.
    pub(crate) statement: Option<String>,
}

/// The calls of one migration, shared by the guest's recorder and whoever runs the guest.
#[derive(Debug)]
pub(crate) struct Log {
    journal: Journal,
    key: JournalKey,
    run_id: String,
    pub(super) enclosing: Enclosing,
    fence: Option<Fence>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    replay: VecDeque<Entry>,
    /// What the connection is to be told before the next call is sent.
    memory: Memory,
    replayed: usize,
    waiting: Vec<Entry>,
    /// How many of those waiting are committed already, by a definition.
    committed: usize,
    /// Statements of which the rows tell.
    written: u64,
    /// Statements since then that are committed, and those that are not.
    lasting: u64,
    unsettled: u64,
    /// What was committed before the last row was written. That row can be rolled back, and then no row tells of it.
    before_row: Option<BeforeRow>,
    kept_bytes: usize,
    has_rows: bool,
    /// Names in the definitions so far.
    names: Vec<String>,
    divergence: Option<Divergence>,
    /// Whether a statement was announced and nobody knows what became of it.
    is_in_doubt: bool,
    /// Whether the migration has locked tables, so that no other one can be written to but the journal.
    has_locked_tables: bool,
    /// Who took the lock from the run, once a row was not written for that.
    taken_over: Option<LockError>,
}

/// What is committed and was in no row, when a row was written that tells of it.
#[derive(Debug)]
struct BeforeRow {
    entries: Vec<Entry>,
    lasting: u64,
    /// Statements of which the rows before it tell.
    written: u64,
}

impl Log {
    pub(crate) fn new(journal: Journal, key: JournalKey, run_id: String, enclosing: Enclosing, start: Start) -> Self {
        let waiting: Vec<Entry> = start.found.into_iter().collect();
        let found = waiting.len();
        let mut state = State {
            replay: start.entries.into(),
            waiting,
            committed: found,
            written: start.statements - found as u64,
            lasting: found as u64,
            has_rows: start.has_rows,
            names: start.names,
            ..State::default()
        };
        state.recall();
        Self { journal, key, run_id, enclosing, fence: None, state: Mutex::new(state) }
    }

    /// The same, whose rows are written only while the run has the lock.
    pub(crate) fn fenced(self, fence: Option<Fence>) -> Self {
        Self { fence, ..self }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The answer of an earlier run to this call, while there is one.
    pub(super) fn replayed(&self, call: &Call<'_>) -> Result<Option<Answer>, SqlError> {
        let mut state = self.state();
        if state.divergence.is_some() {
            return Err(refused());
        }
        let Some(entry) = state.replay.front() else { return Ok(None) };
        if entry.call != Mark::of(call) {
            let what = "it asks for something else than it did there before";
            return Err(diverged(&mut state, what, call.sql()));
        }
        state.replayed += 1;
        let entry = state.replay.pop_front();
        state.recall();
        Ok(entry.map(|entry| entry.answer))
    }

    /// Notes that the migration has come to its end: where an earlier run of it went on, it is not what it was.
    pub(crate) fn ended(&self) {
        let mut state = self.state();
        if !state.replay.is_empty() {
            diverged(&mut state, "it ends, and went on there before", None);
        }
    }

    /// What the connection is to be told, once.
    pub(super) fn take_memory(&self) -> Memory {
        std::mem::take(&mut self.state().memory)
    }

    /// Remembers what whoever goes on tells its connection.
    pub(super) fn push_memory(&self, answer: Answer) {
        self.state().waiting.push(Entry { call: Mark::of(&"memory"), answer });
    }

    /// Whether calls are still answered from the journal.
    pub(super) fn is_replaying(&self) -> bool {
        !self.state().replay.is_empty()
    }

    /// Notes that rows which are read again are not those of before.
    pub(super) fn rows_changed(&self) -> SqlError {
        diverged(&mut self.state(), "the rows that it reads there are no longer the same", None)
    }

    /// Notes that the call cannot be carried over from one run to the next.
    pub(super) fn not_carried_over(&self, what: &'static str) -> SqlError {
        diverged(&mut self.state(), what, None)
    }

    /// Where the migration did something else than before, if it did.
    pub(crate) fn divergence(&self) -> Option<Divergence> {
        self.state().divergence.clone()
    }

    /// Remembers a call that was carried out and its answer. Rows beyond a limit are remembered by their mark.
    pub(super) fn push(&self, call: &Call<'_>, answer: Answer) {
        let mut state = self.state();
        let size = answer.size();
        let answer = match answer {
            Answer::Rows(_) | Answer::Batch(_) if state.kept_bytes + size > KEPT_BYTES_MAX => {
                Answer::Unkept(Mark::of(&answer))
            }
            kept => {
                state.kept_bytes += size;
                kept
            }
        };
        state.waiting.push(Entry { call: Mark::of(call), answer });
    }

    /// Notes that everything up to now is committed, with one more statement.
    pub(super) fn committed(&self) {
        let mut state = self.state();
        state.is_in_doubt = false;
        // So are the rows.
        state.before_row = None;
        state.committed = state.waiting.len();
        state.lasting += std::mem::take(&mut state.unsettled) + 1;
    }

    /// Counts a statement that will last with the row that is written next.
    pub(super) fn count_statement(&self) {
        self.state().unsettled += 1;
    }

    /// Whether there are entries that no row has.
    pub(super) fn is_waiting(&self) -> bool {
        !self.state().waiting.is_empty()
    }

    pub(super) fn has_too_many(&self) -> bool {
        self.state().waiting.len() > WAITING_MAX
    }

    pub(super) fn add_names(&self, names: &[String]) {
        let mut state = self.state();
        let new: Vec<String> = names.iter().filter(|name| !state.names.contains(name)).cloned().collect();
        state.names.extend(new);
    }

    /// The names in all definitions so far.
    pub(crate) fn names(&self) -> Vec<String> {
        self.state().names.clone()
    }

    /// How many statements of the migration last.
    pub(crate) fn statements(&self) -> u64 {
        let state = self.state();
        state.written + state.lasting
    }

    /// Whether a statement was announced and nobody knows what became of it.
    pub(crate) fn is_in_doubt(&self) -> bool {
        self.state().is_in_doubt
    }

    /// Whether the journal has rows of this migration.
    pub(crate) fn has_rows(&self) -> bool {
        self.state().has_rows
    }

    /// Writes a row with all entries that wait, in whatever transaction the session is in. Of an announced statement
    /// the row says what its objects look like before it.
    pub(super) async fn write(
        &self,
        session: &mut dyn Session,
        state: JournalState,
        statement: Option<&str>,
        fingerprint: &Fingerprint,
    ) -> Result<(), LedgerError> {
        self.append(session, state, (statement, None), fingerprint).await
    }

    /// Writes such a row before a statement that no transaction holds.
    pub(super) async fn announce(
        &self,
        session: &mut dyn Session,
        statement: &str,
        announced: Entry,
        before: &Fingerprint,
    ) -> Result<(), LedgerError> {
        self.append(session, JournalState::Began, (Some(statement), Some(announced)), before).await?;
        self.state().is_in_doubt = true;
        Ok(())
    }

    async fn append(
        &self,
        session: &mut dyn Session,
        state: JournalState,
        (statement, announced): (Option<&str>, Option<Entry>),
        fingerprint: &Fingerprint,
    ) -> Result<(), LedgerError> {
        let (row, count) = {
            let log = self.state();
            let content = Content { entries: log.waiting.clone(), announced };
            (self.row(&log, &content, state, statement, fingerprint), log.waiting.len())
        };
        self.check_fence(session).await?;
        self.journal.append(session, &row).await?;
        self.forget(count);
        Ok(())
    }

    /// Whoever took the lock over goes on from the rows that are there, and does what this run would do now: before a
    /// definition, and in each transaction of its own, the run makes sure that it still has the lock.
    async fn check_fence(&self, session: &mut dyn Session) -> Result<(), LedgerError> {
        let Some(fence) = self.fence.as_ref().filter(|_| !self.state().has_locked_tables) else { return Ok(()) };
        let Err(error) = fence.check(session).await else { return Ok(()) };
        let (told, error) = match error {
            LockError::Database { error } => (error, None),
            taken => (Box::new(SqlError::new(ErrorKind::Other, taken.to_string())), Some(taken)),
        };
        self.state().taken_over = error;
        Err(LedgerError::Database { action: "check", table: "aludel_lock".to_owned(), error: told })
    }

    /// Who took the lock from the run, where that kept a row from being written.
    pub(crate) fn take_taken_over(&self) -> Option<LockError> {
        self.state().taken_over.take()
    }

    /// Notes that the migration locks tables, or lets go of them.
    pub(super) fn locks_tables(&self, has_locked_tables: bool) {
        self.state().has_locked_tables = has_locked_tables;
    }

    /// How many statements last by what the rows say; none where there are no rows. This asks the database, which may have
    /// a row whose answer was lost.
    pub(crate) async fn statements_in_rows(&self, session: &mut dyn Session) -> Result<Option<u64>, LedgerError> {
        let rows = self.journal.rows(session).await?;
        Ok(rows.iter().rev().find(|row| row.key == self.key).map(|row| row.statements))
    }

    /// Writes what is committed and in no row yet, when the migration has failed and the rest of it is rolled back. Rows that
    /// wait and were not committed are gone with the transaction.
    pub(crate) async fn write_stopped(&self, session: &mut dyn Session) -> Result<(), LedgerError> {
        let rows = self.journal.rows(session).await?;
        let last = rows.iter().rev().find(|row| row.key == self.key);
        let lasting = self.lasting_after_rollback(last.map_or(0, |row| row.statements));
        if self.is_in_doubt() {
            // What became of that statement has to be found out, and its row says what there was before it.
            return Ok(());
        }
        if lasting == 0 {
            return if last.is_some() { self.journal.clear(session, &self.key).await.map(drop) } else { Ok(()) };
        }
        let names = self.names();
        let found = aludel_db::fingerprint(session, &names).await;
        let unread =
            |error| LedgerError::Database { action: "read", table: "catalogue".to_owned(), error: Box::new(error) };
        self.write(session, JournalState::Stopped, None, &found.map_err(unread)?).await
    }

    /// Forgets what was rolled back, and gives how many statements last.
    fn lasting_after_rollback(&self, written: u64) -> u64 {
        let mut state = self.state();
        state.forget_unsettled(written);
        state.written + state.lasting
    }

    fn row(
        &self,
        log: &State,
        content: &Content,
        state: JournalState,
        statement: Option<&str>,
        fingerprint: &Fingerprint,
    ) -> JournalRow {
        JournalRow {
            key: self.key.clone(),
            run_id: self.run_id.clone(),
            state,
            statements: log.written + log.lasting + log.unsettled,
            statement: statement.map(str::to_owned),
            entries: encode(content),
            fingerprint: encode(&fingerprint.objects),
        }
    }

    fn forget(&self, count: usize) {
        let mut state = self.state();
        let (committed, lasting, written) = (state.committed.min(count), state.lasting, state.written);
        let entries: Vec<Entry> = state.waiting.drain(..count).take(committed).collect();
        if committed > 0 {
            state.before_row = Some(BeforeRow { entries, lasting, written });
        }
        state.committed = state.committed.saturating_sub(count);
        state.written += state.lasting + state.unsettled;
        (state.lasting, state.unsettled) = (0, 0);
        state.has_rows = true;
    }

    /// Tells the journal that the statement it announced was answered.
    pub(super) async fn answered(&self, session: &mut dyn Session) -> Result<(), LedgerError> {
        self.state().is_in_doubt = false;
        self.journal.answered(session, &self.key).await
    }

    /// Removes the rows of the migration, in the transaction that writes its version row.
    pub(crate) async fn clear(&self, session: &mut dyn Session) -> Result<(), LedgerError> {
        if self.has_rows() { self.journal.clear(session, &self.key).await.map(drop) } else { Ok(()) }
    }
}

impl State {
    /// Passes over the entries that are no calls.
    fn recall(&mut self) {
        while self.replay.front().is_some_and(|entry| self.memory.recall(&entry.answer)) {
            self.replay.pop_front();
        }
    }

    /// Keeps what is committed, after everything else was rolled back: of so many statements the rows tell.
    fn forget_unsettled(&mut self, written: u64) {
        self.written = written;
        if let Some(before) = self.before_row.take_if(|before| before.written == written) {
            // The row is gone.
            (self.committed, self.lasting) = (before.entries.len(), before.lasting);
            self.waiting = before.entries;
        }
        let committed = self.committed;
        self.waiting.truncate(committed);
        self.unsettled = 0;
    }
}

fn diverged(state: &mut State, what: &'static str, statement: Option<&str>) -> SqlError {
    let (call, statement) = (state.replayed + 1, statement.map(str::to_owned));
    state.divergence.get_or_insert(Divergence { call, what, statement });
    refused()
}

/// What a guest is told from then on.
fn refused() -> SqlError {
    let message = "the migration cannot go on where it stopped, because it is not what it was";
    SqlError::new(ErrorKind::Other, message)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use aludel_db::lock::status::break_lock;
    use aludel_db::{ConnectOptions, DatabaseUrl, Ledger, Lock, LockIdentity, LockPurpose, LockRequest, connect};
    use aludel_revision::{Direction, RevisionId};
    use aludel_sql::Outcome;

    use super::*;

    fn log() -> Log {
        let key = JournalKey { revision: RevisionId::parse("a1").expect("it is one"), direction: Direction::Up };
        let journal = Ledger::new("aludel_version").expect("the name is short").journal();
        Log::new(journal, key, "run".to_owned(), Enclosing::Transaction, Start::default())
    }

    fn call(sql: &str) -> Call<'_> {
        Call::Execute { sql, parameters: &[] }
    }

    fn well() -> Answer {
        Answer::Outcome(Outcome::default())
    }

    fn announced(sql: &str) -> Entry {
        Entry { call: Mark::of(&call(sql)), answer: well() }
    }

    const CREATE: &str = "CREATE TABLE t (a INTEGER)";
    const INSERT: &str = "INSERT INTO t VALUES (1)";
    const ALTER: &str = "ALTER TABLE t ADD b INTEGER";

    #[tokio::test]
    async fn a_definition_is_not_forgotten_with_the_row_that_is_rolled_back() {
        let log = log();
        let mut session = connect(&DatabaseUrl::in_memory(), &ConnectOptions::default()).await.expect("it is there");
        let session = &mut *session;
        log.journal.ensure(session).await.expect("it can be made");
        // The transaction that the definition commits.
        session.begin().await.expect("none is open");
        log.announce(session, CREATE, announced(CREATE), &Fingerprint::default()).await.expect("it is written");
        session.commit().await.expect("one is open");
        log.push(&call(CREATE), well());
        log.committed();
        session.begin().await.expect("none is open");
        log.push(&call(INSERT), well());
        log.count_statement();
        // The next definition is refused before it commits anything.
        log.announce(session, ALTER, announced(ALTER), &Fingerprint::default()).await.expect("it is written");
        log.answered(session).await.expect("it is written");
        session.rollback().await.expect("one is open");

        log.write_stopped(session).await.expect("it is written");
        let rows = log.journal.rows(session).await.expect("they can be read");
        let told: Vec<_> = rows.iter().map(|row| (row.state, row.statements)).collect();
        assert_eq!(told, [(JournalState::Began, 0), (JournalState::Stopped, 1)]);
        assert_eq!(log.statements(), 1);
    }

    #[tokio::test]
    async fn nothing_is_written_for_a_run_that_lost_the_lock() {
        let folder = tempfile::TempDir::new().expect("the system has a temporary folder");
        let url = DatabaseUrl::parse("sqlite:of.db", folder.path()).expect("it is one");
        let mut session = connect(&url, &ConnectOptions::default()).await.expect("it can be made");
        let session = &mut *session;
        let request = LockRequest {
            version_table: "aludel_version".to_owned(),
            timeout: Duration::ZERO,
            identity: LockIdentity { who: "ana".to_owned(), from: "build-7".to_owned(), process: 7 },
            run_id: "run".to_owned(),
            purpose: LockPurpose::Commit,
            kind: None,
        };
        let lock = Lock::acquire(&url, session, request, &mut |_| {}).await.expect("nobody has it");
        let log = log().fenced(lock.fence().cloned());
        log.journal.ensure(session).await.expect("it can be made");
        let none = Fingerprint::default();
        log.write(session, JournalState::Done, None, &none).await.expect("it has the lock");
        assert!(log.take_taken_over().is_none());

        break_lock(&url, session, "aludel_version", ("ben", "it hangs")).await.expect("somebody has it");
        log.announce(session, ALTER, announced(ALTER), &none).await.expect_err("it has lost the lock");
        assert!(matches!(log.take_taken_over(), Some(LockError::TakenOver { .. })));
        assert!(!log.is_in_doubt());
        assert_eq!(log.journal.rows(session).await.expect("they can be read").len(), 1);
    }
}
