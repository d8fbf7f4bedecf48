//! Triggers.

use std::collections::BTreeMap;

use super::super::quote;
use super::question::Question;
use super::{CatalogError, Reader};
use crate::model::{ObjectName, Options, Schema, Trigger, TriggerName};

/// Columns of the question about triggers.
const NAME: usize = 2;
const TIMING: usize = 3;
const EVENT: usize = 4;
const PLACE: usize = 5;
const STATEMENT: usize = 6;

/// Triggers that fire at the same event.
type Slot = (ObjectName, String, String);

pub(super) fn read(reader: &Reader<'_>, schema: &mut Schema) -> Result<(), CatalogError> {
    let mut slots: BTreeMap<Slot, BTreeMap<i64, (String, String)>> = BTreeMap::new();
    for cells in reader.rows(Question::Triggers) {
        let table = reader.object(cells.text(0)?, cells.text(1)?);
        if !reader.is_wanted(&table) {
            continue;
        }
        let slot = (table, cells.text(TIMING)?.to_owned(), cells.text(EVENT)?.to_owned());
        let trigger = (cells.text(NAME)?.to_owned(), cells.text(STATEMENT)?.trim().to_owned());
        slots.entry(slot).or_default().insert(cells.integer(PLACE)?, trigger);
    }
    for (slot, triggers) in slots {
        let triggers: Vec<_> = triggers.into_values().collect();
        for position in 0..triggers.len() {
            let trigger = trigger(&slot, &triggers, position);
            schema.triggers.insert(trigger.name.clone(), trigger);
        }
    }
    Ok(())
}

fn trigger((table, timing, event): &Slot, triggers: &[(String, String)], position: usize) -> Trigger {
    let (name, statement) = &triggers[position];
    // A trigger lives in the database of its table.
    let mut object = table.clone();
    object.name.clone_from(name);
    let mut definition =
        format!("CREATE TRIGGER {} {timing} {event} ON {}\nFOR EACH ROW", quote::name(name), quote::object(table));
    if let Some(next) = next_by_place(triggers, position) {
        definition.push_str(" PRECEDES ");
        definition.push_str(&quote::name(next));
    }
    definition.push('\n');
    definition.push_str(statement);
    Trigger {
        name: TriggerName { table: table.clone(), name: name.clone() },
        definition,
        comment: None,
        options: Options::new(),
    }
}

/// Triggers are made in the order of their names, each after those that are there. One that fires earlier than some
/// of them has to say before which.
fn next_by_place(triggers: &[(String, String)], position: usize) -> Option<&String> {
    let name = &triggers[position].0;
    triggers[position + 1..].iter().map(|(later, _)| later).find(|later| *later < name)
}
