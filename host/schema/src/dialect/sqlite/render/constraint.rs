//! Constraints, at a column or after all of them.

use super::definition::{bare, unknown_option};
use super::name::{name, names};
use super::part::parts_text;
use super::unsupported::{local, unsupported};
use crate::dialect::Unsupported;
use crate::model::{
    Column, Constraint, ConstraintBody, Deferral, ForeignKey, Generation, IndexKey, Key, MatchKind, ReferentialAction,
    Table,
};

/// Whether a person writes it at its column: it is about one alone and has no name, or cannot stand elsewhere.
pub(super) fn is_inline(table: &Table, constraint: &Constraint) -> bool {
    let Some(column) = column_of(constraint) else { return false };
    let counts = table.column(column).is_some_and(|column| column.generation == Generation::AutoIncrement);
    match &constraint.body {
        ConstraintBody::PrimaryKey(_) if counts => true,
        ConstraintBody::Check { .. } => true,
        _ => constraint.given_name().is_none(),
    }
}

/// The one column that a constraint is about, where it can be written at it.
pub(super) fn column_of(constraint: &Constraint) -> Option<&String> {
    match &constraint.body {
        ConstraintBody::PrimaryKey(key) => column_of_key(key),
        ConstraintBody::Unique(key) => column_of_key(key).filter(|_| !key.parts[0].descending),
        ConstraintBody::ForeignKey(foreign_key) => match foreign_key.columns.as_slice() {
            [column] => Some(column),
            _ => None,
        },
        ConstraintBody::Check { column, .. } => column.as_ref(),
        ConstraintBody::Exclude { .. } => None,
    }
}

fn column_of_key(key: &Key) -> Option<&String> {
    match key.parts.as_slice() {
        [part] if part.collation.is_none() => match &part.key {
            IndexKey::Column(column) => Some(column),
            IndexKey::Expression(_) => None,
        },
        _ => None,
    }
}

/// A constraint after the columns.
pub(super) fn constraint_text(constraint: &Constraint) -> Result<String, Unsupported> {
    let name = name_text(constraint);
    Ok(match &constraint.body {
        ConstraintBody::PrimaryKey(key) => format!("{name}PRIMARY KEY ({}){}", key_text(key)?, ending(constraint)?),
        ConstraintBody::Unique(key) => format!("{name}UNIQUE ({}){}", key_text(key)?, ending(constraint)?),
        ConstraintBody::ForeignKey(foreign_key) => {
            let columns = names(&foreign_key.columns);
            format!("{name}FOREIGN KEY ({columns}) {}{}", references_text(foreign_key)?, ending(constraint)?)
        }
        ConstraintBody::Check { expression, .. } => {
            format!("{name}CHECK ({}){}", bare(expression), ending(constraint)?)
        }
        ConstraintBody::Exclude { .. } => return Err(exclude(constraint)),
    })
}

/// A constraint at its column.
pub(super) fn inline_text(constraint: &Constraint, column: &Column) -> Result<String, Unsupported> {
    let (name, ending) = (name_text(constraint), ending(constraint)?);
    Ok(match &constraint.body {
        ConstraintBody::PrimaryKey(key) => {
            let direction = if key.parts.iter().any(|part| part.descending) { " DESC" } else { "" };
            let counts = if column.generation == Generation::AutoIncrement { " AUTOINCREMENT" } else { "" };
            format!("{name}PRIMARY KEY{direction}{ending}{counts}")
        }
        ConstraintBody::Unique(_) => format!("{name}UNIQUE{ending}"),
        ConstraintBody::ForeignKey(foreign_key) => format!("{name}{}{ending}", references_text(foreign_key)?),
        ConstraintBody::Check { expression, .. } => format!("{name}CHECK ({}){ending}", bare(expression)),
        ConstraintBody::Exclude { .. } => return Err(exclude(constraint)),
    })
}

fn name_text(constraint: &Constraint) -> String {
    constraint.given_name().map(|given| format!("CONSTRAINT {} ", name(given))).unwrap_or_default()
}

fn key_text(key: &Key) -> Result<String, Unsupported> {
    if key.nulls_not_distinct {
        return Err(unsupported(
            "treat NULLs as equal",
            "add a unique index over an expression: `coalesce(column, '')`",
        ));
    }
    if !key.include.is_empty() {
        return Err(unsupported("carry columns along in a key (INCLUDE)", "add an index that ends with them"));
    }
    parts_text(&key.parts)
}

fn references_text(foreign_key: &ForeignKey) -> Result<String, Unsupported> {
    let mut words = vec![format!("REFERENCES {}", name(local(&foreign_key.references)?))];
    if !foreign_key.referenced_columns.is_empty() {
        words.push(format!("({})", names(&foreign_key.referenced_columns)));
    }
    for (event, action) in [("DELETE", foreign_key.on_delete), ("UPDATE", foreign_key.on_update)] {
        if action != ReferentialAction::NoAction {
            words.push(format!("ON {event} {}", action.sql()));
        }
    }
    words.extend(match foreign_key.match_kind {
        MatchKind::Simple => None,
        MatchKind::Full => Some("MATCH FULL".to_owned()),
        MatchKind::Partial => Some("MATCH PARTIAL".to_owned()),
    });
    Ok(words.join(" "))
}

/// When it is checked and what happens then.
fn ending(constraint: &Constraint) -> Result<String, Unsupported> {
    let mut text = deferral_text(constraint)?.to_owned();
    for (option, value) in &constraint.options {
        match option.as_str() {
            "on conflict" => text = format!("{text} ON CONFLICT {}", value.to_ascii_uppercase()),
            option => return Err(unknown_option("a constraint", option)),
        }
    }
    Ok(text)
}

fn deferral_text(constraint: &Constraint) -> Result<&'static str, Unsupported> {
    let can_wait = matches!(constraint.body, ConstraintBody::ForeignKey(_));
    match constraint.deferral {
        Deferral::NotDeferrable => Ok(""),
        _ if !can_wait => Err(unsupported("defer a key or check", "only a foreign key can wait for the commit")),
        Deferral::InitiallyImmediate => Ok(" DEFERRABLE"),
        Deferral::InitiallyDeferred => Ok(" DEFERRABLE INITIALLY DEFERRED"),
    }
}

fn exclude(constraint: &Constraint) -> Unsupported {
    unsupported(
        format!("hold the exclusion constraint `{}`", constraint.name.as_deref().unwrap_or("(unnamed)")),
        "refuse what overlaps in a BEFORE INSERT trigger: `SELECT raise(ABORT, '...') WHERE EXISTS (...)`",
    )
}
