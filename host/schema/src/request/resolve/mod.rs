//! Requests become operations.
//!
//! - [`build`]: definitions in the words of the server
//! - [`table`]: changes of a table
//! - [`column`]: changes of a column
//! - [`object`]: everything else

mod build;
mod column;
mod object;
mod table;

use aludel_sql::Dialect;

use super::change::Guard;
use super::definition::{SchemaDefinition, TableDefinition};
use super::error::ResolveError;
use super::{Request, Verb, lookup};
use crate::dialect::{Rules, rules};
use crate::model::{ObjectName, Schema, Table};
use crate::operation::{Modifiers, Operation};

/// What is known of the database that a request is for.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The database, as far as it is known.
    pub schema: &'a Schema,
    /// How far that is.
    pub extent: Extent,
    /// The schema that names without one are in.
    pub default_schema: Option<&'a str>,
}

/// How far a database is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// What the request asked for was read, so what is not there does not exist.
    Read,
    /// What is not there may exist.
    Partial,
}

/// The operations that carry a request out, and how.
pub type Resolved = Vec<(Operation, Modifiers)>;

/// Makes operations of a request.
pub fn resolve(known: &Known<'_>, request: Request) -> Result<Resolved, ResolveError> {
    let resolver = Resolver { known: *known, dialect: known.schema.dialect, rules: rules(known.schema.dialect) };
    let guard = request.guard;
    match request.verb {
        Verb::CreateTable(definition) => resolver.create_table(definition, guard),
        Verb::DropTable(name) => resolver.drop_table(name, guard),
        Verb::RenameTable { from, to } => resolver.rename_table(&from, to),
        Verb::AlterTable { table, changes, rebuild } => resolver.alter_table(table, changes, rebuild),
        other => resolver.objects(other, guard),
    }
}

/// Makes the operations that build a whole schema in an empty database, each where what it needs is there.
///
/// Foreign keys between tables come last, so that tables may point at each other; `SQLite` takes them at once.
pub fn resolve_schema(empty: &Schema, definition: SchemaDefinition) -> Result<Resolved, ResolveError> {
    let known = Known { schema: empty, extent: Extent::Partial, default_schema: None };
    let resolver = Resolver { known, dialect: empty.dialect, rules: rules(empty.dialect) };
    let mut operations = Vec::new();
    for verb in object::verbs_before_tables(&definition) {
        operations.extend(resolver.objects(verb, Guard::default())?);
    }
    let mut keys = Vec::new();
    for table in definition.tables.clone() {
        let mut table = resolver.build_table(table)?;
        if empty.dialect != Dialect::Sqlite {
            keys.extend(build::foreign_keys_apart(&mut table));
        }
        operations.push((Operation::CreateTable(table), Modifiers::default()));
    }
    operations.extend(keys.into_iter().map(|operation| (operation, Modifiers::default())));
    for verb in object::verbs_after_tables(definition) {
        operations.extend(resolver.objects(verb, Guard::default())?);
    }
    Ok(operations)
}

struct Resolver<'a> {
    known: Known<'a>,
    dialect: Dialect,
    rules: &'static dyn Rules,
}

impl<'a> Resolver<'a> {
    fn is_read(&self) -> bool {
        self.known.extent == Extent::Read
    }

    /// The name as the schema has it: the default schema has none.
    fn local(&self, mut name: ObjectName) -> ObjectName {
        name.schema = name.schema.filter(|schema| Some(&**schema) != self.known.default_schema);
        name
    }

    fn find_table(&self, name: &ObjectName) -> Option<&'a Table> {
        lookup::table(self.known.schema, name)
    }

    fn no_table(&self, name: &ObjectName) -> ResolveError {
        let names: Vec<String> = self.known.schema.tables.keys().map(ToString::to_string).collect();
        ResolveError::missing("table", &name.to_string(), None, names.iter().map(String::as_str))
    }

    fn create_table(&self, definition: TableDefinition, guard: Guard) -> Result<Resolved, ResolveError> {
        let table = self.build_table(definition)?;
        if guard.if_not_exists && self.find_table(&table.name).is_some() {
            return Ok(Vec::new());
        }
        Ok(vec![(Operation::CreateTable(table), self.modifiers(guard))])
    }

    fn drop_table(&self, name: ObjectName, guard: Guard) -> Result<Resolved, ResolveError> {
        let name = self.local(name);
        let table = self.find_table(&name).cloned();
        if table.is_none() && self.is_read() {
            return if guard.if_exists { Ok(Vec::new()) } else { Err(self.no_table(&name)) };
        }
        Ok(vec![(Operation::DropTable(table.unwrap_or_else(|| Table::new(name))), self.modifiers(guard))])
    }

    fn rename_table(&self, from: &ObjectName, to: ObjectName) -> Result<Resolved, ResolveError> {
        let from = self.local(from.clone());
        let found = self.find_table(&from).map(|table| table.name.clone());
        if found.is_none() && self.is_read() {
            return Err(self.no_table(&from));
        }
        let to = self.local(to);
        Ok(vec![(Operation::RenameTable { from: found.unwrap_or(from), to }, Modifiers::default())])
    }

    /// What is left of a guard for the statement: where everything is known, it has been obeyed already.
    fn modifiers(&self, guard: Guard) -> Modifiers {
        let is_open = !self.is_read();
        Modifiers {
            if_exists: guard.if_exists && is_open,
            if_not_exists: guard.if_not_exists && is_open,
            cascade: guard.cascade,
            concurrently: guard.concurrently,
        }
    }
}
