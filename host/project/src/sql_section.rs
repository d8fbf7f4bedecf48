//! The statements of a SQL migration, as they travel in the custom section `aludel:sql` of its component.
//!
//! All numbers are 32 bits, little-endian; offsets count from the start of the section. The runner (`build/runner.wat`)
//! walks the same layout:
//!
//! ```text
//! 0    "ALSQ"
//! 4    version, 1
//! 8    offsets of eight scripts: upgrade, then downgrade, each for SQLite, PostgreSQL, MySQL, MariaDB
//! ...  scripts: kind, count, then count times (line, offset of the text, length of the text)
//! ...  texts
//! ```
//!
//! Kind 0 is a list of statements. Kind 1 (there is no way back) and kind 2 (this database cannot run it) have one text,
//! which says why. Scripts that are equal are stored once, and so are texts.
//!
//! What a migration checks after its upgrade is in a section of its own, `aludel:sql-check`, of the same layout: the
//! checks stand where upgrades do, and again where downgrades do. A migration without checks has no such section.

mod decode;
mod encode;
mod marker;

use aludel_sql::Dialect;

pub use decode::{SectionError, SqlSection};
pub use encode::{encode, encode_checks};
pub use marker::{MarkerError, SqlSourceError, parse};

/// The name of the custom section.
pub const SECTION_NAME: &str = "aludel:sql";

/// The name of the custom section with the checks.
pub const CHECK_SECTION_NAME: &str = "aludel:sql-check";

const MAGIC: [u8; 4] = *b"ALSQ";
const VERSION: u32 = 1;
const OFFSETS_START: usize = 8;
const HEADER_LENGTH: usize = OFFSETS_START + 4 * 2 * DIALECTS.len();

/// The dialects in the order of the WIT enum `aludel:sql/database.dialect`.
const DIALECTS: [Dialect; 4] = [Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql, Dialect::MariaDb];

/// What a script is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScriptPhase {
    /// Forward.
    Upgrade,
    /// Back.
    Downgrade,
    /// What has to hold after it went forward.
    Verify,
}

impl ScriptPhase {
    const ALL: [Self; 3] = [Self::Upgrade, Self::Downgrade, Self::Verify];

    /// Its name in markers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Upgrade => "upgrade",
            Self::Downgrade => "downgrade",
            Self::Verify => "verify",
        }
    }
}

/// One statement and the line of the source on which it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ScriptStatement<'text> {
    /// The line, from 1.
    pub line: u32,
    /// The statement.
    pub text: &'text str,
}

/// What a migration does in one phase on one dialect.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Script<'text> {
    /// It runs these.
    Statements(Vec<ScriptStatement<'text>>),
    /// There is no way back.
    Irreversible {
        /// Why.
        message: std::borrow::Cow<'text, str>,
    },
    /// It cannot run there.
    Refused {
        /// Why.
        message: std::borrow::Cow<'text, str>,
    },
}

/// What a migration does, by phase and dialect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scripts<'text> {
    upgrades: [Script<'text>; DIALECTS.len()],
    downgrades: [Script<'text>; DIALECTS.len()],
    checks: [Script<'text>; DIALECTS.len()],
}

impl<'text> Scripts<'text> {
    /// What it does in that phase on that dialect.
    pub fn get(&self, phase: ScriptPhase, dialect: Dialect) -> &Script<'text> {
        let index = dialect_index(dialect);
        match phase {
            ScriptPhase::Upgrade => &self.upgrades[index],
            ScriptPhase::Downgrade => &self.downgrades[index],
            ScriptPhase::Verify => &self.checks[index],
        }
    }

    /// Whether it checks anything after its upgrade, on any dialect.
    pub fn has_checks(&self) -> bool {
        self.checks != no_checks()
    }
}

fn no_checks() -> [Script<'static>; DIALECTS.len()] {
    DIALECTS.map(|_| Script::Statements(Vec::new()))
}

fn dialect_index(dialect: Dialect) -> usize {
    match dialect {
        Dialect::Sqlite => 0,
        Dialect::Postgres => 1,
        Dialect::Mysql => 2,
        Dialect::MariaDb => 3,
    }
}

/// The line of the statement at `index` (from 0) of a section, where the section has one. The section is
/// `aludel:sql-check` for [`ScriptPhase::Verify`], and `aludel:sql` for the others.
pub fn statement_line(section: &[u8], phase: ScriptPhase, dialect: Dialect, index: usize) -> Option<u32> {
    SqlSection::new(section).ok()?.statement_line(phase, dialect, index)
}

#[cfg(test)]
mod tests;
