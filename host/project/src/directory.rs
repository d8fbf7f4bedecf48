//! The migrations of a project, as its version locations hold them.

mod error;
mod index;
mod packages;
mod read;
mod record;
mod resolve;
mod scan;

use std::path::Path;
use std::time::SystemTime;

use aludel_revision::{Revision, RevisionId};

use crate::config::Config;
use crate::header::Header;
use crate::migration::Migration;

pub use error::{DirectoryError, DirectoryErrors, DirectoryWarning};

/// Every migration of a project.
#[derive(Debug, Clone)]
pub struct Directory {
    migrations: Vec<Migration>,
    warnings: Vec<DirectoryWarning>,
}

impl Directory {
    /// Reads every version location; the folders in them only where they are crates; and the installed packages, each held
    /// against the lock file. All mistakes are found at once.
    ///
    /// A component beside the source of the same revision is no second migration: built from this very source, which its
    /// manifest says by digest, it is what the source would be built into, so that no toolchain is needed; built from another
    /// source, it is passed over with a warning.
    pub fn read(config: &Config) -> Result<Self, DirectoryErrors> {
        read::read(config, SystemTime::now())
    }

    /// The tests in a folder that are written as migrations are: files and folders with a header, in every language but SQL,
    /// whose tests are read otherwise. All else there is passed over; a folder that is not there holds none.
    pub fn read_tests(config: &Config, folder: &Path) -> Result<Vec<Migration>, DirectoryErrors> {
        read::read_tests(config, folder, SystemTime::now())
    }

    /// The migrations, location by location, each in the order of its file names.
    pub fn migrations(&self) -> &[Migration] {
        &self.migrations
    }

    /// What is odd about them.
    pub fn warnings(&self) -> &[DirectoryWarning] {
        &self.warnings
    }

    /// The revisions of the migrations, in the same order.
    pub fn revisions(&self) -> Vec<Revision> {
        self.migrations.iter().map(|migration| revision(&migration.header)).collect()
    }

    /// The same, to keep.
    pub fn into_migrations(self) -> Vec<Migration> {
        self.migrations
    }

    /// The migration of that revision id.
    pub fn find(&self, revision: &str) -> Option<&Migration> {
        self.migrations.iter().find(|migration| migration.header.revision == revision)
    }
}

fn revision(header: &Header) -> Revision {
    let id = |text: &String| RevisionId::parse(text).expect("ids are checked when a header is read");
    Revision {
        id: id(&header.revision),
        down: header.down_revision.iter().map(id).collect(),
        depends_on: header.depends_on.clone(),
        labels: header.branch_labels.clone(),
    }
}

#[cfg(test)]
mod tests;
