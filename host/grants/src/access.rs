//! One thing that a statement does, as the engine or a parser saw it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a statement does to one object, or without any.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Access {
    /// What it does.
    pub kind: AccessKind,
    /// To what: for each [`AccessKind`] it is said there what the name is.
    pub object: Option<ObjectName>,
}

/// The name of an object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectName {
    /// None is the default schema: `main` on `SQLite`, `current_schema()` on `PostgreSQL`, the connection's database on
    /// `MySQL`. Whoever makes an access writes none for it, also where the statement spells it out.
    pub schema: Option<String>,
    /// The name as the server keeps it: without quotes, folded where the server folds it.
    pub name: String,
}

/// What a statement does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccessKind {
    /// Text of the guest is run as a statement, whatever it does. No object.
    RawSql,
    /// Reads rows of a table or view.
    Read,
    /// Inserts rows into a table.
    Insert,
    /// Updates rows of a table.
    Update,
    /// Deletes rows of a table.
    Delete,
    /// Empties a table.
    Truncate,
    /// Creates an object. An index, a trigger, a rule or a policy is named by the table that it hangs on, where that is
    /// known, and everything else by its own name; the same holds for the next three.
    Create(ObjectKind),
    /// Changes an object, or its comment. The owner is [`AccessKind::Privileges`].
    Alter(ObjectKind),
    /// Drops an object.
    Drop(ObjectKind),
    /// Renames an object, or moves it to another schema: the object is the one before. What it becomes is an access of
    /// its own, [`AccessKind::Create`].
    Rename(ObjectKind),
    /// Creates, alters or drops a temporary object of that kind, which nobody else sees. The object is as for the others.
    Temporary(ObjectKind),
    /// Calls a function or procedure that is not on the list of harmless ones. The object is the routine.
    CallRoutine,
    /// Runs code that stands in the statement, such as DO.
    Code,
    /// Grants, revokes, changes an owner or default privileges. The object is what they are on.
    Privileges,
    /// Creates, changes or drops a role or user, makes one a member of another, or becomes one. The object is the role.
    Role,
    /// Changes a setting of the server or the database file, for others too. The object is the setting.
    ServerSetting,
    /// Changes a setting of the connection or transaction. The object is the setting.
    SessionSetting,
    /// Reads or writes a file of the server, or runs a program there. The object is the file, where it is known.
    ServerFile,
    /// Begins, ends or prepares a transaction, or locks what only its end unlocks. Savepoints of a guest's own are none.
    Transaction,
    /// Uses a savepoint, cursor or prepared statement that the host keeps for itself. The object is that.
    HouseSavepoint,
    /// Reaches another database or connection: ATTACH, dblink, LISTEN, KILL. The object is what is reached.
    Connection,
    /// A pragma of `SQLite` that is on no list. The object is the pragma.
    Pragma,
    /// Uses a module of virtual tables. The object is the table.
    VirtualTable(String),
    /// Touches a table that Aludel keeps for itself, by any name and in any way. The object is the table.
    HouseTable,
    /// A statement that no parser knows, by its first word.
    Unknown(String),
}

/// The kinds of objects that statements define.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ObjectKind {
    /// A table, also a foreign or a virtual one, and its columns and constraints.
    Table,
    /// A view, also a materialized one.
    View,
    /// An index.
    Index,
    /// A sequence.
    Sequence,
    /// A type or domain.
    Type,
    /// A schema; on `MySQL` what it calls a database.
    Schema,
    /// A whole database of the server (`PostgreSQL`).
    Database,
    /// A row security policy.
    Policy,
    /// A collation or conversion.
    Collation,
    /// A configuration, dictionary, parser or template of text search.
    TextSearch,
    /// Extended statistics.
    Statistics,
    /// A publication.
    Publication,
    /// A function, procedure or aggregate: code that is left behind.
    Routine,
    /// A trigger.
    Trigger,
    /// A trigger on events of the whole database.
    EventTrigger,
    /// A rule that rewrites queries.
    Rule,
    /// An operator, operator class or family.
    Operator,
    /// A cast or transform.
    Cast,
    /// A procedural language or access method.
    Language,
    /// A scheduled event (`MySQL`).
    Event,
    /// An extension.
    Extension,
    /// A role or user.
    Role,
}

/// Who decides over objects of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// The key `ddl`.
    Definition,
    /// The key `code`.
    Code,
    /// The key `extensions`.
    Extension,
    /// The key `roles`.
    Role,
}

impl Access {
    /// An access without an object.
    pub fn of(kind: AccessKind) -> Self {
        Self { kind, object: None }
    }

    /// An access to something in the default schema.
    pub fn to(kind: AccessKind, name: impl Into<String>) -> Self {
        Self { kind, object: Some(ObjectName::new(name)) }
    }
}

impl ObjectName {
    /// A name in the default schema.
    pub fn new(name: impl Into<String>) -> Self {
        Self { schema: None, name: name.into() }
    }

