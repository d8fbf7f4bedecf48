//! `[lint]`: how much each rule weighs here.

use aludel_lint::naming::KINDS;
use aludel_lint::{Naming, NamingError, Severities, Severity, rules};

use crate::setting::{SettingProblem, nearest};
use crate::toml_reader::{Placed, Report, Section};

const FAIL_ON: &str = "fail_on";
const NAMING: &str = "naming";

/// The severities that a rule can be given.
const SEVERITIES: [(&str, Severity); 4] =
    [("off", Severity::Off), ("note", Severity::Note), ("warning", Severity::Warning), ("error", Severity::Error)];

/// The severities that a command can fail for.
const FAILING: [(&str, Severity); 3] =
    [("error", Severity::Error), ("warning", Severity::Warning), ("note", Severity::Note)];

/// `[lint]`: what a project says of the rules.
#[derive(Debug, Clone)]
pub struct LintSection {
    /// The least severity that makes the command fail.
    pub fail_on: Severity,
    /// Severities in place of those of the rules.
    pub severities: Severities,
    /// `[lint.naming]`: what names must look like.
    pub naming: Naming,
    /// `[lint."PATTERN"]`: severities for the migrations whose path fits, over those of the project. Later ones win.
    pub paths: Vec<LintPath>,
}

/// What is said of the rules for some of the migrations.
#[derive(Debug, Clone)]
pub struct LintPath {
    /// The path of a source from the root of the project, where `*` stands for any text and `?` for any character.
    pub pattern: String,
    /// Severities for those migrations.
    pub severities: Severities,
}

impl Default for LintSection {
    fn default() -> Self {
        Self {
            fail_on: Severity::Error,
            severities: Severities::default(),
            naming: Naming::default(),
            paths: Vec::new(),
        }
    }
}

pub(super) fn read(section: &Section<'_>, report: &mut Report<'_>) -> LintSection {
    let mut lint = LintSection::default();
    if let Some(severity) = section.word(FAIL_ON, &FAILING, report) {
        lint.fail_on = severity;
    }
    for (key, is_section) in section.keys() {
        match (key.value, is_section) {
            (FAIL_ON, _) => {}
            (NAMING, _) => {
                if let Some(naming) = section.section(NAMING, report) {
                    lint.naming = read_naming(&naming, report);
                }
            }
            (_, false) => read_severity(section, key, &mut lint.severities, report),
            (pattern, true) => lint.paths.extend(read_path(section, pattern, report)),
        }
    }
    lint
}

fn read_path(section: &Section<'_>, pattern: &str, report: &mut Report<'_>) -> Option<LintPath> {
    let own = section.section(pattern, report)?;
    let mut severities = Severities::default();
    for (key, _) in own.keys() {
        read_severity(&own, key, &mut severities, report);
    }
    Some(LintPath { pattern: pattern.to_owned(), severities })
}

fn read_severity(section: &Section<'_>, key: Placed<&str>, severities: &mut Severities, report: &mut Report<'_>) {
    let Some(rule) = aludel_lint::rule(key.value) else {
        return add_unknown_rule(section, key, report);
    };
    if let Some(severity) = section.word(key.value, &SEVERITIES, report) {
        severities.set(rule.code, severity).expect("the code is that of a rule");
    }
}

fn add_unknown_rule(section: &Section<'_>, key: Placed<&str>, report: &mut Report<'_>) {
    let known = rules().flat_map(|rule| [rule.code, rule.name]).chain([FAIL_ON, NAMING]);
    let problem = SettingProblem::UnknownKey {
        key: key.value.to_owned(),
        section: section.name().to_owned(),
        nearest: nearest(key.value, known),
        // There are too many to list them.
        known: Vec::new(),
    };
    report.add(key.offset, problem);
}

fn read_naming(section: &Section<'_>, report: &mut Report<'_>) -> Naming {
    section.check_keys(&KINDS, report);
    let mut naming = Naming::default();
    for kind in KINDS {
        let Some(pattern) = section.text(kind, report) else { continue };
        if let Err(NamingError::Unreadable { problem, .. }) = naming.set(kind, pattern.value) {
            section.bad_value(kind, &pattern, &format!("a regular expression ({problem})"), report);
        }
    }
    naming
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config::Config;

    fn read(text: &str) -> Result<LintSection, String> {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let path = folder.path().join("aludel.toml");
        std::fs::write(&path, text).expect("the folder is writable");
        Config::read(Path::new(&path), &|_| None).map(|config| config.lint).map_err(|errors| errors.to_string())
    }

    #[test]
    fn rules_are_weighed_by_code_or_name_for_all_and_for_some() {
        let text = "[lint]\nfail_on = \"warning\"\nAL102 = \"note\"\ndrop-column = \"off\"\n\
                    [lint.\"old/*\"]\nAL102 = \"off\"\n[lint.naming]\ntable = \"^[a-z]+$\"\n";
        let lint = read(text).expect("the section is right");
        assert_eq!((lint.fail_on, lint.severities.of("AL102")), (Severity::Warning, Severity::Note));
        assert_eq!(lint.severities.of("AL103"), Severity::Off);
        assert_eq!((lint.paths[0].pattern.as_str(), lint.paths[0].severities.of("AL102")), ("old/*", Severity::Off));
    }

    #[test]
    fn what_is_no_rule_severity_or_pattern_is_told_with_its_place() {
        let cases = [
            ("[lint]\nAL1O2 = \"off\"\n", "aludel.toml:2:1: unknown key `AL1O2` in [lint]"),
            ("[lint]\nAL102 = \"fatal\"\n", "aludel.toml:2:9: `lint.AL102` is `fatal`, but must be \"off\" or"),
            ("[lint]\nAL102 = true\n", "aludel.toml:2:9: `lint.AL102` must be a string, not true or false"),
            ("[lint]\nfail_on = \"off\"\n", "aludel.toml:2:11: `lint.fail_on` is `off`, but must be \"error\" or"),
            ("[lint.\"old/*\"]\ndrop-tabel = \"off\"\n", "aludel.toml:2:1: unknown key `drop-tabel` in [lint.old/*]"),
            ("[lint.naming]\ntable = \"(\"\n", "aludel.toml:2:9: `lint.naming.table` is `(`, but must be a regular"),
            ("[lint.naming]\ntabel = \"a\"\n", "aludel.toml:2:1: unknown key `tabel` in [lint.naming]"),
            ("[lint]\nnaming = 3\n", "aludel.toml:2:10: `lint.naming` must be a table, not a whole number"),
        ];
        for (text, expected) in cases {
            let told = read(text).expect_err(text);
            assert!(told.starts_with(expected), "{told}");
        }
    }
}
