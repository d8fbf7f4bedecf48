//! The schema of a `MariaDB` database: read whole, written again, changed and changed back.

use aludel_db::{Session, introspect};
use aludel_schema::model::Schema;
use aludel_schema::{DiffOptions, Namespaces, ObjectName, Scope, Script, diff, summaries};
use aludel_sql::Value;

use crate::databases::TestDatabase;

macro_rules! on_mariadb {
    ($($test:ident),+ $(,)?) => {
        mod cases { $(crate::databases::one_test!($test, MariaDb);)+ }
    };
}

on_mariadb!(
    one_of_everything_is_written_again,
    odd_names_survive,
    tables_change_and_change_back,
    only_what_is_asked_for_is_read,
    what_may_be_a_period_is_named,
);

/// One of everything, with names that need quotes.
const ONE_OF_EVERYTHING: [&str; 19] = [
    "CREATE TABLE `Writer of books` (id INT PRIMARY KEY, `key` VARCHAR(10) NOT NULL, `select` INT) ENGINE=InnoDB \
     COMMENT='who''s who'",
    "CREATE TABLE book (id INT AUTO_INCREMENT PRIMARY KEY COMMENT 'number', a VARCHAR(10) DEFAULT 'it''s', \
     b DECIMAL(5,2) DEFAULT 1, c TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, d JSON, \
     e INT GENERATED ALWAYS AS (id2 * 2) VIRTUAL, id2 INT, f INT AS (id2 + 1) STORED COMMENT 'kept', g INT INVISIBLE, \
     h VARCHAR(10) DEFAULT (CONCAT('a', 'b')), i INT UNSIGNED ZEROFILL, j ENUM('a', 'b''c') DEFAULT 'a', \
     k SET('x', 'y'), l BIT(3) DEFAULT b'101', m CHAR(36) CHARSET latin1, n TEXT COLLATE utf8mb4_bin, o UUID, \
     p DATETIME(3) DEFAULT CURRENT_TIMESTAMP(3), q INT CHECK (q > 0), r TIMESTAMP NULL, s BIGINT UNSIGNED, \
     t POINT NOT NULL, u BOOL DEFAULT TRUE, v TEXT COMPRESSED CHARSET latin1, w INT DEFAULT (1 + 2), \
     x JSON DEFAULT '{}' CHECK (JSON_LENGTH(x) < 5), y VARBINARY(20) DEFAULT x'41', z YEAR, \
     CONSTRAINT ck CHECK (a <> 'x''y' AND b > 0), CHECK (b < 100), UNIQUE (a), UNIQUE uq (a(3), b DESC), \
     FULLTEXT ft (n), KEY ig (g) COMMENT 'hello' IGNORED, SPATIAL sp (t), KEY ix (h(4) DESC, id2)) \
     COMMENT='the book' ROW_FORMAT=DYNAMIC STATS_PERSISTENT=1",
    "CREATE TABLE loan (id INT PRIMARY KEY, bid INT, x INT, w INT, \
     CONSTRAINT fk FOREIGN KEY (bid) REFERENCES book (id) ON DELETE CASCADE ON UPDATE SET NULL, \
     FOREIGN KEY (x) REFERENCES book (id) ON UPDATE RESTRICT, \
     CONSTRAINT `fk 2` FOREIGN KEY (w) REFERENCES `Writer of books` (id), KEY kx (x, bid))",
    "CREATE TABLE old (id INT, a VARCHAR(10), b VARCHAR(10) COLLATE utf8mb4_bin) DEFAULT CHARSET=latin1 ENGINE=MyISAM",
    "CREATE TABLE ranged (id INT, d DATE) PARTITION BY RANGE (id) \
     (PARTITION p0 VALUES LESS THAN (10) COMMENT = 'few', PARTITION p1 VALUES LESS THAN MAXVALUE)",
    "CREATE TABLE hashed (id INT PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 4",
    "CREATE TABLE listed (id INT, d VARCHAR(10)) PARTITION BY LIST COLUMNS (d) \
     (PARTITION a VALUES IN ('a', 'b'), PARTITION c VALUES IN ('c', NULL))",
    "CREATE TABLE within (id INT, d DATE) PARTITION BY RANGE (id) SUBPARTITION BY HASH (TO_DAYS(d)) SUBPARTITIONS 2 \
     (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE)",
    "CREATE TABLE history (id INT, x INT WITHOUT SYSTEM VERSIONING) WITH SYSTEM VERSIONING",
    "CREATE TABLE period (x INT, s TIMESTAMP(6) GENERATED ALWAYS AS ROW START, \
     e TIMESTAMP(6) GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME (s, e)) WITH SYSTEM VERSIONING",
    "CREATE SEQUENCE number START WITH 5 INCREMENT BY 2 CACHE 10",
    "CREATE SEQUENCE `other number` MINVALUE -10 MAXVALUE 10 CYCLE NOCACHE",
    "CREATE VIEW z_first AS SELECT b.id, b.a FROM book b WHERE b.b > 1 AND b.a LIKE '%x%' WITH CHECK OPTION",
    "CREATE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW a_second AS SELECT id AS `the id` FROM z_first",
    "CREATE FUNCTION joined(a INT, b VARCHAR(10)) RETURNS VARCHAR(20) CHARSET latin1 DETERMINISTIC COMMENT 'c' \
     BEGIN DECLARE x INT; RETURN CONCAT(a, b); END",
    "CREATE PROCEDURE work(IN a INT, OUT b DECIMAL(5,2), INOUT `c d` ENUM('x','y')) SQL SECURITY INVOKER \
     BEGIN SELECT 1; END",
    "CREATE AGGREGATE FUNCTION total(x INT) RETURNS INT BEGIN DECLARE mx INT DEFAULT 0; \
     DECLARE CONTINUE HANDLER FOR NOT FOUND RETURN mx; LOOP FETCH GROUP NEXT ROW; SET mx = mx + x; END LOOP; END",
    "CREATE TRIGGER second BEFORE INSERT ON loan FOR EACH ROW BEGIN SET new.x = 1; END",
    "CREATE TRIGGER first BEFORE INSERT ON loan FOR EACH ROW FOLLOWS second SET new.x = 2",
];

