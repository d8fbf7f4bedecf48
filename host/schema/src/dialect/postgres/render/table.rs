//! Tables as a whole, and their settings.

use super::super::{quote, unsupported};
use super::sheet::{Sheet, alter_table, cascade, if_exists, if_not_exists};
use super::turn::{Turn, sequence_name};
use super::{column, constraint, index};
use crate::dialect::Unsupported;
use crate::model::{Column, Constraint, Generation, ObjectName, Options, Schema, Table};
use crate::operation::Modifiers;

/// Settings that are words of CREATE TABLE.
const WORDS: [&str; 6] = ["persistence", "partitioning", "partition of", "inherits", "access method", "tablespace"];

pub(super) fn create(
    sheet: &mut Sheet,
    state: &Schema,
    table: &Table,
    modifiers: Modifiers,
) -> Result<(), Unsupported> {
    sheet.add(definition(state.version.0, table, modifiers)?);
    complete(sheet, state, table, modifiers)
}

/// What stands beside CREATE TABLE: settings of columns, indexes, remarks.
pub(super) fn complete(
    sheet: &mut Sheet,
    state: &Schema,
    table: &Table,
    modifiers: Modifiers,
) -> Result<(), Unsupported> {
    let name = quote::qualified(&table.name);
    let mut turn = Turn::default();
    for column in &table.columns {
        let completion = completion(state, &table.name, column)?;
        turn.before.extend(completion.before);
        turn.actions.extend(completion.actions);
        turn.after.extend(completion.after);
    }
    let late = table.constraints.iter().filter(|one| is_late(one));
    turn.actions.extend(late.map(|one| format!("ADD {}", constraint::definition(&table.name.name, one))));
    turn.before.into_iter().for_each(|sql| sheet.add(sql));
    if !turn.actions.is_empty() {
        sheet.add(alter_table(&name, &turn.actions));
    }
    turn.after.into_iter().for_each(|sql| sheet.add(sql));
    for one in &table.indexes {
        index::create(sheet, &table.name, one, modifiers)?;
    }
    let mut later = Vec::new();
    for option in ["row level security", "replica identity"] {
        if let Some(value) = table.options.get(option) {
            later.extend(option_actions(&table.name, option, None, Some(value))?);
        }
    }
    if !later.is_empty() {
        sheet.add(alter_table(&name, &later));
    }
    remarks(sheet, table)
}

fn remarks(sheet: &mut Sheet, table: &Table) -> Result<(), Unsupported> {
    let name = quote::qualified(&table.name);
    sheet.comment(&format!("TABLE {name}"), None, table.comment.as_deref())?;
    for column in &table.columns {
        let on = format!("COLUMN {name}.{}", quote::identifier(&column.name));
        sheet.comment(&on, None, column.comment.as_deref())?;
    }
    for one in &table.constraints {
        let constraint = quote::identifier(&constraint::name(&table.name.name, one));
        sheet.comment(&format!("CONSTRAINT {constraint} ON {name}"), None, one.comment.as_deref())?;
    }
    Ok(())
}

/// What a new column still needs: settings, and a sequence where `serial` does not say it.
pub(super) fn completion(state: &Schema, table: &ObjectName, column: &Column) -> Result<Turn, Unsupported> {
    let plain = Column { generation: Generation::None, options: Options::new(), comment: None, ..column.clone() };
    if column.generation == Generation::AutoIncrement && !column::is_serial(column) {
        let turn = Turn::of(state, table, (&plain, column), None)?;
        // The column must be there before its sequence.
        let actions = [turn.before, vec![alter_table(&quote::qualified(table), &turn.actions)], turn.after].concat();
        return Ok(Turn { after: actions, ..Turn::default() });
    }
    let counting = Column { generation: column.generation.clone(), ..plain };
    let mut turn = Turn::of(state, table, (&counting, column), None)?;
    // A new serial column has a sequence of the usual name.
    let (own, usual) = (sequence_name(table, column), sequence_name(table, &counting));
    turn.after.iter_mut().for_each(|sql| *sql = sql.replace(&own, &usual));
    Ok(turn)
}

