//! Tables.

use super::literal::{name, slice, text};
use super::{Go, attempt, column};
use crate::code::chain;
use crate::code::tree::{Change, NewTable};
use crate::model::ObjectName;

/// `db.CreateTable("book", func(t *schema.Table) { ... })`
pub(super) fn create(table: &NewTable<'_>) -> String {
    let columns = table.columns.iter().map(|new| column::new("Column", new));
    let constraints = table.constraints.iter().map(|new| chain::constraint::<Go>("", new));
    let indexes = table.indexes.iter().map(|new| chain::index::<Go>("index", new));
    let comment = table.comment.iter().map(|comment| format!("t.Comment({})", text(comment)));
    let lines = columns.chain(constraints).chain(indexes).chain(comment);
    block(&format!("db.CreateTable({}, func(t *schema.Table)", name(table.name)), lines)
}

/// `db.AlterTable("book", func(t *schema.Alter) { ... })`
pub(super) fn alter(table: &ObjectName, changes: &[Change<'_>]) -> String {
    block(&format!("db.AlterTable({}, func(t *schema.Alter)", name(table)), changes.iter().map(line))
}

fn block(head: &str, lines: impl Iterator<Item = String>) -> String {
    let body: String = lines.map(|line| format!("\t{line}\n")).collect();
    attempt(&format!("{head} {{\n{body}}})"))
}

fn line(change: &Change<'_>) -> String {
    match change {
        Change::AddColumn(new) => column::new("AddColumn", new),
        Change::DropColumn(name) => format!("t.DropColumn({})", text(name)),
        Change::RenameColumn { from, to } => format!("t.RenameColumn({}, {})", text(from), text(to)),
        Change::AlterColumn { name, changes } => format!("t.AlterColumn({}){}", text(name), column::changes(changes)),
        Change::AddConstraint(constraint) => chain::constraint::<Go>("add_", constraint),
        Change::DropPrimaryKey => "t.DropPrimaryKey()".to_owned(),
        Change::DropConstraint(name) => format!("t.DropConstraint({})", text(name)),
        Change::DropUnique(columns) => format!("t.DropUnique({})", slice(columns)),
        Change::DropForeignKey(columns) => format!("t.DropForeignKey({})", slice(columns)),
        Change::RenameConstraint { from, to } => format!("t.RenameConstraint({}, {})", text(from), text(to)),
        Change::AddIndex(index) => chain::index::<Go>("add_index", index),
        Change::DropIndex(name) => format!("t.DropIndex({})", text(name)),
        Change::RenameIndex { from, to } => format!("t.RenameIndex({}, {})", text(from), text(to)),
        Change::SetComment(Some(comment)) => format!("t.Comment({})", text(comment)),
        Change::SetComment(None) => "t.DropComment()".to_owned(),
    }
}
