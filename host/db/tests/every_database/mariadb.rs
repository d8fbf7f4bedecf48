//! What holds on `MariaDB` (and `MySQL`) alone: every type both ways, and one result at a time.

use aludel_sql::{
    Batch, BulkKind, BulkTarget, ColumnBatch, ColumnData, Date, DateTime, Dialect, ErrorKind, ForeignValue, Interval,
    PageLimit, Time, Value,
};

use crate::databases::TestDatabase;
use crate::{integer, next, numbered, rows, scalar, text};

macro_rules! on_mariadb {
    ($($test:ident),+ $(,)?) => {
        mod cases { $(crate::databases::one_test!($test, MariaDb);)+ }
    };
}

on_mariadb!(
    every_type_comes_back,
    types_have_the_names_of_the_server,
    a_value_without_a_type_is_refused,
    the_mode_is_the_server_s_own,
    a_result_waits_while_others_are_asked,
    a_result_too_large_to_hold_stops_the_next_statement,
    open_results_hold_so_much_together,
    a_failure_comes_after_the_rows_before_it,
    a_statement_that_cannot_be_prepared_runs_alone,
    a_dumped_trigger_runs,
    a_local_file_is_not_read,
    procedures_give_their_first_result,
    an_update_in_bulk_has_every_type,
    savepoints_go_on_after_a_definition,
    inserts_in_bulk_are_cut_into_statements,
    a_batch_says_which_row_failed,
    errors_name_constraints_and_no_hosts,
    a_statement_can_be_cancelled,
    statements_and_locks_have_timeouts,
    the_last_key_is_told,
);

mod mysql {
    crate::databases::one_test!(every_type_comes_back, Mysql);
    crate::databases::one_test!(types_have_the_names_of_the_server, Mysql);
    crate::databases::one_test!(a_value_without_a_type_is_refused, Mysql);
    crate::databases::one_test!(the_mode_is_the_server_s_own, Mysql);
    crate::databases::one_test!(a_statement_that_cannot_be_prepared_runs_alone, Mysql);
    crate::databases::one_test!(a_local_file_is_not_read, Mysql);
    crate::databases::one_test!(procedures_give_their_first_result, Mysql);
    crate::databases::one_test!(savepoints_go_on_after_a_definition, Mysql);
    crate::databases::one_test!(inserts_in_bulk_are_cut_into_statements, Mysql);
    crate::databases::one_test!(a_batch_says_which_row_failed, Mysql);
    crate::databases::one_test!(errors_name_constraints_and_no_hosts, Mysql);
    crate::databases::one_test!(a_dumped_trigger_runs, Mysql);
    crate::databases::one_test!(who_is_in_the_way_is_named_with_what_it_ran, Mysql);
}

fn foreign(type_name: &str, text: &str) -> Value {
    Value::Foreign(ForeignValue { type_name: type_name.to_owned(), text: text.to_owned() })
}

fn decimal(text: &str) -> Value {
    Value::Decimal(text.to_owned())
}

fn date(year: i32, month: u8, day: u8) -> Date {
    Date { year, month, day }
}

fn time(hour: u8, minute: u8, second: u8, nanosecond: u32) -> Time {
    Time { hour, minute, second, nanosecond }
}

