//! Components that say what a database should look like.

use std::sync::Arc;

use aludel_sandbox::{Failure, Limit, Limits, Observer, RunError, TargetDefinition};
use aludel_schema::data_type::DataType;
use aludel_sql::{Dialect, ErrorKind};

use crate::support::guest::component;
use crate::support::{Guest, Listener, block_on, load, sandbox_with};

const LIBRARY: &[u8] = include_bytes!("../../../../tests/guests/components/library.wasm");

/// A target with that body, and the text `CREATE TABLE a (id int)` at 64.
fn target(body: &str) -> Vec<u8> {
    component(
        "schema-target",
        &format!(
            "(module (memory (export \"memory\") 1) (data (i32.const 64) \"CREATE TABLE a (id int)\")
               (func (export \"cabi_realloc\") (param i32 i32 i32 i32) (result i32) (i32.const 1024))
               (func (export \"aludel:migration/target@0.1.0#target\") (param $dialect i32) (result i32) {body}))"
        ),
    )
}

/// Answers with so many bytes of the text.
fn text(length: usize) -> Vec<u8> {
    target(&format!(
        "(i32.store8 (i32.const 8) (i32.const 1)) (i32.store (i32.const 12) (i32.const 64))
         (i32.store (i32.const 16) (i32.const {length})) (i32.const 0)"
    ))
}

fn ask(component: &[u8], limits: Limits) -> Result<TargetDefinition, RunError> {
    let program = sandbox_with(limits).load("target.wasm", component).expect("the component loads");
    assert!(program.exports_target());
    block_on(program.target(Dialect::Postgres, Arc::new(Listener::default()) as Arc<dyn Observer>))
}

#[test]
fn a_target_may_be_a_text() {
    let Ok(TargetDefinition::Ddl(text)) = ask(&text(23), Limits::default()) else { panic!("it is a text") };
    assert_eq!(text, "CREATE TABLE a (id int)");
}

#[test]
fn a_text_is_checked_as_any_other() {
    let limits = Limits { sql_bytes: 22, ..Limits::default() };
    let Err(RunError::Failed(Failure::Database(error))) = ask(&text(23), limits) else { panic!("it is too long") };
    assert_eq!(error.kind, ErrorKind::LimitExceeded);
    let Err(RunError::Failed(Failure::Database(error))) = ask(&text(24), Limits::default()) else { panic!("a NUL") };
    assert_eq!(error.message, "the SQL text holds a NUL character at byte 23");
}

#[test]
fn a_target_that_fails_harms_nobody() {
    let answer = ask(&target("unreachable"), Limits::default());
    assert!(matches!(answer, Err(RunError::Trapped { .. })), "{answer:?}");
    let limits = Limits { guest_time: std::time::Duration::from_millis(200), ..Limits::default() };
    let answer = ask(&target("(loop $again (br $again)) unreachable"), limits);
    assert!(matches!(answer, Err(RunError::LimitReached { limit: Limit::GuestTime, .. })), "{answer:?}");
}

#[test]
fn a_migration_is_no_target() {
    let program = load(&Guest::new().build());
    assert!(!program.exports_target());
    let answer = block_on(program.target(Dialect::Sqlite, Arc::new(Listener::default()) as Arc<dyn Observer>));
    let expected = RunError::NotExported { name: "test.wasm".to_owned(), export: "target.target" };
    assert!(matches!(answer, Err(error) if error == expected));
}

#[test]
fn what_structs_describe_arrives_whole() {
    let Ok(TargetDefinition::Schema(schema)) = ask(LIBRARY, Limits::default()) else { panic!("it is a schema") };
    let names: Vec<&str> = schema.tables.iter().map(|table| &*table.name.name).collect();
    assert_eq!(names, ["loans", "books", "members", "shelves"]);
    let loans = &schema.tables[0];
    let columns: Vec<_> = loans.columns.iter().map(|column| (&*column.name, column.nullable)).collect();
    assert_eq!(columns, [("id", false), ("book", false), ("member", false), ("state", false)]);
    assert!(
        matches!(&loans.columns[3].column_type.data_type, DataType::Enumeration { labels, .. } if labels.len() == 3)
    );
    let constraints: Vec<_> = loans.constraints.iter().filter_map(|constraint| constraint.name.as_deref()).collect();
    assert_eq!(constraints, ["pk_loans", "fk_loans_book_books", "fk_loans_member_members"]);
    assert_eq!(loans.indexes[0].name.as_deref(), Some("ix_loans_member"));
    assert_eq!((schema.enums.len(), schema.views.len()), (1, 1));
}
