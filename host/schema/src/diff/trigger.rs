//! Triggers: those that change, and those that stand in the way of a table.

use std::collections::{BTreeMap, BTreeSet};

use aludel_sql::Dialect;

use super::Comparison;
use super::tables::TablePlan;
use super::view::{Touched, ViewPlan};
use crate::model::{Trigger, TriggerName};
use crate::operation::Operation;
use crate::rename::Rename;

/// What happens to triggers.
#[derive(Debug, Default)]
pub(super) struct TriggerPlan {
    /// Those that go, for good or until the tables have changed.
    pub(super) drops: Vec<Operation>,
    /// Those that come, come back or change.
    pub(super) creates: Vec<Operation>,
}

impl Comparison<'_> {
    pub(super) fn trigger_plan(&self, tables: &TablePlan, views: &ViewPlan) -> TriggerPlan {
        let touched = self.touched(tables);
        let originals = self.original_triggers();
        let mut plan = TriggerPlan::default();
        let mut dropped = BTreeSet::new();
        for trigger in self.before.triggers.values().filter(|trigger| self.trigger_must_go(trigger, &touched, views)) {
            plan.drops.push(Operation::DropTrigger(originals[&trigger.name].clone()));
            dropped.insert(&trigger.name);
        }
        for after in self.after.triggers.values() {
            let before = self.before.triggers.get(&after.name);
            plan.creates.extend(match before {
                Some(before) if dropped.contains(&after.name) => {
                    let original = originals[&after.name];
                    let returns = self.is_same_trigger(before, after) && before == original;
                    Some(Operation::CreateTrigger(if returns { original.clone() } else { after.clone() }))
                }
                Some(before) if self.is_same_trigger(before, after) => None,
                Some(before) => Some(Operation::ReplaceTrigger { before: before.clone(), after: after.clone() }),
                None => Some(Operation::CreateTrigger(after.clone())),
            });
        }
        plan
    }

    /// The triggers as they are, by the names that they have after the renames.
    fn original_triggers(&self) -> BTreeMap<TriggerName, &Trigger> {
        let renamed = |name: &TriggerName| {
            let to = self.renames.iter().find_map(|rename| match rename {
                Rename::Table { from, to } if *from == name.table => Some(to.clone()),
                _ => None,
            });
            TriggerName { table: to.unwrap_or_else(|| name.table.clone()), name: name.name.clone() }
        };
        self.original.triggers.iter().map(|(name, trigger)| (renamed(name), trigger)).collect()
    }

    fn is_same_trigger(&self, before: &Trigger, after: &Trigger) -> bool {
        before.comment == after.comment && self.rules.same_trigger(before, after)
    }

    fn trigger_must_go(&self, trigger: &Trigger, touched: &Touched, views: &ViewPlan) -> bool {
        let table = &trigger.name.table;
        match self.after.triggers.get(&trigger.name) {
            None => true,
            Some(_) if views.dropped.contains(table) => true,
            Some(after) if self.is_same_trigger(trigger, after) => {
                // PostgreSQL changes no column that a trigger names.
                self.dialect == Dialect::Postgres
                    && touched.names_column(self.dialect, &BTreeSet::from([table.clone()]), &trigger.definition)
            }
            // SQLite reads every trigger when a table changes, and refuses if one no longer fits.
            Some(_) if self.dialect == Dialect::Sqlite => !touched.tables.is_empty(),
            Some(_) => touched.tables.contains(table),
        }
    }
}
