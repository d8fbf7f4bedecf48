//! Constraints.

use super::super::catalog::generated_name::{is_made_up, made_up};
use super::super::quote;
use crate::model::{
    Constraint, ConstraintBody, Deferral, ForeignKey, IndexKey, Key, MatchKind, ReferentialAction, Table,
};

/// A constraint in CREATE TABLE and ADD, by name unless the server makes the same one up.
pub(super) fn definition(table: &str, constraint: &Constraint) -> String {
    let name = constraint.name.as_deref().filter(|name| !is_made_up(name, table, constraint));
    match name {
        Some(name) => format!("CONSTRAINT {} {}", quote::identifier(name), demand(constraint)),
        None => demand(constraint),
    }
}

/// The name that a constraint has or will be given.
pub(super) fn name(table: &str, constraint: &Constraint) -> String {
    if let Some(name) = &constraint.name {
        return name.clone();
    }
    let (middle, label) = match &constraint.body {
        ConstraintBody::PrimaryKey(_) => (None, "pkey"),
        ConstraintBody::Unique(key) => (Some(columns(key).join("_")), "key"),
        ConstraintBody::ForeignKey(foreign_key) => (Some(foreign_key.columns.join("_")), "fkey"),
        ConstraintBody::Check { column, .. } => (column.clone(), "check"),
        ConstraintBody::Exclude { .. } => (None, "excl"),
    };
    made_up(table, middle.as_deref(), label)
}

fn demand(constraint: &Constraint) -> String {
    let option = |name: &str| constraint.options.contains_key(name);
    let mut text = match &constraint.body {
        ConstraintBody::PrimaryKey(key) => format!("PRIMARY KEY {}", key_columns(key, option("period"))),
        ConstraintBody::Unique(key) => {
            let nulls = if key.nulls_not_distinct { "NULLS NOT DISTINCT " } else { "" };
            format!("UNIQUE {nulls}{}", key_columns(key, option("period")))
        }
        ConstraintBody::ForeignKey(foreign_key) => foreign_key_text(constraint, foreign_key),
        ConstraintBody::Check { expression, .. } => format!("CHECK ({expression})"),
        ConstraintBody::Exclude { definition } => definition.clone(),
    };
    if option("no inherit") {
        text.push_str(" NO INHERIT");
    }
    // An exclusion carries its settings in its text.
    if matches!(constraint.body, ConstraintBody::PrimaryKey(_) | ConstraintBody::Unique(_)) {
        text.push_str(&storage(constraint));
    }
    text.push_str(deferral(constraint.deferral));
    for (name, words) in [("not enforced", " NOT ENFORCED"), ("not valid", " NOT VALID")] {
        if option(name) {
            text.push_str(words);
        }
    }
    text
}

/// The words that the model has for itself; any other option is a setting of the index.
const WORDS: [&str; 6] = ["no inherit", "not valid", "not enforced", "period", "on delete columns", "tablespace"];

fn storage(constraint: &Constraint) -> String {
    let settings = constraint.options.iter().filter(|(name, _)| !WORDS.contains(&name.as_str()));
    let settings: Vec<String> = settings.map(|(name, value)| format!("{name} = {value}")).collect();
    let mut text = if settings.is_empty() { String::new() } else { format!(" WITH ({})", settings.join(", ")) };
    if let Some(place) = constraint.options.get("tablespace") {
        text.extend([format!(" USING INDEX TABLESPACE {}", quote::identifier(place))]);
    }
    text
}

fn key_columns(key: &Key, is_period: bool) -> String {
    let period = if is_period { " WITHOUT OVERLAPS" } else { "" };
    let include = match key.include.as_slice() {
        [] => String::new(),
        columns => format!(" INCLUDE ({})", quote::list(columns)),
    };
    format!("({}{period}){include}", quote::list(&columns(key)))
}

