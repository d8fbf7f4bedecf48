//! One change of a database, complete enough to be turned back.

use aludel_sql::Value;
use serde::Serialize;

use crate::model::{
    Column, Constraint, EnumType, Extension, Index, ObjectName, Routine, Sequence, Table, Trigger, View,
};

/// One change of a database.
///
/// Whatever goes or changes is held as it was before, so that every operation knows its inverse.
#[derive(Debug, Clone, PartialEq)]
pub enum Operation {
    /// `CREATE SCHEMA`.
    CreateSchema {
        /// Its name.
        name: String,
    },
    /// `DROP SCHEMA`.
    DropSchema {
        /// Its name.
        name: String,
    },
    /// `CREATE EXTENSION`.
    CreateExtension(Extension),
    /// `DROP EXTENSION`.
    DropExtension(Extension),
    /// A new enum.
    CreateEnum(EnumType),
    /// An enum that goes.
    DropEnum(EnumType),
    /// An enum under another name.
    RenameEnum {
        /// The name now.
        from: ObjectName,
        /// The name then.
        to: ObjectName,
    },
    /// One more value. Its inverse is a [`Operation::ReplaceEnum`].
    AddEnumValue {
        /// The enum as it is before.
        before: EnumType,
        /// The new value.
        value: String,
        /// Its place among the values of `before`, 0 for the first.
        position: usize,
    },
    /// A value under another name.
    RenameEnumValue {
        /// The enum.
        name: ObjectName,
        /// The value now.
        from: String,
        /// The value then.
        to: String,
    },
    /// Values that go or change their order: a new type, to which every column moves.
    ReplaceEnum {
        /// The enum now.
        before: EnumType,
        /// The enum then.
        after: EnumType,
    },
    /// `CREATE SEQUENCE`.
    CreateSequence(Sequence),
    /// `DROP SEQUENCE`.
    DropSequence(Sequence),
    /// `ALTER SEQUENCE`.
    AlterSequence {
        /// The sequence now.
        before: Sequence,
        /// The sequence then.
        after: Sequence,
    },
    /// `CREATE TABLE`, with its indexes.
    CreateTable(Table),
    /// `DROP TABLE`.
    DropTable(Table),
    /// A table under another name.
    RenameTable {
        /// The name now.
        from: ObjectName,
        /// The name then.
        to: ObjectName,
    },
    /// All that changes in one table.
    AlterTable {
        /// The table, by the name that it has before.
        table: ObjectName,
        /// In order.
        changes: Vec<TableChange>,
        /// What to do where the database cannot alter a table in place.
        rebuild: Rebuild,
    },
    /// `CREATE VIEW`.
    CreateView(View),
    /// `DROP VIEW`.
    DropView(View),
    /// A view that reads otherwise.
    ReplaceView {
        /// The view now.
        before: View,
        /// The view then.
        after: View,
    },
    /// `CREATE FUNCTION` or `PROCEDURE`.
    CreateRoutine(Routine),
    /// `DROP FUNCTION` or `PROCEDURE`.
    DropRoutine(Routine),
    /// A routine with another body.
    ReplaceRoutine {
        /// The routine now.
        before: Routine,
        /// The routine then.
        after: Routine,
    },
    /// `CREATE TRIGGER`.
    CreateTrigger(Trigger),
    /// `DROP TRIGGER`.
    DropTrigger(Trigger),
    /// A trigger that does otherwise.
    ReplaceTrigger {
        /// The trigger now.
        before: Trigger,
        /// The trigger then.
        after: Trigger,
    },
    /// Rows that come with the schema.
    InsertRows {
        /// The table.
        table: ObjectName,
        /// The columns that the values are of.
        columns: Vec<String>,
        /// One list a row.
        rows: Vec<Vec<Value>>,
    },
    /// SQL as it stands.
    Execute {
        /// One statement.
        sql: String,
        /// The statement that undoes it, where there is one.
        inverse: Option<String>,
    },
}

/// One change of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableChange {
    /// A new column, at the end.
    AddColumn(Column),
    /// A column that goes.
    DropColumn(Column),
    /// A column under another name. Changes that follow use the new one.
    RenameColumn {
        /// The name now.
        from: String,
        /// The name then.
        to: String,
    },
    /// Anything of a column but its name.
    AlterColumn {
        /// The column now.
        before: Column,
        /// The column then, of the same name.
        after: Column,
        /// SQL text that makes the new value of the old one (`USING`), where a cast does not do.
        using: Option<String>,
    },
    /// A new constraint.
    AddConstraint(Constraint),
    /// A constraint that goes.
    DropConstraint(Constraint),
    /// A constraint of the same name (or over the same columns) that demands something else.
    ReplaceConstraint {
        /// The constraint now.
        before: Constraint,
        /// The constraint then.
        after: Constraint,
    },
    /// A constraint under another name.
    RenameConstraint {
        /// The constraint now.
        before: Constraint,
        /// Its new name.
        to: String,
    },
    /// A new index.
    AddIndex(Index),
    /// An index that goes.
    DropIndex(Index),
    /// An index of the same name that is made otherwise.
    ReplaceIndex {
        /// The index now.
        before: Index,
        /// The index then.
        after: Index,
    },
    /// An index under another name.
    RenameIndex {
        /// The index now.
        before: Index,
        /// Its new name.
        to: String,
    },
    /// The remark on the table.
    SetComment {
        /// The remark now.
        before: Option<String>,
        /// The remark then.
        after: Option<String>,
    },
    /// A setting of the table that one dialect knows.
    SetOption {
        /// Its name, as in [`Table::options`].
        name: String,
        /// The value now.
        before: Option<String>,
        /// The value then.
        after: Option<String>,
    },
}

/// What to do where the database cannot alter a table in place (`SQLite`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rebuild {
    /// Copies the table only where there is no other way.
    #[default]
    WhenNeeded,
    /// Copies it always.
    Always,
    /// Answers that it cannot.
    Never,
}

/// How an operation is to be carried out, beside what it changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent words of SQL, each written or not")]
pub struct Modifiers {
    /// Nothing happens when what is to go is not there.
    pub if_exists: bool,
    /// Nothing happens when what is to come is there.
    pub if_not_exists: bool,
    /// What depends on it goes as well.
    pub cascade: bool,
    /// Indexes come and go without locking writers out (`PostgreSQL`).
    pub concurrently: bool,
}
