//! Which spellings mean the same to `SQLite`.

use super::expression::means_the_same;
use crate::model::{
    Column, Constraint, ConstraintBody, Deferral, ForeignKey, Generation, Index, IndexKey, IndexPart, Key, Table,
    Trigger, View,
};

pub(super) fn same_column(before: (&Table, &Column), after: (&Table, &Column)) -> bool {
    means_the_same(&before.1.data_type, &after.1.data_type)
        && same_nullability(before, after)
        && same_name(before.1.collation.as_deref(), after.1.collation.as_deref())
        && same_generation(&before.1.generation, &after.1.generation)
        && before.1.options == after.1.options
}

/// What a key forbids to be NULL need not say so.
fn same_nullability(before: (&Table, &Column), after: (&Table, &Column)) -> bool {
    let is_nullable = |(table, column): (&Table, &Column)| column.nullable && !is_held_by_key(table, column);
    before.1.nullable == after.1.nullable || is_nullable(before) == is_nullable(after)
}

/// Whether the column is in a primary key that takes no NULL: not that of a plain table, for historical reasons.
fn is_held_by_key(table: &Table, column: &Column) -> bool {
    let forbids = ["without rowid", "strict"].iter().any(|option| table.options.contains_key(*option));
    let Some(Constraint { body: ConstraintBody::PrimaryKey(key), .. }) = table.primary_key() else { return false };
    let is_column = |part: &IndexPart| matches!(&part.key, IndexKey::Column(name) if *name == column.name);
    forbids && key.parts.iter().any(is_column)
}

fn same_name(before: Option<&str>, after: Option<&str>) -> bool {
    match (before, after) {
        (Some(before), Some(after)) => before.eq_ignore_ascii_case(after),
        (before, after) => before == after,
    }
}

fn same_names(before: &[String], after: &[String]) -> bool {
    before.len() == after.len() && before.iter().zip(after).all(|(before, after)| before.eq_ignore_ascii_case(after))
}

fn same_generation(before: &Generation, after: &Generation) -> bool {
    match (before, after) {
        (Generation::Default(before), Generation::Default(after)) => means_the_same(before, after),
        (
            Generation::Computed { expression: before, stored: was_stored },
            Generation::Computed { expression: after, stored },
        ) => was_stored == stored && means_the_same(before, after),
        (before, after) => before == after,
    }
}

pub(super) fn same_constraint(before: &Constraint, after: &Constraint) -> bool {
    let is_deferred = |constraint: &Constraint| constraint.deferral == Deferral::InitiallyDeferred;
    // SET CONSTRAINTS is unknown to SQLite: what is deferrable and not deferred is checked at once.
    is_deferred(before) == is_deferred(after) && before.options == after.options && same_body(&before.body, &after.body)
}

fn same_body(before: &ConstraintBody, after: &ConstraintBody) -> bool {
    match (before, after) {
        (ConstraintBody::PrimaryKey(before), ConstraintBody::PrimaryKey(after))
        | (ConstraintBody::Unique(before), ConstraintBody::Unique(after)) => same_key(before, after),
        (ConstraintBody::ForeignKey(before), ConstraintBody::ForeignKey(after)) => same_foreign_key(before, after),
        // Where it was written says nothing.
        (ConstraintBody::Check { expression: before, .. }, ConstraintBody::Check { expression: after, .. }) => {
            means_the_same(before, after)
        }
        (before, after) => before == after,
    }
}

fn same_key(before: &Key, after: &Key) -> bool {
    same_parts(&before.parts, &after.parts)
}

/// `MATCH` says nothing to `SQLite`.
fn same_foreign_key(before: &ForeignKey, after: &ForeignKey) -> bool {
    same_names(&before.columns, &after.columns)
        && before.references.name.eq_ignore_ascii_case(&after.references.name)
        && same_names(&before.referenced_columns, &after.referenced_columns)
        && (before.on_delete, before.on_update) == (after.on_delete, after.on_update)
}

fn same_parts(before: &[IndexPart], after: &[IndexPart]) -> bool {
    before.len() == after.len() && before.iter().zip(after).all(|(before, after)| same_part(before, after))
}

fn same_part(before: &IndexPart, after: &IndexPart) -> bool {
    let same_key = match (&before.key, &after.key) {
        (IndexKey::Column(before), IndexKey::Column(after)) => before.eq_ignore_ascii_case(after),
        (IndexKey::Expression(before), IndexKey::Expression(after)) => means_the_same(before, after),
        _ => false,
    };
    same_key
        && (before.descending, before.nulls) == (after.descending, after.nulls)
        && same_name(before.collation.as_deref(), after.collation.as_deref())
}

pub(super) fn same_index(before: &Index, after: &Index) -> bool {
    let same_predicate = match (&before.predicate, &after.predicate) {
        (Some(before), Some(after)) => means_the_same(before, after),
        (before, after) => before.is_none() && after.is_none(),
    };
    same_predicate && before.unique == after.unique && same_parts(&before.parts, &after.parts)
}

pub(super) fn same_view(before: &View, after: &View) -> bool {
    same_names(&before.columns, &after.columns) && means_the_same(&before.query, &after.query)
}

pub(super) fn same_trigger(before: &Trigger, after: &Trigger) -> bool {
    means_the_same(&before.definition, &after.definition)
}
