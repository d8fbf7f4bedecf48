//! The migrations of a project, as its version locations hold them.

mod error;
mod index;
mod read;
mod record;
mod resolve;
mod scan;

use std::time::SystemTime;

use crate::config::Config;
use crate::migration::Migration;

pub use error::{DirectoryError, DirectoryErrors};

/// Every migration of a project.
#[derive(Debug, Clone)]
pub struct Directory {
    migrations: Vec<Migration>,
}

impl Directory {
    /// Reads every version location; the folders in them only where they are crates. All mistakes are found at once.
    pub fn read(config: &Config) -> Result<Self, DirectoryErrors> {
        read::read(config, SystemTime::now())
    }

    /// The migrations, location by location, each in the order of its file names.
    pub fn migrations(&self) -> &[Migration] {
        &self.migrations
    }

    /// The migration of that revision id.
    pub fn find(&self, revision: &str) -> Option<&Migration> {
        self.migrations.iter().find(|migration| migration.header.revision == revision)
    }
}

#[cfg(test)]
mod tests;
