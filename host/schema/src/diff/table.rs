//! One table that differs, its changes in the order in which they run.

use std::collections::BTreeSet;

use aludel_sql::Dialect;

use super::column::changed_column;
use super::constraint::changed_constraints;
use super::index::changed_indexes;
use crate::aspect::{Aspect, changed_aspects};
use crate::dialect::Rules;
use crate::mention::{column_uses, constraint_uses, index_uses};
use crate::model::{Column, ConstraintBody, Generation, ObjectName, Table};
use crate::operation::TableChange;

/// The setting that is made last: keys must fit it.
const PARTITIONING: &str = "partitioning";

/// What changes in one table.
#[derive(Debug, Clone)]
pub(super) struct TableDifference {
    /// Its name after all.
    pub(super) name: ObjectName,
    /// In an order that runs.
    pub(super) changes: Vec<TableChange>,
}

impl TableDifference {
    /// What makes `before` the table `after`. Both have the names that come.
    pub(super) fn between(rules: &dyn Rules, dialect: Dialect, before: &Table, after: &Table) -> Self {
        let mut changes = changed_columns(rules, before, after);
        changes.extend(changed_constraints(rules, &before.constraints, &after.constraints));
        changes.extend(changed_indexes(rules, &before.indexes, &after.indexes));
        changes.extend(changed_options(before, after));
        if before.comment != after.comment {
            changes.push(TableChange::SetComment { before: before.comment.clone(), after: after.comment.clone() });
        }
        let changes = split_replacements(changes, dialect);
        Self { name: after.name.clone(), changes: in_order(changes, dialect) }
    }

    /// The columns whose values are written anew.
    pub(super) fn retyped_columns(&self) -> impl Iterator<Item = &str> {
        self.changes.iter().filter_map(|change| match change {
            TableChange::AlterColumn { before, after, .. } if is_retyped(before, after) => Some(before.name.as_str()),
            _ => None,
        })
    }

    /// Whether another table's foreign key may need what comes.
    pub(super) fn provides(&self) -> bool {
        self.changes.iter().any(|change| match change {
            TableChange::AddColumn(_) | TableChange::AlterColumn { .. } | TableChange::RenameColumn { .. } => true,
            TableChange::AddIndex(index) | TableChange::ReplaceIndex { after: index, .. } => index.unique,
            // Its parts need it.
            TableChange::SetOption { name, .. } => name == PARTITIONING,
            TableChange::AddConstraint(after) | TableChange::ReplaceConstraint { after, .. } => {
                matches!(after.body, ConstraintBody::PrimaryKey(_) | ConstraintBody::Unique(_))
            }
            _ => false,
        })
    }
}

fn is_retyped(before: &Column, after: &Column) -> bool {
    changed_aspects(before, after).iter().any(|aspect| matches!(aspect, Aspect::Type | Aspect::Collation))
}

fn changed_columns(rules: &dyn Rules, before: &Table, after: &Table) -> Vec<TableChange> {
    let dropped = before.columns.iter().filter(|column| after.column(&column.name).is_none());
    let mut changes: Vec<TableChange> = dropped.cloned().map(TableChange::DropColumn).collect();
    for column in &after.columns {
        match before.column(&column.name) {
            None => changes.push(TableChange::AddColumn(column.clone())),
            Some(old) => changes.extend(changed_column(rules, (before, old), (after, column))),
        }
    }
    changes
}

fn changed_options(before: &Table, after: &Table) -> Vec<TableChange> {
    let names: BTreeSet<&String> = before.options.keys().chain(after.options.keys()).collect();
    let changed = names.into_iter().filter(|name| before.options.get(*name) != after.options.get(*name));
    let set = changed.map(|name| TableChange::SetOption {
        name: name.clone(),
        before: before.options.get(name).cloned(),
        after: after.options.get(name).cloned(),
    });
    set.collect()
}

