//! Requests, briefly, and a database to ask for them.

use aludel_schema::data_type::DataType;
use aludel_schema::model::{Column, Constraint, ConstraintBody, EnumType, Index, Key, Table};
use aludel_schema::request::change::{
    ColumnChange, ConstraintReference, Guard, GuardedChange, Rename, TableChangeRequest,
};
use aludel_schema::request::definition::{ColumnDefinition, GenerationDefinition};
use aludel_schema::request::{Extent, Known, Request, ResolveError, Verb, resolve};
use aludel_schema::{ObjectName, Rebuild, Schema, rules};
use aludel_sql::Dialect;

/// The servers that tables of tests have a line for.
pub(crate) const DIALECTS: [Dialect; 3] = [Dialect::Sqlite, Dialect::Postgres, Dialect::MariaDb];

pub(crate) const IF_EXISTS: Guard = guard(true, false);
pub(crate) const IF_NOT_EXISTS: Guard = guard(false, true);
pub(crate) const PLAIN: Guard = guard(false, false);

const fn guard(if_exists: bool, if_not_exists: bool) -> Guard {
    Guard { if_exists, if_not_exists, cascade: false, concurrently: false, replace: false }
}

pub(crate) fn request(verb: Verb, guard: Guard) -> Request {
    Request { verb, guard }
}

/// One change of the table `orders`.
pub(crate) fn alter(change: TableChangeRequest, guard: Guard) -> Request {
    alter_of("orders", change, guard)
}

pub(crate) fn alter_of(table: &str, change: TableChangeRequest, guard: Guard) -> Request {
    let changes = vec![GuardedChange { change, guard }];
    let verb = Verb::AlterTable { table: ObjectName::local(table), changes, rebuild: Rebuild::default() };
    request(verb, PLAIN)
}

pub(crate) fn column(name: &str, data_type: DataType) -> ColumnDefinition {
    ColumnDefinition {
        name: name.to_owned(),
        column_type: data_type.into(),
        nullable: true,
        generation: GenerationDefinition::None,
        collation: None,
        comment: None,
        options: Vec::new(),
    }
}

/// A change of the column `note` that changes nothing yet.
pub(crate) fn note() -> ColumnChange {
    ColumnChange {
        name: "note".to_owned(),
        column_type: None,
        using: None,
        nullable: None,
        generation: None,
        collation: None,
        comment: None,
        options: Vec::new(),
    }
}

pub(crate) fn rename(old: &str, new: &str) -> Rename {
    Rename { old: old.to_owned(), new: new.to_owned() }
}

pub(crate) fn constraint_named(name: &str) -> ConstraintReference {
    ConstraintReference { name: Some(name.to_owned()), kind: None, columns: Vec::new() }
}

/// A database with the table `orders`, and an enum where enums have names.
pub(crate) fn database(dialect: Dialect) -> Schema {
    let mut schema = nothing(dialect);
    let mut table = Table::new(ObjectName::local("orders"));
    table.columns = vec![Column::new("id", "integer"), Column::new("note", "varchar(20)")];
    let mut unique = Constraint::unnamed(ConstraintBody::Unique(Key::over(["note"])));
    unique.name = Some("uq_note".to_owned());
    table.constraints = vec![Constraint::unnamed(ConstraintBody::PrimaryKey(Key::over(["id"]))), unique];
    table.indexes = vec![Index::over("ix_note", ["note"])];
    schema.tables.insert(table.name.clone(), table.into());
    if dialect == Dialect::Postgres {
        let name = ObjectName::local("state");
        let labels = vec!["open".to_owned(), "paid".to_owned()];
        schema.enums.insert(name.clone(), EnumType { name, labels, comment: None });
    }
    schema
}

pub(crate) fn nothing(dialect: Dialect) -> Schema {
    let version = match dialect {
        Dialect::Sqlite => (3, 50, 0),
        Dialect::Postgres => (17, 0, 0),
        Dialect::Mysql => (8, 4, 0),
        Dialect::MariaDb => (11, 4, 0),
    };
    Schema::empty(dialect, version)
}

/// The statements of a request, one a line; or why there are none, with its hint.
pub(crate) fn told(schema: &Schema, extent: Extent, request: Request) -> String {
    let known = Known { schema, extent, default_schema: Some("main") };
    match resolve(&known, request) {
        Ok(operations) => {
            let statements = operations.iter().flat_map(|(operation, modifiers)| {
                match rules(schema.dialect).render(schema, operation, modifiers) {
                    Ok(rendered) => rendered.statements.into_iter().map(|statement| statement.sql).collect(),
                    Err(error) => vec![format!("refused: {error}")],
                }
            });
            statements.collect::<Vec<_>>().join("\n")
        }
        Err(error) => with_hint(&error),
    }
}

pub(crate) fn with_hint(error: &ResolveError) -> String {
    let hint = error.hint().map(|hint| format!("; hint: {hint}")).unwrap_or_default();
    format!("error: {error}{hint}")
}

/// What a request becomes where everything was read, on each server.
pub(crate) fn on_each(request: &Request) -> [String; 3] {
    DIALECTS.map(|dialect| told(&database(dialect), Extent::Read, request.clone()))
}

/// What it becomes where nothing is known.
pub(crate) fn unseen_on_each(request: &Request) -> [String; 3] {
    DIALECTS.map(|dialect| told(&nothing(dialect), Extent::Partial, request.clone()))
}
