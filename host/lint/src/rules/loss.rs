//! AL1: rows or objects are gone.

use aludel_schema::model::{Column, ConstraintBody, Table};
use aludel_schema::{DataType, LossKind, ObjectName, Operation, Rebuild, TableChange, losses, rules};

use crate::catalogue::loss::{
    ALL_ROWS, CASCADE, DROP_COLUMN, DROP_ENUM_VALUE, DROP_OBJECT, DROP_SCHEMA, DROP_TABLE, NARROWER_TYPE, NO_WAY_BACK,
    TRUNCATE,
};
use crate::facts::{Direction, Migration};
use crate::look::{Look, Made, Notes, column_name};
use crate::scene::Scene;
use crate::severity::Severity;
use crate::types::{self, Sort};
use crate::words::{Words, deletes_all_of, is_narrowed};

/// The rules about one statement.
pub(crate) fn check(look: &Look<'_>, notes: &mut Notes) {
    for change in &look.statement.changes {
        dropped_object(look, change, notes);
    }
    for (table, change) in look.each_change() {
        changed_table(look, table, change, notes);
    }
    for words in look.written() {
        dropped_database(look, words, notes);
        truncated(look, words, notes);
        all_rows(look, words, notes);
        cascaded(look, words, notes);
    }
}

/// The rules about the migration as a whole.
pub(crate) fn check_whole(migration: &Migration, scene: &Scene, notes: &mut Notes) {
    let defines = |statement: &&crate::Statement| !statement.changes.is_empty();
    let Some(first) = migration.statements.iter().find(defines) else { return };
    if migration.direction == Direction::Up && migration.has_way_back == Some(false) {
        let made = Made::before(scene);
        let look = Look::at(migration, first, scene, &made);
        let message = format!("{} has no downgrade", migration.revision);
        notes.tell(
            &look,
            NO_WAY_BACK,
            &migration.revision,
            message,
            "write one, or say in the migration why there is none",
        );
    }
}

fn dropped_object(look: &Look<'_>, change: &Operation, notes: &mut Notes) {
    let end = look.end();
    let mut gone = |kind: &str, name: &ObjectName, what: &str| {
        let hint = "drop it in a later release, when nothing that runs uses it";
        notes.tell(look, DROP_OBJECT, name, format!("{kind} {name} is dropped{what}"), hint);
    };
    match change {
        Operation::DropSchema { name } if !look.made.holds_namespace(name) => {
            let message = format!("schema {name} is dropped");
            notes.tell(look, DROP_SCHEMA, name, message, "drop what is in it first, a release after its last use");
        }
        Operation::DropTable(table) => dropped_table(look, table, notes),
        Operation::DropView(view) if !look.made.holds(&view.name) && !end.views.contains_key(&view.name) => {
            gone("view", &view.name, "");
        }
        Operation::DropSequence(sequence) if !end.sequences.contains_key(&sequence.name) && !is_given_away(look) => {
            gone("sequence", &sequence.name, " with its counter");
        }
        Operation::DropRoutine(routine) if is_gone(look, &routine.name) => gone("routine", &routine.name, ""),
        Operation::DropEnum(one)
            if !end.enums.contains_key(&one.name) && look.start().enums.contains_key(&one.name) =>
        {
            gone("type", &one.name, "");
        }
        Operation::DropExtension(extension) if !end.extensions.contains_key(&extension.name) => {
            gone("extension", &ObjectName::local(&extension.name), " with all that it brought");
        }
        Operation::ReplaceEnum { before, after } => {
            lost_labels(look, &before.name, &before.labels, &after.labels, notes);
        }
        _ => {}
    }
}

/// Whether a sequence belongs to a column from now on: it stands no longer alone, and is still there.
fn is_given_away(look: &Look<'_>) -> bool {
    look.written().iter().any(|words| words.start("alter sequence") && words.hold("owned by"))
}

/// Whether no routine of that name is left, with whatever arguments: one with others is a change of its signature.
fn is_gone(look: &Look<'_>, name: &ObjectName) -> bool {
    let plain = |name: &ObjectName| (name.schema.clone(), name.name.split('(').next().map(str::to_owned));
    let was_there = look.start().routines.contains_key(name);
    was_there && !look.end().routines.keys().any(|other| plain(other) == plain(name))
}

fn dropped_table(look: &Look<'_>, table: &Table, notes: &mut Notes) {
    if look.made.holds(&table.name) {
        return;
    }
    if let Some(after) = rebuilt(look, table) {
        for column in table.columns.iter().filter(|column| after.column(&column.name).is_none()) {
            dropped_column(look, table, column, notes);
        }
        return;
    }
    let message = format!("table {} is dropped with all its rows", table.name);
    let hint = "rename it first and drop it a release later, when nothing has missed it";
    notes.tell_of_table(look, DROP_TABLE, (&table.name, &table.name), message, hint);
}

