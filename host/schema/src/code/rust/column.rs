//! Columns.

use super::literal::text;
use crate::code::tree::{ColumnChange, ColumnType, NewColumn};
use crate::model::{Generation, IdentityKind};

/// `t.column("title", text()).not_null();`
pub(super) fn new(call: &str, new: &NewColumn<'_>) -> String {
    let column = new.column;
    let mut line = format!("t.{call}({}, {})", text(&column.name), data_type(&new.data_type));
    if new.is_primary_key {
        line.push_str(".primary_key()");
    } else if new.says_not_null() {
        line.push_str(".not_null()");
    }
    line.push_str(&generation(&column.generation));
    line.extend(column.collation.iter().map(|collation| format!(".collation({})", text(collation))));
    line.extend(column.comment.iter().map(|comment| format!(".comment({})", text(comment))));
    line + ";"
}

fn generation(generation: &Generation) -> String {
    match generation {
        Generation::None => String::new(),
        Generation::Default(sql) => format!(".default_sql({})", text(sql)),
        Generation::AutoIncrement => ".autoincrement()".to_owned(),
        Generation::Identity(identity) => {
            let kind = match identity.kind {
                IdentityKind::Always => "Always",
                IdentityKind::ByDefault => "ByDefault",
            };
            format!(".identity(IdentityKind::{kind})")
        }
        Generation::Computed { expression, stored: true } => format!(".computed_stored({})", text(expression)),
        Generation::Computed { expression, stored: false } => format!(".computed({})", text(expression)),
    }
}

/// What follows `t.alter_column("title")`.
pub(super) fn changes(changes: &[ColumnChange<'_>]) -> String {
    changes.iter().map(change).collect()
}

fn change(change: &ColumnChange<'_>) -> String {
    match change {
        ColumnChange::SetType(new) => format!(".set_type({})", data_type(new)),
        ColumnChange::Nullable => ".nullable()".to_owned(),
        ColumnChange::NotNull => ".not_null()".to_owned(),
        ColumnChange::DefaultSql(sql) => format!(".default_sql({})", text(sql)),
        ColumnChange::DropDefault => ".drop_default()".to_owned(),
        ColumnChange::SetCollation(collation) => optional("collation", *collation),
        ColumnChange::SetComment(comment) => optional("comment", *comment),
        ColumnChange::Using(sql) => format!(".using({})", text(sql)),
    }
}

/// `.comment("...")`, or `.drop_comment()`.
fn optional(what: &str, value: Option<&str>) -> String {
    value.map_or_else(|| format!(".drop_{what}()"), |value| format!(".{what}({})", text(value)))
}

fn data_type(data_type: &ColumnType<'_>) -> String {
    let ColumnType::Custom(sql) = data_type else {
        let (name, arguments) = data_type.function().expect("what is no text has a function");
        let arguments: Vec<String> = arguments.iter().map(i64::to_string).collect();
        return format!("{name}({})", arguments.join(", "));
    };
    format!("custom({})", text(sql))
}
