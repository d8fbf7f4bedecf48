//! What may be a rename.
//!
//! A suspicion makes a command ask, so a silly one costs; one that is missed costs the data. Two things are suspected
//! only if each is the best that there is for the other.

use super::column::changed_column;
use super::table::TableDifference;
use super::tables::TablePlan;
use super::{Comparison, DiffOptions, Suspicion};
use crate::likeness::{NameLikeness, are_types_alike, name_likeness};
use crate::model::{Column, Generation, ObjectName, Table};
use crate::operation::{Operation, Rebuild, TableChange};
use crate::rename::Rename;

/// Of ten columns of the larger table, how many are in the smaller one with the same type, if the names are alike.
const SHARED_TENTHS_IF_ALIKE: usize = 6;

/// The same if the names say nothing.
const SHARED_TENTHS: usize = 8;

/// A table with fewer columns looks like every other: an id and a name.
const TELLING_COLUMNS: usize = 3;

impl Comparison<'_> {
    pub(super) fn suspicions(&self, tables: &TablePlan, options: &DiffOptions) -> Vec<Suspicion> {
        let denied: Vec<Rename> = options.not_renamed.iter().map(|rename| rename.read_in(self.original)).collect();
        let columns = tables.differences.values().flat_map(|difference| self.suspected_columns(difference));
        let suspicions = self.suspected_tables(tables).into_iter().chain(columns);
        suspicions.filter(|suspicion| !denied.contains(&suspicion.rename)).collect()
    }

    fn suspected_tables(&self, tables: &TablePlan) -> Vec<Suspicion> {
        let gone: Vec<&Table> = tables.dropped.iter().map(|name| &*self.before.tables[name]).collect();
        let came = self.after.tables.values().filter(|table| !self.before.tables.contains_key(&table.name));
        let came: Vec<&Table> = came.map(|table| &**table).collect();
        let pairs = best_pairs(&gone, &came, |one, other| self.table_score(one, other));
        pairs.into_iter().map(|(before, after)| self.suspected_table(before, after)).collect()
    }

    /// None where nobody would take one for the other.
    fn table_score(&self, before: &Table, after: &Table) -> Option<usize> {
        let is_shared = |column: &&Column| {
            let other = after.column(&column.name);
            other.is_some_and(|other| are_types_alike(self.rules, &column.data_type, &other.data_type))
        };
        let shared = before.columns.iter().filter(is_shared).count();
        let most = before.columns.len().max(after.columns.len());
        if shared == 0 || shared * 10 < most * SHARED_TENTHS_IF_ALIKE {
            return None;
        }
        let likeness = name_likeness(&before.name.name, &after.name.name);
        let is_telling = match likeness {
            NameLikeness::Word | NameLikeness::Whole => true,
            NameLikeness::Spelling => shared * 10 >= most * SHARED_TENTHS,
            NameLikeness::None => shared * 10 >= most * SHARED_TENTHS && shared >= TELLING_COLUMNS,
        };
        is_telling.then_some(shared * 10 / most + likeness as usize)
    }

    fn suspected_table(&self, before: &Table, after: &Table) -> Suspicion {
        let rename = Rename::Table { from: before.name.clone(), to: after.name.clone() };
        let renamed = Table { name: after.name.clone(), ..before.clone() };
        let changes = TableDifference::between(self.rules, self.dialect, &renamed, after).changes;
        let mut as_rename = vec![rename.operation()];
        if !changes.is_empty() {
            as_rename.push(alteration(&after.name, changes));
        }
        let as_drop_and_add = vec![Operation::CreateTable(after.clone()), Operation::DropTable(before.clone())];
        Suspicion { rename, as_rename, as_drop_and_add }
    }

    fn suspected_columns(&self, difference: &TableDifference) -> Vec<Suspicion> {
        let (before, after) = (&self.before.tables[&difference.name], &self.after.tables[&difference.name]);
        let gone: Vec<&Column> = before.columns.iter().filter(|column| after.column(&column.name).is_none()).collect();
        let came: Vec<&Column> = after.columns.iter().filter(|column| before.column(&column.name).is_none()).collect();
        let counts = (gone.len(), came.len());
        let pairs = best_pairs(&gone, &came, |one, other| self.column_score((before, one), (after, other), counts));
        pairs.into_iter().map(|(one, other)| self.suspected_column((before, one), (after, other))).collect()
    }

    /// None where nobody would take one for the other.
    fn column_score(
        &self,
        before: (&Table, &Column),
        after: (&Table, &Column),
        counts: (usize, usize),
    ) -> Option<usize> {
        let (one, other) = (before.1, after.1);
        let is_computed = |column: &Column| matches!(column.generation, Generation::Computed { .. });
        if is_computed(one) != is_computed(other) || !are_types_alike(self.rules, &one.data_type, &other.data_type) {
            return None;
        }
        let likeness = name_likeness(&one.name, &other.name);
        let is_in_place = place_of(before) == place_of(after);
        let is_same_type = one.data_type == other.data_type;
        let is_suspect = likeness > NameLikeness::None || is_same_type && (is_in_place || counts == (1, 1));
        // One that became two left its place to one of them, which says nothing.
        let place_tells = is_in_place && counts.0 == counts.1;
        is_suspect.then_some(likeness as usize * 2 + usize::from(place_tells))
    }

    fn suspected_column(&self, before: (&Table, &Column), after: (&Table, &Column)) -> Suspicion {
        let (table, from, to) = (&after.0.name, &before.1.name, &after.1.name);
        let rename = Rename::Column { table: table.clone(), from: from.clone(), to: to.clone() };
        let renamed = Column { name: to.clone(), ..before.1.clone() };
        let mut changes = vec![TableChange::RenameColumn { from: from.clone(), to: to.clone() }];
        changes.extend(changed_column(self.rules, (before.0, &renamed), after));
        let drop_and_add = vec![TableChange::AddColumn(after.1.clone()), TableChange::DropColumn(before.1.clone())];
        Suspicion {
            rename,
            as_rename: vec![alteration(table, changes)],
            as_drop_and_add: vec![alteration(table, drop_and_add)],
        }
    }
}

