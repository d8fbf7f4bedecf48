//! The schema of a database, read.

use std::collections::BTreeSet;

use aludel_db::{Session, introspect};
use aludel_schema::model::{
    Constraint, ConstraintBody, Deferral, ForeignKey, Generation, MatchKind, ReferentialAction, Schema, Table,
    TriggerName,
};
use aludel_schema::{ObjectName, Scope, rules};
use aludel_sql::Dialect;

use crate::{agreement, memory};

const CASES: &str = include_str!("../../../../tests/cases/autogenerate.json");

/// A database in memory after these statements, and its schema, in which the server's own pragmas agree.
pub(crate) async fn read(sql: &str) -> (Box<dyn Session>, Schema) {
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

/// Pairs that mean the same.
const EQUAL: &[(&str, &str)] = &[
    (
        "CREATE TABLE t (a INT REFERENCES t (b), b INT UNIQUE)",
        "CREATE TABLE t (a INT, b INT, UNIQUE (b), FOREIGN KEY (a) REFERENCES t (b))",
    ),
    ("CREATE TABLE t (a INT PRIMARY KEY)", "CREATE TABLE t (a INT, PRIMARY KEY (a ASC))"),
    ("CREATE TABLE t (a INT CHECK (a > 0))", "CREATE TABLE t (a INT, CHECK (( \"A\">0 /* positive */ )))"),
    ("CREATE TABLE t (id INTEGER PRIMARY KEY)", "CREATE TABLE t (id integer NOT NULL PRIMARY KEY)"),
    (
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)",
        "CREATE TABLE t (id INTEGER, PRIMARY KEY (id AUTOINCREMENT))",
    ),
    ("CREATE TABLE t (a TEXT PRIMARY KEY) WITHOUT ROWID", "CREATE TABLE t (a TEXT NOT NULL PRIMARY KEY) without rowid"),
    ("CREATE TABLE t (a INT PRIMARY KEY) STRICT", "CREATE TABLE t (a INT NOT NULL PRIMARY KEY) STRICT"),
    (
        "CREATE TABLE t (a DEFAULT 0, b DEFAULT CURRENT_TIMESTAMP, c DEFAULT NULL, d DEFAULT true)",
        "CREATE TABLE t (a DEFAULT (0), b DEFAULT (current_timestamp), c, d DEFAULT TRUE)",
    ),
    ("CREATE TABLE t (a VARCHAR(80), b NUMERIC(8,2))", "CREATE TABLE t (a varchar (80), b Numeric( 8, 2 ))"),
    (
        "CREATE TABLE t (a TEXT COLLATE BINARY, b TEXT COLLATE nocase, UNIQUE (b COLLATE NOCASE))",
        "CREATE TABLE t (a TEXT, b TEXT COLLATE \"NOCASE\" UNIQUE)",
    ),
    (
        "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (a INT REFERENCES p)",
        "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (a INT REFERENCES P (ID) MATCH FULL NOT DEFERRABLE)",
    ),
    ("CREATE TABLE t (a INT UNIQUE ON CONFLICT ABORT)", "CREATE TABLE t (a INT, UNIQUE (a), UNIQUE (a))"),
    ("CREATE TABLE t (a INT, b INT AS (a * 2))", "CREATE TABLE t (a INT, b INT GENERATED ALWAYS AS ((a*2)) VIRTUAL)"),
    (
        "CREATE TABLE t (a TEXT); CREATE INDEX i ON t (lower(a), a DESC) WHERE a > 'X'",
        "CREATE TABLE t (a TEXT); CREATE INDEX i ON \"t\" ( LOWER(\"a\"), [a] COLLATE BINARY desc) where (A>'X')",
    ),
    (
        "CREATE TABLE t (a TEXT); CREATE VIEW v (x) AS SELECT a FROM t",
        "CREATE TABLE t (a TEXT); CREATE VIEW \"v\"(X) as select \"a\"\nfrom [t] -- all",
    ),
    (
        "CREATE TABLE t (a INT); CREATE TRIGGER r AFTER INSERT ON t BEGIN UPDATE t SET a = 1; END",
        "CREATE TABLE t (a INT); create trigger r after insert on \"t\" begin\n  update t set a=1;\nend;",
    ),
    (
        "CREATE TABLE t (a INT, b INT, CONSTRAINT x CHECK (a > 0), CONSTRAINT y CHECK (b > 0))",
        "CREATE TABLE t (b INT, a INT, CONSTRAINT y CHECK (b > 0), CONSTRAINT x CHECK (a > 0))",
    ),
];

