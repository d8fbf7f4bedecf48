//! `-- atlas:pos TABLE[type=table] path/file.py:12`: where the source of a statement is, as programs that print DDL tell it.

use std::collections::HashMap;

const MARK: &str = "atlas:pos";

/// The sources of objects, by kind and name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Positions(HashMap<(String, String), String>);

impl Positions {
    /// The positions that the comments of a text tell.
    pub(super) fn read(text: &str) -> Self {
        if !text.contains(MARK) {
            return Self::default();
        }
        let told = |line: &str| read_line(line.trim_start().strip_prefix("--")?.trim_start().strip_prefix(MARK)?);
        Self(text.lines().filter_map(told).collect())
    }

    /// The source of a table, view...
    pub(super) fn find(&self, kind: &str, name: &str) -> Option<&str> {
        self.0.get(&(kind.to_owned(), name.to_lowercase())).map(String::as_str)
    }
}

/// ` public[type=schema].book[type=table] app/models.py:12`
fn read_line(text: &str) -> Option<((String, String), String)> {
    let (object, position) = divided(text.trim())?;
    let (before, kind) = object.strip_suffix(']')?.rsplit_once("[type=")?;
    let name = match before.strip_suffix('"') {
        Some(quoted) => quoted.rsplit_once('"').map_or(quoted, |(_, name)| name),
        None => before.rsplit_once("].").map_or(before, |(_, name)| name),
    };
    Some(((kind.to_owned(), name.to_lowercase()), position.to_owned()))
}

/// The object and its position: a path may hold spaces, and so may a name.
fn divided(text: &str) -> Option<(&str, &str)> {
    let end = text.rfind("] ")?;
    let position = text[end + 1..].trim();
    (!position.is_empty()).then_some((&text[..=end], position))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_read_in_each_form() {
        let positions = Positions::read(
            "-- atlas:pos book[type=table] app/models.py:12\n\
             -- atlas:pos public[type=schema].Author[type=table] /srv/my app/models.py:30:5\n\
             --atlas:pos \"a b\"[type=table] models.go:7\n\
             -- atlas:pos mood[type=enum] models.go:9\n\
             -- atlas:pos nonsense\n\
             CREATE TABLE book (id int);\n",
        );
        assert_eq!(positions.find("table", "book"), Some("app/models.py:12"));
        assert_eq!(positions.find("table", "author"), Some("/srv/my app/models.py:30:5"));
        assert_eq!(positions.find("table", "a b"), Some("models.go:7"));
        assert_eq!(positions.find("enum", "mood"), Some("models.go:9"));
        assert_eq!(positions.find("table", "nonsense"), None);
    }
}
