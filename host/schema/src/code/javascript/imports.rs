//! Which names of the module `aludel` a migration uses.

use std::collections::BTreeSet;

use crate::code::tree::{Body, Call, Change, ColumnChange, ColumnType, NewColumn};
use crate::code::{camel_case, plain_columns};
use crate::model::{Constraint, ConstraintBody, Index, IndexKey, IndexPart};

/// The names, sorted.
pub(super) fn of(bodies: &[&Body<'_>]) -> Vec<&'static str> {
    let mut names = Names::default();
    for body in bodies {
        names.body(body);
    }
    names.0.into_iter().collect()
}

#[derive(Default)]
struct Names(BTreeSet<&'static str>);

impl Names {
    fn body(&mut self, body: &Body<'_>) {
        match body {
            Body::Irreversible => drop(self.0.insert("irreversible")),
            Body::Steps(steps) => steps.iter().filter_map(|step| step.call.as_ref()).for_each(|call| self.call(call)),
        }
    }

    fn call(&mut self, call: &Call<'_>) {
        match call {
            Call::CreateTable(table) => {
                table.columns.iter().for_each(|column| self.column(column));
                table.constraints.iter().for_each(|constraint| self.constraint(constraint));
                table.indexes.iter().for_each(|index| self.index(index));
            }
            Call::AlterTable { changes, .. } => changes.iter().for_each(|change| self.change(change)),
            _ => {}
        }
    }

    fn change(&mut self, change: &Change<'_>) {
        match change {
            Change::AddColumn(column) => self.column(column),
            Change::AlterColumn { changes, .. } => {
                for change in changes {
                    if let ColumnChange::SetType(data_type) = change {
                        self.data_type(data_type);
                    }
                }
            }
            Change::AddConstraint(constraint) => self.constraint(constraint),
            Change::AddIndex(index) => self.index(index),
            _ => {}
        }
    }

    fn column(&mut self, column: &NewColumn<'_>) {
        self.data_type(&column.data_type);
    }

    fn data_type(&mut self, data_type: &ColumnType<'_>) {
        let name = data_type.function().map_or("custom", |(name, _)| name);
        self.0.insert(TYPES.into_iter().find(|known| **known == *camel_case(name)).unwrap_or("custom"));
    }

    fn constraint(&mut self, constraint: &Constraint) {
        if let ConstraintBody::PrimaryKey(key) | ConstraintBody::Unique(key) = &constraint.body {
            self.parts(&key.parts);
        }
    }

    fn index(&mut self, index: &Index) {
        self.parts(&index.parts);
    }

    fn parts(&mut self, parts: &[IndexPart]) {
        if plain_columns(parts).is_some() {
            return;
        }
        for part in parts {
            self.0.insert(match part.key {
                IndexKey::Column(_) => "column",
                IndexKey::Expression(_) => "expression",
            });
        }
    }
}

/// The types by the names that the module exports.
const TYPES: [&str; 16] = [
    "boolean",
    "smallInteger",
    "integer",
    "bigInteger",
    "real",
    "double",
    "numeric",
    "character",
    "varchar",
    "text",
    "json",
    "uuid",
    "date",
    "timestamp",
    "timestamptz",
    "interval",
];
