//! What stands on a table, view, routine or type, and must go while that changes.

use std::collections::BTreeSet;

use aludel_sql::Dialect;

use super::sheet::Sheet;
use super::{routine, view};
use crate::dialect::Unsupported;
use crate::identifier::mentions;
use crate::model::{ObjectName, Routine, Schema, Trigger, View};

/// Views, routines and triggers, each after those that it needs.
#[derive(Debug, Default)]
pub(super) struct Dependents<'state> {
    objects: Vec<Object<'state>>,
}

#[derive(Debug, Clone, Copy)]
enum Object<'state> {
    View(&'state View),
    Routine(&'state Routine),
    Trigger(&'state Trigger),
}

impl<'state> Dependents<'state> {
    /// All that needs one of these objects, but for the objects themselves.
    pub(super) fn of(state: &'state Schema, objects: &[ObjectName]) -> Self {
        let mut found = Self::default();
        found.follow(state, objects.iter().cloned().collect());
        found
    }

    /// All that reads one of these columns of a table.
    pub(super) fn of_columns(state: &'state Schema, table: &ObjectName, columns: &BTreeSet<String>) -> Self {
        let names = |text: &str| columns.iter().any(|column| mentions(text, Dialect::Postgres, column));
        let mut found = Self::default();
        if columns.is_empty() {
            return found;
        }
        let triggers = state.triggers.values().filter(|trigger| trigger.name.table == *table);
        found.objects.extend(triggers.filter(|trigger| names(&trigger.definition)).map(Object::Trigger));
        let views = state.views.values().filter(|view| view.depends_on.contains(table) && names(&view.query));
        let routines = state
            .routines
            .values()
            .filter(|routine| routine.depends_on.contains(table) && is_parsed(routine) && names(&routine.definition));
        let first: Vec<Object> = views.map(Object::View).chain(routines.map(Object::Routine)).collect();
        let reached = first.iter().map(|object| object.name().clone()).collect();
        found.objects.extend(first);
        found.follow(state, reached);
        found
    }

    /// Adds one more, and what needs it.
    pub(super) fn join(&mut self, other: Self) {
        let known: BTreeSet<String> = self.objects.iter().map(Object::key).collect();
        self.objects.extend(other.objects.into_iter().filter(|object| !known.contains(&object.key())));
    }

    /// Adds what needs the objects that were reached, and what needs that.
    fn follow(&mut self, state: &'state Schema, mut reached: BTreeSet<ObjectName>) {
        loop {
            let count = self.objects.len();
            let known: BTreeSet<String> = self.objects.iter().map(Object::key).collect();
            let views = state.views.values().map(Object::View);
            let routines = state.routines.values().map(Object::Routine);
            let triggers = state.triggers.values().map(Object::Trigger);
            let next = views.chain(routines).chain(triggers).filter(|object| {
                !known.contains(&object.key()) && !object.is_one_of(&reached) && object.needs_one_of(&reached)
            });
            let next: Vec<Object> = next.collect();
            reached.extend(next.iter().filter(|object| !object.is_trigger()).map(|object| object.name().clone()));
            self.objects.extend(next);
            if self.objects.len() == count {
                return;
            }
        }
    }

    /// Drops them, those first that nobody needs.
    pub(super) fn drop(&self, sheet: &mut Sheet) {
        for object in self.in_order().into_iter().rev() {
            match object {
                Object::View(view) => view::drop_statement(sheet, view, ""),
                Object::Routine(routine) => routine::drop_statement(sheet, routine, "", ""),
                Object::Trigger(trigger) => routine::drop_trigger_statement(sheet, trigger, "", ""),
            }
        }
    }

    /// Makes them again.
    pub(super) fn create(&self, sheet: &mut Sheet) -> Result<(), Unsupported> {
        for object in self.in_order() {
            match object {
                Object::View(view) => view::create_statements(sheet, view)?,
                Object::Routine(routine) => routine::create_statements(sheet, routine)?,
                Object::Trigger(trigger) => routine::create_trigger_statements(sheet, trigger)?,
            }
        }
        Ok(())
    }

    /// Each after what it needs; triggers last.
    fn in_order(&self) -> Vec<Object<'state>> {
        let mut waiting: Vec<Object> = self.objects.clone();
        let mut ordered = Vec::with_capacity(waiting.len());
        while !waiting.is_empty() {
            let names: BTreeSet<ObjectName> =
                waiting.iter().filter(|object| !object.is_trigger()).map(|object| object.name().clone()).collect();
            let (ready, blocked): (Vec<Object>, Vec<Object>) =
                waiting.iter().copied().partition(|object| !object.needs_one_of(&names));
            // Those that need each other come as they are: the server will tell.
            let (ready, blocked) = if ready.is_empty() { (blocked, Vec::new()) } else { (ready, blocked) };
            ordered.extend(ready);
            waiting = blocked;
        }
        ordered.sort_by_key(Object::is_trigger);
        ordered
    }
}

impl Object<'_> {
    fn name(&self) -> &ObjectName {
        match self {
            Self::View(view) => &view.name,
            Self::Routine(routine) => &routine.name,
            Self::Trigger(trigger) => &trigger.name.table,
        }
    }

    fn is_trigger(&self) -> bool {
        matches!(self, Self::Trigger(_))
    }

    fn key(&self) -> String {
        match self {
            Self::Trigger(trigger) => format!("trigger {}", trigger.name),
            other => other.name().to_string(),
        }
    }

    fn is_one_of(&self, names: &BTreeSet<ObjectName>) -> bool {
        !self.is_trigger() && names.contains(self.name())
    }

    /// A trigger goes with its view, and before the function that it calls.
    fn needs_one_of(&self, names: &BTreeSet<ObjectName>) -> bool {
        match self {
            Self::View(view) => !view.depends_on.is_disjoint(&without(names, &view.name)),
            Self::Routine(routine) => !routine.depends_on.is_disjoint(&without(names, &routine.name)),
            Self::Trigger(trigger) => {
                names.contains(&trigger.name.table) || names.iter().any(|name| routine::is_called_by(trigger, name))
            }
        }
    }
}

fn without(names: &BTreeSet<ObjectName>, name: &ObjectName) -> BTreeSet<ObjectName> {
    names.iter().filter(|other| *other != name).cloned().collect()
}

/// Whether the server keeps the body as what it means, and not as a text.
fn is_parsed(routine: &Routine) -> bool {
    !routine.definition.contains("\nAS $")
}
