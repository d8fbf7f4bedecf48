//! Changes of a column.

use aludel_sql::Dialect;

use super::Resolver;
use super::table::{Draft, no_column};
use crate::model::{Column, Generation, Table};
use crate::operation::TableChange;
use crate::request::change::ColumnChange;
use crate::request::definition::GenerationDefinition;
use crate::request::error::ResolveError;
use crate::request::lookup;

/// Stands for a text that is not known, and differs from whatever it becomes.
const UNKNOWN_TEXT: &str = "\u{fffd}";

impl Resolver<'_> {
    pub(super) fn column<'t>(&self, table: &'t Table, name: &str) -> Option<&'t Column> {
        lookup::column(self.known.schema, table, name)
    }

    /// The name of a column as it is stored; of a table that is not known, as it was given.
    pub(super) fn stored_column(&self, draft: &Draft, name: &str) -> Result<String, ResolveError> {
        let Some(table) = draft.table() else { return Ok(name.to_owned()) };
        let found = self.column(table, name).map(|column| column.name.clone());
        found.ok_or_else(|| no_column(table, name))
    }

    pub(super) fn alter_column(&self, draft: &Draft, mut change: ColumnChange) -> Result<TableChange, ResolveError> {
        let using = self.using(&mut change);
        let (before, after) = match draft.table() {
            Some(table) => {
                let before = self.column(table, &change.name).ok_or_else(|| no_column(table, &change.name))?;
                (before.clone(), self.changed(before.clone(), change)?)
            }
            None => self.changed_unseen(draft, change)?,
        };
        Ok(TableChange::AlterColumn { before, after, using })
    }

    /// The expression that makes the new values, told as such or as the option of `PostgreSQL`.
    fn using(&self, change: &mut ColumnChange) -> Option<String> {
        let is_using = |(name, _): &mut (String, String)| name == "postgresql.using";
        let option = change.options.extract_if(.., is_using).next().map(|(_, text)| text);
        let option = option.filter(|_| self.dialect == Dialect::Postgres);
        change.using.take().or(option)
    }

    fn changed(&self, mut column: Column, change: ColumnChange) -> Result<Column, ResolveError> {
        if let Some(column_type) = &change.column_type {
            let generation = change.generation.as_ref().unwrap_or(&GenerationDefinition::None);
            column.data_type = self.type_text(column_type, generation)?;
        }
        if let Some(nullable) = change.nullable {
            column.nullable = nullable;
        }
        if let Some(generation) = change.generation {
            column.generation = self.generation(generation)?;
        }
        if let Some(collation) = change.collation {
            column.collation = collation;
        }
        if let Some(comment) = change.comment {
            column.comment = comment;
        }
        for (name, value) in self.options(change.options) {
            match value.as_str() {
                "" => column.options.remove(&name),
                _ => column.options.insert(name, value),
            };
        }
        Ok(column)
    }

    /// Before and after of a column that is not known: they differ in what changes, and in nothing else.
    fn changed_unseen(&self, draft: &Draft, change: ColumnChange) -> Result<(Column, Column), ResolveError> {
        self.refuse_unseen(draft, &change)?;
        let mut before = Column::new(&change.name, UNKNOWN_TEXT);
        let after = self.changed(Column::new(&change.name, UNKNOWN_TEXT), change.clone())?;
        before.nullable = if change.nullable.is_some() { !after.nullable } else { after.nullable };
        if change.generation.is_some() {
            before.generation = other_generation(&after.generation);
        }
        before.collation = unlike(change.collation.as_ref(), after.collation.as_ref());
        before.comment = unlike(change.comment.as_ref(), after.comment.as_ref());
        Ok((before, after))
    }

    /// What cannot be written without knowing the column.
    fn refuse_unseen(&self, draft: &Draft, change: &ColumnChange) -> Result<(), ResolveError> {
        let what = format!("the column `{}.{}`", draft.name, change.name);
        let hint = match self.dialect {
            Dialect::Postgres => return Ok(()),
            Dialect::Sqlite => "create the table in the same script, or write the SQL of the copy by hand",
            // The statement writes the whole column anew.
            _ if change.column_type.is_some() && change.nullable.is_some() => return Ok(()),
            _ => "give the type of the column, whether it may be NULL, and its default if it has one",
        };
        Err(ResolveError::Unknown { what, hint: hint.to_owned() })
    }
}

/// A way to get a value that differs from the one after, whatever that is.
fn other_generation(after: &Generation) -> Generation {
    match after {
        Generation::None => Generation::Default(UNKNOWN_TEXT.to_owned()),
        _ => Generation::None,
    }
}

/// What a text was before, so that it differs where it changes.
fn unlike(change: Option<&Option<String>>, after: Option<&String>) -> Option<String> {
    match (change, after) {
        (None, _) => after.cloned(),
        (Some(_), None) => Some(UNKNOWN_TEXT.to_owned()),
        (Some(_), Some(_)) => None,
    }
}
