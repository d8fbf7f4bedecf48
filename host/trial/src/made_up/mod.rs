//! Rows that fit a table: its types, NOT NULL, keys, foreign keys, and its checks as far as they can be read.
//!
//! A row that the server refuses all the same is made again, otherwise: texts of another shape, defaults in place of
//! values, NULL where it may be. Whoever inserts it counts the attempts.

mod bounds;
mod kind;
mod order;
mod value;

use std::collections::{BTreeMap, HashMap};

use aludel_schema::ObjectName;
use aludel_schema::model::{
    Column, ConstraintBody, EnumType, ForeignKey, Generation, IdentityKind, IndexKey, IndexPart, Table,
};
use aludel_sql::{Dialect, IdentifierError};

use crate::dice::Dice;
use bounds::Bounds;
use value::Place;

pub use order::in_order;

/// After so many attempts columns with a default get it.
const DEFAULTS_FROM: u32 = 6;
/// After so many attempts columns that may be NULL are.
const NULLS_FROM: u32 = 9;
/// How often a row is tried.
pub const ATTEMPTS_MAX: u32 = 12;

/// Where rows go.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// The table as it is.
    pub table: &'a Table,
    /// The table as later migrations make it: rows fit what they will add, too.
    pub later: Option<&'a Table>,
    /// The enums of the schema.
    pub enums: &'a BTreeMap<ObjectName, EnumType>,
    /// Which SQL.
    pub dialect: Dialect,
    /// The same seed makes the same rows.
    pub seed: u64,
}

/// Keys that a foreign key can point at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parent {
    /// The columns of the foreign key.
    pub columns: Vec<String>,
    /// What they refer to.
    pub table: ObjectName,
    /// The columns there.
    pub referenced: Vec<String>,
    /// Values of the columns that are there to be pointed at, as SQL text.
    pub keys: Vec<Vec<String>>,
}

/// A row, as SQL text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeUpRow {
    /// The columns that get a value.
    pub columns: Vec<String>,
    /// Their values.
    pub values: Vec<String>,
    /// Whether the server would rather give one of the values itself.
    overrides_identity: bool,
}

/// A row has to point at another one, and there is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("it has to point at a row of `{table}`, which has none")]
pub struct NoParent {
    /// The table without rows.
    pub table: ObjectName,
}

/// The foreign keys of a table, those that come later among them, each once.
pub fn foreign_keys<'a>(table: &'a Table, later: Option<&'a Table>) -> Vec<&'a ForeignKey> {
    let mut found: Vec<&ForeignKey> = Vec::new();
    for constraint in table.constraints.iter().chain(later.iter().flat_map(|later| &later.constraints)) {
        if let ConstraintBody::ForeignKey(key) = &constraint.body
            && key.columns.iter().all(|column| table.column(column).is_some())
            && !found.iter().any(|known| known.columns == key.columns)
        {
            found.push(key);
        }
    }
    found
}

/// A row for a table. `number` counts the rows from 1, `attempt` how often this one was refused.
pub fn made_up(setting: Setting<'_>, parents: &[Parent], number: u64, attempt: u32) -> Result<MadeUpRow, NoParent> {
    let maker = Maker::new(setting, number, attempt);
    let pointers = maker.pointers(parents)?;
    let mut row = MadeUpRow { columns: Vec::new(), values: Vec::new(), overrides_identity: false };
    for column in &setting.table.columns {
        let Some(value) = pointers.get(&column.name).cloned().or_else(|| maker.value(column)) else { continue };
        row.overrides_identity |= is_always_identity(column);
        row.columns.push(column.name.clone());
        row.values.push(value);
    }
    Ok(row)
}

/// The statement that inserts a row.
pub fn insert(setting: Setting<'_>, row: &MadeUpRow) -> Result<String, IdentifierError> {
    let table = quoted_name(&setting.table.name, setting.dialect)?;
    if row.columns.is_empty() {
        let nothing = if setting.dialect.is_mysql_family() { "() VALUES ()" } else { "DEFAULT VALUES" };
        return Ok(format!("INSERT INTO {table} {nothing}"));
    }
    let columns = row.columns.iter().map(|column| setting.dialect.quote(column)).collect::<Result<Vec<_>, _>>()?;
    let overriding = if row.overrides_identity { "OVERRIDING SYSTEM VALUE " } else { "" };
    Ok(format!("INSERT INTO {table} ({}) {overriding}VALUES ({})", columns.join(", "), row.values.join(", ")))
}

/// The name of a table as SQL has it.
pub fn quoted_name(name: &ObjectName, dialect: Dialect) -> Result<String, IdentifierError> {
    match &name.schema {
        Some(schema) => Ok(format!("{}.{}", dialect.quote(schema)?, dialect.quote(&name.name)?)),
        None => dialect.quote(&name.name),
    }
}

struct Maker<'a> {
    setting: Setting<'a>,
    number: u64,
    attempt: u32,
    bounds: HashMap<String, Bounds>,
    unique: Vec<String>,
    primary: Vec<String>,
}

