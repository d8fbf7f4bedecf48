//! What `SQLite` cannot do, and what to do in its place.

use aludel_sql::Dialect;

use crate::dialect::Unsupported;
use crate::model::ObjectName;
use crate::operation::Operation;

/// The error for words that follow `cannot`.
pub(super) fn unsupported(operation: impl Into<String>, hint: &str) -> Unsupported {
    Unsupported { operation: operation.into(), dialect: Dialect::Sqlite, hint: Some(hint.to_owned()) }
}

/// The name of an object in the one schema that there is.
pub(super) fn local(name: &ObjectName) -> Result<&str, Unsupported> {
    match name.schema.as_deref() {
        None | Some("main") => Ok(&name.name),
        Some(schema) => Err(unsupported(
            format!("use the schema `{schema}` (of `{name}`)"),
            "leave the schema out, or make its name a part of the table's: `schema_table`",
        )),
    }
}

const ENUM: &str = "there are no named types: make the column TEXT with a CHECK, `mood TEXT CHECK (mood IN ('sad', \
                    'ok'))`; another list of values is another CHECK";
const SCHEMA: &str = "one file is one database: leave schemas out, or make their names a part of the tables'";
const EXTENSION: &str = "extensions are loaded by a program and not kept in the database: leave it out here";
const SEQUENCE: &str = "count with an INTEGER PRIMARY KEY AUTOINCREMENT, or keep the number in a table of one row";
const ROUTINE: &str = "the database keeps no code but triggers: do the work in the migration, in a trigger, or in the \
                       application";

/// The error for an operation on an object that there is not.
pub(super) fn object(operation: &Operation) -> Unsupported {
    use Operation as Op;
    match operation {
        Op::CreateSchema { name } => unsupported(format!("create the schema `{name}`"), SCHEMA),
        Op::DropSchema { name } => unsupported(format!("drop the schema `{name}`"), SCHEMA),
        Op::CreateExtension(it) => unsupported(format!("create the extension `{}`", it.name), EXTENSION),
        Op::DropExtension(it) => unsupported(format!("drop the extension `{}`", it.name), EXTENSION),
        Op::CreateEnum(it) => unsupported(format!("create the enum `{}`", it.name), ENUM),
        Op::DropEnum(it) => unsupported(format!("drop the enum `{}`", it.name), ENUM),
        Op::RenameEnum { from, .. } => unsupported(format!("rename the enum `{from}`"), ENUM),
        Op::AddEnumValue { before, value, .. } => {
            unsupported(format!("add `{value}` to the enum `{}`", before.name), ENUM)
        }
        Op::RenameEnumValue { name, from, .. } => unsupported(format!("rename `{from}` of the enum `{name}`"), ENUM),
        Op::ReplaceEnum { before, .. } => unsupported(format!("change the enum `{}`", before.name), ENUM),
        Op::CreateSequence(it) => unsupported(format!("create the sequence `{}`", it.name), SEQUENCE),
        Op::DropSequence(it) => unsupported(format!("drop the sequence `{}`", it.name), SEQUENCE),
        Op::AlterSequence { before, .. } => unsupported(format!("alter the sequence `{}`", before.name), SEQUENCE),
        Op::CreateRoutine(it) => unsupported(format!("create the routine `{}`", it.name), ROUTINE),
        Op::DropRoutine(it) => unsupported(format!("drop the routine `{}`", it.name), ROUTINE),
        Op::ReplaceRoutine { before, .. } => unsupported(format!("change the routine `{}`", before.name), ROUTINE),
        other => unsupported(format!("do this: {other:?}"), "write it as SQL"),
    }
}
