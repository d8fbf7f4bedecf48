//! Reads a table of grants: `[needs]` of a header, `[grants]` and `[trust."..."]` of `aludel.toml`.

use std::collections::BTreeSet;

use aludel_grants::terms::KEYS;
use aludel_grants::{Extensions, ObjectKind, PatternError, Patterns, Terms};

use crate::setting::{SettingProblem, nearest};
use crate::toml_reader::{Placed, Report, Section};

/// Reads the table; what cannot be used is noted, and left out.
pub(crate) fn read(section: &Section<'_>, report: &mut Report<'_>) -> Terms {
    read_beside(section, &[], report)
}

/// The same for a table that holds these keys, too.
pub(crate) fn read_beside(section: &Section<'_>, others: &[&'static str], report: &mut Report<'_>) -> Terms {
    section.check_keys(&[&KEYS, others].concat(), report);
    Terms {
        ddl: kinds(section, report),
        read: patterns(section, "read", report),
        write: patterns(section, "write", report),
        create: patterns(section, "create", report),
        raw_sql: section.boolean("raw_sql", report),
        temporary: section.boolean("temporary", report),
        code: section.boolean("code", report),
        privileges: section.boolean("privileges", report),
        roles: section.boolean("roles", report),
        extensions: extensions(section, report),
        settings: section.boolean("settings", report),
        server_settings: section.boolean("server_settings", report),
        server_files: section.boolean("server_files", report),
        transaction: section.boolean("transaction", report),
    }
}

fn kinds(section: &Section<'_>, report: &mut Report<'_>) -> Option<BTreeSet<ObjectKind>> {
    let texts = section.text_or_texts("ddl", report)?;
    let mut kinds = BTreeSet::new();
    for text in texts {
        match ObjectKind::definitions().find(|kind| kind.name() == text.value) {
            Some(kind) => {
                kinds.insert(kind);
            }
            None => report.add(text.offset, unknown_kind(section, &text)),
        }
    }
    Some(kinds)
}

fn unknown_kind(section: &Section<'_>, text: &Placed<&str>) -> SettingProblem {
    let known: Vec<&str> = ObjectKind::definitions().map(ObjectKind::name).collect();
    SettingProblem::BadValue {
        key: section.path("ddl"),
        value: text.value.to_owned(),
        expected: format!("one of {}", known.join(", ")),
        nearest: nearest(text.value, known),
    }
}

fn patterns(section: &Section<'_>, key: &str, report: &mut Report<'_>) -> Option<Patterns> {
    each(section, key, |text| Patterns::parse([text]), report)
        .map(|all| all.iter().flat_map(Patterns::iter).cloned().collect())
}

fn extensions(section: &Section<'_>, report: &mut Report<'_>) -> Option<Extensions> {
    let texts = each(section, "extensions", |text| Extensions::parse([text]).map(|_| text.to_owned()), report)?;
    Extensions::try_from(texts).ok()
}

fn each<T>(
    section: &Section<'_>,
    key: &str,
    parse: impl Fn(&str) -> Result<T, PatternError>,
    report: &mut Report<'_>,
) -> Option<Vec<T>> {
    let mut read = Vec::new();
    for text in section.text_or_texts(key, report)? {
        match parse(text.value) {
            Ok(value) => read.push(value),
            Err(error) => {
                let expected = format!("a name such as \"orders\" or \"audit_*\": {error}");
                section.bad_value(key, &text, &expected, report);
            }
        }
    }
    Some(read)
}
