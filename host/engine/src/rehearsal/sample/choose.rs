//! Which rows of which tables. Pure.

use aludel_schema::model::{ConstraintBody, Generation, IndexKey, IndexPart, Table};
use aludel_schema::{ObjectName, Schema};
use aludel_sql::Dialect;

/// What is read of a table.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Selection {
    /// The columns that take a value.
    pub(super) columns: Vec<String>,
    /// Reads all rows of the table.
    pub(super) all: String,
    /// Reads the first ones, and one more to see whether there are more.
    pub(super) first: String,
}

/// Why nothing is read of a table.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// Its rows come with those of the table that it is a part of.
    WithParent,
    /// A reason that is told.
    Because(&'static str),
}

/// The schema as it is when rows come: without triggers, and on `PostgreSQL`, where nobody but a superuser can suspend
/// them, without foreign keys.
pub(crate) fn staged(live: &Schema) -> Schema {
    let mut staged = live.clone();
    staged.triggers.clear();
    if live.dialect == Dialect::Postgres {
        for table in staged.tables.values_mut() {
            table.constraints.retain(|constraint| !matches!(constraint.body, ConstraintBody::ForeignKey(_)));
        }
    }
    staged
}

/// How the rows of a table are read.
pub(super) fn selection(table: &Table, dialect: Dialect, rows_max: u64) -> Result<Selection, Unread> {
    if table.options.contains_key("partition of") {
        return Err(Unread::WithParent);
    }
    if table.options.contains_key("inherits") {
        return Err(Unread::Because("it has columns of another table"));
    }
    let takes_value = |generation: &Generation| !matches!(generation, Generation::Computed { .. });
    let columns = table.columns.iter().filter(|column| takes_value(&column.generation));
    let columns: Vec<String> = columns.map(|column| column.name.clone()).collect();
    if columns.is_empty() {
        return Err(Unread::Because("it has no column that takes a value"));
    }
    let unnamable = Unread::Because("its name cannot be written");
    let (Some(list), Some(name)) = (quoted_list(&columns, dialect), quoted(&table.name, dialect)) else {
        return Err(unnamable);
    };
    // Heirs give their rows themselves.
    let only = if dialect == Dialect::Postgres && !table.options.contains_key("partitioning") { "ONLY " } else { "" };
    let order = primary_key(table, dialect).map(|key| format!(" ORDER BY {key}")).unwrap_or_default();
    let limit = rows_max.saturating_add(1).min(i64::MAX.unsigned_abs());
    let all = format!("SELECT {list} FROM {only}{name}");
    Ok(Selection { columns, first: format!("{all}{order} LIMIT {limit}"), all })
}

fn primary_key(table: &Table, dialect: Dialect) -> Option<String> {
    quoted_list(&primary_key_columns(table)?, dialect)
}

pub(super) fn primary_key_columns(table: &Table) -> Option<Vec<String>> {
    let ConstraintBody::PrimaryKey(key) = &table.primary_key()?.body else { return None };
    let column = |part: &IndexPart| match &part.key {
        IndexKey::Column(name) => Some(name.clone()),
        IndexKey::Expression(_) => None,
    };
    key.parts.iter().map(column).collect()
}

pub(super) fn quoted(name: &ObjectName, dialect: Dialect) -> Option<String> {
    let parts = name.schema.iter().chain([&name.name]).map(|part| dialect.quote(part).ok());
    parts.collect::<Option<Vec<String>>>().map(|parts| parts.join("."))
}

pub(super) fn quoted_list(names: &[String], dialect: Dialect) -> Option<String> {
    let names = names.iter().map(|name| dialect.quote(name).ok());
    names.collect::<Option<Vec<String>>>().map(|names| names.join(", "))
}

#[cfg(test)]
mod tests {
    use aludel_schema::model::{Column, Constraint, ForeignKey, Key, MatchKind, ReferentialAction, Trigger};

    use super::*;

    fn lines() -> Table {
        let mut table = Table::new(ObjectName::local("lines"));
        let total = Generation::Computed { expression: "a * b".to_owned(), stored: true };
        table.columns = vec![
            Column::new("id", "integer"),
            Column::new("order", "integer"),
            Column { generation: total, ..Column::new("total", "integer") },
        ];
        let key = ForeignKey {
            columns: vec!["order".to_owned()],
            references: ObjectName::local("orders"),
            referenced_columns: vec!["id".to_owned()],
            on_delete: ReferentialAction::NoAction,
            on_update: ReferentialAction::NoAction,
            match_kind: MatchKind::Simple,
        };
        table.constraints = vec![
            Constraint::unnamed(ConstraintBody::PrimaryKey(Key::over(["id"]))),
            Constraint::unnamed(ConstraintBody::ForeignKey(key)),
        ];
        table
    }

    fn schema(dialect: Dialect) -> Schema {
        let mut schema = Schema::empty(dialect, (15, 0, 0));
        schema.tables.insert(ObjectName::local("lines"), lines().into());
        schema
    }

    #[test]
    fn the_first_rows_are_chosen_without_what_is_computed() {
        let selection = selection(&lines(), Dialect::Postgres, 10).unwrap();
        assert_eq!(selection.first, "SELECT \"id\", \"order\" FROM ONLY \"lines\" ORDER BY \"id\" LIMIT 11");
        assert_eq!(selection.columns, ["id", "order"]);
    }

    #[test]
    fn parts_come_with_the_whole() {
        let mut part = lines();
        part.options.insert("partition of".to_owned(), "all DEFAULT".to_owned());
        assert_eq!(selection(&part, Dialect::Postgres, 10), Err(Unread::WithParent));
    }

    #[test]
    fn nothing_fires_while_rows_come() {
        let foreign_keys = |schema: &Schema| {
            let constraints = schema.tables.values().flat_map(|table| &table.constraints);
            constraints.filter(|constraint| matches!(constraint.body, ConstraintBody::ForeignKey(_))).count()
        };
        assert_eq!(foreign_keys(&staged(&schema(Dialect::Postgres))), 0);
        assert_eq!(foreign_keys(&staged(&schema(Dialect::Sqlite))), 1);
        let triggers: Vec<&Trigger> = Vec::new();
        assert_eq!(staged(&schema(Dialect::Sqlite)).triggers.values().collect::<Vec<_>>(), triggers);
    }
}
