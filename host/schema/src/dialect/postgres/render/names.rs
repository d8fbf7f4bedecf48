//! Names that the server would not keep as they are.

use aludel_sql::Dialect;

use super::super::unsupported;
use crate::dialect::Unsupported;
use crate::model::{Constraint, Table};
use crate::operation::{Operation, TableChange};

/// Refuses new names that the server would cut: two of them could meet.
pub(super) fn check(operation: &Operation) -> Result<(), Unsupported> {
    new_names(operation).into_iter().try_for_each(|name| match Dialect::Postgres.quote(name) {
        Ok(_) => Ok(()),
        Err(error) => Err(unsupported(&format!("use a name: {error}"), "choose another name")),
    })
}

fn new_names(operation: &Operation) -> Vec<&str> {
    match operation {
        Operation::CreateSchema { name } => vec![name],
        Operation::CreateExtension(extension) => vec![&extension.name],
        Operation::CreateEnum(one) => vec![&one.name.name],
        Operation::CreateSequence(sequence) => vec![&sequence.name.name],
        Operation::CreateTable(table) => names_of_table(table),
        Operation::RenameTable { to, .. } | Operation::RenameEnum { to, .. } => vec![&to.name],
        Operation::AlterTable { changes, .. } => changes.iter().filter_map(names_of_change).collect(),
        Operation::CreateView(view) => std::iter::once(view.name.name.as_str())
            .chain(view.indexes.iter().map(|index| index.name.as_str()))
            .collect(),
        _ => Vec::new(),
    }
}

fn names_of_table(table: &Table) -> Vec<&str> {
    let columns = table.columns.iter().map(|column| column.name.as_str());
    let constraints = table.constraints.iter().filter_map(name_of_constraint);
    let indexes = table.indexes.iter().map(|index| index.name.as_str());
    std::iter::once(table.name.name.as_str()).chain(columns).chain(constraints).chain(indexes).collect()
}

fn name_of_constraint(constraint: &Constraint) -> Option<&str> {
    constraint.name.as_deref()
}

fn names_of_change(change: &TableChange) -> Option<&str> {
    match change {
        TableChange::AddColumn(column) => Some(&column.name),
        TableChange::AddIndex(index) => Some(&index.name),
        TableChange::AddConstraint(constraint) | TableChange::ReplaceConstraint { after: constraint, .. } => {
            name_of_constraint(constraint)
        }
        TableChange::RenameColumn { to, .. }
        | TableChange::RenameConstraint { to, .. }
        | TableChange::RenameIndex { to, .. } => Some(to),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ObjectName;

    #[test]
    fn names_that_are_cut_are_refused() {
        let named = |name: &str| Operation::CreateTable(Table::new(ObjectName::local(name)));
        assert!(check(&named(&"é".repeat(31))).is_ok());
        assert!(check(&named(&"é".repeat(32))).is_err());
        assert!(check(&named("")).is_err());
        assert!(check(&named("a\0b")).is_err());
    }
}
