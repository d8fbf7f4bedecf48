//! Connecting to the project's database, and what its ledger says.

use aludel_db::{ConnectError, ConnectOptions, DatabaseUrl, Ledger, Session};
use aludel_revision::{Place, RevisionId, Target};
use async_trait::async_trait;

use crate::address::{Access, Address};
use crate::error::Error;
use crate::migrator::Migrator;

/// Makes sessions. The tests put one in its place whose sessions fail.
#[async_trait]
pub(crate) trait Connector: Send + Sync {
    async fn connect(&self, url: &DatabaseUrl, options: &ConnectOptions) -> Result<Box<dyn Session>, ConnectError>;
}

/// The drivers of [`aludel_db`].
pub(crate) struct Drivers;

#[async_trait]
impl Connector for Drivers {
    async fn connect(&self, url: &DatabaseUrl, options: &ConnectOptions) -> Result<Box<dyn Session>, ConnectError> {
        aludel_db::connect(url, options).await
    }
}

impl Address {
    /// The tables that say where this database is.
    pub(crate) fn ledger(&self) -> Result<Ledger, Error> {
        Ledger::new(&self.section.version_table).map_err(Error::VersionTableName)
    }
}

impl Migrator {
    pub(crate) async fn connect(&self, address: &Address, access: Access) -> Result<Box<dyn Session>, Error> {
        let options = address.connect_options(access);
        let session = self.connector.connect(&address.url, &options).await;
        session.map_err(|error| Error::Connect(Box::new(error)))
    }

    /// The version rows, where one of the targets depends on them; else none, without asking.
    pub(crate) async fn heads_for(&self, targets: &[String]) -> Result<Vec<RevisionId>, Error> {
        let parsed = targets.iter().map(|target| Target::parse(target)).collect::<Result<Vec<_>, _>>()?;
        if parsed.iter().any(names_the_database) { self.read_heads().await } else { Ok(Vec::new()) }
    }

    /// The version rows; none where there is no database file yet, since the first upgrade makes it.
    pub(crate) async fn read_heads(&self) -> Result<Vec<RevisionId>, Error> {
        let address = self.address()?;
        let ledger = address.ledger()?;
        let mut session = match self.connect(&address, Access::Read).await {
            Err(Error::Connect(error)) if is_missing_file(&address, &error) => return Ok(Vec::new()),
            connected => connected?,
        };
        let heads = ledger.heads(&mut *session).await;
        // The rows were read; a goodbye that fails changes nothing.
        let _ = session.close().await;
        Ok(heads?.unwrap_or_default())
    }
}

/// Whether what the target names depends on where the database is.
pub(crate) fn names_the_database(target: &Target) -> bool {
    matches!(target.place(), Place::Current | Place::Here)
}

/// Whether there is no database because its file was not made yet.
pub(crate) fn is_missing_file(address: &Address, error: &ConnectError) -> bool {
    address.url.file().is_some() && matches!(error, ConnectError::DatabaseMissing { .. })
}
