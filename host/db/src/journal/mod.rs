//! How far a migration came that cannot be rolled back.
//!
//! `MySQL` and `MariaDB` commit at every definition, and `transaction = false` leaves every statement standing. So what
//! such a migration has done is written down beside it, and the next run goes on where the last one stopped:
//!
//! - a row `began` is written before a statement that no transaction can hold. It says which statement that is, what
//!   its objects look like, and everything that was finished before it.
//! - a row `done` is written in the transaction of what it tells, so that both are there or neither.
//! - a row `stopped` is written when a migration failed and the process lived on to say so.
//!
//! The rows of a migration go away in the transaction that writes its version row. What an entry holds is the caller's.

mod read;
mod statements;

use aludel_revision::{Direction, RevisionId};
use aludel_sql::{DatabaseInfo, Dialect, Value};

use crate::ledger::{LedgerError, columns_of, direction_word};
use crate::session::{Session, fetch_own, own};

/// The table.
pub(crate) const JOURNAL: &str = "aludel_journal";

/// Which migration a row belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalKey {
    /// The revision.
    pub revision: RevisionId,
    /// Up or down.
    pub direction: Direction,
}

/// What a row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JournalState {
    /// A statement was about to be sent; whether it was carried out has to be found out.
    Began,
    /// Everything in it is done.
    Done,
    /// Everything in it is done, and then the migration failed.
    Stopped,
}

/// One row of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalRow {
    /// The migration.
    pub key: JournalKey,
    /// The run that wrote it.
    pub run_id: String,
    /// What it says.
    pub state: JournalState,
    /// How many statements are finished, this row's entries included.
    pub statements: u64,
    /// The statement that was about to be sent, or the one that the row is about, if it is one.
    pub statement: Option<String>,
    /// What was asked and answered since the row before, as the caller encodes it.
    pub entries: Vec<u8>,
    /// What objects look like, as the caller encodes it: before the statement, or when the migration stopped.
    pub fingerprint: Vec<u8>,
}

/// The journal beside one version table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journal {
    version_table: String,
}

impl Journal {
    /// The journal of a version table whose name was checked by a [`crate::Ledger`].
    pub(crate) fn new(version_table: &str) -> Self {
        Self { version_table: version_table.to_owned() }
    }

    /// Creates the table if it is missing, and checks its shape if it is not. On `MySQL` this commits.
    pub async fn ensure(&self, session: &mut dyn Session) -> Result<(), LedgerError> {
        if self.exists(session).await? {
            return Ok(());
        }
        let sql = statements::create(session.dialect(), &statements::table(session.house()));
        own(session).execute(&sql, &[]).await.map_err(LedgerError::sql("create", JOURNAL))?;
        Ok(())
    }

    /// The rows of every migration, oldest first; none without the table. Writes nothing.
    pub async fn rows(&self, session: &mut dyn Session) -> Result<Vec<JournalRow>, LedgerError> {
        if !self.exists(session).await? {
            return Ok(Vec::new());
        }
        let sql = statements::select(session.dialect(), &statements::table(session.house()));
        let parameters = [Value::Text(self.version_table.clone())];
        let rows = fetch_own(session, &sql, &parameters).await.map_err(LedgerError::sql("read", JOURNAL))?;
        rows.iter().map(read::row).collect()
    }

    /// Whether there are rows of any migration, whatever they say. Writes nothing.
    pub async fn has_rows(&self, session: &mut dyn Session) -> Result<bool, LedgerError> {
        if !self.exists(session).await? {
            return Ok(false);
        }
        let sql = statements::select_any(session.dialect(), &statements::table(session.house()));
        let parameters = [Value::Text(self.version_table.clone())];
        let rows = fetch_own(session, &sql, &parameters).await.map_err(LedgerError::sql("read", JOURNAL))?;
        Ok(!rows.is_empty())
    }

    /// Adds a row, in whatever transaction the session is in.
    pub async fn append(&self, session: &mut dyn Session, row: &JournalRow) -> Result<(), LedgerError> {
        let sql = statements::insert(session.dialect(), &statements::table(session.house()));
        let parameters = read::values(&self.version_table, row);
        session.execute_for_house(&sql, &parameters).await.map_err(LedgerError::sql("write", JOURNAL))?;
        Ok(())
    }

    /// Notes that the statement which the last row of a migration announced was answered: it is not in doubt.
    pub async fn answered(&self, session: &mut dyn Session, key: &JournalKey) -> Result<(), LedgerError> {
        let sql = statements::update_answered(session.dialect(), &statements::table(session.house()));
        let parameters = self.key_values(key);
        session.execute_for_house(&sql, &parameters).await.map_err(LedgerError::sql("write", JOURNAL))?;
        Ok(())
    }

    /// Removes the rows of a migration; gives how many there were.
    pub async fn clear(&self, session: &mut dyn Session, key: &JournalKey) -> Result<u64, LedgerError> {
        let sql = statements::delete(session.dialect(), &statements::table(session.house()));
        let parameters = self.key_values(key);
        let outcome = session.execute_for_house(&sql, &parameters).await.map_err(LedgerError::sql("write", JOURNAL))?;
        Ok(outcome.rows_affected)
    }

    /// Removes the rows of every migration; nothing without the table.
    pub async fn clear_all(&self, session: &mut dyn Session) -> Result<(), LedgerError> {
        if !self.exists(session).await? {
            return Ok(());
        }
        let sql = statements::delete_all(session.dialect(), &statements::table(session.house()));
        let parameters = [Value::Text(self.version_table.clone())];
        session.execute_for_house(&sql, &parameters).await.map_err(LedgerError::sql("write", JOURNAL))?;
        Ok(())
    }

    fn key_values(&self, key: &JournalKey) -> [Value; 3] {
        [&self.version_table, key.revision.as_str(), direction_word(key.direction)]
            .map(|text| Value::Text(text.to_owned()))
    }

    /// Whether the table is there and is ours.
    pub async fn exists(&self, session: &mut dyn Session) -> Result<bool, LedgerError> {
        let columns = columns_of(session, JOURNAL).await?;
        let has_all = statements::COLUMNS.iter().all(|column| columns.iter().any(|found| found == column));
        match columns.is_empty() {
            false if !has_all => Err(LedgerError::wrong_shape(JOURNAL, columns, &statements::COLUMNS)),
            is_missing => Ok(!is_missing),
        }
    }

    /// The table as a statement of this connection names it.
    pub fn table(info: &DatabaseInfo) -> String {
        statements::table(info)
    }

    /// The text that creates the table, for SQL that somebody else will run.
    pub fn sql_ensure(&self, dialect: Dialect) -> String {
        statements::create(dialect, &statements::unqualified(dialect))
    }
}
