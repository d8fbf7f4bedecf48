//! Operations as statements.

mod alter;
mod column;
mod columns;
mod kept_index;
mod key;
mod object;
mod option;
mod rows;
mod sequence;
mod table;
mod unsupported;

#[cfg(test)]
mod tests;

use aludel_sql::Dialect;

use super::super::{Placement, Rendered, Statement, Unsupported};
use crate::model::Schema;
use crate::operation::{Modifiers, Operation};

pub(super) use option::is_usual as is_usual_option;

/// What every renderer needs beside the operation.
#[derive(Clone, Copy)]
struct Context<'state> {
    /// Which of the two servers.
    dialect: Dialect,
    /// The database before the operation.
    state: &'state Schema,
    modifiers: Modifiers,
}

/// The statements that carry out an operation.
pub(super) fn render(
    dialect: Dialect,
    state: &Schema,
    operation: &Operation,
    modifiers: Modifiers,
) -> Result<Rendered, Unsupported> {
    use Operation as Op;
    let context = Context { dialect, state, modifiers };
    let sql = match operation {
        Op::CreateTable(table) => table::create(context, table)?,
        Op::DropTable(table) => table::drop(context, &table.name)?,
        Op::RenameTable { from, to } => table::rename(from, to),
        Op::AlterTable { table, changes, .. } => alter::alter(context, table, changes)?,
        Op::CreateView(view) if !view.materialized => object::create_view(context, view)?,
        Op::DropView(view) if !view.materialized => object::drop_view(context, view),
        Op::ReplaceView { before, after } if !before.materialized && !after.materialized => {
            object::replace_view(context, before, after)?
        }
        Op::CreateRoutine(routine) => object::create(context, &routine.definition, &routine.name)?,
        Op::DropRoutine(routine) => object::drop_routine(context, routine),
        Op::ReplaceRoutine { before, after } => object::replace_routine(context, before, after),
        Op::CreateTrigger(trigger) => object::create(context, &trigger.definition, &trigger.name)?,
        Op::DropTrigger(trigger) => object::drop_trigger(context, trigger),
        Op::ReplaceTrigger { before, after } => object::replace_trigger(context, before, after),
        Op::CreateSequence(new) if dialect == Dialect::MariaDb => sequence::create(context, new)?,
        Op::DropSequence(old) if dialect == Dialect::MariaDb => sequence::drop(context, old),
        Op::AlterSequence { before, after } if dialect == Dialect::MariaDb => sequence::alter(context, before, after)?,
        Op::InsertRows { table, columns, rows } => rows::insert(context, table, columns, rows)?,
        Op::Execute { sql, .. } => vec![sql.clone()],
        _ => return Err(unsupported::object(dialect, operation)),
    };
    Ok(rendered(sql))
}

/// Every one of these statements commits, or rather cannot be taken back: none has a place of its own.
fn rendered(statements: Vec<String>) -> Rendered {
    let statements = statements.into_iter().map(|sql| Statement { sql, placement: Placement::Anywhere }).collect();
    Rendered { statements, suspends_foreign_keys: false }
}

impl Context<'_> {
    /// `IF EXISTS ` where it was asked for.
    fn if_exists(&self) -> &'static str {
        if self.modifiers.if_exists { "IF EXISTS " } else { "" }
    }

    /// `IF NOT EXISTS ` where it was asked for.
    fn if_not_exists(&self) -> &'static str {
        if self.modifiers.if_not_exists { "IF NOT EXISTS " } else { "" }
    }

    /// Refuses a guard that only `MariaDB` has.
    fn refuse_guard(&self, what: &str) -> Result<(), Unsupported> {
        let is_guarded = self.modifiers.if_exists || self.modifiers.if_not_exists;
        if self.dialect == Dialect::MariaDb || !is_guarded {
            return Ok(());
        }
        let hint = "leave the guard out, or ask information_schema first";
        Err(unsupported::unsupported(self.dialect, format!("look first whether {what} is there"), hint))
    }
}
