//! Exactly what is told of a statement.

use aludel_sql::Dialect;
use aludel_statement::{Surroundings, accesses};

/// `read orders, read audit.log, create-table t`, sorted.
fn told(dialect: Dialect, sql: &str) -> String {
    let surroundings = Surroundings { dialect, default_schema: Some("app"), house_tables: &[] };
    let accesses = accesses(&surroundings, sql).expect("it is one statement");
    let words = accesses.iter().map(|access| match &access.object {
        Some(object) => format!("{} {object}", access.kind.name()),
        None => access.kind.name(),
    });
    words.collect::<Vec<_>>().join(", ")
}

fn check(dialect: Dialect, cases: &[(&str, &str)]) {
    for (sql, expected) in cases {
        assert_eq!(told(dialect, sql), *expected, "{dialect:?}: {sql}");
    }
}

/// What both kinds of servers read alike.
const ALIKE: &[(&str, &str)] = &[
    ("", ""),
    ("SELECT 1", ""),
    ("SELECT * FROM a, app.b JOIN s.c ON a.id = c.id", "read a, read b, read s.c"),
    ("SELECT count(*), upper(x) FROM a WHERE id IN (SELECT id FROM b)", "read a, read b"),
    ("SELECT f(x), s.g(y) FROM a", "read a, call-routine f, call-routine s.g"),
    ("SELECT extract(YEAR FROM x) FROM a", "read a"),
    ("WITH q AS (SELECT * FROM a) SELECT * FROM q", "read a"),
    ("WITH q AS (SELECT * FROM q) SELECT * FROM q", "read q"),
    ("WITH RECURSIVE q AS (SELECT 1 AS n UNION ALL SELECT n FROM q) SELECT * FROM q", ""),
    ("SELECT * FROM q WHERE EXISTS (WITH q AS (SELECT 1) SELECT * FROM q)", "read q"),
    ("SELECT * FROM (SELECT * FROM a) AS b, c", "read a, read c"),
    ("INSERT INTO a (x) SELECT y FROM b", "read b, insert a"),
    ("UPDATE a SET x = (SELECT y FROM b)", "read b, update a"),
    ("DELETE FROM a WHERE x IN (SELECT y FROM b)", "read b, delete a"),
    ("TRUNCATE TABLE a", "truncate a"),
    ("CREATE TABLE a (x INT PRIMARY KEY, y INT REFERENCES b (z))", "read b, create-table a"),
    ("CREATE TABLE a AS SELECT * FROM b", "read b, create-table a"),
    ("CREATE INDEX i ON a (x)", "create-index a"),
    ("CREATE VIEW v AS SELECT * FROM a", "read a, create-view v"),
    ("ALTER TABLE a ADD COLUMN x INT", "alter-table a"),
    ("ALTER TABLE a RENAME TO b", "create-table b, rename-table a"),
    ("ALTER TABLE a RENAME COLUMN x TO y", "alter-table a"),
    ("DROP TABLE IF EXISTS a, s.b", "drop-table a, drop-table s.b"),
    ("GRANT SELECT ON a TO bob", "privileges a"),
    ("SAVEPOINT mine", ""),
];

#[test]
fn everyday_statements_are_told_alike() {
    for dialect in [Dialect::Postgres, Dialect::Mysql, Dialect::MariaDb] {
        check(dialect, ALIKE);
    }
}