async fn run(session: &mut dyn Session, statements: &[&str]) {
    for statement in statements {
        session.execute(statement, &[]).await.unwrap_or_else(|error| panic!("{error:?} at:\n{statement}"));
    }
}

async fn schema(session: &mut dyn Session) -> Schema {
    introspect(session, &Scope::default()).await.unwrap()
}

/// An empty database on the same server, beside the first.
async fn empty_database(session: &mut dyn Session) -> String {
    let Value::Text(first) = crate::scalar(session, "SELECT DATABASE()").await else { panic!("it has a name") };
    let name = format!("{first}_`other");
    let quoted = format!("`{}`", name.replace('`', "``"));
    run(session, &[format!("CREATE DATABASE {quoted}").as_str(), format!("USE {quoted}").as_str()]).await;
    quoted
}

fn empty_like(schema: &Schema) -> Schema {
    Schema { options: schema.options.clone(), ..Schema::empty(schema.dialect, schema.version) }
}

/// The script that makes `before` look like `after`.
fn script(before: &Schema, after: &Schema) -> Script {
    let difference = diff(before, after, &DiffOptions::default()).unwrap();
    Script::of(before, &difference.operations).unwrap()
}

fn differences(before: &Schema, after: &Schema) -> Vec<String> {
    let operations = diff(before, after, &DiffOptions::default()).unwrap().operations;
    summaries(&operations).into_iter().flatten().map(|summary| summary.text).collect()
}

async fn run_script(session: &mut dyn Session, script: &Script) {
    let statements: Vec<&str> = script.statements().map(|statement| statement.sql.as_str()).collect();
    run(session, &statements).await;
}

async fn one_of_everything_is_written_again(database: &TestDatabase) {
    let mut session = database.session().await;
    run(&mut *session, &ONE_OF_EVERYTHING).await;
    let wanted = schema(&mut *session).await;
    let name = empty_database(&mut *session).await;
    let empty = empty_like(&wanted);
    let script = script(&empty, &wanted);
    run_script(&mut *session, &script).await;
    let mut written = schema(&mut *session).await;
    assert_eq!(differences(&wanted, &written), Vec::<String>::new());
    // What is not compared is not written either.
    written.uncompared.clone_from(&wanted.uncompared);
    assert_eq!(written, wanted);
    run_script(&mut *session, &script.way_back().unwrap().unwrap()).await;
    assert_eq!(schema(&mut *session).await, empty);
    run(&mut *session, &[format!("DROP DATABASE {name}").as_str()]).await;
}

