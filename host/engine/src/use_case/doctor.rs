//! `doctor`: the state of a database, in words.

use aludel_db::{ConnectError, JournalRow, Session, checkup, files_beside, fingerprint};
use aludel_revision::RevisionId;
use aludel_sql::{Dialect, SqlError};

use crate::address::{Access, Address};
use crate::connection::is_missing_file;
use crate::diagnosis::half_way::{self, Runner};
use crate::diagnosis::report::{DoctorReport, HalfWayReport};
use crate::diagnosis::{ledger, logins, surroundings};
use crate::error::{DatabaseState, Error};
use crate::journal::resume::names_to_ask;
use crate::migrator::Migrator;
use crate::run::integrity;

impl Migrator {
    /// Looks at the database and tells what is to be known of it, and what is to be done. Writes nothing.
    pub async fn doctor(&self) -> Result<DoctorReport, Error> {
        let address = self.address()?;
        // Before the connection is made: it may take away what lies there.
        let beside = files_beside(&address.url);
        let mut report = match self.examined(&address).await {
            Err(Error::Connect(error)) if is_missing_file(&address, &error) => {
                DoctorReport { findings: vec![surroundings::missing()], ..empty(&address) }
            }
            Err(Error::Connect(error)) if matches!(*error, ConnectError::GuestLogin { .. }) => {
                DoctorReport { findings: vec![logins::of_problem(&error)], ..empty(&address) }
            }
            // Whoever only reads cannot take back what another process was cut off at.
            Err(Error::Connect(_) | Error::Ledger(_)) if beside.journal.is_some() => {
                DoctorReport { findings: vec![surroundings::unreadable()], ..empty(&address) }
            }
            examined => examined?,
        };
        report.findings.extend(surroundings::of_files(&beside));
        report.findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        Ok(report)
    }

    async fn examined(&self, address: &Address) -> Result<DoctorReport, Error> {
        let mut session = self.connect(address, Access::Read).await?;
        let report = self.examine(address, &mut *session).await;
        // Everything was read; a goodbye that fails changes nothing.
        let _ = session.close().await;
        report
    }

    async fn examine(&self, address: &Address, session: &mut dyn Session) -> Result<DoctorReport, Error> {
        let rows = address.ledger()?.heads(session).await?.unwrap_or_default();
        let mut report = DoctorReport {
            // `mysql://` leads to MariaDB as well.
            dialect: session.dialect().name(),
            heads: rows.iter().map(ToString::to_string).collect(),
            is_at_heads: self.is_at_heads(&rows)?,
            lock: lock_holder(address, session).await?,
            ..empty(address)
        };
        report.findings.extend(report.lock.as_deref().map(surroundings::locked));
        self.examine_journal(address, session, &mut report).await?;
        self.examine_ledger(address, session, &rows, &mut report).await?;
        match aludel_db::guest_login::guest_login(session).await.map_err(unread)? {
            Some(guest) => report.findings.extend(logins::of_guest(&guest)),
            None if session.dialect() == Dialect::Postgres => {
                report.findings.extend(logins::of_one_login(self.config.grants.trust.len()));
            }
            None => {}
        }
        let found = checkup(session).await.map_err(unread)?;
        report.findings.extend(surroundings::of_checkup(&found));
        Ok(report)
    }

    fn is_at_heads(&self, rows: &[RevisionId]) -> Result<bool, Error> {
        let heads = self.catalogue()?.graph().effective_heads();
        Ok(heads.len() == rows.len() && heads.iter().all(|head| rows.contains(head)))
    }

    async fn examine_journal(
        &self,
        address: &Address,
        session: &mut dyn Session,
        report: &mut DoctorReport,
    ) -> Result<(), Error> {
        let rows = of_last_migration(address.ledger()?.journal().rows(session).await?);
        let Some(half) = self.half_way(session, &rows).await? else { return Ok(()) };
        let runner = if report.lock.is_some() { Runner::AtIt } else { Runner::Nobody };
        report.findings.push(half_way::finding(&half, runner));
        report.half_way = Some(half);
        Ok(())
    }

    async fn half_way(&self, session: &mut dyn Session, rows: &[JournalRow]) -> Result<Option<HalfWayReport>, Error> {
        let dialect = session.dialect();
        let live = fingerprint(session, &names_to_ask(rows, dialect)).await.map_err(unread)?;
        Ok(half_way::report(self.catalogue()?, rows, &live, dialect))
    }

    async fn examine_ledger(
        &self,
        address: &Address,
        session: &mut dyn Session,
        rows: &[RevisionId],
        report: &mut DoctorReport,
    ) -> Result<(), Error> {
        let (catalogue, book) = (self.catalogue()?, address.ledger()?);
        let of_rows = ledger::of_rows(catalogue, rows)?;
        // What stands half applied is not applied either, and its finding says how to go on.
        report
            .findings
            .extend(of_rows.into_iter().filter(|found| report.half_way.is_none() || found.code != "pending"));
        if !catalogue.graph().undeclared(rows).is_empty() {
            return Ok(());
        }
        let applied = ledger::applied(catalogue, rows)?;
        report.findings.extend(ledger::of_history(rows, &applied, &book.history(session).await?));
        let changes = integrity::changes(catalogue, rows, &book.applied_digests(session).await?)?;
        report.findings.extend(ledger::of_sources(changes));
        Ok(())
    }
}

/// The rows of the migration that the last row belongs to: no other one is begun before it is done.
pub(super) fn of_last_migration(mut rows: Vec<JournalRow>) -> Vec<JournalRow> {
    if let Some(key) = rows.last().map(|row| row.key.clone()) {
        rows.retain(|row| row.key == key);
    }
    rows
}

async fn lock_holder(address: &Address, session: &mut dyn Session) -> Result<Option<String>, Error> {
    let status = aludel_db::lock::status::status(&address.url, session, &address.section.version_table).await;
    let status = status.map_err(|error| Error::Lock(Box::new(error)))?;
    Ok(status.is_held().then(|| status.holder().to_string()))
}

fn empty(address: &Address) -> DoctorReport {
    DoctorReport {
        database: address.url.to_string(),
        dialect: address.url.dialect().name(),
        heads: Vec::new(),
        is_at_heads: false,
        half_way: None,
        lock: None,
        findings: Vec::new(),
    }
}

pub(super) fn unread(error: SqlError) -> Error {
    Error::Transaction { error: Box::new(error), state: DatabaseState::AtRest { heads: Vec::new() } }
}
