//! Indexes, and the parts of keys.

use super::literal::{call, flag, list, named, text};
use crate::code::plain_columns;
use crate::model::{Index, IndexKey, IndexPart, NullsOrder};

/// `op.index("ix", ["a"])`, by the name of the call.
pub(super) fn add(function: &str, index: &Index) -> String {
    let mut arguments = vec![text(&index.name), parts(&index.parts)];
    arguments.extend(flag("unique", index.unique));
    arguments.extend(named("where", index.predicate.as_deref()));
    arguments.extend(named("method", index.method.as_deref()));
    arguments.extend((!index.include.is_empty()).then(|| format!("include={}", list(&index.include))));
    arguments.extend(flag("nulls_not_distinct", index.nulls_not_distinct));
    arguments.extend(named("comment", index.comment.as_deref()));
    call(function, &arguments)
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
    let (function, key) = match &part.key {
        IndexKey::Column(name) => ("op.part", name),
        IndexKey::Expression(sql) => ("op.expression", sql),
    };
    let mut arguments = vec![text(key)];
    arguments.extend(flag("descending", part.descending));
    arguments.extend(named(
        "nulls",
        part.nulls.map(|nulls| match nulls {
            NullsOrder::First => "first",
            NullsOrder::Last => "last",
        }),
    ));
    arguments.extend(named("collation", part.collation.as_deref()));
    arguments.extend(named("operator_class", part.operator_class.as_deref()));
    arguments.extend(part.prefix_length.map(|length| format!("prefix={length}")));
    call(function, &arguments)
}
