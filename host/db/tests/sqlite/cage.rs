//! What a guest may do under a guard, tried on the library itself.

use std::path::Path;
use std::sync::Arc;

use aludel_db::{Guard, Session};
use aludel_grants::{Cage, Grants, Section, Terms};
use aludel_sql::{ErrorKind, SqlError, Value};

use crate::{memory, open, rows, scalar};

/// A database with tables of the host and of somebody else.
const SCHEMA: &str = "
    CREATE TABLE aludel_version (version_num TEXT NOT NULL);
    INSERT INTO aludel_version VALUES ('a1');
    CREATE TABLE aludel_history (id INTEGER PRIMARY KEY, revision TEXT);
    CREATE TABLE orders (id INTEGER PRIMARY KEY AUTOINCREMENT, day TEXT, total REAL);
    INSERT INTO orders (day, total) VALUES ('2026-11-22', 5);
    CREATE INDEX orders_day ON orders (day);
    CREATE VIEW days AS SELECT DISTINCT day FROM orders;
    CREATE TRIGGER orders_gone AFTER DELETE ON orders BEGIN SELECT 1; END;";

fn cage(grants: Grants) -> Arc<Cage> {
    Arc::new(Cage::new(grants, Section::Grants))
}

fn guard(cage: &Arc<Cage>) -> Guard {
    let house_tables = ["aludel_version", "aludel_history"].map(str::to_owned);
    Guard {
        judge: Arc::clone(cage) as _,
        house_tables: house_tables.into(),
        sql_bytes_max: 1 << 20,
        value_bytes_max: 1 << 20,
    }
}

async fn prepared() -> Box<dyn Session> {
    let mut session = memory().await;
    session.execute_script(SCHEMA).await.expect("the statements are right");
    session
}

/// Runs a text as a guest with those grants, on a database of its own, and gives the session back with the answer.
async fn tried(grants: Grants, sql: &str) -> (Box<dyn Session>, Result<(), SqlError>) {
    let mut session = prepared().await;
    session.arm(guard(&cage(grants)));
    let answer = session.execute_script(sql).await;
    session.disarm();
    (session, answer)
}

/// What a refusal says that was tried, and the line that would grant it.
fn refused(error: &SqlError) -> (&str, Option<&str>) {
    assert_eq!(error.kind, ErrorKind::Denied, "{error}");
    (error.extra("access").expect("a refusal says what was tried"), error.extra("grant"))
}

