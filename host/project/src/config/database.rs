//! `[database]` and `[database.NAME]`.

use std::fmt;
use std::time::Duration;

use super::ConfigError;
use super::variable::{VariableError, replace};
use crate::setting::{SettingError, SettingProblem};
use crate::toml_reader::{Placed, Report, Section};
use crate::unit;

const KEYS: [&str; 9] = [
    "url",
    "guest_url",
    "scratch_url",
    "version_table",
    "transaction",
    "lock_timeout",
    "statement_timeout",
    "on_connect",
    "allow_superuser",
];

/// What one transaction holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransactionMode {
    /// One migration and its version row.
    Migration,
    /// All migrations of a run.
    Run,
    /// Nothing: each statement stands for itself.
    None,
}

impl TransactionMode {
    /// Every mode with its name in configuration and on the command line.
    pub const WORDS: [(&'static str, Self); 3] =
        [("migration", Self::Migration), ("run", Self::Run), ("none", Self::None)];

    /// Its name.
    pub fn name(self) -> &'static str {
        let word = Self::WORDS.into_iter().find(|(_, mode)| *mode == self);
        word.expect("every mode has a name").0
    }

    /// The mode of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::WORDS.into_iter().find(|(word, _)| *word == name).map(|(_, mode)| mode)
    }
}

/// One database of the configuration.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseSection {
    /// `default` for `[database]`.
    pub name: String,
    /// Where it is, or why that is not known.
    url: Option<Result<String, SettingError>>,
    /// The same place with the login of migrations, or why that is not known.
    guest_url: Option<Result<String, SettingError>>,
    /// Where scratch databases are made, or why that is not known.
    scratch_url: Option<Result<String, SettingError>>,
    /// The table of the version rows.
    pub version_table: String,
    /// What one transaction holds.
    pub transaction: TransactionMode,
    /// How long to wait for another run.
    pub lock_timeout: Duration,
    /// How long one statement may take; zero for as long as it likes.
    pub statement_timeout: Duration,
    /// Statements for each new session.
    pub on_connect: Vec<String>,
    /// Whether a login with every right is taken.
    pub allow_superuser: bool,
}

impl DatabaseSection {
    /// The name of `[database]`.
    pub const DEFAULT_NAME: &'static str = "default";

    /// A database with every default, and no URL.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            url: None,
            guest_url: None,
            scratch_url: None,
            version_table: "aludel_version".to_owned(),
            transaction: TransactionMode::Migration,
            lock_timeout: Duration::from_secs(5),
            statement_timeout: Duration::ZERO,
            on_connect: Vec::new(),
            allow_superuser: false,
        }
    }

    /// The URL, with its variables replaced; none when the file gives none. A variable that is not set is an error here and not
    /// when the file is read, because a command may need no database, or another one.
    pub fn url(&self) -> Result<Option<&str>, ConfigError> {
        known(self.url.as_ref())
    }

    /// The same database with the login that migrations run with, where it is another one than the host's own.
    pub fn guest_url(&self) -> Result<Option<&str>, ConfigError> {
        known(self.guest_url.as_ref())
    }

    /// The server of scratch databases, where it is another one than the database's own.
    pub fn scratch_url(&self) -> Result<Option<&str>, ConfigError> {
        known(self.scratch_url.as_ref())
    }

    /// The same database at another place.
    #[must_use]
    pub fn with_url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(Ok(url.into()));
        self
    }
}

fn known(url: Option<&Result<String, SettingError>>) -> Result<Option<&str>, ConfigError> {
    match url {
        None => Ok(None),
        Some(Ok(url)) => Ok(Some(url)),
        Some(Err(error)) => Err(error.clone().into()),
    }
}

fn hidden(url: Option<&Result<String, SettingError>>) -> Option<Result<&'static str, &SettingError>> {
    url.map(|url| url.as_ref().map(|_| "..."))
}

/// The URLs may hold passwords, so they are not shown.
impl fmt::Debug for DatabaseSection {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("DatabaseSection")
            .field("name", &self.name)
            .field("url", &hidden(self.url.as_ref()))
            .field("guest_url", &hidden(self.guest_url.as_ref()))
            .field("scratch_url", &hidden(self.scratch_url.as_ref()))
            .field("version_table", &self.version_table)
            .field("transaction", &self.transaction)
            .field("lock_timeout", &self.lock_timeout)
            .field("statement_timeout", &self.statement_timeout)
            .field("on_connect", &self.on_connect)
            .field("allow_superuser", &self.allow_superuser)
            .finish()
    }
}