/// A name of as many characters as the server keeps.
const LONGEST_NAME: &str = "a`b c-d'e\"f.g;h/i\\j%k&l(m)n=o+p?q!r@s#t$u^v*w~x[y]z{A}B|C<D>E,Zä";

async fn odd_names_survive(database: &TestDatabase) {
    let quoted = format!("`{}`", LONGEST_NAME.replace('`', "``"));
    assert_eq!(LONGEST_NAME.chars().count(), 64);
    let statements = [
        format!(
            "CREATE TABLE {quoted} ({quoted} INT PRIMARY KEY, `select` INT CHECK (`select` > 0), `two words` INT, \
             CONSTRAINT `a b` CHECK ({quoted} > 0), UNIQUE `Order` (`select`), KEY `group` (`two words`))"
        ),
        format!("CREATE TABLE `Key` (`from` INT, FOREIGN KEY (`from`) REFERENCES {quoted} ({quoted}))"),
        "CREATE TABLE `key` (`From` INT)".to_owned(),
        format!("CREATE VIEW `view of it` AS SELECT {quoted} AS `a\"b` FROM {quoted}"),
        format!("CREATE TRIGGER `a``b` BEFORE INSERT ON {quoted} FOR EACH ROW SET NEW.{quoted} = 1"),
    ];
    let mut session = database.session().await;
    let statements: Vec<&str> = statements.iter().map(String::as_str).collect();
    run(&mut *session, &statements).await;
    let wanted = schema(&mut *session).await;
    let name = empty_database(&mut *session).await;
    let script = script(&empty_like(&wanted), &wanted);
    run_script(&mut *session, &script).await;
    assert_eq!(schema(&mut *session).await, wanted);
    run_script(&mut *session, &script.way_back().unwrap().unwrap()).await;
    assert_eq!(schema(&mut *session).await, empty_like(&wanted));
    run(&mut *session, &[format!("DROP DATABASE {name}").as_str()]).await;
}

/// What follows the first column of a table, before and after.
const CHANGES: [(&str, &str); 14] = [
    ("w INT, CONSTRAINT fk FOREIGN KEY (w) REFERENCES other (id))", "w INT)"),
    ("w INT, FOREIGN KEY (w) REFERENCES other (id))", "w INT)"),
    (
        "w INT, CONSTRAINT fk FOREIGN KEY (w) REFERENCES other (id), KEY ix (w))",
        "w INT, CONSTRAINT fk FOREIGN KEY (w) REFERENCES other (id))",
    ),
    (
        "w INT, v INT, CONSTRAINT fk FOREIGN KEY (w) REFERENCES other (id))",
        "w INT, v INT, CONSTRAINT fk FOREIGN KEY (v) REFERENCES other (id))",
    ),
    ("w INT CHECK (w > 0))", "w INT COMMENT 'x' CHECK (w > 1))"),
    ("w INT CHECK (w > 0))", "w BIGINT)"),
    ("a INT, b INT AS (a + 1) VIRTUAL, KEY ix (b))", "a INT, b INT AS (a + 1) STORED, KEY ix (b))"),
    ("a INT, b INT, UNIQUE uq (b))", "a INT, b INT AS (a + 1) VIRTUAL, UNIQUE uq (b))"),
    ("a INT, KEY ix (a))", "a INT INVISIBLE, UNIQUE ix (a) IGNORED)"),
    ("a TIMESTAMP NULL)", "a TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP)"),
    ("a JSON, t TEXT, v VARCHAR(4) COLLATE latin1_bin) CHARSET latin1", "a JSON, t TEXT COMPRESSED, v VARCHAR(4))"),
    ("t TEXT, v VARCHAR(4)) CHARSET latin1", "t TEXT, v VARCHAR(4))"),
    ("a INT, CONSTRAINT ck CHECK (a > 0)) ENGINE=Aria", "a INT, CONSTRAINT other_name CHECK (a > 0))"),
    ("a INT) ROW_FORMAT=COMPACT", "a INT, b INT) COMMENT 'x' STATS_PERSISTENT=1 WITH SYSTEM VERSIONING"),
];

