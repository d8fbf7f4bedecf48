//! What has a table written anew.

use aludel_schema::model::{Column, Generation, Table};
use aludel_schema::{ObjectName, TableChange};
use aludel_sql::Dialect;

use crate::catalogue::locks::{REWRITE_FOR_COLUMN, REWRITE_FOR_STORAGE, REWRITE_FOR_TYPE};
use crate::changes::behind_alter_table;
use crate::look::{Look, Notes, column_name};
use crate::types;
use crate::words::{Words, words_of_expression};

/// Functions that give another value for each row.
const VOLATILE: [&str; 17] = [
    "random",
    "random_normal",
    "setseed",
    "clock_timestamp",
    "timeofday",
    "nextval",
    "currval",
    "lastval",
    "setval",
    "gen_random_uuid",
    "gen_random_bytes",
    "uuidv4",
    "uuidv7",
    "uuid_generate_v1",
    "uuid_generate_v1mc",
    "uuid_generate_v4",
    "uuid_generate_v7",
];

pub(super) fn check(look: &Look<'_>, notes: &mut Notes) {
    for (table, changes) in look.existing_changes() {
        // A table that becomes or stops to be a part of another one seems to change its columns.
        let is_move = changes
            .iter()
            .any(|change| matches!(change, TableChange::SetOption { name, .. } if name == "partition of"));
        for change in changes.iter().filter(|_| !is_move) {
            changed_table(look, table, change, notes);
        }
    }
    for words in look.written() {
        storage(look, words, notes);
    }
}

fn changed_table(look: &Look<'_>, table: &Table, change: &TableChange, notes: &mut Notes) {
    match change {
        TableChange::AlterColumn { before, after, .. } => {
            let is_rewritten = types::rewrites_in_postgres(&before.data_type, &after.data_type);
            if before.data_type != after.data_type && is_rewritten {
                let name = column_name(&table.name, &after.name);
                let message =
                    format!("{name} becomes {}: the table is written anew while all others wait", after.data_type);
                let hint = "add a column of the new type, fill it in batches, and swap the two";
                notes.tell_of_table(look, REWRITE_FOR_TYPE, (&table.name, name), message, hint);
            }
        }
        TableChange::AddColumn(column) => added_column(look, table, column, notes),
        _ => {}
    }
}

fn added_column(look: &Look<'_>, table: &Table, column: &Column, notes: &mut Notes) {
    let Some((why, hint)) = reason(look, column) else { return };
    let name = column_name(&table.name, &column.name);
    let message = format!("{name} {why}: the table is written anew while all others wait");
    notes.tell_of_table(look, REWRITE_FOR_COLUMN, (&table.name, name), message, hint);
}

fn reason(look: &Look<'_>, column: &Column) -> Option<(String, &'static str)> {
    let batches = "add the column without it, set the default for new rows, and fill the old ones in batches";
    match &column.generation {
        Generation::AutoIncrement | Generation::Identity(_) => Some(("is counted".to_owned(), batches)),
        Generation::Computed { stored: true, .. } => {
            let hint = "let it be a plain column that a trigger or the programs fill, or a virtual one (PostgreSQL 18)";
            Some(("is computed and stored".to_owned(), hint))
        }
        Generation::Default(_) if !look.is_since(11, 0, 0) => {
            Some(("has a default (before PostgreSQL 11)".to_owned(), batches))
        }
        Generation::Default(expression) => volatile_call(look, expression)
            .map(|call| (format!("has the default {call}(), another value for each row"), batches)),
        _ => None,
    }
}

/// The first function in an expression that gives another value for each row.
fn volatile_call(look: &Look<'_>, expression: &str) -> Option<String> {
    let words = words_of_expression(expression, Dialect::Postgres);
    (0..words.len()).find_map(|place| {
        let (name, next) = words.name(place)?;
        let is_call = words.at(next) == "(";
        (is_call && (VOLATILE.contains(&name.name.as_str()) || is_volatile_routine(look, &name))).then_some(name.name)
    })
}

/// A function of one's own is volatile if it does not say otherwise.
fn is_volatile_routine(look: &Look<'_>, name: &ObjectName) -> bool {
    let mut routines = look.before().routines.values();
    routines.any(|routine| {
        let is_it = routine.name.name.split('(').next() == Some(&name.name);
        let head = routine.definition.split("AS ").next().unwrap_or_default().to_ascii_uppercase();
        is_it && !head.contains("IMMUTABLE") && !head.contains("STABLE")
    })
}

fn storage(look: &Look<'_>, words: &Words, notes: &mut Notes) {
    let Some((table, next)) = behind_alter_table(words).and_then(|place| words.name(place)) else { return };
    if !look.is_existing(&table) {
        return;
    }
    for (start, _) in words.parts(next) {
        let set = ["set logged", "set unlogged", "set tablespace", "set access method"];
        if let Some(what) = set.into_iter().find(|what| words.are(start, what)) {
            let message = format!("{} of {table}: it is written anew while all others wait", what.to_uppercase());
            let hint = "choose a quiet hour, or copy the rows in batches into a table that is stored so";
            notes.tell_of_table(look, REWRITE_FOR_STORAGE, (&table, &table), message, hint);
        }
    }
}
