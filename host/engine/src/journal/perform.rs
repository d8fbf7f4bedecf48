//! Carries a statement out in the way that makes it last.

use aludel_db::{Fingerprint, JournalState};
use aludel_sql::{Batch, Outcome, SqlError, StatementId, Value};

use super::call::Call;
use super::cursor::Source;
use super::entry::Answer;
use super::log::Enclosing;
use super::memory::kept_of_setting;
use super::recorder::Recorder;
use super::way::{Boundary, Way, way};

/// What is asked of the session.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ask<'call> {
    /// A statement, for what it does.
    Statement { sql: &'call str, parameters: &'call [Value] },
    /// A prepared statement, for what it does.
    Prepared { sql: &'call str, live: StatementId, parameters: &'call [Value] },
    /// A prepared statement, once a row.
    Rows { sql: &'call str, live: StatementId, rows: &'call Batch },
    /// A statement, for its rows, all of them at once.
    Result { sql: &'call str, parameters: &'call [Value] },
}

impl<'call> Ask<'call> {
    pub(super) fn sql(&self) -> &'call str {
        match self {
            Self::Statement { sql, .. }
            | Self::Prepared { sql, .. }
            | Self::Rows { sql, .. }
            | Self::Result { sql, .. } => sql,
        }
    }
}

const COMMITTED: &str = "it rolls back what it had committed there before";

impl Recorder {
    /// Carries it out, and remembers the answer.
    pub(super) async fn perform(&mut self, call: &Call<'_>, ask: Ask<'_>) -> Result<Answer, SqlError> {
        match way(ask.sql(), self.dialect()) {
            Way::Session => {
                let answer = self.send(ask).await?;
                self.log.push(call, kept_of_setting(ask.sql(), self.dialect()));
                self.keep_variables(ask.sql()).await?;
                Ok(answer)
            }
            Way::Temporary => {
                let answer = self.send(ask).await;
                self.log.push(call, if answer.is_ok() { Answer::Temporary } else { kept(&answer) });
                answer
            }
            Way::Read => {
                let answer = self.send(ask).await;
                self.log.push(call, kept(&answer));
                if answer.is_ok() {
                    self.keep_variables(ask.sql()).await?;
                }
                answer
            }
            Way::Change => self.change(call, ask).await,
            Way::Definition => self.define(call, ask).await,
            Way::Boundary(boundary) => self.cross(call, ask, boundary).await,
        }
    }

    async fn change(&mut self, call: &Call<'_>, ask: Ask<'_>) -> Result<Answer, SqlError> {
        let before = match self.log.enclosing {
            Enclosing::Transaction => Fingerprint::default(),
            Enclosing::Nothing => self.before(ask.sql()).await?,
        };
        self.enter().await?;
        match self.send(ask).await {
            Ok(answer) => {
                self.log.push(call, answer.clone());
                self.keep_variables(ask.sql()).await?;
                self.log.count_statement();
                self.leave(Some(ask.sql()), &before).await?;
                Ok(answer)
            }
            Err(error) => {
                // Where the connection is gone, so is what was begun on it.
                let _ = self.give_up().await;
                if self.needs_no_transaction(&error) {
                    return self.define(call, ask).await;
                }
                self.log.push(call, Answer::Failed(error.clone()));
                Err(error)
            }
        }
    }

    async fn define(&mut self, call: &Call<'_>, ask: Ask<'_>) -> Result<Answer, SqlError> {
        self.announce(call, ask.sql()).await?;
        let answer = self.send(ask).await;
        self.defined(call, answer).await
    }

