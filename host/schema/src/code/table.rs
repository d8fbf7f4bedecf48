//! Tables.

use super::literal::{name, text};
use super::{column, constraint, index};
use crate::dialect::Rules;
use crate::model::{Column, Constraint, ConstraintBody, Deferral, ObjectName, Table};
use crate::operation::TableChange;

/// `db.create_table("book", |t| { ... })`.
pub(super) fn create(table: &Table, rules: &dyn Rules) -> Option<String> {
    if !table.options.is_empty() {
        return None;
    }
    let key = own_key(table);
    let mut lines: Vec<Option<String>> = Vec::new();
    lines.extend(table.columns.iter().map(|column| new_column("column", column, key == Some(&column.name), rules)));
    let others = table.constraints.iter().filter(|constraint| key.is_none() || !is_primary_key(constraint));
    lines.extend(others.map(|constraint| constraint::add("", constraint)));
    lines.extend(table.indexes.iter().map(|index| index::add("index", index)));
    lines.extend(table.comment.iter().map(|comment| Some(format!("t.comment({});\n", text(comment)))));
    block(&format!("db.create_table({}", name(&table.name)), lines)
}

/// `db.alter_table("book", |t| { ... })`.
pub(super) fn alter(table: &ObjectName, changes: &[TableChange], rules: &dyn Rules) -> Option<String> {
    let lines = changes.iter().flat_map(|change| changed(change, rules)).collect();
    block(&format!("db.alter_table({}", name(table)), lines)
}

fn block(head: &str, lines: Vec<Option<String>>) -> Option<String> {
    let lines = lines.into_iter().collect::<Option<Vec<_>>>()?;
    // A text over several lines cannot be moved to the right.
    if lines.iter().any(|line| line.lines().count() > 1) {
        return None;
    }
    let body: String = lines.iter().map(|line| format!("    {line}")).collect();
    Some(format!("{head}, |t| {{\n{body}}})?;\n"))
}

/// The column that is the whole primary key, where nothing else is said of it.
fn own_key(table: &Table) -> Option<&String> {
    let constraint = table.primary_key()?;
    let is_bare = constraint.given_name().is_none()
        && constraint.options.is_empty()
        && constraint.comment.is_none()
        && constraint.deferral == Deferral::NotDeferrable;
    let ConstraintBody::PrimaryKey(key) = &constraint.body else { return None };
    match key.parts.as_slice() {
        [part] if is_bare && key.include.is_empty() => {
            let name = index::plain(part)?;
            table.column(name).map(|column| &column.name)
        }
        _ => None,
    }
}

fn is_primary_key(constraint: &Constraint) -> bool {
    matches!(constraint.body, ConstraintBody::PrimaryKey(_))
}

fn new_column(call: &str, column: &Column, is_key: bool, rules: &dyn Rules) -> Option<String> {
    let data_type = column::data_type(&column.data_type, rules);
    Some(format!("t.{call}({}, {data_type}){};\n", text(&column.name), column::calls(column, is_key)?))
}

/// The lines of a change, each none where no builder says exactly this.
fn changed(change: &TableChange, rules: &dyn Rules) -> Vec<Option<String>> {
    match change {
        TableChange::ReplaceConstraint { before, after } => {
            vec![constraint::drop(before), constraint::add("add_", after)]
        }
        TableChange::ReplaceIndex { before, after } => {
            vec![Some(drop_index(&before.name)), index::add("add_index", after)]
        }
        other => vec![one_line(other, rules)],
    }
}

fn one_line(change: &TableChange, rules: &dyn Rules) -> Option<String> {
    Some(match change {
        TableChange::AddColumn(column) => new_column("add_column", column, false, rules)?,
        TableChange::DropColumn(column) => format!("t.drop_column({});\n", text(&column.name)),
        TableChange::RenameColumn { from, to } => format!("t.rename_column({}, {});\n", text(from), text(to)),
        TableChange::AlterColumn { before, after, using } => {
            let changes = column::changes(before, after, using.as_deref(), rules)?;
            format!("t.alter_column({}){changes};\n", text(&after.name))
        }
        TableChange::AddConstraint(constraint) => constraint::add("add_", constraint)?,
        TableChange::DropConstraint(constraint) => constraint::drop(constraint)?,
        TableChange::RenameConstraint { before, to } => {
            format!("t.rename_constraint({}, {});\n", text(before.name.as_ref()?), text(to))
        }
        TableChange::AddIndex(index) => index::add("add_index", index)?,
        TableChange::DropIndex(index) => drop_index(&index.name),
        TableChange::RenameIndex { before, to } => {
            format!("t.rename_index({}, {});\n", text(&before.name), text(to))
        }
        TableChange::SetComment { after: Some(comment), .. } => format!("t.comment({});\n", text(comment)),
        TableChange::SetComment { after: None, .. } => "t.drop_comment();\n".to_owned(),
        TableChange::SetOption { .. } | TableChange::ReplaceConstraint { .. } | TableChange::ReplaceIndex { .. } => {
            return None;
        }
    })
}

fn drop_index(name: &str) -> String {
    format!("t.drop_index({});\n", text(name))
}