/// Statements that own migrations may run, by the access that they are seen as, and the line that grants that.
const GRANTED: &[(&str, &str, &str)] = &[
    ("read", "SELECT id FROM orders", "read = [\"orders\"]"),
    ("read", "SELECT count(*) FROM orders", "read = [\"orders\"]"),
    ("read", "SELECT day FROM days", "read = [\"orders\"]"),
    ("insert", "INSERT INTO orders (total) VALUES (1)", "write = [\"orders\"]"),
    ("insert", "REPLACE INTO orders (id) VALUES (1)", "write = [\"orders\"]"),
    ("update", "UPDATE orders SET total = 2", "write = [\"orders\"]"),
    ("delete", "DELETE FROM orders", "write = [\"orders\"]"),
    ("update", "UPDATE sqlite_sequence SET seq = 0", "write = [\"sqlite_sequence\"]"),
    ("create-table", "CREATE TABLE t (a)", "ddl = [\"table\"]\ncreate = [\"t\"]"),
    ("alter-table", "ALTER TABLE orders ADD COLUMN b", "ddl = [\"table\"]\ncreate = [\"orders\"]"),
    ("alter-table", "ALTER TABLE orders RENAME TO b", "ddl = [\"table\"]\ncreate = [\"orders\"]"),
    ("alter-table", "ALTER TABLE orders RENAME COLUMN day TO b", "ddl = [\"table\"]\ncreate = [\"orders\"]"),
    ("alter-table", "ALTER TABLE orders DROP COLUMN total", "ddl = [\"table\"]\ncreate = [\"orders\"]"),
    ("drop-table", "DROP TABLE orders", "ddl = [\"table\"]\ncreate = [\"orders\"]"),
    ("create-view", "CREATE VIEW v AS SELECT 1", "ddl = [\"view\"]\ncreate = [\"v\"]"),
    ("drop-view", "DROP VIEW days", "ddl = [\"view\"]\ncreate = [\"days\"]"),
    ("create-index", "CREATE INDEX i ON orders (total)", "ddl = [\"index\"]\ncreate = [\"orders\"]"),
    ("drop-index", "DROP INDEX orders_day", "ddl = [\"index\"]\ncreate = [\"orders\"]"),
    ("alter-index", "REINDEX orders_day", "ddl = [\"index\"]\ncreate = [\"*\"]"),
    ("alter-statistics", "ANALYZE orders", "ddl = [\"statistics\"]\ncreate = [\"orders\"]"),
    (
        "create-trigger",
        "CREATE TRIGGER g AFTER INSERT ON orders BEGIN SELECT 1; END",
        "code = true\ncreate = [\"orders\"]",
    ),
    ("drop-trigger", "DROP TRIGGER orders_gone", "code = true\ncreate = [\"orders\"]"),
    ("temporary-table", "CREATE TEMP TABLE t (a)", "temporary = true"),
    ("temporary-view", "CREATE TEMP VIEW v AS SELECT 1", "temporary = true"),
    ("create-table", "CREATE VIRTUAL TABLE f USING fts5 (a)", "ddl = [\"table\"]\ncreate = [\"f\"]"),
    ("session-setting", "PRAGMA recursive_triggers = ON", "settings = true"),
    ("session-setting", "PRAGMA user_version = 7", "settings = true"),
    ("session-setting", "PRAGMA optimize", "settings = true"),
    ("transaction", "BEGIN; COMMIT", "-"),
    ("alter-table", "VACUUM", "ddl = [\"table\"]\ncreate = [\"*\"]"),
];

#[tokio::test]
async fn own_migrations_do_everyday_work_and_no_grants_refuse_it_with_the_line() {
    for &(access, sql, line) in GRANTED {
        let (_, answer) = tried(Grants::own(), sql).await;
        answer.unwrap_or_else(|error| panic!("{sql}: {error} {:?}", error.extras));
        let (_, answer) = tried(Grants::nothing(), sql).await;
        let error = answer.expect_err(sql);
        let expected = (line != "-").then(|| format!("[grants]\n{line}"));
        assert_eq!(refused(&error), (access, expected.as_deref()), "{sql}");
    }
}

