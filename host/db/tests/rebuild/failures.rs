//! A change that fails leaves nothing behind, and what cannot be is refused before anything is sent.

use aludel_schema::model::{Column, Constraint, ConstraintBody};
use aludel_schema::{Modifiers, Rebuild, TableChange, rules};
use aludel_sql::{Dialect, Value};

use crate::{alter, column_of, database, objects, rendered, rows, run, scalar, schema_of};

const TABLE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT, b INTEGER UNIQUE);
                     CREATE TABLE u (t_id INTEGER REFERENCES t (id) ON DELETE CASCADE);
                     CREATE INDEX i ON t (a DESC);
                     CREATE VIEW v AS SELECT a, b FROM t;
                     CREATE TRIGGER tr AFTER UPDATE ON t WHEN NEW.b > 9 BEGIN SELECT 1; END;
                     INSERT INTO t VALUES (1, 'x', 1), (2, NULL, 2);
                     INSERT INTO u VALUES (1), (2)";

/// Runs changes that must fail, and gives what `SQLite` said.
async fn failure(changes: Vec<TableChange>) -> String {
    let mut session = database(TABLE).await;
    let before = (objects(&mut session).await, rows(&mut session, "SELECT * FROM t").await);
    let schema = schema_of(&mut session).await;
    let rendered = rendered(&schema, &alter("t", changes, Rebuild::WhenNeeded));
    let error = run(&mut session, &rendered).await.expect_err("the rows or views are in the way");
    assert_eq!((objects(&mut session).await, rows(&mut session, "SELECT * FROM t").await), before);
    assert_eq!(scalar(&mut session, "SELECT count(*) FROM u").await, Value::Integer(2));
    assert_eq!(scalar(&mut session, "SELECT seq FROM sqlite_sequence").await, Value::Integer(2));
    error.message
}

async fn column(name: &str) -> Column {
    let mut session = database(TABLE).await;
    column_of(&schema_of(&mut session).await, "t", name)
}

#[tokio::test]
async fn rows_that_do_not_fit_are_named_and_stay() {
    let before = column("a").await;
    let after = Column { nullable: false, ..before.clone() };
    let message = failure(vec![TableChange::AlterColumn { before, after, using: None }]).await;
    assert!(message.contains("NOT NULL constraint failed"), "{message}");
    let check = ConstraintBody::Check { expression: "b < 2".to_owned(), column: None };
    let message = failure(vec![TableChange::AddConstraint(Constraint::unnamed(check))]).await;
    assert!(message.contains("CHECK constraint failed"), "{message}");
}

#[tokio::test]
async fn a_view_or_trigger_of_a_dropped_column_is_an_error() {
    let message = failure(vec![TableChange::DropColumn(column("b").await)]).await;
    assert!(message.contains("error in view v: no such column: b"), "{message}");
    let message = failure(vec![TableChange::DropColumn(column("a").await)]).await;
    assert!(message.contains("error in view v"), "{message}");
}

#[tokio::test]
async fn a_column_that_others_point_at_does_not_go() {
    let mut session = database(TABLE).await;
    let schema = schema_of(&mut session).await;
    let operation = alter("t", vec![TableChange::DropColumn(column("id").await)], Rebuild::WhenNeeded);
    let error = rules(Dialect::Sqlite).render(&schema, &operation, &Modifiers::default()).expect_err("u points at it");
    assert_eq!(error.to_string(), "SQLite cannot drop `t.id`: a foreign key of `u` points at it");
}

#[tokio::test]
async fn without_a_copy_there_is_a_way_round() {
    let mut session = database(TABLE).await;
    let schema = schema_of(&mut session).await;
    let operation = alter("t", vec![TableChange::DropColumn(column("b").await)], Rebuild::Never);
    let error = rules(Dialect::Sqlite).render(&schema, &operation, &Modifiers::default()).expect_err("b is unique");
    assert_eq!(error.to_string(), "SQLite cannot drop such a column of `t` in place");
}
