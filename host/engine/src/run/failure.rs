//! What went wrong with a step, and in what state the database is.

use aludel_db::{LedgerError, LockError, Session};
use aludel_project::config::PACKAGES_FOLDER;
use aludel_project::package::layout::BLOBS;
use aludel_project::sql_section::{ScriptPhase, statement_line};
use aludel_revision::RevisionId;
use aludel_sandbox::{Failure, Frame, RunError};
use aludel_sql::{ErrorKind, SqlError};

use crate::address::Access;
use crate::agreement::difference::PlanDifference;
use crate::error::{
    DanglingRow, DatabaseState, Error, FailedStatement, FailureCause, GuestFrame, MigrationFailure, is_full,
};
use crate::event::{Direction, Event, Note};
use crate::housing::Program;
use crate::journal::Log;
use crate::monitor::{AskedInCheck, SentStatement, is_refusal};
use crate::run::decide::Isolation;
use crate::run::enclosure::{self, Standing};
use crate::run::execution::{Execution, Running};
use crate::run::settle::is_lost;

/// Why a step stops before its commit.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The guest said no, crashed, or reached a limit.
    Guest(RunError),
    /// The database refused something that the run itself asked for.
    Database(SqlError),
    /// The version table or the history refused.
    Ledger(LedgerError),
    /// The lock is not this run's any more, or could not be asked for.
    Lock(LockError),
    /// The guest went on after an error, and the server would roll everything back at the commit.
    Swallowed,
    /// The guest did something else than the plan says.
    OffPlan(Box<PlanDifference>),
    /// Rows point nowhere, now that foreign keys were not enforced.
    Dangling(Vec<DanglingRow>),
    /// The guest ended the transaction.
    LeftTransaction,
    /// The guest is not what it was when it stopped.
    Diverged,
    /// Somebody asked to stop.
    Asked,
}

/// What a new connection sees of a step whose own connection did not tell how it ended.
struct Seen {
    /// Whether the step is in the history.
    is_recorded: bool,
    heads: Vec<String>,
    /// How many of its statements last, where something of it does.
    lasting: Option<usize>,
}

