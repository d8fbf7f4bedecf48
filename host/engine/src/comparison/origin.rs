//! Where a comparison with the target starts: at the live database, or at what the migrations make.

use std::collections::HashSet;

use aludel_db::ConnectError;
use aludel_revision::RevisionId;

use super::Place;
use super::read::{Side, scope};
use crate::address::Address;
use crate::error::Error;
use crate::event::Note;
use crate::migrator::Migrator;

/// The variable that is set where nobody looks at a database: on a build server.
const CI_VARIABLE: &str = "CI";

/// Where a comparison with the target starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Origin {
    /// At the database, which has to be at the heads; at the migrations where there is no database, or where the
    /// variable `CI` is set.
    #[default]
    Either,
    /// At what the migrations make on an empty database.
    Migrations,
}

/// What is compared with the target.
pub(crate) struct Start {
    pub(crate) place: Place,
    pub(crate) side: Side,
    /// In a sentence.
    pub(crate) name: &'static str,
    pub(crate) notes: Vec<Note>,
}

impl Migrator {
    /// What the target is compared with.
    pub(crate) async fn start(&self, origin: Origin) -> Result<Start, Error> {
        if origin == Origin::Migrations {
            return self.start_at_migrations(Vec::new()).await;
        }
        if (self.options.variables)(CI_VARIABLE).is_some_and(|value| !value.is_empty() && value != "false") {
            return self.start_at_migrations(vec![because("the variable CI is set")]).await;
        }
        match self.start_at_database().await {
            Err(Error::Connect(error)) if self.can_do_without(&error)? => {
                self.start_at_migrations(vec![because(&error.to_string())]).await
            }
            started => started,
        }
    }

    /// A database that is not there can be done without, as long as there is a place for a scratch database.
    pub(crate) fn can_do_without(&self, error: &ConnectError) -> Result<bool, Error> {
        let address = self.address()?;
        let is_elsewhere = address.section.scratch_url().map_err(Error::Choice)?.is_some();
        Ok(match error {
            ConnectError::DatabaseMissing { .. } => true,
            ConnectError::Unreachable { .. } | ConnectError::TimedOut { .. } => is_elsewhere,
            _ => false,
        })
    }

    /// The target, and what is compared with it, as far as the config has them compared.
    pub(crate) async fn target_for(&self, start: &mut Start) -> Result<Side, Error> {
        let mut target = self.side(&Place::Target, self.compared_namespaces()).await?;
        self.keep_compared((&start.place, &Place::Target), &mut start.side, &mut target)?;
        Ok(target)
    }

    async fn start_at_migrations(&self, notes: Vec<Note>) -> Result<Start, Error> {
        let place = Place::Migrations { revision: "heads".to_owned() };
        let side = self.side(&place, self.compared_namespaces()).await?;
        Ok(Start { place, side, name: "what the migrations make", notes })
    }

    async fn start_at_database(&self) -> Result<Start, Error> {
        let address = self.address()?;
        let (schema, rows) = self.existing_schema(&address, &scope(&address, self.compared_namespaces())?).await?;
        self.check_at_heads(&address, &rows)?;
        Ok(Start { place: Place::Database, side: schema.into(), name: "the database", notes: Vec::new() })
    }

    /// What is not applied yet would be generated again.
    fn check_at_heads(&self, address: &Address, rows: &[RevisionId]) -> Result<(), Error> {
        let heads = self.catalogue()?.graph().effective_heads();
        let is_there = heads.iter().collect::<HashSet<_>>() == rows.iter().collect::<HashSet<_>>();
        if is_there {
            return Ok(());
        }
        Err(Error::NotUpToDate {
            database: address.url.to_string(),
            at: rows.iter().map(ToString::to_string).collect(),
            heads: heads.iter().map(ToString::to_string).collect(),
        })
    }
}

fn because(reason: &str) -> Note {
    Note { code: "from_migrations", text: format!("compared with what the migrations make: {reason}") }
}
