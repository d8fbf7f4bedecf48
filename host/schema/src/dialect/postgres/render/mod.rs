//! Operations as statements.

mod alter;
mod callers;
mod cast;
mod column;
mod constraint;
mod dependents;
mod enums;
mod inbound;
mod index;
mod names;
mod object;
mod partition;
mod privileges;
mod routine;
mod sheet;
mod table;
mod turn;
mod view;

pub(super) use self::enums::settle_new_values;
use self::sheet::Sheet;
use crate::dialect::{Rendered, Unsupported};
use crate::model::Schema;
use crate::operation::{Modifiers, Operation};

/// The statements that carry out an operation.
pub(super) fn render(state: &Schema, operation: &Operation, modifiers: Modifiers) -> Result<Rendered, Unsupported> {
    names::check(operation)?;
    let mut sheet = Sheet::default();
    if !write_type_or_sequence(&mut sheet, state, operation, modifiers)? {
        write_table_or_code(&mut sheet, state, operation, modifiers)?;
    }
    Ok(sheet.rendered())
}

/// Whether the operation was one of schemas, extensions, enums and sequences.
fn write_type_or_sequence(
    sheet: &mut Sheet,
    state: &Schema,
    operation: &Operation,
    modifiers: Modifiers,
) -> Result<bool, Unsupported> {
    match operation {
        Operation::CreateSchema { name } => object::create_schema(sheet, name, modifiers),
        Operation::DropSchema { name } => object::drop_schema(sheet, name, modifiers),
        Operation::CreateExtension(extension) => object::create_extension(sheet, extension, modifiers),
        Operation::DropExtension(extension) => object::drop_extension(sheet, extension, modifiers),
        Operation::CreateEnum(one) => enums::create(sheet, one, modifiers)?,
        Operation::DropEnum(one) => enums::drop(sheet, one, modifiers),
        Operation::RenameEnum { from, to } => table::rename(sheet, from, to, "TYPE"),
        Operation::AddEnumValue { before, value, position } => {
            enums::add_value(sheet, state.version.0, before, value, *position, modifiers)?;
        }
        Operation::RenameEnumValue { name, from, to } => enums::rename_value(sheet, name, from, to)?,
        Operation::ReplaceEnum { before, after } => enums::replace(sheet, state, before, after)?,
        Operation::CreateSequence(sequence) => object::create_sequence(sheet, sequence, modifiers)?,
        Operation::DropSequence(sequence) => object::drop_sequence(sheet, sequence, modifiers),
        Operation::AlterSequence { before, after } => object::alter_sequence(sheet, before, after)?,
        _ => return Ok(false),
    }
    Ok(true)
}

fn write_table_or_code(
    sheet: &mut Sheet,
    state: &Schema,
    operation: &Operation,
    modifiers: Modifiers,
) -> Result<(), Unsupported> {
    match operation {
        Operation::CreateTable(table) => table::create(sheet, state, table, modifiers)?,
        Operation::DropTable(table) => table::drop(sheet, table, modifiers),
        Operation::RenameTable { from, to } => table::rename(sheet, from, to, "TABLE"),
        Operation::AlterTable { table, changes, rebuild: _ } => alter::alter(sheet, state, table, changes, modifiers)?,
        Operation::CreateView(view) => view::create(sheet, view, modifiers)?,
        Operation::DropView(view) => view::drop(sheet, view, modifiers),
        Operation::ReplaceView { before, after } => view::replace(sheet, state, before, after, modifiers)?,
        Operation::CreateRoutine(routine) => routine::create(sheet, routine, modifiers)?,
        Operation::DropRoutine(routine) => routine::drop(sheet, routine, modifiers),
        Operation::ReplaceRoutine { before, after } => routine::replace(sheet, state, before, after)?,
        Operation::CreateTrigger(trigger) => routine::create_trigger(sheet, trigger, modifiers)?,
        Operation::DropTrigger(trigger) => routine::drop_trigger(sheet, trigger, modifiers),
        Operation::ReplaceTrigger { before, after } => {
            routine::replace_trigger(sheet, state.version.0, before, after)?;
        }
        Operation::InsertRows { table, columns, rows } => object::insert_rows(sheet, state, table, columns, rows)?,
        Operation::Execute { sql, inverse: _ } => sheet.add(sql),
        _ => {}
    }
    Ok(())
}