impl Execution<'_> {
    /// Undoes the step and says everything about it.
    pub(crate) async fn failed(&self, running: &Running<'_>, program: &Program, stop: Stop) -> Error {
        // Whatever the guest makes of it.
        let stop = running.log.as_ref().and_then(|log| log.take_taken_over()).map_or(stop, Stop::Lock);
        let state = self.undo(running, &stop).await;
        if let Some((log, divergence)) = running.log.as_ref().and_then(|log| Some((log, log.divergence()?))) {
            return Self::diverged(running, log, &divergence);
        }
        // What a guest makes of being stopped is of no interest.
        let left_plan = running.promise.as_ref().and_then(|promise| promise.difference()).map(Box::new);
        let stop = left_plan.map_or(stop, Stop::OffPlan);
        let revision = running.planned.revision.to_string();
        let path = running.planned.path.clone();
        match stop {
            Stop::Asked => Error::Cancelled { revision: Some(revision), state },
            Stop::LeftTransaction => Error::LeftTransaction { revision, path, state },
            Stop::OffPlan(difference) => {
                Error::OffPlan { revision, direction: running.planned.direction, path, difference, state }
            }
            Stop::Lock(error @ LockError::TakenOver { .. }) => {
                let state = self.state_after_overtaking(state).await;
                Error::LockTaken { revision: Some(revision), error: Box::new(error), state }
            }
            Stop::Ledger(error @ LedgerError::HeadsMoved { .. }) => Error::Ledger(Box::new(error)),
            stop => {
                let statement = self.failed_statement(running, program, &stop);
                let cause = cause(running, stop);
                migration_failed(running, cause, statement, state)
            }
        }
    }

    /// Rolls back as far as that goes.
    async fn undo(&self, running: &Running<'_>, stop: &Stop) -> DatabaseState {
        let isolation = running.planned.isolation;
        let mut lent = self.session.lend().await;
        let session = &mut **lent;
        let standing = match (stop, running.standing()) {
            (Stop::Database(error), _) if is_lost(error) => Standing::Lost(error.clone()),
            (Stop::Lock(LockError::Database { error }), _) if is_lost(error) => Standing::Lost((**error).clone()),
            (_, Some(standing)) => standing,
            (_, None) => enclosure::go_back(session, isolation).await,
        };
        let rolled_back = session.rollback().await;
        drop(lent);
        let lost = match (&standing, rolled_back) {
            (Standing::Lost(error), _) => Some(error.clone()),
            (_, Err(error)) if is_lost(&error) => Some(error),
            _ => None,
        };
        match lost {
            Some(error) => self.state_after_loss(running, &error).await,
            None => self.state_after_rollback(running, &standing).await,
        }
    }

    async fn state_after_rollback(&self, running: &Running<'_>, standing: &Standing) -> DatabaseState {
        let mut because = self.why_kept(running);
        let done = match &running.log {
            Some(log) => {
                if let Err(error) = self.write_stopped(log).await {
                    because = format!("{because}; and that it stopped could not be written down ({error})");
                }
                usize::try_from(log.statements()).unwrap_or(usize::MAX)
            }
            None if *standing == Standing::Ended && !self.is_undone_by_server(running) => {
                running.trace.statements_done()
            }
            None => 0,
        };
        if done == 0 && !running.log.as_ref().is_some_and(|log| log.is_in_doubt()) {
            return DatabaseState::RolledBack { heads: texts(&self.heads_kept) };
        }
        DatabaseState::InDoubt { heads: self.ask_heads().await, because, statements_done: done }
    }

    /// A step that was half done is whole by now, if whoever took the lock over has moved the heads: they could not without it.
    async fn state_after_overtaking(&self, state: DatabaseState) -> DatabaseState {
        let heads = self.ask_heads().await;
        match state {
            DatabaseState::InDoubt { .. } if heads != texts(&self.heads_kept) => DatabaseState::Committed { heads },
            state => state.with_heads(heads),
        }
    }

    /// Some failures end the transaction and take all of it back.
    fn is_undone_by_server(&self, running: &Running<'_>) -> bool {
        self.dialect.rolls_back_on_failure() && running.trace.last_was_failure()
    }

    /// Tells the journal that the step stopped. Where it cannot be told, its rows still say what they said before.
    async fn write_stopped(&self, log: &Log) -> Result<(), LedgerError> {
        let mut lent = self.session.lend().await;
        let session = &mut **lent;
        session.begin().await.map_err(unwritten)?;
        // Whoever took the lock over goes on from these rows, or has gone on; until the end of the transaction nobody can.
        let written = match self.check_fence(session).await {
            Ok(()) => log.write_stopped(session).await,
            Err(LockError::Database { error }) => Err(unwritten(*error)),
            Err(_) => Ok(()),
        };
        match written {
            Ok(()) => session.commit().await.map_err(unwritten),
            Err(error) => {
                // The error says what happened; a rollback that fails leaves it to the end of the connection.
                let _ = session.rollback().await;
                Err(error)
            }
        }
    }

    fn why_kept(&self, running: &Running<'_>) -> String {
        if running.planned.isolation == Isolation::Nothing {
            "it ran outside of a transaction".to_owned()
        } else if self.dialect.commits_on_define() {
            format!("{} commits at every CREATE, ALTER and DROP", self.dialect.display_name())
        } else {
            "the migration ended its transaction itself".to_owned()
        }
    }

    /// The heads as the database has them; as this run knows them, if it does not answer.
    pub(crate) async fn ask_heads(&self) -> Vec<String> {
        let mut lent = self.session.lend().await;
        match self.ledger.heads(&mut **lent).await {
            Ok(heads) => texts(&heads.unwrap_or_default()),
            Err(_) => texts(&self.heads_kept),
        }
    }

    /// A transaction whose connection is gone before its commit was sent is rolled back by the server.
    async fn state_after_loss(&self, running: &Running<'_>, error: &SqlError) -> DatabaseState {
        match self.ask_again(running).await {
            Ok(Seen { heads, lasting: Some(statements_done), .. }) => {
                DatabaseState::InDoubt { heads, because: format!("the connection was lost ({error})"), statements_done }
            }
            Ok(Seen { heads, .. }) => DatabaseState::RolledBack { heads },
            Err(because) => DatabaseState::Unknown { because },
        }
    }

    /// The commit was sent and not answered with yes: only the database knows.
    pub(crate) async fn ask_after_commit(&self, running: &Running<'_>, error: SqlError) -> Result<(), Error> {
        if is_lost(&error) {
            return self.after_commit(running, format!("the connection was lost at the commit: {error}")).await;
        }
        // An error that is no loss is an answer, but it can be that of what came after the commit.
        let _ = self.session.lend().await.rollback().await;
        if let Ok(Seen { is_recorded: true, .. }) = self.ask_again(running).await {
            let because = format!("the commit was answered with an error: {error}");
            self.tell(&Event::Note(found_committed(&running.planned.revision, &because)));
            return Ok(());
        }
        let standing = running.standing().unwrap_or(Standing::Intact);
        let state = self.state_after_rollback(running, &standing).await;
        Err(migration_failed(running, FailureCause::Database(error), None, state))
    }

    /// The commit was answered with yes, and then the history could not be read.
    pub(crate) async fn ask_after_answer(&self, running: &Running<'_>, error: &LedgerError) -> Result<(), Error> {
        self.after_commit(running, format!("the commit was answered, and then {error}")).await
    }

    /// Whoever has its row in the history is committed, answer or not.
    async fn after_commit(&self, running: &Running<'_>, because: String) -> Result<(), Error> {
        let state = match self.ask_again(running).await {
            Ok(Seen { is_recorded: true, .. }) => {
                self.tell(&Event::Note(found_committed(&running.planned.revision, &because)));
                return Ok(());
            }
            Ok(Seen { heads, lasting: Some(statements_done), .. }) => {
                DatabaseState::InDoubt { heads, because: self.why_kept(running), statements_done }
            }
            Ok(Seen { heads, .. }) => DatabaseState::RolledBack { heads },
            Err(because) => DatabaseState::Unknown { because },
        };
        Err(migration_failed(running, FailureCause::Bookkeeping(because), None, state))
    }

    pub(crate) async fn not_recorded(&self, running: &Running<'_>) -> Error {
        Error::NotRecorded {
            revision: running.planned.revision.to_string(),
            direction: running.planned.direction,
            because: "the server rolled back what it was asked to commit".to_owned(),
            heads: self.ask_heads().await,
        }
    }

    /// Asks on a new connection what became of a step.
    async fn ask_again(&self, running: &Running<'_>) -> Result<Seen, String> {
        let mut session = self.connect_to_ask().await?;
        let (is_recorded, heads) =
            self.ask_on(&mut *session, &running.planned.revision, running.planned.direction).await?;
        let journaled = match &running.log {
            Some(log) => log.statements_in_rows(&mut *session).await.map_err(|error| error.to_string())?,
            None => None,
        };
        // It was only asked; a goodbye that fails changes nothing.
        let _ = session.close().await;
        let known = running.stays().then(|| running.statements_lasting());
        // The last row may be there without an answer, and with it what it tells of.
        let journaled = journaled.map(|statements| usize::try_from(statements).unwrap_or(usize::MAX));
        Ok(Seen { is_recorded, heads, lasting: known.max(journaled) })
    }

    /// Asks on a new connection whether a step of this run is in the history, and where the heads are.
    pub(crate) async fn ask_about(
        &self,
        revision: &RevisionId,
        direction: Direction,
    ) -> Result<(bool, Vec<String>), String> {
        let mut session = self.connect_to_ask().await?;
        let answer = self.ask_on(&mut *session, revision, direction).await?;
        // It was only asked; a goodbye that fails changes nothing.
        let _ = session.close().await;
        Ok(answer)
    }

    async fn ask_on(
        &self,
        session: &mut dyn Session,
        revision: &RevisionId,
        direction: Direction,
    ) -> Result<(bool, Vec<String>), String> {
        let heads = self.ledger.heads(session).await.map_err(|error| error.to_string())?;
        let is_there = match &heads {
            Some(_) => self.confirm(session, revision, direction).await.map_err(|error| error.to_string())?,
            None => false,
        };
        Ok((is_there, texts(&heads.unwrap_or_default())))
    }

    /// A connection that sees how everything ended: a commit that is still on its way, or being carried out, is waited for.
    /// Before that, nothing that is read says anything.
    async fn connect_to_ask(&self) -> Result<Box<dyn Session>, String> {
        // Waiting for a row takes the right to write it.
        let access = if self.fence.is_some() { Access::Write } else { Access::Read };
        let mut session = self.migrator.connect(self.address, access).await.map_err(|error| error.to_string())?;
        if let Some(fence) = &self.fence {
            fence.await_end(&mut *session).await.map_err(|error| error.to_string())?;
        }
        Ok(session)
    }

    fn failed_statement(&self, running: &Running<'_>, program: &Program, stop: &Stop) -> Option<FailedStatement> {
        self.refused_answer(running, program, stop).or_else(|| self.refused_statement(running, program, stop))
    }

    /// The query of a check in SQL that was answered with what must not be. Guests in code say in words what they miss.
    fn refused_answer(&self, running: &Running<'_>, program: &Program, stop: &Stop) -> Option<FailedStatement> {
        let Stop::Guest(RunError::Failed(Failure::Other(_))) = stop else { return None };
        let section = program.section(CHECKS)?;
        let AskedInCheck { number, text } = running.trace.last_asked_in_check()?;
        let line = statement_line(section, ScriptPhase::Verify, self.dialect, number - 1);
        Some(FailedStatement { number, line, text, in_check: true })
    }

    fn refused_statement(&self, running: &Running<'_>, program: &Program, stop: &Stop) -> Option<FailedStatement> {
        let sent = running.trace.last_failed()?;
        let belongs = match stop {
            Stop::Guest(error) if refusal_of(running, error).is_some() => true,
            Stop::Guest(RunError::Failed(Failure::Database(error))) => is_the_same(error, &sent.error),
            Stop::Swallowed => true,
            _ => false,
        };
        belongs.then(|| self.located(running, program, &sent))
    }

    fn located(&self, running: &Running<'_>, program: &Program, sent: &SentStatement) -> FailedStatement {
        let check = sent.number_in_check.filter(|_| program.section(CHECKS).is_some());
        let (name, phase, number) = match check {
            Some(number) => (CHECKS, ScriptPhase::Verify, number),
            None => ("sql", script_phase(running.planned.direction), sent.number),
        };
        let section = program.section(name).filter(|_| sent.number_in_script.is_none());
        let line = section.and_then(|section| statement_line(section, phase, self.dialect, number - 1));
        FailedStatement { number, line, text: self.text_of(sent), in_check: check.is_some() }
    }

    /// The statement alone, where it was one of a script.
    fn text_of(&self, sent: &SentStatement) -> String {
        let nth = sent.number_in_script.and_then(|number| number.checked_sub(1));
        let statements = nth.and_then(|nth| Some((nth, aludel_sql::split(&sent.text, self.dialect).ok()?)));
        let statement = statements.and_then(|(nth, statements)| statements.get(nth).map(|found| found.text.to_owned()));
        statement.unwrap_or_else(|| sent.text.clone())
    }
}