#[test]
fn postgresql_is_told_exactly() {
    check(
        Dialect::Postgres,
        &[
            ("SELECT * FROM \"Odd.Name\"", "read Odd.Name"),
            ("SELECT * FROM Orders", "read orders"),
            ("WITH q AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM q", "insert b, delete a"),
            ("INSERT INTO a VALUES (1) ON CONFLICT (x) DO UPDATE SET x = 2", "insert a, update a"),
            ("MERGE INTO a USING b ON a.x = b.x WHEN MATCHED THEN DELETE", "read a, read b, delete a"),
            ("SELECT * INTO a FROM b", "read b, create-table a"),
            ("CREATE TABLE a (LIKE b)", "read b, create-table a"),
            ("ALTER TABLE a SET SCHEMA s", "rename-table a"),
            ("ALTER TABLE a OWNER TO bob", "alter-table a, privileges a"),
            (
                "CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW EXECUTE FUNCTION f()",
                "create-trigger a, call-routine f",
            ),
            ("CREATE POLICY p ON a USING (true)", "create-policy a"),
            ("DROP FUNCTION f(int), s.g", "drop-routine f, drop-routine s.g"),
            ("CREATE EXTENSION IF NOT EXISTS pgcrypto", "create-extension pgcrypto"),
            ("CREATE SCHEMA s", "create-schema s"),
            ("CREATE TYPE e AS ENUM ('a')", "create-type e"),
            ("COMMENT ON TABLE a IS 'x'", "alter-table a"),
            ("SET LOCAL search_path = s", "session-setting search_path"),
            ("SELECT set_config('work_mem', '1MB', true)", "session-setting work_mem"),
            ("CALL p(1)", "call-routine p"),
            ("DO $$ BEGIN NULL; END $$", "code"),
            ("SELECT * FROM pg_class", "read pg_catalog.pg_class"),
            ("LOCK TABLE a", "update a"),
            ("COPY a FROM STDIN", "insert a"),
            ("REFRESH MATERIALIZED VIEW v", "alter-view v"),
            ("DROP TRIGGER t ON a", "drop-trigger a"),
            ("ALTER SEQUENCE s RESTART", "alter-sequence s"),
            ("FROBNICATE a", "unknown"),
        ],
    );
}

#[test]
fn mysql_is_told_with_nothing_left_out() {
    check(
        Dialect::MariaDb,
        &[
            ("SELECT * FROM `odd.name`", "read odd.name"),
            ("SELECT * FROM Orders", "read Orders"),
            ("INSERT INTO a VALUES (1) ON DUPLICATE KEY UPDATE x = VALUES(x)", "insert a, update a"),
            ("REPLACE INTO a VALUES (1)", "insert a, delete a"),
            ("DELETE a FROM a JOIN b", "read a, read b, delete a"),
            ("DELETE FROM a USING a, b", "read a, read b, delete a"),
            ("CREATE TABLE a LIKE b", "read b, create-table a"),
            ("RENAME TABLE a TO b, c TO d", "create-table b, create-table d, rename-table a, rename-table c"),
            ("SELECT COUNT(*) FROM a FOR UPDATE", "read a"),
            (
                "CREATE DEFINER=`root`@`localhost` TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET @x = 1",
                "create-trigger a",
            ),
            ("CALL p(1)", "call-routine p"),
            ("SET @x = 1", "session-setting @x"),
            ("SET SESSION wait_timeout = 1", "session-setting wait_timeout"),
            ("USE other", "session-setting"),
            ("LOCK TABLES a READ, b WRITE", "read a, update b, session-setting"),
            ("ANALYZE TABLE a", "alter-table a"),
            ("SET STATEMENT max_statement_time = 1 FOR SELECT * FROM a", "read a, session-setting"),
            ("FROBNICATE a", "unknown"),
        ],
    );
}

#[test]
fn several_statements_are_one_too_many() {
    for (dialect, sql) in [
        (Dialect::Postgres, "SELECT 1; SELECT 2"),
        (Dialect::Postgres, "SELECT 1; FROBNICATE"),
        (Dialect::Mysql, "SELECT 1; SELECT 2"),
        (Dialect::MariaDb, "SELECT 1 /*! ; SELECT 2 */ ; SELECT 3"),
    ] {
        let surroundings = Surroundings { dialect, default_schema: None, house_tables: &[] };
        let error = accesses(&surroundings, sql).expect_err(sql);
        assert!(error.count > 1, "{sql}: {error}");
    }
}