/// Pairs that mean something else.
const DIFFERENT: &[(&str, &str)] = &[
    ("CREATE TABLE t (id INT PRIMARY KEY)", "CREATE TABLE t (id INTEGER PRIMARY KEY)"),
    ("CREATE TABLE t (id INTEGER PRIMARY KEY)", "CREATE TABLE t (id INTEGER PRIMARY KEY DESC)"),
    ("CREATE TABLE t (a TEXT PRIMARY KEY)", "CREATE TABLE t (a TEXT NOT NULL PRIMARY KEY)"),
    ("CREATE TABLE t (a TEXT)", "CREATE TABLE t (a TEXT) STRICT"),
    ("CREATE TABLE t (a TEXT DEFAULT 'x')", "CREATE TABLE t (a TEXT DEFAULT 'X')"),
    ("CREATE TABLE t (a TEXT DEFAULT 'CURRENT_DATE')", "CREATE TABLE t (a TEXT DEFAULT CURRENT_DATE)"),
    ("CREATE TABLE t (a TEXT NOT NULL)", "CREATE TABLE t (a TEXT NOT NULL ON CONFLICT IGNORE)"),
    ("CREATE TABLE t (a TEXT UNIQUE)", "CREATE TABLE t (a TEXT UNIQUE ON CONFLICT REPLACE)"),
    ("CREATE TABLE t (a TEXT UNIQUE)", "CREATE TABLE t (a TEXT, UNIQUE (a COLLATE NOCASE))"),
    ("CREATE TABLE t (a TEXT)", "CREATE TABLE t (a TEXT COLLATE NOCASE)"),
    ("CREATE TABLE t (a INT CHECK (a IN (1, 2)))", "CREATE TABLE t (a INT CHECK (a IN (1, 2, 3)))"),
    ("CREATE TABLE t (a INT, CONSTRAINT x CHECK (a > 0))", "CREATE TABLE t (a INT, CONSTRAINT y CHECK (a > 0))"),
    ("CREATE TABLE t (a INT AS (1) STORED, b)", "CREATE TABLE t (a INT AS (1), b)"),
    (
        "CREATE TABLE t (a INT UNIQUE REFERENCES t (a))",
        "CREATE TABLE t (a INT UNIQUE REFERENCES t (a) ON UPDATE CASCADE)",
    ),
    (
        "CREATE TABLE t (a INT UNIQUE REFERENCES t (a))",
        "CREATE TABLE t (a INT UNIQUE REFERENCES t (a) DEFERRABLE INITIALLY DEFERRED)",
    ),
    ("CREATE TABLE t (a); CREATE INDEX i ON t (a)", "CREATE TABLE t (a); CREATE INDEX i ON t (a DESC)"),
    ("CREATE TABLE t (a); CREATE INDEX i ON t (a)", "CREATE TABLE t (a); CREATE UNIQUE INDEX i ON t (a)"),
    (
        "CREATE TABLE t (a); CREATE INDEX i ON t (a) WHERE a > 1",
        "CREATE TABLE t (a); CREATE INDEX i ON t (a) WHERE a > 2",
    ),
    (
        "CREATE TABLE t (a); CREATE VIEW v AS SELECT a FROM t",
        "CREATE TABLE t (a); CREATE VIEW v (a) AS SELECT a FROM t",
    ),
    (
        "CREATE TABLE t (a); CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 'x'; END",
        "CREATE TABLE t (a); CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 'X'; END",
    ),
];

#[tokio::test]
async fn another_spelling_is_no_difference() {
    for (before, after) in EQUAL {
        let (read_before, read_after) = (schema_of(before).await, schema_of(after).await);
        assert!(is_same(&read_before, &read_after), "{before}\n{after}\n{read_before:#?}\n{read_after:#?}");
    }
}

#[tokio::test]
async fn another_meaning_is_a_difference() {
    for (before, after) in DIFFERENT {
        assert!(!is_same(&schema_of(before).await, &schema_of(after).await), "{before}\n{after}");
    }
}

#[tokio::test]
async fn everything_that_only_the_text_tells_is_there() {
    let schema = schema_of(
        "CREATE TABLE author (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL ON CONFLICT FAIL COLLATE nocase);
         CREATE TABLE book (
             id INTEGER CONSTRAINT pk_book PRIMARY KEY ON CONFLICT REPLACE,
             pages INT DEFAULT (100) CONSTRAINT positive CHECK (pages > 0 AND pages <> '(' || ')'),
             area INT GENERATED ALWAYS AS (pages * 2) STORED,
             Writer INT,
             CONSTRAINT by FOREIGN KEY (writer) REFERENCES AUTHOR ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
         );",
    )
    .await;
    let author = &schema.tables[&ObjectName::local("author")];
    assert_eq!(author.columns[0].generation, Generation::AutoIncrement);
    assert!(!author.columns[0].nullable);
    assert_eq!(author.columns[1].collation.as_deref(), Some("NOCASE"));
    assert_eq!(author.columns[1].options["not null on conflict"], "FAIL");

    let book = &schema.tables[&ObjectName::local("book")];
    assert_eq!(book.columns[1].generation, Generation::Default("100".to_owned()));
    let computed = Generation::Computed { expression: "pages * 2".to_owned(), stored: true };
    assert_eq!(book.columns[2].generation, computed);
    assert!(book.definition.as_deref().is_some_and(|text| text.starts_with("CREATE TABLE book (\n")));
    let names: Vec<_> = book.constraints.iter().map(|constraint| constraint.given_name()).collect();
    assert_eq!(names, [Some("pk_book"), Some("by"), Some("positive")]);
    assert_eq!(book.constraints[0].options["on conflict"], "REPLACE");
    let check = ConstraintBody::Check {
        expression: "pages > 0 AND pages <> '(' || ')'".to_owned(),
        column: Some("pages".to_owned()),
    };
    assert_eq!(book.constraints[2].body, check);
    assert_eq!(book.constraints[1].deferral, Deferral::InitiallyDeferred);
    let foreign_key = ForeignKey {
        columns: vec!["Writer".to_owned()],
        references: ObjectName::local("author"),
        referenced_columns: vec!["id".to_owned()],
        on_delete: ReferentialAction::Cascade,
        on_update: ReferentialAction::NoAction,
        match_kind: MatchKind::Simple,
    };
    assert_eq!(book.constraints[1].body, ConstraintBody::ForeignKey(foreign_key));
}

