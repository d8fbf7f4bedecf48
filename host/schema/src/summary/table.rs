//! Changes of a table in words.

use super::Summary;
use crate::aspect::changed_aspects;
use crate::model::{Column, Constraint, ConstraintBody, Index, IndexKey, Key, ObjectName};
use crate::operation::TableChange;

/// The words of one change of a table among the others. A constraint or index that goes and comes back is told where it
/// comes, and only if it is another one then.
pub(super) fn summaries_between(
    table: &ObjectName,
    before: &[&TableChange],
    change: &TableChange,
    after: &[&TableChange],
) -> Vec<Summary> {
    match change {
        TableChange::DropConstraint(_) | TableChange::DropIndex(_)
            if after.iter().any(|each| is_index_of_key(change, each)) =>
        {
            Vec::new()
        }
        TableChange::DropConstraint(old) if after.iter().any(|each| added_constraint(each, old).is_some()) => {
            Vec::new()
        }
        TableChange::DropIndex(old) if after.iter().any(|each| added_index(each, old).is_some()) => Vec::new(),
        TableChange::AddConstraint(new) => constraint_added(table, before, change, new),
        TableChange::AddIndex(new) => index_added(table, before, change, new),
        other => summaries(table, other),
    }
}

fn constraint_added(
    table: &ObjectName,
    before: &[&TableChange],
    change: &TableChange,
    new: &Constraint,
) -> Vec<Summary> {
    if let Some(TableChange::DropIndex(old)) = before.iter().find(|each| is_index_of_key(each, change)) {
        return vec![index_summary("change index", table, old)];
    }
    match before.iter().find_map(|each| dropped_constraint(each, new)) {
        None => summaries(table, change),
        Some(old) if is_same_constraint(old, new) => Vec::new(),
        Some(old) => vec![constraint_changed(table, old, new)],
    }
}

fn index_added(table: &ObjectName, before: &[&TableChange], change: &TableChange, new: &Index) -> Vec<Summary> {
    if before.iter().any(|each| is_index_of_key(each, change)) {
        return vec![index_summary("change index", table, new)];
    }
    match before.iter().find_map(|each| dropped_index(each, new)) {
        None => summaries(table, change),
        Some(old) if old == new => Vec::new(),
        Some(_) => vec![index_summary("change index", table, new)],
    }
}

/// Whether an index goes and a unique constraint of its name comes, or the other way round: to `MySQL` these are one
/// thing, an index that is made unique.
fn is_index_of_key(dropped: &TableChange, added: &TableChange) -> bool {
    use TableChange::{AddConstraint, AddIndex, DropConstraint, DropIndex};
    let ((DropIndex(index), AddConstraint(key)) | (DropConstraint(key), AddIndex(index))) = (dropped, added) else {
        return false;
    };
    let is_unique = matches!(key.body, ConstraintBody::Unique(_));
    is_unique && !index.unique && key.name.as_ref() == Some(&index.name)
}

fn added_constraint<'a>(change: &'a TableChange, old: &Constraint) -> Option<&'a Constraint> {
    if let TableChange::AddConstraint(new) = change { Some(new).filter(|new| replaces(old, new)) } else { None }
}

fn dropped_constraint<'a>(change: &'a TableChange, new: &Constraint) -> Option<&'a Constraint> {
    if let TableChange::DropConstraint(old) = change { Some(old).filter(|old| replaces(old, new)) } else { None }
}

fn added_index<'a>(change: &'a TableChange, old: &Index) -> Option<&'a Index> {
    if let TableChange::AddIndex(new) = change { Some(new).filter(|new| new.name == old.name) } else { None }
}

fn dropped_index<'a>(change: &'a TableChange, new: &Index) -> Option<&'a Index> {
    if let TableChange::DropIndex(old) = change { Some(old).filter(|old| new.name == old.name) } else { None }
}

/// Whether one constraint is the other one, be it changed.
fn replaces(old: &Constraint, new: &Constraint) -> bool {
    let is_unnamed = old.given_name().is_none() && new.given_name().is_none();
    let is_one_place = match &old.body {
        ConstraintBody::PrimaryKey(_) => true,
        ConstraintBody::Check { .. } => is_unnamed && (old.name == new.name || old.body == new.body),
        body => is_unnamed && columns_of(body) == columns_of(&new.body),
    };
    kind_of(old) == kind_of(new) && (is_one_place || !is_unnamed && old.name == new.name)
}

fn is_same_constraint(old: &Constraint, new: &Constraint) -> bool {
    Constraint { name: new.name.clone(), is_name_generated: new.is_name_generated, ..old.clone() } == *new
}