/// Types with values that survive the way to the server and back.
fn edges(dialect: Dialect) -> Vec<(&'static str, Vec<Value>)> {
    // One server has the types, and keeps documents in its own form; to the other one document is a text.
    let (document, identifier) = match dialect {
        Dialect::Mysql => (Value::Json("{\"b\": 1}".to_owned()), "CHAR(36)"),
        _ => (text("{\"b\":  1}"), "UUID"),
    };
    let moment = |date, time| DateTime { date, time };
    let midnight = time(0, 0, 0, 0);
    vec![
        ("TINYINT", vec![integer(-128), integer(127)]),
        ("TINYINT(1) UNSIGNED", vec![integer(0), integer(255)]),
        ("BOOLEAN", vec![integer(1), integer(2)]),
        ("SMALLINT", vec![integer(-32_768)]),
        ("MEDIUMINT UNSIGNED", vec![integer(16_777_215)]),
        ("INT", vec![integer(i64::from(i32::MIN))]),
        ("INT UNSIGNED", vec![integer(4_294_967_295)]),
        ("BIGINT", vec![integer(i64::MIN), integer(i64::MAX)]),
        ("BIGINT UNSIGNED", vec![integer(0), Value::UnsignedInteger(u64::MAX)]),
        ("YEAR", vec![integer(0), integer(1901), integer(2155)]),
        ("BIT(64)", vec![integer(0), Value::UnsignedInteger(u64::MAX), integer(5)]),
        ("FLOAT", vec![Value::Real(0.1), Value::Real(-0.5)]),
        ("DOUBLE", vec![Value::Real(0.1), Value::Real(f64::MAX), Value::Real(5e-324)]),
        ("DECIMAL(65, 30)", vec![decimal("-12345678901234567890123456789012345.000000000000000000000000000001")]),
        ("DECIMAL(10, 2)", vec![decimal("0.00"), decimal("-1.50")]),
        ("VARCHAR(50)", vec![text(""), text("é 語 🜍"), text("a\0b"), text("'\\\"\n\t")]),
        ("VARCHAR(50) COLLATE utf8mb4_bin", vec![text("é")]),
        ("VARCHAR(50) CHARACTER SET latin1", vec![text("é")]),
        ("CHAR(5)", vec![text("a")]),
        ("LONGTEXT", vec![text(&"x".repeat(100_000))]),
        ("TINYTEXT", vec![text("a")]),
        ("VARBINARY(300)", vec![Value::Bytes(Vec::new()), Value::Bytes((0..=255).collect())]),
        ("BINARY(2)", vec![Value::Bytes(vec![0, 255])]),
        ("LONGBLOB", vec![Value::Bytes(vec![7; 100_000])]),
        ("JSON", vec![document]),
        ("ENUM('sad', 'glad')", vec![text("glad")]),
        ("SET('a', 'b')", vec![foreign("set", "a,b"), foreign("set", "")]),
        (identifier, vec![text("00000000-0000-0001-8000-000000000002")]),
        ("GEOMETRY", vec![foreign("geometry", "0x000000000101000000000000000000f03f0000000000000040")]),
        ("DATE", vec![Value::Date(date(1, 1, 1)), Value::Date(date(9999, 12, 31)), foreign("date", "0000-00-00")]),
        ("TIME(6)", vec![Value::Time(midnight), Value::Time(time(23, 59, 59, 999_999_000))]),
        ("TIME", vec![foreign("time", "-838:59:59"), foreign("time", "24:00:00")]),
        (
            "DATETIME(6)",
            vec![
                Value::Timestamp(moment(date(1000, 1, 1), midnight)),
                Value::Timestamp(moment(date(9999, 12, 31), time(23, 59, 59, 999_999_000))),
                foreign("datetime", "2024-02-00 00:00:00"),
            ],
        ),
        (
            "TIMESTAMP(6) NULL",
            vec![
                Value::Timestamptz(moment(date(1970, 1, 1), time(0, 0, 1, 0))),
                Value::Timestamptz(moment(date(2038, 1, 19), time(3, 14, 7, 1_000))),
            ],
        ),
    ]
}

fn batch(values: &[Value]) -> Batch {
    let count = u32::try_from(values.len()).unwrap();
    let numbers = ColumnBatch { data: ColumnData::Integers((0..i64::from(count)).collect()), nulls: Vec::new() };
    let values = ColumnBatch { data: ColumnData::Values(values.to_vec()), nulls: Vec::new() };
    Batch { row_count: count, columns: vec![numbers, values] }
}

async fn column(session: &mut dyn aludel_db::Session, sql: &str) -> Vec<Value> {
    rows(session, sql, &[]).await.into_iter().flatten().collect()
}

