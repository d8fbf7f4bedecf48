//! All that changes in one table.

use std::borrow::Cow;
use std::collections::BTreeSet;

use aludel_sql::Dialect;

use super::super::quote;
use super::dependents::Dependents;
use super::inbound::Inbound;
use super::sheet::{Sheet, alter_table, cascade, if_exists, if_not_exists};
use super::turn::{Turn, is_retyped, must_remake};
use super::{column, constraint, index, partition, table};
use crate::apply::apply;
use crate::dialect::Unsupported;
use crate::identifier::mentions;
use crate::mention::{constraint_uses, index_uses};
use crate::model::{Column, Constraint, Generation, ObjectName, Schema, Shared, Table};
use crate::operation::{Modifiers, Operation, Rebuild, TableChange};

/// A table on its way.
struct Alteration<'a> {
    sheet: &'a mut Sheet,
    state: &'a Schema,
    modifiers: Modifiers,
    /// A schema with this table only, as it is after the changes so far.
    now: Schema,
    name: ObjectName,
    /// Of the ALTER TABLE that is not written yet.
    actions: Vec<String>,
    /// Statements after it.
    after: Vec<String>,
}

/// Alters a table. A column gets its new name in its turn: what comes before says the old one.
pub(super) fn alter(
    sheet: &mut Sheet,
    state: &Schema,
    name: &ObjectName,
    changes: &[TableChange],
    modifiers: Modifiers,
) -> Result<(), Unsupported> {
    let mut state = Cow::Borrowed(state);
    let mut runs = changes.chunk_by(|one, next| !is_rename(one) && !is_rename(next)).peekable();
    while let Some(run) = runs.next() {
        if let [TableChange::RenameColumn { from, to }] = run {
            let (from, to) = (quote::identifier(from), quote::identifier(to));
            sheet.add(format!("ALTER TABLE {} RENAME COLUMN {from} TO {to}", quote::qualified(name)));
        } else {
            alter_between_renames(sheet, &state, name, run, modifiers)?;
        }
        if runs.peek().is_some() {
            for change in run {
                one_change(state.to_mut(), name, change);
            }
        }
    }
    Ok(())
}

fn is_rename(change: &TableChange) -> bool {
    matches!(change, TableChange::RenameColumn { .. })
}

fn alter_between_renames(
    sheet: &mut Sheet,
    state: &Schema,
    name: &ObjectName,
    changes: &[TableChange],
    modifiers: Modifiers,
) -> Result<(), Unsupported> {
    let changes = in_order(partition::without_parts_of_others(changes.iter().collect()));
    if partition::is_changed(&changes) {
        return partition::remake(sheet, state, name, &changes);
    }
    let now = only(state, name);
    let dependents = Dependents::of_columns(state, name, &touched_columns(state, name, &changes));
    let inbound = Inbound::of(state, name, after_all(&now, name, &changes).as_ref(), &changes);
    dependents.drop(sheet);
    inbound.drop(sheet);
    let mut alteration =
        Alteration { sheet, state, modifiers, now, name: name.clone(), actions: Vec::new(), after: Vec::new() };
    for change in changes {
        alteration.change(change)?;
        one_change(&mut alteration.now, name, change);
    }
    alteration.flush();
    inbound.create(sheet);
    dependents.create(sheet)
}

/// A change that does not fit what is known of the table changes nothing here: offline little is known.
fn one_change(state: &mut Schema, table: &ObjectName, change: &TableChange) {
    let operation =
        Operation::AlterTable { table: table.clone(), changes: vec![change.clone()], rebuild: Rebuild::default() };
    let _ = apply(state, &operation);
}

/// A schema that holds one table.
fn only(state: &Schema, name: &ObjectName) -> Schema {
    let mut only = Schema::empty(state.dialect, state.version);
    only.tables.extend(state.tables.get(name).map(|table| (name.clone(), table.clone())));
    only
}

fn after_all(now: &Schema, name: &ObjectName, changes: &[&TableChange]) -> Option<Table> {
    let mut then = now.clone();
    for change in changes {
        one_change(&mut then, name, change);
    }
    then.tables.remove(name).map(Shared::into_inner)
}

/// A computed column that goes, or is no longer computed, does so before what it is computed of changes, and what is
/// over it before that.
fn in_order(changes: Vec<&TableChange>) -> Vec<&TableChange> {
    let first_altered = changes.iter().position(|change| matches!(change, TableChange::AlterColumn { .. }));
    let (early, late) = changes.split_at(first_altered.unwrap_or(changes.len()));
    let (drops, rest): (Vec<&TableChange>, Vec<&TableChange>) = late.iter().partition(|change| match change {
        TableChange::DropIndex(_) | TableChange::DropConstraint(_) => true,
        TableChange::DropColumn(column) => is_computed(column),
        TableChange::AlterColumn { before, after, .. } => is_computed(before) && !is_computed(after),
        _ => false,
    });
    [early, &drops, &rest].concat()
}