/// The table that comes in place of one that is dropped: `SQLite` alters a table by copying its rows into another one
/// that gets its name afterwards.
fn rebuilt<'run>(look: &Look<'run>, table: &Table) -> Option<&'run Table> {
    let copies = |words: &Words| {
        let select = words.places("select").next()?;
        let from = (select..words.len()).find(|&place| words.at(place) == "from")?;
        words.name(from + 1).filter(|_| words.start("insert") || words.start("create table"))
    };
    let earlier = look.migration.statements.iter().filter(|each| each.number <= look.statement.number);
    let is_copied = earlier.flat_map(|each| Words::of_each(&each.text, look.dialect())).any(|words| {
        let name = copies(&words).map(|(name, _)| name.name);
        name.is_some_and(|name| name.eq_ignore_ascii_case(&table.name.name))
    });
    look.end().table(&table.name).filter(|_| is_copied)
}

fn dropped_column(look: &Look<'_>, table: &Table, column: &Column, notes: &mut Notes) {
    if look.made.holds_column(&table.name, &column.name) {
        return;
    }
    let name = column_name(&table.name, &column.name);
    let message = format!("column {name} is dropped with its values");
    let hint = "drop it a release after the last program that names it; until then let it be NULL";
    notes.tell(look, DROP_COLUMN, name, message, hint);
}

fn changed_table(look: &Look<'_>, table: &Table, change: &TableChange, notes: &mut Notes) {
    let operation = Operation::AlterTable {
        table: table.name.clone(),
        changes: look
            .existing_changes()
            .find(|(each, _)| each.name == table.name)
            .map_or_else(Vec::new, |each| each.1.to_vec()),
        rebuild: Rebuild::WhenNeeded,
    };
    match change {
        TableChange::DropColumn(column) => {
            let lost = losses(&operation, look.dialect());
            let is_lost = |loss: &aludel_schema::Loss| {
                loss.kind == LossKind::Gone && loss.aspect.is_none() && loss.column.as_ref() == Some(&column.name)
            };
            if lost.iter().any(is_lost) {
                dropped_column(look, table, column, notes);
            }
        }
        TableChange::AlterColumn { before, after, using } => {
            let name = column_name(&table.name, &after.name);
            if let (Some(before), Some(after)) = (types::labels(&before.data_type), types::labels(&after.data_type)) {
                lost_labels(look, &name, &before, &after, notes);
            } else if using.is_none() && !is_cast(look) && is_narrower(look, before, after) {
                let (before, after) = (&before.data_type, &after.data_type);
                let message = format!("{name} becomes {after}, which does not hold every value of {before}");
                let hint = "look for values that do not fit, or add a column of the new type beside it";
                notes.tell_of_table(look, NARROWER_TYPE, (&table.name, name), message, hint);
            }
        }
        _ => {}
    }
}

/// Whether the statement says itself what becomes of the values.
fn is_cast(look: &Look<'_>) -> bool {
    look.written().iter().any(|words| words.holds_outside("using"))
}

/// Types that nobody can compare are not called narrower: the rule about changed types names them.
fn is_narrower(look: &Look<'_>, before: &Column, after: &Column) -> bool {
    if look.is_mysql()
        && let Some(is_narrower) = types::is_narrower_in_mysql(&before.data_type, &after.data_type)
    {
        return is_narrower;
    }
    // One of another sort is named by the rule about those.
    if Sort::of(&before.data_type) != Sort::of(&after.data_type) {
        return false;
    }
    let read = |column: &Column| rules(look.dialect()).read_type(&column.data_type);
    if [before, after]
        .into_iter()
        .any(|column| matches!(read(column), DataType::Custom(_) | DataType::Enumeration { .. }))
    {
        return false;
    }
    let change = TableChange::AlterColumn { before: before.clone(), after: after.clone(), using: None };
    let table = ObjectName::local("narrow");
    let operation = Operation::AlterTable { table, changes: vec![change], rebuild: Rebuild::WhenNeeded };
    losses(&operation, look.dialect()).iter().any(|loss| loss.kind == LossKind::Gone)
}

fn lost_labels(look: &Look<'_>, object: impl ToString, before: &[String], after: &[String], notes: &mut Notes) {
    let lost: Vec<String> =
        before.iter().filter(|label| !after.contains(label)).map(|label| format!("'{label}'")).collect();
    if lost.is_empty() {
        return;
    }
    let object = object.to_string();
    let message = format!("{object} loses the value{} {}", if lost.len() == 1 { "" } else { "s" }, lost.join(", "));
    notes.tell(look, DROP_ENUM_VALUE, object, message, "update the rows that hold it first, and stop writing it");
}

