//! Names of constraints that the server makes up.

use crate::model::ConstraintBody;

/// Bytes of a name that the server keeps.
const NAME_BYTES_MAX: usize = 63;

/// Whether a constraint has the name that the server would give it, perhaps with a number to tell it from others
/// (`ChooseConstraintName` and `ChooseIndexName` of the server).
pub(super) fn is_generated(name: &str, table: &str, body: &ConstraintBody, columns: &[String]) -> bool {
    candidates(table, body, columns).iter().any(|(middle, label)| {
        let bare = label.as_str();
        let Some(number) = name.rfind(bare).map(|start| &name[start + bare.len()..]) else { return false };
        let is_number =
            number.is_empty() || number.bytes().all(|byte| byte.is_ascii_digit()) && !number.starts_with('0');
        is_number && made_up(table, middle.as_deref(), &format!("{bare}{number}")) == name
    })
}

/// What may stand between the table and the label, and the label.
fn candidates(_: &str, body: &ConstraintBody, columns: &[String]) -> Vec<(Option<String>, String)> {
    let joined = Some(joined(columns));
    match body {
        ConstraintBody::PrimaryKey(_) => vec![(None, "pkey".to_owned())],
        ConstraintBody::Unique(_) => vec![(joined, "key".to_owned())],
        ConstraintBody::ForeignKey(_) => vec![(joined, "fkey".to_owned())],
        ConstraintBody::Exclude { .. } => vec![(joined, "excl".to_owned())],
        // One column is named, several are not; and a column may have been renamed or dropped since.
        ConstraintBody::Check { .. } => match columns {
            [column] => vec![(Some(column.clone()), "check".to_owned()), (None, "check".to_owned())],
            _ => vec![(None, "check".to_owned())],
        },
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
    let middle_mark = usize::from(middle.is_some());
    let room = NAME_BYTES_MAX.saturating_sub(label.len() + 1 + middle_mark);
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
        assert!(!is("book_title_key", "book", &unique(), &["pages"]));
        assert!(!is("uq_title", "book", &unique(), &["title"]));
        assert!(!is("book_title_key01", "book", &unique(), &["title"]));
        assert!(is("book_pkey", "book", &ConstraintBody::PrimaryKey(Key::over(["id"])), &["id"]));
        assert!(is("book_price_check", "book", &check(), &["price"]));
        assert!(is("book_check2", "book", &check(), &["price", "pages"]));
        assert!(!is("book_price_check", "book", &check(), &["price", "pages"]));
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
