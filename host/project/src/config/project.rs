//! `[project]` and `[sdk]`.

use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;

use crate::file_name::{FileTemplate, FileTemplateError};
use crate::language::Language;
use crate::setting::{SettingProblem, nearest};
use crate::toml_reader::{Placed, Report, Section};

const KEYS: [&str; 4] = ["migrations", "file_template", "timezone", "language"];

/// A folder that holds migrations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The folder.
    pub path: PathBuf,
    /// As the configuration writes it.
    pub text: String,
    /// The line of the configuration that names it; none for the default.
    pub line: Option<usize>,
}

/// `[project]`.
#[derive(Debug, Clone)]
pub struct ProjectSection {
    /// The version locations; never empty. New files go to the first.
    pub migrations: Vec<Location>,
    /// How new files are named.
    pub file_template: FileTemplate,
    /// The zone of the dates in file names.
    pub timezone: TimeZone,
    /// What a new migration is written in.
    pub language: Language,
}

impl ProjectSection {
    /// A section that says nothing, in a project of that folder.
    pub fn at(root: &Path) -> Self {
        Self {
            migrations: vec![default_location(root)],
            file_template: FileTemplate::default(),
            timezone: TimeZone::UTC,
            language: Language::Sql,
        }
    }
}

/// `[sdk]`: where the libraries come from that code migrations are written with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SdkSection {
    /// The Rust crate `aludel-guest`.
    pub rust: SdkSource,
}

/// Where a library comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SdkSource {
    /// What came with the program, unpacked into the state folder of the project.
    Unpacked,
    /// The package registry of the language.
    Version(String),
    /// A folder.
    Path(PathBuf),
}

impl Default for SdkSource {
    /// The library that belongs to this program, wherever there is no network.
    fn default() -> Self {
        Self::Unpacked
    }
}

pub(super) fn read(section: &Section<'_>, root: &Path, report: &mut Report<'_>) -> ProjectSection {
    section.check_keys(&KEYS, report);
    let defaults = ProjectSection::at(root);
    ProjectSection {
        migrations: read_locations(section, root, report),
        file_template: read_file_template(section, report).unwrap_or(defaults.file_template),
        timezone: read_timezone(section, report).unwrap_or(defaults.timezone),
        language: section
            .word("language", &Language::ALL.map(|language| (language.name(), language)), report)
            .unwrap_or(defaults.language),
    }
}

/// The place of migrations when nothing else is said.
fn default_location(root: &Path) -> Location {
    Location { path: root.join("migrations"), text: "migrations".to_owned(), line: None }
}

fn read_timezone(section: &Section<'_>, report: &mut Report<'_>) -> Option<TimeZone> {
    let name = section.text("timezone", report)?;
    // UTC must not depend on a zone database, which small containers lack.
    if name.value.eq_ignore_ascii_case("utc") {
        return Some(TimeZone::UTC);
    }
    let found = TimeZone::get(name.value).ok();
    if found.is_none() {
        let known: Vec<String> = jiff::tz::db().available().map(|zone| zone.to_string()).collect();
        let problem = SettingProblem::BadValue {
            key: section.path("timezone"),
            value: name.value.to_owned(),
            expected: "the name of a time zone such as \"UTC\" or \"Europe/Berlin\"".to_owned(),
            nearest: nearest(name.value, known.iter().map(String::as_str)),
        };
        report.add(name.offset, problem);
    }
    found
}

fn read_locations(section: &Section<'_>, root: &Path, report: &mut Report<'_>) -> Vec<Location> {
    let mut locations: Vec<Location> = Vec::new();
    let texts = section.text_or_texts("migrations", report);
    if texts.as_ref().is_some_and(Vec::is_empty) {
        let given = Placed { value: "[]", offset: section.offset_of("migrations") };
        section.bad_value("migrations", &given, "one folder or several", report);
    }
    for text in texts.unwrap_or_default() {
        let path = root.join(text.value);
        if text.value.trim().is_empty() || locations.iter().any(|location| location.path == path) {
            section.bad_value("migrations", &text, "a folder, and each only once", report);
            continue;
        }
        let line = Some(report.line(text.offset));
        locations.push(Location { path, text: text.value.to_owned(), line });
    }
    if locations.is_empty() {
        locations.push(default_location(root));
    }
    locations
}

fn read_file_template(section: &Section<'_>, report: &mut Report<'_>) -> Option<FileTemplate> {
    let text = section.text("file_template", report)?;
    match FileTemplate::parse(text.value) {
        Ok(template) => Some(template),
        Err(error) => {
            report.add(text.offset, file_template_problem(section, &text, &error));
            None
        }
    }
}

fn file_template_problem(section: &Section<'_>, text: &Placed<&str>, error: &FileTemplateError) -> SettingProblem {
    let nearest_token = match error {
        FileTemplateError::UnknownToken { token } => {
            nearest(token, FileTemplate::TOKENS).map(|token| format!("{{{token}}}"))
        }
        _ => None,
    };
    SettingProblem::BadValue {
        key: section.path("file_template"),
        value: text.value.to_owned(),
        expected: format!("a usable file name: {error}"),
        nearest: nearest_token,
    }
}

pub(super) fn read_sdk(section: &Section<'_>, root: &Path, report: &mut Report<'_>) -> SdkSection {
    section.check_keys(&["rust"], report);
    SdkSection { rust: read_source(section, "rust", root, report).unwrap_or_default() }
}

/// A version as a string, or `{ path = "..." }`.
fn read_source(section: &Section<'_>, key: &str, root: &Path, report: &mut Report<'_>) -> Option<SdkSource> {
    if !section.is_section(key) {
        let version = |text: &str| is_version_requirement(text).then(|| SdkSource::Version(text.to_owned()));
        return section.parsed(key, "a version such as \"0.1\", or { path = \"...\" }", version, report);
    }
    let source = section.section(key, report)?;
    source.check_keys(&["path"], report);
    if !source.has("path") {
        report.add(source.offset(), SettingProblem::MissingKey { key: source.path("path") });
    }
    source.text("path", report).map(|path| SdkSource::Path(root.join(path.value)))
}

fn is_version_requirement(text: &str) -> bool {
    let legal = |character: char| character.is_ascii_alphanumeric() || " .,*=<>~^+-".contains(character);
    text.chars().any(|character| character.is_ascii_digit() || character == '*') && text.chars().all(legal)
}