fn dropped_database(look: &Look<'_>, words: &Words, notes: &mut Notes) {
    let is_schema = look.is_mysql() && words.start("drop schema");
    if !is_schema && !words.start("drop database") {
        return;
    }
    if let Some((name, _)) = words.part_of_name(words.after(2, "if exists")) {
        let message = format!("database {name} is dropped");
        notes.tell(look, DROP_SCHEMA, name, message, "drop databases by hand, after a backup");
    }
}

fn truncated(look: &Look<'_>, words: &Words, notes: &mut Notes) {
    if !words.start("truncate") {
        return;
    }
    let start = words.after(words.after(1, "table"), "only");
    let is_cascade = words.holds_outside("cascade");
    for (part, _) in words.parts(start) {
        let Some((name, _)) = words.name(words.after(part, "only")) else { continue };
        if !look.is_existing(&name) {
            continue;
        }
        let others = if is_cascade { " and so is every table that points at it" } else { "" };
        let message = format!("table {name} is emptied{others}");
        notes.tell_of_table(look, TRUNCATE, (&name, &name), message, "delete the rows that may go, by a condition");
    }
}

fn all_rows(look: &Look<'_>, words: &Words, notes: &mut Notes) {
    if is_narrowed(words) {
        return;
    }
    if let Some(name) = deletes_all_of(words) {
        if look.is_existing(&name) {
            let message = format!("every row of {name} is deleted");
            notes.tell_of_table(look, ALL_ROWS, (&name, &name), message, "say which rows with WHERE");
        }
    } else if words.start("update")
        && let Some(set) = words.find(1, "set")
        && !words.holds_outside("from")
    {
        let skipped = ["only", "ignore", "low_priority"].into_iter().find(|word| words.at(1) == *word);
        let Some((name, next)) = words.name(1 + usize::from(skipped.is_some())) else { return };
        if next > set || !look.is_existing(&name) || fills_new_columns(look, words, &name, set + 1) {
            return;
        }
        let message = format!("every row of {name} is overwritten");
        notes.tell_of_table(look, ALL_ROWS, (&name, &name), message, "say which rows with WHERE, and do it in batches");
        notes.lighten(Severity::Warning);
    }
}

/// Whether an UPDATE sets only columns that the same deployment made: there is nothing in them to lose.
fn fills_new_columns(look: &Look<'_>, words: &Words, table: &ObjectName, from: usize) -> bool {
    let parts = words.parts(from);
    let is_new = |(start, _): &(usize, usize)| {
        words.part_of_name(*start).is_some_and(|(column, _)| look.made.holds_column(table, &column))
    };
    // `(a, b) = (SELECT ...)` sets several.
    let are_new = |part: &(usize, usize)| {
        if words.at(part.0) == "(" { words.parts(part.0 + 1).iter().all(is_new) } else { is_new(part) }
    };
    !parts.is_empty() && parts.iter().all(are_new)
}

fn cascaded(look: &Look<'_>, words: &Words, notes: &mut Notes) {
    if !words.holds_outside("cascade")
        || !(words.start("drop") || words.start("alter table"))
        || words.start("drop schema")
    {
        return;
    }
    let named: Vec<String> = words.names().collect();
    let is_named = |name: &str| named.iter().any(|each| each == name.split('(').next().unwrap_or(name));
    let mut gone = Vec::new();
    for change in &look.statement.changes {
        match change {
            Operation::DropTable(table) if !is_named(&table.name.name) => gone.push(format!("table {}", table.name)),
            Operation::DropView(view) if !is_named(&view.name.name) => gone.push(format!("view {}", view.name)),
            Operation::DropRoutine(routine) if !is_named(&routine.name.name) => {
                gone.push(format!("routine {}", routine.name));
            }
            Operation::AlterTable { table, changes, .. } if !is_named(&table.name) => {
                gone.extend(changes.iter().filter_map(|change| lost_part(table, change)));
            }
            _ => {}
        }
    }
    if !gone.is_empty() {
        let message = format!("CASCADE takes away {}", gone.join(", "));
        notes.tell(look, CASCADE, &gone[0], message, "drop each of them by its name, so that the next reader sees it");
    }
}

fn lost_part(table: &ObjectName, change: &TableChange) -> Option<String> {
    match change {
        TableChange::DropColumn(column) => Some(format!("column {}", column_name(table, &column.name))),
        TableChange::DropConstraint(constraint) => {
            let kind =
                if matches!(constraint.body, ConstraintBody::ForeignKey(_)) { "foreign key" } else { "constraint" };
            Some(format!("{kind} {} of {table}", constraint.name.as_deref().unwrap_or("without a name")))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