async fn every_type_comes_back(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute("SET sql_mode = ''", &[]).await.unwrap();
    for (number, (type_name, mut values)) in edges(database.dialect()).into_iter().enumerate() {
        values.push(Value::Null);
        session.execute(&format!("CREATE TABLE t{number} (id INT, value {type_name})"), &[]).await.unwrap();
        let insert = format!("INSERT INTO t{number} VALUES (?, ?)");
        for (id, value) in (0..).zip(&values) {
            let outcome = session.execute(&insert, &[integer(id), value.clone()]).await;
            assert_eq!(outcome.unwrap_or_else(|error| panic!("{type_name} {value:?}: {error:?}")).rows_affected, 1);
        }
        let select = format!("SELECT value FROM t{number} ORDER BY id");
        assert_eq!(column(&mut *session, &select).await, values, "{type_name}, bound");
        session.execute(&format!("DELETE FROM t{number}"), &[]).await.unwrap();
        let target = BulkTarget {
            schema: None,
            table: format!("t{number}"),
            kind: BulkKind::Insert,
            columns: vec!["id".to_owned(), "value".to_owned()],
        };
        let bulk = session.open_bulk(target).await.unwrap();
        session.write_bulk(bulk, batch(&values)).await.unwrap();
        assert_eq!(session.finish_bulk(bulk).await.unwrap(), values.len() as u64);
        assert_eq!(column(&mut *session, &select).await, values, "{type_name}, in bulk");
        // The columnar form says the same.
        let cursor = session.query(&select, &[]).await.unwrap();
        let columnar = session.next_batch(cursor, crate::LARGE).await.unwrap();
        assert_eq!(columnar.row_count as usize, values.len());
        session.close_cursor(cursor).await;
    }
}

async fn types_have_the_names_of_the_server(database: &TestDatabase) {
    let mut session = database.session().await;
    let sql = "CREATE TABLE n (a BOOLEAN, b INT UNSIGNED, c TINYINT(1) UNSIGNED, d VARCHAR(9) COLLATE utf8mb4_bin, \
               e VARBINARY(9), f TEXT, g BLOB, h ENUM('x'), i SET('x'), j CHAR(3), k DECIMAL(3, 1))";
    session.execute(sql, &[]).await.unwrap();
    let expected = [
        "tinyint",
        "int unsigned",
        "tinyint unsigned",
        "varchar",
        "varbinary",
        "text",
        "blob",
        "enum",
        "set",
        "char",
        "decimal",
    ];
    for fill in ["", "INSERT INTO n (a) VALUES (1)"] {
        if !fill.is_empty() {
            session.execute(fill, &[]).await.unwrap();
        }
        let cursor = session.query("SELECT * FROM n", &[]).await.unwrap();
        let names: Vec<String> = session.columns(cursor).into_iter().map(|column| column.type_name).collect();
        assert_eq!(names, expected);
        session.close_cursor(cursor).await;
    }
}

async fn a_value_without_a_type_is_refused(database: &TestDatabase) {
    let mut session = database.session().await;
    let span = Value::Interval(Interval { months: 0, days: 1, microseconds: 0 });
    for value in [span, Value::IntegerArray(vec![Some(1)]), Value::Real(f64::NAN)] {
        assert_eq!(session.execute("DO ?", &[value]).await.unwrap_err().kind, ErrorKind::Conversion);
    }
    let error = session.execute("DO ?", &[]).await.unwrap_err();
    assert_eq!(error.message, "the statement has 1 parameters, and 0 values were given");
    assert_eq!(scalar(&mut *session, "SELECT 1").await, integer(1));
    // As decimals, not as floats.
    let compared = "SELECT CAST(9007199254740993.1 AS DECIMAL(30, 1)) = ?";
    assert_eq!(rows(&mut *session, compared, &[decimal("9007199254740993.0")]).await, [[integer(0)]]);
}

async fn the_mode_is_the_server_s_own(database: &TestDatabase) {
    let mut session = database.session().await;
    let same = "SELECT @@session.sql_mode = @@global.sql_mode AND @@session.time_zone = '+00:00'";
    assert_eq!(scalar(&mut *session, same).await, integer(1));
    assert_eq!(scalar(&mut *session, "SELECT @@character_set_client").await, text("utf8mb4"));
}

