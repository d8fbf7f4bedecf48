//! Foreign keys that stand in the way of other changes, and names of indexes that are needed elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use aludel_sql::Dialect;

use super::Comparison;
use super::table::TableDifference;
use super::tables::TableChanges;
use crate::model::{Constraint, ConstraintBody, ForeignKey, Index, IndexKey, IndexPart, ObjectName};
use crate::operation::TableChange;

/// What a constraint points at, if it is a foreign key.
pub(super) fn references(constraint: &Constraint) -> Option<&ObjectName> {
    foreign_key(constraint).map(|foreign_key| &foreign_key.references)
}

pub(super) fn foreign_key(constraint: &Constraint) -> Option<&ForeignKey> {
    if let ConstraintBody::ForeignKey(foreign_key) = &constraint.body { Some(foreign_key) } else { None }
}

/// Keeps the foreign keys whose target is told to be fine, and gives the others.
pub(super) fn keep_foreign_keys(
    constraints: &mut Vec<Constraint>,
    keeps: impl Fn(&ObjectName) -> bool,
) -> Vec<Constraint> {
    let (kept, cut) = std::mem::take(constraints).into_iter().partition(|each| references(each).is_none_or(&keeps));
    *constraints = kept;
    cut
}

impl Comparison<'_> {
    /// Whether the server holds tables together by their foreign keys while they change. `SQLite` lets a foreign key
    /// point at nothing, and writes all of a table at once.
    pub(super) fn ties_foreign_keys(&self) -> bool {
        self.dialect != Dialect::Sqlite
    }

    /// Foreign keys that must go before anything else changes. One that stays comes back with the changes of its table.
    pub(super) fn set_foreign_keys_aside(&self, planned: &mut BTreeMap<ObjectName, TableDifference>) -> TableChanges {
        let mut first = TableChanges::new();
        if !self.ties_foreign_keys() {
            return first;
        }
        let differences = planned.clone();
        let staying = self.before.tables.values().filter(|table| self.after.tables.contains_key(&table.name));
        for table in staying {
            for constraint in &table.constraints {
                if foreign_key(constraint).is_some_and(|key| self.is_in_the_way(&differences, &table.name, key)) {
                    let empty = || TableDifference { name: table.name.clone(), changes: Vec::new() };
                    take_out(planned.entry(table.name.clone()).or_insert_with(empty), constraint);
                    let change = TableChange::DropConstraint(constraint.clone());
                    first.entry(table.name.clone()).or_default().push(change);
                }
            }
        }
        planned.retain(|_, difference| !difference.changes.is_empty());
        first
    }

    fn is_in_the_way(
        &self,
        differences: &BTreeMap<ObjectName, TableDifference>,
        table: &ObjectName,
        key: &ForeignKey,
    ) -> bool {
        let there = differences.get(&key.references);
        let retypes = |difference: Option<&TableDifference>, columns: &[String]| {
            difference.is_some_and(|each| each.retyped_columns().any(|column| columns.iter().any(|own| own == column)))
        };
        // PostgreSQL writes the foreign key anew by itself, MySQL refuses.
        let is_retyped = self.dialect.is_mysql_family()
            && (retypes(differences.get(table), &key.columns) || retypes(there, &key.referenced_columns));
        let goes = self.before.tables.contains_key(&key.references) && !self.after.tables.contains_key(&key.references);
        goes || is_retyped || there.is_some_and(|difference| loses_key(difference, key))
    }

    /// Index names that another table takes over: they are free before the tables change.
    pub(super) fn free_index_names(
        &self,
        planned: &mut BTreeMap<ObjectName, TableDifference>,
        first: &mut TableChanges,
    ) {
        if self.dialect.is_mysql_family() {
            // There a table has its own names.
            return;
        }
        let wanted = self.index_names_that_come(planned);
        for (name, difference) in &mut *planned {
            let mut freed = Vec::new();
            for change in std::mem::take(&mut difference.changes) {
                match change {
                    TableChange::DropIndex(index) if wanted.contains(&index.name) => freed.push(index),
                    TableChange::RenameIndex { before, to } if wanted.contains(&before.name) => {
                        difference.changes.push(TableChange::AddIndex(Index { name: to, ..before.clone() }));
                        freed.push(before);
                    }
                    other => difference.changes.push(other),
                }
            }
            let freed = freed.into_iter().map(TableChange::DropIndex);
            first.entry(name.clone()).or_default().extend(freed);
        }
        first.retain(|_, changes| !changes.is_empty());
        planned.retain(|_, difference| !difference.changes.is_empty());
    }

    /// Of new tables, and of others where it does not replace one of the same table.
    fn index_names_that_come(&self, planned: &BTreeMap<ObjectName, TableDifference>) -> BTreeSet<String> {
        let created = self.after.tables.values().filter(|table| !self.before.tables.contains_key(&table.name));
        let of_created = created.flat_map(|table| &table.indexes).map(|index| index.name.clone());
        of_created.chain(planned.values().flat_map(|difference| new_index_names(&difference.changes))).collect()
    }
}

fn new_index_names(changes: &[TableChange]) -> impl Iterator<Item = String> {
    let is_own = |name: &str| {
        changes.iter().any(|change| matches!(change, TableChange::DropIndex(Index { name: own, .. }) if own == name))
    };
    changes.iter().filter_map(move |change| match change {
        TableChange::AddIndex(index) if !is_own(&index.name) => Some(index.name.clone()),
        TableChange::RenameIndex { to, .. } => Some(to.clone()),
        _ => None,
    })
}

/// Takes the going of a foreign key out of the changes of its table, and lets it come back if it is to stay.
fn take_out(difference: &mut TableDifference, constraint: &Constraint) {
    let position = difference.changes.iter().position(|change| match change {
        TableChange::DropConstraint(before)
        | TableChange::ReplaceConstraint { before, .. }
        | TableChange::RenameConstraint { before, .. } => before == constraint,
        _ => false,
    });
    let comes_back = match position.map(|position| difference.changes.remove(position)) {
        Some(TableChange::ReplaceConstraint { after, .. }) => Some(after),
        Some(TableChange::RenameConstraint { before, to }) => {
            Some(Constraint { name: Some(to), is_name_generated: false, ..before })
        }
        Some(_) => None,
        None => Some(constraint.clone()),
    };
    difference.changes.extend(comes_back.map(TableChange::AddConstraint));
}

/// Whether the key that a foreign key points at goes, be it to come back otherwise.
fn loses_key(difference: &TableDifference, key: &ForeignKey) -> bool {
    difference.changes.iter().any(|change| match change {
        TableChange::DropConstraint(before) | TableChange::ReplaceConstraint { before, .. } => match &before.body {
            ConstraintBody::PrimaryKey(own) => key.referenced_columns.is_empty() || is_over(&own.parts, key),
            ConstraintBody::Unique(own) => is_over(&own.parts, key),
            _ => false,
        },
        TableChange::DropIndex(before) | TableChange::ReplaceIndex { before, .. } => is_over(&before.parts, key),
        _ => false,
    })
}

fn is_over(parts: &[IndexPart], key: &ForeignKey) -> bool {
    let own: BTreeSet<&str> = parts.iter().filter_map(column_of).collect();
    own == key.referenced_columns.iter().map(String::as_str).collect()
}

fn column_of(part: &IndexPart) -> Option<&str> {
    if let IndexKey::Column(name) = &part.key { Some(name) } else { None }
}
