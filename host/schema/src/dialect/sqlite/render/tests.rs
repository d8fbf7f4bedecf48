//! Operations as text.

use aludel_sql::{Dialect, Row, Value};

use crate::dialect::{Scope, rules};
use crate::model::{
    Column, Constraint, ConstraintBody, EnumType, ForeignKey, Generation, Index, Key, MatchKind, ObjectName,
    ReferentialAction, Schema, Table, View,
};
use crate::operation::{Modifiers, Operation, Rebuild, TableChange};

/// The schema of a database whose tables were made by these statements.
fn schema(tables: &[(&str, &str)]) -> Schema {
    let row = |(name, sql): &(&str, &str)| -> Row {
        ["table", name, name, sql].into_iter().map(|text| Value::Text(text.to_owned())).collect()
    };
    let answers = [tables.iter().map(row).collect(), Vec::new(), Vec::new()];
    rules(Dialect::Sqlite).read_catalog((3, 51, 0), &Scope::default(), &answers).expect("the statements are right")
}

fn text(state: &Schema, operation: &Operation, modifiers: Modifiers) -> String {
    let rendered = rules(Dialect::Sqlite).render(state, operation, &modifiers).expect("SQLite can do this");
    rendered.statements.into_iter().map(|statement| statement.sql).collect::<Vec<_>>().join(";\n")
}

fn plain(state: &Schema, operation: &Operation) -> String {
    text(state, operation, Modifiers::default())
}

fn refusal(operation: &Operation) -> (String, String) {
    let state = Schema::empty(Dialect::Sqlite, (3, 51, 0));
    let error = rules(Dialect::Sqlite).render(&state, operation, &Modifiers::default()).expect_err("it cannot");
    (error.to_string(), error.hint.expect("there is a way round"))
}

fn copied(definition: &str, changes: Vec<TableChange>) -> String {
    let state = schema(&[("t", definition)]);
    let operation = Operation::AlterTable { table: ObjectName::local("t"), changes, rebuild: Rebuild::Always };
    plain(&state, &operation).split(";\n").next().expect("the first statement makes the table").to_owned()
}

#[test]
fn a_table_is_written_as_a_person_writes_it() {
    let mut table = Table::new(ObjectName::local("book"));
    table.comment = Some("What is read".to_owned());
    let mut id = Column::new("id", "INTEGER");
    (id.nullable, id.generation) = (false, Generation::AutoIncrement);
    let mut title = Column::new("title", "TEXT");
    (title.nullable, title.comment) = (false, Some("as on\nthe cover".to_owned()));
    title.generation = Generation::Default("upper('x')".to_owned());
    table.columns = vec![id, title, Column::new("author_id", "INTEGER"), Column::new("order", "")];
    let key = ForeignKey {
        columns: vec!["author_id".to_owned()],
        references: ObjectName::local("author"),
        referenced_columns: vec!["id".to_owned()],
        on_delete: ReferentialAction::Cascade,
        on_update: ReferentialAction::NoAction,
        match_kind: MatchKind::Simple,
    };
    let check = ConstraintBody::Check { expression: "title <> ''".to_owned(), column: None };
    table.constraints = vec![
        Constraint::unnamed(ConstraintBody::PrimaryKey(Key::over(["id"]))),
        Constraint::unnamed(ConstraintBody::ForeignKey(key)),
        Constraint { name: Some("has_title".to_owned()), ..Constraint::unnamed(check) },
        Constraint::unnamed(ConstraintBody::Unique(Key::over(["title", "order"]))),
    ];
    table.options.insert("strict".to_owned(), "true".to_owned());
    table.indexes = vec![Index { predicate: Some("author_id > 0".to_owned()), ..Index::over("by_title", ["title"]) }];
    let state = Schema::empty(Dialect::Sqlite, (3, 51, 0));
    assert_eq!(
        plain(&state, &Operation::CreateTable(table)),
        r#"CREATE TABLE book ( -- What is read
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL DEFAULT (upper('x')), -- as on the cover
    author_id INTEGER REFERENCES author (id) ON DELETE CASCADE,
    "order",
    CONSTRAINT has_title CHECK (title <> ''),
    UNIQUE (title, "order")
) STRICT;
CREATE INDEX by_title ON book (title) WHERE author_id > 0"#
    );
}

