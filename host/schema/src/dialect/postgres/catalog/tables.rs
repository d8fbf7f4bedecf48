//! Tables and their columns.

use std::collections::BTreeMap;

use super::answer::{Answer, setting};
use super::constraints::Bare;
use super::generated_name::made_up;
use crate::dialect::CatalogError;
use crate::dialect::postgres::quote;
use crate::model::{Column, Generation, Identity, IdentityKind, Index, Options, Table};

/// What belongs to tables, by their object identifiers.
pub(super) struct Parts {
    pub(super) columns: BTreeMap<i64, Vec<BareColumn>>,
    pub(super) constraints: BTreeMap<i64, Vec<Bare>>,
    pub(super) indexes: BTreeMap<i64, Vec<Index>>,
}

impl Parts {
    pub(super) fn complete(&mut self, oid: i64, mut table: Table) -> Table {
        let name = table.name.name.clone();
        let columns = self.columns.remove(&oid).unwrap_or_default();
        table.columns = columns.into_iter().map(|column| column.complete(&name)).collect();
        let constraints = self.constraints.remove(&oid).unwrap_or_default();
        table.constraints = constraints.into_iter().map(|constraint| constraint.complete(&name)).collect();
        table.constraints.sort_by(|one, other| one.name.cmp(&other.name));
        table.indexes = self.indexes.remove(&oid).unwrap_or_default();
        table
    }
}

pub(super) fn table(answer: &mut Answer<'_>) -> Result<(i64, Table), CatalogError> {
    let oid = answer.integer()?;
    let mut table = Table::new(answer.name()?);
    table.comment = answer.optional_text()?;
    if answer.text()? == "u" {
        table.options.insert("persistence".to_owned(), "unlogged".to_owned());
    }
    let (partitioning, bound, parents) = (answer.optional_text()?, answer.optional_text()?, answer.texts()?);
    table.options.extend(partitioning.map(|key| ("partitioning".to_owned(), key)));
    match (bound, parents.join(", ")) {
        (Some(bound), parent) => table.options.insert("partition of".to_owned(), format!("{parent} {bound}")),
        (None, parents) if parents.is_empty() => None,
        (None, parents) => table.options.insert("inherits".to_owned(), parents),
    };
    table.options.extend(answer.texts()?.iter().map(|text| setting(text)));
    table.options.extend(answer.texts()?.iter().map(|text| setting(&format!("toast.{text}"))));
    if let (true, is_forced) = (answer.flag()?, answer.flag()?) {
        let value = if is_forced { "forced" } else { "enabled" };
        table.options.insert("row level security".to_owned(), value.to_owned());
    }
    table.options.extend(answer.optional_text()?.map(|method| ("access method".to_owned(), method)));
    table.options.extend(answer.optional_text()?.map(|place| ("tablespace".to_owned(), place)));
    let (identity, index) = (answer.text()?, answer.optional_text()?);
    table.options.extend(replica_identity(&identity, index).map(|value| ("replica identity".to_owned(), value)));
    Ok((oid, table))
}

fn replica_identity(letter: &str, index: Option<String>) -> Option<String> {
    match (letter, index) {
        ("f", _) => Some("full".to_owned()),
        ("n", _) => Some("nothing".to_owned()),
        ("i", Some(index)) => Some(format!("using index {}", quote::identifier(&index))),
        _ => None,
    }
}

/// A column, and the sequence that counts for it.
pub(super) struct BareColumn {
    column: Column,
    sequence: Option<Counter>,
}

struct Counter {
    name: String,
    data_type: String,
    start: i64,
    increment: i64,
    minimum: i64,
    maximum: i64,
    cache: i64,
    cycle: bool,
}

impl BareColumn {
    /// The sequence of a serial column has a name of its own after something was renamed.
    fn complete(self, table: &str) -> Column {
        let Self { mut column, sequence } = self;
        if let (Generation::AutoIncrement, Some(sequence)) = (&column.generation, sequence) {
            if sequence.name != made_up(table, Some(&column.name), "seq") {
                column.options.insert("sequence name".to_owned(), sequence.name.clone());
            }
            let settings = sequence.settings();
            if !settings.is_empty() {
                column.options.insert("sequence".to_owned(), settings);
            }
        }
        column
    }
}

