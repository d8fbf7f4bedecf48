//! The new names of columns, put after all other changes.

use aludel_sql::Dialect;

use super::name::same;
use super::unsupported::unsupported;
use crate::apply::NewName;
use crate::dialect::Unsupported;
use crate::identifier::renamed;
use crate::model::{Column, Constraint, Index};
use crate::operation::TableChange;

type Renames = Vec<(String, String)>;

/// The other changes, as they would be said before the first column got a new name; and the new names, in order.
pub(super) fn renames_last(changes: &[TableChange]) -> Result<(Vec<TableChange>, Renames), Unsupported> {
    let mut others = Vec::new();
    let mut renames = Renames::new();
    for change in changes {
        match change {
            TableChange::RenameColumn { from, to } if from == to => {}
            TableChange::RenameColumn { from, to } => renames.push((from.clone(), to.clone())),
            other => {
                others.push(in_old_names(other.clone(), &renames)?);
                if let TableChange::DropColumn(column) = other {
                    forget(&mut renames, &column.name);
                }
            }
        }
    }
    Ok((others, renames))
}

/// Takes out the new names of a column that is gone in the end.
fn forget(renames: &mut Renames, column: &str) {
    let mut name = column.to_owned();
    for index in (0..renames.len()).rev() {
        if same(&renames[index].1, &name) {
            name = renames.remove(index).0;
        }
    }
}

fn in_old_names(change: TableChange, renames: &[(String, String)]) -> Result<TableChange, Unsupported> {
    renames.iter().rev().try_fold(change, |change, (from, to)| OldName { from, to }.change(change))
}

/// A column that is called `to` in a change, and `from` before it.
struct OldName<'a> {
    from: &'a str,
    to: &'a str,
}

impl OldName<'_> {
    fn change(&self, change: TableChange) -> Result<TableChange, Unsupported> {
        use TableChange as Change;
        Ok(match change {
            Change::AddColumn(column) if same(&column.name, self.from) => return Err(self.taken()),
            Change::AddColumn(column) => Change::AddColumn(self.column(column)),
            Change::DropColumn(column) => Change::DropColumn(self.column(column)),
            Change::AlterColumn { before, after, using } => Change::AlterColumn {
                before: self.column(before),
                after: self.column(after),
                using: using.map(|text| renamed(&text, Dialect::Sqlite, self.to, self.from)),
            },
            Change::AddConstraint(it) => Change::AddConstraint(self.constraint(it)),
            Change::DropConstraint(it) => Change::DropConstraint(self.constraint(it)),
            Change::ReplaceConstraint { before, after } => {
                Change::ReplaceConstraint { before: self.constraint(before), after: self.constraint(after) }
            }
            Change::RenameConstraint { before, to } => Change::RenameConstraint { before: self.constraint(before), to },
            Change::AddIndex(it) => Change::AddIndex(self.index(it)),
            Change::DropIndex(it) => Change::DropIndex(self.index(it)),
            Change::ReplaceIndex { before, after } => {
                Change::ReplaceIndex { before: self.index(before), after: self.index(after) }
            }
            Change::RenameIndex { before, to } => Change::RenameIndex { before: self.index(before), to },
            other @ (Change::RenameColumn { .. } | Change::SetComment { .. } | Change::SetOption { .. }) => other,
        })
    }

    fn taken(&self) -> Unsupported {
        unsupported(
            format!("copy the table while `{0}` becomes `{1}` and a new column becomes `{0}`", self.from, self.to),
            "rename the column in an operation of its own, before",
        )
    }

    fn name(&self) -> NewName<'_> {
        NewName { dialect: Dialect::Sqlite, from: self.to, to: self.from }
    }

    fn column(&self, mut column: Column) -> Column {
        if same(&column.name, self.to) {
            self.from.clone_into(&mut column.name);
        }
        self.name().follow_in_column(&mut column);
        column
    }

    fn constraint(&self, mut constraint: Constraint) -> Constraint {
        self.name().follow_in_constraint(&mut constraint);
        constraint
    }

    fn index(&self, mut index: Index) -> Index {
        self.name().follow_in_index(&mut index);
        index
    }
}
