//! What a change of a column has the server do with the table.

use aludel_schema::TableChange;
use aludel_schema::model::{Column, Constraint, ConstraintBody, Generation, Index, Table};
use aludel_sql::Dialect;

use super::{INTEGERS, forbids_copy};
use crate::catalogue::mysql::{COPIES_TABLE, ENUM_ORDER, REBUILDS_TABLE};
use crate::look::{Look, Notes, column_name, columns_of};
use crate::types;

pub(super) fn altered_column(look: &Look<'_>, table: &Table, (before, after): (&Column, &Column), notes: &mut Notes) {
    let name = column_name(&table.name, &after.name);
    if let (Some(old), Some(new)) = (types::labels(&before.data_type), types::labels(&after.data_type)) {
        return altered_labels(look, table, &name, (&old, &new), (before, after), notes);
    }
    let (one, other) = (types::read(&before.data_type), types::read(&after.data_type));
    let width = |of: &types::TypeText| INTEGERS.contains(&of.name.as_str());
    let is_same = before.data_type == after.data_type
        || width(&one) && one.name == other.name && one.rest == other.rest
        || grows_in_place(table, (before, &one), &other);
    if !is_same && !forbids_copy(look) {
        let message = format!("{name} becomes {}: {} is copied while writers wait", after.data_type, table.name);
        tell_copy(look, table, &name, message, notes);
    } else if is_computed_anew(look, before, after) && !forbids_copy(look) {
        let message = format!("{name} is computed otherwise: {} is copied while writers wait", table.name);
        tell_copy(look, table, &name, message, notes);
    } else if is_same && before.nullable != after.nullable {
        let how = if after.nullable { "with" } else { "without" };
        rebuilt(look, table, &format!("{how} NULL in {}", after.name), notes);
    }
}

/// Whether a column gets another expression. `MariaDB` keeps the values of a virtual one nowhere, and `MySQL` copies all
/// the same.
fn is_computed_anew(look: &Look<'_>, before: &Column, after: &Column) -> bool {
    match (&before.generation, &after.generation) {
        (Generation::Computed { expression: one, .. }, Generation::Computed { expression: other, stored }) => {
            one != other && (*stored || look.dialect() == Dialect::Mysql)
        }
        _ => false,
    }
}

fn altered_labels(
    look: &Look<'_>,
    table: &Table,
    name: &str,
    (old, new): (&[String], &[String]),
    (before, after): (&Column, &Column),
    notes: &mut Notes,
) {
    // What is lost is told by another rule, and copied all the same.
    if old.iter().any(|label| !new.contains(label)) {
        return;
    }
    let (one, other) = (types::label_bytes(&before.data_type), types::label_bytes(&after.data_type));
    let problem = if !new.starts_with(old) {
        "its values move"
    } else if other > one {
        "each value takes more bytes"
    } else {
        return;
    };
    let message = format!("{name}: {problem}, so {} is copied while writers wait", table.name);
    notes.tell_of_table(look, ENUM_ORDER, (&table.name, name), message, "add new values at the end");
}

/// Whether a text becomes longer and its length still takes as many bytes.
fn grows_in_place(table: &Table, (column, one): (&Column, &types::TypeText), other: &types::TypeText) -> bool {
    let (Some(before), Some(after)) = (one.numbers.first(), other.numbers.first()) else { return false };
    let bytes = bytes_of_character(table, column);
    let takes_two = |length: &u64| length * bytes > 255;
    let is_varying = matches!(one.name.as_str(), "varchar" | "varbinary");
    is_varying && one.name == other.name && after >= before && takes_two(before) == takes_two(after)
}

/// The most bytes that a character of a column takes; 4 where nothing is said.
fn bytes_of_character(table: &Table, column: &Column) -> u64 {
    if column.data_type.starts_with("varbinary") {
        return 1;
    }
    let said = column.collation.as_ref().or_else(|| table.options.get("collation")).map_or("", String::as_str);
    match said.split('_').next().unwrap_or_default() {
        "latin1" | "ascii" | "latin2" | "binary" => 1,
        "utf8" | "utf8mb3" => 3,
        _ => 4,
    }
}

pub(super) fn added_column(
    look: &Look<'_>,
    table: &Table,
    (column, all): (&Column, &[TableChange]),
    notes: &mut Notes,
) {
    let name = column_name(&table.name, &column.name);
    let why = match &column.generation {
        Generation::Computed { stored: true, .. } => Some("is computed and stored"),
        Generation::Default(text) if is_computed_default(look.dialect(), text) => Some("has a computed default"),
        Generation::Computed { stored: false, .. } => None,
        _ if has_text_index(table) => Some("comes beside a FULLTEXT index"),
        _ => None,
    };
    if let Some(why) = why.filter(|_| !forbids_copy(look)) {
        let message = format!("{name} {why}: {} is copied while writers wait", table.name);
        tell_copy(look, table, &name, message, notes);
    } else if why.is_none() && (!adds_at_once(look) || all.iter().any(changes_an_index)) {
        rebuilt(look, table, &format!("with {}", column.name), notes);
    }
}

