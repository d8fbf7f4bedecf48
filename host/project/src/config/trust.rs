//! `[trust]`: whose packages are taken, and for what; `[trust.signers.NAME]` is one signer.
//!
//! Folders are trusted in the same table ([`super::grants`]): `[trust.vendor]`. What is said here has keys of its own, which
//! no folder takes: they are no tables, and `signers` is a table of tables, which a folder's grants never are.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use aludel_grants::{Excess, Grants, Terms};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

use crate::package::ContentDigest;
use crate::setting::SettingProblem;
use crate::terms;
use crate::toml_reader::{Placed, Report, Section};

/// The keys of `[trust]` that are no folders.
pub(super) const KEYS: [&str; 4] = ["unsigned", "revoked_keys", "revoked_packages", SIGNERS];

const SIGNERS: &str = "signers";

/// What `[trust]` says of packages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustSection {
    /// What becomes of packages that nobody signed; none where nothing is said.
    pub unsigned: Option<UnsignedPackages>,
    /// Keys that sign no more, by their ids.
    pub revoked_keys: BTreeSet<ContentDigest>,
    /// Packages that are not taken any more, by the digests of their manifests.
    pub revoked_packages: BTreeSet<ContentDigest>,
    /// Who may sign, by name.
    pub signers: BTreeMap<String, SignerSection>,
}

/// What becomes of a package that nobody signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnsignedPackages {
    /// It is not taken.
    Refuse,
    /// A person is asked.
    Ask,
    /// It runs on scratch databases only.
    Scratch,
}

impl UnsignedPackages {
    const WORDS: [(&str, Self); 3] = [("refuse", Self::Refuse), ("ask", Self::Ask), ("scratch", Self::Scratch)];
}

/// One `[trust.signers.NAME]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignerSection {
    /// Their keys; never empty.
    pub keys: Vec<SignerKeySection>,
    /// Which packages they may sign: references, in which `*` stands for any part between two `/`.
    pub may_sign: Vec<String>,
    /// `grants` there: the most that a package of theirs may be given.
    pub grants: Option<Terms>,
    /// The end of the trust in them.
    pub until: Option<TrustDate>,
}

/// A key of a signer: `key`, or one of `[[trust.signers.NAME.keys]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignerKeySection {
    /// The file with the public key, as it is written.
    pub file: String,
    /// The file.
    pub path: PathBuf,
    /// From when on the key is taken.
    pub from: Option<TrustDate>,
    /// Until when it is taken.
    pub until: Option<TrustDate>,
}

/// A point in time: `2027-01-31` (the beginning of that day in UTC as `from`, its end as `until`), or date, time and offset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustDate {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub unix_seconds: i64,
    /// As it is written.
    pub text: String,
}

/// A package is given more than its signer may be trusted with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("[packages.{package}.grants] gives {}, and `{signer}`, who signed it, may be given no more than [trust.signers.{signer}.grants]", words(.excess))]
pub struct CeilingError {
    /// The label of the package.
    pub package: String,
    /// Who signed it.
    pub signer: String,
    /// What goes beyond.
    pub excess: Vec<Excess>,
}

fn words(excess: &[Excess]) -> String {
    let each = excess.iter().map(|excess| match excess.values.as_slice() {
        [value] if value == excess.key => format!("`{value}`"),
        values => format!("`{}` {}", excess.key, values.join(", ")),
    });
    each.collect::<Vec<_>>().join(" and ")
}

impl CeilingError {
    /// What would allow it.
    pub fn hint(&self) -> String {
        let lines: Vec<&str> = self.excess.iter().map(|excess| excess.line.as_str()).collect();
        format!(
            "give the package less, or trust the signer with more, in aludel.toml:\n[trust.signers.{}.grants]\n{}",
            self.signer,
            lines.join("\n")
        )
    }
}

impl TrustSection {
    /// The most that packages of each signer may be given, by name, where the project sets a bound.
    pub fn ceilings(&self) -> BTreeMap<String, Grants> {
        let bound = |name: &String| Some((name.clone(), self.ceiling(name)?));
        self.signers.keys().filter_map(bound).collect()
    }

    /// The most that packages of that signer may be given; none where the project sets no bound.
    pub fn ceiling(&self, signer: &str) -> Option<Grants> {
        Some(self.signers.get(signer)?.grants.as_ref()?.asked())
    }
}

/// Whether that key of `[trust]` is one of ours, and no folder of that name.
pub(super) fn is_ours(trust: &Section<'_>, key: &str, is_table: bool, report: &mut Report<'_>) -> bool {
    if key != SIGNERS || !is_table {
        return KEYS.contains(&key) && !is_table;
    }
    trust.section(key, report).is_some_and(|signers| signers.keys().any(|(_, is_table)| is_table))
}

pub(super) fn read(section: &Section<'_>, root: &Path, report: &mut Report<'_>) -> TrustSection {
    let ours =
        |key: &str, report: &mut Report<'_>| section.has(key) && is_ours(section, key, section.is_section(key), report);
    let mut trust = TrustSection::default();
    if ours("unsigned", report) {
        trust.unsigned = section.word("unsigned", &UnsignedPackages::WORDS, report);
    }
    if ours("revoked_keys", report) {
        trust.revoked_keys = read_digests(section, "revoked_keys", report);
    }
    if ours("revoked_packages", report) {
        trust.revoked_packages = read_digests(section, "revoked_packages", report);
    }
    if ours(SIGNERS, report)
        && let Some(signers) = section.section(SIGNERS, report)
    {
        trust.signers = read_signers(&signers, root, report);
    }
    trust
}