async fn a_result_waits_while_others_are_asked(database: &TestDatabase) {
    let mut session = database.session().await;
    let cursor = session.query("SELECT seq, REPEAT('x', 1000) FROM seq_1_to_5000", &[]).await.unwrap();
    let limit = PageLimit { rows: 1_000, bytes: 100_000 };
    let mut seen = 0;
    loop {
        let page = session.next_rows(cursor, limit).await.unwrap();
        assert!(page.len() < 100);
        if page.is_empty() {
            break;
        }
        for row in &page {
            seen += 1;
            assert_eq!(row[0], integer(seen));
        }
        if seen == 2_000 / 98 * 98 {
            assert_eq!(scalar(&mut *session, "SELECT 'between'").await, text("between"));
        }
    }
    assert_eq!(seen, 5_000);
    // One that is closed early leaves the connection usable.
    let early = session.query("SELECT seq FROM seq_1_to_1000000", &[]).await.unwrap();
    assert_eq!(next(&mut *session, early, 3).await.len(), 3);
    session.close_cursor(early).await;
    assert_eq!(scalar(&mut *session, "SELECT 1").await, integer(1));
    let open = session.query("SELECT seq FROM seq_1_to_1000000", &[]).await.unwrap();
    session.release_handles().await.unwrap();
    assert!(session.next_rows(open, crate::LARGE).await.is_err());
    session.query("SELECT seq FROM seq_1_to_1000000", &[]).await.unwrap();
    session.close().await.unwrap();
}

async fn a_result_too_large_to_hold_stops_the_next_statement(database: &TestDatabase) {
    let mut session = database.session().await;
    let cursor = session.query("SELECT REPEAT('x', 100000) FROM seq_1_to_1000", &[]).await.unwrap();
    let error = session.execute("DO 1", &[]).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::LimitExceeded);
    assert!(error.extra("hint").is_some());
    // Nothing of the result is lost.
    let mut seen = 0;
    loop {
        let page = next(&mut *session, cursor, 100).await;
        if page.is_empty() {
            break;
        }
        seen += page.len();
    }
    assert_eq!(seen, 1_000);
    session.execute("DO 1", &[]).await.unwrap();
}

async fn open_results_hold_so_much_together(database: &TestDatabase) {
    let mut session = database.session().await;
    let sql = "SELECT REPEAT('x', 1000000) FROM seq_1_to_60";
    let mut cursors = Vec::new();
    let error = loop {
        match session.query(sql, &[]).await {
            Ok(cursor) => cursors.push(cursor),
            Err(error) => break error,
        }
    };
    assert_eq!((error.kind, cursors.len()), (ErrorKind::LimitExceeded, 6), "{error}");
    // Nothing of them is lost, and there is room as soon as one is read.
    assert!(!next(&mut *session, cursors[0], 100).await.is_empty());
    session.close_cursor(cursors[1]).await;
    session.query(sql, &[]).await.expect("there is room again");
}

async fn a_failure_comes_after_the_rows_before_it(database: &TestDatabase) {
    let mut session = database.session().await;
    let sql = "SELECT seq, (SELECT 1 UNION SELECT IF(seq > 3000, 2, 1)) FROM seq_1_to_4000";
    let cursor = session.query(sql, &[]).await.unwrap();
    let mut seen = 0;
    let error = loop {
        match session.next_rows(cursor, PageLimit { rows: 500, bytes: 1 << 20 }).await {
            Ok(page) => {
                assert!(!page.is_empty());
                seen += page.len();
            }
            Err(error) => break error,
        }
    };
    assert_eq!((seen, error.native_code), (3_000, Some(1242)));
    assert_eq!(scalar(&mut *session, "SELECT 1").await, integer(1));
}

async fn a_statement_that_cannot_be_prepared_runs_alone(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute("CREATE TABLE p (id INT)", &[]).await.unwrap();
    for sql in [
        "LOCK TABLES p WRITE",
        "UNLOCK TABLES",
        "CREATE TRIGGER g BEFORE INSERT ON p FOR EACH ROW BEGIN SET NEW.id = NEW.id + 1; END",
        "CREATE PROCEDURE c() BEGIN SELECT 1; SELECT 2; END",
        "DROP TRIGGER g",
    ] {
        session.execute(sql, &[]).await.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    }
    for sql in ["LOCK TABLES p WRITE; DROP TABLE p", "SELECT 1; DROP TABLE p"] {
        session.execute(sql, &[]).await.unwrap_err();
    }
    assert_eq!(scalar(&mut *session, "SELECT COUNT(*) FROM p").await, integer(0));
    let script = "CREATE TRIGGER g BEFORE INSERT ON p FOR EACH ROW BEGIN SET NEW.id = 7; SET @a = 1; END;\n\
                  INSERT INTO p VALUES (1);";
    session.execute_script(script).await.unwrap();
    assert_eq!(scalar(&mut *session, "SELECT id FROM p").await, integer(7));
}

