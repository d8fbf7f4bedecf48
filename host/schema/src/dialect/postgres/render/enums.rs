//! Enums.

use std::collections::BTreeSet;

use super::super::catalog::generated_name::made_up;
use super::super::{quote, types};
use super::constraint;
use super::dependents::Dependents;
use super::index;
use super::sheet::{Sheet, alter_table, cascade, if_exists, text};
use crate::dialect::{Placement, Rendered, Statement, Unsupported};
use crate::model::{
    Column, Constraint, ConstraintBody, EnumType, Generation, Index, IndexKey, ObjectName, Schema, Table,
};
use crate::operation::{Modifiers, Operation};

/// The first version that adds a value in a transaction.
const ADD_VALUE_IN_TRANSACTION_SINCE: u32 = 12;

pub(super) fn create(sheet: &mut Sheet, one: &EnumType, modifiers: Modifiers) -> Result<(), Unsupported> {
    sheet.create(&definition(one)?, modifiers);
    sheet.comment(&on(&one.name), None, one.comment.as_deref())
}

fn definition(one: &EnumType) -> Result<String, Unsupported> {
    let labels = one.labels.iter().map(|label| text(label)).collect::<Result<Vec<_>, _>>()?;
    Ok(format!("CREATE TYPE {} AS ENUM ({})", quote::qualified(&one.name), labels.join(", ")))
}

fn on(name: &ObjectName) -> String {
    format!("TYPE {}", quote::qualified(name))
}

pub(super) fn drop(sheet: &mut Sheet, one: &EnumType, modifiers: Modifiers) {
    sheet.add(format!("DROP TYPE {}{}{}", if_exists(modifiers), quote::qualified(&one.name), cascade(modifiers)));
}

/// A new value can be used when the transaction that added it is over.
pub(super) fn add_value(
    sheet: &mut Sheet,
    version: u32,
    before: &EnumType,
    value: &str,
    position: usize,
    modifiers: Modifiers,
) -> Result<(), Unsupported> {
    let place = match before.labels.get(position) {
        Some(next) => format!(" BEFORE {}", text(next)?),
        None => String::new(),
    };
    let guard = if modifiers.if_not_exists { "IF NOT EXISTS " } else { "" };
    let sql = format!("ALTER TYPE {} ADD VALUE {guard}{}{place}", quote::qualified(&before.name), text(value)?);
    if (1..ADD_VALUE_IN_TRANSACTION_SINCE).contains(&version) {
        sheet.add_outside_transaction(sql);
    } else {
        sheet.add(sql);
    }
    Ok(())
}

/// The server lets nobody use a value in the transaction that added it: where a later statement does, the value is added
/// before.
pub(in crate::dialect::postgres) fn settle_new_values(steps: &mut [(&Operation, &mut Rendered)]) {
    for index in 0..steps.len() {
        let Operation::AddEnumValue { before, value, .. } = steps[index].0 else { continue };
        let Ok(value) = text(value) else { continue };
        let name = quote::qualified(&before.name);
        let (used, list) = (format!("{value}::{name}"), format!("}}'::{name}[]"));
        let says = |statement: &Statement| {
            let sql = &statement.sql;
            sql.contains(&used) || sql.contains(&list) && sql.contains(&value[1..value.len() - 1])
        };
        if steps[index + 1..].iter().any(|(_, rendered)| rendered.statements.iter().any(says)) {
            for statement in &mut steps[index].1.statements {
                statement.placement = Placement::OutsideTransaction;
            }
        }
    }
}

pub(super) fn rename_value(sheet: &mut Sheet, name: &ObjectName, from: &str, to: &str) -> Result<(), Unsupported> {
    sheet.add(format!("ALTER TYPE {} RENAME VALUE {} TO {}", quote::qualified(name), text(from)?, text(to)?));
    Ok(())
}

/// What uses an enum in one table, and cannot follow by itself.
struct User<'state> {
    table: &'state Table,
    columns: Vec<&'state Column>,
    constraints: Vec<&'state Constraint>,
    indexes: Vec<&'state Index>,
}