fn alteration(table: &ObjectName, changes: Vec<TableChange>) -> Operation {
    Operation::AlterTable { table: table.clone(), changes, rebuild: Rebuild::WhenNeeded }
}

fn place_of((table, column): (&Table, &Column)) -> Option<usize> {
    table.columns.iter().position(|each| each.name == column.name)
}

/// The pairs of which each is the only best one for the other. Where two are as good, nothing is known.
fn best_pairs<'a, Thing>(
    gone: &[&'a Thing],
    came: &[&'a Thing],
    score: impl Fn(&Thing, &Thing) -> Option<usize>,
) -> Vec<(&'a Thing, &'a Thing)> {
    let scores: Vec<Vec<Option<usize>>> =
        gone.iter().map(|one| came.iter().map(|other| score(one, other)).collect()).collect();
    let best_of = |scores: &mut dyn Iterator<Item = Option<usize>>| {
        let mut ranked: Vec<(usize, usize)> =
            scores.enumerate().filter_map(|(place, score)| Some((score?, place))).collect();
        ranked.sort_unstable();
        let (best, place) = ranked.pop()?;
        (ranked.last().is_none_or(|(second, _)| *second < best)).then_some(place)
    };
    let mut pairs = Vec::new();
    let mut wanted_by: Vec<Option<usize>> = Vec::new();
    for column in 0..came.len() {
        wanted_by.push(best_of(&mut scores.iter().map(|row| row[column])));
    }
    for (row, one) in gone.iter().enumerate() {
        if let Some(column) = best_of(&mut scores[row].iter().copied()).filter(|column| wanted_by[*column] == Some(row))
        {
            pairs.push((*one, came[column]));
        }
    }
    pairs
}
