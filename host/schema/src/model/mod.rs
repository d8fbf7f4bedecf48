//! What a database looks like.
//!
//! Texts (types, defaults, expressions, bodies) are as the server writes them when it is asked, so that two schemas
//! read from the same kind of server compare exactly. Every list has a defined order: that of the columns in a table,
//! else that of the names.

mod column;
mod constraint;
mod index;
mod name;
mod object;
mod shared;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use aludel_sql::Dialect;
use serde::ser::{Serialize, SerializeSeq, Serializer};

pub use column::{Column, Generation, Identity, IdentityKind};
pub use constraint::{Constraint, ConstraintBody, Deferral, ForeignKey, Key, MatchKind, ReferentialAction};
pub use index::{Index, IndexKey, IndexPart, NullsOrder};
pub use name::ObjectName;
pub use object::{
    EnumType, Extension, PRIVILEGES, Routine, RoutineKind, Sequence, Trigger, TriggerName, Uncompared, View,
};
pub use shared::Shared;
pub use table::Table;

/// Settings of an object that only one dialect knows, by name: `persistence`, `without rowid`, `engine`.
pub type Options = BTreeMap<String, String>;

/// A database, or the part of one that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Schema {
    /// The kind of server that wrote the texts.
    #[serde(serialize_with = "dialect_name")]
    pub dialect: Dialect,
    /// Its version, 0 where a number is missing.
    pub version: (u32, u32, u32),
    /// Settings of the database as a whole: the `collation` and `charset` that tables inherit.
    pub options: Options,
    /// Schemas beside the default one.
    pub namespaces: BTreeSet<String>,
    /// Extensions that were created, not those that every database has.
    #[serde(serialize_with = "values")]
    pub extensions: BTreeMap<String, Extension>,
    /// Named enums.
    #[serde(serialize_with = "values")]
    pub enums: BTreeMap<ObjectName, EnumType>,
    /// Sequences that stand alone. One that belongs to a column is [`Generation::AutoIncrement`] or
    /// [`Generation::Identity`].
    #[serde(serialize_with = "values")]
    pub sequences: BTreeMap<ObjectName, Sequence>,
    /// Tables. A copy of a schema has the same ones, until one of them is changed.
    #[serde(serialize_with = "values")]
    pub tables: BTreeMap<ObjectName, Shared<Table>>,
    /// Views and materialized views.
    #[serde(serialize_with = "values")]
    pub views: BTreeMap<ObjectName, View>,
    /// Functions and procedures, by name and argument types (`touch()`).
    #[serde(serialize_with = "values")]
    pub routines: BTreeMap<ObjectName, Routine>,
    /// Triggers that a person wrote.
    #[serde(serialize_with = "values")]
    pub triggers: BTreeMap<TriggerName, Trigger>,
    /// What is there and is not compared.
    pub uncompared: Vec<Uncompared>,
}

impl Schema {
    /// The table of exactly that name.
    pub fn table(&self, name: &ObjectName) -> Option<&Table> {
        self.tables.get(name).map(|table| &**table)
    }

    /// An empty database.
    pub fn empty(dialect: Dialect, version: (u32, u32, u32)) -> Self {
        Self {
            dialect,
            version,
            options: Options::new(),
            namespaces: BTreeSet::new(),
            extensions: BTreeMap::new(),
            enums: BTreeMap::new(),
            sequences: BTreeMap::new(),
            tables: BTreeMap::new(),
            views: BTreeMap::new(),
            routines: BTreeMap::new(),
            triggers: BTreeMap::new(),
            uncompared: Vec::new(),
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for this signature")]
fn dialect_name<S: Serializer>(dialect: &Dialect, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(dialect.name())
}

/// A map is written as the list of its values, which carry their names.
fn values<K, V: Serialize, S: Serializer>(map: &BTreeMap<K, V>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut list = serializer.serialize_seq(Some(map.len()))?;
    map.values().try_for_each(|value| list.serialize_element(value))?;
    list.end()
}
