//! Interface `aludel:schema/inspection`: what is there.

use aludel_schema::model::Table;
use aludel_schema::request::{definition_of_schema, definition_of_table, lookup};
use aludel_schema::{Namespaces, ObjectName, Schema, Scope};
use wasmtime::component::Resource;

use super::bindings::aludel::schema::{inspection, model as wit};
use super::definition::{Give, Take};
use super::host_call::HostCall;
use super::refusal::Refusal;
use super::resources::DatabaseHandle;

type Database = Resource<DatabaseHandle>;

impl HostCall<'_> {
    /// Reads one table; none when it is not there.
    async fn read_table(&mut self, name: wit::ObjectName) -> Result<Option<(Schema, ObjectName)>, Refusal> {
        let mut name = name.take(&self.limits)?;
        // The default schema has no name in what is read.
        name.schema = name.schema.filter(|schema| Some(schema) != self.known_database().info().default_schema.as_ref());
        let scope = Scope { tables: Some(vec![name.clone()]), ..Scope::default() };
        let schema = self.database().inspect(&scope).await?;
        let found = lookup::table(&schema, &name).map(|table| table.name.clone());
        Ok(found.map(|name| (schema, name)))
    }

    async fn ask_table(
        &mut self,
        name: wit::ObjectName,
        question: impl FnOnce(&Schema, &Table) -> bool,
    ) -> Result<bool, Refusal> {
        let found = self.read_table(name).await?;
        Ok(found.is_some_and(|(schema, name)| question(&schema, &schema.tables[&name])))
    }
}

impl inspection::Host for HostCall<'_> {
    async fn table_names(&mut self, _: Database, schema: Option<String>) -> Result<Vec<wit::ObjectName>, Refusal> {
        let wanted = schema.take(&self.limits)?;
        let wanted = wanted.filter(|name| Some(name) != self.known_database().info().default_schema.as_ref());
        let namespaces = match &wanted {
            None => Namespaces::Default,
            Some(name) => Namespaces::Named(vec![name.clone()]),
        };
        let schema = self.database().inspect(&Scope { namespaces, ..Scope::default() }).await?;
        let names = schema.tables.into_keys().filter(|name| name.schema == wanted);
        Ok(names.map(Give::give).collect())
    }

    async fn table(&mut self, _: Database, name: wit::ObjectName) -> Result<Option<wit::TableDef>, Refusal> {
        let found = self.read_table(name).await?;
        Ok(found.map(|(schema, name)| definition_of_table(&schema, &schema.tables[&name]).give()))
    }

    async fn has_table(&mut self, _: Database, name: wit::ObjectName) -> Result<bool, Refusal> {
        self.ask_table(name, |_, _| true).await
    }

    async fn has_column(&mut self, _: Database, table: wit::ObjectName, column: String) -> Result<bool, Refusal> {
        self.ask_table(table, |schema, table| lookup::column(schema, table, &column).is_some()).await
    }

    async fn has_index(&mut self, _: Database, table: wit::ObjectName, index: String) -> Result<bool, Refusal> {
        self.ask_table(table, |schema, table| lookup::has_index(schema, table, &index)).await
    }

    async fn has_constraint(
        &mut self,
        _: Database,
        table: wit::ObjectName,
        constraint: String,
    ) -> Result<bool, Refusal> {
        self.ask_table(table, |schema, table| lookup::constraint(schema, table, &constraint).is_some()).await
    }

    async fn schema(&mut self, _: Database) -> Result<wit::SchemaDef, Refusal> {
        let schema = self.database().inspect(&Scope::default()).await?;
        Ok(definition_of_schema(&schema).give())
    }
}
