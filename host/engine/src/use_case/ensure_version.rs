//! `ensure-version`: the tables of the ledger, without any migration.

use crate::address::Access;
use crate::error::Error;
use crate::migrator::Migrator;

impl Migrator {
    /// Creates the version table and the history where they are missing, and checks the shape of those that are there.
    pub async fn ensure_version(&self) -> Result<(), Error> {
        let address = self.address()?;
        let ledger = address.ledger()?;
        let mut session = self.connect(&address, Access::Write).await?;
        let ensured = ledger.ensure(&mut *session).await;
        // The tables are made or not; a goodbye that fails changes nothing.
        let _ = session.close().await;
        Ok(ensured?)
    }
}
