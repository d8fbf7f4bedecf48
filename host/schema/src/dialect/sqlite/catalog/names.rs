//! Names as they were spelled where the thing was made: `SQLite` finds `Book` as `book`.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use crate::dialect::sqlite::quote::identifier;
use crate::model::{Column, Constraint, ConstraintBody, ForeignKey, IndexKey, IndexPart, ObjectName, Schema, Table};

/// A built-in collation in upper case, any other as it is.
pub(super) fn collation(name: &str) -> String {
    let upper = name.to_ascii_uppercase();
    if matches!(&*upper, "BINARY" | "NOCASE" | "RTRIM") { upper } else { name.to_owned() }
}

/// The column's own spelling of a name.
pub(super) fn spelled(columns: &[Column], name: String) -> String {
    find(columns, &name).map_or(name, |column| column.name.clone())
}

fn find<'table>(columns: &'table [Column], name: &str) -> Option<&'table Column> {
    columns.iter().find(|column| column.name.eq_ignore_ascii_case(name))
}

/// A part with the column's spelling, and a collation only where it is not the column's.
pub(super) fn resolve_part(columns: &[Column], mut part: IndexPart) -> IndexPart {
    part.collation = part.collation.as_deref().map(collation);
    let IndexKey::Column(name) = &part.key else { return part };
    match find(columns, name) {
        Some(column) => {
            let own = column.collation.as_deref().unwrap_or("BINARY");
            part.collation = part.collation.filter(|collation| !collation.eq_ignore_ascii_case(own));
            part.key = IndexKey::Column(column.name.clone());
        }
        // A name in quotes that is none of a column is a text to SQLite.
        None => part.key = IndexKey::Expression(identifier(name)),
    }
    part
}

/// Tables and views by name, however it is spelled.
pub(super) struct Relations<'schema> {
    schema: &'schema Schema,
    /// In small letters; made when a name is first spelled otherwise.
    spelled: OnceCell<BTreeMap<String, &'schema ObjectName>>,
}

impl<'schema> Relations<'schema> {
    pub(super) fn of(schema: &'schema Schema) -> Self {
        Self { schema, spelled: OnceCell::new() }
    }

    /// The name as it was spelled where the table or view was made.
    pub(super) fn find(&self, name: &str) -> Option<&'schema ObjectName> {
        let local = ObjectName::local(name);
        let Schema { tables, views, .. } = self.schema;
        let exact = || Some(tables.get_key_value(&local)?.0);
        let exact_view = || Some(views.get_key_value(&local)?.0);
        exact().or_else(exact_view).or_else(|| self.spelled().get(&name.to_ascii_lowercase()).copied())
    }

    fn spelled(&self) -> &BTreeMap<String, &'schema ObjectName> {
        self.spelled.get_or_init(|| {
            let names = self.schema.tables.keys().chain(self.schema.views.keys());
            names.map(|name| (name.name.to_ascii_lowercase(), name)).collect()
        })
    }
}

/// Spells what foreign keys of these tables point at as it is there, and fills in the primary key where they name no
/// columns.
pub(super) fn resolve_references(schema: &mut Schema, tables: &[ObjectName]) {
    let relations = Relations::of(schema);
    let mut targets: BTreeMap<&ObjectName, Target> = BTreeMap::new();
    let mut resolved = Vec::new();
    for name in tables {
        let Some(table) = schema.table(name).filter(|table| table.constraints.iter().any(is_foreign_key)) else {
            continue;
        };
        let mut constraints = table.constraints.clone();
        for constraint in &mut constraints {
            if let ConstraintBody::ForeignKey(key) = &mut constraint.body
                && let Some(found) = relations.find(&key.references.name)
                && let Some(target) = schema.table(found)
            {
                targets.entry(found).or_insert_with(|| Target::of(target)).resolve(key);
            }
        }
        resolved.push((name, constraints));
    }
    for (name, constraints) in resolved {
        if let Some(table) = schema.tables.get_mut(name) {
            table.constraints = constraints;
        }
    }
}

fn is_foreign_key(constraint: &Constraint) -> bool {
    matches!(constraint.body, ConstraintBody::ForeignKey(_))
}

/// What a foreign key may point at.
struct Target {
    name: ObjectName,
    columns: BTreeMap<String, String>,
    primary_key: Vec<String>,
}

impl Target {
    fn of(table: &Table) -> Self {
        let columns = table.columns.iter().map(|column| (column.name.to_ascii_lowercase(), column.name.clone()));
        Self { name: table.name.clone(), columns: columns.collect(), primary_key: primary_key(table) }
    }

    fn resolve(&self, key: &mut ForeignKey) {
        key.references = self.name.clone();
        if key.referenced_columns.is_empty() && self.primary_key.len() == key.columns.len() {
            key.referenced_columns.clone_from(&self.primary_key);
        }
        for column in &mut key.referenced_columns {
            if let Some(spelled) = self.columns.get(&column.to_ascii_lowercase()) {
                column.clone_from(spelled);
            }
        }
    }
}

fn primary_key(table: &Table) -> Vec<String> {
    let Some(Constraint { body: ConstraintBody::PrimaryKey(key), .. }) = table.primary_key() else { return Vec::new() };
    let names = key.parts.iter().filter_map(|part| match &part.key {
        IndexKey::Column(name) => Some(name.clone()),
        IndexKey::Expression(_) => None,
    });
    names.collect()
}