    /// What the guest begins or ends itself: whatever is committed by it has its entries in the same transaction.
    async fn cross(&mut self, call: &Call<'_>, ask: Ask<'_>, boundary: Boundary) -> Result<Answer, SqlError> {
        if std::mem::take(&mut self.has_committed_its_own) {
            match boundary {
                Boundary::Commit => {
                    self.log.push(call, Answer::Outcome(Outcome::default()));
                    return Ok(Answer::Outcome(Outcome::default()));
                }
                Boundary::RollBack => return Err(self.log.not_carried_over(COMMITTED)),
                Boundary::Begin | Boundary::Lock | Boundary::Unlock => {}
            }
        }
        let commits = match boundary {
            Boundary::Commit | Boundary::Lock | Boundary::Unlock => true,
            Boundary::Begin => self.log.enclosing == Enclosing::Transaction || self.is_in_its_own,
            Boundary::RollBack => false,
        };
        if commits && self.log.is_waiting() {
            self.write(JournalState::Done, None, &Fingerprint::default()).await?;
        }
        let answer = self.send(ask).await?;
        let remembered = match boundary {
            Boundary::Lock | Boundary::Unlock => Answer::Again,
            Boundary::Begin | Boundary::Commit | Boundary::RollBack => answer.clone(),
        };
        self.is_in_its_own = boundary == Boundary::Begin && self.log.enclosing == Enclosing::Nothing;
        self.log.push(call, remembered);
        Ok(answer)
    }

    /// Notes what the journal has answered of the transactions that the guest begins and ends.
    pub(super) fn pass(&mut self, sql: &str) {
        match way(sql, self.dialect()) {
            Way::Boundary(boundary) => self.has_committed_its_own = boundary == Boundary::Begin,
            Way::Definition => self.has_committed_its_own = false,
            _ => {}
        }
    }

    pub(super) async fn send(&mut self, ask: Ask<'_>) -> Result<Answer, SqlError> {
        match way(ask.sql(), self.dialect()) {
            Way::Boundary(Boundary::Lock) => self.lock(ask.sql()).await,
            Way::Boundary(Boundary::Unlock) => {
                let answer = self.session.execute(ask.sql(), &[]).await.map(Answer::Outcome);
                let set = self.own().execute("SET autocommit = 1", &[]).await;
                self.lent_to_guest(set)?;
                self.log.locks_tables(false);
                answer
            }
            _ => self.send_as_it_is(ask).await,
        }
    }

    /// Locks the journal together with the tables: nothing else can be written to while there are locks. A transaction that
    /// is begun would take them away, so that there has to be one without.
    async fn lock(&mut self, sql: &str) -> Result<Answer, SqlError> {
        let set = self.own().execute("SET autocommit = 0", &[]).await;
        self.lent_to_guest(set)?;
        // First as the guest wrote it, since that is what it may or may not do.
        let locked = self.session.execute(sql, &[]).await.map(Answer::Outcome)?;
        let journal = aludel_db::Journal::table(self.session.info());
        let with_journal = format!("{}\n, {journal} WRITE", sql.trim_end().trim_end_matches(';'));
        let extended = self.own().execute(&with_journal, &[]).await;
        self.lent_to_guest(extended)?;
        self.log.locks_tables(true);
        Ok(locked)
    }

    async fn send_as_it_is(&mut self, ask: Ask<'_>) -> Result<Answer, SqlError> {
        match ask {
            Ask::Statement { sql, parameters } => self.session.execute(sql, parameters).await.map(Answer::Outcome),
            Ask::Prepared { live, parameters, .. } => {
                self.session.execute_prepared(live, parameters).await.map(Answer::Outcome)
            }
            Ask::Rows { live, rows, .. } => self.session.execute_batch(live, rows.clone()).await.map(Answer::Count),
            Ask::Result { sql, parameters } => {
                let live = self.session.query(sql, parameters).await?;
                let cursor = self.take_all(live).await?;
                let rows = match cursor.source {
                    Source::Kept(rows) => rows.into(),
                    Source::Live(_) | Source::Replayed { .. } => Vec::new(),
                };
                Ok(Answer::Result(cursor.columns, rows))
            }
        }
    }
}

/// What is kept of an answer.
pub(super) fn kept(answer: &Result<Answer, SqlError>) -> Answer {
    match answer {
        Ok(answer) => answer.clone(),
        Err(error) => Answer::Failed(error.clone()),
    }
}
