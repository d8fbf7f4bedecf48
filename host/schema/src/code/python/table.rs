//! Tables.

use super::literal::{call, list, name, named, text};
use super::{column, constraint, index};
use crate::code::tree::{Change, NewTable};
use crate::model::ObjectName;

/// `db.create_table("book", op.column(...), ...)`, a line each.
pub(super) fn create(table: &NewTable<'_>) -> String {
    let columns = table.columns.iter().map(|new| column::new("op.column", new));
    let constraints = table.constraints.iter().map(|new| constraint::new(new));
    let indexes = table.indexes.iter().map(|new| index::add("op.index", new));
    let parts = columns.chain(constraints).chain(indexes).chain(named("comment", table.comment));
    let lines: String = parts.map(|part| format!("    {part},\n")).collect();
    format!("db.create_table(\n    {},\n{lines})", name(table.name))
}

/// `with db.alter_table("book") as table:`
pub(super) fn alter(table: &ObjectName, changes: &[Change<'_>]) -> String {
    let lines: String = changes.iter().map(|change| format!("\n    {}", line(change))).collect();
    format!("with db.alter_table({}) as table:{lines}", name(table))
}

fn line(change: &Change<'_>) -> String {
    match change {
        Change::AddColumn(new) => column::new("table.add_column", new),
        Change::DropColumn(name) => one("drop_column", name),
        Change::RenameColumn { from, to } => two("rename_column", from, to),
        Change::AlterColumn { name, changes } => column::alter(name, changes),
        Change::AddConstraint(new) => constraint::add(new),
        Change::DropPrimaryKey => "table.drop_primary_key()".to_owned(),
        Change::DropConstraint(name) => one("drop_constraint", name),
        Change::DropUnique(columns) => over("unique", &list(columns)),
        Change::DropForeignKey(columns) => over("foreign key", &list(columns)),
        Change::RenameConstraint { from, to } => two("rename_constraint", from, to),
        Change::AddIndex(new) => index::add("table.add_index", new),
        Change::DropIndex(name) => one("drop_index", name),
        Change::RenameIndex { from, to } => two("rename_index", from, to),
        Change::SetComment(Some(comment)) => one("set_comment", comment),
        Change::SetComment(None) => "table.set_comment(None)".to_owned(),
    }
}

fn one(function: &str, name: &str) -> String {
    call(&format!("table.{function}"), &[text(name)])
}

fn two(function: &str, from: &str, to: &str) -> String {
    call(&format!("table.{function}"), &[text(from), text(to)])
}

/// A constraint without a name goes, by its columns.
fn over(kind: &str, columns: &str) -> String {
    call("table.drop_constraint", &[format!("kind={}", text(kind)), format!("columns={columns}")])
}
