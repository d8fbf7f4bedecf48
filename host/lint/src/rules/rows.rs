//! AL3: rows that are there may not fit.

use aludel_schema::model::{Column, Constraint, ConstraintBody, ForeignKey, Generation, Index, Key, Table};
use aludel_schema::{ObjectName, TableChange};

use super::Run;
use crate::catalogue::rows::{
    ADD_CHECK, ADD_EXCLUSION, ADD_FOREIGN_KEY, ADD_PRIMARY_KEY, ADD_UNIQUE, INDEX_BECOMES_UNIQUE, REQUIRED_COLUMN,
    SET_NOT_NULL, VALIDATE_AT_ONCE,
};
use crate::changes::behind_alter_table;
use crate::look::{Look, Notes, column_name, columns_of, key_columns};
use crate::words::Words;
use aludel_sql::Dialect;

/// The rules about one statement.
pub(crate) fn check(look: &Look<'_>, run: &mut Run, notes: &mut Notes) {
    for (table, changes) in look.existing_changes() {
        for change in changes {
            changed_table(look, table, (change, changes), notes);
        }
    }
    for words in look.written() {
        validated(look, run, words, notes);
    }
    learn(look, run);
}

/// Remembers the constraints that are not validated yet.
fn learn(look: &Look<'_>, run: &mut Run) {
    if !look.statement.in_transaction {
        run.not_valid.clear();
        return;
    }
    for (_, change) in look.each_change() {
        if let TableChange::AddConstraint(constraint) = change
            && is_unchecked(constraint)
        {
            run.not_valid.extend(constraint.name.clone());
        }
    }
}

fn is_unchecked(constraint: &Constraint) -> bool {
    ["not valid", "not enforced"].iter().any(|word| constraint.options.contains_key(*word))
}

fn changed_table(look: &Look<'_>, table: &Table, (change, all): (&TableChange, &[TableChange]), notes: &mut Notes) {
    match change {
        TableChange::AddConstraint(constraint) => added_constraint(look, table, (constraint, all), notes),
        TableChange::AddIndex(index) if index.unique => unique_index(look, table, (index, all), notes),
        TableChange::ReplaceIndex { before, after } if !before.unique && after.unique => {
            let message = format!(
                "index {} of {} becomes unique: rows that agree in it stop the migration",
                after.name, table.name
            );
            let hint = "look for rows that agree first";
            notes.tell_of_table(look, INDEX_BECOMES_UNIQUE, (&table.name, &after.name), message, hint);
        }
        TableChange::AddColumn(column) if is_required(column) && !all.iter().any(is_move) => {
            required_column(look, table, column, notes);
        }
        TableChange::AlterColumn { before, after, .. } if before.nullable && !after.nullable => {
            set_not_null(look, table, (after, all), notes);
        }
        _ => {}
    }
}

fn is_required(column: &Column) -> bool {
    !column.nullable && column.generation == Generation::None
}

/// Whether a table becomes or stops to be a part of another one: its columns seem to come then.
fn is_move(change: &TableChange) -> bool {
    matches!(change, TableChange::SetOption { name, .. } if matches!(name.as_str(), "partition of" | "inherits"))
}

fn required_column(look: &Look<'_>, table: &Table, column: &Column, notes: &mut Notes) {
    let name = column_name(&table.name, &column.name);
    let message = if look.is_mysql() {
        format!("{name} may not be NULL and has no default: rows get an empty value or 0")
    } else {
        format!("{name} may not be NULL and has no default: a single row stops the migration")
    };
    let hint = "give it a default, or let it be NULL, fill it, and make it NOT NULL a release later";
    notes.tell_of_table(look, REQUIRED_COLUMN, (&table.name, name), message, hint);
}