/// Reads `[database]` and every `[database.NAME]`.
pub(super) fn read_all(
    section: &Section<'_>,
    variable: &dyn Fn(&str) -> Option<String>,
    report: &mut Report<'_>,
) -> Vec<DatabaseSection> {
    let mut databases = Vec::new();
    let mut has_own_keys = section.keys().next().is_none();
    for (key, is_table) in section.keys() {
        let is_setting = KEYS.contains(&key.value);
        if is_table && !is_setting {
            databases.extend(read_named(section, key, variable, report));
            continue;
        }
        has_own_keys = true;
        if !is_setting {
            section.add_unknown_key(key, &KEYS, report);
        }
    }
    if has_own_keys {
        databases.push(read(DatabaseSection::DEFAULT_NAME, section, variable, report));
    }
    databases
}

fn read_named(
    parent: &Section<'_>,
    name: Placed<&str>,
    variable: &dyn Fn(&str) -> Option<String>,
    report: &mut Report<'_>,
) -> Option<DatabaseSection> {
    let legal = |character: char| character.is_ascii_alphanumeric() || "_-.".contains(character);
    if name.value.is_empty() || name.value.starts_with('-') || !name.value.chars().all(legal) {
        parent.bad_value("NAME", &name, "a name of letters, digits, `_`, `-` and `.`", report);
    }
    let section = parent.section(name.value, report)?;
    section.check_keys(&KEYS, report);
    Some(read(name.value, &section, variable, report))
}

fn read(
    name: &str,
    section: &Section<'_>,
    variable: &dyn Fn(&str) -> Option<String>,
    report: &mut Report<'_>,
) -> DatabaseSection {
    let defaults = DatabaseSection::new(name);
    let duration =
        |key, report: &mut Report<'_>| section.parsed(key, unit::DURATION_EXPECTED, unit::parse_duration, report);
    DatabaseSection {
        name: defaults.name,
        url: read_url(section, "url", variable, report),
        guest_url: read_url(section, "guest_url", variable, report),
        scratch_url: read_url(section, "scratch_url", variable, report),
        version_table: read_version_table(section, report).unwrap_or(defaults.version_table),
        transaction: section.word("transaction", &TransactionMode::WORDS, report).unwrap_or(defaults.transaction),
        lock_timeout: duration("lock_timeout", report).unwrap_or(defaults.lock_timeout),
        statement_timeout: duration("statement_timeout", report).unwrap_or(defaults.statement_timeout),
        on_connect: read_on_connect(section, report),
        allow_superuser: section.boolean("allow_superuser", report).unwrap_or(defaults.allow_superuser),
    }
}

fn read_version_table(section: &Section<'_>, report: &mut Report<'_>) -> Option<String> {
    let not_empty = |text: &str| (!text.trim().is_empty()).then(|| text.to_owned());
    section.parsed("version_table", "the name of a table", not_empty, report)
}

fn read_on_connect(section: &Section<'_>, report: &mut Report<'_>) -> Vec<String> {
    let statements = section.texts("on_connect", report).unwrap_or_default();
    statements.into_iter().map(|statement| statement.value.to_owned()).collect()
}

fn read_url(
    section: &Section<'_>,
    key: &str,
    variable: &dyn Fn(&str) -> Option<String>,
    report: &mut Report<'_>,
) -> Option<Result<String, SettingError>> {
    let url = section.text(key, report)?;
    let key = section.path(key);
    match replace(url.value, variable) {
        Ok(replaced) if replaced.contains('\0') => {
            report.add(url.offset, SettingProblem::HoldsNul { key });
            None
        }
        Ok(replaced) => Some(Ok(replaced)),
        Err(VariableError::Missing { variable }) => {
            Some(Err(report.locate(url.offset, SettingProblem::MissingVariable { key, variable })))
        }
        Err(VariableError::Malformed) => {
            report.add(url.offset, SettingProblem::BadVariable { key });
            None
        }
    }
}
