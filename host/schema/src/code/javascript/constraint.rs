//! Constraints.

use super::index::parts;
use super::literal::{list, name, text};
use crate::model::{Constraint, ConstraintBody, Deferral, ForeignKey, Key, MatchKind, ReferentialAction};

/// Where a constraint is added, which decides what the call is named.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// In a table that is created.
    NewTable,
    /// In a table that is there.
    AlteredTable,
}

impl Place {
    fn call(self, new: &'static str, altered: &'static str) -> &'static str {
        match self {
            Self::NewTable => new,
            Self::AlteredTable => altered,
        }
    }
}

/// `t.unique(["a"]);` or `t.addUnique(["a"]);` with what follows.
pub(super) fn add(place: Place, constraint: &Constraint) -> String {
    let mut line = match &constraint.body {
        ConstraintBody::PrimaryKey(key) => {
            format!("t.{}({}){}", place.call("primaryKey", "addPrimaryKey"), parts(&key.parts), key_calls(key))
        }
        ConstraintBody::Unique(key) => {
            format!("t.{}({}){}", place.call("unique", "addUnique"), parts(&key.parts), key_calls(key))
        }
        ConstraintBody::ForeignKey(key) => {
            format!("t.{}({}){}", place.call("foreignKey", "addForeignKey"), list(&key.columns), references(key))
        }
        ConstraintBody::Check { expression, .. } => {
            format!("t.{}({})", place.call("check", "addCheck"), text(expression))
        }
        ConstraintBody::Exclude { definition } => {
            format!("t.{}({})", place.call("exclude", "addExclude"), text(definition))
        }
    };
    line.extend(constraint.given_name().map(|name| format!(".named({})", text(name))));
    line.push_str(match constraint.deferral {
        Deferral::NotDeferrable => "",
        Deferral::InitiallyImmediate => ".deferrable()",
        Deferral::InitiallyDeferred => ".initiallyDeferred()",
    });
    line.extend(constraint.comment.iter().map(|comment| format!(".comment({})", text(comment))));
    line + ";"
}

fn key_calls(key: &Key) -> String {
    let mut calls = String::new();
    if !key.include.is_empty() {
        calls.extend([format!(".include({})", list(&key.include))]);
    }
    if key.nulls_not_distinct {
        calls.push_str(".nullsNotDistinct()");
    }
    calls
}

fn references(key: &ForeignKey) -> String {
    let columns = &key.referenced_columns;
    let columns = if columns.is_empty() { String::new() } else { format!(", {}", list(columns)) };
    let mut calls = format!(".references({}{columns})", name(&key.references));
    calls.extend(action("onDelete", key.on_delete));
    calls.extend(action("onUpdate", key.on_update));
    calls.push_str(match key.match_kind {
        MatchKind::Simple => "",
        MatchKind::Full => ".match(\"full\")",
        MatchKind::Partial => ".match(\"partial\")",
    });
    calls
}

fn action(call: &str, action: ReferentialAction) -> Option<String> {
    let name = match action {
        ReferentialAction::NoAction => return None,
        ReferentialAction::Restrict => "restrict",
        ReferentialAction::Cascade => "cascade",
        ReferentialAction::SetNull => "set-null",
        ReferentialAction::SetDefault => "set-default",
    };
    Some(format!(".{call}(\"{name}\")"))
}