/// A key, check or index over a column that changes goes before it and comes back after it: no server changes the type
/// of a column under a check that no longer fits, or lets a column of the primary key hold NULL.
fn split_replacements(changes: Vec<TableChange>, dialect: Dialect) -> Vec<TableChange> {
    let altered: Vec<String> = changes.iter().filter_map(altered_column).map(str::to_owned).collect();
    changes.into_iter().flat_map(|change| split_replacement(change, &altered, dialect)).collect()
}

fn altered_column(change: &TableChange) -> Option<&str> {
    match change {
        TableChange::AlterColumn { before, after, .. } => {
            let is_remark = changed_aspects(before, after) == [Aspect::Comment];
            (!is_remark).then_some(before.name.as_str())
        }
        TableChange::DropColumn(column) => Some(&column.name),
        _ => None,
    }
}

fn split_replacement(change: TableChange, altered: &[String], dialect: Dialect) -> Vec<TableChange> {
    match change {
        TableChange::ReplaceConstraint { before, after }
            if altered.iter().any(|column| constraint_uses(&before, column, dialect)) =>
        {
            vec![TableChange::DropConstraint(before), TableChange::AddConstraint(after)]
        }
        TableChange::ReplaceIndex { before, after }
            if altered.iter().any(|column| index_uses(&before, column, dialect)) =>
        {
            vec![TableChange::DropIndex(before), TableChange::AddIndex(after)]
        }
        other => vec![other],
    }
}

/// The place of each kind of change. A sort keeps the order of those with the same place.
fn in_order(mut changes: Vec<TableChange>, dialect: Dialect) -> Vec<TableChange> {
    let added: Vec<String> = changes.iter().filter_map(added_column).map(str::to_owned).collect();
    let dropped: Vec<Column> = changes.iter().filter_map(dropped_column).cloned().collect();
    changes.sort_by_key(|change| place(change, &added, &dropped, dialect));
    changes
}

fn added_column(change: &TableChange) -> Option<&str> {
    if let TableChange::AddColumn(column) = change { Some(&column.name) } else { None }
}

fn dropped_column(change: &TableChange) -> Option<&Column> {
    if let TableChange::DropColumn(column) = change { Some(column) } else { None }
}

fn place(change: &TableChange, added: &[String], dropped: &[Column], dialect: Dialect) -> u8 {
    match change {
        TableChange::RenameColumn { .. } => 0,
        TableChange::DropConstraint(constraint) => drop_place(&constraint.body),
        TableChange::DropIndex(_) => 2,
        TableChange::RenameConstraint { .. } | TableChange::RenameIndex { .. } => 4,
        TableChange::SetOption { name, .. } if name != PARTITIONING => 5,
        TableChange::AlterColumn { after, .. } if !added.iter().any(|name| column_uses(after, name, dialect)) => 6,
        TableChange::AddColumn(column) if !is_computed(column) => 7,
        TableChange::AddColumn(_) => 8,
        TableChange::AlterColumn { .. } => 9,
        TableChange::ReplaceConstraint { after: constraint, .. } | TableChange::AddConstraint(constraint) => {
            add_place(&constraint.body)
        }
        TableChange::ReplaceIndex { .. } | TableChange::AddIndex(_) => 12,
        // What is computed of a column goes before it.
        TableChange::DropColumn(column) if dropped.iter().any(|other| column_uses(column, &other.name, dialect)) => 14,
        TableChange::DropColumn(_) => 15,
        TableChange::SetOption { .. } => 16,
        TableChange::SetComment { .. } => 17,
    }
}

fn is_computed(column: &Column) -> bool {
    matches!(column.generation, Generation::Computed { .. })
}

/// A foreign key goes before the index that it uses, and comes after the key that it may point at.
fn drop_place(body: &ConstraintBody) -> u8 {
    if matches!(body, ConstraintBody::ForeignKey(_)) { 1 } else { 3 }
}

fn add_place(body: &ConstraintBody) -> u8 {
    match body {
        ConstraintBody::PrimaryKey(_) => 10,
        ConstraintBody::Unique(_) | ConstraintBody::Check { .. } | ConstraintBody::Exclude { .. } => 11,
        // MySQL uses an index that is there, and makes one where there is none.
        ConstraintBody::ForeignKey(_) => 13,
    }
}
