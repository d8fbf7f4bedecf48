//! The sections of a `.sql` file: `-- aludel:upgrade`, `-- aludel:downgrade` and `-- aludel:verify`, each for all dialects
//! or for one.

use std::borrow::Cow;

use aludel_sql::{Dialect, SplitError, split_from_line};

use super::{DIALECTS, Script, ScriptPhase, ScriptStatement, Scripts};
use crate::setting::nearest;

const PREFIX: &str = "aludel:";

/// What a remark for `aludel lint` begins with, which is no section.
const REMARK: &str = "nolint";

/// The names that a marker can give to a dialect, and the dialects it then covers.
const DIALECT_NAMES: [(&str, Dialect); 5] = [
    ("sqlite", Dialect::Sqlite),
    ("postgres", Dialect::Postgres),
    ("postgresql", Dialect::Postgres),
    ("mysql", Dialect::Mysql),
    ("mariadb", Dialect::MariaDb),
];

/// Why a marker line cannot be read, or stands where it cannot.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MarkerError {
    /// None of `upgrade`, `downgrade` and `verify`.
    #[error("`aludel:{name}` is no section; there are `aludel:upgrade`, `aludel:downgrade` and `aludel:verify`")]
    UnknownSection {
        /// The name as written.
        name: String,
        /// The nearest one.
        nearest: Option<String>,
    },
    /// No dialect has that name.
    #[error("`{name}` is no dialect; there are sqlite, postgres, mysql (also for MariaDB) and mariadb")]
    UnknownDialect {
        /// The name as written.
        name: String,
        /// The nearest one.
        nearest: Option<String>,
    },
    /// More than a phase and a dialect.
    #[error("a section takes one dialect at most; `{rest}` is too much")]
    TooManyWords {
        /// What is left over.
        rest: String,
    },
    /// The same section twice.
    #[error("this section is there already, on line {first_line}")]
    Duplicate {
        /// Where it was first.
        first_line: usize,
    },
}

/// Why a text is no SQL migration. Every case names a line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SqlSourceError {
    /// A marker line is wrong.
    #[error("{problem}")]
    Marker {
        /// The line.
        line: usize,
        /// What is wrong with it.
        problem: MarkerError,
    },
    /// SQL that belongs to no section.
    #[error("there is SQL before the first section")]
    OutsideSection {
        /// The line of it.
        line: usize,
    },
    /// A way back or a check without a way there.
    #[error("there is a `-- aludel:{section}` section, but no `-- aludel:upgrade` section")]
    UpgradeMissing {
        /// The line of it.
        line: usize,
        /// What it is.
        section: &'static str,
    },
    /// A section that no dialect can divide into statements.
    #[error(transparent)]
    Split(#[from] SplitError),
    /// More than 4 GiB of statements.
    #[error("the statements are more than a component can hold")]
    TooLarge {
        /// The last line.
        line: usize,
    },
}

impl SqlSourceError {
    /// The line of the file.
    pub fn line(&self) -> usize {
        match self {
            Self::Marker { line, .. }
            | Self::OutsideSection { line }
            | Self::UpgradeMissing { line, .. }
            | Self::TooLarge { line } => *line,
            Self::Split(error) => error.line(),
        }
    }

    /// What to write instead.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Marker { problem, .. } => problem.hint(),
            Self::OutsideSection { .. } | Self::UpgradeMissing { .. } => {
                Some("write a line `-- aludel:upgrade` before the statements".to_owned())
            }
            Self::Split(error) => error.hint().map(str::to_owned),
            Self::TooLarge { .. } => Some("divide it into several migrations".to_owned()),
        }
    }
}

impl MarkerError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::UnknownSection { nearest, .. } => nearest.as_ref().map(|name| format!("write `-- aludel:{name}`")),
            Self::UnknownDialect { nearest, .. } => nearest.as_ref().map(|name| format!("write `{name}`")),
            Self::TooManyWords { .. } => Some("write one section for each dialect".to_owned()),
            Self::Duplicate { .. } => Some("put the statements of both into one".to_owned()),
        }
    }
}

