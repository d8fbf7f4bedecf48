//! Constraints.

use super::index::parts;
use super::literal::{list, name, text};
use crate::model::{Constraint, ConstraintBody, Deferral, ForeignKey, Key, MatchKind, ReferentialAction};

/// `t.unique(["a"]);` with what follows. `prefix` is `add_` in an altered table.
pub(super) fn add(prefix: &str, constraint: &Constraint) -> String {
    let mut line = match &constraint.body {
        ConstraintBody::PrimaryKey(key) => format!("t.{prefix}primary_key({}){}", parts(&key.parts), key_calls(key)),
        ConstraintBody::Unique(key) => format!("t.{prefix}unique({}){}", parts(&key.parts), key_calls(key)),
        ConstraintBody::ForeignKey(key) => format!("t.{prefix}foreign_key({}){}", list(&key.columns), references(key)),
        ConstraintBody::Check { expression, .. } => format!("t.{prefix}check({})", text(expression)),
        ConstraintBody::Exclude { definition } => format!("t.{prefix}exclude({})", text(definition)),
    };
    line.extend(constraint.given_name().map(|name| format!(".named({})", text(name))));
    line.push_str(match constraint.deferral {
        Deferral::NotDeferrable => "",
        Deferral::InitiallyImmediate => ".deferrable()",
        Deferral::InitiallyDeferred => ".initially_deferred()",
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
        calls.push_str(".nulls_not_distinct()");
    }
    calls
}

fn references(key: &ForeignKey) -> String {
    let columns =
        if key.referenced_columns.is_empty() { "[\"\"; 0]".to_owned() } else { list(&key.referenced_columns) };
    let mut calls = format!(".references({}, {columns})", name(&key.references));
    calls.extend(action("on_delete", key.on_delete));
    calls.extend(action("on_update", key.on_update));
    calls.push_str(match key.match_kind {
        MatchKind::Simple => "",
        MatchKind::Full => ".matching(MatchKind::Full)",
        MatchKind::Partial => ".matching(MatchKind::Partial)",
    });
    calls
}

fn action(call: &str, action: ReferentialAction) -> Option<String> {
    let name = match action {
        ReferentialAction::NoAction => return None,
        ReferentialAction::Restrict => "Restrict",
        ReferentialAction::Cascade => "Cascade",
        ReferentialAction::SetNull => "SetNull",
        ReferentialAction::SetDefault => "SetDefault",
    };
    Some(format!(".{call}({name})"))
}
