//! The views and triggers that mention a table.
//!
//! `SQLite` reads every view and trigger again when a table gets another name, and refuses if one of them mentions a
//! table that is not there at that moment. So those that mention a table go before it does, and come again after it.

use std::collections::BTreeSet;

use super::definition::view_text;
use super::lexical::holds_word;
use super::name::{name, same};
use crate::dialect::Unsupported;
use crate::model::{Schema, Trigger, View};

/// Everything that mentions a table, or a view that does.
#[derive(Debug, Default)]
pub(super) struct Dependents<'state> {
    views: Vec<&'state View>,
    /// Triggers on the table, on the views, and those elsewhere that mention them.
    triggers: Vec<&'state Trigger>,
}

impl<'state> Dependents<'state> {
    /// The dependents of the table or view of that name.
    pub(super) fn of(state: &'state Schema, name: &str) -> Self {
        let mut views: Vec<&View> = Vec::new();
        let mut seen = BTreeSet::new();
        let mut names = vec![name];
        let mut next = 0;
        while let Some(&mentioned) = names.get(next) {
            next += 1;
            for view in state.views.values().filter(|view| holds_word(&view.query, mentioned)) {
                if !same(&view.name.name, name) && seen.insert(&view.name) {
                    views.push(view);
                    names.push(&view.name.name);
                }
            }
        }
        let triggers = state.triggers.values().filter(|trigger| names.iter().any(|name| concerns(trigger, name)));
        Self { views, triggers: triggers.collect() }
    }

    /// Takes them away; the triggers on the table itself and on the views go with these.
    pub(super) fn drop_all(&self, table: &str) -> Vec<String> {
        let elsewhere = self.triggers.iter().filter(|trigger| self.stands_elsewhere(trigger, table));
        let triggers = elsewhere.map(|trigger| format!("DROP TRIGGER {}", name(&trigger.name.name)));
        triggers.chain(self.drop_views()).collect()
    }

    /// Takes the views away, those that read others first.
    pub(super) fn drop_views(&self) -> impl Iterator<Item = String> {
        self.views.iter().rev().map(|view| format!("DROP VIEW {}", name(&view.name.name)))
    }

    /// Brings them back as they were.
    pub(super) fn create_all(&self) -> Result<Vec<String>, Unsupported> {
        let mut statements = self.views.iter().map(|view| view_text(view, "")).collect::<Result<Vec<_>, _>>()?;
        statements.extend(self.triggers.iter().map(|trigger| trigger.definition.clone()));
        Ok(statements)
    }

    /// Whether one of them mentions a column of that name, so that it may be broken without it.
    pub(super) fn mention(&self, column: &str) -> bool {
        self.views.iter().any(|view| holds_word(&view.query, column))
            || self.triggers.iter().any(|trigger| holds_word(&trigger.definition, column))
    }

    fn stands_elsewhere(&self, trigger: &Trigger, table: &str) -> bool {
        let home = &trigger.name.table.name;
        !same(home, table) && !self.views.iter().any(|view| same(&view.name.name, home))
    }
}

fn concerns(trigger: &Trigger, name: &str) -> bool {
    same(&trigger.name.table.name, name) || holds_word(&trigger.definition, name)
}