fn unwritten(error: SqlError) -> LedgerError {
    LedgerError::Database { action: "write", table: "aludel_journal".to_owned(), error: Box::new(error) }
}

pub(crate) fn found_committed(revision: &RevisionId, because: &str) -> Note {
    let text = format!("{because}; asked again, the database says that `{revision}` is committed");
    Note { code: "found_committed", text }
}

/// Whether a guest failed with the very error that a statement got. A library for guests may add details, such as a trace.
fn is_the_same(error: &SqlError, sent: &SqlError) -> bool {
    let known = |error: &SqlError| SqlError { extras: Vec::new(), ..error.clone() };
    error.extras.starts_with(&sent.extras) && known(error) == known(sent)
}

/// The refusal that a guest ended with, as the host told it: a guest can say anything, also that it was refused.
///
/// Few guests hand an error on as they got it. Whatever one says when it asks for nothing more after a refusal, that is
/// what stopped it; its own words are added.
fn refusal_of(running: &Running<'_>, error: &RunError) -> Option<SqlError> {
    let sent = running.trace.last_failed().filter(|sent| is_refusal(&sent.error))?;
    if matches!(error, RunError::Failed(Failure::Database(error)) if is_the_same(error, &sent.error)) {
        return Some(sent.error);
    }
    let words = match error {
        RunError::Failed(failure) => failure.to_string(),
        RunError::Trapped { message, .. } => message.clone(),
        RunError::LimitReached { .. } | RunError::NotExported { .. } | RunError::ProcessEnded { .. } => return None,
    };
    let was_last = sent.number == running.trace.statements_sent();
    was_last.then(|| SqlError { message: format!("{}. It ended with: {words}", sent.error.message), ..sent.error })
}