#[test]
fn a_copy_keeps_the_words_the_remarks_and_the_layout() {
    let definition = "CREATE TABLE t (  -- all of it\n  id INTEGER PRIMARY KEY, -- the key\n  a VARCHAR(20) CONSTRAINT \
                      full NOT NULL /* always */,\n  b INTEGER, -- goes\n  -- about c\n  c TEXT -- the last\n)";
    let changes =
        vec![TableChange::DropColumn(Column::new("b", "INTEGER")), TableChange::AddColumn(Column::new("d", "TEXT"))];
    assert_eq!(
        copied(definition, changes),
        "CREATE TABLE aludel_new_t (  -- all of it\n  id INTEGER PRIMARY KEY, -- the key\n  a VARCHAR(20) CONSTRAINT \
         full NOT NULL, /* always */\n  -- about c\n  c TEXT, -- the last\n  d TEXT\n)"
    );
}

#[test]
fn the_first_or_last_of_a_list_can_go() {
    let drop = |name: &str| TableChange::DropColumn(Column::new(name, ""));
    assert_eq!(copied("CREATE TABLE t(a, b, c)", vec![drop("a")]), "CREATE TABLE aludel_new_t(b, c)");
    assert_eq!(copied("CREATE TABLE t(a, b, c)", vec![drop("c")]), "CREATE TABLE aludel_new_t(a, b)");
    let ends_in_remark = "CREATE TABLE t(a, b -- the end\n, c)";
    assert_eq!(copied(ends_in_remark, vec![drop("c")]), "CREATE TABLE aludel_new_t(a, b -- the end\n)");
}

#[test]
fn a_name_that_differs_in_case_alone_takes_two_steps() {
    let state = schema(&[("t", "CREATE TABLE t (a)")]);
    let rename = |to: &str| Operation::RenameTable { from: ObjectName::local("t"), to: ObjectName::local(to) };
    assert_eq!(plain(&state, &rename("u")), "ALTER TABLE t RENAME TO u");
    assert_eq!(
        plain(&state, &rename("T")),
        "ALTER TABLE t RENAME TO aludel_new_t;\nALTER TABLE aludel_new_t RENAME TO T"
    );
}

#[test]
fn guards_are_written_and_changes_that_are_done_are_left_out() {
    let state = schema(&[("t", "CREATE TABLE t (a)")]);
    let guards = Modifiers { if_exists: true, if_not_exists: true, ..Modifiers::default() };
    let table = Table::new(ObjectName::local("t"));
    assert_eq!(text(&state, &Operation::DropTable(table), guards), "DROP TABLE IF EXISTS t");
    let changes = vec![
        TableChange::AddColumn(Column::new("A", "TEXT")),
        TableChange::DropColumn(Column::new("b", "TEXT")),
        TableChange::AddIndex(Index::over("i", ["a"])),
    ];
    let alter = Operation::AlterTable { table: ObjectName::local("t"), changes, rebuild: Rebuild::WhenNeeded };
    assert_eq!(text(&state, &alter, guards), "CREATE INDEX IF NOT EXISTS i ON t (a)");
}

#[test]
fn rows_are_inserted_by_the_page() {
    let rows = vec![vec![Value::Text("it's".to_owned()), Value::Null]; 201];
    let operation =
        Operation::InsertRows { table: ObjectName::local("t"), columns: vec!["a".to_owned(), "b".to_owned()], rows };
    let text = plain(&Schema::empty(Dialect::Sqlite, (3, 51, 0)), &operation);
    assert!(text.ends_with(";\nINSERT INTO t (a, b) VALUES\n    ('it''s', NULL)"), "{text}");
}

#[test]
fn what_sqlite_cannot_has_a_way_round() {
    let mood = EnumType { name: ObjectName::local("mood"), labels: vec!["sad".to_owned()], comment: None };
    let (message, hint) = refusal(&Operation::CreateEnum(mood));
    assert_eq!(message, "SQLite cannot create the enum `mood`");
    assert!(hint.contains("TEXT with a CHECK"), "{hint}");
    let view = View {
        name: ObjectName::local("v"),
        query: "SELECT 1".to_owned(),
        columns: Vec::new(),
        materialized: true,
        indexes: Vec::new(),
        options: crate::model::Options::new(),
        comment: None,
        depends_on: std::collections::BTreeSet::new(),
    };
    assert_eq!(refusal(&Operation::CreateView(view)).0, "SQLite cannot create the materialized view `v`");
    let (message, hint) = refusal(&Operation::CreateTable(Table::new(ObjectName::in_schema("shop", "t"))));
    assert_eq!(message, "SQLite cannot use the schema `shop` (of `shop.t`)");
    assert!(hint.contains("leave the schema out"), "{hint}");
}