fn set_not_null(look: &Look<'_>, table: &Table, (column, all): (&Column, &[TableChange]), notes: &mut Notes) {
    let becomes_key = all.iter().any(|change| match change {
        TableChange::AddConstraint(Constraint { body: ConstraintBody::PrimaryKey(key), .. }) => {
            key_columns(key).contains(&column.name)
        }
        _ => false,
    });
    let is_postgres = look.dialect() == Dialect::Postgres;
    let is_proven = is_postgres && look.is_since(12, 0, 0) && is_proven(table, &column.name);
    let is_put_off = look.written().iter().any(|words| words.holds_outside("not valid"));
    if becomes_key || is_proven || is_put_off {
        return;
    }
    let name = column_name(&table.name, &column.name);
    let (effect, hint) = if is_postgres {
        let effect = "all rows are read while readers wait, and a NULL stops the migration";
        (effect, "add `CHECK (column IS NOT NULL) NOT VALID`, validate it in a later migration, then set NOT NULL")
    } else {
        (
            "the table is written anew, and a NULL stops the migration",
            "look for rows with NULL first, and fill them in batches",
        )
    };
    let message = format!("{name} may not be NULL any more: {effect}");
    notes.tell_of_table(look, SET_NOT_NULL, (&table.name, name), message, hint);
}

/// Whether a valid check says already that a column is not NULL, so that `PostgreSQL` does not look.
fn is_proven(table: &Table, column: &str) -> bool {
    let proves =
        |constraint: &Constraint| !is_unchecked(constraint) && filled_column(constraint).as_deref() == Some(column);
    table.constraints.iter().any(proves)
}

/// The column that a check keeps from being NULL, if that is all that it does.
pub(super) fn filled_column(constraint: &Constraint) -> Option<String> {
    let ConstraintBody::Check { expression, .. } = &constraint.body else { return None };
    let kept: String = expression.chars().filter(|each| !matches!(each, '(' | ')' | '"' | '`')).collect();
    let words: Vec<&str> = kept.split_whitespace().collect();
    match words.as_slice() {
        [column, is, not, null] if format!("{is} {not} {null}").eq_ignore_ascii_case("is not null") => {
            Some((*column).to_owned())
        }
        _ => None,
    }
}

fn added_constraint(
    look: &Look<'_>,
    table: &Table,
    (constraint, all): (&Constraint, &[TableChange]),
    notes: &mut Notes,
) {
    let is_of_index = look.texts.iter().any(|words| words.holds_outside("using index"));
    match &constraint.body {
        ConstraintBody::Unique(key) if !is_of_index => unique_key(look, table, (key, all), notes),
        ConstraintBody::PrimaryKey(key) if !is_of_index && !comes_with_column(&key_columns(key), all) => {
            let replaced = all.iter().any(|change| {
                matches!(change, TableChange::DropConstraint(Constraint { body: ConstraintBody::PrimaryKey(_), .. }))
            });
            let what = if replaced { "another primary key" } else { "a primary key" };
            let columns = key_columns(key).join(", ");
            let message =
                format!("{} gets {what} over {columns} while others wait, and rows may stand against it", table.name);
            notes.tell_of_table(look, ADD_PRIMARY_KEY, (&table.name, &table.name), message, primary_key_hint(look));
        }
        ConstraintBody::Check { expression, .. } if !is_unchecked(constraint) => {
            let message =
                format!("all rows of {} are held against the check {expression} while others wait", table.name);
            notes.tell_of_table(look, ADD_CHECK, (&table.name, &table.name), message, not_valid_hint(look));
        }
        ConstraintBody::ForeignKey(foreign_key) if !is_unchecked(constraint) => {
            foreign_key_added(look, table, (foreign_key, all), notes);
        }
        ConstraintBody::Exclude { .. } => {
            let message = format!("{} gets an exclusion constraint: others wait while its index is built", table.name);
            let hint = "there is no way to do it beside them: choose a quiet hour";
            notes.tell_of_table(look, ADD_EXCLUSION, (&table.name, &table.name), message, hint);
        }
        _ => {}
    }
}

fn foreign_key_added(
    look: &Look<'_>,
    table: &Table,
    (foreign_key, all): (&ForeignKey, &[TableChange]),
    notes: &mut Notes,
) {
    // The servers of the other family copy the table all the same.
    if !look.is_mysql() && is_of_new_nulls(look, table, &foreign_key.columns, all) {
        return;
    }
    let (name, columns) = (&table.name, foreign_key.columns.join(", "));
    let message = format!(
        "all rows of {name} are held against the foreign key over {columns}, while writers of it and of {} wait",
        foreign_key.references
    );
    notes.tell_of_table(look, ADD_FOREIGN_KEY, (name, name), message, not_valid_hint(look));
}

