//! What a guest changes, in parts: whatever it does not name stays as it is.

use crate::model::ObjectName;
use crate::request::definition::{
    ColumnDefinition, ColumnType, ConstraintDefinition, GenerationDefinition, IndexDefinition, OptionList,
};

/// How a request is to be carried out, beside what it changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent words of SQL, each written or not")]
pub struct Guard {
    /// Nothing happens when what is to go is not there.
    pub if_exists: bool,
    /// Nothing happens when what is to come is there.
    pub if_not_exists: bool,
    /// What depends on it goes as well.
    pub cascade: bool,
    /// Without locking writers out.
    pub concurrently: bool,
    /// In place of the one that is there.
    pub replace: bool,
}

/// Another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rename {
    /// The name now.
    pub old: String,
    /// The name then.
    pub new: String,
}

/// What changes of a column; what is none stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnChange {
    /// The column.
    pub name: String,
    /// Its new type.
    pub column_type: Option<ColumnType>,
    /// SQL text that makes the new value of the old one.
    pub using: Option<String>,
    /// Whether it may hold NULL.
    pub nullable: Option<bool>,
    /// How it gets its value when none is given.
    pub generation: Option<GenerationDefinition>,
    /// `Some(None)` goes back to the one that it would inherit.
    pub collation: Option<Option<String>>,
    /// `Some(None)` removes it.
    pub comment: Option<Option<String>>,
    /// Those that change; an empty value removes one.
    pub options: OptionList,
}

/// The kinds of constraints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConstraintKind {
    /// `PRIMARY KEY`
    PrimaryKey,
    /// `UNIQUE`
    Unique,
    /// `FOREIGN KEY`
    ForeignKey,
    /// `CHECK`
    Check,
    /// `EXCLUDE`
    Exclude,
}

/// Finds a constraint by its name, or by what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConstraintReference {
    /// Its name, where it has one.
    pub name: Option<String>,
    /// What it demands.
    pub kind: Option<ConstraintKind>,
    /// Of which columns; empty for any.
    pub columns: Vec<String>,
}

/// One change of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableChangeRequest {
    /// A new column.
    AddColumn(ColumnDefinition),
    /// A column that goes.
    DropColumn(String),
    /// A column under another name.
    RenameColumn(Rename),
    /// Anything of a column but its name.
    AlterColumn(ColumnChange),
    /// A new constraint.
    AddConstraint(ConstraintDefinition),
    /// A constraint that goes.
    DropConstraint(ConstraintReference),
    /// A constraint under another name.
    RenameConstraint(Rename),
    /// A new index.
    CreateIndex(IndexDefinition),
    /// An index that goes.
    DropIndex(String),
    /// An index under another name.
    RenameIndex(Rename),
    /// The remark on the table.
    SetComment(Option<String>),
    /// A setting of the table; none removes it.
    SetOption((String, Option<String>)),
}

/// A change with its guard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardedChange {
    /// The change.
    pub change: TableChangeRequest,
    /// How.
    pub guard: Guard,
}

impl From<TableChangeRequest> for GuardedChange {
    fn from(change: TableChangeRequest) -> Self {
        Self { change, guard: Guard::default() }
    }
}

/// A place among the labels of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LabelPlace {
    /// After all others.
    End,
    /// Before this one.
    Before(String),
    /// After this one.
    After(String),
}

/// A label that an enum gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLabel {
    /// The label.
    pub label: String,
    /// Where.
    pub place: LabelPlace,
}

/// One change of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnumChange {
    /// The enum under another name.
    RenameTo(ObjectName),
    /// One more label.
    AddLabel(NewLabel),
    /// A label under another name.
    RenameLabel(Rename),
    /// A label that goes: a new type, to which every column moves.
    DropLabel(String),
}

/// What changes of a sequence; what is none stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SequenceChange {
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
    pub cycle: Option<bool>,
}
