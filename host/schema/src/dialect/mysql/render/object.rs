//! Views, routines and triggers. Their texts are sent as one statement: no delimiter is needed.

use std::fmt::Display;

use aludel_sql::Dialect;

use super::super::quote;
use super::Context;
use super::unsupported::unsupported;
use crate::dialect::Unsupported;
use crate::model::{Routine, RoutineKind, Trigger, TriggerName, View};

/// Statements that create come as the server keeps them. A guard would stand inside.
pub(super) fn create(context: Context<'_>, definition: &str, name: &dyn Display) -> Result<Vec<String>, Unsupported> {
    if context.modifiers.if_not_exists {
        let hint = "leave IF NOT EXISTS out, or write it into the statement";
        return Err(unsupported(context.dialect, format!("look first whether `{name}` is there"), hint));
    }
    Ok(vec![definition.to_owned()])
}

pub(super) fn create_view(context: Context<'_>, view: &View) -> Result<Vec<String>, Unsupported> {
    context.refuse_guard("a view")?;
    let guard = context.if_not_exists();
    view_statement(context.dialect, "CREATE", guard, view).map(|sql| vec![sql])
}

pub(super) fn replace_view(context: Context<'_>, before: &View, after: &View) -> Result<Vec<String>, Unsupported> {
    if before.name != after.name {
        let mut statements = drop_view(context, before);
        statements.extend(create_view(context, after)?);
        return Ok(statements);
    }
    view_statement(context.dialect, "CREATE OR REPLACE", "", after).map(|sql| vec![sql])
}

fn view_statement(dialect: Dialect, verb: &str, guard: &str, view: &View) -> Result<String, Unsupported> {
    let mut sql = verb.to_owned();
    for (option, value) in &view.options {
        match option.as_str() {
            "algorithm" => sql.push_str(&[" ALGORITHM = ", &value.to_ascii_uppercase()].concat()),
            "sql security" => sql.push_str(&[" SQL SECURITY ", &value.to_ascii_uppercase()].concat()),
            "check option" => {}
            other => {
                let operation = format!("make the view `{}` with `{other}`", view.name);
                return Err(unsupported(dialect, operation, "leave the option out there"));
            }
        }
    }
    let columns = if view.columns.is_empty() { String::new() } else { format!(" ({})", quote::names(&view.columns)) };
    let check = view.options.get("check option").map(|kind| kind.to_ascii_uppercase());
    let check = check.map(|kind| format!("\nWITH {kind} CHECK OPTION")).unwrap_or_default();
    Ok(format!("{sql} VIEW {guard}{}{columns} AS\n{}{check}", quote::object(&view.name), view.query))
}

pub(super) fn drop_view(context: Context<'_>, view: &View) -> Vec<String> {
    vec![format!("DROP VIEW {}{}", context.if_exists(), quote::object(&view.name))]
}

pub(super) fn drop_routine(context: Context<'_>, routine: &Routine) -> Vec<String> {
    let word = match routine.kind {
        RoutineKind::Function => "FUNCTION",
        RoutineKind::Procedure => "PROCEDURE",
    };
    let mut name = routine.name.clone();
    // There are no overloads: what stands in parentheses tells nothing.
    if let Some((bare, _)) = routine.name.name.split_once('(').filter(|_| routine.name.name.ends_with(')')) {
        bare.clone_into(&mut name.name);
    }
    vec![format!("DROP {word} {}{}", context.if_exists(), quote::object(&name))]
}

pub(super) fn replace_routine(context: Context<'_>, before: &Routine, after: &Routine) -> Vec<String> {
    let mut statements = drop_routine(context, before);
    statements.push(after.definition.clone());
    statements
}

pub(super) fn drop_trigger(context: Context<'_>, trigger: &Trigger) -> Vec<String> {
    vec![format!("DROP TRIGGER {}{}", context.if_exists(), trigger_name(&trigger.name))]
}

pub(super) fn replace_trigger(context: Context<'_>, before: &Trigger, after: &Trigger) -> Vec<String> {
    let mut statements = drop_trigger(context, before);
    statements.push(after.definition.clone());
    statements
}

/// A trigger lives in the database of its table.
fn trigger_name(name: &TriggerName) -> String {
    let mut object = name.table.clone();
    object.name.clone_from(&name.name);
    quote::object(&object)
}
