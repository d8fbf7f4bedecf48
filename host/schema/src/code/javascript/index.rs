//! Indexes, and the parts of keys.

use super::literal::{list, text};
use crate::code::plain_columns;
use crate::model::{Index, IndexKey, IndexPart, NullsOrder};

/// `t.index("ix", ["a"])` with what follows, by the name of the call.
pub(super) fn add(call: &str, index: &Index) -> String {
    let mut line = format!("t.{call}({}, {})", text(&index.name), parts(&index.parts));
    if index.unique {
        line.push_str(".unique()");
    }
    line.extend(index.predicate.iter().map(|sql| format!(".where({})", text(sql))));
    line.extend(index.method.iter().map(|method| format!(".method({})", text(method))));
    line.extend(index.comment.iter().map(|comment| format!(".comment({})", text(comment))));
    if !index.include.is_empty() {
        line.extend([format!(".include({})", list(&index.include))]);
    }
    if index.nulls_not_distinct {
        line.push_str(".nullsNotDistinct()");
    }
    line + ";"
}

/// Names alone where every part is one.
pub(super) fn parts(parts: &[IndexPart]) -> String {
    if let Some(names) = plain_columns(parts) {
        return list(&names);
    }
    let items: Vec<String> = parts.iter().map(whole).collect();
    format!("[{}]", items.join(", "))
}

fn whole(part: &IndexPart) -> String {
    let mut code = match &part.key {
        IndexKey::Column(name) => format!("column({})", text(name)),
        IndexKey::Expression(sql) => format!("expression({})", text(sql)),
    };
    if part.descending {
        code.push_str(".descending()");
    }
    code.push_str(match part.nulls {
        Some(NullsOrder::First) => ".nullsFirst()",
        Some(NullsOrder::Last) => ".nullsLast()",
        None => "",
    });
    code.extend(part.collation.iter().map(|collation| format!(".collate({})", text(collation))));
    code.extend(part.operator_class.iter().map(|class| format!(".operators({})", text(class))));
    code.extend(part.prefix_length.iter().map(|length| format!(".prefix({length})")));
    code
}
