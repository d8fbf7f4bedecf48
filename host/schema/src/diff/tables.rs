//! All tables, in an order that runs.

use std::collections::{BTreeMap, BTreeSet};

use aludel_sql::Dialect;

use super::Comparison;
use super::foreign_key::{foreign_key, keep_foreign_keys, references};
use super::order::by_need;
use super::table::TableDifference;
use crate::identifier::mentions;
use crate::model::{Constraint, ObjectName, Shared, Table};
use crate::operation::{Operation, Rebuild, TableChange};
use crate::rename::Rename;

/// What happens to tables.
#[derive(Debug, Default)]
pub(super) struct TablePlan {
    /// Renames, foreign keys that stand in the way, tables that go.
    pub(super) early: Vec<Operation>,
    /// Tables that come and change, then the foreign keys that close a circle.
    pub(super) main: Vec<Operation>,
    /// The differences by name, for those who look whether something is touched.
    pub(super) differences: BTreeMap<ObjectName, TableDifference>,
    /// Tables that go.
    pub(super) dropped: BTreeSet<ObjectName>,
}

/// Changes of tables, by name.
pub(super) type TableChanges = BTreeMap<ObjectName, Vec<TableChange>>;

impl Comparison<'_> {
    pub(super) fn table_plan(&self) -> TablePlan {
        let differences = self.table_differences();
        let mut planned = differences.clone();
        let mut first = self.set_foreign_keys_aside(&mut planned);
        self.free_index_names(&mut planned, &mut first);
        let mut dropped = self.dropped_tables(&mut first);
        let dropped_names = dropped.iter().map(|table| table.name.clone()).collect();
        let mut late = dropped.split_off(self.droppable_early(&dropped));
        self.free_indexes_of_late(&mut late, &mut first);
        let renames_first = self.place_column_renames(&mut planned, !first.is_empty());
        let renames = self.renames.iter().filter(|rename| matches!(rename, Rename::Table { .. }));
        let mut early: Vec<Operation> = renames.map(Rename::operation).collect();
        early.extend(alterations(renames_first));
        early.extend(alterations(first));
        early.extend(dropped.into_iter().map(Operation::DropTable));
        let mut main = self.created_and_altered(planned);
        main.extend(late.into_iter().map(Operation::DropTable));
        TablePlan { early, main, differences, dropped: dropped_names }
    }

    /// How many of the tables that go can do so before others change. Where no foreign key is set aside, one that rows
    /// of a table which stays point at goes after that table has changed.
    fn droppable_early(&self, dropped: &[Table]) -> usize {
        let staying = || self.before.tables.values().filter(|table| self.after.tables.contains_key(&table.name));
        let is_wanted = |gone: &Table| {
            staying().flat_map(|table| &table.constraints).any(|constraint| references(constraint) == Some(&gone.name))
        };
        let first_wanted = dropped.iter().position(is_wanted).filter(|_| !self.ties_foreign_keys());
        first_wanted.unwrap_or(dropped.len())
    }

    /// An index that comes may have the name of one that goes with its table only later.
    fn free_indexes_of_late(&self, late: &mut [Table], first: &mut TableChanges) {
        let wanted: BTreeSet<&String> =
            self.after.tables.values().flat_map(|table| &table.indexes).map(|index| &index.name).collect();
        for table in late {
            let clashes = table.indexes.extract_if(.., |index| wanted.contains(&index.name));
            let changes: Vec<TableChange> = clashes.map(TableChange::DropIndex).collect();
            if !changes.is_empty() {
                first.entry(table.name.clone()).or_default().extend(changes);
            }
        }
    }

    fn table_differences(&self) -> BTreeMap<ObjectName, TableDifference> {
        let both = self.after.tables.values().filter_map(|after| Some((self.before.tables.get(&after.name)?, after)));
        let differences = both.map(|(before, after)| TableDifference::between(self.rules, self.dialect, before, after));
        let changed = differences.filter(|difference| !difference.changes.is_empty());
        changed.map(|difference| (difference.name.clone(), difference)).collect()
    }

    /// Tables that go, those that point at others first. Where they point at each other, a foreign key goes before.
    fn dropped_tables(&self, first: &mut TableChanges) -> Vec<Table> {
        let gone: Vec<&Shared<Table>> =
            self.before.tables.values().filter(|table| !self.after.tables.contains_key(&table.name)).collect();
        let names: Vec<ObjectName> = gone.iter().map(|table| table.name.clone()).collect();
        let pointing_at = |name: &ObjectName| {
            let others = gone.iter().filter(|table| table.name != *name && self.needs(table).contains(name));
            others.map(|table| table.name.clone()).collect()
        };
        let ordered = by_need(&names, pointing_at);
        let mut tables: Vec<Table> = ordered.iter().map(|name| (*self.before.tables[name]).clone()).collect();
        if self.ties_foreign_keys() {
            for (position, table) in tables.iter_mut().enumerate() {
                let cut = keep_foreign_keys(&mut table.constraints, |target| !ordered[..position].contains(target));
                let changes = cut.into_iter().map(TableChange::DropConstraint);
                first.entry(table.name.clone()).or_default().extend(changes);
            }
            first.retain(|_, changes| !changes.is_empty());
        }
        tables
    }

    /// Tables that a table needs to be there: targets of foreign keys, and the table that it is a part of.
    fn needs(&self, table: &Table) -> Vec<ObjectName> {
        let mut needed: Vec<ObjectName> = table.constraints.iter().filter_map(references).cloned().collect();
        let parents = ["partition of", "inherits"].into_iter().filter_map(|option| table.options.get(option));
        for parent in parents {
            let others = self.before.tables.keys().chain(self.after.tables.keys());
            needed.extend(others.filter(|name| mentions(parent, self.dialect, &name.name)).cloned());
        }
        needed.retain(|name| *name != table.name);
        needed
    }

    /// New names of columns, before all else, so that on the way back they come last. `SQLite` changes a table that
    /// nobody points at in one go.
    fn place_column_renames(
        &self,
        planned: &mut BTreeMap<ObjectName, TableDifference>,
        others_come_first: bool,
    ) -> TableChanges {
        let mut first = TableChanges::new();
        for (table, from, to) in self.column_renames() {
            let change = TableChange::RenameColumn { from: from.clone(), to: to.clone() };
            if others_come_first || self.ties_foreign_keys() || self.is_pointed_at(table) {
                first.entry(table.clone()).or_default().push(change);
            } else {
                let empty = || TableDifference { name: table.clone(), changes: Vec::new() };
                let changes = &mut planned.entry(table.clone()).or_insert_with(empty).changes;
                let renames = changes.iter().filter(|each| matches!(each, TableChange::RenameColumn { .. })).count();
                changes.insert(renames, change);
            }
        }
        first
    }

    pub(super) fn column_renames(&self) -> impl Iterator<Item = (&ObjectName, &String, &String)> {
        self.renames.iter().filter_map(|rename| match rename {
            Rename::Column { table, from, to } => Some((table, from, to)),
            Rename::Table { .. } => None,
        })
    }

    fn is_pointed_at(&self, name: &ObjectName) -> bool {
        let others = self.before.tables.values().filter(|table| table.name != *name);
        others.flat_map(|table| &table.constraints).any(|constraint| references(constraint) == Some(name))
    }

    /// New tables and changed ones, each after those that its foreign keys need.
    fn created_and_altered(&self, mut planned: BTreeMap<ObjectName, TableDifference>) -> Vec<Operation> {
        let created: BTreeMap<&ObjectName, &Shared<Table>> =
            self.after.tables.iter().filter(|(name, _)| !self.before.tables.contains_key(*name)).collect();
        let names: Vec<ObjectName> = created.keys().copied().chain(planned.keys()).cloned().collect();
        let matters =
            |name: &ObjectName| created.contains_key(name) || planned.get(name).is_some_and(TableDifference::provides);
        let waits_for: BTreeSet<ObjectName> = names.iter().filter(|name| matters(name)).cloned().collect();
        let needs = |name: &ObjectName| {
            let needed = match created.get(name) {
                Some(table) => self.needs(table),
                None => added_targets(&planned[name].changes),
            };
            needed.into_iter().filter(|needed| waits_for.contains(needed)).collect()
        };
        let ordered = by_need(&names, needs);
        let altered_first: BTreeSet<ObjectName> =
            planned.values().filter(|each| self.ties_itself_late(each)).map(|each| each.name.clone()).collect();
        let (mut operations, mut last) = (Vec::new(), TableChanges::new());
        for (position, name) in ordered.iter().enumerate() {
            let is_ready = |target: &ObjectName| {
                target == name && !altered_first.contains(name)
                    || target != name && (!waits_for.contains(target) || ordered[..position].contains(target))
            };
            let (operation, late) = match created.get(name) {
                Some(table) => self.create_table(table, is_ready),
                None => {
                    self.alter_table(planned.remove(name).expect("the name is of the list of differences"), is_ready)
                }
            };
            operations.push(operation);
            last.entry(name.clone()).or_default().extend(late.into_iter().map(TableChange::AddConstraint));
        }
        operations.extend(alterations(last));
        operations
    }

    /// `MySQL` ties a table to itself only by columns that have their types when the statement begins.
    fn ties_itself_late(&self, difference: &TableDifference) -> bool {
        let is_altered = |change: &TableChange| matches!(change, TableChange::AlterColumn { .. });
        matches!(self.dialect, Dialect::Mysql | Dialect::MariaDb) && difference.changes.iter().any(is_altered)
    }

    fn create_table(&self, table: &Table, is_ready: impl Fn(&ObjectName) -> bool) -> (Operation, Vec<Constraint>) {
        let mut table = table.clone();
        let ties = self.ties_foreign_keys();
        let late = keep_foreign_keys(&mut table.constraints, |target| !ties || is_ready(target));
        (Operation::CreateTable(table), late)
    }

    fn alter_table(
        &self,
        difference: TableDifference,
        is_ready: impl Fn(&ObjectName) -> bool,
    ) -> (Operation, Vec<Constraint>) {
        let (mut changes, mut late) = (Vec::new(), Vec::new());
        let waits = |constraint: &Constraint| {
            self.ties_foreign_keys() && references(constraint).is_some_and(|target| !is_ready(target))
        };
        for change in difference.changes {
            match change {
                TableChange::AddConstraint(constraint) if waits(&constraint) => late.push(constraint),
                TableChange::ReplaceConstraint { before, after } if waits(&after) => {
                    changes.push(TableChange::DropConstraint(before));
                    late.push(after);
                }
                other => changes.push(other),
            }
        }
        (alteration(difference.name, changes), late)
    }
}

fn added_targets(changes: &[TableChange]) -> Vec<ObjectName> {
    let added = changes.iter().filter_map(|change| match change {
        TableChange::AddConstraint(after) | TableChange::ReplaceConstraint { after, .. } => foreign_key(after),
        _ => None,
    });
    added.map(|foreign_key| foreign_key.references.clone()).collect()
}

fn alteration(table: ObjectName, changes: Vec<TableChange>) -> Operation {
    Operation::AlterTable { table, changes, rebuild: Rebuild::WhenNeeded }
}

/// One operation a table, where something changes.
fn alterations(changes: TableChanges) -> impl Iterator<Item = Operation> {
    changes.into_iter().filter(|(_, changes)| !changes.is_empty()).map(|(name, changes)| alteration(name, changes))
}
