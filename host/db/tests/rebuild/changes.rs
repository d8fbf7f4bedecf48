//! Single changes, and what they do to the rows.

use aludel_schema::model::{
    Column, Constraint, ConstraintBody, ForeignKey, Generation, Index, Key, MatchKind, ObjectName, ReferentialAction,
};
use aludel_schema::{Rebuild, Schema, TableChange};
use aludel_sql::Value;

use crate::{alter, change, column_of, constraint_of, database, rendered, rows, scalar, schema_of, table_of};

const WHEN_NEEDED: Rebuild = Rebuild::WhenNeeded;

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// The change of a column that `edit` makes of it.
fn altered(schema: &Schema, column: &str, using: Option<&str>, edit: impl Fn(&mut Column)) -> TableChange {
    let before = column_of(schema, "t", column);
    let mut after = before.clone();
    edit(&mut after);
    TableChange::AlterColumn { before, after, using: using.map(str::to_owned) }
}

fn statements(schema: &Schema, changes: Vec<TableChange>) -> Vec<String> {
    let rendered = rendered(schema, &alter("t", changes, WHEN_NEEDED));
    rendered.statements.into_iter().map(|statement| statement.sql).collect()
}

fn check(expression: &str) -> Constraint {
    Constraint::unnamed(ConstraintBody::Check { expression: expression.to_owned(), column: None })
}

#[tokio::test]
async fn one_copy_does_for_all_changes() {
    let mut session = database("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT)").await;
    let schema = schema_of(&mut session).await;
    let changes = vec![
        altered(&schema, "a", None, |column| column.nullable = false),
        TableChange::DropColumn(column_of(&schema, "t", "b")),
        TableChange::RenameColumn { from: "c".to_owned(), to: "b".to_owned() },
        TableChange::AddConstraint(check("b <> a")),
        TableChange::AddColumn(Column::new("d", "INTEGER")),
        TableChange::AddIndex(Index::over("by_b", ["b"])),
    ];
    assert_eq!(
        statements(&schema, changes.clone()),
        [
            "CREATE TABLE aludel_new_t (id INTEGER PRIMARY KEY, a TEXT NOT NULL, c TEXT, d INTEGER, CHECK (c <> a))",
            "INSERT INTO aludel_new_t (id, a, c)\nSELECT id, a, c\nFROM t",
            "DROP TABLE t",
            "ALTER TABLE aludel_new_t RENAME TO t",
            "CREATE INDEX by_b ON t (c)",
            "ALTER TABLE t RENAME COLUMN c TO b",
        ]
    );
    let (_, after) = change(&mut session, "t", changes, WHEN_NEEDED).await;
    let names: Vec<&str> = table_of(&after, "t").columns.iter().map(|column| &*column.name).collect();
    assert_eq!(names, ["id", "a", "b", "d"]);
}

#[tokio::test]
async fn what_sqlite_can_do_in_place_is_done_in_place() {
    let mut session = database(
        "CREATE TABLE p (id INTEGER PRIMARY KEY);
         CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
         CREATE INDEX by_b ON t (b)",
    )
    .await;
    let schema = schema_of(&mut session).await;
    let points = ForeignKey {
        columns: vec!["p_id".to_owned()],
        references: ObjectName::local("p"),
        referenced_columns: vec!["id".to_owned()],
        on_delete: ReferentialAction::Cascade,
        on_update: ReferentialAction::NoAction,
        match_kind: MatchKind::Simple,
    };
    let named = Constraint { name: Some("to_p".to_owned()), ..Constraint::unnamed(ConstraintBody::ForeignKey(points)) };
    let changes = vec![
        TableChange::RenameColumn { from: "a".to_owned(), to: "label".to_owned() },
        TableChange::DropColumn(column_of(&schema, "t", "b")),
        TableChange::AddColumn(Column::new("p_id", "INTEGER")),
        TableChange::AddConstraint(named),
        TableChange::AddIndex(Index::over("by_p", ["p_id"])),
    ];
    assert_eq!(
        statements(&schema, changes.clone()),
        [
            "ALTER TABLE t RENAME COLUMN a TO label",
            "DROP INDEX by_b",
            "ALTER TABLE t DROP COLUMN b",
            "ALTER TABLE t ADD COLUMN p_id INTEGER CONSTRAINT to_p REFERENCES p (id) ON DELETE CASCADE",
            "CREATE INDEX by_p ON t (p_id)",
        ]
    );
    change(&mut session, "t", changes, WHEN_NEEDED).await;
}

#[tokio::test]
async fn a_column_that_becomes_not_null_takes_its_default() {
    let mut session = database("CREATE TABLE t (a TEXT, b TEXT); INSERT INTO t VALUES ('x', NULL), ('y', 'z')").await;
    let schema = schema_of(&mut session).await;
    let fill = altered(&schema, "b", None, |column| {
        column.nullable = false;
        column.generation = Generation::Default("'none'".to_owned());
    });
    change(&mut session, "t", vec![fill], WHEN_NEEDED).await;
    assert_eq!(scalar(&mut session, "SELECT group_concat(b) FROM t").await, text("none,z"));
}

