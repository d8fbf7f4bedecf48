//! Columns.

use super::literal::text;
use crate::code::pascal_case;
use crate::code::tree::{ColumnChange, ColumnType, NewColumn};
use crate::model::{Generation, IdentityKind};

/// `t.Column("title", schema.Text()).NotNull()`
pub(super) fn new(call: &str, new: &NewColumn<'_>) -> String {
    let column = new.column;
    let mut line = format!("t.{call}({}, {})", text(&column.name), data_type(&new.data_type));
    if new.is_primary_key {
        line.push_str(".PrimaryKey()");
    } else if new.says_not_null() {
        line.push_str(".NotNull()");
    }
    line.push_str(&generation(&column.generation));
    line.extend(column.collation.iter().map(|collation| format!(".Collation({})", text(collation))));
    line.extend(column.comment.iter().map(|comment| format!(".Comment({})", text(comment))));
    line
}

fn generation(generation: &Generation) -> String {
    match generation {
        Generation::None => String::new(),
        Generation::Default(sql) => format!(".DefaultSQL({})", text(sql)),
        Generation::AutoIncrement => ".Autoincrement()".to_owned(),
        Generation::Identity(identity) => match identity.kind {
            IdentityKind::Always => ".IdentityAlways()".to_owned(),
            IdentityKind::ByDefault => ".IdentityByDefault()".to_owned(),
        },
        Generation::Computed { expression, stored: true } => format!(".ComputedStored({})", text(expression)),
        Generation::Computed { expression, stored: false } => format!(".Computed({})", text(expression)),
    }
}

/// What follows `t.AlterColumn("title")`.
pub(super) fn changes(changes: &[ColumnChange<'_>]) -> String {
    changes.iter().map(change).collect()
}

fn change(change: &ColumnChange<'_>) -> String {
    match change {
        ColumnChange::SetType(new) => format!(".SetType({})", data_type(new)),
        ColumnChange::Nullable => ".Nullable()".to_owned(),
        ColumnChange::NotNull => ".NotNull()".to_owned(),
        ColumnChange::DefaultSql(sql) => format!(".DefaultSQL({})", text(sql)),
        ColumnChange::DropDefault => ".DropDefault()".to_owned(),
        ColumnChange::SetCollation(collation) => optional("Collation", *collation),
        ColumnChange::SetComment(comment) => optional("Comment", *comment),
        ColumnChange::Using(sql) => format!(".Using({})", text(sql)),
    }
}

/// `.Comment("...")`, or `.DropComment()`.
fn optional(what: &str, value: Option<&str>) -> String {
    value.map_or_else(|| format!(".Drop{what}()"), |value| format!(".{what}({})", text(value)))
}

fn data_type(data_type: &ColumnType<'_>) -> String {
    let ColumnType::Custom(sql) = data_type else {
        let (name, arguments) = data_type.function().expect("what is no text has a function");
        let arguments: Vec<String> = arguments.iter().map(i64::to_string).collect();
        return format!("schema.{}({})", spelled(name), arguments.join(", "));
    };
    format!("schema.Custom({})", text(sql))
}

/// Go writes short forms in capitals.
fn spelled(name: &str) -> String {
    match name {
        "json" | "uuid" => name.to_uppercase(),
        _ => pascal_case(name),
    }
}