fn migration_failed(
    running: &Running<'_>,
    cause: FailureCause,
    statement: Option<FailedStatement>,
    state: DatabaseState,
) -> Error {
    let mut failure = MigrationFailure {
        revision: running.planned.revision.to_string(),
        direction: running.planned.direction,
        path: running.planned.path.clone(),
        statement,
        cause,
        state,
        next: String::new(),
    };
    failure.next = next(&failure);
    Error::MigrationFailed(Box::new(failure))
}

/// What `aludel:sql-check` is called inside of a program.
const CHECKS: &str = "sql-check";

fn script_phase(direction: Direction) -> ScriptPhase {
    match direction {
        Direction::Up => ScriptPhase::Upgrade,
        Direction::Down => ScriptPhase::Downgrade,
    }
}

fn cause(running: &Running<'_>, stop: Stop) -> FailureCause {
    match stop {
        Stop::Guest(error) => match refusal_of(running, &error) {
            Some(refusal) => FailureCause::Refused(refusal),
            None => guest_cause(error),
        },
        Stop::Database(error) if is_refusal(&error) => FailureCause::Refused(error),
        Stop::Database(error) => FailureCause::Database(error),
        Stop::Ledger(LedgerError::Database { error, .. }) if is_full(&error) => FailureCause::Database(*error),
        Stop::Ledger(LedgerError::Database { error, .. }) if error.kind != ErrorKind::Other => {
            FailureCause::Bookkeeping(format!("its version row could not be written: {error}"))
        }
        Stop::Ledger(error) => FailureCause::Bookkeeping(error.to_string()),
        Stop::Lock(LockError::Database { error }) => FailureCause::Database(*error),
        Stop::Lock(error) => FailureCause::Bookkeeping(error.to_string()),
        Stop::Dangling(rows) => FailureCause::ForeignKeys(rows),
        Stop::Swallowed => match running.trace.last_failed() {
            Some(sent) => FailureCause::Database(sent.error),
            None => FailureCause::Bookkeeping("the server has given the transaction up".to_owned()),
        },
        Stop::LeftTransaction | Stop::OffPlan(_) | Stop::Diverged | Stop::Asked => {
            FailureCause::Guest("it was stopped".to_owned())
        }
    }
}

