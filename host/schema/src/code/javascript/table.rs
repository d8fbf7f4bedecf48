//! Tables.

use super::literal::{indented, list, name, text};
use super::{JavaScript, column};
use crate::code::chain;
use crate::code::tree::{Change, NewTable};
use crate::model::ObjectName;

/// `db.createTable("book", (t) => { ... });`
pub(super) fn create(table: &NewTable<'_>) -> String {
    let columns = table.columns.iter().map(|new| column::new("column", new));
    let constraints = table.constraints.iter().map(|new| chain::constraint::<JavaScript>("", new));
    let indexes = table.indexes.iter().map(|new| chain::index::<JavaScript>("index", new));
    let comment = table.comment.iter().map(|comment| format!("t.comment({});", text(comment)));
    let lines: Vec<String> = columns.chain(constraints).chain(indexes).chain(comment).collect();
    block(&format!("db.createTable({}", name(table.name)), &lines)
}

/// `db.alterTable("book", (t) => { ... });`
pub(super) fn alter(table: &ObjectName, changes: &[Change<'_>]) -> String {
    let lines: Vec<String> = changes.iter().map(line).collect();
    block(&format!("db.alterTable({}", name(table)), &lines)
}

fn block(head: &str, lines: &[String]) -> String {
    let body: String = lines.iter().map(|line| format!("{}\n", indented(line, "  "))).collect();
    format!("{head}, (t) => {{\n{body}}});")
}

fn line(change: &Change<'_>) -> String {
    match change {
        Change::AddColumn(new) => column::new("addColumn", new),
        Change::DropColumn(name) => format!("t.dropColumn({});", text(name)),
        Change::RenameColumn { from, to } => format!("t.renameColumn({}, {});", text(from), text(to)),
        Change::AlterColumn { name, changes } => format!("t.alterColumn({}){};", text(name), column::changes(changes)),
        Change::AddConstraint(constraint) => chain::constraint::<JavaScript>("add_", constraint),
        Change::DropPrimaryKey => "t.dropPrimaryKey();".to_owned(),
        Change::DropConstraint(name) => format!("t.dropConstraint({});", text(name)),
        Change::DropUnique(columns) => format!("t.dropUnique({});", list(columns)),
        Change::DropForeignKey(columns) => format!("t.dropForeignKey({});", list(columns)),
        Change::RenameConstraint { from, to } => format!("t.renameConstraint({}, {});", text(from), text(to)),
        Change::AddIndex(index) => chain::index::<JavaScript>("add_index", index),
        Change::DropIndex(name) => format!("t.dropIndex({});", text(name)),
        Change::RenameIndex { from, to } => format!("t.renameIndex({}, {});", text(from), text(to)),
        Change::SetComment(Some(comment)) => format!("t.comment({});", text(comment)),
        Change::SetComment(None) => "t.dropComment();".to_owned(),
    }
}
