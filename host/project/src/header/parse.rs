//! Reads the TOML of a header.

use aludel_revision::{IdError, RevisionId};

use super::{Header, HeaderError, HeaderErrors, PlacedHeader, block};
use crate::setting::SettingProblem;
use crate::terms;
use crate::toml_reader::{Placed, Report, Section};

const KEYS: [&str; 11] = [
    "revision",
    "down_revision",
    "depends_on",
    "branch_labels",
    "message",
    "created",
    "transaction",
    "foreign_keys",
    "data_loss",
    "needs",
    "limits",
];

pub(super) fn parse(text: &str, file: &str) -> Result<PlacedHeader, HeaderErrors> {
    let block = block::find(text, file)?;
    let mut report = Report::new(file, &block.toml, &block.positions);
    let header = report.parse().and_then(|table| read(&Section::top(&table), &mut report));
    let errors: Vec<HeaderError> = report.into_errors().into_iter().map(HeaderError::Setting).collect();
    match header {
        Some(header) if errors.is_empty() => {
            Ok(PlacedHeader { header, first_line: block.first_line, last_line: block.last_line })
        }
        _ => Err(HeaderErrors { errors }),
    }
}

/// Gives nothing only where it noted why.
fn read(section: &Section<'_>, report: &mut Report<'_>) -> Option<Header> {
    section.check_keys(&KEYS, report);
    let revision = read_revision(section, report);
    let header = Header {
        revision: String::new(),
        down_revision: read_ids(section, "down_revision", report),
        depends_on: read_ids(section, "depends_on", report),
        branch_labels: read_ids(section, "branch_labels", report),
        message: section.text("message", report).map(|text| text.value.to_owned()).unwrap_or_default(),
        created: section.instant("created", report),
        transaction: section.boolean("transaction", report).unwrap_or(true),
        foreign_keys: section.boolean("foreign_keys", report),
        data_loss: read_data_loss(section, report),
        needs: section.section("needs", report).map(|needs| terms::read(&needs, report)),
        limits: section.section("limits", report).map(|limits| limits.limits(report)).unwrap_or_default(),
    };
    Some(Header { revision: revision?, ..header })
}

fn read_revision(section: &Section<'_>, report: &mut Report<'_>) -> Option<String> {
    if !section.has("revision") {
        report.add(section.offset(), SettingProblem::MissingKey { key: "revision".to_owned() });
    }
    let id = section.text("revision", report)?;
    check_id(section, "revision", id, report)
}

/// Whoever reads the words has to learn what is lost.
fn read_data_loss(section: &Section<'_>, report: &mut Report<'_>) -> Option<String> {
    let words = section.text("data_loss", report)?;
    if words.value.trim().is_empty() {
        section.bad_value("data_loss", &words, "a few words that say what the downgrade does not bring back", report);
    }
    Some(words.value.to_owned())
}

fn read_ids(section: &Section<'_>, key: &str, report: &mut Report<'_>) -> Vec<String> {
    let ids = section.text_or_texts(key, report).unwrap_or_default();
    ids.into_iter().filter_map(|id| check_id(section, key, id, report)).collect()
}

fn check_id(section: &Section<'_>, key: &str, id: Placed<&str>, report: &mut Report<'_>) -> Option<String> {
    match RevisionId::parse(id.value) {
        Ok(_) => Some(id.value.to_owned()),
        Err(error) => {
            add_id_error(section, key, id, &error, report);
            None
        }
    }
}

fn add_id_error(section: &Section<'_>, key: &str, id: Placed<&str>, error: &IdError, report: &mut Report<'_>) {
    let expected = match error {
        IdError::IllegalCharacter { character, .. } => {
            let (key, value) = (key.to_owned(), id.value.to_owned());
            report.add(id.offset, SettingProblem::IllegalCharacter { key, value, character: *character });
            return;
        }
        IdError::Empty => "a name of at least one character",
        IdError::Reserved { .. } => "another name, because targets use this word",
        IdError::TooLong { .. } => "a name of at most 255 characters",
    };
    section.bad_value(key, &id, expected, report);
}
