//! A project on disk: configuration, migration files, headers, artefacts, templates and the lock file.
//!
//! - [`config`] reads `aludel.toml`
//! - [`directory`] finds the migrations, and [`migration`] is one of them
//! - [`header`] is what a migration says of itself, in a comment block
//! - [`build`] makes components of sources; [`sql_section`] and [`manifest`] are what travels beside their code
//! - [`artifact`] is what a migration becomes, [`source`] what it is made of, and [`lockfile`] keeps the digests of both
//! - [`component`] reads component files, and [`digest`] identifies them
//! - [`package`] is what migrations travel in
//! - [`limit`] names the limits that a project or a header may set
//! - [`scaffold`] makes a project, [`new_revision`] a migration from a [`template`] with a name of [`file_name`]; both write with [`new_files`]
//! - [`alembic_project`] takes over a project of Alembic
//! - [`installed`] packages are migrations that others wrote
//! - [`setting`] and [`text_file`] say what is wrong with a key or a file

pub mod alembic_project;
pub mod artifact;
pub mod component;
pub mod config;
pub mod digest;
pub mod directory;
pub mod error_list;
pub mod file_name;
pub mod header;
pub mod installed;
pub mod language;
pub mod limit;
pub mod lockfile;
pub mod manifest;
pub mod migration;
pub mod new_files;
pub mod new_revision;
pub mod package;
pub mod scaffold;
pub mod setting;
pub mod source;
pub mod source_digest;
pub mod sql_section;
pub mod template;
pub mod text_file;
pub mod whole_file;

mod terms;
mod toml_reader;
mod toml_writer;
mod unit;

pub use artifact::Artifact;
pub use config::{Config, ConfigError, ConfigErrors, DatabaseSection, TransactionMode};
pub use digest::Digest;
pub use directory::{Directory, DirectoryError, DirectoryErrors, DirectoryWarning};
pub use header::{Header, HeaderError, HeaderErrors};
pub use installed::InstalledPackage;
pub use language::Language;
pub use limit::{Limit, LimitSection};
pub use lockfile::{LockDifference, LockUpdate, LockedRevision, Lockfile, LockfileError};
pub use manifest::ManifestEntry;
pub use migration::{FromPackage, Migration, Source, SourceKind};
pub use source::SourceError;
pub use unit::parse_duration;
