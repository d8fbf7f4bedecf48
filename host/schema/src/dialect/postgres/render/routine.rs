//! Functions, procedures and triggers.

use aludel_sql::Dialect;
use aludel_sql::lexer::{Lexer, TokenKind};

use super::super::quote;
use super::callers::Callers;
use super::dependents::Dependents;
use super::privileges;
use super::sheet::{Sheet, alter_table, cascade, if_exists};
use crate::dialect::Unsupported;
use crate::model::{ObjectName, Routine, RoutineKind, Schema, Trigger};
use crate::operation::Modifiers;

/// How the server begins the definition of a trigger.
const CREATE_TRIGGER: &str = "CREATE TRIGGER ";

pub(super) fn create(sheet: &mut Sheet, routine: &Routine, modifiers: Modifiers) -> Result<(), Unsupported> {
    if modifiers.if_not_exists {
        sheet.create(&routine.definition.replacen("CREATE OR REPLACE ", "CREATE ", 1), modifiers);
    } else {
        sheet.add(&routine.definition);
    }
    privileges::write(sheet, kind(routine), &signature(routine), &routine.options);
    sheet.comment(&on(routine), None, routine.comment.as_deref())
}

pub(super) fn create_statements(sheet: &mut Sheet, routine: &Routine) -> Result<(), Unsupported> {
    create(sheet, routine, Modifiers::default())
}

pub(super) fn drop(sheet: &mut Sheet, routine: &Routine, modifiers: Modifiers) {
    drop_statement(sheet, routine, if_exists(modifiers), cascade(modifiers));
}

pub(super) fn drop_statement(sheet: &mut Sheet, routine: &Routine, if_exists: &str, cascade: &str) {
    sheet.add(format!("DROP {} {if_exists}{}{cascade}", kind(routine), signature(routine)));
}

/// Replaces the body where the server takes it, else drops the routine with what stands on it, and makes all anew.
pub(super) fn replace(sheet: &mut Sheet, state: &Schema, before: &Routine, after: &Routine) -> Result<(), Unsupported> {
    if before.definition == after.definition {
        return sheet.comment(&on(after), before.comment.as_deref(), after.comment.as_deref());
    }
    if before.kind == after.kind && header(&before.definition) == header(&after.definition) {
        sheet.add(&after.definition);
        return sheet.comment(&on(after), before.comment.as_deref(), after.comment.as_deref());
    }
    let dependents = Dependents::of(state, std::slice::from_ref(&before.name));
    let callers = Callers::of(state, divide(&before.name.name).0);
    dependents.drop(sheet);
    callers.drop(sheet);
    drop_statement(sheet, before, "", "");
    create_statements(sheet, &Routine { options: before.options.clone(), ..after.clone() })?;
    callers.create(sheet);
    dependents.create(sheet)
}

/// Arguments and result: what cannot be replaced.
fn header(definition: &str) -> &str {
    definition.split_once("\n LANGUAGE ").map_or(definition, |(header, _)| header)
}

fn kind(routine: &Routine) -> &'static str {
    match routine.kind {
        RoutineKind::Function => "FUNCTION",
        RoutineKind::Procedure => "PROCEDURE",
    }
}

fn on(routine: &Routine) -> String {
    format!("{} {}", kind(routine), signature(routine))
}

/// `shop."Odd name"(integer, text)`: the types are SQL text already, the name is not.
fn signature(routine: &Routine) -> String {
    let (name, arguments) = divide(&routine.name.name);
    format!("{}{arguments}", quote::beside(&routine.name, name))
}

fn divide(name: &str) -> (&str, &str) {
    name.find('(').map_or((name, ""), |start| name.split_at(start))
}

/// Whether a trigger calls the function of that name.
pub(super) fn is_called_by(trigger: &Trigger, routine: &ObjectName) -> bool {
    let (name, arguments) = divide(&routine.name);
    // A trigger function has no arguments of its own.
    arguments == "()"
        && called(&trigger.definition)
            .is_some_and(|text| text.starts_with(&format!("{}(", quote::beside(routine, name))))
}

/// What follows EXECUTE FUNCTION.
fn called(definition: &str) -> Option<&str> {
    let mut words = Vec::new();
    for token in Lexer::new(definition, Dialect::Postgres) {
        let token = token.ok()?;
        if token.kind == TokenKind::Word {
            words.push(token);
        }
    }
    let text = |index: usize| words.get(index).map_or("", |token| &definition[token.start..token.end]);
    let place = (0..words.len())
        .find(|&index| text(index) == "EXECUTE" && matches!(text(index + 1), "FUNCTION" | "PROCEDURE"))?;
    Some(definition[words[place + 1].end..].trim_start())
}

