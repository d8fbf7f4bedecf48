//! Names that differ only by the case of their letters, where the server takes them for the same.

use std::borrow::Cow;
use std::collections::BTreeMap;

use aludel_sql::Dialect;

use crate::apply::apply;
use crate::model::{Constraint, Index, ObjectName, Schema, Table, TriggerName};
use crate::operation::{Operation, Rebuild, TableChange};

/// The schema after, with the names of what is there already spelled as before: to spell a name otherwise is no change,
/// and what is new must find what it names.
pub(super) fn spelled_alike<'a>(before: &Schema, after: &'a Schema) -> Cow<'a, Schema> {
    if before.dialect == Dialect::Postgres {
        return Cow::Borrowed(after);
    }
    let mut schema = Cow::Borrowed(after);
    if before.dialect == Dialect::Sqlite {
        spell_tables(before, &mut schema);
        spell_views_and_triggers(before, &mut schema);
    }
    for table in before.tables.values() {
        spell_columns(table, &mut schema);
        spell_parts(table, &mut schema);
    }
    schema
}

/// What the name is before; none where it is spelled so already, or is new.
fn other_spelling<'a>(name: &str, mut names: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let is_there = names.clone().any(|each| each == name);
    names.find(|each| !is_there && each.eq_ignore_ascii_case(name))
}

fn other_object<'a>(name: &ObjectName, mut names: impl Iterator<Item = &'a ObjectName> + Clone) -> Option<ObjectName> {
    let is_there = names.clone().any(|each| each == name);
    let is_same = |each: &&ObjectName| each.schema == name.schema && each.name.eq_ignore_ascii_case(&name.name);
    names.find(|each| !is_there && is_same(each)).cloned()
}

fn spell_tables(before: &Schema, schema: &mut Cow<'_, Schema>) {
    let spelled = |name: &ObjectName| Some((name.clone(), other_object(name, before.tables.keys())?));
    let new = schema.tables.keys().filter(|name| !before.tables.contains_key(*name));
    let renames: Vec<(ObjectName, ObjectName)> = new.filter_map(spelled).collect();
    for (from, to) in renames {
        rename(schema, &Operation::RenameTable { from, to });
    }
}

fn spell_columns(before: &Table, schema: &mut Cow<'_, Schema>) {
    let Some(table) = schema.tables.get(&before.name) else { return };
    let names = before.columns.iter().map(|column| column.name.as_str());
    let spelled = |name: &str| {
        let to = other_spelling(name, names.clone())?.to_owned();
        Some(TableChange::RenameColumn { from: name.to_owned(), to })
    };
    let changes: Vec<TableChange> = table.columns.iter().filter_map(|column| spelled(&column.name)).collect();
    if !changes.is_empty() {
        let rebuild = Rebuild::WhenNeeded;
        rename(schema, &Operation::AlterTable { table: before.name.clone(), changes, rebuild });
    }
}

fn rename(schema: &mut Cow<'_, Schema>, operation: &Operation) {
    apply(schema.to_mut(), operation).expect("the old name is there, and the new one is not");
}

fn spell_parts(before: &Table, schema: &mut Cow<'_, Schema>) {
    let indexes = before.indexes.iter().map(|index| index.name.as_str());
    let constraints = before.constraints.iter().filter_map(Constraint::given_name);
    let index_name = |index: &Index| other_spelling(&index.name, indexes.clone());
    let constraint_name = |constraint: &Constraint| other_spelling(constraint.given_name()?, constraints.clone());
    let is_spelled_otherwise = schema.tables.get(&before.name).is_some_and(|table| {
        table.indexes.iter().any(|one| index_name(one).is_some())
            || table.constraints.iter().any(|one| constraint_name(one).is_some())
    });
    let Some(table) = is_spelled_otherwise.then(|| schema.to_mut().tables.get_mut(&before.name)).flatten() else {
        return;
    };
    for index in &mut table.indexes {
        index.name = index_name(index).map_or_else(|| index.name.clone(), str::to_owned);
    }
    for constraint in &mut table.constraints {
        constraint.name = constraint_name(constraint).map(str::to_owned).or_else(|| constraint.name.clone());
    }
}

fn spell_views_and_triggers(before: &Schema, schema: &mut Cow<'_, Schema>) {
    let view_name = |name: &ObjectName| other_object(name, before.views.keys());
    if schema.views.keys().any(|name| view_name(name).is_some()) {
        let views = std::mem::take(&mut schema.to_mut().views).into_values().map(|mut view| {
            view.name = view_name(&view.name).unwrap_or(view.name);
            (view.name.clone(), view)
        });
        schema.to_mut().views = views.collect::<BTreeMap<_, _>>();
    }
    let trigger_name = |name: &TriggerName| {
        let own = before.triggers.keys().filter(|each| each.table == name.table).map(|each| each.name.as_str());
        other_spelling(&name.name, own).map(str::to_owned)
    };
    if schema.triggers.keys().any(|name| trigger_name(name).is_some()) {
        let triggers = std::mem::take(&mut schema.to_mut().triggers).into_values().map(|mut trigger| {
            trigger.name.name = trigger_name(&trigger.name).unwrap_or(trigger.name.name);
            (trigger.name.clone(), trigger)
        });
        schema.to_mut().triggers = triggers.collect::<BTreeMap<_, _>>();
    }
}