fn is_computed(column: &Column) -> bool {
    matches!(column.generation, Generation::Computed { .. })
}

/// The columns whose values become others, and those computed of them.
fn touched_columns(state: &Schema, name: &ObjectName, changes: &[&TableChange]) -> BTreeSet<String> {
    let mut touched = BTreeSet::new();
    for change in changes {
        if let TableChange::AlterColumn { before, after, .. } = change
            && (is_retyped(before, after) || must_remake(state.version.0, before, after))
        {
            touched.insert(before.name.clone());
        }
    }
    let computed =
        state.tables.get(name).into_iter().flat_map(|table| touched.iter().flat_map(|one| computed_of(table, one)));
    let computed: Vec<String> = computed.map(|column| column.name.clone()).collect();
    touched.extend(computed);
    touched
}

/// The columns that are computed of a column.
fn computed_of<'a>(table: &'a Table, name: &'a str) -> impl Iterator<Item = &'a Column> {
    table.columns.iter().filter(move |column| match &column.generation {
        Generation::Computed { expression, .. } => mentions(expression, Dialect::Postgres, name),
        _ => false,
    })
}

impl Alteration<'_> {
    fn change(&mut self, change: &TableChange) -> Result<(), Unsupported> {
        match change {
            TableChange::AddColumn(column) => self.add_column(column),
            TableChange::DropColumn(column) => {
                let name = quote::identifier(&column.name);
                let guards = (if_exists(self.modifiers), cascade(self.modifiers));
                self.actions.push(format!("DROP COLUMN {}{name}{}", guards.0, guards.1));
                Ok(())
            }
            // Each is a run of its own.
            TableChange::RenameColumn { .. } => Ok(()),
            TableChange::AlterColumn { before, after, using } => self.alter_column(before, after, using.as_deref()),
            TableChange::AddConstraint(constraint) => self.add_constraint(constraint),
            TableChange::DropConstraint(constraint) => {
                self.drop_constraint(constraint);
                Ok(())
            }
            TableChange::ReplaceConstraint { before, after } => self.replace_constraint(before, after),
            TableChange::RenameConstraint { before, to } => {
                let (from, to) = (constraint::name(&self.name.name, before), quote::identifier(to));
                self.statement(format!("RENAME CONSTRAINT {} TO {to}", quote::identifier(&from)));
                Ok(())
            }
            TableChange::SetComment { before, after } => {
                self.flush();
                let on = format!("TABLE {}", quote::qualified(&self.name));
                self.sheet.comment(&on, before.as_deref(), after.as_deref())
            }
            TableChange::SetOption { name, before, after } if name == "partition of" => {
                self.flush();
                partition::move_part(self.sheet, &self.name, before.as_deref(), after.as_deref());
                Ok(())
            }
            TableChange::SetOption { name, before, after } => {
                self.actions.extend(table::option_actions(&self.name, name, before.as_deref(), after.as_deref())?);
                Ok(())
            }
            TableChange::AddIndex(_)
            | TableChange::DropIndex(_)
            | TableChange::ReplaceIndex { .. }
            | TableChange::RenameIndex { .. } => self.change_index(change),
        }
    }

    fn change_index(&mut self, change: &TableChange) -> Result<(), Unsupported> {
        self.flush();
        match change {
            TableChange::AddIndex(one) => index::create(self.sheet, &self.name, one, self.modifiers)?,
            TableChange::DropIndex(one) => index::drop(self.sheet, &self.name, one, self.modifiers),
            TableChange::ReplaceIndex { before, after } => {
                index::replace(self.sheet, &self.name, before, after, self.modifiers)?;
            }
            TableChange::RenameIndex { before, to } => index::rename(self.sheet, &self.name, &before.name, to),
            _ => {}
        }
        Ok(())
    }

    fn add_column(&mut self, column: &Column) -> Result<(), Unsupported> {
        let definition = column::definition(self.state.version.0, column, false)?;
        self.actions.push(format!("ADD COLUMN {}{definition}", if_not_exists(self.modifiers)));
        let completion = table::completion(self.state, &self.name, column)?;
        self.actions.extend(completion.actions);
        self.after.extend(completion.after);
        self.remark(column, None)
    }

    fn remark(&mut self, column: &Column, before: Option<&str>) -> Result<(), Unsupported> {
        if before != column.comment.as_deref() {
            self.flush();
        }
        let on = format!("COLUMN {}.{}", quote::qualified(&self.name), quote::identifier(&column.name));
        self.sheet.comment(&on, before, column.comment.as_deref())
    }

    fn alter_column(&mut self, before: &Column, after: &Column, using: Option<&str>) -> Result<(), Unsupported> {
        if must_remake(self.state.version.0, before, after) {
            return self.remake_column(before, after);
        }
        let turn = Turn::of(self.state, &self.name, (before, after), using)?;
        if !turn.before.is_empty() {
            self.flush();
            turn.before.into_iter().for_each(|sql| self.sheet.add(sql));
        }
        let computed = if is_retyped(before, after) { self.computed_of(&before.name) } else { Vec::new() };
        self.actions.extend(computed.iter().map(|column| format!("DROP COLUMN {}", quote::identifier(&column.name))));
        self.actions.extend(turn.actions);
        self.after.extend(turn.after);
        for column in &computed {
            self.add_column(column)?;
            self.make_again_what_went_with(&column.name)?;
        }
        self.remark(after, before.comment.as_deref())
    }

    /// Drops the column and adds the other one, with the constraints and indexes that go on the way.
    fn remake_column(&mut self, before: &Column, after: &Column) -> Result<(), Unsupported> {
        let computed = self.computed_of(&before.name);
        for column in computed.iter().chain([before]) {
            self.actions.push(format!("DROP COLUMN {}", quote::identifier(&column.name)));
        }
        for column in [after].into_iter().chain(&computed) {
            self.add_column(column)?;
        }
        for column in computed.iter().chain([before]) {
            self.make_again_what_went_with(&column.name)?;
        }
        Ok(())
    }

    /// The columns that are computed of a column, as the table is now.
    fn computed_of(&self, name: &str) -> Vec<Column> {
        self.now.tables.get(&self.name).map(|table| computed_of(table, name).cloned().collect()).unwrap_or_default()
    }

    fn make_again_what_went_with(&mut self, column: &str) -> Result<(), Unsupported> {
        let Some(table) = self.now.tables.get(&self.name).cloned() else { return Ok(()) };
        for lost in table.constraints.iter().filter(|one| constraint_uses(one, column, Dialect::Postgres)) {
            self.add_constraint(lost)?;
        }
        self.flush();
        for lost in table.indexes.iter().filter(|one| index_uses(one, column, Dialect::Postgres)) {
            index::create(self.sheet, &self.name, lost, Modifiers::default())?;
        }
        Ok(())
    }

    fn add_constraint(&mut self, one: &Constraint) -> Result<(), Unsupported> {
        let action = format!("ADD {}", constraint::definition(&self.name.name, one));
        if self.modifiers.if_not_exists {
            self.flush();
            self.sheet.create(&alter_table(&quote::qualified(&self.name), &[action]), self.modifiers);
        } else {
            self.actions.push(action);
        }
        self.constraint_remark(one, None)
    }

    fn drop_constraint(&mut self, one: &Constraint) {
        let name = quote::identifier(&constraint::name(&self.name.name, one));
        self.actions.push(format!("DROP CONSTRAINT {}{name}{}", if_exists(self.modifiers), cascade(self.modifiers)));
    }

    fn replace_constraint(&mut self, before: &Constraint, after: &Constraint) -> Result<(), Unsupported> {
        if let Some(actions) = constraint::adjustment(&self.name.name, before, after) {
            self.actions.extend(actions);
            return self.constraint_remark(after, before.comment.as_deref());
        }
        self.drop_constraint(before);
        self.add_constraint(after)
    }

    fn constraint_remark(&mut self, one: &Constraint, before: Option<&str>) -> Result<(), Unsupported> {
        if before != one.comment.as_deref() {
            self.flush();
        }
        let name = quote::identifier(&constraint::name(&self.name.name, one));
        let on = format!("CONSTRAINT {name} ON {}", quote::qualified(&self.name));
        self.sheet.comment(&on, before, one.comment.as_deref())
    }

    /// An action that stands alone.
    fn statement(&mut self, action: String) {
        self.flush();
        self.actions.push(action);
        self.flush();
    }

    /// Writes the ALTER TABLE that has gathered, and what follows it.
    fn flush(&mut self) {
        if !self.actions.is_empty() {
            self.sheet.add(alter_table(&quote::qualified(&self.name), &self.actions));
            self.actions.clear();
        }
        self.after.drain(..).for_each(|sql| self.sheet.add(sql));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rename_comes_in_its_turn() {
        let name = ObjectName::local("t");
        let (before, after) = (Column::new("a", "integer"), Column::new("a", "bigint"));
        let mut state = Schema::empty(Dialect::Postgres, (15, 0, 0));
        state.tables.insert(name.clone(), Table { columns: vec![before.clone()], ..Table::new(name.clone()) }.into());
        let changes = [
            TableChange::AlterColumn { before, after, using: None },
            TableChange::RenameColumn { from: "a".to_owned(), to: "b".to_owned() },
        ];
        let mut sheet = Sheet::default();
        alter(&mut sheet, &state, &name, &changes, Modifiers::default()).unwrap();
        let written: Vec<String> = sheet.rendered().statements.into_iter().map(|statement| statement.sql).collect();
        assert_eq!(written, ["ALTER TABLE t ALTER COLUMN a TYPE bigint", "ALTER TABLE t RENAME COLUMN a TO b"]);
    }
}
