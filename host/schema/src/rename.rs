//! Renames: what a pair of schemas cannot prove, and a person confirms.

use std::fmt;

use crate::model::{ObjectName, Schema};

/// A table or column that is the same one under another name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rename {
    /// A table.
    Table {
        /// The name before.
        from: ObjectName,
        /// The name after.
        to: ObjectName,
    },
    /// A column.
    Column {
        /// Its table, by the name before or after.
        table: ObjectName,
        /// The name before.
        from: String,
        /// The name after.
        to: String,
    },
}

/// A rename that cannot be read, or that does not fit the two schemas.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenameError {
    /// Not of the form that is asked for.
    #[error("`{text}` is no rename: write `table.old=new` for a column, `old=new` for a table")]
    Unreadable {
        /// What was written.
        text: String,
    },
    /// The first name is no table or column that is there before and not after.
    #[error("the rename `{rename}` does not fit: no {kind} `{name}` goes")]
    NothingGoes {
        /// The rename, as it is written.
        rename: String,
        /// `table` or `column`.
        kind: &'static str,
        /// The first name.
        name: String,
    },
    /// The second name is no table or column that is there after and not before.
    #[error("the rename `{rename}` does not fit: no {kind} `{name}` comes")]
    NothingComes {
        /// The rename, as it is written.
        rename: String,
        /// `table` or `column`.
        kind: &'static str,
        /// The second name.
        name: String,
    },
}

impl fmt::Display for Rename {
    /// As [`Rename::parse`] reads it.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Table { from, to } => write!(out, "{}={}", written_object(from), written_object(to)),
            Self::Column { table, from, to } => {
                write!(out, "{}.{}={}", written_object(table), written(from), written(to))
            }
        }
    }
}

fn written_object(name: &ObjectName) -> String {
    name.schema.iter().chain([&name.name]).map(|part| written(part)).collect::<Vec<_>>().join(".")
}

fn written(name: &str) -> String {
    let needs_quotes = name.is_empty() || name.contains(['.', '=', '"']);
    if needs_quotes { format!("\"{}\"", name.replace('"', "\"\"")) } else { name.to_owned() }
}

impl Rename {
    /// Reads `table.old=new` (a column) or `old=new` (a table). A schema may stand before the table. A name that holds
    /// `.`, `=` or `"` stands in double quotes, with those in it doubled.
    pub fn parse(text: &str) -> Result<Self, RenameError> {
        let unreadable = || RenameError::Unreadable { text: text.to_owned() };
        let (from, to) = parse_sides(text).ok_or_else(unreadable)?;
        match (from.as_slice(), to.as_slice()) {
            ([from], [to]) => Ok(table(ObjectName::local(from), ObjectName::local(to))),
            ([from], [schema, to]) => Ok(table(ObjectName::local(from), ObjectName::in_schema(schema, to))),
            ([name, from], [to]) => Ok(column(ObjectName::local(name), from, to)),
            ([one, from], [other, to]) => Ok(table(ObjectName::in_schema(one, from), ObjectName::in_schema(other, to))),
            ([schema, name, from], [to]) => Ok(column(ObjectName::in_schema(schema, name), from, to)),
            _ => Err(unreadable()),
        }
    }

    /// The other way round.
    #[must_use]
    pub fn inverse(&self) -> Self {
        match self.clone() {
            Self::Table { from, to } => Self::Table { from: to, to: from },
            Self::Column { table, from, to } => Self::Column { table, from: to, to: from },
        }
    }

    /// The reading that fits a schema: `a.b=c` may mean the column `b` of the table `a`, or the table `b` of the schema
    /// `a`.
    pub(crate) fn read_in(&self, before: &Schema) -> Self {
        match self {
            Self::Table { from: ObjectName { schema: Some(name), name: old }, to } => {
                let column = column(ObjectName::local(name), old, &to.name);
                let same_table = to.schema.as_ref() == Some(name);
                if same_table && column.goes_from(before) && !self.goes_from(before) { column } else { self.clone() }
            }
            Self::Column { table: ObjectName { schema: None, name: schema }, from, to } => {
                let table = table(ObjectName::in_schema(schema, from), ObjectName::in_schema(schema, to));
                if table.goes_from(before) && !self.goes_from(before) { table } else { self.clone() }
            }
            _ => self.clone(),
        }
    }

    /// Whether the first name is there.
    fn goes_from(&self, before: &Schema) -> bool {
        match self {
            Self::Table { from, .. } => before.tables.contains_key(from),
            Self::Column { table, from, .. } => {
                before.tables.get(table).is_some_and(|table| table.column(from).is_some())
            }
        }
    }
}

fn table(from: ObjectName, to: ObjectName) -> Rename {
    Rename::Table { from, to }
}

fn column(table: ObjectName, from: &str, to: &str) -> Rename {
    Rename::Column { table, from: from.to_owned(), to: to.to_owned() }
}

/// The parts of both names. None where there is not exactly one `=`, or a name is empty.
fn parse_sides(text: &str) -> Option<(Vec<String>, Vec<String>)> {
    let mut sides = vec![vec![String::new()]];
    let mut characters = text.trim().chars().peekable();
    let mut is_quoted = false;
    while let Some(character) = characters.next() {
        match character {
            '"' if is_quoted && characters.next_if_eq(&'"').is_some() => last_part(&mut sides).push('"'),
            '"' => is_quoted = !is_quoted,
            '.' if !is_quoted => last_side(&mut sides).push(String::new()),
            '=' if !is_quoted => sides.push(vec![String::new()]),
            other => last_part(&mut sides).push(other),
        }
    }
    let is_whole = !is_quoted && sides.iter().flatten().all(|part| !part.is_empty());
    match <[Vec<String>; 2]>::try_from(sides) {
        Ok([from, to]) if is_whole => Some((from, to)),
        _ => None,
    }
}

fn last_side(sides: &mut [Vec<String>]) -> &mut Vec<String> {
    sides.last_mut().expect("there is a side from the start")
}

fn last_part(sides: &mut [Vec<String>]) -> &mut String {
    last_side(sides).last_mut().expect("a side has a part from the start")
}

impl serde::Serialize for Rename {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Column, Table};

    #[test]
    fn what_is_read_is_written_the_same() {
        for text in [
            "book=volume",
            "book.pages=page_count",
            "audit.entry=audit.record",
            "audit.entry.at=moment",
            "book=audit.book",
            "\"a.b\".\"x=\"\"y\"=z",
        ] {
            assert_eq!(Rename::parse(text).map(|rename| rename.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn what_is_no_rename_is_refused() {
        for text in ["", "book", "book=", "=book", "a=b=c", "a.b.c.d=e", "\"a=b"] {
            assert_eq!(Rename::parse(text), Err(RenameError::Unreadable { text: text.to_owned() }), "{text}");
        }
    }

    #[test]
    fn a_dot_is_read_as_the_schema_knows_it() {
        let mut before = Schema::empty(aludel_sql::Dialect::Postgres, (15, 0, 0));
        let mut book = Table::new(ObjectName::local("book"));
        book.columns = vec![Column::new("pages", "integer")];
        let entry = Table::new(ObjectName::in_schema("audit", "entry"));
        before.tables = [book, entry].map(|table| (table.name.clone(), table.into())).into();
        let read = |text| Rename::parse(text).unwrap().read_in(&before).to_string();
        assert_eq!(read("book.pages=book.leaves"), "book.pages=leaves");
        assert_eq!(read("audit.entry=record"), "audit.entry=audit.record");
        assert_eq!(read("audit.entry=audit.record"), "audit.entry=audit.record");
    }
}
