//! A schema that is read after each definition is the one that is read as a whole.

use std::sync::Arc;

use aludel_db::{SchemaReader, Session, introspect};
use aludel_schema::Scope;

use crate::memory;

const SEEDS: u64 = 60;

const STATEMENTS: usize = 80;

/// `{a}`, `{b}`, `{c}` are names of tables, spelled one way or the other; `{n}` is a number.
const TEXTS: [&str; 30] = [
    "CREATE TABLE {a} (id INTEGER PRIMARY KEY, x TEXT)",
    "CREATE TABLE {a} (id INTEGER PRIMARY KEY, b_id INTEGER REFERENCES {b}, c_id INTEGER REFERENCES {c} (ID))",
    "CREATE TABLE {a} (k TEXT, v, UNIQUE (k), CHECK (v > {n})) WITHOUT ROWID",
    "CREATE TABLE {a} (k TEXT COLLATE nocase PRIMARY KEY, v INTEGER DEFAULT {n}) STRICT, WITHOUT ROWID",
    "CREATE TABLE {a} (id INTEGER PRIMARY KEY AUTOINCREMENT)",
    "CREATE TABLE {a} AS SELECT * FROM {b}",
    "CREATE INDEX i{n} ON {a} (X)",
    "CREATE UNIQUE INDEX i{n} ON {a} (id DESC) WHERE id > {n}",
    "CREATE INDEX i{n} ON {b} (lower(x), \"ID\")",
    "CREATE VIEW v{n} AS SELECT * FROM {a}",
    "CREATE VIEW v{n} (one) AS SELECT a.id FROM {a} a JOIN {b} ON true",
    "CREATE VIEW v{n} AS WITH {b} AS (SELECT 1) SELECT * FROM {b}, v1, {c}",
    "CREATE VIEW {a} AS SELECT {n} AS id",
    "CREATE TRIGGER r{n} AFTER INSERT ON {a} BEGIN DELETE FROM {b}; END",
    "CREATE TRIGGER {a} INSTEAD OF INSERT ON v{n} BEGIN SELECT 1; END",
    "ALTER TABLE {a} ADD COLUMN c{n} INTEGER DEFAULT {n}",
    "ALTER TABLE {a} ADD COLUMN c{n} REFERENCES {b} (id)",
    "ALTER TABLE {a} DROP COLUMN c{n}",
    "ALTER TABLE {a} RENAME COLUMN x TO y{n}",
    "ALTER TABLE {a} RENAME COLUMN id TO ID",
    "ALTER TABLE {a} RENAME TO {b}",
    "ALTER TABLE {a} RENAME TO t{n}",
    "DROP TABLE {a}",
    "DROP INDEX i{n}",
    "DROP VIEW v{n}",
    "DROP VIEW {a}",
    "DROP TRIGGER r{n}",
    "INSERT INTO {a} DEFAULT VALUES",
    "ANALYZE",
    "CREATE TEMP TABLE aside{n} (id)",
];

/// A sequence that a seed makes; it need not be a good one.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let high = usize::try_from(self.0 >> 33).expect("31 bits");
        high % end
    }

    fn statement(&mut self) -> String {
        let mut text = TEXTS[self.below(TEXTS.len())].to_owned();
        for place in ["{a}", "{b}", "{c}"] {
            let name = ["book", "Book", "shelf", "\"Odd Name\"", "t1", "hidden"][self.below(6)];
            text = text.replace(place, name);
        }
        text.replace("{n}", &self.below(4).to_string())
    }
}

/// Reads both ways; gives how many tables the reader has read up to now.
async fn compare(session: &mut dyn Session, reader: &mut SchemaReader, story: &[String]) -> usize {
    let whole = introspect(session, reader.scope()).await;
    match (reader.read(session).await, whole) {
        (Ok(read), Ok(whole)) => assert_eq!(*read, whole, "{story:#?}"),
        (read, whole) => panic!("{read:?}\n{whole:?}\n{story:#?}"),
    }
    reader.tables_read()
}

#[tokio::test]
async fn a_schema_that_is_followed_is_the_one_that_is_there() {
    for seed in 0..SEEDS {
        let (mut dice, mut session) = (Dice(seed), memory().await);
        let scope = Scope { without: vec!["hidden".to_owned()], ..Scope::default() };
        let mut reader = SchemaReader::new(scope);
        let mut story = vec![format!("seed {seed}")];
        for _ in 0..STATEMENTS {
            let statement = dice.statement();
            // What has no place for it is refused, and changes nothing.
            if session.execute(&statement, &[]).await.is_ok() {
                story.push(statement);
            }
            compare(&mut *session, &mut reader, &story).await;
        }
    }
}

#[tokio::test]
async fn only_what_changed_is_read() {
    let mut session = memory().await;
    for number in 0..200 {
        session.execute(&format!("CREATE TABLE t{number} (id INTEGER PRIMARY KEY)"), &[]).await.expect("a table");
    }
    let mut reader = SchemaReader::new(Scope::default());
    let before = compare(&mut *session, &mut reader, &[]).await;
    session.execute("ALTER TABLE t7 ADD COLUMN x REFERENCES t8 (id)", &[]).await.expect("a column");
    assert_eq!(compare(&mut *session, &mut reader, &[]).await - before, 2);
    let known = reader.read(&mut *session).await.expect("a schema");
    session.execute("INSERT INTO t7 DEFAULT VALUES", &[]).await.expect("a row");
    assert!(Arc::ptr_eq(&known, &reader.read(&mut *session).await.expect("a schema")));
}

#[tokio::test]
async fn what_holds_the_signs_between_objects_is_read_as_a_whole() {
    let mut session = memory().await;
    let mut reader = SchemaReader::new(Scope::default());
    compare(&mut *session, &mut reader, &[]).await;
    let texts = [
        "CREATE TABLE plain (id)",
        "CREATE TABLE odd (id /*\u{1e}table\u{1f}plain\u{1f}plain\u{1f}CREATE TABLE plain (x)*/)",
        "ALTER TABLE odd ADD COLUMN second",
        "CREATE VIRTUAL TABLE words USING fts5 (word)",
        "ALTER TABLE odd ADD COLUMN third",
        "DROP TABLE words",
    ];
    for text in texts {
        session.execute(text, &[]).await.expect(text);
        compare(&mut *session, &mut reader, &[text.to_owned()]).await;
    }
}