/// CREATE TABLE, one column a line.
pub(super) fn definition(version: u32, table: &Table, modifiers: Modifiers) -> Result<String, Unsupported> {
    let inline = constraint::inline_key(table);
    let is_key = |column: &Column| inline.is_some_and(|(_, name)| name == column.name);
    let mut lines = Vec::new();
    for column in &table.columns {
        lines.push(column::definition(version, column, is_key(column))?);
    }
    let mut constraints: Vec<_> = table.constraints.iter().collect();
    constraints.sort_by_key(|one| constraint::place(one));
    let rest = constraints.into_iter().filter(|one| !is_late(one) && inline.is_none_or(|(key, _)| key != *one));
    lines.extend(rest.map(|one| constraint::definition(&table.name.name, one)));
    let body = if lines.is_empty() { String::new() } else { format!("\n    {}\n", lines.join(",\n    ")) };
    let option = |name: &str| table.options.get(name);
    let unlogged = match option("persistence").map(String::as_str) {
        None => "",
        Some("unlogged") => "UNLOGGED ",
        Some(other) => return Err(unsupported(&format!("make a table {other}"), "tables are logged or unlogged")),
    };
    let start = format!("CREATE {unlogged}TABLE {}{}", if_not_exists(modifiers), quote::qualified(&table.name));
    let mut text = match option("partition of").map(|text| divide_bound(text)) {
        None => format!("{start} ({body})"),
        Some((parent, bound)) if lines.is_empty() => format!("{start} PARTITION OF {parent} {bound}"),
        Some((parent, bound)) => format!("{start} PARTITION OF {parent} ({body}) {bound}"),
    };
    let parents = option("inherits").map(|parents| format!(" INHERITS ({parents})"));
    let key = option("partitioning").map(|key| format!(" PARTITION BY {key}"));
    let method = option("access method").map(|method| format!(" USING {}", quote::identifier(method)));
    let place = option("tablespace").map(|place| format!(" TABLESPACE {}", quote::identifier(place)));
    let storage = storage(table)?;
    [parents, key, method, storage, place].into_iter().flatten().for_each(|clause| text.push_str(&clause));
    Ok(text)
}

/// A new table has no rows, so that CREATE TABLE takes every constraint for validated.
fn is_late(constraint: &Constraint) -> bool {
    constraint.options.contains_key("not valid")
}

/// `shop.event FOR VALUES ...` as the parent and the bound.
pub(super) fn divide_bound(text: &str) -> (&str, &str) {
    let start = text.rfind(" FOR VALUES ").or_else(|| text.rfind(" DEFAULT"));
    start.map_or((text, ""), |start| (&text[..start], text[start..].trim_start()))
}

fn storage(table: &Table) -> Result<Option<String>, Unsupported> {
    let later = ["row level security", "replica identity"];
    let mut settings = Vec::new();
    for (name, value) in &table.options {
        if WORDS.contains(&name.as_str()) || later.contains(&name.as_str()) {
            continue;
        }
        if !is_storage(name) {
            return Err(foreign_option(&table.name, name));
        }
        settings.push(format!("{name} = {value}"));
    }
    Ok((!settings.is_empty()).then(|| format!(" WITH ({})", settings.join(", "))))
}

fn foreign_option(table: &ObjectName, name: &str) -> Unsupported {
    let operation = format!("set `{name}` of table {table}");
    unsupported(&operation, &format!("leave out `{name}`: another server knows it"))
}

/// Whether a setting is a storage parameter of a table.
fn is_storage(name: &str) -> bool {
    const NAMES: [&str; 8] = [
        "fillfactor",
        "toast_tuple_target",
        "parallel_workers",
        "user_catalog_table",
        "vacuum_index_cleanup",
        "vacuum_truncate",
        "vacuum_max_eager_freeze_failure_rate",
        "log_autovacuum_min_duration",
    ];
    let name = name.strip_prefix("toast.").unwrap_or(name);
    NAMES.contains(&name) || name.starts_with("autovacuum_")
}