/// What stopped a guest, in the words of the public errors.
pub(crate) fn guest_cause(error: RunError) -> FailureCause {
    match error {
        RunError::Failed(Failure::Database(error)) => FailureCause::Database(error),
        RunError::Failed(Failure::Irreversible(reason)) => FailureCause::Irreversible(reason),
        RunError::Failed(Failure::Precondition(reason)) => FailureCause::Precondition(reason),
        RunError::Failed(Failure::Other(reason)) => FailureCause::Guest(reason),
        RunError::Trapped { message, trap: _, frames } => {
            FailureCause::Trapped { message, frames: guest_frames(&frames) }
        }
        RunError::LimitReached { limit, allowed, frames } => FailureCause::LimitReached {
            limit: limit.to_string(),
            allowed: allowed.to_string(),
            raise: limit.raise(allowed),
            frames: guest_frames(&frames),
        },
        RunError::ProcessEnded { how } => FailureCause::ProcessEnded(how),
        error @ RunError::NotExported { .. } => FailureCause::Guest(error.to_string()),
    }
}

fn guest_frames(frames: &[Frame]) -> Vec<GuestFrame> {
    let location = |frame: &Frame| match (&frame.file, frame.line) {
        (Some(file), Some(line)) => Some(format!("{file}:{line}")),
        (file, _) => file.clone(),
    };
    frames.iter().map(|frame| GuestFrame { function: frame.function.clone(), location: location(frame) }).collect()
}

