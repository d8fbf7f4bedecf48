//! Columns.

use super::literal::text;
use crate::aspect::{Aspect, changed_aspects};
use crate::data_type::DataType;
use crate::dialect::Rules;
use crate::model::{Column, Generation, Identity, IdentityKind};

/// What follows the name and type of a new column. `is_key`: the column is the primary key and says it itself.
pub(super) fn calls(column: &Column, is_key: bool) -> Option<String> {
    if !column.options.is_empty() {
        return None;
    }
    let mut calls = String::new();
    if is_key {
        calls.push_str(".primary_key()");
    } else if !column.nullable {
        calls.push_str(".not_null()");
    }
    calls.push_str(&generation(&column.generation)?);
    calls.extend(column.collation.iter().map(|collation| format!(".collation({})", text(collation))));
    calls.extend(column.comment.iter().map(|comment| format!(".comment({})", text(comment))));
    Some(calls)
}

fn generation(generation: &Generation) -> Option<String> {
    Some(match generation {
        Generation::None => String::new(),
        Generation::Default(sql) => format!(".default_sql({})", text(sql)),
        Generation::AutoIncrement => ".autoincrement()".to_owned(),
        Generation::Identity(Identity { kind, start: None, increment: None, options }) if options.is_empty() => {
            let kind = match kind {
                IdentityKind::Always => "Always",
                IdentityKind::ByDefault => "ByDefault",
            };
            format!(".identity(IdentityKind::{kind})")
        }
        Generation::Identity(_) => return None,
        Generation::Computed { expression, stored: true } => format!(".computed_stored({})", text(expression)),
        Generation::Computed { expression, stored: false } => format!(".computed({})", text(expression)),
    })
}

/// What changes a column.
pub(super) fn changes(before: &Column, after: &Column, using: Option<&str>, rules: &dyn Rules) -> Option<String> {
    let mut calls = String::new();
    for aspect in changed_aspects(before, after) {
        calls.extend([match aspect {
            Aspect::Type => format!(".set_type({})", data_type(&after.data_type, rules)),
            Aspect::Nullability if after.nullable => ".nullable()".to_owned(),
            Aspect::Nullability => ".not_null()".to_owned(),
            Aspect::Default => match &after.generation {
                Generation::Default(sql) => format!(".default_sql({})", text(sql)),
                Generation::None => ".drop_default()".to_owned(),
                _ => return None,
            },
            Aspect::Collation => optional("collation", after.collation.as_deref()),
            Aspect::Comment => optional("comment", after.comment.as_deref()),
            Aspect::Generated | Aspect::Identity | Aspect::AutoIncrement | Aspect::Option(_) => return None,
        }]);
    }
    calls.extend(using.map(|sql| format!(".using({})", text(sql))));
    Some(calls)
}

/// `.comment("...")`, or `.drop_comment()`.
fn optional(what: &str, value: Option<&str>) -> String {
    value.map_or_else(|| format!(".drop_{what}()"), |value| format!(".{what}({})", text(value)))
}

/// The type: by its common name where the server writes it back exactly so.
pub(super) fn data_type(sql: &str, rules: &dyn Rules) -> String {
    let common = rules.read_type(sql);
    // Which version of the server the code will run on, nobody knows.
    let is_exact = rules.type_text((0, 0, 0), &common).is_ok_and(|written| written == sql);
    let named = if is_exact { named(&common) } else { None };
    named.unwrap_or_else(|| format!("custom({})", text(sql)))
}

fn named(data_type: &DataType) -> Option<String> {
    Some(match data_type {
        DataType::Boolean => "boolean()".to_owned(),
        DataType::SmallInteger => "small_integer()".to_owned(),
        DataType::Integer => "integer()".to_owned(),
        DataType::BigInteger => "big_integer()".to_owned(),
        DataType::Real => "real()".to_owned(),
        DataType::Double => "double()".to_owned(),
        DataType::Numeric { precision: Some(precision), scale } => {
            format!("numeric({precision}, {})", scale.unwrap_or(0))
        }
        DataType::Character(length) => format!("character({length})"),
        DataType::Varchar(Some(length)) => format!("varchar({length})"),
        DataType::Text => "text()".to_owned(),
        DataType::Json => "json()".to_owned(),
        DataType::Uuid => "uuid()".to_owned(),
        DataType::Date => "date()".to_owned(),
        DataType::Timestamp(None) => "timestamp()".to_owned(),
        DataType::TimestampTz(None) => "timestamptz()".to_owned(),
        DataType::Interval => "interval()".to_owned(),
        _ => return None,
    })
}
