//! What turns an operation back.

use crate::model::EnumType;
use crate::operation::{Operation, TableChange};

impl Operation {
    /// The operation that turns this one back. None for SQL without a way back, and for rows that came in: which of
    /// them are still the same nobody knows.
    pub fn inverse(&self) -> Option<Self> {
        self.inverse_of_object().or_else(|| self.inverse_of_change())
    }

    /// What comes goes, and the other way round.
    fn inverse_of_object(&self) -> Option<Self> {
        Some(match self.clone() {
            Self::CreateSchema { name } => Self::DropSchema { name },
            Self::DropSchema { name } => Self::CreateSchema { name },
            Self::CreateExtension(extension) => Self::DropExtension(extension),
            Self::DropExtension(extension) => Self::CreateExtension(extension),
            Self::CreateEnum(object) => Self::DropEnum(object),
            Self::DropEnum(object) => Self::CreateEnum(object),
            Self::CreateSequence(object) => Self::DropSequence(object),
            Self::DropSequence(object) => Self::CreateSequence(object),
            Self::CreateTable(table) => Self::DropTable(table),
            Self::DropTable(table) => Self::CreateTable(table),
            Self::CreateView(view) => Self::DropView(view),
            Self::DropView(view) => Self::CreateView(view),
            Self::CreateRoutine(routine) => Self::DropRoutine(routine),
            Self::DropRoutine(routine) => Self::CreateRoutine(routine),
            Self::CreateTrigger(trigger) => Self::DropTrigger(trigger),
            Self::DropTrigger(trigger) => Self::CreateTrigger(trigger),
            _ => return None,
        })
    }

    /// What changed changes back.
    fn inverse_of_change(&self) -> Option<Self> {
        Some(match self.clone() {
            Self::RenameEnum { from, to } => Self::RenameEnum { from: to, to: from },
            Self::AddEnumValue { before, value, position } => {
                Self::ReplaceEnum { before: with_value(&before, value, position), after: before }
            }
            Self::RenameEnumValue { name, from, to } => Self::RenameEnumValue { name, from: to, to: from },
            Self::ReplaceEnum { before, after } => Self::ReplaceEnum { before: after, after: before },
            Self::AlterSequence { before, after } => Self::AlterSequence { before: after, after: before },
            Self::RenameTable { from, to } => Self::RenameTable { from: to, to: from },
            Self::AlterTable { table, changes, rebuild } => {
                Self::AlterTable { table, changes: inverse_of_changes(&changes)?, rebuild }
            }
            Self::ReplaceView { before, after } => Self::ReplaceView { before: after, after: before },
            Self::ReplaceRoutine { before, after } => Self::ReplaceRoutine { before: after, after: before },
            Self::ReplaceTrigger { before, after } => Self::ReplaceTrigger { before: after, after: before },
            Self::Execute { sql, inverse } => Self::Execute { sql: inverse?, inverse: Some(sql) },
            _ => return None,
        })
    }
}

fn with_value(before: &EnumType, value: String, position: usize) -> EnumType {
    let mut after = before.clone();
    after.labels.insert(position.min(after.labels.len()), value);
    after
}

/// The operations that turn a list back, the last one first. None where one of them has no inverse.
pub fn inverse_of_all(operations: &[Operation]) -> Option<Vec<Operation>> {
    operations.iter().rev().map(Operation::inverse).collect()
}

fn inverse_of_changes(changes: &[TableChange]) -> Option<Vec<TableChange>> {
    changes.iter().rev().map(TableChange::inverse).collect()
}

impl TableChange {
    /// The change that turns this one back. None where a constraint without a name was given one: no server takes a
    /// name away.
    pub fn inverse(&self) -> Option<Self> {
        self.inverse_of_part().or_else(|| self.inverse_of_setting())
    }

    fn inverse_of_part(&self) -> Option<Self> {
        Some(match self.clone() {
            Self::AddColumn(column) => Self::DropColumn(column),
            Self::DropColumn(column) => Self::AddColumn(column),
            Self::AddConstraint(constraint) => Self::DropConstraint(constraint),
            Self::DropConstraint(constraint) => Self::AddConstraint(constraint),
            Self::AddIndex(index) => Self::DropIndex(index),
            Self::DropIndex(index) => Self::AddIndex(index),
            _ => return None,
        })
    }

    fn inverse_of_setting(&self) -> Option<Self> {
        Some(match self.clone() {
            Self::RenameColumn { from, to } => Self::RenameColumn { from: to, to: from },
            // What USING says is not known the other way round.
            Self::AlterColumn { before, after, using: _ } => {
                Self::AlterColumn { before: after, after: before, using: None }
            }
            Self::ReplaceConstraint { before, after } => Self::ReplaceConstraint { before: after, after: before },
            Self::RenameConstraint { mut before, to } => {
                let from = before.name.replace(to)?;
                before.is_name_generated = false;
                Self::RenameConstraint { before, to: from }
            }
            Self::ReplaceIndex { before, after } => Self::ReplaceIndex { before: after, after: before },
            Self::RenameIndex { mut before, to } => {
                let from = std::mem::replace(&mut before.name, to);
                Self::RenameIndex { before, to: from }
            }
            Self::SetComment { before, after } => Self::SetComment { before: after, after: before },
            Self::SetOption { name, before, after } => Self::SetOption { name, before: after, after: before },
            _ => return None,
        })
    }
}
