//! Exactly what is told of a statement.

use aludel_sql::Dialect;
use aludel_statement::Surroundings;

/// `read orders, read audit.log, create-table t`, sorted.
fn told(dialect: Dialect, sql: &str) -> String {
    let surroundings = Surroundings { dialect, default_schema: Some("app"), house_tables: &[] };
    let accesses = aludel_statement::told(&surroundings, sql).expect("it is one statement").accesses;
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
            ("USE app", "session-setting"),
            ("USE other", "session-setting, connection other"),
            ("LOCK TABLES a READ, b WRITE", "read a, update b, session-setting"),
            ("ANALYZE TABLE a", "alter-table a"),
            (
                "SET STATEMENT max_statement_time = 1 FOR SELECT * FROM a",
                "read a, session-setting, session-setting max_statement_time",
            ),
            ("FROBNICATE a", "unknown"),
        ],
    );
}

/// Where servers divide texts otherwise than other languages do.
#[test]
fn mysql_is_divided_as_its_servers_divide_it() {
    check(
        Dialect::MariaDb,
        &[
            ("SELECT 1.FROM a", "read a"),
            ("SELECT .5FROM a", "read a"),
            ("SELECT 1.5e3FROM a", "read a"),
            ("SELECT 1e5, 0x1F, 0b01, 1.5 FROM 2fa", "read 2fa"),
            ("DELETE FROM s.2fa WHERE x = .5", "delete s.2fa"),
            ("DELETE FROM s.5e3", "delete s.5e3"),
            ("EXECUTE IMMEDIATE 'DELETE\\nFROM t\\a'", "delete ta"),
            ("EXECUTE IMMEDIATE 'DELETE FROM t WHERE x = \\'a\\''", "delete t"),
            ("SELECT * FROM {OJ a LEFT JOIN b ON 1}", "read a, read b"),
            ("UPDATE {OJ a LEFT JOIN b ON 1} SET x = 1", "read b, update a, update b"),
            ("SELECT * FROM ((a), b)", "read a, read b"),
            ("SELECT * FROM a USE INDEX FOR ORDER BY (i), b", "read a, read b"),
            ("SELECT * FROM a FOR SYSTEM_TIME ALL, b", "read a, read b"),
            ("SELECT 1 IN (TABLE a)", "read a"),
            ("SHOW TABLES WHERE 1 IN (SELECT x FROM a)", "read a"),
            ("SELECT SETVAL(s, 1)", "update s"),
            (
                "ALTER TABLE a CONVERT TABLE b TO PARTITION p VALUES LESS THAN (1)",
                "read b, alter-table a, drop-table b",
            ),
            ("ALTER TABLE a CONVERT PARTITION p TO TABLE b", "read b, create-table b, alter-table a"),
            ("CREATE TABLE a (x INT) ENGINE = MERGE UNION (b, c)", "update b, update c, create-table a"),
            ("SET sql_mode = X'414E5349'", "server-setting sql_mode"),
            ("SET STATEMENT sql_mode = 'ANSI' FOR SELECT 1", "server-setting sql_mode, session-setting"),
            ("CREATE DATABASE b", "create-database b"),
            ("DROP DATABASE app", "drop-schema app, house-table app"),
            ("UPDATE mysql.user SET x = 1", "update mysql.user, role mysql.user"),
            ("INSERT INTO mysql.func VALUES (1)", "insert mysql.func, server-setting mysql.func"),
            ("SELECT * FROM mysql.func", "read mysql.func"),
        ],
    );
}

