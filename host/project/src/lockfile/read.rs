//! Reads the tables of the lock file.

use super::{LockedRevision, Lockfile, VERSION};
use crate::digest::Digest;
use crate::setting::SettingProblem;
use crate::toml_reader::{Report, Section};

pub(super) fn read_tables(top: &Section<'_>, report: &mut Report<'_>) -> Lockfile {
    top.check_keys(&["version", "revisions"], report);
    top.word("version", &[(VERSION, ())], report);
    let mut lockfile = Lockfile::default();
    let Some(revisions) = top.section("revisions", report) else { return lockfile };
    for (revision, _) in revisions.keys() {
        let section = revisions.section(revision.value, report);
        if let Some(locked) = section.and_then(|section| read_revision(&section, report)) {
            lockfile.revisions.insert(revision.value.to_owned(), locked);
        }
    }
    lockfile
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
