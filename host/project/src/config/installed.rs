//! `[packages.LABEL]`: what is installed.

use std::collections::BTreeMap;

use super::grants::{self, PackageTerms};
use crate::package::PackageLabel;
use crate::setting::SettingProblem;
use crate::toml_reader::{Placed, Report, Section};

/// The folder of installed packages, beside `aludel.toml`.
pub const PACKAGES_FOLDER: &str = "packages";

/// One `[packages.LABEL]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstalledSection {
    /// Where it is from: a reference such as `registry.example/acme/audit:1.2.0`, or a file.
    pub source: String,
}

/// Reads the table of tables.
pub(super) fn read(
    section: &Section<'_>,
    report: &mut Report<'_>,
) -> (BTreeMap<String, InstalledSection>, BTreeMap<String, PackageTerms>) {
    let (mut packages, mut grants) = (BTreeMap::new(), BTreeMap::new());
    for (key, is_table) in section.keys() {
        if !is_table {
            section.add_unknown_key(key, &[], report);
            continue;
        }
        if key.value.parse::<PackageLabel>().is_err() {
            section.bad_value(key.value, &key, PackageLabel::EXPECTED, report);
        }
        let Some(table) = section.section(key.value, report) else { continue };
        packages.extend(read_package(&table, report).map(|package| (key.value.to_owned(), package)));
        if let Some(terms) = table.section("grants", report) {
            let (terms, housing) = grants::read_terms(&terms, report);
            grants.insert(key.value.to_owned(), PackageTerms { terms, housing });
        }
    }
    (packages, grants)
}

fn read_package(table: &Section<'_>, report: &mut Report<'_>) -> Option<InstalledSection> {
    table.check_keys(&["source", "grants"], report);
    if !table.has("source") {
        report.add(table.offset(), SettingProblem::MissingKey { key: table.path("source") });
    }
    let source = table.text("source", report)?;
    if source.value.trim().is_empty() {
        let given = Placed { value: source.value, offset: source.offset };
        table.bad_value(
            "source",
            &given,
            "where the package is from: REGISTRY/NAMESPACE/NAME:VERSION, or a file",
            report,
        );
    }
    Some(InstalledSection { source: source.value.to_owned() })
}