/// The actions of ALTER TABLE that change a setting.
pub(super) fn option_actions(
    name: &ObjectName,
    option: &str,
    before: Option<&str>,
    after: Option<&str>,
) -> Result<Vec<String>, Unsupported> {
    Ok(match option {
        "persistence" if after == Some("unlogged") => vec!["SET UNLOGGED".to_owned()],
        "persistence" => vec!["SET LOGGED".to_owned()],
        "row level security" => row_level_security(before, after),
        "replica identity" => vec![format!("REPLICA IDENTITY {}", replica_identity(after))],
        "access method" => vec![format!("SET ACCESS METHOD {}", quote::identifier(after.unwrap_or("heap")))],
        "tablespace" => vec![format!("SET TABLESPACE {}", quote::identifier(after.unwrap_or("pg_default")))],
        "inherits" => {
            let parents = |text: Option<&str>, others: Option<&str>, words: &str| -> Vec<String> {
                let listed = |text: Option<&str>| -> Vec<String> {
                    text.into_iter().flat_map(|text| text.split(", ")).map(str::to_owned).collect()
                };
                let others = listed(others);
                let parents = listed(text).into_iter().filter(|one| !others.contains(one));
                parents.map(|one| format!("{words} {one}")).collect()
            };
            [parents(before, after, "NO INHERIT"), parents(after, before, "INHERIT")].concat()
        }
        _ if is_storage(option) => vec![match after {
            Some(value) => format!("SET ({option} = {value})"),
            None => format!("RESET ({option})"),
        }],
        _ => return Err(foreign_option(name, option)),
    })
}

/// `full` and `nothing` are words, an index is a name.
fn replica_identity(value: Option<&str>) -> String {
    match value.and_then(|value| value.strip_prefix("using index ")) {
        Some(index) => format!("USING INDEX {index}"),
        None => value.unwrap_or("default").to_uppercase(),
    }
}

fn row_level_security(before: Option<&str>, after: Option<&str>) -> Vec<String> {
    let mut actions = Vec::new();
    match (before, after) {
        (None, Some(_)) => actions.push("ENABLE ROW LEVEL SECURITY".to_owned()),
        (Some(_), None) => actions.push("DISABLE ROW LEVEL SECURITY".to_owned()),
        _ => {}
    }
    match (before == Some("forced"), after == Some("forced")) {
        (false, true) => actions.push("FORCE ROW LEVEL SECURITY".to_owned()),
        (true, false) => actions.push("NO FORCE ROW LEVEL SECURITY".to_owned()),
        _ => {}
    }
    actions
}

pub(super) fn drop(sheet: &mut Sheet, table: &Table, modifiers: Modifiers) {
    let name = quote::qualified(&table.name);
    sheet.add(format!("DROP TABLE {}{name}{}", if_exists(modifiers), cascade(modifiers)));
}

/// Another name, another schema, or both.
pub(super) fn rename(sheet: &mut Sheet, from: &ObjectName, to: &ObjectName, kind: &str) {
    let mut now = from.clone();
    if from.schema != to.schema {
        // The default schema has no name here; the server knows it.
        match to.schema.as_deref() {
            Some(schema) => {
                sheet.add(format!("ALTER {kind} {} SET SCHEMA {}", quote::qualified(&now), quote::identifier(schema)));
            }
            None => sheet.add(to_default_schema(kind, &now)),
        }
        now.schema.clone_from(&to.schema);
    }
    if from.name != to.name {
        sheet.add(format!("ALTER {kind} {} RENAME TO {}", quote::qualified(&now), quote::identifier(&to.name)));
    }
}

fn to_default_schema(kind: &str, name: &ObjectName) -> String {
    let statement = format!("ALTER {kind} {} SET SCHEMA ", quote::qualified(name));
    format!("DO $$\nBEGIN\n    EXECUTE {} || quote_ident(current_schema());\nEND\n$$", quote::text(&statement))
}
