//! Tables of `SQLite` that change: in place, or by a copy that keeps everything else.

mod cases;
mod changes;
mod failures;
mod random;
mod ways;

use std::path::Path;

use aludel_db::{ConnectOptions, DatabaseUrl, Session, connect, introspect};
use aludel_schema::model::{Column, Constraint, Table};
use aludel_schema::{Modifiers, ObjectName, Operation, Rebuild, Rendered, Schema, Scope, TableChange, rules};
use aludel_sql::{Dialect, PageLimit, Row, SqlError, Value};

type Opened = Box<dyn Session>;

async fn memory() -> Opened {
    let url = DatabaseUrl::parse("sqlite://:memory:", Path::new("/")).expect("a good URL");
    connect(&url, &ConnectOptions::default()).await.expect("memory is always there")
}

/// A database that these statements made.
async fn database(sql: &str) -> Opened {
    let mut session = memory().await;
    session.execute_script(sql).await.expect(sql);
    session
}

async fn rows(session: &mut Opened, sql: &str) -> Vec<Row> {
    let cursor = session.query(sql, &[]).await.expect(sql);
    let rows = session.next_rows(cursor, PageLimit { rows: 100_000, bytes: usize::MAX }).await.expect(sql);
    session.close_cursor(cursor).await;
    rows
}

async fn scalar(session: &mut Opened, sql: &str) -> Value {
    rows(session, sql).await.into_iter().next().and_then(|row| row.into_iter().next()).expect(sql)
}

async fn schema_of(session: &mut Opened) -> Schema {
    introspect(&mut **session, &Scope::default()).await.expect("SQLite tells everything")
}

/// Everything that is there, to see whether anything changed.
async fn objects(session: &mut Opened) -> Vec<Row> {
    rows(session, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name").await
}

fn alter(table: &str, changes: Vec<TableChange>, rebuild: Rebuild) -> Operation {
    Operation::AlterTable { table: ObjectName::local(table), changes, rebuild }
}

fn rendered(schema: &Schema, operation: &Operation) -> Rendered {
    rules(Dialect::Sqlite).render(schema, operation, &Modifiers::default()).expect("SQLite can do this")
}

/// Runs the statements of an operation as a step of a migration runs them.
async fn run(session: &mut Opened, rendered: &Rendered) -> Result<(), SqlError> {
    if rendered.suspends_foreign_keys {
        session.execute("PRAGMA foreign_keys = OFF", &[]).await?;
    }
    session.begin().await?;
    let mut done = Ok(());
    for statement in &rendered.statements {
        done = session.execute(&statement.sql, &[]).await.map(drop);
        if done.is_err() {
            break;
        }
    }
    match &done {
        Ok(()) => session.commit().await?,
        Err(_) => session.rollback().await?,
    }
    session.execute("PRAGMA foreign_keys = ON", &[]).await?;
    done
}

/// Looks the schema up, makes the changes and gives the schema before and after.
async fn change(session: &mut Opened, table: &str, changes: Vec<TableChange>, rebuild: Rebuild) -> (Schema, Schema) {
    let before = schema_of(session).await;
    let operation = alter(table, changes, rebuild);
    let rendered = rendered(&before, &operation);
    let text: Vec<&str> = rendered.statements.iter().map(|statement| &*statement.sql).collect();
    run(session, &rendered).await.unwrap_or_else(|error| panic!("{error}\n{}", text.join(";\n")));
    assert_eq!(scalar(session, "SELECT count(*) FROM pragma_foreign_key_check").await, Value::Integer(0));
    let after = schema_of(session).await;
    (before, after)
}

fn table_of<'a>(schema: &'a Schema, table: &str) -> &'a Table {
    &schema.tables[&ObjectName::local(table)]
}

fn column_of(schema: &Schema, table: &str, column: &str) -> Column {
    table_of(schema, table).column(column).expect("the test made the column").clone()
}

fn constraint_of(schema: &Schema, table: &str, is_it: impl Fn(&Constraint) -> bool) -> Constraint {
    table_of(schema, table).constraints.iter().find(|it| is_it(it)).expect("the test made the constraint").clone()
}
