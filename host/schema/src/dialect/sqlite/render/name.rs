//! Names, as a person writes them.

pub(super) use crate::dialect::sqlite::quote::{identifier as name, text_literal as text};

/// Names as a list between parentheses holds them.
pub(super) fn names<Name: AsRef<str>>(list: impl IntoIterator<Item = Name>) -> String {
    list.into_iter().map(|each| name(each.as_ref())).collect::<Vec<_>>().join(", ")
}

/// Whether two names mean the same object.
pub(super) fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}