/// Statements that nobody's migrations run unless they are granted, or ever.
const REFUSED: &[(&str, &str, Option<&str>)] = &[
    ("connection", "ATTACH 'other.db' AS other", None),
    ("connection", "ATTACH '' AS other", None),
    ("connection", "ATTACH ':memory:' AS other", None),
    ("connection", "DETACH main", None),
    ("house-table", "SELECT * FROM aludel_version", None),
    ("house-table", "SELECT count(*) FROM Aludel_Version", None),
    ("house-table", "SELECT (SELECT max(version_num) FROM main.aludel_version)", None),
    ("house-table", "INSERT INTO aludel_version VALUES ('b2')", None),
    ("house-table", "UPDATE \"ALUDEL_VERSION\" SET version_num = 'b2'", None),
    ("house-table", "DELETE FROM [aludel_version]", None),
    ("house-table", "DROP TABLE aludel_version", None),
    ("house-table", "ALTER TABLE aludel_version RENAME TO t", None),
    ("house-table", "ALTER TABLE aludel_version ADD COLUMN a", None),
    ("house-table", "CREATE INDEX i ON aludel_version (version_num)", None),
    ("house-table", "CREATE TRIGGER g AFTER INSERT ON aludel_version BEGIN SELECT 1; END", None),
    ("house-table", "CREATE TEMP TRIGGER g AFTER INSERT ON main.aludel_version BEGIN SELECT 1; END", None),
    ("house-table", "CREATE TEMP TABLE aludel_version (version_num)", None),
    ("house-table", "CREATE TEMP VIEW aludel_history AS SELECT 1", None),
    ("house-table", "CREATE TABLE IF NOT EXISTS temp.aludel_version (a)", None),
    ("house-table", "WITH v AS (SELECT * FROM aludel_version) SELECT 1 FROM v", None),
    ("house-table", "EXPLAIN DELETE FROM aludel_version", None),
    ("house-savepoint", "SAVEPOINT aludel_step", None),
    ("house-savepoint", "RELEASE Aludel_Savepoint_1", None),
    ("house-savepoint", "ROLLBACK TO aludel_step", None),
    ("pragma", "PRAGMA writable_schema = ON", None),
    ("pragma", "PRAGMA main.writable_schema = ON", None),
    ("pragma", "PRAGMA trusted_schema = ON", None),
    ("pragma", "PRAGMA schema_version = 7", None),
    ("pragma", "PRAGMA query_only = ON", None),
    ("pragma", "PRAGMA busy_timeout = 0", None),
    ("pragma", "PRAGMA temp_store_directory = '/'", None),
    ("pragma", "PRAGMA database_list", None),
    ("pragma", "PRAGMA mmap_size = 1", None),
    ("pragma", "PRAGMA hard_heap_limit = 1", None),
    ("pragma", "PRAGMA no_such_pragma", None),
    ("pragma", "SELECT * FROM pragma_database_list", None),
    ("server-setting", "PRAGMA journal_mode = OFF", Some("server_settings = true")),
    ("server-setting", "PRAGMA locking_mode = EXCLUSIVE", Some("server_settings = true")),
    ("server-setting", "PRAGMA synchronous = OFF", Some("server_settings = true")),
    ("server-file", "SELECT load_extension('x')", Some("server_files = true")),
    ("server-file", "SELECT fts3_tokenizer('x')", Some("server_files = true")),
    ("server-file", "VACUUM INTO 'copy.db'", Some("server_files = true")),
    ("virtual-table", "SELECT * FROM dbstat", Some("extensions = [\"trusted\", \"dbstat\"]")),
    ("virtual-table", "CREATE VIRTUAL TABLE t USING dbstat", Some("extensions = [\"trusted\", \"dbstat\"]")),
];