fn read_digests(section: &Section<'_>, key: &str, report: &mut Report<'_>) -> BTreeSet<ContentDigest> {
    let mut digests = BTreeSet::new();
    for text in section.texts(key, report).unwrap_or_default() {
        match text.value.parse() {
            Ok(digest) => _ = digests.insert(digest),
            Err(_) => section.bad_value(key, &text, "digests: sha256: and 64 hexadecimal digits", report),
        }
    }
    digests
}

fn read_signers(section: &Section<'_>, root: &Path, report: &mut Report<'_>) -> BTreeMap<String, SignerSection> {
    let mut signers = BTreeMap::new();
    for (key, is_table) in section.keys() {
        if !is_table {
            section.add_unknown_key(key, &[], report);
        } else if !is_signer_name(key.value) {
            section.bad_value(key.value, &key, "a name of letters, digits, `-` and `_`", report);
        } else if let Some(table) = section.section(key.value, report) {
            signers.insert(key.value.to_owned(), read_signer(&table, root, report));
        }
    }
    signers
}

/// Names stand in hints, in the lock file and in file names.
fn is_signer_name(name: &str) -> bool {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-');
    !name.is_empty() && name.chars().all(is_plain)
}

fn read_signer(section: &Section<'_>, root: &Path, report: &mut Report<'_>) -> SignerSection {
    section.check_keys(&["key", "keys", "may_sign", "grants", "until"], report);
    let found: Vec<&'static str> = ["key", "keys"].into_iter().filter(|key| section.has(key)).collect();
    if found.len() != 1 {
        let problem = SettingProblem::OneOf { section: section.name().to_owned(), found, known: vec!["key", "keys"] };
        report.add(section.offset(), problem);
    }
    let single = section.text("key", report).map(|file| (file, None, None));
    let listed = section.sections("keys", report);
    if section.has("keys") && !section.is_section("keys") && listed.is_empty() {
        let given = Placed { value: "[]", offset: section.offset_of("keys") };
        section.bad_value("keys", &given, "a table for each key: [[trust.signers.NAME.keys]]", report);
    }
    let listed: Vec<_> = listed.into_iter().filter_map(|key| read_key(&key, report)).collect();
    let keys = single.into_iter().chain(listed).map(|(file, from, until)| SignerKeySection {
        file: file.value.to_owned(),
        path: root.join(file.value),
        from,
        until,
    });
    SignerSection {
        keys: keys.collect(),
        may_sign: read_may_sign(section, report),
        grants: section.section("grants", report).map(|grants| terms::read(&grants, report)),
        until: date(section, "until", Bound::Until, report),
    }
}

type ReadKey<'t> = (Placed<&'t str>, Option<TrustDate>, Option<TrustDate>);

fn read_key<'t>(section: &Section<'t>, report: &mut Report<'_>) -> Option<ReadKey<'t>> {
    section.check_keys(&["file", "from", "until"], report);
    if !section.has("file") {
        report.add(section.offset(), SettingProblem::MissingKey { key: section.path("file") });
    }
    let from = date(section, "from", Bound::From, report);
    let until = date(section, "until", Bound::Until, report);
    Some((section.text("file", report)?, from, until))
}

fn read_may_sign(section: &Section<'_>, report: &mut Report<'_>) -> Vec<String> {
    if !section.has("may_sign") {
        report.add(section.offset(), SettingProblem::MissingKey { key: section.path("may_sign") });
    }
    let texts = section.text_or_texts("may_sign", report).unwrap_or_default();
    texts.into_iter().map(|text| text.value.to_owned()).collect()
}

/// Which end of a time a date is.
#[derive(Clone, Copy)]
enum Bound {
    From,
    Until,
}

const DATE_EXPECTED: &str = "a date such as 2027-01-31, or a date and time with offset such as 2027-01-31T12:00:00Z";

fn date(section: &Section<'_>, key: &str, bound: Bound, report: &mut Report<'_>) -> Option<TrustDate> {
    let text = section.datetime(key, DATE_EXPECTED, report)?;
    let moment = match text.value.parse::<Timestamp>() {
        Ok(moment) => Some(moment),
        Err(_) => text.value.parse::<Date>().ok().and_then(|date| edge_of(date, bound)),
    };
    if moment.is_none() || is_time_alone(&text.value) {
        section.bad_value(key, &text, DATE_EXPECTED, report);
        return None;
    }
    moment.map(|moment| TrustDate { unix_seconds: moment.as_second(), text: text.value })
}

/// Without its offset a time is another one everywhere.
fn is_time_alone(text: &str) -> bool {
    text.contains(':') && text.parse::<Timestamp>().is_err()
}

fn edge_of(date: Date, bound: Bound) -> Option<Timestamp> {
    let first = match bound {
        Bound::From => date,
        Bound::Until => date.checked_add(1.day()).ok()?,
    };
    first.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests;
