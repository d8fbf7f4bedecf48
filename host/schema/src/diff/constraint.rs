//! Constraints that differ.

use std::mem::discriminant;

use super::pair::take_pairs;
use crate::dialect::Rules;
use crate::model::{Constraint, ConstraintBody, IndexKey, Key};
use crate::operation::TableChange;

/// The changes that make the constraints of a table those of another.
pub(super) fn changed_constraints(rules: &dyn Rules, before: &[Constraint], after: &[Constraint]) -> Vec<TableChange> {
    let names: Vec<&String> = before.iter().filter_map(|constraint| constraint.name.as_ref()).collect();
    let (mut before, mut after) = (before.iter().collect(), after.iter().collect());
    let says_the_same =
        |one: &Constraint, other: &Constraint| same_kind(one, other) && rules.same_constraint(one, other);
    let mut pairs = take_pairs(&mut before, &mut after, is_one_name);
    pairs.extend(take_pairs(&mut before, &mut after, |one, other| {
        neither_is_given(one, other) && says_the_same(one, other)
    }));
    pairs.extend(take_pairs(&mut before, &mut after, |one, other| {
        one.comment == other.comment && says_the_same(one, other)
    }));
    pairs.extend(take_pairs(&mut before, &mut after, is_one_place));
    pairs.extend(only_check(&mut before, &mut after));
    let changed = pairs.into_iter().filter_map(|(one, other)| changed_constraint(rules, one, other, &names));
    let dropped = before.iter().map(|constraint| TableChange::DropConstraint((*constraint).clone()));
    let added = after.iter().map(|constraint| TableChange::AddConstraint((*constraint).clone()));
    dropped.chain(changed).chain(added).collect()
}

fn same_kind(one: &Constraint, other: &Constraint) -> bool {
    discriminant(&one.body) == discriminant(&other.body)
}

fn neither_is_given(one: &Constraint, other: &Constraint) -> bool {
    one.given_name().is_none() && other.given_name().is_none()
}

/// The primary key, whatever it is called, or a name that a person gave.
fn is_one_name(one: &Constraint, other: &Constraint) -> bool {
    let is_primary = matches!(one.body, ConstraintBody::PrimaryKey(_));
    let is_named = one.name.is_some() && one.name == other.name && !neither_is_given(one, other);
    same_kind(one, other) && (is_primary || is_named)
}

/// Constraints without a name of their own over the same columns, or that the server gave the same name.
fn is_one_place(one: &Constraint, other: &Constraint) -> bool {
    neither_is_given(one, other)
        && same_kind(one, other)
        && match (&one.body, &other.body) {
            (ConstraintBody::Unique(one), ConstraintBody::Unique(other)) => columns(one) == columns(other),
            (ConstraintBody::ForeignKey(one), ConstraintBody::ForeignKey(other)) => one.columns == other.columns,
            _ => one.name.is_some() && one.name == other.name,
        }
}

fn columns(key: &Key) -> Vec<&IndexKey> {
    key.parts.iter().map(|part| &part.key).collect()
}

/// The one check without a name that is left on either side.
fn only_check<'a>(
    before: &mut Vec<&'a Constraint>,
    after: &mut Vec<&'a Constraint>,
) -> Option<(&'a Constraint, &'a Constraint)> {
    let (one, other) = (only_check_position(before)?, only_check_position(after)?);
    Some((before.remove(one), after.remove(other)))
}

fn only_check_position(constraints: &[&Constraint]) -> Option<usize> {
    let is_unnamed_check = |constraint: &&Constraint| {
        constraint.given_name().is_none() && matches!(constraint.body, ConstraintBody::Check { .. })
    };
    let is_only = constraints.iter().filter(|each| is_unnamed_check(each)).count() == 1;
    constraints.iter().position(is_unnamed_check).filter(|_| is_only)
}

fn changed_constraint(
    rules: &dyn Rules,
    before: &Constraint,
    after: &Constraint,
    names: &[&String],
) -> Option<TableChange> {
    let replaced = || TableChange::ReplaceConstraint { before: before.clone(), after: after.clone() };
    if before.comment != after.comment || !rules.same_constraint(before, after) {
        return Some(replaced());
    }
    if before.name == after.name || neither_is_given(before, after) {
        return None;
    }
    match (&before.name, &after.name) {
        // A name that the server made up may be that of another constraint here: it shall choose again.
        (Some(_), Some(to)) if after.is_name_generated && names.contains(&to) => Some(replaced()),
        (Some(_), Some(to)) => Some(TableChange::RenameConstraint { before: before.clone(), to: to.clone() }),
        _ => Some(replaced()),
    }
}
