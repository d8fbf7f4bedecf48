//! `[autogenerate]`: what is compared.

use crate::toml_reader::{Placed, Report, Section};

const KEYS: [&str; 3] = ["include", "exclude", "schemas"];

/// `[autogenerate]`: which part of a database is compared with the target.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AutogenerateSection {
    /// Patterns of the objects that are compared; empty for all.
    pub include: Vec<Pattern>,
    /// Patterns of those that are left out of them.
    pub exclude: Vec<Pattern>,
    /// Schemas beside the default one; none for whatever the default is.
    pub schemas: Option<Vec<String>>,
}

/// A pattern of names, as the configuration writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// The pattern.
    pub text: String,
    /// The line of the configuration.
    pub line: usize,
}

pub(super) fn read(section: &Section<'_>, report: &mut Report<'_>) -> AutogenerateSection {
    section.check_keys(&KEYS, report);
    AutogenerateSection {
        include: read_patterns(section, "include", report),
        exclude: read_patterns(section, "exclude", report),
        schemas: read_schemas(section, report),
    }
}

fn read_patterns(section: &Section<'_>, key: &str, report: &mut Report<'_>) -> Vec<Pattern> {
    let texts = not_empty(section, key, "a pattern such as \"audit_*\"", report).unwrap_or_default();
    let pattern = |text: Placed<&str>| Pattern { text: text.value.to_owned(), line: report.line(text.offset) };
    texts.into_iter().map(pattern).collect()
}

fn read_schemas(section: &Section<'_>, report: &mut Report<'_>) -> Option<Vec<String>> {
    let texts = not_empty(section, "schemas", "the name of a schema", report)?;
    Some(texts.into_iter().map(|text| text.value.to_owned()).collect())
}

fn not_empty<'t>(
    section: &Section<'t>,
    key: &str,
    expected: &str,
    report: &mut Report<'_>,
) -> Option<Vec<Placed<&'t str>>> {
    let texts = section.text_or_texts(key, report)?;
    let (texts, empty): (Vec<_>, Vec<_>) = texts.into_iter().partition(|text| !text.value.trim().is_empty());
    for text in empty {
        section.bad_value(key, &text, expected, report);
    }
    Some(texts)
}
