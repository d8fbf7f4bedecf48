//! `aludel.toml`: what a project says of itself.

mod alembic;
mod autogenerate;
mod build;
mod database;
mod error;
mod find;
mod grants;
mod hook;
mod installed;
mod lint;
mod package;
mod project;
mod python;
mod read;
mod target;
mod test;
mod trust;
pub mod trust_file;
mod variable;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::limit::LimitSection;
use crate::setting;

pub use alembic::AlembicSection;
pub use autogenerate::{AutogenerateSection, Pattern};
pub use build::BuildSection;
pub use database::{DatabaseSection, TransactionMode};
pub use error::{ConfigError, ConfigErrors};
pub use grants::{Ceiling, Given, GrantsSection, Housing, PackageTerms, Trust};
pub use hook::{HookCommand, HookSection};
pub use installed::{InstalledSection, PACKAGES_FOLDER};
pub use lint::{LintPath, LintSection};
pub use package::PackageSection;
pub use project::{Location, ProjectSection, SdkSection, SdkSource};
pub use python::PythonSection;
pub use target::{TargetPath, TargetProgram, TargetSection};
pub use test::TestSection;
pub use trust::{CeilingError, SignerKeySection, SignerSection, TrustDate, TrustSection, UnsignedPackages};

/// The name of the file.
pub const FILE_NAME: &str = "aludel.toml";

/// The folder for what can be made again, beside the file.
pub const STATE_FOLDER: &str = ".aludel";

/// The folder of unpacked libraries for migrations, in the state folder. Editors are pointed to it.
pub const SDK_FOLDER: &str = "sdk";

/// A read configuration.
#[derive(Debug, Clone)]
pub struct Config {
    /// The file it was read from.
    pub path: PathBuf,
    /// The folder of the file, which every relative path in it starts from.
    pub root: PathBuf,
    /// `[project]`.
    pub project: ProjectSection,
    /// `[database]` under the name `default`, and each `[database.NAME]` under its own.
    pub databases: BTreeMap<String, DatabaseSection>,
    /// `[target]`, where there is one.
    pub target: Option<TargetSection>,
    /// `[autogenerate]`.
    pub autogenerate: AutogenerateSection,
    /// `[build]`.
    pub build: BuildSection,
    /// `[package]`.
    pub package: PackageSection,
    /// `[python]`.
    pub python: PythonSection,
    /// `[alembic]`.
    pub alembic: AlembicSection,
    /// Each `[packages.LABEL]`, by label.
    pub packages: BTreeMap<String, InstalledSection>,
    /// `[grants]`, `[trust."..."]` and `[packages.LABEL.grants]`.
    pub grants: GrantsSection,
    /// `[trust]` and `[trust.signers.NAME]`.
    pub trust: TrustSection,
    /// `[limits]`.
    pub limits: LimitSection,
    /// `[hooks]`.
    pub hooks: HookSection,
    /// `[lint]`.
    pub lint: LintSection,
    /// `[sdk]`.
    pub sdk: SdkSection,
    /// `[test]`.
    pub test: TestSection,
}

impl Config {
    /// The nearest `aludel.toml` in a folder or one of those above it.
    pub fn find(start: &Path) -> Option<PathBuf> {
        find::find(start)
    }

    /// Reads a file. `variable` answers for the environment. All mistakes are found at once.
    pub fn read(path: &Path, variable: &dyn Fn(&str) -> Option<String>) -> Result<Self, ConfigErrors> {
        read::read(path, variable)
    }

    /// The configuration of a file that says nothing, at that place.
    pub fn defaults(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            root: find::root_of(path),
            project: ProjectSection::at(&find::root_of(path)),
            databases: BTreeMap::new(),
            target: None,
            autogenerate: AutogenerateSection::default(),
            build: BuildSection::default(),
            package: PackageSection::default(),
            python: PythonSection::default(),
            alembic: AlembicSection::default(),
            packages: BTreeMap::new(),
            grants: GrantsSection::default(),
            trust: TrustSection::default(),
            limits: LimitSection::default(),
            hooks: HookSection::default(),
            lint: LintSection::default(),
            sdk: SdkSection::default(),
            test: TestSection::default(),
        }
    }

    /// The database of that name. Without a name: `[database]`, or the only one there is, or one with every default when
    /// the file names none.
    pub fn database(&self, name: Option<&str>) -> Result<DatabaseSection, ConfigError> {
        match name {
            Some(name) => self.database_named(name),
            None => self.database_unnamed(),
        }
    }

    fn database_named(&self, name: &str) -> Result<DatabaseSection, ConfigError> {
        self.databases.get(name).cloned().ok_or_else(|| ConfigError::UnknownDatabase {
            name: name.to_owned(),
            nearest: setting::nearest(name, self.databases.keys().map(String::as_str)),
            known: self.databases.keys().cloned().collect(),
        })
    }

    fn database_unnamed(&self) -> Result<DatabaseSection, ConfigError> {
        if let Some(section) = self.databases.get(DatabaseSection::DEFAULT_NAME) {
            return Ok(section.clone());
        }
        let mut sections = self.databases.values();
        match (sections.next(), sections.next()) {
            (None, _) => Ok(DatabaseSection::new(DatabaseSection::DEFAULT_NAME)),
            (Some(section), None) => Ok(section.clone()),
            _ => Err(ConfigError::SeveralDatabases { known: self.databases.keys().cloned().collect() }),
        }
    }

    /// A path as messages show it: from the root, with `/` between its parts.
    pub fn display_path(&self, path: &Path) -> String {
        let relative = path.strip_prefix(&self.root).unwrap_or(path);
        let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        if relative.is_absolute() { relative.display().to_string() } else { parts.join("/") }
    }

    /// The folder for what can be made again: the header index, built artefacts.
    pub fn state_folder(&self) -> PathBuf {
        self.root.join(STATE_FOLDER)
    }
}
