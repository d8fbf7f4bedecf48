//! A package in the lock file.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::package::ContentDigest;
use crate::setting::SettingProblem;
use crate::toml_reader::{Report, Section};
use crate::toml_writer::quote;

/// What a package without a signature has in place of its signer.
pub const UNSIGNED: &str = "unsigned";

const KEYS: [&str; 8] = ["name", "version", "source", "manifest", "signer", "key", "accepted", "components"];

/// What was installed, to the byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockedPackage {
    /// Its full name, such as `acme/audit`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Where it came from, as `[packages.LABEL]` of the configuration says it too.
    pub source: String,
    /// The digest of its manifest, and so of all that it holds.
    pub manifest: ContentDigest,
    /// Who signed it, as `[trust.signers.NAME]` calls them, or [`UNSIGNED`].
    pub signer: String,
    /// The id of their key.
    pub key: Option<ContentDigest>,
    /// The digest of the manifest that a person took although nobody signed it; no other one is taken for it.
    pub accepted: Option<ContentDigest>,
    /// The digest of each revision's component, by id.
    pub components: BTreeMap<String, ContentDigest>,
}

impl LockedPackage {
    /// Adds its tables to the text of the file.
    pub(super) fn render(&self, label: &str, text: &mut String) {
        let label = quote(label);
        let texts = [
            ("name", &self.name),
            ("version", &self.version),
            ("source", &self.source),
            ("manifest", &self.manifest.to_string()),
            ("signer", &self.signer),
        ];
        write!(text, "\n[packages.{label}]\n").expect("a String takes any text");
        for (key, value) in texts {
            writeln!(text, "{key} = {}", quote(value)).expect("a String takes any text");
        }
        for (name, digest) in [("key", &self.key), ("accepted", &self.accepted)] {
            if let Some(digest) = digest {
                writeln!(text, "{name} = \"{digest}\"").expect("a String takes any text");
            }
        }
        write!(text, "\n[packages.{label}.components]\n").expect("a String takes any text");
        for (revision, component) in &self.components {
            writeln!(text, "{} = \"{component}\"", quote(revision)).expect("a String takes any text");
        }
    }
}

/// Reads one of the tables.
pub(super) fn read(section: &Section<'_>, report: &mut Report<'_>) -> Option<LockedPackage> {
    section.check_keys(&KEYS, report);
    let name = text(section, "name", report);
    let version = text(section, "version", report);
    let source = text(section, "source", report);
    let manifest = digest(section, "manifest", report);
    let signer = text(section, "signer", report);
    let key = if section.has("key") { Some(digest(section, "key", report)?) } else { None };
    let accepted = if section.has("accepted") { Some(digest(section, "accepted", report)?) } else { None };
    let components = read_components(section, report);
    Some(LockedPackage {
        name: name?,
        version: version?,
        source: source?,
        manifest: manifest?,
        signer: signer?,
        key,
        accepted,
        components: components?,
    })
}

fn read_components(section: &Section<'_>, report: &mut Report<'_>) -> Option<BTreeMap<String, ContentDigest>> {
    require(section, "components", report);
    let table = section.section("components", report)?;
    let mut components = BTreeMap::new();
    for (revision, _) in table.keys() {
        let component = digest(&table, revision.value, report)?;
        components.insert(revision.value.to_owned(), component);
    }
    Some(components)
}

fn text(section: &Section<'_>, key: &str, report: &mut Report<'_>) -> Option<String> {
    require(section, key, report);
    section.text(key, report).map(|text| text.value.to_owned())
}

fn digest(section: &Section<'_>, key: &str, report: &mut Report<'_>) -> Option<ContentDigest> {
    require(section, key, report);
    section.parsed(key, "`sha256:` and 64 hexadecimal digits", |text| text.parse().ok(), report)
}

fn require(section: &Section<'_>, key: &str, report: &mut Report<'_>) {
    if !section.has(key) {
        report.add(section.offset(), SettingProblem::MissingKey { key: section.path(key) });
    }
}
