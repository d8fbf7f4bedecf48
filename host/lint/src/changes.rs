//! What a statement changed.

use aludel_schema::{DiffOptions, ObjectName, Operation, Rename, Schema, around, diff};

use crate::words::{Words, relation};

/// What a statement changed, of the schemas before and after it.
///
/// Two schemas cannot tell a rename from something that goes and something that comes. The statement can, so its words
/// are asked.
pub fn changes(text: &str, before: &Schema, after: &Schema) -> Vec<Operation> {
    if std::ptr::eq(before, after) || before == after {
        return Vec::new();
    }
    let texts = Words::of_each(text, before.dialect);
    // Another search path gives all tables other names and changes none.
    if texts.iter().all(is_setting) {
        return Vec::new();
    }
    let renamed = texts.iter().flat_map(|words| renames(words, before));
    let named = renamed.map(|rename| with_kept_name(rename, after)).collect::<Vec<_>>();
    let is_hidden = named.is_empty() && text.to_ascii_lowercase().contains("rename");
    let operations = compared(before, after, named, is_hidden);
    match texts.as_slice() {
        [words] => operations.into_iter().filter_map(|operation| as_renamed(words, operation)).collect(),
        _ => operations,
    }
}

/// The operations that make one schema another. Renames that are only hinted at are left out where they do not fit, so
/// there is nothing to refuse. Where code renames something (`is_hidden`), what looks like a rename is one.
fn compared(before: &Schema, after: &Schema, hinted_renames: Vec<Rename>, is_hidden: bool) -> Vec<Operation> {
    let options = DiffOptions { hinted_renames, ..DiffOptions::default() };
    let (before, after) = around(before, after);
    let difference = diff(&before, &after, &options).unwrap_or_default();
    if !is_hidden || difference.suspicions.is_empty() {
        return difference.operations;
    }
    let suspected = difference.suspicions.into_iter().map(|suspicion| suspicion.rename).collect();
    compared(&before, &after, suspected, false)
}

fn is_setting(words: &Words) -> bool {
    words.start("set") || words.start("reset") || words.start("select set_config")
}

/// The new name of a table as the catalogue has it: without the default schema.
fn with_kept_name(rename: Rename, after: &Schema) -> Rename {
    match rename {
        Rename::Table { from, to } => Rename::Table { from, to: relation(after, &to) },
        column @ Rename::Column { .. } => column,
    }
}

/// An operation as what the statement made it of. With the name of a schema all names in it change, and a value of an
/// enum that is called otherwise is the same value.
fn as_renamed(words: &Words, operation: Operation) -> Option<Operation> {
    if words.start("alter schema") && words.hold("rename to") {
        return matches!(operation, Operation::RenameTable { .. }).then_some(operation);
    }
    match operation {
        // The comparison adds the new name as a value and takes the old one away.
        Operation::AddEnumValue { .. } if is_of_value(words) => None,
        Operation::ReplaceEnum { before, after } if is_of_value(words) => {
            let from = before.labels.iter().find(|label| !after.labels.contains(label))?.clone();
            let to = words.string(words.find(0, "to")? + 1)?.to_owned();
            Some(Operation::RenameEnumValue { name: before.name, from, to })
        }
        other => Some(other),
    }
}

fn is_of_value(words: &Words) -> bool {
    words.start("alter type") && words.hold("rename value")
}

/// The renames that a statement asks for.
fn renames(words: &Words, before: &Schema) -> Vec<Rename> {
    if words.start("alter schema") {
        return renamed_schema(words, before);
    }
    if words.start("rename table") || words.start("rename tables") {
        return words.parts(2).into_iter().filter_map(|(start, _)| renamed_pair(words, start, before)).collect();
    }
    let Some(place) = behind_alter_table(words) else { return Vec::new() };
    let Some((table, next)) = words.name(place) else { return Vec::new() };
    let table = relation(before, &table);
    let parts = words.parts(words.after(next, "*"));
    parts.into_iter().filter_map(|(start, end)| renamed_part(words, (start, end), &table)).collect()
}

/// The place of the table's name in ALTER TABLE.
pub(crate) fn behind_alter_table(words: &Words) -> Option<usize> {
    let start =
        ["alter table", "alter online table", "alter ignore table"].into_iter().find(|start| words.start(start));
    let place = start?.split(' ').count();
    let place = words.after(place, "if exists");
    Some(words.after(place, "only"))
}

/// `ALTER SCHEMA a RENAME TO b`: every table of it has another name.
fn renamed_schema(words: &Words, before: &Schema) -> Vec<Rename> {
    let Some((schema, next)) = words.part_of_name(2) else { return Vec::new() };
    if !words.are(next, "rename to") {
        return Vec::new();
    }
    let Some((to, _)) = words.part_of_name(next + 2) else { return Vec::new() };
    let own = before.tables.keys().filter(|name| name.schema.as_deref() == Some(&schema));
    own.map(|from| Rename::Table { from: from.clone(), to: ObjectName::in_schema(&to, &from.name) }).collect()
}

/// `a TO b` of `RENAME TABLE`.
fn renamed_pair(words: &Words, start: usize, before: &Schema) -> Option<Rename> {
    let (from, next) = words.name(start)?;
    let (to, _) = words.name(words.after(next, "to"))?;
    Some(Rename::Table { from: relation(before, &from), to: in_schema_of(&from, to) })
}

