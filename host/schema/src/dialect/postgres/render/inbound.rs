//! Foreign keys that point at a key which is made anew.

use super::super::quote;
use super::constraint;
use super::sheet::{Sheet, alter_table};
use crate::model::{Constraint, ConstraintBody, ForeignKey, ObjectName, Schema, Table};
use crate::operation::TableChange;

/// Foreign keys that go while a key changes, with their tables.
pub(super) struct Inbound<'state> {
    keys: Vec<(&'state ObjectName, &'state Constraint)>,
}

impl<'state> Inbound<'state> {
    /// Those that point at a key which is dropped and comes back over the same columns. Where it does not come back
    /// the server refuses, rather than that a foreign key is lost without a word.
    pub(super) fn of(
        state: &'state Schema,
        table: &ObjectName,
        then: Option<&Table>,
        changes: &[&TableChange],
    ) -> Self {
        let dropped: Vec<&Constraint> = changes.iter().filter_map(|change| dropped_key(&table.name, change)).collect();
        let comes_back =
            |columns: &[String]| then.is_some_and(|table| table.constraints.iter().any(|key| is_over(key, columns)));
        let goes_anyway = |one: &Constraint| {
            changes.iter().any(|change| match change {
                TableChange::DropConstraint(gone) | TableChange::ReplaceConstraint { before: gone, .. } => gone == one,
                _ => false,
            })
        };
        let all = state.tables.values().flat_map(|from| from.constraints.iter().map(move |one| (&from.name, one)));
        let keys = all.filter(|(from, one)| {
            let ConstraintBody::ForeignKey(ForeignKey { references, referenced_columns, .. }) = &one.body else {
                return false;
            };
            references == table
                && dropped.iter().any(|key| is_over(key, referenced_columns))
                && comes_back(referenced_columns)
                && !(*from == table && goes_anyway(one))
        });
        Self { keys: keys.collect() }
    }

    pub(super) fn drop(&self, sheet: &mut Sheet) {
        for (table, one) in &self.keys {
            let name = quote::identifier(&constraint::name(&table.name, one));
            sheet.add(alter_table(&quote::qualified(table), &[format!("DROP CONSTRAINT {name}")]));
        }
    }

    pub(super) fn create(&self, sheet: &mut Sheet) {
        for (table, one) in &self.keys {
            let action = format!("ADD {}", constraint::definition(&table.name, one));
            sheet.add(alter_table(&quote::qualified(table), &[action]));
        }
    }

    /// All that point at a table from elsewhere.
    pub(super) fn from_others(state: &'state Schema, table: &ObjectName) -> Self {
        let others = state.tables.values().filter(|from| from.name != *table);
        let all = others.flat_map(|from| from.constraints.iter().map(move |one| (&from.name, one)));
        let keys = all.filter(|(_, one)| match &one.body {
            ConstraintBody::ForeignKey(foreign_key) => foreign_key.references == *table,
            _ => false,
        });
        Self { keys: keys.collect() }
    }
}

fn dropped_key<'a>(table: &str, change: &'a &TableChange) -> Option<&'a Constraint> {
    let gone = match change {
        TableChange::DropConstraint(gone) => gone,
        TableChange::ReplaceConstraint { before, after } if constraint::adjustment(table, before, after).is_none() => {
            before
        }
        _ => return None,
    };
    matches!(gone.body, ConstraintBody::PrimaryKey(_) | ConstraintBody::Unique(_)).then_some(gone)
}

/// Whether a constraint is a key over just these columns.
fn is_over(one: &Constraint, columns: &[String]) -> bool {
    let (ConstraintBody::PrimaryKey(key) | ConstraintBody::Unique(key)) = &one.body else { return false };
    let own = constraint::columns(key);
    own.len() == columns.len() && columns.iter().all(|column| own.contains(&column.as_str()))
}
