//! Names of constraints that the server makes up.

use aludel_sql::Dialect;

use crate::identifier::mentions;
use crate::model::{Constraint, ConstraintBody, IndexKey};

/// Bytes of a name that the server keeps.
const NAME_BYTES_MAX: usize = 63;

/// Whether a constraint has a name of the shape that the server makes up.
///
/// A table or a column may have been renamed since, which leaves the names of constraints as they are: so one of the
/// two parts of the name may be another one.
pub(super) fn is_generated(name: &str, table: &str, body: &ConstraintBody, columns: &[String]) -> bool {
    let (middle, label) = shape(body, columns);
    let name = without_number(name);
    is_exactly(name, table, body, columns)
        || name == format!("{table}_{label}")
        || name.starts_with(&format!("{table}_")) && name.ends_with(&format!("_{label}"))
        || middle.is_none() && label == "pkey" && name.ends_with("_pkey")
        || middle.is_some_and(|middle| name.ends_with(&format!("_{middle}_{label}")))
}

/// Whether the server would give a constraint that very name, perhaps with another number.
pub(in crate::dialect::postgres) fn is_made_up(name: &str, table: &str, constraint: &Constraint) -> bool {
    constraint.is_name_generated && {
        let columns = columns(&constraint.body);
        match &constraint.body {
            ConstraintBody::Check { expression: text, .. } | ConstraintBody::Exclude { definition: text } => {
                is_made_of(without_number(name), table, text)
            }
            body => is_exactly(without_number(name), table, body, &columns),
        }
    }
}

/// Whether a name is the table, perhaps a column of an expression, and a label.
fn is_made_of(name: &str, table: &str, expression: &str) -> bool {
    let Some(rest) = name.strip_prefix(table).and_then(|rest| rest.strip_prefix('_')) else { return false };
    match rest.rsplit_once('_') {
        None => true,
        Some((column, _)) => mentions(expression, Dialect::Postgres, column),
    }
}

fn is_exactly(name: &str, table: &str, body: &ConstraintBody, columns: &[String]) -> bool {
    let (middle, label) = shape(body, columns);
    // A number after the label takes the place of as many characters before it.
    (0..=NUMBER_BYTES_MAX).any(|bytes| made_up_within(NAME_BYTES_MAX - bytes, table, middle.as_deref(), label) == name)
}

/// Bytes of the number that tells made-up names apart.
const NUMBER_BYTES_MAX: usize = 3;

fn without_number(name: &str) -> &str {
    name.trim_end_matches(|last: char| last.is_ascii_digit())
}

/// What may stand between the table and the label, and the label.
fn shape(body: &ConstraintBody, columns: &[String]) -> (Option<String>, &'static str) {
    match body {
        ConstraintBody::PrimaryKey(_) => (None, "pkey"),
        ConstraintBody::Unique(_) => (Some(joined(columns)), "key"),
        ConstraintBody::ForeignKey(_) => (Some(joined(columns)), "fkey"),
        ConstraintBody::Exclude { .. } => (Some(joined(columns)), "excl"),
        // One column is named, several are not.
        ConstraintBody::Check { .. } => (if let [column] = columns { Some(column.clone()) } else { None }, "check"),
    }
}

fn columns(body: &ConstraintBody) -> Vec<String> {
    match body {
        ConstraintBody::PrimaryKey(key) | ConstraintBody::Unique(key) => {
            let columns = key.parts.iter().filter_map(|part| match &part.key {
                IndexKey::Column(name) => Some(name.clone()),
                IndexKey::Expression(_) => None,
            });
            columns.collect()
        }
        ConstraintBody::ForeignKey(foreign_key) => foreign_key.columns.clone(),
        ConstraintBody::Check { .. } | ConstraintBody::Exclude { .. } => Vec::new(),
    }
}

/// The names of the columns, as many as fit (`ChooseForeignKeyConstraintNameAddition`).
fn joined(columns: &[String]) -> String {
    let mut text = String::new();
    for column in columns {
        if !text.is_empty() {
            text.push('_');
        }
        text.push_str(column);
        if text.len() > NAME_BYTES_MAX {
            break;
        }
    }
    text
}

/// `makeObjectName` of the server: the longer part is cut until everything fits.
pub(in crate::dialect::postgres) fn made_up(table: &str, middle: Option<&str>, label: &str) -> String {
    made_up_within(NAME_BYTES_MAX, table, middle, label)
}

fn made_up_within(bytes: usize, table: &str, middle: Option<&str>, label: &str) -> String {
    let middle_mark = usize::from(middle.is_some());
    let room = bytes.saturating_sub(label.len() + 1 + middle_mark);
    let (mut first, mut second) = (table.len(), middle.map_or(0, str::len));
    while first + second > room {
        if first > second { first -= 1 } else { second -= 1 }
    }
    let table = whole_characters(table, first);
    match middle {
        Some(middle) => format!("{table}_{}_{label}", whole_characters(middle, second)),
        None => format!("{table}_{label}"),
    }
}

/// So many bytes of a text at most, without a broken character at the end.
fn whole_characters(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Key;

    fn unique() -> ConstraintBody {
        ConstraintBody::Unique(Key::over(["a"]))
    }

    fn check() -> ConstraintBody {
        ConstraintBody::Check { expression: String::new(), column: None }
    }

    fn is(name: &str, table: &str, body: &ConstraintBody, columns: &[&str]) -> bool {
        let columns: Vec<String> = columns.iter().map(|&column| column.to_owned()).collect();
        is_generated(name, table, body, &columns)
    }

    #[test]
    fn names_of_the_server_s_shape_are_told_from_a_person_s() {
        assert!(is("book_title_key", "book", &unique(), &["title"]));
        assert!(is("book_title_pages_key1", "book", &unique(), &["title", "pages"]));
        assert!(!is("uq_title", "book", &unique(), &["title"]));
        assert!(is("book_pkey", "book", &ConstraintBody::PrimaryKey(Key::over(["id"])), &["id"]));
        assert!(is("book_price_check", "book", &check(), &["price"]));
        assert!(is("book_check2", "book", &check(), &["price", "pages"]));
        assert!(!is("ck_price", "book", &check(), &["price"]));
        assert!(!is("positive_check", "book", &check(), &["price"]));
    }

    #[test]
    fn names_outlive_the_names_that_they_were_made_of() {
        assert!(is("book_title_key", "novel", &unique(), &["title"]));
        assert!(is("book_title_key", "book", &unique(), &["name"]));
        assert!(is("book_pkey", "novel", &ConstraintBody::PrimaryKey(Key::over(["id"])), &["id"]));
        assert!(!is("book_title_key", "novel", &unique(), &["name"]));
        assert!(is("book_price_check", "novel", &check(), &["price"]));
        let constraint = Constraint { is_name_generated: true, ..Constraint::unnamed(unique()) };
        assert!(is_made_up("book_a_key2", "book", &constraint));
        assert!(!is_made_up("book_title_key", "book", &constraint));
    }

    #[test]
    fn long_names_are_cut_as_the_server_cuts_them() {
        let (table, column) = ("t".repeat(50), "c".repeat(40));
        let name = format!("{}_{}_key", "t".repeat(29), "c".repeat(29));
        assert!(is(&name, &table, &unique(), &[&column]));
        let numbered = format!("{}_{}_key1", "t".repeat(29), "c".repeat(28));
        assert!(is(&numbered, &table, &unique(), &[&column]));
        assert!(is(
            &format!("{}_pkey", "é".repeat(29)),
            &"é".repeat(31),
            &ConstraintBody::PrimaryKey(Key::over(["a"])),
            &["a"]
        ));
    }
}