#[tokio::test]
async fn views_and_triggers_are_kept_as_they_were_written() {
    let schema = schema_of(
        "CREATE TABLE book (id INTEGER PRIMARY KEY, a TEXT);
         CREATE TABLE a (b TEXT);
         CREATE VIEW newer (one,\n \"two\") AS\n  SELECT id, /* both */ a FROM Book b -- end\n ;
         CREATE VIEW both AS SELECT * FROM newer, (SELECT * FROM main.a) WHERE 'x' IN book ;
         CREATE TRIGGER put INSTEAD OF INSERT ON NEWER BEGIN SELECT 1; END;",
    )
    .await;
    let newer = &schema.views[&ObjectName::local("newer")];
    assert_eq!(newer.query, "SELECT id, /* both */ a FROM Book b");
    assert_eq!(newer.columns, ["one", "two"]);
    assert_eq!(newer.depends_on, [ObjectName::local("book")].into());
    let both = &schema.views[&ObjectName::local("both")];
    assert_eq!(both.depends_on, ["a", "book", "newer"].map(ObjectName::local).into());
    let put = TriggerName { table: ObjectName::local("newer"), name: "put".to_owned() };
    assert_eq!(schema.triggers[&put].definition, "CREATE TRIGGER put INSTEAD OF INSERT ON NEWER BEGIN SELECT 1; END");
}

#[tokio::test]
async fn what_is_not_compared_is_named() {
    let schema = schema_of(
        "CREATE VIRTUAL TABLE words USING fts5 (word);
         CREATE TABLE book (id INTEGER PRIMARY KEY AUTOINCREMENT);
         CREATE TEMP TABLE draft (a);
         CREATE TEMP VIEW drafts AS SELECT a FROM draft;
         CREATE TEMP TRIGGER watch AFTER INSERT ON book BEGIN SELECT 1; END;
         ANALYZE;",
    )
    .await;
    let uncompared: Vec<String> = schema.uncompared.iter().map(|it| format!("{} {}", it.kind, it.name)).collect();
    let expected = [
        "virtual table words",
        "shadow table words_config",
        "shadow table words_content",
        "shadow table words_data",
        "shadow table words_docsize",
        "shadow table words_idx",
        "temporary table draft",
        "temporary view drafts",
        "temporary trigger watch",
    ];
    assert_eq!(uncompared.iter().collect::<BTreeSet<_>>(), expected.map(str::to_owned).iter().collect());
    assert_eq!(schema.tables.keys().map(|name| &*name.name).collect::<Vec<_>>(), ["book"]);
    assert!(schema.triggers.is_empty() && schema.views.is_empty());
}

#[tokio::test]
async fn tables_outside_of_the_scope_are_not_read_with_all_that_hangs_on_them() {
    let mut session = memory().await;
    let sql = "CREATE TABLE Ledger (id INT); CREATE INDEX ix ON Ledger (id); CREATE TABLE book (id INT);
               CREATE TRIGGER tr AFTER INSERT ON ledger BEGIN SELECT 1; END;";
    session.execute_script(sql).await.expect(sql);
    let scope = Scope { without: vec!["ledger".to_owned()], ..Scope::default() };
    let schema = introspect(session.as_mut(), &scope).await.expect(sql);
    assert_eq!(schema.tables.keys().map(|name| &*name.name).collect::<Vec<_>>(), ["book"]);
    assert!(schema.triggers.is_empty() && schema.uncompared.is_empty());
}

#[tokio::test]
async fn an_empty_database_is_an_empty_schema() {
    let mut session = memory().await;
    let schema = introspect(session.as_mut(), &Scope::default()).await.expect("nothing");
    assert_eq!(schema, Schema::empty(Dialect::Sqlite, session.info().version_number));
}

#[tokio::test]
async fn a_thousand_tables_are_read_at_once() {
    let mut session = memory().await;
    let table = |number: usize| {
        let before = number.saturating_sub(1);
        format!("CREATE TABLE t{number} (id INTEGER PRIMARY KEY, up INT REFERENCES t{before}, a TEXT DEFAULT 'x');\n")
    };
    let script: String = (0..1_000).map(table).collect();
    session.execute_script(&script).await.expect("tables");
    let schema = introspect(session.as_mut(), &Scope::default()).await.expect("tables");
    assert_eq!(schema.tables.len(), 1_000);
}
