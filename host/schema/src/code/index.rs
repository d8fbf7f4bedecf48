//! Indexes, and the parts of keys.

use super::literal::{list, text};
use crate::model::{Index, IndexKey, IndexPart, NullsOrder};

/// `t.index("ix", ["a"])` with what follows, by the name of the call.
pub(super) fn add(call: &str, index: &Index) -> Option<String> {
    if !index.options.is_empty() {
        return None;
    }
    let mut line = format!("t.{call}({}, {})", text(&index.name), parts(&index.parts));
    if index.unique {
        line.push_str(".unique()");
    }
    line.extend(index.predicate.iter().map(|sql| format!(".filtered({})", text(sql))));
    line.extend(index.method.iter().map(|method| format!(".method({})", text(method))));
    line.extend(index.comment.iter().map(|comment| format!(".comment({})", text(comment))));
    if !index.include.is_empty() {
        line.extend([format!(".include({})", list(&index.include))]);
    }
    if index.nulls_not_distinct {
        line.push_str(".nulls_not_distinct()");
    }
    Some(line + ";\n")
}

/// Names alone where every part is one.
pub(super) fn parts(parts: &[IndexPart]) -> String {
    let names: Option<Vec<String>> = parts.iter().map(|part| plain(part).map(text)).collect();
    let items = names.unwrap_or_else(|| parts.iter().map(whole).collect());
    format!("[{}]", items.join(", "))
}

/// The column, where nothing else is said of it.
pub(super) fn plain(part: &IndexPart) -> Option<&str> {
    match &part.key {
        IndexKey::Column(name) if *part == IndexPart::column(name) => Some(name),
        _ => None,
    }
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
        Some(NullsOrder::First) => ".nulls_first()",
        Some(NullsOrder::Last) => ".nulls_last()",
        None => "",
    });
    code.extend(part.collation.iter().map(|collation| format!(".collation({})", text(collation))));
    code.extend(part.operator_class.iter().map(|class| format!(".operator_class({})", text(class))));
    code.extend(part.prefix_length.iter().map(|length| format!(".prefix({length})")));
    code
}
