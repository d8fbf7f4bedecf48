//! The schema from `pg_catalog`.

mod answer;
mod constraints;
pub(super) mod generated_name;
mod indexes;
mod objects;
mod queries;
mod tables;
mod unmodelled;

pub(super) use self::tables::range;

use std::collections::{BTreeMap, BTreeSet};

use aludel_sql::{Dialect, Row};

use self::answer::Answer;
use crate::dialect::{CatalogError, CatalogQuery, Scope};
use crate::model::{ObjectName, Schema};

/// What to ask the server.
pub(super) fn catalog_queries(version: (u32, u32, u32), scope: &Scope) -> Vec<CatalogQuery> {
    queries::all(version.0, scope)
}

/// Reads the answers.
pub(super) fn read_catalog(
    version: (u32, u32, u32),
    scope: &Scope,
    answers: &[Vec<Row>],
) -> Result<Schema, CatalogError> {
    let [
        schemas,
        extensions,
        enums,
        sequences,
        tables,
        columns,
        constraints,
        indexes,
        views,
        routines,
        dependencies,
        triggers,
        uncompared,
        parts,
    ] = answers
    else {
        let problem = format!("{} answers were expected, {} came", queries::ABOUT.len(), answers.len());
        return Err(CatalogError { about: "everything", problem });
    };
    let mut schema = Schema::empty(Dialect::Postgres, version);
    schema.namespaces = rows("schemas", schemas, objects::namespace)?.into_iter().collect();
    schema.extensions = keyed(rows("extensions", extensions, objects::extension)?, |one| one.name.clone());
    schema.enums = keyed(rows("enums", enums, objects::enum_type)?, |one| one.name.clone());
    schema.sequences = keyed(rows("sequences", sequences, objects::sequence)?, |one| one.name.clone());
    let indexes =
        indexes::read(rows("indexes", indexes, indexes::index)?, rows("index columns", parts, indexes::part)?);
    let mut by_table = tables::Parts {
        columns: grouped(rows("columns", columns, tables::column)?),
        constraints: grouped(rows("constraints", constraints, constraints::constraint)?),
        indexes,
    };
    for (oid, table) in rows("tables", tables, tables::table)? {
        let table = by_table.complete(oid, table);
        schema.tables.insert(table.name.clone(), table.into());
    }
    let needed = grouped(rows("dependencies", dependencies, |answer| Ok((answer.integer()?, answer.name()?)))?);
    let needs = |oid: i64| needed.get(&oid).into_iter().flatten().cloned().collect::<BTreeSet<_>>();
    for (oid, mut view) in rows("views", views, objects::view)? {
        view.depends_on = needs(oid);
        view.indexes = by_table.indexes.remove(&oid).unwrap_or_default();
        schema.views.insert(view.name.clone(), view);
    }
    for (oid, mut routine) in rows("routines", routines, objects::routine)? {
        routine.depends_on = needs(oid);
        schema.routines.insert(routine.name.clone(), routine);
    }
    schema.triggers = keyed(rows("triggers", triggers, objects::trigger)?, |one| one.name.clone());
    schema.uncompared = rows("objects that are not compared", uncompared, objects::uncompared)?;
    schema.uncompared.sort();
    if let Some(wanted) = &scope.tables {
        keep_reachable_views(&mut schema, wanted);
    }
    Ok(schema)
}

/// Only the views that read the tables asked for, or are asked for by name.
fn keep_reachable_views(schema: &mut Schema, wanted: &[ObjectName]) {
    let mut reached: BTreeSet<ObjectName> = wanted.iter().cloned().collect();
    loop {
        let count = reached.len();
        for (name, view) in &schema.views {
            if !view.depends_on.is_disjoint(&reached) {
                reached.insert(name.clone());
            }
        }
        if reached.len() == count {
            break;
        }
    }
    schema.views.retain(|name, _| reached.contains(name));
}

/// Reads each row of an answer.
fn rows<T>(
    about: &'static str,
    rows: &[Row],
    read: impl Fn(&mut Answer<'_>) -> Result<T, CatalogError>,
) -> Result<Vec<T>, CatalogError> {
    rows.iter().map(|row| read(&mut Answer::new(about, row))).collect()
}

fn keyed<K: Ord, T>(list: Vec<T>, key: impl Fn(&T) -> K) -> BTreeMap<K, T> {
    list.into_iter().map(|one| (key(&one), one)).collect()
}

/// What belongs to each object, in the order in which it came.
fn grouped<T>(list: Vec<(i64, T)>) -> BTreeMap<i64, Vec<T>> {
    let mut groups: BTreeMap<i64, Vec<T>> = BTreeMap::new();
    for (oid, one) in list {
        groups.entry(oid).or_default().push(one);
    }
    groups
}
