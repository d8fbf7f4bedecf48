//! A project on disk: configuration, migration files, headers, artefacts, templates and the lock file.
//!
//! - [`config`] reads `aludel.toml`
//! - [`directory`] finds the migrations, and [`migration`] is one of them
//! - [`header`] is what a migration says of itself, in a comment block
//! - [`limit`] names the limits that a project or a header may set
//! - [`file_name`] names new files
//! - [`setting`] and [`text_file`] say what is wrong with a key or a file

pub mod config;
pub mod directory;
pub mod file_name;
pub mod header;
pub mod language;
pub mod limit;
pub mod migration;
pub mod setting;
pub mod text_file;

mod error_list;
mod toml_reader;
mod toml_writer;
mod unit;

pub use config::{Config, ConfigError, ConfigErrors, DatabaseSection, TransactionMode};
pub use directory::{Directory, DirectoryError, DirectoryErrors};
pub use header::{Header, HeaderError, HeaderErrors};
pub use language::Language;
pub use limit::{Limit, LimitSection};
pub use migration::{Migration, Source, SourceKind};
pub use unit::parse_duration;