async fn a_local_file_is_not_read(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute("CREATE TABLE f (line TEXT)", &[]).await.unwrap();
    let directory = tempfile::TempDir::new().unwrap();
    let path = directory.path().join("secret");
    std::fs::write(&path, "secret\n").unwrap();
    let sql = format!("LOAD DATA LOCAL INFILE '{}' INTO TABLE f", path.display());
    session.execute(&sql, &[]).await.unwrap_err();
    assert_eq!(scalar(&mut *session, "SELECT COUNT(*) FROM f").await, integer(0));
}

async fn procedures_give_their_first_result(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute("CREATE PROCEDURE two() BEGIN SELECT 1 AS a; SELECT 'x' AS b, 2 AS c; END", &[]).await.unwrap();
    assert_eq!(rows(&mut *session, "CALL two()", &[]).await, [[integer(1)]]);
    session.execute("CALL two()", &[]).await.unwrap();
    assert_eq!(scalar(&mut *session, "SELECT 1").await, integer(1));
}

async fn an_update_in_bulk_has_every_type(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute("SET sql_mode = ''", &[]).await.unwrap();
    let tables: Vec<(usize, (&str, Vec<Value>))> = edges(database.dialect()).into_iter().enumerate().collect();
    for (number, (type_name, values)) in &tables {
        let table = format!("CREATE TABLE t{number} (id INT PRIMARY KEY, value {type_name})");
        session.execute(&table, &[]).await.unwrap();
        let fill = format!("INSERT INTO t{number} (id) SELECT seq FROM seq_0_to_{}", values.len() + 1);
        session.execute(&fill, &[]).await.unwrap();
    }
    session.begin().await.unwrap();
    for (number, (type_name, values)) in &tables {
        let mut values = values.clone();
        values.push(Value::Null);
        let target = BulkTarget {
            schema: None,
            table: format!("t{number}"),
            kind: BulkKind::Update { keys: vec!["id".to_owned()] },
            columns: vec!["value".to_owned()],
        };
        let bulk = session.open_bulk(target).await.unwrap();
        session.write_bulk(bulk, batch(&values)).await.unwrap();
        assert_eq!(session.finish_bulk(bulk).await.unwrap(), values.len() as u64, "{type_name}");
        values.push(Value::Null);
        let select = format!("SELECT value FROM t{number} ORDER BY id");
        assert_eq!(column(&mut *session, &select).await, values, "{type_name}");
    }
    // All of it was in the transaction.
    session.rollback().await.unwrap();
    assert_eq!(scalar(&mut *session, "SELECT COUNT(value) FROM t5").await, integer(0));
}

async fn savepoints_go_on_after_a_definition(database: &TestDatabase) {
    let mut session = database.session().await;
    session.begin().await.unwrap();
    session.execute("CREATE TABLE after_it (id INT PRIMARY KEY)", &[]).await.unwrap();
    let kept = session.savepoint().await.unwrap();
    session.execute("INSERT INTO after_it VALUES (1)", &[]).await.unwrap();
    let undone = session.savepoint().await.unwrap();
    session.execute("INSERT INTO after_it VALUES (2)", &[]).await.unwrap();
    session.rollback_savepoint(undone).await.unwrap();
    session.release_savepoint(kept).await.unwrap();
    assert_eq!(column(&mut *session, "SELECT id FROM after_it").await, [integer(1)]);
    let around = session.savepoint().await.unwrap();
    session.execute("ALTER TABLE after_it ADD COLUMN n INT", &[]).await.unwrap();
    session.release_savepoint(around).await.unwrap();
    let insert = session.prepare("INSERT INTO after_it VALUES (?, ?)").await.unwrap();
    session.execute_batch(insert, numbered(&[(3, "1"), (4, "2")])).await.unwrap();
    // The definitions have committed what was before them; the batch is in a transaction again.
    session.rollback().await.unwrap();
    assert_eq!(column(&mut *session, "SELECT id FROM after_it").await, [integer(1)]);
}

