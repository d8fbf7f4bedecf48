//! What the servers cannot do, and what to do in its place.

use aludel_sql::Dialect;

use super::super::super::Unsupported;
use crate::operation::Operation;

const ENUM: &str = "types have no names there: give the column the type enum('one', 'two'), and change the values by \
                    altering the column";
const SCHEMA: &str = "a schema is a database of its own there: whoever looks after the server makes one with CREATE \
                      DATABASE; or make the name a part of the tables', `schema_table`";
const EXTENSION: &str = "plugins belong to the server and not to a database: leave the extension out there";
const SEQUENCE: &str = "count with a column of AUTO_INCREMENT, or keep the number in a table of one row";
const MATERIALIZED: &str = "make a table, and fill it again when its sources change";

/// The error for words that follow `cannot`.
pub(super) fn unsupported(dialect: Dialect, operation: impl Into<String>, hint: &str) -> Unsupported {
    Unsupported { operation: operation.into(), dialect, hint: Some(hint.to_owned()) }
}

/// The error for an operation on an object of a kind that there is not.
pub(super) fn object(dialect: Dialect, operation: &Operation) -> Unsupported {
    use Operation as Op;
    let (words, hint) = match operation {
        Op::CreateSchema { name } => (format!("create the schema `{name}`"), SCHEMA),
        Op::DropSchema { name } => (format!("drop the schema `{name}`"), SCHEMA),
        Op::CreateExtension(it) => (format!("create the extension `{}`", it.name), EXTENSION),
        Op::DropExtension(it) => (format!("drop the extension `{}`", it.name), EXTENSION),
        Op::CreateEnum(it) => (format!("create the enum `{}`", it.name), ENUM),
        Op::DropEnum(it) => (format!("drop the enum `{}`", it.name), ENUM),
        Op::RenameEnum { from, .. } => (format!("rename the enum `{from}`"), ENUM),
        Op::AddEnumValue { before, .. } => (format!("add a value to the enum `{}`", before.name), ENUM),
        Op::RenameEnumValue { name, .. } => (format!("rename a value of the enum `{name}`"), ENUM),
        Op::ReplaceEnum { before, .. } => (format!("change the enum `{}`", before.name), ENUM),
        Op::CreateSequence(it) => (format!("create the sequence `{}`", it.name), SEQUENCE),
        Op::DropSequence(it) => (format!("drop the sequence `{}`", it.name), SEQUENCE),
        Op::AlterSequence { before, .. } => (format!("alter the sequence `{}`", before.name), SEQUENCE),
        Op::CreateView(it) | Op::DropView(it) | Op::ReplaceView { after: it, .. } => {
            (format!("keep the rows of the view `{}`", it.name), MATERIALIZED)
        }
        _ => ("do that".to_owned(), "write the statement as SQL"),
    };
    unsupported(dialect, words, hint)
}
