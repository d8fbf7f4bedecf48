//! What a database knows about its migrations: the version table and the history.
//!
//! - `aludel_version(version_num)`: the heads, in the shape of Alembic's table, so that an `alembic_version` table can
//!   be taken over as it is.
//! - `aludel_history`: append-only, one row for every step that ran or was stamped. Times are text in RFC 3339, UTC,
//!   which sorts and which every database can cast. Its column `version_table` keeps several ledgers apart.
//! - `aludel_lock`: one row a version table, who may commit: see [`crate::lock::lease`].
//!
//! Tables are named with their schema, so that neither a temporary table nor a search path that a migration changed
//! comes between.

mod elsewhere;
mod entry;
mod error;
mod names;
pub(crate) mod read;
mod statements;

use std::collections::HashMap;

use aludel_revision::{Direction, HeadsChange, RevisionId};
use aludel_sql::literal::LiteralError;
use aludel_sql::{Dialect, IdentifierError, Value};

use crate::journal::{JOURNAL, Journal};
use crate::session::{Session, fetch_all, fetch_own, own};
use names::Names;

pub(crate) use names::{HOUSE_SCHEMA, LOCK, house_database};
pub(crate) use statements::{table_options, text_type};

pub use entry::{AppliedDigest, HistoryEntry, HistoryOutcome};
pub(crate) use entry::{direction_from_word, direction_word};
pub use error::{ExpectedRow, LedgerError};
pub(crate) use names::{equals, quoted};

/// The version table of one project in a database, and the history beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    version_table: String,
    /// Where migrations have a login of their own.
    house_in_texts: Option<HouseInTexts>,
}

/// Where the tables are for texts of SQL that somebody else will run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HouseInTexts {
    /// The schema or the database.
    pub(crate) place: String,
    /// Who is to own what a text creates, where tables have owners.
    pub(crate) owner: Option<String>,
}

impl Ledger {
    /// A ledger with a version table of that name, in the schema (on `MySQL`: the database) of the connection. The
    /// name must be one that every database keeps whole.
    pub fn new(version_table: &str) -> Result<Self, IdentifierError> {
        for dialect in [Dialect::Postgres, Dialect::Mysql] {
            dialect.quote(version_table)?;
            dialect.quote(&names::primary_key(version_table))?;
        }
        Ok(Self { version_table: version_table.to_owned(), house_in_texts: None })
    }

    /// The same with texts of SQL that name the tables where they are for two logins.
    pub(crate) fn with_house_in_texts(self, house: HouseInTexts) -> Self {
        Self { house_in_texts: Some(house), ..self }
    }

    /// The name of the version table.
    pub fn version_table(&self) -> &str {
        &self.version_table
    }

    /// How far migrations came that cannot be rolled back.
    pub fn journal(&self) -> Journal {
        Journal::new(&self.version_table)
    }

    /// Every table that a project keeps in its database beside its own.
    pub fn tables(&self) -> Vec<String> {
        vec![self.version_table.clone(), names::HISTORY.to_owned(), JOURNAL.to_owned(), names::LOCK.to_owned()]
    }

    /// The rows of the version table, sorted; none without the table. Writes nothing.
    pub async fn heads(&self, session: &mut dyn Session) -> Result<Option<Vec<RevisionId>>, LedgerError> {
        let names = self.names(session);
        if !self.has_version_table(session).await? {
            elsewhere::check(session, &self.version_table).await?;
            return Ok(None);
        }
        let sql = format!("SELECT version_num FROM {}", names.version);
        let rows = fetch_own(session, &sql, &[]).await.map_err(LedgerError::sql("read", &self.version_table))?;
        let heads = rows.iter().map(|row| read::revision(&self.version_table, &row[0]));
        let mut heads = heads.collect::<Result<Vec<_>, _>>()?;
        heads.sort();
        Ok(Some(heads))
    }

    /// Creates what is missing, and checks the shape of what is there. On `MySQL` this commits, so it comes before
    /// any transaction.
    pub async fn ensure(&self, session: &mut dyn Session) -> Result<(), LedgerError> {
        let names = self.names(session);
        let dialect = session.dialect();
        if !self.has_version_table(session).await? {
            let sql = statements::create_version(dialect, &names, &self.version_table);
            own(session).execute(&sql, &[]).await.map_err(LedgerError::sql("create", &self.version_table))?;
        }
        if !self.has_history(session).await? {
            let sql = statements::create_history(dialect, &names);
            own(session).execute(&sql, &[]).await.map_err(LedgerError::sql("create", names::HISTORY))?;
        }
        session.ensure_house().await.map_err(LedgerError::sql("set up", &self.version_table))
    }

    /// Changes rows of the version table. Each must be there, or not be there, as the change says; else another
    /// runner has moved the heads, and whatever was done in this transaction must be rolled back. Writes nothing when
    /// the migration has ended the transaction that it ran in.
    pub async fn advance(&self, session: &mut dyn Session, change: &HeadsChange) -> Result<(), LedgerError> {
        session.check_transaction().await.map_err(LedgerError::sql("write", &self.version_table))?;
        let names = self.names(session);
        for movement in statements::movements(change) {
            let (sql, parameters) = movement.statement(session.dialect(), &names.version);
            let result = session.execute_for_house(&sql, &parameters).await;
            error::check_moved(&self.version_table, &movement, result)?;
        }
        Ok(())
    }

    /// Removes every row of the version table; gives how many there were.
    pub async fn purge(&self, session: &mut dyn Session) -> Result<u64, LedgerError> {
        let sql = format!("DELETE FROM {}", self.names(session).version);
        let result = session.execute_for_house(&sql, &[]).await;
        result.map(|outcome| outcome.rows_affected).map_err(LedgerError::sql("empty", &self.version_table))
    }

