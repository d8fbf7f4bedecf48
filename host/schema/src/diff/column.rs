//! Columns that differ.

use crate::aspect::changed_aspects;
use crate::dialect::Rules;
use crate::model::{Column, Table};
use crate::operation::TableChange;

/// The change of a column that is there before and after.
///
/// What is written otherwise and means the same is kept as it was, so that the change names what differs and nothing
/// else.
pub(super) fn changed_column(
    rules: &dyn Rules,
    before: (&Table, &Column),
    after: (&Table, &Column),
) -> Option<TableChange> {
    if before.1.comment == after.1.comment && rules.same_column(before, after) {
        return None;
    }
    let mut settled = after.1.clone();
    for restore in SIDES {
        let mut candidate = before.1.clone();
        restore(&mut candidate, after.1);
        if rules.same_column(before, (after.0, &candidate)) {
            restore(&mut settled, before.1);
        }
    }
    settled.comment.clone_from(&after.1.comment);
    if changed_aspects(before.1, &settled).is_empty() {
        // Only all sides together make the difference.
        settled = after.1.clone();
    }
    Some(TableChange::AlterColumn { before: before.1.clone(), after: settled, using: None })
}

/// Each side of a column, as the function that takes it from another one.
const SIDES: [fn(&mut Column, &Column); 5] = [
    |column, other| column.data_type.clone_from(&other.data_type),
    |column, other| column.nullable = other.nullable,
    |column, other| column.collation.clone_from(&other.collation),
    |column, other| column.generation.clone_from(&other.generation),
    |column, other| column.options.clone_from(&other.options),
];