/// What `PostgreSQL` answers to what no transaction may hold, such as CREATE INDEX CONCURRENTLY.
const ACTIVE_TRANSACTION: &str = "25001";

/// What to do next, with a command that can be pasted.
fn next(failure: &MigrationFailure) -> String {
    let MigrationFailure { revision, direction, path, cause, state, .. } = failure;
    let verb = direction.verb();
    match (state, cause) {
        (DatabaseState::InDoubt { .. }, FailureCause::Database(error)) if is_full(error) => {
            format!("make room for the database and run `aludel {verb}` again: it goes on where it stopped")
        }
        (DatabaseState::InDoubt { .. }, FailureCause::Database(error)) if is_kept_waiting(error) => {
            format!("once nobody is in the way, run `aludel {verb}` again: it goes on where it stopped")
        }
        (DatabaseState::InDoubt { .. }, FailureCause::Database(error)) if is_lost(error) => {
            format!("see that the database can be reached and run `aludel {verb}` again: it goes on where it stopped")
        }
        (DatabaseState::InDoubt { .. }, FailureCause::Bookkeeping(_)) => {
            format!("see to what is in the way, then run `aludel {verb}` again: it goes on where it stopped")
        }
        (DatabaseState::InDoubt { .. }, FailureCause::Refused(error)) => {
            let grant = after_refusal(error, path);
            format!("what it did before stays, and `aludel {verb}` goes on after that; {grant}")
        }
        (DatabaseState::InDoubt { .. }, _) => {
            let stamp = match direction {
                Direction::Up => format!("`aludel stamp {revision}`"),
                Direction::Down => "`aludel stamp` with the revision below it".to_owned(),
            };
            format!(
                "mend {path} where it stopped and run `aludel {verb}` again: it goes on there; or finish it by hand and \
                 run {stamp}"
            )
        }
        (DatabaseState::Unknown { .. }, _) => {
            "see that the database can be reached, then ask it where it is: `aludel current`".to_owned()
        }
        (DatabaseState::Committed { .. }, _) => format!("run `aludel {verb}` again to go on with what comes after it"),
        (_, FailureCause::Database(error)) if is_lost(error) => {
            format!("see that the database can be reached and run `aludel {verb}` again; {path} need not change")
        }
        (_, FailureCause::Database(error)) if is_kept_waiting(error) => {
            format!("once nobody is in the way, run `aludel {verb}` again; {path} need not change")
        }
        (_, FailureCause::Refused(error)) => after_refusal(error, path),
        (_, FailureCause::LimitReached { raise, .. }) => {
            format!("allow more in aludel.toml, under `[limits]`: {raise}; then run `aludel {verb}` again")
        }
        (_, FailureCause::ProcessEnded(_)) => {
            format!(
                "look at what {path} does before it runs again: what no guest may do ends its process; what was compiled of it \
                 is not kept, so it is compiled anew"
            )
        }
        (_, FailureCause::Irreversible(_)) => {
            format!("write its downgrade in {path}, or go forward with a new migration: `aludel revision -m ...`")
        }
        (_, FailureCause::Database(error)) if error.sqlstate.as_deref() == Some(ACTIVE_TRANSACTION) => {
            format!("write `transaction = false` in the header of {path} and run `aludel {verb}` again")
        }
        (_, FailureCause::Database(error)) if is_full(error) => {
            format!("make room for the database and run `aludel {verb}` again; {path} need not change")
        }
        _ => match label_of_package(path) {
            Some(label) => format!(
                "ask the author of the package for a version that is mended, then: aludel package update {label}"
            ),
            None => format!("mend {path} and run `aludel {verb}` again"),
        },
    }
}