    /// Adds a row to the history.
    pub async fn record(&self, session: &mut dyn Session, entry: &HistoryEntry) -> Result<(), LedgerError> {
        let sql = statements::insert_history(session.dialect(), &self.names(session));
        let parameters = entry.values(&self.version_table);
        session.execute_for_house(&sql, &parameters).await.map_err(LedgerError::sql("write", names::HISTORY))?;
        Ok(())
    }

    /// Whether the history has the row of a step. Asked after a commit, because the driver's word is not proof.
    pub async fn confirm(
        &self,
        session: &mut dyn Session,
        run_id: &str,
        revision: &RevisionId,
        direction: Direction,
    ) -> Result<bool, LedgerError> {
        let sql = statements::select_step(session.dialect(), &self.names(session));
        let parameters = [&self.version_table, run_id, revision.as_str(), entry::direction_word(direction)]
            .map(|text| Value::Text(text.to_owned()));
        let rows = fetch_own(session, &sql, &parameters).await.map_err(LedgerError::sql("read", names::HISTORY))?;
        Ok(!rows.is_empty())
    }

    /// What each revision was when it last ran upwards or was stamped, if the history knows. Writes nothing.
    pub async fn applied_digests(
        &self,
        session: &mut dyn Session,
    ) -> Result<HashMap<RevisionId, AppliedDigest>, LedgerError> {
        if !self.has_history(session).await? {
            return Ok(HashMap::new());
        }
        let sql = statements::select_applied(session.dialect(), &self.names(session));
        let parameters = [Value::Text(self.version_table.clone())];
        let rows = fetch_own(session, &sql, &parameters).await.map_err(LedgerError::sql("read", names::HISTORY))?;
        rows.iter().map(|row| read::applied(names::HISTORY, row)).collect()
    }

    /// The history, oldest first. Writes nothing.
    pub async fn history(&self, session: &mut dyn Session) -> Result<Vec<HistoryEntry>, LedgerError> {
        if !self.has_history(session).await? {
            return Ok(Vec::new());
        }
        let sql = statements::select_history(session.dialect(), &self.names(session));
        let parameters = [Value::Text(self.version_table.clone())];
        let rows = fetch_own(session, &sql, &parameters).await.map_err(LedgerError::sql("read", names::HISTORY))?;
        rows.iter().map(|row| read::entry(names::HISTORY, row)).collect()
    }

    /// The text that creates the tables, for SQL that somebody else will run.
    pub fn sql_ensure(&self, dialect: Dialect) -> Vec<String> {
        let names = self.names_in_texts(dialect);
        let mut texts = vec![
            statements::create_version(dialect, &names, &self.version_table),
            statements::create_history(dialect, &names),
        ];
        // Whoever runs the text, the login of the house writes these tables later.
        if let Some(owner) = self.house_in_texts.as_ref().and_then(|house| house.owner.as_deref()) {
            let give = |table: &String| format!("ALTER TABLE {table} OWNER TO {}", quoted(dialect, owner));
            texts.extend([&names.version, &names.history].map(give));
        }
        texts
    }

    /// The text that changes rows of the version table, for SQL that somebody else will run.
    pub fn sql_advance(&self, dialect: Dialect, change: &HeadsChange) -> Vec<String> {
        let names = self.names_in_texts(dialect);
        statements::movements(change).iter().map(|movement| movement.text(dialect, &names.version)).collect()
    }

    /// The text that removes every row of the version table.
    pub fn sql_purge(&self, dialect: Dialect) -> String {
        format!("DELETE FROM {}", self.names_in_texts(dialect).version)
    }

    /// The text that adds a row to the history, for SQL that somebody else will run. A name that holds NUL has none.
    pub fn sql_record(&self, dialect: Dialect, entry: &HistoryEntry) -> Result<String, LiteralError> {
        let names = self.names_in_texts(dialect);
        statements::insert_history_text(dialect, &names, &entry.values(&self.version_table))
    }

    fn names_in_texts(&self, dialect: Dialect) -> Names {
        let place = self.house_in_texts.as_ref().map(|house| house.place.as_str());
        Names::in_schema(dialect, place, &self.version_table)
    }

    fn names(&self, session: &dyn Session) -> Names {
        Names::qualified(session.house(), &self.version_table)
    }

    async fn has_version_table(&self, session: &mut dyn Session) -> Result<bool, LedgerError> {
        let columns = columns_of(session, &self.version_table).await?;
        match columns.as_slice() {
            [] => Ok(false),
            [column] if column == "version_num" => Ok(true),
            _ => Err(LedgerError::wrong_shape(&self.version_table, columns, &["version_num"])),
        }
    }

    async fn has_history(&self, session: &mut dyn Session) -> Result<bool, LedgerError> {
        let columns = columns_of(session, names::HISTORY).await?;
        // A later version of this program may have added columns.
        let has_all = names::HISTORY_COLUMNS.iter().all(|column| columns.iter().any(|found| found == column));
        match columns.is_empty() {
            false if !has_all => Err(LedgerError::wrong_shape(names::HISTORY, columns, &names::HISTORY_COLUMNS)),
            is_missing => Ok(!is_missing),
        }
    }
}

/// The columns of a table of the house; none without it.
pub(crate) async fn columns_of(session: &mut dyn Session, table: &str) -> Result<Vec<String>, LedgerError> {
    let (sql, parameters) = statements::select_columns(session.house(), table);
    let rows = fetch_all(own(session), &sql, &parameters).await.map_err(LedgerError::sql("look up", table))?;
    rows.iter().map(|row| read::text(table, &row[0])).collect()
}
