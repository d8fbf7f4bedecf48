//! Reads the tables of the lock file.

use super::{LockedRevision, Lockfile, VERSION, package};
use crate::digest::Digest;
use crate::setting::SettingProblem;
use crate::toml_reader::{Report, Section};

pub(super) fn read_tables(top: &Section<'_>, report: &mut Report<'_>) -> Lockfile {
    top.check_keys(&["version", "revisions", "packages"], report);
    top.word("version", &[(VERSION, ())], report);
    let mut lockfile = Lockfile::default();
    if let Some(revisions) = top.section("revisions", report) {
        for (revision, section) in tables(&revisions, report) {
            lockfile.revisions.extend(read_revision(&section, report).map(|locked| (revision, locked)));
        }
    }
    if let Some(packages) = top.section("packages", report) {
        for (label, section) in tables(&packages, report) {
            lockfile.packages.extend(package::read(&section, report).map(|locked| (label, locked)));
        }
    }
    lockfile
}

/// The tables in a table, by their keys.
fn tables<'t>(section: &Section<'t>, report: &mut Report<'_>) -> Vec<(String, Section<'t>)> {
    let keys = section.keys().filter_map(|(key, _)| Some((key.value.to_owned(), section.section(key.value, report)?)));
    keys.collect()
}

fn read_revision(section: &Section<'_>, report: &mut Report<'_>) -> Option<LockedRevision> {
    section.check_keys(&["source", "component"], report);
    let source = read_digest(section, "source", report);
    let component = read_digest(section, "component", report);
    Some(LockedRevision { source: source?, component: component? })
}

fn read_digest(section: &Section<'_>, key: &str, report: &mut Report<'_>) -> Option<Digest> {
    if !section.has(key) {
        report.add(section.offset(), SettingProblem::MissingKey { key: section.path(key) });
    }
    section.parsed(key, "a digest of 64 hexadecimal digits", |text| text.parse().ok(), report)
}