pub(super) fn dropped_column(look: &Look<'_>, table: &Table, column: &Column, notes: &mut Notes) {
    if has_text_index(table) && !forbids_copy(look) {
        let name = column_name(&table.name, &column.name);
        let message = format!("{name} goes beside a FULLTEXT index: {} is copied while writers wait", table.name);
        tell_copy(look, table, &name, message, notes);
    } else if !drops_at_once(look) || look.dialect() == Dialect::Mysql && is_indexed(table, &column.name) {
        rebuilt(look, table, &format!("without {}", column.name), notes);
    }
}

/// Texts are found by a number that each row has, which ties the server to writing the whole table.
fn has_text_index(table: &Table) -> bool {
    let is_text = |index: &Index| index.method.as_deref().is_some_and(|method| method.eq_ignore_ascii_case("fulltext"));
    table.indexes.iter().any(is_text)
}

/// Whether a change builds or drops an index, with which no column of the same statement is added at once.
fn changes_an_index(change: &TableChange) -> bool {
    let is_key =
        |constraint: &Constraint| matches!(constraint.body, ConstraintBody::PrimaryKey(_) | ConstraintBody::Unique(_));
    match change {
        TableChange::AddIndex(_) | TableChange::DropIndex(_) | TableChange::ReplaceIndex { .. } => true,
        TableChange::AddConstraint(constraint) | TableChange::DropConstraint(constraint) => is_key(constraint),
        _ => false,
    }
}

/// Whether a key or an index is over a column.
pub(super) fn is_indexed(table: &Table, column: &str) -> bool {
    let holds = |columns: Vec<String>| columns.iter().any(|each| each == column);
    let is_over = |constraint: &Constraint| match &constraint.body {
        ConstraintBody::PrimaryKey(key) | ConstraintBody::Unique(key) => holds(columns_of(&key.parts)),
        ConstraintBody::ForeignKey(key) => holds(key.columns.clone()),
        _ => false,
    };
    table.indexes.iter().any(|index| holds(columns_of(&index.parts))) || table.constraints.iter().any(is_over)
}

/// Whether the server works a default out while it adds the column. `MySQL` does so for every expression, which it shows in
/// parentheses; `MariaDB` for functions whose value may differ from row to row.
fn is_computed_default(dialect: Dialect, text: &str) -> bool {
    let lower = text.trim().to_ascii_lowercase();
    if dialect == Dialect::Mysql && lower.starts_with('(') {
        return true;
    }
    let is_now =
        ["current_timestamp", "now(", "localtime", "curdate(", "curtime("].iter().any(|start| lower.starts_with(start));
    let is_call = lower
        .split('(')
        .rev()
        .skip(1)
        .any(|before| before.ends_with(|last: char| last.is_alphanumeric() || last == '_'));
    is_call && !lower.starts_with(['\'', '"']) && !is_now
}

fn tell_copy(look: &Look<'_>, table: &Table, name: &str, message: String, notes: &mut Notes) {
    let hint = "use gh-ost, pt-online-schema-change or a second column, or choose a quiet hour";
    notes.tell_of_table(look, COPIES_TABLE, (&table.name, name), message, hint);
}

/// Whether the server adds a column without building the table anew.
fn adds_at_once(look: &Look<'_>) -> bool {
    let is_placed = look.texts.iter().any(|words| words.holds_outside("first") || words.holds_outside("after"));
    match look.dialect() {
        Dialect::MariaDb => look.is_since(10, 4, 0) || look.is_since(10, 3, 2) && !is_placed,
        _ => look.is_since(8, 0, 29) || look.is_since(8, 0, 12) && !is_placed,
    }
}

fn drops_at_once(look: &Look<'_>) -> bool {
    if look.dialect() == Dialect::MariaDb { look.is_since(10, 4, 0) } else { look.is_since(8, 0, 29) }
}

pub(super) fn rebuilt(look: &Look<'_>, table: &Table, how: &str, notes: &mut Notes) {
    let name = &table.name;
    let message = format!("{name} is built anew {how}: others go on, and the server has much to write");
    let hint = "choose a quiet hour; replicas fall behind by as long as it takes";
    notes.tell_of_table(look, REBUILDS_TABLE, (name, name), message, hint);
}