impl<'a> Maker<'a> {
    fn new(setting: Setting<'a>, number: u64, attempt: u32) -> Self {
        let tables = || std::iter::once(setting.table).chain(setting.later);
        let mut bounds = HashMap::new();
        for constraint in tables().flat_map(|table| &table.constraints) {
            if let ConstraintBody::Check { expression, .. } = &constraint.body {
                bounds::read(expression, setting.dialect, &mut bounds);
            }
        }
        let primary = setting.table.primary_key().map(|constraint| key_columns(&constraint.body)).unwrap_or_default();
        Self { setting, number, attempt, bounds, unique: tables().flat_map(unique_columns).collect(), primary }
    }

    fn dice(&self, word: &str) -> Dice {
        let (number, attempt) = (self.number.to_string(), self.attempt.to_string());
        Dice::of(self.setting.seed, &[&self.setting.table.name.name, word, &number, &attempt])
    }

    /// The values of the columns that point at other rows.
    fn pointers(&self, parents: &[Parent]) -> Result<HashMap<String, String>, NoParent> {
        let mut values = HashMap::new();
        for parent in parents {
            let key = match self.key_of(parent) {
                Some(key) => key.clone(),
                None if parent.table == self.setting.table.name && !self.can_point_nowhere(parent) => {
                    self.own_key(parent)
                }
                None if self.can_point_nowhere(parent) => vec!["NULL".to_owned(); parent.columns.len()],
                None => return Err(NoParent { table: parent.table.clone() }),
            };
            for (column, value) in parent.columns.iter().zip(key) {
                values.entry(column.clone()).or_insert(value);
            }
        }
        Ok(values)
    }

    /// Rows take the keys in turn, so that a table of pairs gets different pairs.
    fn key_of<'p>(&self, parent: &'p Parent) -> Option<&'p Vec<String>> {
        let first = self.dice(&parent.columns.join(",")).below(2) * u64::from(self.attempt);
        let index = (self.number - 1 + first).checked_rem(u64::try_from(parent.keys.len()).unwrap_or(0))?;
        parent.keys.get(usize::try_from(index).unwrap_or(0))
    }

    /// The first row of a table that points at itself points at itself.
    fn own_key(&self, parent: &Parent) -> Vec<String> {
        let value = |name: &String| self.setting.table.column(name).and_then(|column| self.value(column));
        parent.referenced.iter().map(|name| value(name).unwrap_or_else(|| "NULL".to_owned())).collect()
    }

    fn can_point_nowhere(&self, parent: &Parent) -> bool {
        let columns = parent.columns.iter().filter_map(|name| self.setting.table.column(name));
        columns.into_iter().all(|column| self.can_be_null(column))
    }

    fn can_be_null(&self, column: &Column) -> bool {
        let later = self.setting.later.and_then(|later| later.column(&column.name));
        column.nullable && !self.primary.contains(&column.name) && later.is_none_or(|later| later.nullable)
    }

    fn value(&self, column: &Column) -> Option<String> {
        let mut dice = self.dice(&column.name);
        if matches!(column.generation, Generation::Computed { .. }) {
            return None;
        }
        if self.attempt >= DEFAULTS_FROM && matches!(column.generation, Generation::Default(_)) {
            return None;
        }
        let is_sometimes_null = self.number > 1 && dice.below(3) == 0;
        if self.can_be_null(column) && (self.attempt >= NULLS_FROM || is_sometimes_null) {
            return Some("NULL".to_owned());
        }
        let kind = kind::kind(&column.data_type, self.setting.dialect, self.setting.enums);
        let place = Place {
            column: &column.name,
            number: self.number,
            attempt: self.attempt,
            is_unique: self.unique.contains(&column.name),
            dialect: self.setting.dialect,
        };
        let bounds = self.bounds.get(&column.name).cloned().unwrap_or_default();
        Some(value::value(&kind, &bounds, &place, &mut dice))
    }
}

fn is_always_identity(column: &Column) -> bool {
    matches!(&column.generation, Generation::Identity(identity) if identity.kind == IdentityKind::Always)
}

fn unique_columns(table: &Table) -> Vec<String> {
    let of_constraints = table.constraints.iter().flat_map(|constraint| key_columns(&constraint.body));
    let indexes = table.indexes.iter().filter(|index| index.unique);
    of_constraints.chain(indexes.flat_map(|index| columns_of(&index.parts))).collect()
}

/// The columns of a primary key or of a unique one.
pub(crate) fn key_columns(body: &ConstraintBody) -> Vec<String> {
    match body {
        ConstraintBody::PrimaryKey(key) | ConstraintBody::Unique(key) => columns_of(&key.parts),
        _ => Vec::new(),
    }
}

fn columns_of(parts: &[IndexPart]) -> Vec<String> {
    let column = |part: &IndexPart| match &part.key {
        IndexKey::Column(name) => Some(name.clone()),
        IndexKey::Expression(_) => None,
    };
    parts.iter().filter_map(column).collect()
}

#[cfg(test)]
mod tests;
