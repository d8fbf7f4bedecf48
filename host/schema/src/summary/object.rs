//! Objects in words: tables, views, enums and the like.

use super::Summary;
use crate::model::{EnumType, ObjectName, Routine, RoutineKind, Trigger, View};
use crate::operation::Operation;

/// How many characters of a statement are told.
const STATEMENT_CHARACTERS_MAX: usize = 60;

/// The words of an operation that is not [`Operation::AlterTable`].
pub(super) fn summary(operation: &Operation) -> Summary {
    use Operation as Op;
    match operation {
        Op::CreateSchema { name } => named("create schema", name),
        Op::DropSchema { name } => named("drop schema", name),
        Op::CreateExtension(extension) => named("create extension", &extension.name),
        Op::DropExtension(extension) => named("drop extension", &extension.name),
        Op::CreateTable(table) => table_summary("create table", &table.name),
        Op::DropTable(table) => table_summary("drop table", &table.name),
        Op::RenameTable { from, to } => renamed("rename table", from, to),
        Op::AlterTable { table, .. } => table_summary("alter table", table),
        Op::CreateSequence(sequence) => named("create sequence", &sequence.name),
        Op::DropSequence(sequence) => named("drop sequence", &sequence.name),
        Op::AlterSequence { before, .. } => named("change sequence", &before.name),
        Op::CreateView(view) => view_summary("create", view),
        Op::DropView(view) => view_summary("drop", view),
        Op::ReplaceView { after, .. } => view_summary("change", after),
        Op::CreateRoutine(routine) => routine_summary("create", routine),
        Op::DropRoutine(routine) => routine_summary("drop", routine),
        Op::ReplaceRoutine { after, .. } => routine_summary("change", after),
        Op::CreateTrigger(trigger) => trigger_summary("create", trigger),
        Op::DropTrigger(trigger) => trigger_summary("drop", trigger),
        Op::ReplaceTrigger { after, .. } => trigger_summary("change", after),
        Op::InsertRows { table, rows, .. } => inserted(table, rows.len()),
        Op::Execute { sql, .. } => Summary::new("execute", first_words(sql)),
        Op::CreateEnum(object) => named("create enum", &object.name),
        Op::DropEnum(object) => named("drop enum", &object.name),
        Op::ReplaceEnum { after, .. } => named("change enum", &after.name),
        Op::RenameEnum { from, to } => renamed("rename enum", from, to),
        Op::AddEnumValue { before, value, .. } => enum_value_added(before, value),
        Op::RenameEnumValue { name, from, to } => {
            Summary::new("rename enum value", format!("{name}.{from} to {to}")).name(name).renamed(from, to)
        }
    }
}

fn named(words: &str, name: impl ToString) -> Summary {
    let name = name.to_string();
    Summary::new(words, &name).name(name)
}

fn table_summary(words: &str, table: &ObjectName) -> Summary {
    Summary::new(words, table).table(table)
}

fn renamed(words: &str, from: &ObjectName, to: &ObjectName) -> Summary {
    Summary::new(words, format!("{from} to {to}")).renamed(from, to)
}

fn inserted(table: &ObjectName, count: usize) -> Summary {
    let rows = if count == 1 { "1 row".to_owned() } else { format!("{count} rows") };
    Summary { op: "insert_rows".to_owned(), ..Summary::new("insert", format!("{rows} into {table}")).table(table) }
}

fn first_words(sql: &str) -> String {
    let line = sql.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= STATEMENT_CHARACTERS_MAX {
        return line;
    }
    let start: String = line.chars().take(STATEMENT_CHARACTERS_MAX).collect();
    format!("{start}...")
}

fn enum_value_added(before: &EnumType, value: &str) -> Summary {
    let words = Summary::new("add enum value", format!("{}.{value}", before.name));
    Summary { value: Some(value.to_owned()), ..words.name(&before.name) }
}

/// `verb` is `create`, `drop` or `change`, here and below.
pub(super) fn view_summary(verb: &str, view: &View) -> Summary {
    let kind = if view.materialized { "materialized view" } else { "view" };
    named(&format!("{verb} {kind}"), &view.name)
}

pub(super) fn routine_summary(verb: &str, routine: &Routine) -> Summary {
    let kind = match routine.kind {
        RoutineKind::Function => "function",
        RoutineKind::Procedure => "procedure",
    };
    named(&format!("{verb} {kind}"), &routine.name)
}

pub(super) fn trigger_summary(verb: &str, trigger: &Trigger) -> Summary {
    let words = Summary::new(&format!("{verb} trigger"), &trigger.name);
    words.name(&trigger.name.name).table(&trigger.name.table)
}