/// What a marker line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Marker {
    phase: ScriptPhase,
    dialect: Option<Dialect>,
}

/// One section of a file.
struct Section<'text> {
    marker: Marker,
    /// The line of the marker.
    line: usize,
    text: &'text str,
}

/// Reads a whole `.sql` migration, its header included. Scripts that only some dialects can divide are refused there.
pub fn parse(text: &str) -> Result<Scripts<'_>, SqlSourceError> {
    let sections = read_sections(text)?;
    let upgrade_missing = !sections.iter().any(|section| section.marker.phase == ScriptPhase::Upgrade);
    if let (true, Some(section)) = (upgrade_missing, sections.first()) {
        return Err(SqlSourceError::UpgradeMissing { line: section.line, section: section.marker.phase.name() });
    }
    let read_phase = |phase| settle(DIALECTS.map(|dialect| read_script(&sections, phase, dialect)));
    let upgrades = read_phase(ScriptPhase::Upgrade)?.map(|script| script.unwrap_or(Script::Statements(Vec::new())));
    let mut ways_back = read_phase(ScriptPhase::Downgrade)?.into_iter();
    let downgrades = upgrades.each_ref().map(|upgrade| way_back(upgrade, ways_back.next().flatten()));
    let checks = read_phase(ScriptPhase::Verify)?.map(|script| script.unwrap_or(Script::Statements(Vec::new())));
    Ok(Scripts { upgrades, downgrades, checks })
}

/// Divides the text at its marker lines.
fn read_sections(text: &str) -> Result<Vec<Section<'_>>, SqlSourceError> {
    let mut sections: Vec<Section<'_>> = Vec::new();
    let mut offset = 0;
    for (index, line_text) in text.split_inclusive('\n').enumerate() {
        let (start, line) = (offset, index + 1);
        offset += line_text.len();
        let Some(words) = marker_words(line_text) else { continue };
        let marker = read_marker(words).map_err(|problem| SqlSourceError::Marker { line, problem })?;
        if let Some(first) = sections.iter().find(|section| section.marker == marker) {
            let problem = MarkerError::Duplicate { first_line: first.line };
            return Err(SqlSourceError::Marker { line, problem });
        }
        end_part(text, &mut sections, start)?;
        sections.push(Section { marker, line, text: &text[offset..] });
    }
    if sections.is_empty() {
        end_part(text, &mut sections, text.len())?;
    }
    Ok(sections)
}

/// Ends the section before a marker at byte `end`, or looks at what stands before the first one.
fn end_part<'text>(text: &'text str, sections: &mut [Section<'text>], end: usize) -> Result<(), SqlSourceError> {
    if let Some(section) = sections.last_mut() {
        let start = text.len() - section.text.len();
        section.text = &text[start..end];
        return Ok(());
    }
    // Comments are the same in all dialects, so any will do.
    let statements = split_from_line(&text[..end], Dialect::Sqlite, 1);
    match statements.map(|statements| statements.first().map(|statement| statement.line)) {
        Ok(None) => Ok(()),
        Ok(Some(line)) => Err(SqlSourceError::OutsideSection { line }),
        Err(error) => Err(SqlSourceError::OutsideSection { line: error.line() }),
    }
}

/// What stands after `aludel:` in a comment line that starts with it.
fn marker_words(line: &str) -> Option<&str> {
    let comment = line.trim_start_matches('\u{feff}').trim_start().strip_prefix("--")?;
    let words = comment.trim_start().strip_prefix(PREFIX)?.trim_end();
    (!words.starts_with(REMARK)).then_some(words)
}

