//! Names and texts as SQL.

use super::words::is_reserved;
use crate::model::ObjectName;

/// A name, in backquotes only where it needs them.
pub(super) fn name(name: &str) -> String {
    if is_plain(name) { name.to_owned() } else { always(name) }
}

/// A name in backquotes, as the server writes it.
pub(super) fn always(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

/// The name of a table, view, routine or sequence, with its database where that is not the one of the connection.
pub(super) fn object(object: &ObjectName) -> String {
    match &object.schema {
        Some(schema) => format!("{}.{}", name(schema), name(&object.name)),
        None => name(&object.name),
    }
}

/// Names with commas between them.
pub(super) fn names<'name>(list: impl IntoIterator<Item = &'name String>) -> String {
    list.into_iter().map(|one| name(one)).collect::<Vec<_>>().join(", ")
}

/// A string, for the default mode in which a backslash escapes.
pub(super) fn text(text: &str) -> String {
    format!("'{}'", text.replace('\\', r"\\").replace('\0', r"\0").replace('\'', "''"))
}

fn is_plain(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !is_reserved(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_stand_where_they_are_needed() {
        let cases = [
            ("book", "book"),
            ("Book_2", "Book_2"),
            ("order", "`order`"),
            ("Order", "`Order`"),
            ("window", "`window`"),
            ("two words", "`two words`"),
            ("1st", "`1st`"),
            ("a`b", "`a``b`"),
            ("größe", "`größe`"),
            ("a$b", "`a$b`"),
        ];
        for (given, expected) in cases {
            assert_eq!(name(given), expected);
        }
        assert_eq!(object(&ObjectName::in_schema("key", "book")), "`key`.book");
    }

    #[test]
    fn texts_survive_backslashes() {
        assert_eq!(text(r"it's a \"), r"'it''s a \\'");
    }
}
