//! Indexes, and the parts of keys.

use super::literal::{list, text};
use crate::code::plain_columns;
use crate::model::{Index, IndexKey, IndexPart, NullsOrder};

/// `t.Index("ix", "a")` with what follows, by the name of the call.
pub(super) fn add(call: &str, index: &Index) -> String {
    let (suffix, parts) = parts(&index.parts);
    let mut line = format!("t.{call}{suffix}({}, {parts})", text(&index.name));
    if index.unique {
        line.push_str(".Unique()");
    }
    line.extend(index.predicate.iter().map(|sql| format!(".Filtered({})", text(sql))));
    line.extend(index.method.iter().map(|method| format!(".Method({})", text(method))));
    line.extend(index.comment.iter().map(|comment| format!(".Comment({})", text(comment))));
    if !index.include.is_empty() {
        line.extend([format!(".Include({})", list(&index.include))]);
    }
    if index.nulls_not_distinct {
        line.push_str(".NullsNotDistinct()");
    }
    line
}

/// What the name of the call ends in, and its arguments: names alone where every part is one.
pub(super) fn parts(parts: &[IndexPart]) -> (&'static str, String) {
    if let Some(names) = plain_columns(parts) {
        return ("", list(&names));
    }
    let items: Vec<String> = parts.iter().map(whole).collect();
    ("On", items.join(", "))
}

fn whole(part: &IndexPart) -> String {
    let mut code = match &part.key {
        IndexKey::Column(name) => format!("schema.Col({})", text(name)),
        IndexKey::Expression(sql) => format!("schema.Expression({})", text(sql)),
    };
    if part.descending {
        code.push_str(".Descending()");
    }
    code.push_str(match part.nulls {
        Some(NullsOrder::First) => ".NullsFirst()",
        Some(NullsOrder::Last) => ".NullsLast()",
        None => "",
    });
    code.extend(part.collation.iter().map(|collation| format!(".Collation({})", text(collation))));
    code.extend(part.operator_class.iter().map(|class| format!(".OperatorClass({})", text(class))));
    code.extend(part.prefix_length.iter().map(|length| format!(".Prefix({length})")));
    code
}
