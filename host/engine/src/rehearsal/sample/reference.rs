//! Foreign keys between the tables of a copy, and the statements about rows that point at nothing. Pure.

use aludel_schema::model::{ConstraintBody, ForeignKey, Shared, Table};
use aludel_schema::{ObjectName, Schema};
use aludel_sql::Dialect;

use super::choose::{primary_key_columns, quoted, quoted_list};

/// A foreign key of one table to another, or to itself.
#[derive(Debug)]
pub(super) struct Reference<'schema> {
    pub(super) child: &'schema ObjectName,
    pub(super) parent: &'schema Table,
    dialect: Dialect,
    /// The tables as they are written in a statement.
    names: (String, String),
    /// The columns of the child, each with the one of the parent that it is equal to, as they are written.
    pairs: Vec<(String, String)>,
    /// The columns of the parent, one after the other.
    key: String,
}

/// The foreign keys whose parent is there. What `SQLite` lets point at no table at all is none of them.
pub(super) fn references(schema: &Schema) -> Vec<Reference<'_>> {
    let tables = schema.tables.values();
    tables.flat_map(|table| keys(table).filter_map(|key| Reference::new(schema, table, key))).collect()
}

fn keys(table: &Table) -> impl Iterator<Item = &ForeignKey> {
    table.constraints.iter().filter_map(|constraint| match &constraint.body {
        ConstraintBody::ForeignKey(key) => Some(key),
        _ => None,
    })
}

impl<'schema> Reference<'schema> {
    fn new(schema: &'schema Schema, child: &'schema Table, key: &ForeignKey) -> Option<Self> {
        let dialect = schema.dialect;
        let parent = find(schema, &key.references)?;
        let referenced = match key.referenced_columns.as_slice() {
            [] => primary_key_columns(parent)?,
            columns => columns.to_vec(),
        };
        let pair = |(one, other): (&String, &String)| Some((dialect.quote(one).ok()?, dialect.quote(other).ok()?));
        Some(Self {
            child: &child.name,
            parent,
            dialect,
            names: (quoted(&child.name, dialect)?, quoted(&parent.name, dialect)?),
            pairs: key.columns.iter().zip(&referenced).map(pair).collect::<Option<_>>()?,
            key: quoted_list(&referenced, dialect)?,
        })
    }

    /// Reads the keys that rows of the child have and no row of the parent has, each once, after so many of them.
    pub(super) fn missing(&self, limit: usize, offset: usize) -> String {
        let (child, parent) = (&self.names.0, &self.names.1);
        let columns: Vec<String> = self.pairs.iter().map(|(column, _)| format!("{child}.{column}")).collect();
        let order: Vec<String> = (1..=columns.len()).map(|place| place.to_string()).collect();
        format!(
            "SELECT DISTINCT {} FROM {child} WHERE {} AND NOT EXISTS (SELECT 1 FROM {parent} AS parent WHERE {}) ORDER BY {} \
             LIMIT {limit} OFFSET {offset}",
            columns.join(", "),
            self.is_given(),
            self.is_equal(),
            order.join(", "),
        )
    }

    /// What a row of the parent has to be to have one of so many keys; the values are parameters, key by key.
    pub(super) fn is_one_of(&self, keys: usize) -> String {
        let mut index = 0;
        let mut equal = |(_, column): &(String, String)| {
            index += 1;
            format!("{column} = {}", self.dialect.placeholder(index))
        };
        let mut one = || self.pairs.iter().map(&mut equal).collect::<Vec<_>>().join(" AND ");
        (0..keys).map(|_| format!("({})", one())).collect::<Vec<_>>().join(" OR ")
    }

    /// Takes the rows of the child away whose parent is not there.
    pub(super) fn delete_orphans(&self) -> String {
        let (child, parent) = (&self.names.0, &self.names.1);
        // MySQL reads no table that it deletes from, unless it has its rows elsewhere first.
        format!(
            "DELETE FROM {child} WHERE {} AND NOT EXISTS (SELECT 1 FROM (SELECT {} FROM {parent}) AS parent WHERE {})",
            self.is_given(),
            self.key,
            self.is_equal(),
        )
    }

