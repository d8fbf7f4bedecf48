//! What a statement changed.

use aludel_schema::{DiffOptions, ObjectName, Operation, Rename, Schema, diff};

use crate::words::{Words, relation};

/// What a statement changed, of the schemas before and after it.
///
/// Two schemas cannot tell a rename from something that goes and something that comes. The statement can, so its words
/// are asked.
pub fn changes(text: &str, before: &Schema, after: &Schema) -> Vec<Operation> {
    if before == after {
        return Vec::new();
    }
    let hinted_renames = Words::of_each(text, before.dialect).iter().flat_map(|words| renames(words, before)).collect();
    let options = DiffOptions { hinted_renames, ..DiffOptions::default() };
    // Renames that are only hinted at are left out where they do not fit, so there is nothing to refuse.
    diff(before, after, &options).map(|difference| difference.operations).unwrap_or_default()
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
            schema.tables.insert(table.name.clone(), table);
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
    fn what_goes_without_a_rename_is_dropped() {
        let sql = "ALTER TABLE book DROP pages, ADD sheets int";
        let told = told(Dialect::Postgres, sql, &[("book", &["lang", "sheets"])]);
        assert_eq!(told, ["add column book.sheets", "drop column book.pages"]);
    }
}
