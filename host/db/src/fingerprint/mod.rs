//! What the objects that a statement names look like, as texts that can be compared.
//!
//! A definition that was sent and never answered has happened or not. What it names is read before it is sent, and
//! read again by whoever has to know: the same texts mean that it did not happen.

mod mysql;
mod names;
mod postgres;
mod sqlite;

use std::collections::BTreeMap;
use std::fmt;

use aludel_sql::{Database, Dialect, Row, SqlError, Value};

pub use names::names_in;

/// Objects of a database by what they are called, each with a text that changes whenever its definition does.
///
/// A key is the kind and the name: `table orders`, `index orders_by_day`, `routine total`. An object that is not there
/// has no key.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fingerprint {
    /// The objects.
    pub objects: BTreeMap<String, String>,
}

/// What is not the same in two fingerprints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FingerprintChange {
    /// It was not there before.
    Added(String),
    /// It is not there any more.
    Removed(String),
    /// It is another one.
    Changed(String),
}

impl fmt::Display for FingerprintChange {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Added(object) => write!(out, "{object} is new"),
            Self::Removed(object) => write!(out, "{object} is gone"),
            Self::Changed(object) => write!(out, "{object} is another one"),
        }
    }
}

impl Fingerprint {
    /// What is different in `later`, by name.
    pub fn changes(&self, later: &Self) -> Vec<FingerprintChange> {
        let mut changes: Vec<_> = self
            .objects
            .iter()
            .filter_map(|(object, text)| match later.objects.get(object) {
                None => Some(FingerprintChange::Removed(object.clone())),
                Some(found) if found != text => Some(FingerprintChange::Changed(object.clone())),
                Some(_) => None,
            })
            .collect();
        let added = later.objects.keys().filter(|object| !self.objects.contains_key(*object));
        changes.extend(added.cloned().map(FingerprintChange::Added));
        changes
    }

    /// Adds the objects of another one, in place of those with the same name.
    pub fn merge(&mut self, other: Self) {
        self.objects.extend(other.objects);
    }
}

/// Reads what is there under any of the names, of whatever kind, in the schema (on `MySQL`: the database) of the
/// connection; on `PostgreSQL` in every schema. No name gives an empty fingerprint without a question.
pub async fn fingerprint(database: &mut dyn Database, names: &[String]) -> Result<Fingerprint, SqlError> {
    if names.is_empty() {
        return Ok(Fingerprint::default());
    }
    let objects = match database.info().dialect {
        Dialect::Sqlite => sqlite::objects(database, names).await?,
        Dialect::Postgres => postgres::objects(database, names).await?,
        Dialect::Mysql | Dialect::MariaDb => mysql::objects(database, names).await?,
    };
    Ok(Fingerprint { objects })
}

/// Rows of a name and a text.
fn pairs(rows: Vec<Row>) -> BTreeMap<String, String> {
    let pair = |row: Row| match <[Value; 2]>::try_from(row) {
        Ok([Value::Text(object), Value::Text(text)]) => Some((object, text)),
        Ok([Value::Text(object), _]) => Some((object, String::new())),
        _ => None,
    };
    rows.into_iter().filter_map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(objects: &[(&str, &str)]) -> Fingerprint {
        let objects = objects.iter().map(|(object, text)| ((*object).to_owned(), (*text).to_owned()));
        Fingerprint { objects: objects.collect() }
    }

    #[test]
    fn changes_are_told_by_name() {
        let (before, after) = (of(&[("table a", "1"), ("table b", "1")]), of(&[("table b", "2"), ("index c", "1")]));
        let told: Vec<String> = before.changes(&after).iter().map(ToString::to_string).collect();
        assert_eq!(told, ["table a is gone", "table b is another one", "index c is new"]);
        assert_eq!(before.changes(&before), []);
    }
}