async fn inserts_in_bulk_are_cut_into_statements(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute("CREATE TABLE b (id INT, note LONGTEXT)", &[]).await.unwrap();
    let target = BulkTarget {
        schema: None,
        table: "b".to_owned(),
        kind: BulkKind::Insert,
        columns: vec!["id".to_owned(), "note".to_owned()],
    };
    let long = "y".repeat(5_000_000);
    let mut many: Vec<(i64, &str)> = (0..2_500).map(|id| (id, "short")).collect();
    many.extend([(1, long.as_str()), (2, &long), (3, &long), (4, &long), (5, &long)]);
    let bulk = session.open_bulk(target.clone()).await.unwrap();
    session.write_bulk(bulk, numbered(&many)).await.unwrap();
    session.abandon_bulk(bulk).await.unwrap();
    assert_eq!(scalar(&mut *session, "SELECT COUNT(*) FROM b").await, integer(0));
    let bulk = session.open_bulk(target).await.unwrap();
    session.write_bulk(bulk, numbered(&many)).await.unwrap();
    assert_eq!(session.finish_bulk(bulk).await.unwrap(), 2_505);
    let mut other = database.session().await;
    assert_eq!(scalar(&mut *other, "SELECT COUNT(*) FROM b").await, integer(2_505));
}

async fn a_batch_says_which_row_failed(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute("CREATE TABLE r (id INT PRIMARY KEY, name VARCHAR(9))", &[]).await.unwrap();
    let insert = session.prepare("INSERT INTO r VALUES (?, ?)").await.unwrap();
    let error = session.execute_batch(insert, numbered(&[(1, "a"), (2, "b"), (1, "c")])).await.unwrap_err();
    assert_eq!((error.kind, error.extra("row")), (ErrorKind::ConstraintViolation, Some("3")));
    assert_eq!(error.extra("constraint"), Some("PRIMARY"));
}

async fn errors_name_constraints_and_no_hosts(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute("CREATE TABLE e (id INT, CONSTRAINT positive CHECK (id > 0))", &[]).await.unwrap();
    let error = session.execute("INSERT INTO e VALUES (-1)", &[]).await.unwrap_err();
    assert_eq!((error.kind, error.extra("constraint")), (ErrorKind::ConstraintViolation, Some("positive")));
    let (numbers, password) = match database.dialect() {
        Dialect::Mysql => ((Some(3819), Some("HY000")), "'x'"),
        _ => ((Some(4025), Some("23000")), "PASSWORD('x')"),
    };
    assert_eq!((error.native_code, error.sqlstate.as_deref()), numbers);
    let password = format!("SET PASSWORD FOR 'nobody'@'some.host.example' = {password}");
    let error = session.execute(&password, &[]).await.unwrap_err();
    assert!(!error.message.contains("some.host"), "{error:?}");
    let deadly = session.execute("SELECT * FROM e WHERE", &[]).await.unwrap_err();
    assert_eq!(deadly.kind, ErrorKind::Syntax);
}

async fn a_statement_can_be_cancelled(database: &TestDatabase) {
    let mut session = database.session().await;
    let canceller = session.canceller();
    let asking = tokio::spawn(async move {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        canceller.cancel().await.unwrap();
    });
    let error = session.execute("SELECT COUNT(*) FROM seq_1_to_1000000000 a, seq_1_to_1000 b", &[]).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Cancelled);
    asking.await.unwrap();
    assert_eq!(scalar(&mut *session, "SELECT 1").await, integer(1));
}

async fn statements_and_locks_have_timeouts(database: &TestDatabase) {
    let mut options = crate::databases::options();
    options.statement_timeout = std::time::Duration::from_millis(1_800);
    options.lock_timeout = std::time::Duration::from_millis(500);
    let mut session = aludel_db::connect(&database.url, &options).await.unwrap();
    let error = session.execute("SELECT COUNT(*) FROM seq_1_to_1000000000 a, seq_1_to_1000 b", &[]).await.unwrap_err();
    assert_eq!((error.kind, error.native_code), (ErrorKind::Timeout, Some(1969)));
    session.execute("CREATE TABLE l (id INT)", &[]).await.unwrap();
    let mut holder = database.session().await;
    holder.begin().await.unwrap();
    holder.execute("INSERT INTO l VALUES (1)", &[]).await.unwrap();
    let error = session.execute("ALTER TABLE l ADD COLUMN n INT", &[]).await.unwrap_err();
    assert_eq!((error.kind, error.native_code), (ErrorKind::Timeout, Some(1205)));
    let blocker = error.extra("blocked-by").expect("who is in the way is named");
    assert!(blocker.starts_with("connection ") && blocker.contains(" of aludel, in a transaction since "), "{blocker}");
    holder.rollback().await.unwrap();
}

