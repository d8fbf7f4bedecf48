//! Columns.

use super::literal::text;
use crate::code::camel_case;
use crate::code::tree::{ColumnChange, ColumnType, NewColumn};
use crate::model::{Generation, IdentityKind};

/// `t.column("title", text()).notNull();`
pub(super) fn new(call: &str, new: &NewColumn<'_>) -> String {
    let column = new.column;
    let mut line = format!("t.{call}({}, {})", text(&column.name), data_type(&new.data_type));
    if new.is_primary_key {
        line.push_str(".primaryKey()");
    } else if new.says_not_null() {
        line.push_str(".notNull()");
    }
    line.push_str(&generation(&column.generation));
    line.extend(column.collation.iter().map(|collation| format!(".collate({})", text(collation))));
    line.extend(column.comment.iter().map(|comment| format!(".comment({})", text(comment))));
    line + ";"
}

fn generation(generation: &Generation) -> String {
    match generation {
        Generation::None => String::new(),
        Generation::Default(sql) => format!(".defaultSql({})", text(sql)),
        Generation::AutoIncrement => ".autoincrement()".to_owned(),
        Generation::Identity(identity) => {
            let kind = match identity.kind {
                IdentityKind::Always => "always",
                IdentityKind::ByDefault => "by-default",
            };
            format!(".identity(\"{kind}\")")
        }
        Generation::Computed { expression, stored: true } => format!(".computedStored({})", text(expression)),
        Generation::Computed { expression, stored: false } => format!(".computed({})", text(expression)),
    }
}

/// What follows `t.alterColumn("title")`.
pub(super) fn changes(changes: &[ColumnChange<'_>]) -> String {
    changes.iter().map(change).collect()
}

fn change(change: &ColumnChange<'_>) -> String {
    match change {
        ColumnChange::SetType(new) => format!(".setType({})", data_type(new)),
        ColumnChange::Nullable => ".nullable()".to_owned(),
        ColumnChange::NotNull => ".notNull()".to_owned(),
        ColumnChange::DefaultSql(sql) => format!(".defaultSql({})", text(sql)),
        ColumnChange::DropDefault => ".dropDefault()".to_owned(),
        ColumnChange::SetCollation(Some(collation)) => format!(".collate({})", text(collation)),
        ColumnChange::SetCollation(None) => ".dropCollation()".to_owned(),
        ColumnChange::SetComment(Some(comment)) => format!(".comment({})", text(comment)),
        ColumnChange::SetComment(None) => ".dropComment()".to_owned(),
        ColumnChange::Using(sql) => format!(".using({})", text(sql)),
    }
}

fn data_type(data_type: &ColumnType<'_>) -> String {
    let ColumnType::Custom(sql) = data_type else {
        let (name, arguments) = data_type.function().expect("what is no text has a function");
        let arguments: Vec<String> = arguments.iter().map(i64::to_string).collect();
        return format!("{}({})", camel_case(name), arguments.join(", "));
    };
    format!("custom({})", text(sql))
}