pub(super) fn create_trigger(sheet: &mut Sheet, trigger: &Trigger, modifiers: Modifiers) -> Result<(), Unsupported> {
    sheet.create(&trigger.definition, modifiers);
    set_state(sheet, None, trigger);
    sheet.comment(&on_trigger(trigger), None, trigger.comment.as_deref())
}

pub(super) fn create_trigger_statements(sheet: &mut Sheet, trigger: &Trigger) -> Result<(), Unsupported> {
    create_trigger(sheet, trigger, Modifiers::default())
}

pub(super) fn drop_trigger(sheet: &mut Sheet, trigger: &Trigger, modifiers: Modifiers) {
    drop_trigger_statement(sheet, trigger, if_exists(modifiers), cascade(modifiers));
}

pub(super) fn drop_trigger_statement(sheet: &mut Sheet, trigger: &Trigger, if_exists: &str, cascade: &str) {
    let (name, table) = (quote::identifier(&trigger.name.name), quote::qualified(&trigger.name.table));
    sheet.add(format!("DROP TRIGGER {if_exists}{name} ON {table}{cascade}"));
}

/// A constraint trigger cannot be replaced, nor any before version 14.
pub(super) fn replace_trigger(
    sheet: &mut Sheet,
    version: u32,
    before: &Trigger,
    after: &Trigger,
) -> Result<(), Unsupported> {
    if before.definition != after.definition {
        match after.definition.strip_prefix(CREATE_TRIGGER) {
            Some(rest) if version >= 14 && before.definition.starts_with(CREATE_TRIGGER) => {
                sheet.add(format!("CREATE OR REPLACE TRIGGER {rest}"));
            }
            _ => {
                drop_trigger_statement(sheet, before, "", "");
                return create_trigger_statements(sheet, after);
            }
        }
    }
    set_state(sheet, Some(before), after);
    sheet.comment(&on_trigger(after), before.comment.as_deref(), after.comment.as_deref())
}

/// When a trigger fires is told to its table. What replaces a trigger leaves that as it is.
fn set_state(sheet: &mut Sheet, before: Option<&Trigger>, after: &Trigger) {
    let state = |trigger: &Trigger| trigger.options.get("state").map(String::as_str).unwrap_or_default().to_owned();
    if before.map(state).unwrap_or_default() == state(after) {
        return;
    }
    let verb = match state(after).as_str() {
        "disabled" => "DISABLE",
        "replica" => "ENABLE REPLICA",
        "always" => "ENABLE ALWAYS",
        _ => "ENABLE",
    };
    let (table, name) = (quote::qualified(&after.name.table), quote::identifier(&after.name.name));
    sheet.add(alter_table(&table, &[format!("{verb} TRIGGER {name}")]));
}

fn on_trigger(trigger: &Trigger) -> String {
    format!("TRIGGER {} ON {}", quote::identifier(&trigger.name.name), quote::qualified(&trigger.name.table))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::model::{Options, TriggerName};

    #[test]
    fn a_routine_is_named_with_its_arguments() {
        let routine = Routine {
            name: ObjectName::in_schema("shop", "Odd Name(integer, text[])"),
            kind: RoutineKind::Function,
            definition: String::new(),
            comment: None,
            depends_on: BTreeSet::new(),
            options: Options::new(),
        };
        assert_eq!(signature(&routine), "shop.\"Odd Name\"(integer, text[])");
    }

    #[test]
    fn a_trigger_tells_what_it_calls() {
        let trigger = Trigger {
            name: TriggerName { table: ObjectName::local("t"), name: "EXECUTE".to_owned() },
            definition: "CREATE TRIGGER \"EXECUTE\" AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION shop.touch('x')"
                .to_owned(),
            comment: None,
            options: Options::new(),
        };
        assert!(is_called_by(&trigger, &ObjectName::in_schema("shop", "touch()")));
        assert!(!is_called_by(&trigger, &ObjectName::local("touch()")));
        assert!(!is_called_by(&trigger, &ObjectName::in_schema("shop", "touch(integer)")));
    }

    #[test]
    fn only_the_body_of_a_function_can_be_replaced() {
        let text = "CREATE OR REPLACE FUNCTION f()\n RETURNS integer\n LANGUAGE sql\nAS $function$SELECT 1$function$";
        assert_eq!(header(text), "CREATE OR REPLACE FUNCTION f()\n RETURNS integer");
    }
}
