//! `[package]`: what the migrations of a project are called when they are packed.

use aludel_grants::{PatternError, Patterns};

use crate::package::{PackageLabel, PackageName, PackageVersion};
use crate::toml_reader::{Report, Section};

const KEYS: [&str; 7] = ["name", "version", "label", "tables", "description", "license", "source"];

/// `[package]`: what the migrations of a project are called when they are packed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PackageSection {
    /// The name: `acme/audit`.
    pub name: Option<PackageName>,
    /// The version.
    pub version: Option<PackageVersion>,
    /// The branch that it becomes where it is installed.
    pub label: Option<PackageLabel>,
    /// The tables that are its own.
    pub tables: Option<Patterns>,
    /// What it is for.
    pub description: Option<String>,
    /// Its licence, as SPDX names it.
    pub license: Option<String>,
    /// Where its sources are.
    pub source: Option<String>,
}

pub(super) fn read(section: &Section<'_>, report: &mut Report<'_>) -> PackageSection {
    section.check_keys(&KEYS, report);
    PackageSection {
        name: section.parsed("name", PackageName::EXPECTED, |text| text.parse().ok(), report),
        version: section.parsed("version", PackageVersion::EXPECTED, |text| text.parse().ok(), report),
        label: section.parsed("label", PackageLabel::EXPECTED, |text| text.parse().ok(), report),
        tables: tables(section, report),
        description: text(section, "description", report),
        license: text(section, "license", report),
        source: text(section, "source", report),
    }
}

fn text(section: &Section<'_>, key: &str, report: &mut Report<'_>) -> Option<String> {
    section.text(key, report).map(|text| text.value.to_owned())
}

fn tables(section: &Section<'_>, report: &mut Report<'_>) -> Option<Patterns> {
    let mut all = Patterns::nothing();
    for text in section.text_or_texts("tables", report)? {
        let read: Result<Patterns, PatternError> = Patterns::parse([text.value]);
        match read {
            Ok(patterns) => all = patterns.iter().cloned().fold(all, Patterns::with),
            Err(error) => {
                let expected = format!("a name such as \"audit\" or \"audit_*\": {error}");
                section.bad_value("tables", &text, &expected, report);
            }
        }
    }
    Some(all)
}