/// The words of one change, one for each thing that differs after it.
fn summaries(table: &ObjectName, change: &TableChange) -> Vec<Summary> {
    vec![match change {
        TableChange::AlterColumn { before, after, .. } => return column_aspects(table, before, after),
        TableChange::AddColumn(column) => column_summary("add column", table, &column.name),
        TableChange::DropColumn(column) => column_summary("drop column", table, &column.name),
        TableChange::RenameColumn { from, to } => column_renamed(table, from, to),
        TableChange::AddConstraint(constraint) => constraint_summary("add", table, constraint),
        TableChange::DropConstraint(constraint) => constraint_summary("drop", table, constraint),
        TableChange::ReplaceConstraint { before, after } => constraint_changed(table, before, after),
        TableChange::RenameConstraint { before, to } => constraint_renamed(table, before, to),
        TableChange::AddIndex(index) => index_summary("create index", table, index),
        TableChange::DropIndex(index) => index_summary("drop index", table, index),
        TableChange::ReplaceIndex { after, .. } => index_summary("change index", table, after),
        TableChange::RenameIndex { before, to } => renamed("rename index", table, &before.name, to),
        TableChange::SetComment { .. } => Summary::new("comment on table", table).table(table),
        TableChange::SetOption { name, .. } => option_summary(table, name),
    }]
}

fn column_summary(words: &str, table: &ObjectName, column: &str) -> Summary {
    Summary::new(words, format!("{table}.{column}")).table(table).column(column)
}

fn column_renamed(table: &ObjectName, from: &str, to: &str) -> Summary {
    Summary::new("rename column", format!("{table}.{from} to {to}")).table(table).renamed(from, to)
}

fn column_aspects(table: &ObjectName, before: &Column, after: &Column) -> Vec<Summary> {
    let column = &after.name;
    let told = changed_aspects(before, after).into_iter().map(|aspect| Summary {
        aspect: Some(aspect.to_string()),
        ..Summary::new("alter column", format!("{table}.{column} {aspect}")).table(table).column(column)
    });
    told.collect()
}

fn option_summary(table: &ObjectName, name: &str) -> Summary {
    let words = match name {
        "partitioning" => Summary::new("change partitioning of", table),
        other => Summary::new("alter table", format!("{table} {other}")),
    };
    Summary { aspect: Some(name.to_owned()), ..words.table(table) }
}

fn index_summary(words: &str, table: &ObjectName, index: &Index) -> Summary {
    let summary = Summary::new(words, format!("{} on {table}", index.name)).table(table).name(&index.name);
    Summary { columns: index.parts.iter().filter_map(|part| column_of(&part.key)).collect(), ..summary }
}

fn renamed(words: &str, table: &ObjectName, from: &str, to: &str) -> Summary {
    Summary::new(words, format!("{from} to {to} on {table}")).table(table).renamed(from, to)
}

/// `verb` is `add`, `drop` or `change`.
fn constraint_summary(verb: &str, table: &ObjectName, constraint: &Constraint) -> Summary {
    let words = format!("{verb} {}", kind_of(constraint));
    let object = match label_of(constraint) {
        Some(label) => format!("{label} on {table}"),
        None => format!("on {table}"),
    };
    let summary = Summary { columns: columns_of(&constraint.body), ..Summary::new(&words, object).table(table) };
    match constraint.given_name() {
        Some(name) => summary.name(name),
        None => summary,
    }
}

/// A constraint is told by the name that a person gave it, on whichever side that is.
fn constraint_changed(table: &ObjectName, before: &Constraint, after: &Constraint) -> Summary {
    let told = if after.given_name().is_none() && before.given_name().is_some() { before } else { after };
    constraint_summary("change", table, told)
}

fn constraint_renamed(table: &ObjectName, before: &Constraint, to: &str) -> Summary {
    let words = format!("rename {}", kind_of(before));
    renamed(&words, table, before.name.as_deref().unwrap_or_default(), to)
}

fn kind_of(constraint: &Constraint) -> &'static str {
    match constraint.body {
        ConstraintBody::PrimaryKey(_) => "primary key",
        ConstraintBody::Unique(_) => "unique",
        ConstraintBody::ForeignKey(_) => "foreign key",
        ConstraintBody::Check { .. } => "check",
        ConstraintBody::Exclude { .. } => "exclude",
    }
}

/// A table has one primary key, which needs no name. Others are told by a name that was given, else by their columns.
fn label_of(constraint: &Constraint) -> Option<String> {
    let columns = || Some(columns_of(&constraint.body)).filter(|columns| !columns.is_empty());
    match (&constraint.body, constraint.given_name()) {
        (ConstraintBody::PrimaryKey(_), _) => None,
        (_, Some(name)) => Some(name.to_owned()),
        (_, None) => columns().map(|columns| format!("({})", columns.join(", "))),
    }
}

fn columns_of(body: &ConstraintBody) -> Vec<String> {
    match body {
        ConstraintBody::PrimaryKey(key) | ConstraintBody::Unique(key) => key_columns(key),
        ConstraintBody::ForeignKey(foreign_key) => foreign_key.columns.clone(),
        ConstraintBody::Check { .. } | ConstraintBody::Exclude { .. } => Vec::new(),
    }
}

fn key_columns(key: &Key) -> Vec<String> {
    let name = |key: &IndexKey| match key {
        IndexKey::Column(text) | IndexKey::Expression(text) => text.clone(),
    };
    key.parts.iter().map(|part| name(&part.key)).collect()
}

fn column_of(key: &IndexKey) -> Option<String> {
    match key {
        IndexKey::Column(name) => Some(name.clone()),
        IndexKey::Expression(_) => None,
    }
}