#[tokio::test]
async fn what_nobody_granted_is_refused_and_nothing_is_changed() {
    for &(access, sql, line) in REFUSED {
        let (mut session, answer) = tried(Grants::own(), sql).await;
        let error = answer.expect_err(sql);
        let expected = line.map(|line| format!("[grants]\n{line}"));
        assert_eq!(refused(&error), (access, expected.as_deref()), "{sql}");
        session.check_left_behind().await.unwrap();
        assert_eq!(scalar(&mut *session, "SELECT group_concat(version_num) FROM aludel_version").await, text("a1"));
        assert_eq!(scalar(&mut *session, "SELECT count(*) FROM sqlite_schema").await, Value::Integer(7));
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

#[tokio::test]
async fn what_is_granted_by_its_line_runs() {
    let folder = tempfile::tempdir().unwrap();
    let terms = Terms { server_settings: Some(true), server_files: Some(true), ..Terms::default() };
    let mut session = open(folder.path(), "sqlite://app.db?mode=rwc").await.unwrap();
    session.execute_script(SCHEMA).await.unwrap();
    session.arm(guard(&cage(terms.amend(Grants::own()))));
    session.execute("PRAGMA journal_mode = WAL", &[]).await.unwrap();
    let copy = folder.path().join("copy.db");
    session.execute(&format!("VACUUM INTO '{}'", copy.display()), &[]).await.unwrap();
    assert!(copy.exists());
    // The library itself keeps code out, whatever is granted.
    let error = session.execute("SELECT load_extension('x')", &[]).await.unwrap_err();
    assert!(error.message.contains("not authorized"), "{error}");
    session.disarm();
    session.close().await.unwrap();
}

#[tokio::test]
async fn patterns_say_which_tables_are_meant() {
    let terms = Terms {
        ddl: Some([aludel_grants::ObjectKind::Table, aludel_grants::ObjectKind::Index].into()),
        create: Some(aludel_grants::Patterns::parse(["audit_*"]).unwrap()),
        ..Terms::default()
    };
    let works = "CREATE TABLE audit_log (a INTEGER PRIMARY KEY AUTOINCREMENT, b);
        INSERT INTO audit_log (b) VALUES (1); UPDATE audit_log SET b = 2 WHERE a = 1;
        CREATE INDEX audit_b ON audit_log (b); ALTER TABLE audit_log RENAME TO audit_lines; DROP TABLE audit_lines";
    tried(terms.asked(), works).await.1.unwrap();
    for sql in ["SELECT day FROM orders", "INSERT INTO audit_log SELECT id, day FROM orders", "DROP TABLE orders"] {
        let (_, answer) = tried(terms.asked(), &format!("CREATE TABLE audit_log (a, b); {sql}")).await;
        assert_eq!(answer.unwrap_err().kind, ErrorKind::Denied, "{sql}");
    }
}

/// Statements that the library lets pass, and what they leave behind.
const LEFT_BEHIND: &[(&str, &str)] = &[
    (
        "a trigger that names a table of the house",
        "CREATE TRIGGER g AFTER INSERT ON orders BEGIN DELETE FROM aludel_version; END",
    ),
    ("a view that shows one", "CREATE VIEW v AS SELECT * FROM [Aludel_Version]"),
    ("a foreign key at one", "CREATE TABLE t (a REFERENCES \"aludel_version\" (version_num))"),
    ("a name that a string gives", "CREATE VIEW v AS SELECT * FROM 'aludel_version'"),
];

#[tokio::test]
async fn what_names_the_house_is_not_left_behind() {
    for (what, sql) in LEFT_BEHIND {
        let (mut session, answer) = tried(Grants::own(), sql).await;
        answer.unwrap_or_else(|error| panic!("{what}: {error}"));
        let error = session.check_left_behind().await.expect_err(what);
        assert_eq!(refused(&error), ("house-table", None), "{what}");
    }
}

#[tokio::test]
async fn a_table_is_not_renamed_to_a_name_of_the_house() {
    let mut session = memory().await;
    session.execute("CREATE TABLE t (a)", &[]).await.unwrap();
    session.arm(guard(&cage(Grants::own())));
    session.execute("ALTER TABLE t RENAME TO aludel_history", &[]).await.unwrap();
    session.disarm();
    let error = session.check_left_behind().await.unwrap_err();
    assert!(error.message.contains("`aludel_history`"), "{error}");
}

#[tokio::test]
async fn a_view_of_the_house_that_was_there_before_may_stay() {
    let mut session = prepared().await;
    session.execute("CREATE VIEW state AS SELECT * FROM aludel_version", &[]).await.unwrap();
    session.arm(guard(&cage(Grants::own())));
    session.execute("CREATE TABLE t (a) -- not aludel_version", &[]).await.unwrap();
    assert!(session.execute("SELECT * FROM state", &[]).await.is_err());
    session.disarm();
    session.check_left_behind().await.unwrap();
}

#[tokio::test]
async fn temporary_objects_and_settings_end_with_the_guest() {
    let mut session = prepared().await;
    session.arm(guard(&cage(Grants::own())));
    let sql = "CREATE TEMP TABLE \"s\"\"x\" (a); INSERT INTO \"s\"\"x\" VALUES (1);
        CREATE TEMP VIEW v AS SELECT 1; CREATE TEMP TRIGGER g AFTER DELETE ON orders BEGIN SELECT 1; END;
        PRAGMA recursive_triggers = ON; pragma foreign_keys = OFF";
    session.execute_script(sql).await.unwrap();
    session.disarm();
    session.check_left_behind().await.unwrap();
    assert_eq!(scalar(&mut *session, "SELECT count(*) FROM temp.sqlite_schema").await, Value::Integer(0));
    assert_eq!(scalar(&mut *session, "PRAGMA recursive_triggers").await, Value::Integer(0));
    assert_eq!(scalar(&mut *session, "PRAGMA foreign_keys").await, Value::Integer(1));
}

#[tokio::test]
async fn a_trigger_that_is_there_cannot_reach_the_house_either() {
    let mut session = prepared().await;
    let trigger = "CREATE TRIGGER g AFTER INSERT ON orders BEGIN DELETE FROM aludel_version; END";
    session.execute(trigger, &[]).await.unwrap();
    session.arm(guard(&cage(Grants::own())));
    let error = session.execute("INSERT INTO orders (id) VALUES (7)", &[]).await.unwrap_err();
    assert_eq!(refused(&error), ("house-table", None));
}

#[tokio::test]
async fn a_prepared_statement_is_judged_again_when_the_schema_changes() {
    let mut session = prepared().await;
    session.execute("CREATE VIEW seen AS SELECT day FROM orders", &[]).await.unwrap();
    session.arm(guard(&cage(Grants::own())));
    let statement = session.prepare("SELECT * FROM seen").await.unwrap();
    session.execute_prepared(statement, &[]).await.unwrap();
    session.execute_script("DROP VIEW seen; CREATE VIEW seen AS SELECT * FROM aludel_version").await.unwrap();
    let error = session.execute_prepared(statement, &[]).await.unwrap_err();
    assert_eq!(refused(&error), ("house-table", None));
}

#[tokio::test]
async fn the_hosts_own_statements_are_not_judged() {
    let mut session = prepared().await;
    session.begin().await.unwrap();
    session.arm(guard(&cage(Grants::own())));
    let savepoint = session.savepoint().await.unwrap();
    session.execute("DELETE FROM orders", &[]).await.unwrap();
    session.rollback_savepoint(savepoint).await.unwrap();
    session.disarm();
    assert_eq!(rows(&mut *session, "SELECT * FROM aludel_version", &[]).await.unwrap().len(), 1);
}

#[tokio::test]
async fn values_and_statements_are_limited_for_a_guest_alone() {
    let mut session = prepared().await;
    session.arm(guard(&cage(Grants::own())));
    for sql in
        ["SELECT zeroblob(2000000)", "SELECT hex(zeroblob(900000))", &format!("SELECT '{}'", "a".repeat(1 << 20))]
    {
        let error = session.execute(sql, &[]).await.expect_err(&sql[..20]);
        assert_eq!(error.kind, ErrorKind::LimitExceeded, "{error}");
    }
    session.disarm();
    session.execute("SELECT zeroblob(2000000)", &[]).await.unwrap();
}

/// A later library may bring functions that nobody has looked at: this names them.
#[tokio::test]
async fn every_function_of_the_library_was_looked_at() {
    let mut session = prepared().await;
    let names = rows(&mut *session, "SELECT DISTINCT name FROM pragma_function_list", &[]).await.unwrap();
    assert!(names.len() > 100, "{}", names.len());
    session.arm(guard(&cage(Grants { code: false, ..Grants::own() })));
    for name in names {
        let Value::Text(name) = &name[0] else { panic!("a name is a text") };
        for arguments in ["", "1", "1, 1", "1, 1, 1", "orders"] {
            let answer = session.execute(&format!("SELECT \"{name}\"({arguments}) FROM orders"), &[]).await;
            let access = answer.err().and_then(|error| error.extra("access").map(str::to_owned));
            assert_ne!(access.as_deref(), Some("call-routine"), "{name} is on no list");
        }
    }
}

/// Databases that were made without care hold strings in double quotes, in places that are read when they are used. So
/// the library is not told to refuse them.
#[tokio::test]
async fn a_database_that_relies_on_strings_in_double_quotes_goes_on_working() {
    let mut session = prepared().await;
    let sql =
        "CREATE TRIGGER note AFTER INSERT ON orders BEGIN UPDATE orders SET day = \"none\" WHERE id = NEW.id; END;
        CREATE VIEW quoted AS SELECT \"a string\" AS s";
    session.execute_script(sql).await.unwrap();
    session.arm(guard(&cage(Grants::own())));
    session.execute("INSERT INTO orders (id) VALUES (7)", &[]).await.unwrap();
    assert_eq!(scalar(&mut *session, "SELECT s FROM quoted").await, text("a string"));
    session.execute("ALTER TABLE orders RENAME TO sold", &[]).await.unwrap();
    assert_eq!(scalar(&mut *session, "SELECT day FROM sold WHERE id = 7").await, text("none"));
}

#[tokio::test]
async fn a_schema_that_is_not_trusted_reaches_nothing() {
    let mut session = open(Path::new("/"), "sqlite://:memory:").await.unwrap();
    session.execute("CREATE VIEW v AS SELECT load_extension('x') AS a", &[]).await.unwrap();
    let error = session.execute("SELECT * FROM v", &[]).await.unwrap_err();
    assert!(error.message.contains("unsafe use"), "{error}");
    let error = session.execute("PRAGMA writable_schema = ON", &[]).await;
    assert!(error.is_ok(), "it says nothing");
    assert!(session.execute("UPDATE sqlite_schema SET sql = ''", &[]).await.is_err());
}

/// Values of sixty megabytes each, all of which are there before the largest of them is known.
fn many_values(count: usize) -> String {
    let values: Vec<String> =
        (0..count).map(|index| format!("CAST(zeroblob({}) AS TEXT)", 60_000_000 + index)).collect();
    format!("SELECT length(max({}))", values.join(", "))
}

#[tokio::test]
async fn a_statement_may_not_take_all_the_memory_of_the_host() {
    let mut session = prepared().await;
    session.arm(Guard { value_bytes_max: 64 << 20, ..guard(&cage(Grants::own())) });
    let error = session.execute_script(&many_values(60)).await.expect_err("that would be 3.6 GB");
    assert_eq!(error.kind, ErrorKind::LimitExceeded, "{error}");
    assert!(error.message.contains("may take 1024 MiB"), "{error}");
    session.execute_script(&many_values(3)).await.expect("what it took is given back");
    session.disarm();
    assert_eq!(scalar(&mut *session, "SELECT count(*) FROM orders").await, Value::Integer(1));
}

#[tokio::test]
async fn how_the_history_is_counted_is_the_host_s() {
    const COUNTED: &str = "
        CREATE TABLE aludel_history (id INTEGER PRIMARY KEY AUTOINCREMENT, revision TEXT);
        INSERT INTO aludel_history (revision) VALUES ('a1');
        CREATE TABLE orders (id INTEGER PRIMARY KEY AUTOINCREMENT, day TEXT);
        INSERT INTO orders (day) VALUES ('2026-11-22');";
    for (sql, is_refused) in [
        ("UPDATE sqlite_sequence SET seq = 77 WHERE name = 'orders'", false),
        (
            "DELETE FROM sqlite_sequence WHERE name = 'orders'; CREATE VIEW counted AS SELECT * FROM sqlite_sequence",
            false,
        ),
        ("UPDATE sqlite_sequence SET seq = 9223372036854775806", true),
        ("DELETE FROM Sqlite_Sequence", true),
        ("INSERT INTO sqlite_sequence VALUES ('aludel_history', 9223372036854775807)", true),
        ("CREATE TRIGGER t AFTER INSERT ON orders BEGIN UPDATE sqlite_sequence SET seq = 9; END", true),
    ] {
        let mut session = memory().await;
        session.execute_script(COUNTED).await.expect("the statements are right");
        session.arm(guard(&cage(Grants::own())));
        session.execute_script(sql).await.expect("it is seen when it has run");
        session.disarm();
        let left = session.check_left_behind().await;
        assert_eq!(left.is_err(), is_refused, "{sql}: {left:?}");
        assert!(left.is_ok() || left.is_err_and(|error| error.kind == ErrorKind::Denied), "{sql}");
    }
}
