//! Constraints.

use super::index::parts;
use super::literal::{list, name, text};
use crate::model::{Constraint, ConstraintBody, Deferral, ForeignKey, Key, MatchKind, ReferentialAction};

/// `t.Unique("a")` with what follows. `prefix` is `Add` in an altered table.
pub(super) fn add(prefix: &str, constraint: &Constraint) -> String {
    let mut line = match &constraint.body {
        ConstraintBody::PrimaryKey(own) => key(&format!("{prefix}PrimaryKey"), own),
        ConstraintBody::Unique(own) => key(&format!("{prefix}Unique"), own),
        ConstraintBody::ForeignKey(key) => format!("t.{prefix}ForeignKey({}){}", list(&key.columns), references(key)),
        ConstraintBody::Check { expression, .. } => format!("t.{prefix}Check({})", text(expression)),
        ConstraintBody::Exclude { definition } => format!("t.{prefix}Exclude({})", text(definition)),
    };
    line.extend(constraint.given_name().map(|name| format!(".Named({})", text(name))));
    line.push_str(match constraint.deferral {
        Deferral::NotDeferrable => "",
        Deferral::InitiallyImmediate => ".Deferrable()",
        Deferral::InitiallyDeferred => ".InitiallyDeferred()",
    });
    line.extend(constraint.comment.iter().map(|comment| format!(".Comment({})", text(comment))));
    line
}

fn key(call: &str, key: &Key) -> String {
    let (suffix, parts) = parts(&key.parts);
    let mut code = format!("t.{call}{suffix}({parts})");
    if !key.include.is_empty() {
        code.extend([format!(".Include({})", list(&key.include))]);
    }
    if key.nulls_not_distinct {
        code.push_str(".NullsNotDistinct()");
    }
    code
}

fn references(key: &ForeignKey) -> String {
    let columns = key.referenced_columns.iter().map(|column| text(column));
    let arguments: Vec<String> = std::iter::once(name(&key.references)).chain(columns).collect();
    let mut calls = format!(".References({})", arguments.join(", "));
    calls.extend(action("OnDelete", key.on_delete));
    calls.extend(action("OnUpdate", key.on_update));
    calls.push_str(match key.match_kind {
        MatchKind::Simple => "",
        MatchKind::Full => ".Matching(schema.MatchFull)",
        MatchKind::Partial => ".Matching(schema.MatchPartial)",
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
    Some(format!(".{call}(schema.{name})"))
}
