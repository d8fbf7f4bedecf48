//! The schema of a database, read.

use aludel_db::{Session, introspect};
use aludel_schema::model::{Constraint, Schema, Table};
use aludel_schema::{Scope, rules};
use aludel_sql::Dialect;

use crate::{agreement, memory};

const CASES: &str = include_str!("../../../../tests/cases/autogenerate.json");

/// A database in memory after these statements, and its schema, in which the server's own pragmas agree.
async fn read(sql: &str) -> (Box<dyn Session>, Schema) {
    let mut session = memory().await;
    session.execute_script(sql).await.expect(sql);
    let schema = introspect(session.as_mut(), &Scope::default()).await.expect(sql);
    agreement::check(session.as_mut(), &schema).await;
    (session, schema)
}

async fn schema_of(sql: &str) -> Schema {
    read(sql).await.1
}

/// The texts of a case: its name, both sides, and whether they are equal in meaning.
fn cases() -> Vec<(String, [String; 2], bool)> {
    let cases: Vec<serde_json::Value> = serde_json::from_str(CASES).expect("JSON");
    let text = |case: &serde_json::Value, key: &str| case[key].as_str().expect(key).to_owned();
    let of_sqlite = cases.iter().filter(|case| case["dialect"] == "sqlite");
    of_sqlite
        .map(|case| {
            let is_equal = case["expected_ops"].as_array().expect("a list").is_empty();
            (text(case, "name"), [text(case, "before_sql"), text(case, "after_sql")], is_equal)
        })
        .collect()
}

/// Whether two schemas are equal to the rules of `SQLite`, whatever order things are in.
fn is_same(before: &Schema, after: &Schema) -> bool {
    let rules = rules(Dialect::Sqlite);
    let triggers = before.triggers.len() == after.triggers.len()
        && before
            .triggers
            .iter()
            .all(|(name, trigger)| after.triggers.get(name).is_some_and(|other| rules.same_trigger(trigger, other)));
    let views = before.views.len() == after.views.len()
        && before
            .views
            .iter()
            .all(|(name, view)| after.views.get(name).is_some_and(|other| rules.same_view(view, other)));
    let tables = before.tables.len() == after.tables.len()
        && before
            .tables
            .iter()
            .all(|(name, table)| after.tables.get(name).is_some_and(|other| is_same_table(table, other)));
    triggers && views && tables
}

fn is_same_table(before: &Table, after: &Table) -> bool {
    let rules = rules(Dialect::Sqlite);
    let columns = before.columns.len() == after.columns.len()
        && before.columns.iter().all(|column| {
            let other = after.column(&column.name);
            other.is_some_and(|other| rules.same_column((before, column), (after, other)))
        });
    let constraints = before.constraints.len() == after.constraints.len()
        && before.constraints.iter().all(|constraint| {
            let is_same =
                |other: &Constraint| constraint.name == other.name && rules.same_constraint(constraint, other);
            after.constraints.iter().any(is_same)
        });
    let indexes = before.indexes.len() == after.indexes.len()
        && before
            .indexes
            .iter()
            .all(|index| after.indexes.iter().any(|other| index.name == other.name && rules.same_index(index, other)));
    columns && constraints && indexes && before.options == after.options
}

#[tokio::test]
async fn both_sides_of_every_case_are_read_and_told_apart() {
    let cases = cases();
    assert_eq!(cases.len(), 27);
    for (name, [before, after], is_equal) in cases {
        let (before, after) = (schema_of(&before).await, schema_of(&after).await);
        assert_eq!(is_same(&before, &after), is_equal, "{name}");
        assert!(is_same(&before, &before) && is_same(&after, &after), "{name}");
    }
}