/// The columns of a key.
pub(super) fn columns(key: &Key) -> Vec<&str> {
    key.parts
        .iter()
        .map(|part| match &part.key {
            IndexKey::Column(name) | IndexKey::Expression(name) => name.as_str(),
        })
        .collect()
}

fn foreign_key_text(constraint: &Constraint, foreign_key: &ForeignKey) -> String {
    let is_period = constraint.options.contains_key("period");
    let references = match foreign_key.referenced_columns.as_slice() {
        [] => String::new(),
        columns => format!(" ({})", with_period(columns, is_period)),
    };
    let mut text = format!(
        "FOREIGN KEY ({}) REFERENCES {}{references}",
        with_period(&foreign_key.columns, is_period),
        quote::qualified(&foreign_key.references)
    );
    text.push_str(match foreign_key.match_kind {
        MatchKind::Simple => "",
        MatchKind::Full => " MATCH FULL",
        MatchKind::Partial => " MATCH PARTIAL",
    });
    if foreign_key.on_update != ReferentialAction::NoAction {
        text.extend([format!(" ON UPDATE {}", foreign_key.on_update.sql())]);
    }
    if foreign_key.on_delete != ReferentialAction::NoAction {
        text.extend([format!(" ON DELETE {}", foreign_key.on_delete.sql())]);
        if let Some(columns) = constraint.options.get("on delete columns") {
            text.extend([format!(" ({columns})")]);
        }
    }
    text
}

fn with_period(columns: &[String], is_period: bool) -> String {
    match columns.split_last() {
        Some((last, others)) if is_period && !others.is_empty() => {
            format!("{}, PERIOD {}", quote::list(others), quote::identifier(last))
        }
        _ => quote::list(columns),
    }
}

fn deferral(deferral: Deferral) -> &'static str {
    match deferral {
        Deferral::NotDeferrable => "",
        Deferral::InitiallyImmediate => " DEFERRABLE",
        Deferral::InitiallyDeferred => " DEFERRABLE INITIALLY DEFERRED",
    }
}

/// The order in which a person writes constraints: the primary key first, what points elsewhere and is checked last.
pub(super) fn place(constraint: &Constraint) -> u8 {
    match constraint.body {
        ConstraintBody::PrimaryKey(_) => 0,
        ConstraintBody::Unique(_) => 1,
        ConstraintBody::Exclude { .. } => 2,
        ConstraintBody::ForeignKey(_) => 3,
        ConstraintBody::Check { .. } => 4,
    }
}

/// The primary key that can be written at its column: one column, and nothing else to say.
pub(super) fn inline_key(table: &Table) -> Option<(&Constraint, &str)> {
    let constraint = table.primary_key()?;
    let ConstraintBody::PrimaryKey(key) = &constraint.body else { return None };
    let definition = definition(&table.name.name, constraint);
    let [column] = columns(key)[..] else { return None };
    let is_bare = definition == format!("PRIMARY KEY ({})", quote::identifier(column));
    is_bare.then_some((constraint, column))
}

/// How ALTER TABLE turns a constraint into one that differs in little, without making it anew.
pub(super) fn adjustment(table: &str, before: &Constraint, after: &Constraint) -> Option<Vec<String>> {
    if before.body != after.body || before.name != after.name {
        return None;
    }
    let name = quote::identifier(&name(table, before));
    let mut becomes_valid = before.clone();
    becomes_valid.options.remove("not valid");
    let is_foreign_key = matches!(before.body, ConstraintBody::ForeignKey(_));
    match (before.options == after.options, before.deferral == after.deferral) {
        (true, true) => Some(Vec::new()),
        (false, true) if becomes_valid.options == after.options => Some(vec![format!("VALIDATE CONSTRAINT {name}")]),
        (true, false) if is_foreign_key => {
            let words = match after.deferral {
                Deferral::NotDeferrable => " NOT DEFERRABLE",
                other => deferral(other),
            };
            Some(vec![format!("ALTER CONSTRAINT {name}{words}")])
        }
        _ => None,
    }
}
