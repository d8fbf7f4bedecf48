//! Indexes that differ.

use super::pair::take_pairs;
use crate::dialect::Rules;
use crate::model::Index;
use crate::operation::TableChange;

/// The changes that make the indexes of a table those of another.
pub(super) fn changed_indexes(rules: &dyn Rules, before: &[Index], after: &[Index]) -> Vec<TableChange> {
    let (mut before, mut after) = (before.iter().collect(), after.iter().collect());
    let named = take_pairs(&mut before, &mut after, |one: &Index, other| one.name == other.name);
    let renamed = take_pairs(&mut before, &mut after, |one, other| is_same(rules, one, other));
    let replaced = named
        .into_iter()
        .filter(|(one, other)| !is_same(rules, one, other))
        .map(|(before, after)| TableChange::ReplaceIndex { before: before.clone(), after: after.clone() });
    let renamed = renamed
        .into_iter()
        .map(|(before, after)| TableChange::RenameIndex { before: before.clone(), to: after.name.clone() });
    let dropped = before.iter().map(|index| TableChange::DropIndex((*index).clone()));
    let added = after.iter().map(|index| TableChange::AddIndex((*index).clone()));
    dropped.chain(renamed).chain(replaced).chain(added).collect()
}

/// Whether the lists hold the same indexes, in whatever order.
pub(super) fn same_indexes(rules: &dyn Rules, before: &[Index], after: &[Index]) -> bool {
    changed_indexes(rules, before, after).is_empty()
}

fn is_same(rules: &dyn Rules, before: &Index, after: &Index) -> bool {
    before.comment == after.comment && rules.same_index(before, after)
}
