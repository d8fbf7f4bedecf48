//! The part of two schemas in which they differ.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::model::{ConstraintBody, ObjectName, Schema, Table};

/// Two schemas with those tables alone that are not the same in both, and those that have to do with them by a foreign
/// key: a statement changes one table of a thousand, and the others make no operation. Both as they are where more than
/// tables, views and triggers differs, which may concern any table. [`super::diff`] gives the same operations for them.
pub fn around<'schema>(
    before: &'schema Schema,
    after: &'schema Schema,
) -> (Cow<'schema, Schema>, Cow<'schema, Schema>) {
    if differ_in_more(before, after) {
        return (Cow::Borrowed(before), Cow::Borrowed(after));
    }
    let changed = changed(before, after);
    let is_part = |name: &ObjectName| [before, after].into_iter().filter_map(|schema| schema.table(name)).any(is_part);
    if changed.iter().any(|name| is_part(name)) {
        return (Cow::Borrowed(before), Cow::Borrowed(after));
    }
    let mut near: BTreeSet<&ObjectName> = changed.clone();
    for table in before.tables.values().chain(after.tables.values()) {
        for target in targets(table) {
            if changed.contains(target) {
                near.insert(&table.name);
            }
            if changed.contains(&table.name) {
                near.insert(target);
            }
        }
    }
    (Cow::Owned(only(before, &near)), Cow::Owned(only(after, &near)))
}

fn differ_in_more(before: &Schema, after: &Schema) -> bool {
    before.dialect != after.dialect
        || before.version != after.version
        || before.options != after.options
        || before.namespaces != after.namespaces
        || before.extensions != after.extensions
        || before.enums != after.enums
        || before.sequences != after.sequences
        || before.routines != after.routines
}

/// The tables that are not the same in both.
fn changed<'schema>(before: &'schema Schema, after: &'schema Schema) -> BTreeSet<&'schema ObjectName> {
    let mut changed = BTreeSet::new();
    // Both are in the order of the names, so one walk through both will do.
    let mut others = after.tables.iter().peekable();
    for (name, table) in &before.tables {
        while let Some((came, _)) = others.next_if(|(other, _)| *other < name) {
            changed.insert(came);
        }
        if others.next_if(|(other, _)| *other == name).is_none_or(|(_, other)| other != table) {
            changed.insert(name);
        }
    }
    changed.extend(others.map(|(came, _)| came));
    changed
}

/// Whether it belongs to another table, which its options name in words.
fn is_part(table: &Table) -> bool {
    ["partition of", "inherits"].into_iter().any(|option| table.options.contains_key(option))
}

fn targets(table: &Table) -> impl Iterator<Item = &ObjectName> {
    table.constraints.iter().filter_map(|constraint| match &constraint.body {
        ConstraintBody::ForeignKey(key) => Some(&key.references),
        _ => None,
    })
}

fn only(schema: &Schema, names: &BTreeSet<&ObjectName>) -> Schema {
    let tables = names.iter().filter_map(|name| schema.tables.get_key_value(*name));
    Schema {
        tables: tables.map(|(name, table)| (name.clone(), table.clone())).collect(),
        options: schema.options.clone(),
        namespaces: schema.namespaces.clone(),
        extensions: schema.extensions.clone(),
        enums: schema.enums.clone(),
        sequences: schema.sequences.clone(),
        views: schema.views.clone(),
        routines: schema.routines.clone(),
        triggers: schema.triggers.clone(),
        uncompared: schema.uncompared.clone(),
        ..Schema::empty(schema.dialect, schema.version)
    }
}
