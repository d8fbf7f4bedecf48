//! What a generated migration does, in no language yet.
//!
//! The tree holds what the builders of every library for guests can say exactly, and nothing else: a printer can write
//! each of its nodes. Texts are as the server writes them; nothing is quoted or escaped. Where a node is a value of
//! [`model`](crate::model), its `options` are empty.

use crate::data_type::DataType;
use crate::model::{Column, Constraint, Index, ObjectName};

/// What a migration does in one direction.
#[derive(Debug, Clone, PartialEq)]
pub enum Body<'script> {
    /// These steps, in order. There may be none.
    Steps(Vec<Step<'script>>),
    /// It fails: nothing leads in this direction.
    Irreversible,
}

/// What stands for one operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Step<'script> {
    /// What rows lose by it, each a comment of one line above the call: `loses the values of book.pages`.
    pub losses: Vec<String>,
    /// The call of a builder; none where no builder says exactly this.
    pub call: Option<Call<'script>>,
    /// The same as statements, to be executed where there is no call. Each may span lines.
    pub statements: Vec<&'script str>,
}

/// The call of a builder, on the database.
#[derive(Debug, Clone, PartialEq)]
pub enum Call<'script> {
    /// A new table with its columns, constraints and indexes.
    CreateTable(NewTable<'script>),
    /// A table that goes.
    DropTable(&'script ObjectName),
    /// A table under another name.
    RenameTable {
        /// The name now.
        from: &'script ObjectName,
        /// The name then. Its schema is the same.
        to: &'script ObjectName,
    },
    /// All changes of one table, in one call: where a table is copied, it is copied once.
    AlterTable {
        /// The table, by the name that it has before.
        table: &'script ObjectName,
        /// In order.
        changes: Vec<Change<'script>>,
    },
    /// A new schema.
    CreateSchema(&'script str),
    /// A schema that goes.
    DropSchema(&'script str),
    /// A new enum.
    CreateEnum {
        /// Its name.
        name: &'script ObjectName,
        /// Its values, in order.
        labels: &'script [String],
    },
    /// An enum that goes.
    DropEnum(&'script ObjectName),
    /// One more value of an enum.
    AddEnumValue {
        /// The enum.
        name: &'script ObjectName,
        /// The new value.
        value: &'script str,
        /// The value that it stands before; none at the end.
        before: Option<&'script str>,
    },
    /// A new view.
    CreateView {
        /// Its name.
        name: &'script ObjectName,
        /// Its query. It may span lines.
        query: &'script str,
    },
    /// A view that goes.
    DropView(&'script ObjectName),
}

/// A table that is to be.
#[derive(Debug, Clone, PartialEq)]
pub struct NewTable<'script> {
    /// Its name.
    pub name: &'script ObjectName,
    /// In order.
    pub columns: Vec<NewColumn<'script>>,
    /// Without the primary key that a column says itself.
    pub constraints: Vec<&'script Constraint>,
    /// In order.
    pub indexes: Vec<&'script Index>,
    /// A remark.
    pub comment: Option<&'script str>,
}

/// A column that is to be.
#[derive(Debug, Clone, PartialEq)]
pub struct NewColumn<'script> {
    /// Its name, nullability, generation, collation and remark. An identity in it has neither start nor step.
    pub column: &'script Column,
    /// Its type.
    pub data_type: ColumnType<'script>,
    /// Whether it is the whole primary key of the table, which then is no constraint of its own; it refuses NULL.
    pub is_primary_key: bool,
}

impl NewColumn<'_> {
    /// Whether it has to say that it refuses NULL; a primary key does so anyway.
    pub fn says_not_null(&self) -> bool {
        !self.column.nullable && !self.is_primary_key
    }
}

/// One change in the call that alters a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Change<'script> {
    /// A new column.
    AddColumn(NewColumn<'script>),
    /// A column that goes.
    DropColumn(&'script str),
    /// A column under another name.
    RenameColumn {
        /// The name now.
        from: &'script str,
        /// The name then.
        to: &'script str,
    },
    /// Changes of one column.
    AlterColumn {
        /// Its name.
        name: &'script str,
        /// One at least.
        changes: Vec<ColumnChange<'script>>,
    },
    /// A new constraint.
    AddConstraint(&'script Constraint),
    /// The primary key goes.
    DropPrimaryKey,
    /// A constraint goes, by its name.
    DropConstraint(&'script str),
    /// A unique constraint without a name goes, by its columns.
    DropUnique(Vec<&'script str>),
    /// A foreign key without a name goes, by its columns.
    DropForeignKey(&'script [String]),
    /// A constraint under another name.
    RenameConstraint {
        /// The name now.
        from: &'script str,
        /// The name then.
        to: &'script str,
    },
    /// A new index.
    AddIndex(&'script Index),
    /// An index that goes.
    DropIndex(&'script str),
    /// An index under another name.
    RenameIndex {
        /// The name now.
        from: &'script str,
        /// The name then.
        to: &'script str,
    },
    /// The remark on the table; none where it goes.
    SetComment(Option<&'script str>),
}

/// What changes of a column.
#[derive(Debug, Clone, PartialEq)]
pub enum ColumnChange<'script> {
    /// Its type.
    SetType(ColumnType<'script>),
    /// It may hold NULL.
    Nullable,
    /// It refuses NULL.
    NotNull,
    /// Its default, as SQL.
    DefaultSql(&'script str),
    /// It has no default any more.
    DropDefault,
    /// Its collation; none where it is the one that it inherits.
    SetCollation(Option<&'script str>),
    /// Its remark; none where it goes.
    SetComment(Option<&'script str>),
    /// SQL that makes the new value of the old one, where a cast does not do. It comes last.
    Using(&'script str),
}

/// The type of a column.
#[derive(Debug, Clone, PartialEq)]
pub enum ColumnType<'script> {
    /// A type that every library names: one of those that [`ColumnType::function`] knows.
    Common(DataType),
    /// The text of the type.
    Custom(&'script str),
}

impl ColumnType<'_> {
    /// The function of the library that makes the type, and what it is given: `("numeric", [10, 2])`. None for a text.
    ///
    /// The name is in snake case; [`camel_case`](super::camel_case) and [`pascal_case`](super::pascal_case) make it
    /// that of other languages.
    pub fn function(&self) -> Option<(&'static str, Vec<i64>)> {
        match self {
            Self::Common(data_type) => function(data_type),
            Self::Custom(_) => None,
        }
    }
}

/// The function that makes a type; none for a type that is written as a text.
pub(super) fn function(data_type: &DataType) -> Option<(&'static str, Vec<i64>)> {
    Some(match data_type {
        DataType::Boolean => ("boolean", vec![]),
        DataType::SmallInteger => ("small_integer", vec![]),
        DataType::Integer => ("integer", vec![]),
        DataType::BigInteger => ("big_integer", vec![]),
        DataType::Real => ("real", vec![]),
        DataType::Double => ("double", vec![]),
        DataType::Numeric { precision: Some(precision), scale } => {
            ("numeric", vec![i64::from(*precision), i64::from(scale.unwrap_or(0))])
        }
        DataType::Character(length) => ("character", vec![i64::from(*length)]),
        DataType::Varchar(Some(length)) => ("varchar", vec![i64::from(*length)]),
        DataType::Text => ("text", vec![]),
        DataType::Json => ("json", vec![]),
        DataType::Uuid => ("uuid", vec![]),
        DataType::Date => ("date", vec![]),
        DataType::Timestamp(None) => ("timestamp", vec![]),
        DataType::TimestampTz(None) => ("timestamptz", vec![]),
        DataType::Interval => ("interval", vec![]),
        _ => return None,
    })
}
