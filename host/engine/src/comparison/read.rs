//! Reads schemas.

use aludel_db::{DatabaseUrl, Session, introspect};
use aludel_revision::{RevisionId, Target};
use aludel_schema::{Namespaces, Schema, Scope};

use super::Place;
use crate::address::{Access, Address};
use crate::connection::is_missing_file;
use crate::error::Error;
use crate::migrator::Migrator;

/// A schema, and what was written down beside it, as a target does.
pub(crate) use crate::target::TargetSchema as Side;

impl From<Schema> for Side {
    fn from(schema: Schema) -> Self {
        Self { schema, renames: Vec::new(), ignored: Vec::new() }
    }
}

impl Migrator {
    /// The schema of a place.
    pub(crate) async fn side(&self, place: &Place, namespaces: Namespaces) -> Result<Side, Error> {
        let address = self.address()?;
        let scope = scope(&address, namespaces)?;
        match place {
            Place::Database => Ok(self.live_schema(&address, &scope).await?.0.into()),
            Place::Migrations { revision } => Ok(self.schema_at(revision, &scope).await?.into()),
            Place::Target => self.target_schema(&scope).await,
            Place::Sql(path) => self.sql_schema(path, &scope).await,
        }
    }

    /// The live database: its schema and its version rows. A `SQLite` file that is not there yet is an empty one.
    pub(crate) async fn live_schema(
        &self,
        address: &Address,
        scope: &Scope,
    ) -> Result<(Schema, Vec<RevisionId>), Error> {
        let session = self.connect_to_read(address).await?;
        schema_and_heads(session, address, scope).await
    }

    /// The same, and an error where there is no database.
    pub(crate) async fn existing_schema(
        &self,
        address: &Address,
        scope: &Scope,
    ) -> Result<(Schema, Vec<RevisionId>), Error> {
        let session = self.connect(address, Access::Read).await?;
        schema_and_heads(session, address, scope).await
    }

    pub(crate) async fn connect_to_read(&self, address: &Address) -> Result<Box<dyn Session>, Error> {
        match self.connect(address, Access::Read).await {
            Err(Error::Connect(error)) if is_missing_file(address, &error) => {
                let empty =
                    Address { url: DatabaseUrl::in_memory(), guest_url: None, section: address.section.clone() };
                self.connect(&empty, Access::Write).await
            }
            connected => connected,
        }
    }

    /// What the migrations make up to a revision; `current` is where the live database is.
    async fn schema_at(&self, revision: &str, scope: &Scope) -> Result<Schema, Error> {
        if revision != "current" {
            return self.replayed_schema(&[Target::parse(revision)?], scope).await;
        }
        let heads = self.read_heads().await?;
        let targets = heads.iter().map(|head| Target::parse(head.as_str())).collect::<Result<Vec<_>, _>>()?;
        self.replayed_schema(&targets, scope).await
    }
}

async fn schema_and_heads(
    mut session: Box<dyn Session>,
    address: &Address,
    scope: &Scope,
) -> Result<(Schema, Vec<RevisionId>), Error> {
    let ledger = address.ledger()?;
    let heads = ledger.heads(&mut *session).await;
    let schema = introspect(&mut *session, scope).await;
    // Both were read; a goodbye that fails changes nothing.
    let _ = session.close().await;
    Ok((schema?, heads?.unwrap_or_default()))
}

/// Which part of a database is read: never the tables that Aludel keeps there.
pub(crate) fn scope(address: &Address, namespaces: Namespaces) -> Result<Scope, Error> {
    Ok(Scope { namespaces, tables: None, without: address.ledger()?.tables() })
}
