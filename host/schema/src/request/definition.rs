//! What a guest defines: as in [`crate::model`], with abstract types and defaults, and names that may be missing.

use crate::data_type::DataType;
use crate::model::{Deferral, ForeignKey, IdentityKind, IndexPart, Key, ObjectName, RoutineKind};

/// Settings by name, `mysql.engine` or without a dialect in front.
pub type OptionList = Vec<(String, String)>;

/// The type of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnType {
    /// What it means on every server.
    pub data_type: DataType,
    /// The text to use in its place, by the name of a dialect.
    pub overrides: Vec<(String, String)>,
}

impl From<DataType> for ColumnType {
    fn from(data_type: DataType) -> Self {
        Self { data_type, overrides: Vec::new() }
    }
}

/// What a column holds when it is given nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DefaultValue {
    /// Quoted by the host.
    Text(String),
    /// A number, in base ten.
    Number(String),
    /// True or false.
    Boolean(bool),
    /// SQL as it stands.
    Expression(String),
}

/// How a column gets its value when none is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GenerationDefinition {
    /// It becomes NULL.
    None,
    /// A value.
    Default(DefaultValue),
    /// The server counts.
    Autoincrement,
    /// An identity column of the SQL standard.
    Identity(IdentityDefinition),
    /// Computed from other columns.
    Computed(Computed),
}

/// An identity column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityDefinition {
    /// Whether a value of one's own is refused.
    pub kind: IdentityKind,
    /// The first value.
    pub start: Option<i64>,
    /// The step.
    pub increment: Option<i64>,
    /// `minvalue`, `maxvalue`, `cache`, `cycle`.
    pub options: OptionList,
}

/// A column that is computed from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Computed {
    /// SQL text.
    pub expression: String,
    /// Kept in the table, and not computed at each reading.
    pub stored: bool,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnDefinition {
    /// Its name.
    pub name: String,
    /// Its type.
    pub column_type: ColumnType,
    /// Whether it may hold NULL.
    pub nullable: bool,
    /// How it gets its value when none is given.
    pub generation: GenerationDefinition,
    /// In place of the one that it would inherit.
    pub collation: Option<String>,
    /// A remark.
    pub comment: Option<String>,
    /// Settings.
    pub options: OptionList,
}

/// What a constraint demands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConstraintBodyDefinition {
    /// Rows are told apart by these columns.
    PrimaryKey(Key),
    /// No two rows agree in these columns.
    Unique(Key),
    /// The values are those of a row elsewhere.
    ForeignKey(ForeignKey),
    /// An expression is not false.
    Check(String),
    /// SQL as it stands, from the word EXCLUDE on.
    Exclude(String),
}

/// A constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConstraintDefinition {
    /// None lets the naming convention name it, or the server.
    pub name: Option<String>,
    /// What it demands.
    pub body: ConstraintBodyDefinition,
    /// When it is checked.
    pub deferral: Deferral,
    /// A remark.
    pub comment: Option<String>,
    /// Settings.
    pub options: OptionList,
}

/// An index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexDefinition {
    /// None lets the naming convention name it.
    pub name: Option<String>,
    /// What it is ordered by.
    pub parts: Vec<IndexPart>,
    /// Whether no two rows may agree in it.
    pub unique: bool,
    /// SQL text after WHERE.
    pub predicate: Option<String>,
    /// Columns carried along.
    pub include: Vec<String>,
    /// None for the usual one.
    pub method: Option<String>,
    /// Whether two NULLs are the same value.
    pub nulls_not_distinct: bool,
    /// A remark.
    pub comment: Option<String>,
    /// Settings.
    pub options: OptionList,
}

/// A table with everything that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableDefinition {
    /// Its name.
    pub name: ObjectName,
    /// In order.
    pub columns: Vec<ColumnDefinition>,
    /// Keys, checks and the like.
    pub constraints: Vec<ConstraintDefinition>,
    /// Indexes.
    pub indexes: Vec<IndexDefinition>,
    /// A remark.
    pub comment: Option<String>,
    /// Settings.
    pub options: OptionList,
}

/// A named enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumDefinition {
    /// Its name.
    pub name: ObjectName,
    /// In order.
    pub labels: Vec<String>,
    /// A remark.
    pub comment: Option<String>,
}

/// A sequence; what is none is the server's to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SequenceDefinition {
    /// Its name.
    pub name: ObjectName,
    /// The type as the server writes it.
    pub data_type: Option<String>,
    /// The first value.
    pub start: Option<i64>,
    /// The step.
    pub increment: Option<i64>,
    /// The smallest value.
    pub minimum: Option<i64>,
    /// The largest value.
    pub maximum: Option<i64>,
    /// How many values a connection takes at once.
    pub cache: Option<i64>,
    /// Whether it begins anew at the end.
    pub cycle: bool,
    /// A remark.
    pub comment: Option<String>,
}

/// A view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewDefinition {
    /// Its name.
    pub name: ObjectName,
    /// One SELECT.
    pub query: String,
    /// Names of its columns where the query does not give them.
    pub columns: Vec<String>,
    /// Whether its rows are kept.
    pub materialized: bool,
    /// Indexes of a materialized view.
    pub indexes: Vec<IndexDefinition>,
    /// A remark.
    pub comment: Option<String>,
    /// Settings.
    pub options: OptionList,
}

/// A function or procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoutineDefinition {
    /// Its name, with the types of its arguments where the dialect has overloads.
    pub name: ObjectName,
    /// Which of the two.
    pub kind: RoutineKind,
    /// The whole statement that creates it.
    pub definition: String,
    /// A remark.
    pub comment: Option<String>,
}

/// A trigger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TriggerDefinition {
    /// Its table or view.
    pub table: ObjectName,
    /// Its name.
    pub name: String,
    /// The whole statement that creates it.
    pub definition: String,
    /// A remark.
    pub comment: Option<String>,
}

/// An extension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtensionDefinition {
    /// Its name.
    pub name: String,
    /// The schema that holds it.
    pub schema: Option<String>,
    /// The version, where it is not the newest.
    pub version: Option<String>,
}

/// A whole database.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SchemaDefinition {
    /// Schemas beside the default one.
    pub namespaces: Vec<String>,
    /// Extensions.
    pub extensions: Vec<ExtensionDefinition>,
    /// Named enums.
    pub enums: Vec<EnumDefinition>,
    /// Sequences that stand alone.
    pub sequences: Vec<SequenceDefinition>,
    /// Tables.
    pub tables: Vec<TableDefinition>,
    /// Views.
    pub views: Vec<ViewDefinition>,
    /// Functions and procedures.
    pub routines: Vec<RoutineDefinition>,
    /// Triggers.
    pub triggers: Vec<TriggerDefinition>,
    /// One template by kind of constraint.
    pub naming: Vec<(String, String)>,
}