pub(super) fn column(answer: &mut Answer<'_>) -> Result<(i64, BareColumn), CatalogError> {
    let oid = answer.integer()?;
    let mut column = Column::new(answer.text()?, answer.text()?);
    column.nullable = !answer.flag()?;
    column.collation = answer.optional_text()?;
    let (default, identity, generated) = (answer.optional_text()?, answer.text()?, answer.text()?);
    column.comment = answer.optional_text()?;
    column.options = options(answer)?;
    let sequence = counter(answer)?;
    column.generation = match (default, identity.as_str(), generated.as_str(), &sequence) {
        (_, "a", _, Some(sequence)) => Generation::Identity(sequence.identity(IdentityKind::Always)),
        (_, "d", _, Some(sequence)) => Generation::Identity(sequence.identity(IdentityKind::ByDefault)),
        (Some(expression), _, "s" | "v", _) => Generation::Computed { expression, stored: generated == "s" },
        (Some(default), _, _, Some(_)) if is_next_value(&default) => Generation::AutoIncrement,
        (Some(default), ..) => Generation::Default(default),
        (None, ..) => Generation::None,
    };
    Ok((oid, BareColumn { column, sequence }))
}

fn is_next_value(default: &str) -> bool {
    default.starts_with("nextval('") && default.ends_with("'::regclass)")
}

fn options(answer: &mut Answer<'_>) -> Result<Options, CatalogError> {
    let storage = answer.optional_text()?.map(|letter| match letter.as_str() {
        "p" => "plain",
        "e" => "external",
        "m" => "main",
        _ => "extended",
    });
    let compression = answer.optional_text()?.map(|letter| match letter.as_str() {
        "p" => "pglz",
        _ => "lz4",
    });
    let mut options: Options = answer.texts()?.iter().map(|text| setting(text)).collect();
    options.extend(storage.map(|word| ("storage".to_owned(), word.to_owned())));
    options.extend(compression.map(|word| ("compression".to_owned(), word.to_owned())));
    Ok(options)
}

fn counter(answer: &mut Answer<'_>) -> Result<Option<Counter>, CatalogError> {
    if !answer.flag()? {
        return Ok(None);
    }
    Ok(Some(Counter {
        name: answer.text()?,
        data_type: answer.text()?,
        start: answer.integer()?,
        increment: answer.integer()?,
        minimum: answer.integer()?,
        maximum: answer.integer()?,
        cache: answer.integer()?,
        cycle: answer.flag()?,
    }))
}

impl Counter {
    fn identity(&self, kind: IdentityKind) -> Identity {
        Identity {
            kind,
            start: (self.start != 1).then_some(self.start),
            increment: (self.increment != 1).then_some(self.increment),
            options: self.limits(),
        }
    }

    /// What is not as the server would set it.
    fn limits(&self) -> Options {
        let (minimum, maximum) = range(&self.data_type, self.increment);
        let mut options = Options::new();
        let mut note = |name: &str, is_usual: bool, value: String| {
            if !is_usual {
                options.insert(name.to_owned(), value);
            }
        };
        note("minvalue", self.minimum == minimum, self.minimum.to_string());
        note("maxvalue", self.maximum == maximum, self.maximum.to_string());
        note("cache", self.cache == 1, self.cache.to_string());
        note("cycle", !self.cycle, "true".to_owned());
        options
    }

    /// The same as SQL text.
    fn settings(&self) -> String {
        let identity = self.identity(IdentityKind::ByDefault);
        super::super::sequence_settings(identity.start, identity.increment, &identity.options)
    }
}

/// The smallest and largest value of a sequence when none is given.
pub(in crate::dialect::postgres) fn range(data_type: &str, increment: i64) -> (i64, i64) {
    let (smallest, largest) = match data_type {
        "smallint" => (i64::from(i16::MIN), i64::from(i16::MAX)),
        "integer" => (i64::from(i32::MIN), i64::from(i32::MAX)),
        _ => (i64::MIN, i64::MAX),
    };
    if increment > 0 { (1, largest) } else { (smallest, -1) }
}