/// On `MySQL` also where a table is locked as a whole, and by whom has no transaction; what holds nothing is not named.
async fn who_is_in_the_way_is_named_with_what_it_ran(database: &TestDatabase) {
    let mut options = crate::databases::options();
    options.lock_timeout = std::time::Duration::from_millis(500);
    let mut session = aludel_db::connect(&database.url, &options).await.unwrap();
    session.execute("CREATE TABLE l (id INT PRIMARY KEY)", &[]).await.unwrap();
    session.execute("CREATE TABLE other (id INT)", &[]).await.unwrap();
    session.execute("INSERT INTO l VALUES (1)", &[]).await.unwrap();
    let (mut bystander, mut holder) = (database.session().await, database.session().await);
    bystander.begin().await.unwrap();
    bystander.execute("INSERT INTO other VALUES (1)", &[]).await.unwrap();

    holder.begin().await.unwrap();
    holder.execute("UPDATE l SET id = 2", &[]).await.unwrap();
    for waiting in ["DELETE FROM l", "ALTER TABLE l ADD COLUMN n INT"] {
        let error = session.execute(waiting, &[]).await.unwrap_err();
        let blocker = error.extra("blocked-by").expect("who is in the way is named");
        assert!(blocker.contains(" of aludel, in a transaction since "), "{waiting}: {blocker}");
        assert!(blocker.ends_with(": UPDATE l SET id = 2") && !blocker.contains("; "), "{waiting}: {blocker}");
    }
    holder.rollback().await.unwrap();

    holder.execute("LOCK TABLES l WRITE", &[]).await.unwrap();
    let error = session.execute("DELETE FROM l", &[]).await.unwrap_err();
    let blocker = error.extra("blocked-by").expect("who is in the way is named");
    assert!(blocker.ends_with(" of aludel: LOCK TABLES l WRITE"), "{blocker}");
    holder.execute("UNLOCK TABLES", &[]).await.unwrap();
    bystander.rollback().await.unwrap();
}

async fn the_last_key_is_told(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute("CREATE TABLE k (id INT AUTO_INCREMENT PRIMARY KEY, n INT)", &[]).await.unwrap();
    let outcome = session.execute("INSERT INTO k (n) VALUES (5), (6)", &[]).await.unwrap();
    assert_eq!((outcome.rows_affected, outcome.last_insert_id), (2, Some(1)));
    let copied = session.execute("ALTER TABLE k ADD COLUMN m VARCHAR(9), ALGORITHM=COPY", &[]).await.unwrap();
    assert_eq!((copied.rows_affected, copied.last_insert_id), (0, None));
    // A row that was matched and not changed counts too, as on the other databases.
    assert_eq!(session.execute("UPDATE k SET n = 5 WHERE id = 1", &[]).await.unwrap().rows_affected, 1);
    assert_eq!(
        rows(&mut *session, "INSERT INTO k (n) VALUES (9) RETURNING id, n", &[]).await,
        [[integer(3), integer(9)]]
    );
}

/// `MySQL` does not prepare triggers, and dumps write them in comments that the server runs.
async fn a_dumped_trigger_runs(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute("CREATE TABLE d (id INT)", &[]).await.unwrap();
    let dumped = "/*!50003 CREATE*/ /*!50003 TRIGGER doubled BEFORE INSERT ON d FOR EACH ROW BEGIN\n\
                  SET NEW.id = NEW.id * 2; SET @seen = ';'; END */";
    session.execute(dumped, &[]).await.unwrap();
    let for_nobody = "/*!999999 INSERT INTO d VALUES (1) */";
    session.execute(for_nobody, &[]).await.unwrap();
    session.execute("INSERT INTO d VALUES (2)", &[]).await.unwrap();
    assert_eq!(scalar(&mut *session, "SELECT id FROM d").await, integer(4));
}
