//! Columns.

use super::literal::{call, flag, named, text};
use crate::code::tree::{ColumnChange, ColumnType, NewColumn};
use crate::model::{Generation, IdentityKind};

/// `op.column("title", op.text(), nullable=False)`, by the name of the call.
pub(super) fn new(function: &str, new: &NewColumn<'_>) -> String {
    let column = new.column;
    let mut arguments = vec![text(&column.name), data_type(&new.data_type)];
    arguments.extend(flag("primary_key", new.is_primary_key));
    arguments.extend(new.says_not_null().then(|| "nullable=False".to_owned()));
    arguments.extend(generation(&column.generation));
    arguments.extend(named("collation", column.collation.as_deref()));
    arguments.extend(named("comment", column.comment.as_deref()));
    call(function, &arguments)
}

fn generation(generation: &Generation) -> Vec<String> {
    match generation {
        Generation::None => Vec::new(),
        Generation::Default(sql) => vec![format!("default_sql={}", text(sql))],
        Generation::AutoIncrement => vec!["autoincrement=True".to_owned()],
        Generation::Identity(identity) => {
            let always: Vec<String> = flag("always", identity.kind == IdentityKind::Always).into_iter().collect();
            vec![format!("identity={}", call("op.identity", &always))]
        }
        Generation::Computed { expression, stored } => {
            let computed = format!("computed={}", text(expression));
            std::iter::once(computed).chain(flag("stored", *stored)).collect()
        }
    }
}

/// `table.alter_column("title", nullable=True)`
pub(super) fn alter(name: &str, changes: &[ColumnChange<'_>]) -> String {
    let arguments: Vec<String> = std::iter::once(text(name)).chain(changes.iter().map(change)).collect();
    call("table.alter_column", &arguments)
}

fn change(change: &ColumnChange<'_>) -> String {
    match change {
        ColumnChange::SetType(new) => format!("type={}", data_type(new)),
        ColumnChange::Nullable => "nullable=True".to_owned(),
        ColumnChange::NotNull => "nullable=False".to_owned(),
        ColumnChange::DefaultSql(sql) => format!("default_sql={}", text(sql)),
        ColumnChange::DropDefault => "default=None".to_owned(),
        ColumnChange::SetCollation(collation) => optional("collation", *collation),
        ColumnChange::SetComment(comment) => optional("comment", *comment),
        ColumnChange::Using(sql) => format!("using={}", text(sql)),
    }
}

/// `comment="..."`, or `comment=None`.
fn optional(name: &str, value: Option<&str>) -> String {
    named(name, value).unwrap_or_else(|| format!("{name}=None"))
}

fn data_type(data_type: &ColumnType<'_>) -> String {
    let ColumnType::Custom(sql) = data_type else {
        let (name, arguments) = data_type.function().expect("what is no text has a function");
        let arguments: Vec<String> = arguments.iter().map(i64::to_string).collect();
        return call(&format!("op.{name}"), &arguments);
    };
    call("op.custom", &[text(sql)])
}
