//! What follows a new name: foreign keys, keys, expressions, views, triggers.

use aludel_sql::Dialect;

use super::ApplyError;
use super::table::{column_position, table_of};
use crate::identifier::renamed;
use crate::mention::{is_of_type, written_name};
use crate::model::{
    Column, Constraint, ConstraintBody, ForeignKey, Generation, Index, IndexKey, IndexPart, Key, ObjectName, Schema,
    Table, TriggerName,
};

pub(super) fn rename_table(state: &mut Schema, from: &ObjectName, to: &ObjectName) -> Result<(), ApplyError> {
    if state.tables.contains_key(to) {
        return Err(ApplyError::exists("table", to));
    }
    let mut table = state.tables.remove(from).ok_or_else(|| ApplyError::missing("table", from))?;
    table.name = to.clone();
    table.definition = None;
    state.tables.insert(to.clone(), table);
    for foreign_key in foreign_keys_to(state, from) {
        foreign_key.references = to.clone();
    }
    rename_table_in_views(state, from, to);
    rename_table_in_triggers(state, from, to);
    Ok(())
}

/// The foreign keys that point at a table. Tables without one are not touched.
fn foreign_keys_to<'a>(state: &'a mut Schema, name: &'a ObjectName) -> impl Iterator<Item = &'a mut ForeignKey> {
    let tables = state.tables.values_mut().filter(|table| points_at(table, name));
    let constraints = tables.flat_map(|table| &mut table.constraints);
    constraints.filter_map(move |constraint| match &mut constraint.body {
        ConstraintBody::ForeignKey(foreign_key) if foreign_key.references == *name => Some(foreign_key),
        _ => None,
    })
}

fn points_at(table: &Table, name: &ObjectName) -> bool {
    table
        .constraints
        .iter()
        .any(|constraint| matches!(&constraint.body, ConstraintBody::ForeignKey(key) if key.references == *name))
}

fn rename_table_in_views(state: &mut Schema, from: &ObjectName, to: &ObjectName) {
    let dialect = state.dialect;
    for view in state.views.values_mut() {
        if view.depends_on.remove(from) {
            view.depends_on.insert(to.clone());
            view.query = renamed(&view.query, dialect, &from.name, &to.name);
        }
    }
    for routine in state.routines.values_mut() {
        if routine.depends_on.remove(from) {
            routine.depends_on.insert(to.clone());
        }
    }
}

fn rename_table_in_triggers(state: &mut Schema, from: &ObjectName, to: &ObjectName) {
    let dialect = state.dialect;
    let old = std::mem::take(&mut state.triggers);
    state.triggers = old
        .into_iter()
        .map(|(name, mut trigger)| {
            if name.table != *from {
                return (name, trigger);
            }
            trigger.name = TriggerName { table: to.clone(), name: name.name };
            trigger.definition = renamed(&trigger.definition, dialect, &from.name, &to.name);
            (trigger.name.clone(), trigger)
        })
        .collect();
}

pub(super) fn rename_column(state: &mut Schema, name: &ObjectName, from: &str, to: &str) -> Result<(), ApplyError> {
    let dialect = state.dialect;
    let table = table_of(state, name)?;
    let position = column_position(table, from)?;
    if table.column(to).is_some() {
        return Err(ApplyError::exists("column", format!("{name}.{to}")));
    }
    to.clone_into(&mut table.columns[position].name);
    let new_name = NewName { dialect, from, to };
    table.columns.iter_mut().for_each(|column| new_name.follow_in_column(column));
    table.constraints.iter_mut().for_each(|constraint| new_name.follow_in_constraint(constraint));
    table.indexes.iter_mut().for_each(|index| new_name.follow_in_index(index));
    for foreign_key in foreign_keys_to(state, name) {
        new_name.follow_in_list(&mut foreign_key.referenced_columns);
    }
    for view in state.views.values_mut().filter(|view| view.depends_on.contains(name)) {
        view.query = new_name.in_text(&view.query);
    }
    Ok(())
}

/// The new name of a column, carried to what mentions the old one.
pub(crate) struct NewName<'a> {
    pub(crate) dialect: Dialect,
    pub(crate) from: &'a str,
    pub(crate) to: &'a str,
}

impl NewName<'_> {
    fn in_text(&self, text: &str) -> String {
        renamed(text, self.dialect, self.from, self.to)
    }

    fn follow(&self, name: &mut String) {
        if name == self.from {
            self.to.clone_into(name);
        }
    }

    fn follow_in_list(&self, names: &mut [String]) {
        for name in names {
            self.follow(name);
        }
    }

    /// Carries it into the parts of a column.
    pub(crate) fn follow_in_column(&self, column: &mut Column) {
        if let Generation::Computed { expression, .. } = &mut column.generation {
            *expression = self.in_text(expression);
        }
    }

    /// Carries it into the parts of a constraint.
    pub(crate) fn follow_in_constraint(&self, constraint: &mut Constraint) {
        match &mut constraint.body {
            ConstraintBody::PrimaryKey(key) | ConstraintBody::Unique(key) => self.follow_in_key(key),
            ConstraintBody::ForeignKey(foreign_key) => self.follow_in_list(&mut foreign_key.columns),
            ConstraintBody::Check { expression, column } => {
                *expression = self.in_text(expression);
                if let Some(column) = column {
                    self.follow(column);
                }
            }
            ConstraintBody::Exclude { definition } => *definition = self.in_text(definition),
        }
    }

    fn follow_in_key(&self, key: &mut Key) {
        key.parts.iter_mut().for_each(|part| self.follow_in_part(part));
        self.follow_in_list(&mut key.include);
    }

    /// Carries it into the parts of a index.
    pub(crate) fn follow_in_index(&self, index: &mut Index) {
        index.parts.iter_mut().for_each(|part| self.follow_in_part(part));
        self.follow_in_list(&mut index.include);
        index.predicate.iter_mut().for_each(|predicate| *predicate = self.in_text(predicate));
    }

    fn follow_in_part(&self, part: &mut IndexPart) {
        match &mut part.key {
            IndexKey::Column(name) => self.follow(name),
            IndexKey::Expression(expression) => *expression = self.in_text(expression),
        }
    }
}

pub(super) fn rename_enum(state: &mut Schema, from: &ObjectName, to: &ObjectName) -> Result<(), ApplyError> {
    if state.enums.contains_key(to) {
        return Err(ApplyError::exists("enum", to));
    }
    let mut renamed_enum = state.enums.remove(from).ok_or_else(|| ApplyError::missing("enum", from))?;
    renamed_enum.name = to.clone();
    state.enums.insert(to.clone(), renamed_enum);
    let dialect = state.dialect;
    let uses = |table: &Table| table.columns.iter().any(|column| is_of_type(column, dialect, from));
    let tables = state.tables.values_mut().filter(|table| uses(table));
    for column in tables.flat_map(|table| &mut table.columns) {
        follow_enum(column, dialect, from, to);
    }
    Ok(())
}

/// A column of the type, or of an array of it, and a default that is cast to it.
fn follow_enum(column: &mut Column, dialect: Dialect, from: &ObjectName, to: &ObjectName) {
    if !is_of_type(column, dialect, from) {
        return;
    }
    let (old, new) = (column.data_type.trim_end_matches("[]").to_owned(), written_name(dialect, to));
    if let Generation::Default(text) = &mut column.generation {
        *text = text.replace(&format!("::{old}"), &format!("::{new}"));
    }
    column.data_type = column.data_type.replacen(&old, &new, 1);
}
