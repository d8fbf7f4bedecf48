//! What is there.

use super::{ObjectName, SchemaDef, TableDef};
use crate::bindings::aludel::schema::inspection as wit;
use crate::{Database, Result};

/// Answers what is in the database, without the tables that the host keeps for itself.
///
/// ```no_run
/// use aludel_guest::prelude::*;
///
/// fn upgrade(db: &Database) -> Result<()> {
///     if !db.inspect().has_column("customers", "email")? {
///         db.alter_table("customers", |t| {
///             t.add_column("email", varchar(200));
///         })?;
///     }
///     Ok(())
/// }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Inspector<'db> {
    pub(crate) database: &'db Database,
}

impl Inspector<'_> {
    /// The tables of the default schema.
    #[track_caller]
    pub fn table_names(&self) -> Result<Vec<String>> {
        let names = wit::table_names(self.database.handle(), None)?;
        Ok(names.into_iter().map(|name| name.name).collect())
    }

    /// The tables of a schema.
    #[track_caller]
    pub fn table_names_in(&self, schema: &str) -> Result<Vec<String>> {
        let names = wit::table_names(self.database.handle(), Some(schema))?;
        Ok(names.into_iter().map(|name| name.name).collect())
    }

    /// A table with everything that belongs to it; none if it is not there.
    #[track_caller]
    pub fn table(&self, name: impl Into<ObjectName>) -> Result<Option<TableDef>> {
        Ok(wit::table(self.database.handle(), &name.into().into_wit())?)
    }

    /// Whether a table is there.
    #[track_caller]
    pub fn has_table(&self, name: impl Into<ObjectName>) -> Result<bool> {
        Ok(wit::has_table(self.database.handle(), &name.into().into_wit())?)
    }

    /// Whether a table is there and has a column.
    #[track_caller]
    pub fn has_column(&self, table: impl Into<ObjectName>, column: &str) -> Result<bool> {
        Ok(wit::has_column(self.database.handle(), &table.into().into_wit(), column)?)
    }

    /// Whether a table is there and has an index.
    #[track_caller]
    pub fn has_index(&self, table: impl Into<ObjectName>, index: &str) -> Result<bool> {
        Ok(wit::has_index(self.database.handle(), &table.into().into_wit(), index)?)
    }

    /// Whether a table is there and has a constraint of that name.
    #[track_caller]
    pub fn has_constraint(&self, table: impl Into<ObjectName>, constraint: &str) -> Result<bool> {
        Ok(wit::has_constraint(self.database.handle(), &table.into().into_wit(), constraint)?)
    }

    /// Everything that is there.
    #[track_caller]
    pub fn schema(&self) -> Result<SchemaDef> {
        Ok(wit::schema(self.database.handle())?)
    }
}