/// Makes a new type, moves every column to it, and drops the old one. Rows that hold a value which is no more are
/// refused, and everything is as before.
pub(super) fn replace(
    sheet: &mut Sheet,
    state: &Schema,
    before: &EnumType,
    after: &EnumType,
) -> Result<(), Unsupported> {
    if before.labels == after.labels {
        return sheet.comment(&on(&after.name), before.comment.as_deref(), after.comment.as_deref());
    }
    let users: Vec<User> = state.tables.values().filter_map(|table| User::of(table, &before.name)).collect();
    let mut dependents = Dependents::of(state, std::slice::from_ref(&before.name));
    for user in &users {
        let columns: BTreeSet<String> = user.columns.iter().map(|column| column.name.clone()).collect();
        dependents.join(Dependents::of_columns(state, &user.table.name, &columns));
    }
    let old = old_name(state, &before.name);
    dependents.drop(sheet);
    for user in &users {
        user.drop_parts(sheet);
    }
    sheet.add(format!("ALTER TYPE {} RENAME TO {}", quote::qualified(&before.name), quote::identifier(&old)));
    sheet.add(definition(after)?);
    for user in &users {
        user.move_columns(sheet, after);
    }
    sheet.add(format!("DROP TYPE {}", quote::beside(&before.name, &old)));
    for user in &users {
        user.create_parts(sheet)?;
    }
    dependents.create(sheet)?;
    sheet.comment(&on(&after.name), None, after.comment.as_deref())
}

fn old_name(state: &Schema, name: &ObjectName) -> String {
    let candidate = |number: usize| {
        let label = if number == 0 { "old".to_owned() } else { format!("old{number}") };
        made_up(&name.name, None, &label)
    };
    let is_free = |candidate: &String| {
        !state.enums.contains_key(&ObjectName { schema: name.schema.clone(), name: candidate.clone() })
    };
    (0..=state.enums.len()).map(candidate).find(is_free).unwrap_or_default()
}

impl<'state> User<'state> {
    fn of(table: &'state Table, name: &ObjectName) -> Option<Self> {
        let cast = format!("::{}", quote::qualified(name));
        let columns: Vec<&Column> =
            table.columns.iter().filter(|column| types::is_enum(&column.data_type, name)).collect();
        let constraints = table.constraints.iter().filter(|one| match &one.body {
            ConstraintBody::Check { expression: text, .. } | ConstraintBody::Exclude { definition: text } => {
                text.contains(&cast)
            }
            _ => false,
        });
        let indexes = table.indexes.iter().filter(|one| index_says(one, &cast));
        let user = Self { table, columns, constraints: constraints.collect(), indexes: indexes.collect() };
        (!user.columns.is_empty() || !user.constraints.is_empty() || !user.indexes.is_empty()).then_some(user)
    }

    fn drop_parts(&self, sheet: &mut Sheet) {
        for one in &self.indexes {
            index::drop(sheet, &self.table.name, one, Modifiers::default());
        }
        let drop = |one: &&Constraint| {
            format!("DROP CONSTRAINT {}", quote::identifier(&constraint::name(&self.table.name.name, one)))
        };
        self.alter(sheet, &self.constraints.iter().map(drop).collect::<Vec<_>>());
    }

    fn move_columns(&self, sheet: &mut Sheet, after: &EnumType) {
        let actions: Vec<String> = self.columns.iter().flat_map(|column| moved(column, after)).collect();
        self.alter(sheet, &actions);
    }

    fn create_parts(&self, sheet: &mut Sheet) -> Result<(), Unsupported> {
        let add = |one: &&Constraint| format!("ADD {}", constraint::definition(&self.table.name.name, one));
        self.alter(sheet, &self.constraints.iter().map(add).collect::<Vec<_>>());
        for one in &self.indexes {
            index::create(sheet, &self.table.name, one, Modifiers::default())?;
        }
        Ok(())
    }

    fn alter(&self, sheet: &mut Sheet, actions: &[String]) {
        if !actions.is_empty() {
            sheet.add(alter_table(&quote::qualified(&self.table.name), actions));
        }
    }
}

fn index_says(index: &Index, cast: &str) -> bool {
    let says = |part: &crate::model::IndexPart| match &part.key {
        IndexKey::Expression(text) => text.contains(cast),
        IndexKey::Column(_) => false,
    };
    index.parts.iter().any(says) || index.predicate.as_ref().is_some_and(|text| text.contains(cast))
}

/// A default whose value is no more does not come back: what changes it comes later.
fn moved(column: &Column, after: &EnumType) -> Vec<String> {
    let name = quote::identifier(&column.name);
    let (data_type, array) = (&column.data_type, if column.data_type.ends_with("[]") { "[]" } else { "" });
    let change = format!("ALTER COLUMN {name} TYPE {data_type} USING {name}::text{array}::{data_type}");
    let Generation::Default(default) = &column.generation else { return vec![change] };
    let mut actions = vec![format!("ALTER COLUMN {name} DROP DEFAULT"), change];
    let is_known = |label: &String| text(label).is_ok_and(|label| default.starts_with(&label));
    if !array.is_empty() || after.labels.iter().any(is_known) || !default.starts_with('\'') {
        actions.push(format!("ALTER COLUMN {name} SET DEFAULT {default}"));
    }
    actions
}
