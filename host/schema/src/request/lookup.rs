//! Finds what a request names, in the letter case rules of the server.

use aludel_sql::Dialect;

use crate::model::{Column, Constraint, ConstraintBody, Index, ObjectName, Schema, Table};

/// Whether the server takes two names for the same.
pub fn is_same_name(dialect: Dialect, one: &str, other: &str) -> bool {
    match dialect {
        Dialect::Postgres => one == other,
        Dialect::Sqlite => one.eq_ignore_ascii_case(other),
        Dialect::Mysql | Dialect::MariaDb => one == other || one.to_lowercase() == other.to_lowercase(),
    }
}

/// Whether the server takes two names of objects for the same.
pub fn is_same_object(dialect: Dialect, one: &ObjectName, other: &ObjectName) -> bool {
    let same_schema = match (&one.schema, &other.schema) {
        (None, None) => true,
        (Some(one), Some(other)) => is_same_name(dialect, one, other),
        _ => false,
    };
    same_schema && is_same_name(dialect, &one.name, &other.name)
}

/// The table of that name.
pub fn table<'a>(schema: &'a Schema, name: &ObjectName) -> Option<&'a Table> {
    let alike = || schema.tables.values().find(|table| is_same_object(schema.dialect, &table.name, name));
    schema.tables.get(name).or_else(alike).map(|table| &**table)
}

/// The column of that name.
pub fn column<'a>(schema: &Schema, table: &'a Table, name: &str) -> Option<&'a Column> {
    table.columns.iter().find(|column| is_same_name(schema.dialect, &column.name, name))
}

/// The index of that name.
pub fn index<'a>(schema: &Schema, table: &'a Table, name: &str) -> Option<&'a Index> {
    table.indexes.iter().find(|index| is_same_name(schema.dialect, &index.name, name))
}

/// The unique constraint that an index of that name is, where the server makes no difference (`MySQL`).
pub fn unique_of_index<'a>(schema: &Schema, table: &'a Table, name: &str) -> Option<&'a Constraint> {
    let found = constraint(schema, table, name).filter(|_| schema.dialect.is_mysql_family());
    found.filter(|constraint| matches!(constraint.body, ConstraintBody::Unique(_)))
}

/// Whether there is an index of that name.
pub fn has_index(schema: &Schema, table: &Table, name: &str) -> bool {
    index(schema, table, name).is_some() || unique_of_index(schema, table, name).is_some()
}

/// The constraint of that name.
pub fn constraint<'a>(schema: &Schema, table: &'a Table, name: &str) -> Option<&'a Constraint> {
    let is_it = |constraint: &&Constraint| {
        constraint.name.as_deref().is_some_and(|found| is_same_name(schema.dialect, found, name))
    };
    table.constraints.iter().find(is_it)
}
