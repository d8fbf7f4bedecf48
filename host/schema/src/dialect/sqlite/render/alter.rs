//! Changes of one table: in place where `SQLite` can, else by one copy of the table for all of them.
//!
//! What it can is told in <https://www.sqlite.org/lang_altertable.html>.

use super::constraint::{column_of, inline_text};
use super::definition::{column_text, index_text, unknown_option};
use super::lexical::{holds_word, is_constant};
use super::name::{name, same};
use super::rebuild;
use super::unsupported::{local, unsupported};
use super::{ForeignKeys, points_at_column, rendered};
use crate::apply::apply;
use crate::dialect::{Rendered, Unsupported};
use crate::identifier::mentions;
use crate::mention::{constraint_uses, index_uses};
use crate::model::{Column, Constraint, ConstraintBody, Generation, Index, ObjectName, Schema, Table};
use crate::operation::{Modifiers, Operation, Rebuild, TableChange};
use aludel_sql::Dialect;

/// The statements of an [`Operation::AlterTable`].
pub(super) fn alter(
    state: &Schema,
    table: &ObjectName,
    changes: &[TableChange],
    mode: Rebuild,
    modifiers: Modifiers,
) -> Result<Rendered, Unsupported> {
    let name = local(table)?;
    let known = state.table(table);
    let changes = asked_for(known, changes, modifiers);
    refuse_used_columns(state, name, &changes)?;
    if mode != Rebuild::Always {
        match in_place(known, table, &changes, modifiers)? {
            Way::InPlace(statements) => return Ok(rendered(statements, ForeignKeys::Enforced)),
            Way::Copy(reason) if mode == Rebuild::Never => return Err(not_in_place(name, reason)),
            Way::Copy(_) => {}
        }
    }
    rebuild::rebuild(state, known.ok_or_else(|| unknown(name))?, &changes)
}

/// How a list of changes can be carried out.
enum Way {
    InPlace(Vec<String>),
    /// By a copy, because of this change.
    Copy(&'static str),
}

fn not_in_place(table: &str, reason: &str) -> Unsupported {
    unsupported(format!("{reason} of `{table}` in place"), "allow that the table is copied: leave `rebuild: never` out")
}

fn unknown(table: &str) -> Unsupported {
    unsupported(
        format!("copy `{table}` without knowing it"),
        "run it against the database, or create the table in the same script",
    )
}

/// The changes that the guards leave over.
fn asked_for(table: Option<&Table>, changes: &[TableChange], modifiers: Modifiers) -> Vec<TableChange> {
    let Some(table) = table else { return changes.to_vec() };
    let has_column = |name: &str| table.columns.iter().any(|column| same(&column.name, name));
    let has_index = |name: &str| table.indexes.iter().any(|index| same(&index.name, name));
    let is_asked = |change: &&TableChange| match change {
        TableChange::AddColumn(column) if modifiers.if_not_exists => !has_column(&column.name),
        TableChange::DropColumn(column) if modifiers.if_exists => has_column(&column.name),
        TableChange::AddIndex(index) if modifiers.if_not_exists => !has_index(&index.name),
        TableChange::DropIndex(index) if modifiers.if_exists => has_index(&index.name),
        _ => true,
    };
    changes.iter().filter(is_asked).cloned().collect()
}

/// A column that a foreign key of another table points at cannot go: the key would point nowhere.
fn refuse_used_columns(state: &Schema, table: &str, changes: &[TableChange]) -> Result<(), Unsupported> {
    for change in changes {
        let TableChange::DropColumn(column) = change else { continue };
        let child = state
            .tables
            .values()
            .find(|child| !same(&child.name.name, table) && points_at_column(child, table, &column.name));
        if let Some(child) = child {
            return Err(unsupported(
                format!("drop `{table}.{}`: a foreign key of `{}` points at it", column.name, child.name),
                "drop that foreign key before",
            ));
        }
    }
    Ok(())
}

/// The table as it becomes, and the statements that bring it there.
struct InPlace {
    table: Table,
    /// Without a table that is known there is nothing to compare with.
    is_known: bool,
    modifiers: Modifiers,
    statements: Vec<String>,
}

/// Tries to carry the changes out one by one.
fn in_place(
    known: Option<&Table>,
    name: &ObjectName,
    changes: &[TableChange],
    modifiers: Modifiers,
) -> Result<Way, Unsupported> {
    let table = known.cloned().unwrap_or_else(|| Table::new(name.clone()));
    let mut work = InPlace { table, is_known: known.is_some(), modifiers, statements: Vec::new() };
    let mut rest: Vec<&TableChange> = changes.iter().collect();
    while !rest.is_empty() {
        let change = rest.remove(0);
        let at_column = constraints_at(change, &mut rest);
        if let Some(reason) = work.obstacle(change, &at_column)? {
            return Ok(Way::Copy(reason));
        }
        let statements = work.statements_of(change, &at_column)?;
        work.statements.extend(statements);
        work.follow(change)?;
        for constraint in at_column {
            work.follow(&TableChange::AddConstraint(constraint.clone()))?;
        }
    }
    Ok(Way::InPlace(work.statements))
}

/// Takes the constraints that can be written at a new column out of the changes that follow it.
fn constraints_at<'c>(change: &TableChange, rest: &mut Vec<&'c TableChange>) -> Vec<&'c Constraint> {
    let TableChange::AddColumn(column) = change else { return Vec::new() };
    let mut taken = Vec::new();
    rest.retain(|change| match change {
        TableChange::AddConstraint(constraint) if can_stand_at(constraint, column) => {
            taken.push(constraint);
            false
        }
        _ => true,
    });
    taken
}