fn primary_key_hint(look: &Look<'_>) -> &'static str {
    if look.dialect() == Dialect::Postgres {
        "make a unique index CONCURRENTLY, then ADD PRIMARY KEY USING INDEX"
    } else {
        "look for rows that agree or hold NULL first, and choose a quiet hour"
    }
}

fn not_valid_hint(look: &Look<'_>) -> &'static str {
    if look.dialect() == Dialect::Postgres {
        "add it NOT VALID, and VALIDATE it in a later migration"
    } else {
        "look for rows that break it first, and choose a quiet hour"
    }
}

/// Whether a key is over a column that the same statement adds.
fn comes_with_column(columns: &[String], all: &[TableChange]) -> bool {
    let is_added = |name: &String| {
        all.iter().any(|change| matches!(change, TableChange::AddColumn(column) if column.name == *name))
    };
    columns.iter().any(is_added)
}

/// Whether all rows hold NULL in one of these columns, since it has just been made: there is nothing to compare.
fn is_of_new_nulls(look: &Look<'_>, table: &Table, columns: &[String], all: &[TableChange]) -> bool {
    let is_null = |column: &Column| column.nullable && column.generation == Generation::None;
    columns.iter().any(|name| {
        let now = all.iter().find_map(|change| match change {
            TableChange::AddColumn(column) if column.name == *name => Some(column),
            _ => None,
        });
        // A column that an earlier statement made may have been filled since.
        let earlier = table.column(name).filter(|_| look.made.holds_column(&table.name, name) && !is_filled(look));
        now.or(earlier).is_some_and(is_null)
    })
}

fn is_filled(look: &Look<'_>) -> bool {
    let earlier = look.migration.statements.iter().filter(|each| each.number < look.statement.number);
    earlier.flat_map(|each| Words::of_each(&each.text, look.dialect())).any(|words| {
        ["update", "insert", "merge", "with", "replace", "copy", "do", "call"].iter().any(|start| words.start(start))
    })
}

fn unique_key(look: &Look<'_>, table: &Table, (key, all): (&Key, &[TableChange]), notes: &mut Notes) {
    let columns = key_columns(key);
    if !key.nulls_not_distinct && is_of_new_nulls(look, table, &columns, all) {
        return;
    }
    let wait = if look.dialect() == Dialect::Postgres { ", and others wait while its index is built" } else { "" };
    let hint = if look.dialect() == Dialect::Postgres {
        "make a unique index CONCURRENTLY, then ADD CONSTRAINT ... UNIQUE USING INDEX"
    } else {
        "look for rows that agree first"
    };
    tell_unique(look, table, &columns.join(", "), (wait, hint), notes);
}

fn unique_index(look: &Look<'_>, table: &Table, (index, all): (&Index, &[TableChange]), notes: &mut Notes) {
    let columns = columns_of(&index.parts);
    if !index.nulls_not_distinct && is_of_new_nulls(look, table, &columns, all) {
        return;
    }
    let named = if columns.len() == index.parts.len() { columns.join(", ") } else { index.name.clone() };
    tell_unique(look, table, &named, ("", "look for rows that agree first"), notes);
}

fn tell_unique(look: &Look<'_>, table: &Table, columns: &str, (wait, hint): (&str, &str), notes: &mut Notes) {
    let name = &table.name;
    let message = format!("{name} ({columns}) becomes unique: rows that agree in it stop the migration{wait}");
    notes.tell_of_table(look, ADD_UNIQUE, (name, format!("{name} ({columns})")), message, hint);
}

fn validated(look: &Look<'_>, run: &Run, words: &Words, notes: &mut Notes) {
    let Some((table, next)) = behind_alter_table(words).and_then(|place| words.name(place)) else { return };
    if !look.statement.in_transaction || look.existing(&table).is_none() {
        return;
    }
    for (start, _) in words.parts(next) {
        let name = words.part_of_name(start + 2).filter(|_| words.are(start, "validate constraint"));
        if let Some((name, _)) = name.filter(|(name, _)| run.not_valid.contains(name)) {
            let message = format!("{name} of {table} is validated while the lock is held that it was added under");
            let hint = "validate it in a migration of its own";
            tell_validated(look, &table, &message, hint, notes);
        }
    }
}

fn tell_validated(look: &Look<'_>, table: &ObjectName, message: &str, hint: &str, notes: &mut Notes) {
    notes.tell_of_table(look, VALIDATE_AT_ONCE, (table, table), message.to_owned(), hint);
}

#[cfg(test)]
mod tests;