/// Whether a statement waited for somebody until its time was over, and it is told for whom.
fn is_kept_waiting(error: &SqlError) -> bool {
    error.kind == ErrorKind::Timeout && error.extra("blocked-by").is_some()
}

/// `audit` of `packages/audit/blobs/sha256/…`: nobody can mend what is held to its digest.
fn label_of_package(path: &str) -> Option<&str> {
    let (label, rest) = path.strip_prefix(PACKAGES_FOLDER)?.strip_prefix('/')?.split_once('/')?;
    rest.starts_with(BLOBS).then_some(label)
}

/// What would let a migration do what it was refused.
fn after_refusal(error: &SqlError, path: &str) -> String {
    match error.extra("grant") {
        Some(lines) if lines.starts_with("[needs]") => {
            format!("it asks for less than it does; if it is meant to, write this into the header of {path}:\n{lines}")
        }
        Some(lines) => format!("if it is meant to, write this into aludel.toml and run the command again:\n{lines}"),
        None if error.extra("access") == Some("transaction") => {
            format!(
                "leave BEGIN, COMMIT and ROLLBACK out of {path} and use savepoints, or write `transaction = false` \
                 into its header"
            )
        }
        None => format!("take it out of {path}: nothing grants it"),
    }
}

fn texts(heads: &[RevisionId]) -> Vec<String> {
    heads.iter().map(ToString::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_was_kept_waiting_need_not_mend_anything() {
        let waited = SqlError::new(ErrorKind::Timeout, "lock timeout").with_extra("blocked-by", "connection 7");
        let rolled_back = DatabaseState::RolledBack { heads: Vec::new() };
        let mut failure = MigrationFailure {
            revision: "a".to_owned(),
            direction: Direction::Up,
            path: "migrations/a.sql".to_owned(),
            statement: None,
            cause: FailureCause::Database(waited),
            state: rolled_back,
            next: String::new(),
        };
        let expected = "once nobody is in the way, run `aludel upgrade` again; migrations/a.sql need not change";
        assert_eq!(next(&failure), expected);
        failure.state =
            DatabaseState::InDoubt { heads: Vec::new(), because: "it was so".to_owned(), statements_done: 1 };
        assert_eq!(
            next(&failure),
            "once nobody is in the way, run `aludel upgrade` again: it goes on where it stopped"
        );
        failure.cause = FailureCause::Database(SqlError::new(ErrorKind::Connection, "the server is gone"));
        assert!(next(&failure).ends_with("be reached and run `aludel upgrade` again: it goes on where it stopped"));
        failure.cause = FailureCause::Database(SqlError::new(ErrorKind::Timeout, "statement timeout"));
        assert!(next(&failure).starts_with("mend migrations/a.sql"), "nobody was in the way of that");
    }
}