fn can_stand_at(constraint: &Constraint, column: &Column) -> bool {
    let is_rule = matches!(constraint.body, ConstraintBody::ForeignKey(_) | ConstraintBody::Check { .. });
    is_rule && column_of(constraint) == Some(&column.name)
}

impl InPlace {
    /// What keeps a change from being carried out in place, in words that follow `cannot`.
    fn obstacle(&self, change: &TableChange, at_column: &[&Constraint]) -> Result<Option<&'static str>, Unsupported> {
        Ok(match change {
            TableChange::AddColumn(column) => (!can_be_added(column, at_column)).then_some("add such a column"),
            TableChange::DropColumn(column) => (!self.can_be_dropped(column)).then_some("drop such a column"),
            TableChange::AlterColumn { before, after, .. } if before == after => None,
            TableChange::AlterColumn { before, after, .. } => {
                refuse_comment_alone(before, after)?;
                Some("alter a column")
            }
            TableChange::AddConstraint(_) => Some("add a constraint"),
            TableChange::DropConstraint(_) => Some("drop a constraint"),
            TableChange::ReplaceConstraint { .. } => Some("change a constraint"),
            TableChange::RenameConstraint { .. } => Some("rename a constraint"),
            TableChange::SetOption { name, .. } if !matches!(name.as_str(), "strict" | "without rowid") => {
                return Err(unknown_option("a table", name));
            }
            TableChange::SetOption { before, after, .. } => (before != after).then_some("change an option"),
            TableChange::SetComment { before, after } if before != after => return Err(comment(&self.table.name)),
            _ => None,
        })
    }

    fn can_be_dropped(&self, column: &Column) -> bool {
        let goes_along = |constraint: &Constraint| match &constraint.body {
            ConstraintBody::Check { column: Some(at), .. } => same(at, &column.name),
            ConstraintBody::ForeignKey(_) => column_of(constraint).is_some() && !self.has_separate_foreign_keys(),
            _ => false,
        };
        let uses = |constraint: &&Constraint| constraint_uses(constraint, &column.name, Dialect::Sqlite);
        let computes = |other: &Column| match &other.generation {
            Generation::Computed { expression, .. } => {
                other.name != column.name && mentions(expression, Dialect::Sqlite, &column.name)
            }
            _ => false,
        };
        self.table.constraints.iter().filter(uses).all(goes_along) && !self.table.columns.iter().any(computes)
    }

    /// Whether a foreign key may be written after the columns: one at its column goes with it.
    fn has_separate_foreign_keys(&self) -> bool {
        self.table.definition.as_deref().is_none_or(|definition| holds_word(definition, "foreign"))
    }

    fn statements_of(&self, change: &TableChange, at_column: &[&Constraint]) -> Result<Vec<String>, Unsupported> {
        let start = || Ok::<_, Unsupported>(format!("ALTER TABLE {}", name(local(&self.table.name)?)));
        Ok(match change {
            TableChange::AddColumn(column) => {
                vec![format!("{} ADD COLUMN {}", start()?, new_column_text(column, at_column)?)]
            }
            TableChange::DropColumn(column) => {
                let indexes =
                    self.table.indexes.iter().filter(|index| index_uses(index, &column.name, Dialect::Sqlite));
                let mut statements: Vec<String> = indexes.map(|index| drop_index(&index.name, "")).collect();
                statements.push(format!("{} DROP COLUMN {}", start()?, name(&column.name)));
                statements
            }
            TableChange::RenameColumn { from, to } if from == to => Vec::new(),
            TableChange::RenameColumn { from, to } => {
                vec![format!("{} RENAME COLUMN {} TO {}", start()?, name(from), name(to))]
            }
            TableChange::AddIndex(index) => {
                vec![index_text(&self.table.name, index, super::unless_there(self.modifiers))?]
            }
            TableChange::DropIndex(index) => vec![drop_index(&index.name, super::if_there(self.modifiers))],
            TableChange::ReplaceIndex { before, after } => {
                vec![drop_index(&before.name, ""), index_text(&self.table.name, after, "")?]
            }
            TableChange::RenameIndex { before, to } => {
                let known = self.table.indexes.iter().find(|index| index.name == before.name);
                let index = Index { name: to.clone(), ..known.unwrap_or(before).clone() };
                vec![drop_index(&before.name, ""), index_text(&self.table.name, &index, "")?]
            }
            _ => Vec::new(),
        })
    }

    fn follow(&mut self, change: &TableChange) -> Result<(), Unsupported> {
        if !self.is_known {
            return Ok(());
        }
        let definition = self.table.definition.take();
        self.table = changed(&self.table, std::slice::from_ref(change))?;
        self.table.definition = definition;
        Ok(())
    }
}