#[test]
fn sequences_and_what_lives_in_the_session_are_told() {
    check(
        Dialect::Postgres,
        &[
            ("SELECT setval('s', 1)", "update s"),
            ("SELECT setval('public.s'::regclass, 1, true)", "update public.s"),
            ("SELECT setval(pg_get_serial_sequence('a', 'id'), max(id)) FROM a", "read a, update a"),
            ("SELECT setval('a' || 'b', 1)", "call-routine setval"),
            ("SELECT nextval('s'), currval('s')", ""),
            ("PREPARE p AS SELECT * FROM a", "read a, session-setting"),
            ("DEALLOCATE p", "session-setting"),
            ("DEALLOCATE ALL", "session-setting, house-savepoint sqlx_"),
            ("DECLARE c CURSOR WITH HOLD FOR SELECT * FROM a", "read a, session-setting"),
            ("CREATE FOREIGN TABLE a (x int) SERVER s", "create-table a, connection"),
            ("ALTER TABLE ALL IN TABLESPACE a SET TABLESPACE b", "server-file"),
            ("DO $$ BEGIN CREATE EXTENSION IF NOT EXISTS x; END $$", "create-extension x, code"),
            ("DO $$ BEGIN RAISE 'create extension x first'; END $$", "code"),
            ("DO $$ BEGIN COPY a (x) FROM '/x'; END $$", "code, server-file"),
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
        let error = aludel_statement::told(&surroundings, sql).expect_err(sql);
        assert!(error.count > 1, "{sql}: {error}");
    }
}

/// Whether a text shows all that its statement does, on `PostgreSQL`.
fn tells_all(dialect: Dialect, sql: &str) -> bool {
    let surroundings = Surroundings { dialect, default_schema: Some("app"), house_tables: &[] };
    aludel_statement::told(&surroundings, sql).expect("it is one statement").is_all
}

#[test]
fn plain_definitions_show_all_that_they_do() {
    let plain = [
        "CREATE TABLE a (x INTEGER PRIMARY KEY, y VARCHAR(80) NOT NULL, z TEXT, n INTEGER NOT NULL DEFAULT 0, t TIMESTAMP)",
        "create table if not exists s.a (x bigserial, y numeric(10, 2) default 0.5, b boolean default true, n int null);",
        "CREATE TABLE a (x INT GENERATED ALWAYS AS IDENTITY, y CHAR(3) DEFAULT 'abc', z VARCHAR DEFAULT NULL)",
        "CREATE TABLE a (t TIMESTAMP(3) WITH TIME ZONE DEFAULT now(), u uuid DEFAULT new_number(), d DOUBLE PRECISION UNIQUE)",
        "CREATE TABLE a (x INT REFERENCES b (z) ON DELETE CASCADE, CONSTRAINT k PRIMARY KEY (x), UNIQUE (x, y), \
         FOREIGN KEY (x, y) REFERENCES s.c (x, y))",
        "CREATE INDEX i ON a (x)",
        "CREATE UNIQUE INDEX IF NOT EXISTS i ON s.a (x, y DESC NULLS LAST) -- ,",
        "DROP TABLE IF EXISTS a, s.b",
        "DROP TABLE a RESTRICT",
        "DROP INDEX i",
    ];
    for sql in plain {
        assert!(tells_all(Dialect::Postgres, sql), "{sql}");
        assert!(!tells_all(Dialect::MariaDb, sql), "{sql}");
    }
}

#[test]
fn whatever_may_call_something_does_not_show_all_that_it_does() {
    let others = [
        "SELECT 1",
        "INSERT INTO a VALUES (1)",
        "CREATE TABLE a (x INT CHECK (x > 0))",
        "CREATE TABLE a (x INT, CHECK (f(x)))",
        "CREATE TABLE a (x odd DEFAULT '(1)')",
        "CREATE TABLE a (x text DEFAULT 'a')",
        "CREATE TABLE a (x \"varchar\" DEFAULT 'a')",
        "CREATE TABLE a (x VARCHAR(3)[] DEFAULT '{}')",
        "CREATE TABLE a (x INT DEFAULT 1 + 1)",
        "CREATE TABLE a (x INT DEFAULT f(1))",
        "CREATE TABLE a (x INT DEFAULT f('(1)'))",
        "CREATE TABLE a (x INT DEFAULT '1'::odd)",
        "CREATE TABLE a (x INT DEFAULT odd '1')",
        "CREATE TABLE a (x INT DEFAULT (f()))",
        "CREATE TABLE a (x INT GENERATED ALWAYS AS (f(1)) STORED)",
        "CREATE TABLE a (x INT, EXCLUDE USING gist (x WITH =))",
        "CREATE TABLE a (x INT) PARTITION BY RANGE (x)",
        "CREATE TABLE a PARTITION OF b FOR VALUES FROM (f()) TO (1)",
        "CREATE TABLE a (x INT) INHERITS (b)",
        "CREATE TABLE a (LIKE b INCLUDING ALL)",
        "CREATE TABLE a OF b",
        "CREATE TABLE a (x INT) WITH (fillfactor = 10)",
        "CREATE TABLE a (x INT) TABLESPACE t",
        "CREATE TABLE a AS SELECT 1",
        "CREATE TEMP TABLE a (x INT)",
        "CREATE INDEX i ON a (f(x))",
        "CREATE INDEX i ON a ((x + 1))",
        "CREATE INDEX i ON a (now())",
        "CREATE INDEX i ON a (x) WHERE x > 0",
        "CREATE INDEX i ON a (x odd_ops)",
        "CREATE INDEX i ON a USING gist (x)",
        "CREATE INDEX i ON a (x COLLATE c)",
        "DROP TABLE a CASCADE",
        "DROP INDEX i CASCADE",
        "DROP VIEW a",
        "ALTER TABLE a ADD COLUMN x INT",
        "ALTER TABLE a RENAME TO b",
        "CREATE TABLE a (x INT",
        "CREATE TABLE a (x INT) FROBNICATE",
        "CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f()",
        "FROBNICATE a",
    ];
    for sql in others {
        assert!(!tells_all(Dialect::Postgres, sql), "{sql}");
    }
}