fn read_marker(words: &str) -> Result<Marker, MarkerError> {
    let mut words = words.split_whitespace();
    let name = words.next().unwrap_or_default();
    let phase = ScriptPhase::ALL.into_iter().find(|phase| phase.name() == name);
    let phase = phase.ok_or_else(|| MarkerError::UnknownSection {
        name: name.to_owned(),
        nearest: nearest(name, ScriptPhase::ALL.into_iter().map(ScriptPhase::name)),
    })?;
    let dialect = words.next().map(read_dialect).transpose()?;
    let rest: Vec<&str> = words.collect();
    if rest.is_empty() {
        Ok(Marker { phase, dialect })
    } else {
        Err(MarkerError::TooManyWords { rest: rest.join(" ") })
    }
}

fn read_dialect(name: &str) -> Result<Dialect, MarkerError> {
    let known = DIALECT_NAMES.into_iter().find(|(known, _)| *known == name);
    known.map(|(_, dialect)| dialect).ok_or_else(|| MarkerError::UnknownDialect {
        name: name.to_owned(),
        nearest: nearest(name, DIALECT_NAMES.into_iter().map(|(known, _)| known)),
    })
}

/// A dialect's own section replaces the one for all; `MySQL`'s is also `MariaDB`'s.
fn find_section<'all, 'text>(
    sections: &'all [Section<'text>],
    phase: ScriptPhase,
    dialect: Dialect,
) -> Option<&'all Section<'text>> {
    let relative = (dialect == Dialect::MariaDb).then_some(Dialect::Mysql);
    let choices = [Some(Some(dialect)), relative.map(Some), Some(None)];
    choices.into_iter().flatten().find_map(|dialect| {
        let wanted = Marker { phase, dialect };
        sections.iter().find(|section| section.marker == wanted)
    })
}

/// What is read for one dialect: nothing where no section covers it.
type ScriptRead<'text> = Result<Option<Script<'text>>, SplitError>;

fn read_script<'text>(sections: &[Section<'text>], phase: ScriptPhase, dialect: Dialect) -> ScriptRead<'text> {
    if let Some(section) = find_section(sections, phase, dialect) {
        let statements = split_from_line(section.text, dialect, section.line + 1)?;
        let statements = statements.into_iter().map(|statement| ScriptStatement {
            line: u32::try_from(statement.line).unwrap_or(u32::MAX),
            text: statement.text,
        });
        return Ok(Some(Script::Statements(statements.collect())));
    }
    // A downgrade or a check that is not written for a dialect is one that is not written.
    let is_elsewhere = phase == ScriptPhase::Upgrade && !sections.is_empty();
    Ok(is_elsewhere.then(|| Script::Refused { message: Cow::Owned(uncovered(dialect)) }))
}

fn uncovered(dialect: Dialect) -> String {
    let (name, shown) = (dialect.name(), dialect.display_name());
    format!("no section is for {shown}: neither `-- aludel:upgrade` nor `-- aludel:upgrade {name}`")
}

/// An error of some dialects is theirs alone, and said when one of them is to run it. An error of all is the file's.
fn settle(reads: [ScriptRead<'_>; 4]) -> Result<[Option<Script<'_>>; 4], SplitError> {
    let is_read = |read: &ScriptRead<'_>| matches!(read, Ok(Some(Script::Statements(_))));
    let first_error = reads.iter().find_map(|read| read.as_ref().err());
    if let (Some(error), false) = (first_error, reads.iter().any(is_read)) {
        return Err(error.clone());
    }
    Ok(reads.map(|read| read.unwrap_or_else(|error| Some(refusal(&error)))))
}

fn refusal(error: &SplitError) -> Script<'static> {
    let hint = error.hint().map(|hint| format!(" ({hint})")).unwrap_or_default();
    Script::Refused { message: Cow::Owned(format!("{error}{hint}")) }
}

/// The way back. Where none is written there is none, unless the upgrade does nothing.
fn way_back<'text>(upgrade: &Script<'text>, downgrade: Option<Script<'text>>) -> Script<'text> {
    let nothing = Script::Statements(Vec::new());
    match downgrade {
        Some(written) if written != nothing => written,
        _ if *upgrade == nothing => nothing,
        _ => Script::Irreversible { message: Cow::Borrowed("its `-- aludel:downgrade` section has no statements") },
    }
}