/// One part of an ALTER TABLE.
fn renamed_part(words: &Words, (start, _): (usize, usize), table: &ObjectName) -> Option<Rename> {
    let column = |from: String, to: String| Some(Rename::Column { table: table.clone(), from, to });
    match (words.at(start), words.at(start + 1)) {
        ("set", "schema") => {
            let (schema, _) = words.part_of_name(start + 2)?;
            Some(Rename::Table { from: table.clone(), to: ObjectName::in_schema(schema, &table.name) })
        }
        ("rename", "to" | "as" | "=") => {
            let (to, _) = words.name(start + 2)?;
            Some(Rename::Table { from: table.clone(), to: in_schema_of(table, to) })
        }
        ("rename", "constraint" | "index" | "key") => None,
        ("rename", _) => {
            let (from, next) = words.part_of_name(words.after(start + 1, "column"))?;
            if words.at(next) == "to" {
                return column(from, words.part_of_name(next + 1)?.0);
            }
            Some(Rename::Table { from: table.clone(), to: in_schema_of(table, words.name(start + 1)?.0) })
        }
        ("change", _) => {
            let place = words.after(words.after(start + 1, "column"), "if exists");
            let (from, next) = words.part_of_name(place)?;
            let (to, _) = words.part_of_name(next)?;
            if from == to { None } else { column(from, to) }
        }
        _ => None,
    }
}

/// A new name without a schema stays in the schema where it was.
fn in_schema_of(from: &ObjectName, to: ObjectName) -> ObjectName {
    let schema = to.schema.or_else(|| from.schema.clone());
    ObjectName { schema, name: to.name }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aludel_schema::model::{Column, Table};
    use aludel_schema::summaries;
    use aludel_sql::Dialect;

    fn schema(dialect: Dialect, tables: &[(&str, &[&str])]) -> Schema {
        let mut schema = Schema::empty(dialect, (0, 0, 0));
        for (name, columns) in tables {
            let mut table = Table::new(ObjectName::local(*name));
            table.columns = columns.iter().map(|column| Column::new(*column, "integer")).collect();
            schema.tables.insert(table.name.clone(), table.into());
        }
        schema
    }

    fn told(dialect: Dialect, sql: &str, after: &[(&str, &[&str])]) -> Vec<String> {
        let before = schema(dialect, &[("book", &["pages", "lang"])]);
        let changes = changes(sql, &before, &schema(dialect, after));
        summaries(&changes).into_iter().flatten().map(|summary| summary.text).collect()
    }

    #[test]
    fn a_rename_is_told_from_a_drop_by_the_words_of_the_statement() {
        for dialect in [Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql] {
            for sql in ["ALTER TABLE book RENAME TO volume", "alter table book rename volume"] {
                assert_eq!(told(dialect, sql, &[("volume", &["pages", "lang"])]), ["rename table book to volume"]);
            }
            for sql in ["ALTER TABLE book RENAME COLUMN pages TO sheets", "ALTER TABLE book RENAME pages TO sheets"] {
                let told = told(dialect, sql, &[("book", &["sheets", "lang"])]);
                assert_eq!(told, ["rename column book.pages to sheets"]);
            }
        }
        let sql = "RENAME TABLE `book` TO volume";
        assert_eq!(told(Dialect::Mysql, sql, &[("volume", &["pages", "lang"])]), ["rename table book to volume"]);
        let sql = "ALTER TABLE Book CHANGE COLUMN pages `sheets` int NOT NULL, ADD x int";
        let told = told(Dialect::Mysql, sql, &[("book", &["sheets", "lang", "x"])]);
        assert_eq!(told, ["rename column book.pages to sheets", "add column book.x"]);
    }

    #[test]
    fn a_rename_in_code_is_told_by_its_looks() {
        let sql = "DO $$ BEGIN ALTER TABLE book RENAME COLUMN pages TO page_count; END $$";
        let told = told(Dialect::Postgres, sql, &[("book", &["page_count", "lang"])]);
        assert_eq!(told, ["rename column book.pages to page_count"]);
    }

    #[test]
    fn another_search_path_changes_nothing() {
        let sql = "SET search_path TO shop, public";
        assert_eq!(told(Dialect::Postgres, sql, &[("other", &["pages"])]), Vec::<String>::new());
    }

    #[test]
    fn a_table_moves_to_another_schema_and_into_the_default_one() {
        let away = |names: &[ObjectName]| {
            let mut schema = Schema::empty(Dialect::Postgres, (0, 0, 0));
            for name in names {
                schema.namespaces.extend(name.schema.clone());
                schema.tables.insert(name.clone(), Table::new(name.clone()).into());
            }
            schema
        };
        let told = |sql: &str, before: ObjectName, after: ObjectName| {
            let changes = changes(sql, &away(&[before]), &away(&[after]));
            summaries(&changes).into_iter().flatten().map(|summary| summary.text).collect::<Vec<_>>()
        };
        let event = |schema: &str| ObjectName::in_schema(schema, "event");
        let local = || ObjectName::local("event");
        let moved = told("ALTER TABLE log.event SET SCHEMA public", event("log"), local());
        assert!(moved.contains(&"rename table log.event to event".to_owned()), "{moved:?}");
        let moved = told("ALTER SCHEMA audit RENAME TO log", event("audit"), event("log"));
        assert_eq!(moved, ["rename table audit.event to log.event"]);
    }

    #[test]
    fn what_goes_without_a_rename_is_dropped() {
        let sql = "ALTER TABLE book DROP pages, ADD sheets int";
        let told = told(Dialect::Postgres, sql, &[("book", &["lang", "sheets"])]);
        assert_eq!(told, ["add column book.sheets", "drop column book.pages"]);
    }
}
