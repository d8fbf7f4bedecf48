//! Which spellings mean the same.

use std::borrow::Cow;

use super::sql_text::without_parentheses;
use super::types::{self, Family};
use crate::model::{Column, Constraint, ConstraintBody, Generation, Index, ReferentialAction, View};

/// Whether two columns are the same, apart from their comments.
pub(super) fn same_column(before: &Column, after: &Column) -> bool {
    before.name == after.name
        && types::meaning(&before.data_type) == types::meaning(&after.data_type)
        && before.nullable == after.nullable
        && before.collation.as_deref().map(collation_meaning) == after.collation.as_deref().map(collation_meaning)
        && same_generation(before, after)
        && before.options.keys().eq(after.options.keys())
        && before.options.iter().all(|(name, value)| same_option(name, value, &after.options[name]))
}

fn same_option(name: &str, before: &str, after: &str) -> bool {
    before == after || name == "on update" && expression_meaning(before) == expression_meaning(after)
}

fn same_generation(before: &Column, after: &Column) -> bool {
    match (&before.generation, &after.generation) {
        (Generation::Default(one), Generation::Default(other)) => {
            let is_number = types::family(&after.data_type) == Family::Number;
            default_meaning(one, is_number) == default_meaning(other, is_number)
        }
        (
            Generation::Computed { expression: one, stored },
            Generation::Computed { expression: other, stored: kept },
        ) => stored == kept && without_parentheses(one) == without_parentheses(other),
        (one, other) => one == other,
    }
}

/// A default without what only its spelling is made of: quotes around a number, zeros at its end.
fn default_meaning(default: &str, is_number: bool) -> Cow<'_, str> {
    let bare = default.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')).unwrap_or(default);
    if is_number && bare.parse::<f64>().is_ok() {
        let trimmed = if bare.contains('.') { bare.trim_end_matches('0').trim_end_matches('.') } else { bare };
        return Cow::Borrowed(trimmed);
    }
    expression_meaning(default)
}

/// `CURRENT_TIMESTAMP`, `current_timestamp()` and `now()` are one function.
fn expression_meaning(expression: &str) -> Cow<'_, str> {
    let expression = without_parentheses(expression);
    let lower = expression.to_ascii_lowercase();
    let name = lower.split('(').next().unwrap_or_default().trim();
    if !matches!(name, "current_timestamp" | "now" | "localtime" | "localtimestamp") {
        return Cow::Borrowed(expression);
    }
    let digits: String = lower.chars().filter(char::is_ascii_digit).collect();
    Cow::Owned(format!("current_timestamp({})", digits.trim_start_matches('0')))
}

/// `utf8` is the old name of `utf8mb3`.
fn collation_meaning(collation: &str) -> Cow<'_, str> {
    match collation.strip_prefix("utf8_") {
        Some(rest) => Cow::Owned(format!("utf8mb3_{rest}")),
        None => Cow::Borrowed(collation),
    }
}

/// Whether two constraints demand the same.
pub(super) fn same_constraint(before: &Constraint, after: &Constraint) -> bool {
    before.deferral == after.deferral
        && before.options == after.options
        && match (&before.body, &after.body) {
            (ConstraintBody::ForeignKey(one), ConstraintBody::ForeignKey(other)) => {
                one.columns == other.columns
                    && one.references == other.references
                    && one.referenced_columns == other.referenced_columns
                    && action_meaning(one.on_delete) == action_meaning(other.on_delete)
                    && action_meaning(one.on_update) == action_meaning(other.on_update)
                    && one.match_kind == other.match_kind
            }
            // At a column or at the table: the rows that it lets pass are the same.
            (ConstraintBody::Check { expression: one, .. }, ConstraintBody::Check { expression: other, .. }) => {
                without_parentheses(one) == without_parentheses(other)
            }
            (one, other) => one == other,
        }
}

/// `InnoDB` checks at once in both cases.
fn action_meaning(action: ReferentialAction) -> ReferentialAction {
    if action == ReferentialAction::Restrict { ReferentialAction::NoAction } else { action }
}

/// Whether two indexes are made the same way.
pub(super) fn same_index(before: &Index, after: &Index) -> bool {
    // `btree` is what no method means.
    let plain = |index: &Index| Index {
        name: String::new(),
        method: index.method.clone().filter(|method| method != "btree"),
        ..index.clone()
    };
    plain(before) == plain(after)
}

/// Whether two views read the same.
pub(super) fn same_view(before: &View, after: &View) -> bool {
    before.query == after.query && before.columns == after.columns && before.options == after.options
}

#[cfg(test)]
mod tests;
