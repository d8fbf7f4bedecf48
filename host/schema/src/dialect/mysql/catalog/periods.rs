//! Application-time periods, which the model has no words for.
//!
//! Only newer servers have them in their catalogue. Elsewhere a period is a check of its name there, and the columns of
//! a key without overlaps end with those of the period, the last one first.

use super::super::quote;
use super::draft::{Draft, Drafts};
use super::question::Question;
use super::{CatalogError, Reader};
use crate::model::{Column, Constraint, ConstraintBody, IndexKey, Key, ObjectName, Schema, Uncompared};

/// What is said of a table that has one.
pub(super) const TABLE_WITH_A_PERIOD: &str = "table with a period";

/// Types of the columns of a period.
const MOMENTS: [&str; 3] = ["date", "datetime", "timestamp"];

/// Column of the question about periods.
const FIRST_COLUMN: usize = 2;

/// Marks the tables that have a period for certain, and names the checks that may be one.
pub(super) fn read(reader: &Reader<'_>, schema: &mut Schema, drafts: &mut Drafts) -> Result<(), CatalogError> {
    if !reader.is_asked(Question::Periods) {
        for (name, draft) in &mut drafts.tables {
            guess(name, draft, &mut schema.uncompared);
        }
        return Ok(());
    }
    for cells in reader.rows(Question::Periods) {
        let name = reader.object(cells.text(0)?, cells.text(1)?);
        let Some(draft) = drafts.tables.get_mut(&name) else { continue };
        // The period of the server's own clock may have columns that nobody sees.
        if draft.column_mut(cells.text(FIRST_COLUMN)?).is_some() {
            draft.uncompared_kind = Some(TABLE_WITH_A_PERIOD);
        }
    }
    Ok(())
}

fn guess(table: &ObjectName, draft: &mut Draft, uncompared: &mut Vec<Uncompared>) {
    for constraint in &draft.table.constraints {
        let Some((first, last)) = ends(draft, constraint) else { continue };
        if draft.table.constraints.iter().any(|key| is_without_overlaps(key, &first.name, &last.name)) {
            draft.uncompared_kind = Some(TABLE_WITH_A_PERIOD);
            return;
        }
        let check = constraint.name.as_deref().unwrap_or_default();
        let name = ObjectName { schema: table.schema.clone(), name: format!("{check} on {}", table.name) };
        uncompared.push(Uncompared { kind: "possible period".to_owned(), name });
    }
}

/// The columns of a check that looks as a period does: it has a name, and is about two moments that are always there.
fn ends<'draft>(draft: &'draft Draft, constraint: &Constraint) -> Option<(&'draft Column, &'draft Column)> {
    constraint.given_name()?;
    let ConstraintBody::Check { expression, column: None } = &constraint.body else { return None };
    let named = |text: &str| draft.columns.values().find(|column| quote::always(&column.name) == text);
    let (first, last) = expression.split_once(" < ")?;
    let (first, last) = (named(first)?, named(last)?);
    let is_moment = |column: &Column| {
        let word = column.data_type.split('(').next().unwrap_or_default();
        !column.nullable && MOMENTS.contains(&word)
    };
    (is_moment(first) && first.data_type == last.data_type && is_moment(last)).then_some((first, last))
}

fn is_without_overlaps(constraint: &Constraint, first: &str, last: &str) -> bool {
    let (ConstraintBody::PrimaryKey(Key { parts, .. }) | ConstraintBody::Unique(Key { parts, .. })) = &constraint.body
    else {
        return false;
    };
    let is = |key: &IndexKey, name: &str| matches!(key, IndexKey::Column(column) if column == name);
    matches!(parts.as_slice(), [_, .., later, earlier] if is(&later.key, last) && is(&earlier.key, first))
}