    /// A name in a schema that is not the default one.
    pub fn in_schema(schema: impl Into<String>, name: impl Into<String>) -> Self {
        Self { schema: Some(schema.into()), name: name.into() }
    }
}

impl fmt::Display for ObjectName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(schema) = &self.schema {
            write!(out, "{}.", schema.escape_debug())?;
        }
        write!(out, "{}", self.name.escape_debug())
    }
}

impl ObjectKind {
    /// Every kind.
    pub const ALL: [Self; 22] = [
        Self::Table,
        Self::View,
        Self::Index,
        Self::Sequence,
        Self::Type,
        Self::Schema,
        Self::Database,
        Self::Policy,
        Self::Collation,
        Self::TextSearch,
        Self::Statistics,
        Self::Publication,
        Self::Routine,
        Self::Trigger,
        Self::EventTrigger,
        Self::Rule,
        Self::Operator,
        Self::Cast,
        Self::Language,
        Self::Event,
        Self::Extension,
        Self::Role,
    ];

    /// The kinds that the key `ddl` can list.
    pub fn definitions() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|kind| kind.class() == Class::Definition)
    }

    /// The name in the key `ddl` and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::View => "view",
            Self::Index => "index",
            Self::Sequence => "sequence",
            Self::Type => "type",
            Self::Schema => "schema",
            Self::Database => "database",
            Self::Policy => "policy",
            Self::Collation => "collation",
            Self::TextSearch => "text-search",
            Self::Statistics => "statistics",
            Self::Publication => "publication",
            Self::Routine => "routine",
            Self::Trigger => "trigger",
            Self::EventTrigger => "event-trigger",
            Self::Rule => "rule",
            Self::Operator => "operator",
            Self::Cast => "cast",
            Self::Language => "language",
            Self::Event => "event",
            Self::Extension => "extension",
            Self::Role => "role",
        }
    }

    /// One of them in a sentence.
    pub fn words(self) -> String {
        self.name().replace('-', " ")
    }

    /// Several of them in a sentence.
    pub fn plural(self) -> String {
        match self {
            Self::Index => "indexes".to_owned(),
            Self::Policy => "policies".to_owned(),
            Self::TextSearch => "text search configurations".to_owned(),
            Self::Statistics => "statistics".to_owned(),
            _ => format!("{}s", self.words()),
        }
    }

    pub(crate) fn class(self) -> Class {
        match self {
            Self::Routine
            | Self::Trigger
            | Self::EventTrigger
            | Self::Rule
            | Self::Operator
            | Self::Cast
            | Self::Language
            | Self::Event => Class::Code,
            Self::Extension => Class::Extension,
            Self::Role => Class::Role,
            _ => Class::Definition,
        }
    }
}

impl AccessKind {
    /// Whether it changes what others see, or makes something. What code of the server does that is called is not known.
    pub fn is_change(&self) -> bool {
        match self {
            Self::Insert
            | Self::Update
            | Self::Delete
            | Self::Truncate
            | Self::Create(_)
            | Self::Alter(_)
            | Self::Drop(_)
            | Self::Rename(_)
            | Self::Temporary(_)
            | Self::Privileges
            | Self::Role
            | Self::ServerSetting => true,
            Self::RawSql
            | Self::Read
            | Self::CallRoutine
            | Self::Code
            | Self::SessionSetting
            | Self::ServerFile
            | Self::Transaction
            | Self::HouseSavepoint
            | Self::Connection
            | Self::Pragma
            | Self::VirtualTable(_)
            | Self::HouseTable
            | Self::Unknown(_) => false,
        }
    }

    /// Its name for programs: `read`, `create-table`, `call-routine`.
    pub fn name(&self) -> String {
        match self {
            Self::Create(kind) => format!("create-{}", kind.name()),
            Self::Alter(kind) => format!("alter-{}", kind.name()),
            Self::Drop(kind) => format!("drop-{}", kind.name()),
            Self::Rename(kind) => format!("rename-{}", kind.name()),
            Self::Temporary(kind) => format!("temporary-{}", kind.name()),
            other => other.simple_name().to_owned(),
        }
    }

    fn simple_name(&self) -> &'static str {
        match self {
            Self::RawSql => "raw-sql",
            Self::Read => "read",
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Truncate => "truncate",
            Self::Create(_) => "create",
            Self::Alter(_) => "alter",
            Self::Drop(_) => "drop",
            Self::Rename(_) => "rename",
            Self::Temporary(_) => "temporary",
            Self::CallRoutine => "call-routine",
            Self::Code => "code",
            Self::Privileges => "privileges",
            Self::Role => "role",
            Self::ServerSetting => "server-setting",
            Self::SessionSetting => "session-setting",
            Self::ServerFile => "server-file",
            Self::Transaction => "transaction",
            Self::HouseSavepoint => "house-savepoint",
            Self::Connection => "connection",
            Self::Pragma => "pragma",
            Self::VirtualTable(_) => "virtual-table",
            Self::HouseTable => "house-table",
            Self::Unknown(_) => "unknown",
        }
    }
}
