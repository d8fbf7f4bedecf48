//! Constraints.

use super::index::parts;
use super::literal::{call, flag, list, name, named, text};
use crate::model::{Constraint, ConstraintBody, Deferral, ForeignKey, Key, MatchKind, ReferentialAction};

/// `op.unique(["a"])` as a part of a new table.
pub(super) fn new(constraint: &Constraint) -> String {
    call(&format!("op.{}", function(&constraint.body)), &arguments(constraint))
}

/// `table.add_unique(["a"])` in an altered table.
pub(super) fn add(constraint: &Constraint) -> String {
    if matches!(constraint.body, ConstraintBody::Exclude { .. }) {
        return call("table.add_constraint", &[new(constraint)]);
    }
    call(&format!("table.add_{}", function(&constraint.body)), &arguments(constraint))
}

fn function(body: &ConstraintBody) -> &'static str {
    match body {
        ConstraintBody::PrimaryKey(_) => "primary_key",
        ConstraintBody::Unique(_) => "unique",
        ConstraintBody::ForeignKey(_) => "foreign_key",
        ConstraintBody::Check { .. } => "check",
        ConstraintBody::Exclude { .. } => "exclude",
    }
}

fn arguments(constraint: &Constraint) -> Vec<String> {
    let mut arguments = match &constraint.body {
        ConstraintBody::PrimaryKey(own) | ConstraintBody::Unique(own) => key(own),
        ConstraintBody::ForeignKey(key) => foreign_key(key),
        ConstraintBody::Check { expression, .. } => vec![text(expression)],
        ConstraintBody::Exclude { definition } => vec![text(definition)],
    };
    arguments.extend(named("name", constraint.given_name()));
    arguments.extend(match constraint.deferral {
        Deferral::NotDeferrable => None,
        Deferral::InitiallyImmediate => flag("deferrable", true),
        Deferral::InitiallyDeferred => flag("initially_deferred", true),
    });
    arguments.extend(named("comment", constraint.comment.as_deref()));
    arguments
}

fn key(key: &Key) -> Vec<String> {
    let mut arguments = vec![parts(&key.parts)];
    arguments.extend((!key.include.is_empty()).then(|| format!("include={}", list(&key.include))));
    arguments.extend(flag("nulls_not_distinct", key.nulls_not_distinct));
    arguments
}

fn foreign_key(key: &ForeignKey) -> Vec<String> {
    let mut arguments = vec![list(&key.columns), name(&key.references), list(&key.referenced_columns)];
    arguments.extend(named("on_delete", action(key.on_delete)));
    arguments.extend(named("on_update", action(key.on_update)));
    arguments.extend(match key.match_kind {
        MatchKind::Simple => None,
        MatchKind::Full => named("match", Some("full")),
        MatchKind::Partial => named("match", Some("partial")),
    });
    arguments
}

fn action(action: ReferentialAction) -> Option<&'static str> {
    match action {
        ReferentialAction::NoAction => None,
        ReferentialAction::Restrict => Some("restrict"),
        ReferentialAction::Cascade => Some("cascade"),
        ReferentialAction::SetNull => Some("set null"),
        ReferentialAction::SetDefault => Some("set default"),
    }
}
