//! Tables as a whole.

use super::super::quote;
use super::column::{column_of, definition};
use super::unsupported::unsupported;
use super::{Context, key, option};
use crate::dialect::Unsupported;
use crate::model::{ObjectName, Table};

/// `CREATE TABLE` with everything that belongs to it, one thing a line.
pub(super) fn create(context: Context<'_>, table: &Table) -> Result<Vec<String>, Unsupported> {
    let mut lines = Vec::new();
    for column in &table.columns {
        lines.push(definition(context, column, table)?);
    }
    let (foreign, own): (Vec<_>, Vec<_>) = table.constraints.iter().partition(|each| is_foreign_key(each));
    for constraint in own.into_iter().filter(|each| column_of(context.dialect, each).is_none_or(is_unknown(table))) {
        lines.push(key::constraint(context, constraint, "")?);
    }
    for index in &table.indexes {
        lines.push(key::index(context, index, "")?);
    }
    for constraint in foreign {
        lines.push(key::constraint(context, constraint, "")?);
    }
    let mut sql = format!(
        "CREATE TABLE {}{} (\n  {}\n)",
        context.if_not_exists(),
        quote::object(&table.name),
        lines.join(",\n  ")
    );
    let mut after = option::after_table(&table.options);
    after.extend(table.comment.as_deref().map(|comment| format!("COMMENT = {}", quote::text(comment))));
    for clause in after {
        sql.push(' ');
        sql.push_str(&clause);
    }
    if let Some(partitioning) = table.options.get("partitioning") {
        sql.push('\n');
        sql.push_str(partitioning);
    }
    Ok(vec![sql])
}

fn is_foreign_key(constraint: &crate::model::Constraint) -> bool {
    matches!(constraint.body, crate::model::ConstraintBody::ForeignKey(_))
}

/// Whether the table has no such column, so that a check cannot be written with it.
fn is_unknown(table: &Table) -> impl Fn(&str) -> bool {
    |column| table.column(column).is_none()
}

/// `DROP TABLE`.
pub(super) fn drop(context: Context<'_>, name: &ObjectName) -> Result<Vec<String>, Unsupported> {
    if context.modifiers.cascade {
        let hint = "drop the foreign keys that point at it, and the views that read it, before it";
        return Err(unsupported(context.dialect, format!("drop what depends on the table `{name}`"), hint));
    }
    Ok(vec![format!("DROP TABLE {}{}", context.if_exists(), quote::object(name))])
}

/// `RENAME TABLE`.
pub(super) fn rename(from: &ObjectName, to: &ObjectName) -> Vec<String> {
    vec![format!("RENAME TABLE {} TO {}", quote::object(from), quote::object(to))]
}
