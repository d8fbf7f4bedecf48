//! `[target]`: what the database is to look like.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::setting::SettingProblem;
use crate::toml_reader::{Placed, Report, Section};
use crate::unit;

const KEYS: [&str; 4] = ["sql", "program", "component", "timeout"];
const SOURCES: [&str; 3] = ["sql", "program", "component"];
const DIALECT_TOKEN: &str = "{dialect}";

/// `[target]`: where the wanted schema is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetSection {
    /// SQL files, or folders of them.
    Sql(Vec<TargetPath>),
    /// A program that prints SQL.
    Program(TargetProgram),
    /// A component that describes the schema.
    Component(TargetPath),
}

/// A file or folder that the configuration names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetPath {
    /// Where it is.
    pub path: PathBuf,
    /// As the configuration writes it.
    pub text: String,
    /// The line of the configuration that names it.
    pub line: usize,
}

/// A program that prints SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetProgram {
    /// The program, then its arguments, in which `{dialect}` stands for the kind of database. Never empty.
    pub command: Vec<String>,
    /// How long it may run.
    pub timeout: Duration,
    /// The line of the configuration that names it.
    pub line: usize,
}

impl TargetProgram {
    /// How long a program may run when nothing else is said.
    pub const TIMEOUT: Duration = Duration::from_mins(1);

    /// The program and its arguments, for that dialect.
    pub fn arguments(&self, dialect: &str) -> Vec<String> {
        self.command.iter().map(|argument| argument.replace(DIALECT_TOKEN, dialect)).collect()
    }
}

/// Nothing where the section is not right; what is wrong is in the report.
pub(super) fn read(section: &Section<'_>, root: &Path, report: &mut Report<'_>) -> Option<TargetSection> {
    section.check_keys(&KEYS, report);
    let named: Vec<&'static str> = SOURCES.into_iter().filter(|key| section.has(key)).collect();
    if named.len() != 1 {
        let problem =
            SettingProblem::OneOf { section: section.name().to_owned(), found: named, known: SOURCES.to_vec() };
        report.add(section.offset(), problem);
    }
    let timeout = section.parsed("timeout", unit::DURATION_EXPECTED, unit::parse_duration, report);
    if section.has("timeout") && !section.has("program") {
        let given = Placed { value: "set", offset: section.offset_of("timeout") };
        section.bad_value("timeout", &given, "left out where there is no `program`", report);
    }
    if section.has("program") {
        return read_program(section, timeout, report).map(TargetSection::Program);
    }
    if section.has("component") {
        return read_component(section, root, report).map(TargetSection::Component);
    }
    read_sql(section, root, report).map(TargetSection::Sql)
}

fn read_program(section: &Section<'_>, timeout: Option<Duration>, report: &mut Report<'_>) -> Option<TargetProgram> {
    let words = section.texts("program", report)?;
    if words.first().is_none_or(|program| program.value.trim().is_empty()) {
        let given = Placed { value: "[]", offset: section.offset_of("program") };
        section.bad_value("program", &given, "a program and its arguments", report);
        return None;
    }
    Some(TargetProgram {
        command: words.into_iter().map(|word| word.value.to_owned()).collect(),
        timeout: timeout.unwrap_or(TargetProgram::TIMEOUT),
        line: report.line(section.offset_of("program")),
    })
}

fn read_component(section: &Section<'_>, root: &Path, report: &mut Report<'_>) -> Option<TargetPath> {
    let text = section.text("component", report)?;
    read_path(section, "component", &text, root, report)
}

fn read_sql(section: &Section<'_>, root: &Path, report: &mut Report<'_>) -> Option<Vec<TargetPath>> {
    let texts = section.text_or_texts("sql", report)?;
    if texts.is_empty() {
        let given = Placed { value: "[]", offset: section.offset_of("sql") };
        section.bad_value("sql", &given, "a file or folder, or several", report);
    }
    let paths = texts.iter().map(|text| read_path(section, "sql", text, root, report)).collect::<Vec<_>>();
    paths.into_iter().collect()
}

fn read_path(
    section: &Section<'_>,
    key: &str,
    text: &Placed<&str>,
    root: &Path,
    report: &mut Report<'_>,
) -> Option<TargetPath> {
    if text.value.trim().is_empty() {
        section.bad_value(key, text, "the path of a file or folder", report);
        return None;
    }
    Some(TargetPath { path: root.join(text.value), text: text.value.to_owned(), line: report.line(text.offset) })
}