fn drop_index(index: &str, guard: &str) -> String {
    format!("DROP INDEX {guard}{}", name(index))
}

/// The table after changes of it.
pub(super) fn changed(table: &Table, changes: &[TableChange]) -> Result<Table, Unsupported> {
    let mut alone = Schema::empty(Dialect::Sqlite, (0, 0, 0));
    alone.tables.insert(table.name.clone(), table.clone().into());
    let operation =
        Operation::AlterTable { table: table.name.clone(), changes: changes.to_vec(), rebuild: Rebuild::WhenNeeded };
    apply(&mut alone, &operation).map_err(|error| {
        unsupported(format!("alter `{}`: {error}", table.name), "look at what is there: `aludel inspect`")
    })?;
    Ok(alone.tables.remove(&table.name).expect("altering a table keeps its name").into_inner())
}

/// Rows that are there need a value that does not have to be computed, and `SQLite` fills no column in place.
fn can_be_added(column: &Column, at_column: &[&Constraint]) -> bool {
    let points = at_column.iter().any(|constraint| matches!(constraint.body, ConstraintBody::ForeignKey(_)));
    match &column.generation {
        Generation::None => true,
        Generation::Default(value) => is_constant(value) && !points,
        Generation::Computed { stored, .. } => !stored,
        Generation::AutoIncrement | Generation::Identity(_) => false,
    }
}

fn new_column_text(column: &Column, at_column: &[&Constraint]) -> Result<String, Unsupported> {
    let alone = Table::new(ObjectName::local(""));
    let mut words = vec![column_text(&alone, column)?];
    for constraint in at_column {
        words.push(inline_text(constraint, column)?);
    }
    Ok(words.join(" "))
}

fn comment(table: &ObjectName) -> Unsupported {
    unsupported(
        format!("keep a comment on `{table}`"),
        "a remark in the text of CREATE TABLE (`-- ...`) is kept as long as the table is",
    )
}

fn refuse_comment_alone(before: &Column, after: &Column) -> Result<(), Unsupported> {
    let is_all = Column { comment: None, ..before.clone() } == Column { comment: None, ..after.clone() };
    if is_all {
        return Err(unsupported(
            format!("keep a comment on the column `{}`", after.name),
            "a remark in the text of CREATE TABLE (`-- ...`) is kept as long as the table is",
        ));
    }
    Ok(())
}
