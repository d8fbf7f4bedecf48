//! A project that is open: what all use cases start from.

use std::sync::{Arc, OnceLock};

use aludel_project::{Config, Directory};

use crate::address::Address;
use crate::cancellation::Cancellation;
use crate::catalogue::Catalogue;
use crate::connection::{Connector, Drivers};
use crate::error::Error;
use crate::options::OpenOptions;

/// A project, its migrations, and one of its databases.
///
/// Opening it reads the config only. The migrations are read when a use case first needs them, once; the database is
/// connected to by each use case that needs it, for as long as it runs.
pub struct Migrator {
    pub(crate) config: Config,
    pub(crate) options: OpenOptions,
    pub(crate) connector: Arc<dyn Connector>,
    catalogue: OnceLock<Catalogue>,
}

impl Migrator {
    /// Finds the project and reads its config.
    pub fn open(options: OpenOptions) -> Result<Self, Error> {
        let path = match &options.config {
            Some(path) => options.directory.join(path),
            None => Config::find(&options.directory)
                .ok_or_else(|| Error::ConfigMissing { directory: options.directory.clone() })?,
        };
        let config = Config::read(&path, &*options.variables).map_err(Error::Config)?;
        Ok(Self { config, options, connector: Arc::new(Drivers), catalogue: OnceLock::new() })
    }

    /// The migrations and their graph, read on first use.
    pub(crate) fn catalogue(&self) -> Result<&Catalogue, Error> {
        if let Some(catalogue) = self.catalogue.get() {
            return Ok(catalogue);
        }
        let catalogue = Catalogue::of(self.read_migrations()?)?;
        Ok(self.catalogue.get_or_init(|| catalogue))
    }

    fn read_migrations(&self) -> Result<Vec<aludel_project::Migration>, Error> {
        Directory::read(&self.config).map(Directory::into_migrations).map_err(Error::Directory)
    }

    /// The database that is meant.
    pub(crate) fn address(&self) -> Result<Address, Error> {
        Address::resolve(&self.config, &self.options)
    }

    /// The token that asks its runs to stop.
    pub fn cancellation(&self) -> &Cancellation {
        &self.options.cancellation
    }
}

impl std::fmt::Debug for Migrator {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Migrator").field("config", &self.config.path).finish_non_exhaustive()
    }
}