#[tokio::test]
async fn a_new_type_turns_what_it_can_and_keeps_the_rest() {
    let sql = "CREATE TABLE t (a TEXT, b BLOB, c INTEGER);
               INSERT INTO t VALUES ('12', x'4142', 7), ('n/a', NULL, 8)";
    let mut session = database(sql).await;
    let schema = schema_of(&mut session).await;
    let changes = vec![
        altered(&schema, "a", None, |column| column.data_type = "INTEGER".to_owned()),
        altered(&schema, "b", None, |column| column.data_type = "TEXT".to_owned()),
        altered(&schema, "c", Some("printf('#%d', c)"), |column| column.data_type = "TEXT".to_owned()),
    ];
    change(&mut session, "t", changes, WHEN_NEEDED).await;
    let found = rows(&mut session, "SELECT a, b, c FROM t").await;
    assert_eq!(found[0], [Value::Integer(12), text("AB"), text("#7")]);
    assert_eq!(found[1], [text("n/a"), Value::Null, text("#8")]);
}

#[tokio::test]
async fn a_constraint_of_any_kind_comes_and_goes() {
    let mut session = database("CREATE TABLE t (id INTEGER, a TEXT, b TEXT); INSERT INTO t VALUES (1, 'x', 'y')").await;
    let unique = Constraint::unnamed(ConstraintBody::Unique(Key::over(["a", "b"])));
    let key = Constraint {
        name: Some("the key".to_owned()),
        ..Constraint::unnamed(ConstraintBody::PrimaryKey(Key::over(["id"])))
    };
    for constraint in [unique, key, check("a <> b")] {
        let add = TableChange::AddConstraint(constraint.clone());
        let (_, after) = change(&mut session, "t", vec![add], WHEN_NEEDED).await;
        let found = constraint_of(&after, "t", |it| it.body == constraint.body);
        assert_eq!(found.name, constraint.name);
        let (_, after) = change(&mut session, "t", vec![TableChange::DropConstraint(found)], WHEN_NEEDED).await;
        assert_eq!(table_of(&after, "t").constraints, []);
    }
}

#[tokio::test]
async fn a_new_name_is_carried_into_everything_that_a_copy_brings_back() {
    let sql = "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER CHECK (a > 0), b INTEGER AS (a + 1));
               CREATE TABLE u (id INTEGER PRIMARY KEY, a INTEGER);
               CREATE INDEX i ON t (a) WHERE a > 5;
               CREATE VIEW v AS SELECT t.a, u.a AS other FROM t JOIN u USING (id);
               CREATE TRIGGER tr AFTER INSERT ON u BEGIN INSERT INTO t (a) VALUES (NEW.a); END;
               INSERT INTO u VALUES (1, 7)";
    let mut session = database(sql).await;
    let schema = schema_of(&mut session).await;
    let changes = vec![
        TableChange::RenameColumn { from: "a".to_owned(), to: "amount".to_owned() },
        TableChange::AddConstraint(check("amount < 100")),
        altered(&schema, "id", None, |column| column.nullable = true),
    ];
    change(&mut session, "t", changes, Rebuild::Always).await;
    session.execute("INSERT INTO u VALUES (2, 8)", &[]).await.expect("the trigger is whole");
    let found = rows(&mut session, "SELECT amount, b FROM t ORDER BY amount").await;
    assert_eq!(found, [[Value::Integer(7), Value::Integer(8)], [Value::Integer(8), Value::Integer(9)]]);
    assert_eq!(scalar(&mut session, "SELECT count(amount) FROM v").await, Value::Integer(2));
    let index = scalar(&mut session, "SELECT sql FROM sqlite_schema WHERE name = 'i'").await;
    assert_eq!(index, text("CREATE INDEX i ON t (amount) WHERE amount > 5"));
    session.execute("INSERT INTO t (amount) VALUES (100)", &[]).await.expect_err("the new check holds");
}

#[tokio::test]
async fn options_of_a_table_can_change() {
    let mut session =
        database("CREATE TABLE t (k TEXT PRIMARY KEY NOT NULL, a INTEGER); INSERT INTO t VALUES ('x', 1)").await;
    let on =
        |name: &str| TableChange::SetOption { name: name.to_owned(), before: None, after: Some("true".to_owned()) };
    let (_, after) = change(&mut session, "t", vec![on("strict"), on("without rowid")], WHEN_NEEDED).await;
    assert_eq!(table_of(&after, "t").options.len(), 2);
    assert_eq!(scalar(&mut session, "SELECT a FROM t").await, Value::Integer(1));
}
