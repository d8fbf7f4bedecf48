//! What stands beside tables: enums, sequences, views, routines, triggers, extensions.

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;

use super::{Index, ObjectName, Options};

/// A type whose values are named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EnumType {
    /// Its name.
    #[serde(flatten)]
    pub name: ObjectName,
    /// In order.
    pub labels: Vec<String>,
    /// A remark kept by the server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// A sequence that stands alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sequence {
    /// Its name.
    #[serde(flatten)]
    pub name: ObjectName,
    /// `bigint` unless told otherwise.
    pub data_type: String,
    /// The first value.
    pub start: i64,
    /// The step.
    pub increment: i64,
    /// The smallest value.
    pub minimum: i64,
    /// The largest value.
    pub maximum: i64,
    /// How many values a connection takes at once.
    pub cache: i64,
    /// Whether it begins anew at the end.
    pub cycle: bool,
    /// A remark kept by the server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// A view, materialized or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct View {
    /// Its name.
    #[serde(flatten)]
    pub name: ObjectName,
    /// The SELECT, as the server writes it, without a semicolon at the end.
    pub query: String,
    /// Names of its columns where they were given beside the query (`SQLite`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// Whether its rows are kept.
    pub materialized: bool,
    /// Indexes of a materialized view.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub indexes: Vec<Index>,
    /// `check option`, `security_barrier`, `sql security`, `algorithm`...
    #[serde(skip_serializing_if = "Options::is_empty")]
    pub options: Options,
    /// A remark kept by the server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Tables and views (and routines, named with their arguments) that it reads.
    pub depends_on: BTreeSet<ObjectName>,
}

/// A function or procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Routine {
    /// Its name with the types of its arguments: `touch()`, `add(integer, integer)`. `MySQL` has no overloads: `touch`.
    #[serde(flatten)]
    pub name: ObjectName,
    /// Which of the two.
    pub kind: RoutineKind,
    /// The whole statement that creates it, as the server writes it, without a semicolon at the end.
    pub definition: String,
    /// A remark kept by the server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// What must be there before it, where the server knows: tables in its signature, its types.
    pub depends_on: BTreeSet<ObjectName>,
    /// [`PRIVILEGES`].
    #[serde(skip_serializing_if = "Options::is_empty")]
    pub options: Options,
}

/// Function or procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RoutineKind {
    /// Gives a value.
    Function,
    /// Is called.
    Procedure,
}

/// The name of a trigger: it is unique in its table only.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct TriggerName {
    /// The table or view.
    pub table: ObjectName,
    /// The name.
    pub name: String,
}

impl fmt::Display for TriggerName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} on {}", self.name, self.table)
    }
}

/// A trigger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trigger {
    /// Its name and table.
    #[serde(flatten)]
    pub name: TriggerName,
    /// The whole statement that creates it, as the server writes it, without a semicolon at the end.
    pub definition: String,
    /// A remark kept by the server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// `state` where it does not fire as usual: `disabled`, `replica` or `always` (`PostgreSQL`).
    #[serde(skip_serializing_if = "Options::is_empty")]
    pub options: Options,
}

/// The option of a view or routine that says whose it is and who may use it, where that is not as usual. It is never
/// compared: it is there so that an object that must be made again is as it was.
pub const PRIVILEGES: &str = "privileges";

/// An extension (`PostgreSQL`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Extension {
    /// Its name.
    pub name: String,
    /// The schema that holds it, where it is not the default one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The installed version. Never compared: two servers rarely have the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

/// An object that is there and is not compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Uncompared {
    /// What it is: `domain`, `foreign table`, `virtual table`, `event`.
    pub kind: String,
    /// Its name.
    #[serde(flatten)]
    pub name: ObjectName,
}