async fn tables_change_and_change_back(database: &TestDatabase) {
    let mut session = database.session().await;
    let session = &mut *session;
    run(session, &["CREATE TABLE other (id INT PRIMARY KEY)"]).await;
    for (before, after) in CHANGES {
        let create = |rest: &str| format!("CREATE OR REPLACE TABLE t (id INT PRIMARY KEY, {rest}");
        run(session, &[create(after).as_str()]).await;
        let wanted = schema(session).await;
        run(session, &[create(before).as_str()]).await;
        let first = schema(session).await;
        let script = script(&first, &wanted);
        run_script(session, &script).await;
        assert_eq!(schema(session).await, wanted, "{before} to {after}");
        run_script(session, &script.way_back().unwrap().unwrap()).await;
        assert_eq!(schema(session).await, first, "{after} back to {before}");
    }
}

async fn only_what_is_asked_for_is_read(database: &TestDatabase) {
    let mut session = database.session().await;
    run(&mut *session, &ONE_OF_EVERYTHING).await;
    let tables = Some(vec![ObjectName::local("loan"), ObjectName::local("z_first"), ObjectName::local("missing")]);
    let scope = Scope { tables, ..Scope::default() };
    let schema = introspect(&mut *session, &scope).await.unwrap();
    assert_eq!(schema.tables.keys().collect::<Vec<_>>(), [&ObjectName::local("loan")]);
    assert_eq!(schema.views.keys().collect::<Vec<_>>(), [&ObjectName::local("z_first")]);
    assert_eq!(schema.triggers.len(), 2);
    assert!(schema.routines.is_empty() && schema.sequences.is_empty() && schema.uncompared.is_empty());
    let without = Scope { without: vec!["loan".to_owned()], ..Scope::default() };
    let schema = introspect(&mut *session, &without).await.unwrap();
    assert!(!schema.tables.contains_key(&ObjectName::local("loan")) && schema.triggers.is_empty());
    // Another database is another schema, for those who ask for it.
    let Value::Text(first) = crate::scalar(&mut *session, "SELECT DATABASE()").await else { panic!("it has a name") };
    let name = empty_database(&mut *session).await;
    let named = Scope { namespaces: Namespaces::Named(vec![first.clone()]), ..Scope::default() };
    let schema = introspect(&mut *session, &named).await.unwrap();
    assert!(schema.tables.contains_key(&ObjectName::in_schema(first.as_str(), "loan")));
    assert_eq!(schema.namespaces.into_iter().collect::<Vec<_>>(), [first]);
    run(&mut *session, &[format!("DROP DATABASE {name}").as_str()]).await;
}

async fn what_may_be_a_period_is_named(database: &TestDatabase) {
    let mut session = database.session().await;
    let statements = [
        "CREATE TABLE kept (id INT, s DATE, e DATE, PERIOD FOR stay (s, e), UNIQUE (id, stay WITHOUT OVERLAPS))",
        "CREATE TABLE loose (id INT, s DATETIME(3), e DATETIME(3), PERIOD FOR stay (s, e))",
        "CREATE TABLE plain (s DATE NOT NULL, e DATE NOT NULL, n INT NOT NULL, m INT NOT NULL, CHECK (s < e), \
         CONSTRAINT ck CHECK (n < m), UNIQUE (e, s))",
    ];
    run(&mut *session, &statements).await;
    let schema = schema(&mut *session).await;
    let named: Vec<String> =
        schema.uncompared.iter().map(|object| format!("{} {}", object.kind, object.name)).collect();
    let tables: Vec<String> = schema.tables.keys().map(ToString::to_string).collect();
    if schema.version < (11, 4, 1) {
        assert_eq!(named, ["possible period stay on loose", "table with a period kept"]);
        assert_eq!(tables, ["loose", "plain"]);
    } else {
        assert_eq!(named, ["table with a period kept", "table with a period loose"]);
        assert_eq!(tables, ["plain"]);
    }
}
