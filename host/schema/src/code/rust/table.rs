//! Tables.

use super::literal::{list, name, text};
use super::{Rust, column};
use crate::code::chain;
use crate::code::tree::{Change, NewTable};
use crate::model::ObjectName;

/// `db.create_table("book", |t| { ... })?;`
pub(super) fn create(table: &NewTable<'_>) -> Option<String> {
    let columns = table.columns.iter().map(|new| column::new("column", new));
    let constraints = table.constraints.iter().map(|new| chain::constraint::<Rust>("", new));
    let indexes = table.indexes.iter().map(|new| chain::index::<Rust>("index", new));
    let comment = table.comment.iter().map(|comment| format!("t.comment({});", text(comment)));
    let lines: Vec<String> = columns.chain(constraints).chain(indexes).chain(comment).collect();
    block(&format!("db.create_table({}", name(table.name)), &lines)
}

/// `db.alter_table("book", |t| { ... })?;`
pub(super) fn alter(table: &ObjectName, changes: &[Change<'_>]) -> Option<String> {
    let lines: Vec<String> = changes.iter().map(line).collect();
    block(&format!("db.alter_table({}", name(table)), &lines)
}

fn block(head: &str, lines: &[String]) -> Option<String> {
    // A text over several lines cannot be moved to the right.
    if lines.iter().any(|line| line.lines().count() > 1) {
        return None;
    }
    let body: String = lines.iter().map(|line| format!("    {line}\n")).collect();
    Some(format!("{head}, |t| {{\n{body}}})?;"))
}

fn line(change: &Change<'_>) -> String {
    match change {
        Change::AddColumn(new) => column::new("add_column", new),
        Change::DropColumn(name) => format!("t.drop_column({});", text(name)),
        Change::RenameColumn { from, to } => format!("t.rename_column({}, {});", text(from), text(to)),
        Change::AlterColumn { name, changes } => {
            format!("t.alter_column({}){};", text(name), column::changes(changes))
        }
        Change::AddConstraint(constraint) => chain::constraint::<Rust>("add_", constraint),
        Change::DropPrimaryKey => "t.drop_primary_key();".to_owned(),
        Change::DropConstraint(name) => format!("t.drop_constraint({});", text(name)),
        Change::DropUnique(columns) => format!("t.drop_unique({});", list(columns)),
        Change::DropForeignKey(columns) => format!("t.drop_foreign_key({});", list(columns)),
        Change::RenameConstraint { from, to } => format!("t.rename_constraint({}, {});", text(from), text(to)),
        Change::AddIndex(index) => chain::index::<Rust>("add_index", index),
        Change::DropIndex(name) => format!("t.drop_index({});", text(name)),
        Change::RenameIndex { from, to } => format!("t.rename_index({}, {});", text(from), text(to)),
        Change::SetComment(Some(comment)) => format!("t.comment({});", text(comment)),
        Change::SetComment(None) => "t.drop_comment();".to_owned(),
    }
}
