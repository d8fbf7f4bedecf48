//! `import alembic`: takes over a project of Alembic.

use std::path::{Path, PathBuf};

use aludel_project::alembic_project::{self, AlembicProject, Placement};
use aludel_project::{Config, Directory};
use serde::Serialize;

use crate::error::Error;

/// What becomes of the revision files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevisionFiles {
    /// They stay where they are.
    Keep,
    /// They are copied to `migrations`.
    Copy,
}

/// Which project is taken over, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportAlembicRequest {
    /// Its folder, or its `alembic.ini`.
    pub place: PathBuf,
    /// What becomes of its revisions.
    pub revision_files: RevisionFiles,
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportAlembicReport {
    /// The configuration.
    pub config: PathBuf,
    /// Every file that was written.
    pub created: Vec<PathBuf>,
    /// The folders that the revisions are read from, as the configuration names them.
    pub locations: Vec<String>,
    /// How many revisions there are.
    pub revision_count: usize,
    /// What is not carried over, and what to do about it, one sentence each.
    pub notes: Vec<String>,
}

/// Writes `aludel.toml` for a project of Alembic, and reads its revisions to see that all of them can be.
pub fn import_alembic(request: &ImportAlembicRequest) -> Result<ImportAlembicReport, Error> {
    let project = AlembicProject::read(&request.place).map_err(Error::AlembicProject)?;
    let placement = match request.revision_files {
        RevisionFiles::Keep => Placement::InPlace,
        RevisionFiles::Copy => Placement::Copied,
    };
    let taken = alembic_project::take_over(&project, placement).map_err(Error::AlembicProject)?;
    let config = read_config(&taken.config_path)?;
    let directory = Directory::read(&config).map_err(Error::Directory)?;
    Ok(ImportAlembicReport {
        config: taken.config_path,
        created: taken.written,
        locations: config.project.migrations.into_iter().map(|location| location.text).collect(),
        revision_count: directory.migrations().len(),
        notes: taken.notes,
    })
}

/// The environment is not looked at: a variable in the URL may be unset by now.
fn read_config(path: &Path) -> Result<Config, Error> {
    Config::read(path, &|_| Some("sqlite://unused.db".to_owned())).map_err(Error::Config)
}
