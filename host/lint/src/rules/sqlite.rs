//! AL6: `SQLite`.

use aludel_schema::model::{ConstraintBody, Generation, ReferentialAction, Shared, Table};
use aludel_schema::{ObjectName, Operation, TableChange};
use aludel_sql::Dialect;

use super::Run;
use super::draft::Draft;
use crate::catalogue::sqlite::{
    AUTOINCREMENT, DROP_REFERENCED, NULLABLE_KEY, ODD_AFFINITY, PRAGMA_WITHOUT_EFFECT, ROWID_CHANGES,
};
use crate::look::{Look, Notes, column_name, key_columns};
use crate::words::Words;

/// The rules about one statement.
pub(crate) fn check(look: &Look<'_>, run: &mut Run, notes: &mut Notes) {
    if look.dialect() != Dialect::Sqlite {
        return;
    }
    for change in &look.statement.changes {
        if let Operation::DropTable(table) = change
            && !look.statement.is_request
        {
            dropped(look, run, &table.name, notes);
        }
    }
    for (table, change) in look.each_change() {
        if let TableChange::SetOption { name, after, .. } = change
            && name == "without rowid"
        {
            let what = if after.is_some() { "loses its rowids" } else { "gets rowids" };
            let message = format!("{} {what}", table.name);
            notes.tell(
                look,
                ROWID_CHANGES,
                &table.name,
                message,
                "see that no program and no virtual table counts on rowids",
            );
        }
    }
    for words in look.written() {
        pragma(look, run, words, notes);
    }
}

fn dropped(look: &Look<'_>, run: &Run, name: &ObjectName, notes: &mut Notes) {
    if look.scene.suspends_foreign_keys || run.suspends_foreign_keys || look.existing(name).is_none() {
        return;
    }
    let points = |table: &&Shared<Table>| table.name != *name && !look.made.holds(&table.name);
    for table in look.before().tables.values().filter(points) {
        let Some(on_delete) = table.constraints.iter().find_map(|constraint| match &constraint.body {
            ConstraintBody::ForeignKey(key) if key.references == *name => Some(key.on_delete),
            _ => None,
        }) else {
            continue;
        };
        let effect = match on_delete {
            ReferentialAction::Cascade => "deletes the rows there",
            ReferentialAction::SetNull | ReferentialAction::SetDefault => "empties the columns there",
            ReferentialAction::NoAction | ReferentialAction::Restrict => "fails for the rows there",
        };
        let message = format!("dropping {name} deletes its rows, and the foreign key of {} {effect}", table.name);
        let hint = "write `foreign_keys = false` in the header of the migration, or drop the key first";
        notes.tell_of_table(look, DROP_REFERENCED, (&table.name, name), message, hint);
    }
}

fn pragma(look: &Look<'_>, run: &mut Run, words: &Words, notes: &mut Notes) {
    let is_set = words.are(0, "pragma foreign_keys") && matches!(words.at(2), "=" | "(");
    if is_set && !look.statement.in_transaction {
        run.suspends_foreign_keys = matches!(words.at(3), "off" | "0" | "false" | "no");
    } else if is_set {
        let message = "PRAGMA foreign_keys does nothing inside of a transaction, and this migration is one".to_owned();
        notes.tell(
            look,
            PRAGMA_WITHOUT_EFFECT,
            "foreign_keys",
            message,
            "write `foreign_keys = false` in the header of the migration",
        );
    }
}

/// What a table looks like.
pub(super) fn drafts(table: &Table, drafts: &mut Vec<Draft>) {
    let is = |option: &str| table.options.contains_key(option);
    for column in &table.columns {
        let name = column_name(&table.name, &column.name);
        if column.generation == Generation::AutoIncrement {
            let message = format!("{name} is AUTOINCREMENT: each insert writes to one more table");
            drafts.push(Draft::new(AUTOINCREMENT, &name, message, "INTEGER PRIMARY KEY counts by itself"));
        }
        if let Some(affinity) = odd_affinity(&column.data_type).filter(|_| !is("strict")) {
            let message = format!("{name} is {}, which SQLite keeps as {affinity}", column.data_type);
            drafts.push(Draft::new(ODD_AFFINITY, &name, message, "use TEXT, INTEGER, REAL, NUMERIC or BLOB"));
        }
    }
    if !is("strict") && !is("without rowid") {
        nullable_key(table, drafts);
    }
}

/// What a type is kept as, where its name says something else.
fn odd_affinity(data_type: &str) -> Option<&'static str> {
    let upper = data_type.to_ascii_uppercase();
    let word = upper.split('(').next().unwrap_or_default().trim();
    if ["CHAR", "CLOB", "TEXT"].iter().any(|text| word.contains(text)) && !word.contains("INT") {
        return None;
    }
    if word.contains("STRING") && !word.contains("INT") {
        return Some("a number where it looks like one: '007' becomes 7");
    }
    let is_other = ["POINT", "INTERVAL", "PRINT"].iter().any(|other| word.contains(other));
    is_other.then_some("an integer, since it holds the letters INT")
}

fn nullable_key(table: &Table, drafts: &mut Vec<Draft>) {
    let Some(ConstraintBody::PrimaryKey(key)) = table.primary_key().map(|constraint| &constraint.body) else { return };
    let columns = key_columns(key);
    let is_rowid =
        |name: &String| table.column(name).is_some_and(|column| column.data_type.eq_ignore_ascii_case("integer"));
    if columns.len() == 1 && columns.iter().all(is_rowid) {
        return;
    }
    for column in columns.iter().filter_map(|name| table.column(name)).filter(|column| column.nullable) {
        let name = column_name(&table.name, &column.name);
        let message = format!("{name} is of the primary key and may be NULL");
        drafts.push(Draft::new(NULLABLE_KEY, &name, message, "write NOT NULL at it: SQLite does not do so by itself"));
    }
}

#[cfg(test)]
mod tests;