    /// A key that is NULL in part points at nothing, whatever stands in the rest.
    fn is_given(&self) -> String {
        let given = self.pairs.iter().map(|(column, _)| format!("{}.{column} IS NOT NULL", self.names.0));
        given.collect::<Vec<_>>().join(" AND ")
    }

    fn is_equal(&self) -> String {
        let equal = self.pairs.iter().map(|(column, other)| format!("parent.{other} = {}.{column}", self.names.0));
        equal.collect::<Vec<_>>().join(" AND ")
    }
}

/// `SQLite` finds tables by their names in any case.
fn find<'schema>(schema: &'schema Schema, name: &ObjectName) -> Option<&'schema Table> {
    let alike =
        |table: &&Shared<Table>| schema.dialect == Dialect::Sqlite && table.name.name.eq_ignore_ascii_case(&name.name);
    schema.tables.get(name).or_else(|| schema.tables.values().find(alike)).map(|table| &**table)
}

#[cfg(test)]
mod tests {
    use aludel_schema::model::{Column, Constraint, Key, MatchKind, ReferentialAction};

    use super::*;

    /// `parts`, whose rows have a whole in the same table, by two columns.
    fn schema(dialect: Dialect) -> Schema {
        let mut table = Table::new(ObjectName::local("parts"));
        table.columns = ["site", "number", "whole"].map(|name| Column::new(name, "integer")).into();
        let key = ForeignKey {
            columns: vec!["site".to_owned(), "whole".to_owned()],
            references: ObjectName::local(if dialect == Dialect::Sqlite { "Parts" } else { "parts" }),
            referenced_columns: Vec::new(),
            on_delete: ReferentialAction::NoAction,
            on_update: ReferentialAction::NoAction,
            match_kind: MatchKind::Simple,
        };
        table.constraints = vec![
            Constraint::unnamed(ConstraintBody::PrimaryKey(Key::over(["site", "number"]))),
            Constraint::unnamed(ConstraintBody::ForeignKey(key)),
        ];
        let mut schema = Schema::empty(dialect, (15, 0, 0));
        schema.tables.insert(ObjectName::local("parts"), table.into());
        schema
    }

    #[test]
    fn keys_without_a_parent_are_looked_for() {
        let schema = schema(Dialect::Sqlite);
        let references = references(&schema);
        assert_eq!(
            references[0].missing(100, 7),
            "SELECT DISTINCT \"parts\".\"site\", \"parts\".\"whole\" FROM \"parts\" WHERE \"parts\".\"site\" IS NOT NULL AND \
             \"parts\".\"whole\" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM \"parts\" AS parent WHERE parent.\"site\" = \
             \"parts\".\"site\" AND parent.\"number\" = \"parts\".\"whole\") ORDER BY 1, 2 LIMIT 100 OFFSET 7"
        );
    }

    #[test]
    fn parents_are_read_by_their_keys() {
        let told = |dialect| references(&schema(dialect))[0].is_one_of(2);
        assert_eq!(told(Dialect::MariaDb), "(`site` = ? AND `number` = ?) OR (`site` = ? AND `number` = ?)");
        assert_eq!(
            told(Dialect::Postgres),
            "(\"site\" = $1 AND \"number\" = $2) OR (\"site\" = $3 AND \"number\" = $4)"
        );
    }

    #[test]
    fn rows_without_a_parent_go() {
        let schema = schema(Dialect::MariaDb);
        assert_eq!(
            references(&schema)[0].delete_orphans(),
            "DELETE FROM `parts` WHERE `parts`.`site` IS NOT NULL AND `parts`.`whole` IS NOT NULL AND NOT EXISTS (SELECT 1 \
             FROM (SELECT `site`, `number` FROM `parts`) AS parent WHERE parent.`site` = `parts`.`site` AND parent.`number` \
             = `parts`.`whole`)"
        );
    }

    #[test]
    fn what_points_at_no_table_is_left_alone() {
        let mut schema = schema(Dialect::Postgres);
        let table = schema.tables.values_mut().next().unwrap();
        let ConstraintBody::ForeignKey(key) = &mut table.constraints[1].body else { panic!("it is the second one") };
        key.references = ObjectName::local("elsewhere");
        assert!(references(&schema).is_empty());
    }
}
