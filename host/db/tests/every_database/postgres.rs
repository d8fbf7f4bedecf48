//! What holds on `PostgreSQL` alone: every type both ways, and its own rules of transactions.

use aludel_sql::{
    Batch, BulkKind, BulkTarget, ColumnBatch, ColumnData, Date, DateTime, ErrorKind, ForeignValue, Interval, PageLimit,
    Time, Uuid, Value,
};

use crate::databases::TestDatabase;
use crate::{LARGE, integer, next, numbered, rows, scalar, text};

macro_rules! on_postgres {
    ($($test:ident),+ $(,)?) => {
        mod cases { $(crate::databases::one_test!($test, Postgres);)+ }
        mod pooler { $(crate::databases::one_test!($test, Postgres, Pooler);)+ }
    };
}

on_postgres!(
    every_type_comes_back,
    what_has_no_case_is_foreign,
    the_server_reads_texts_for_any_type,
    a_wrong_text_is_a_conversion_error,
    results_of_changes_have_every_type,
    cursors_page_a_large_result,
    cursors_outlive_statements_outside_of_a_transaction,
    a_swallowed_error_cannot_be_committed,
    a_transaction_that_was_left_cannot_be_committed,
    deferred_constraints_fail_before_the_commit,
    errors_say_where,
    definitions_do_not_break_what_was_prepared,
    an_update_in_bulk_has_every_type,
    a_bulk_writer_outside_of_a_transaction_is_whole,
    a_batch_says_which_row_failed,
    a_statement_can_be_cancelled,
    statements_and_locks_have_timeouts,
    copy_is_refused,
    open_results_hold_so_much_together,
    the_session_is_usable_after_each_kind_of_failure,
);

fn decimal(text: &str) -> Value {
    Value::Decimal(text.to_owned())
}

fn json(text: &str) -> Value {
    Value::Json(text.to_owned())
}

fn foreign(type_name: &str, text: &str) -> Value {
    Value::Foreign(ForeignValue { type_name: type_name.to_owned(), text: text.to_owned() })
}

fn date(year: i32, month: u8, day: u8) -> Date {
    Date { year, month, day }
}

fn time(hour: u8, minute: u8, second: u8, nanosecond: u32) -> Time {
    Time { hour, minute, second, nanosecond }
}

/// Types with values that survive the way to the server and back.
fn edges() -> Vec<(&'static str, Vec<Value>)> {
    let moment = |date, time| DateTime { date, time };
    let midnight = time(0, 0, 0, 0);
    let span = |months, days, microseconds| Value::Interval(Interval { months, days, microseconds });
    vec![
        ("bool", vec![Value::Boolean(true), Value::Boolean(false)]),
        ("int2", vec![integer(i64::from(i16::MIN)), integer(i64::from(i16::MAX))]),
        ("int4", vec![integer(i64::from(i32::MIN)), integer(0), integer(i64::from(i32::MAX))]),
        ("int8", vec![integer(i64::MIN), integer(i64::MAX)]),
        ("oid", vec![integer(0), integer(4_294_967_295)]),
        ("float4", vec![Value::Real(0.5), Value::Real(f64::INFINITY), Value::Real(-0.0)]),
        ("float8", vec![Value::Real(f64::MAX), Value::Real(5e-324), Value::Real(0.1), Value::Real(f64::NEG_INFINITY)]),
        (
            "numeric",
            vec![
                decimal("0"),
                decimal("-12.3400"),
                decimal("0.00"),
                decimal("123456789012345678901234567890.000000001"),
                decimal("0.00000000000000000001"),
                decimal("10000"),
                decimal("-99999999.9999"),
            ],
        ),
        ("text", vec![text(""), text("é 語 🜍"), text("'\\\"\n\t\r$1 ?"), text("NULL"), text("\\N")]),
        ("varchar", vec![text("a")]),
        ("bpchar", vec![text("a")]),
        ("name", vec![text("pg_class")]),
        ("\"char\"", vec![text("x")]),
        ("bytea", vec![Value::Bytes(Vec::new()), Value::Bytes((0..=255).collect())]),
        ("json", vec![json("{\"b\":  1, \"a\": [null]}"), json("null")]),
        ("jsonb", vec![json("{\"a\": [null, 1.50], \"b\": \"é\"}")]),
        ("uuid", vec![Value::Uuid(Uuid { high: 0, low: 1 }), Value::Uuid(Uuid { high: u64::MAX, low: u64::MAX })]),
        (
            "date",
            vec![
                Value::Date(date(2024, 2, 29)),
                Value::Date(date(-4712, 1, 1)),
                Value::Date(date(0, 12, 31)),
                Value::Date(date(5_874_897, 12, 31)),
            ],
        ),
        (
            "time",
            vec![Value::Time(midnight), Value::Time(time(23, 59, 59, 999_999_000)), Value::Time(time(24, 0, 0, 0))],
        ),
        (
            "timestamp",
            vec![
                Value::Timestamp(moment(date(1969, 12, 31), time(23, 59, 59, 1_000))),
                Value::Timestamp(moment(date(-43, 3, 15), midnight)),
                Value::Timestamp(moment(date(294_276, 12, 31), time(23, 59, 59, 999_999_000))),
            ],
        ),
        (
            "timestamptz",
            vec![
                Value::Timestamptz(moment(date(2024, 6, 30), time(22, 0, 0, 120_000_000))),
                Value::Timestamptz(moment(date(1, 1, 1), midnight)),
                Value::Timestamptz(moment(date(0, 12, 31), time(23, 0, 0, 0))),
            ],
        ),
        (
            "interval",
            vec![
                span(0, 0, 0),
                span(-14, 3, -1),
                span(i32::MAX, i32::MIN, 0),
                span(0, 0, i64::from(i32::MAX) * 1_000_001),
            ],
        ),
        ("bool[]", vec![Value::BooleanArray(vec![Some(true), None, Some(false)])]),
        ("int2[]", vec![Value::IntegerArray(vec![Some(-1), None])]),
        ("int4[]", vec![Value::IntegerArray(Vec::new()), Value::IntegerArray(vec![None])]),
        ("int8[]", vec![Value::IntegerArray(vec![Some(i64::MIN), None, Some(i64::MAX)])]),
        ("float8[]", vec![Value::RealArray(vec![Some(0.1), None, Some(f64::NEG_INFINITY)])]),
        (
            "text[]",
            vec![Value::TextArray(vec![Some("a,\"b\"\\{}".into()), None, Some("NULL".into()), Some(String::new())])],
        ),
        ("numeric[]", vec![Value::TextArray(vec![Some("1.50".into()), None])]),
        ("uuid[]", vec![Value::TextArray(vec![Some("00000000-0000-0000-0000-000000000001".into())])]),
        ("mood", vec![text("glad")]),
        ("mood[]", vec![Value::TextArray(vec![Some("glad".into()), None, Some("sad".into())])]),
        ("email", vec![text("a@b")]),
        ("amount", vec![decimal("3.10")]),
    ]
}

const TYPES: &str = "CREATE TYPE mood AS ENUM ('sad', 'glad'); CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%'); \
                     CREATE DOMAIN amount AS numeric(10, 2); CREATE TYPE pair AS (a int4, b text)";

async fn every_type_comes_back(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute_script(TYPES).await.unwrap();
    for (number, (type_name, values)) in edges().into_iter().enumerate() {
        session.execute(&format!("CREATE TABLE t{number} (id int4, value {type_name})"), &[]).await.unwrap();
        let insert = format!("INSERT INTO t{number} VALUES ($1, $2)");
        let mut with_null = values;
        with_null.push(Value::Null);
        for (id, value) in (0..).zip(&with_null) {
            let outcome = session.execute(&insert, &[integer(id), value.clone()]).await;
            assert_eq!(outcome.unwrap_or_else(|error| panic!("{type_name} {value:?}: {error:?}")).rows_affected, 1);
        }
        let select = format!("SELECT value FROM t{number} ORDER BY id");
        let came = rows(&mut *session, &select, &[]).await;
        let came: Vec<Value> = came.into_iter().map(|mut row| row.remove(0)).collect();
        assert_eq!(came, with_null, "{type_name}, bound");
        // The same values as literals, in a batch, and through COPY.
        session.execute(&format!("DELETE FROM t{number}"), &[]).await.unwrap();
        let count = u32::try_from(with_null.len()).unwrap();
        let batch = Batch {
            row_count: count,
            columns: vec![
                ColumnBatch { data: ColumnData::Integers((0..i64::from(count)).collect()), nulls: Vec::new() },
                ColumnBatch { data: ColumnData::Values(with_null.clone()), nulls: Vec::new() },
            ],
        };
        let statement = session.prepare(&insert).await.unwrap();
        assert_eq!(session.execute_batch(statement, batch.clone()).await.unwrap(), u64::from(count));
        session.close_statement(statement).await;
        let came: Vec<Value> =
            rows(&mut *session, &select, &[]).await.into_iter().map(|mut row| row.remove(0)).collect();
        assert_eq!(came, with_null, "{type_name}, in a batch");
        session.execute(&format!("DELETE FROM t{number}"), &[]).await.unwrap();
        let target = BulkTarget {
            schema: Some("public".to_owned()),
            table: format!("t{number}"),
            kind: BulkKind::Insert,
            columns: vec!["id".to_owned(), "value".to_owned()],
        };
        let bulk = session.open_bulk(target).await.unwrap();
        session.write_bulk(bulk, batch).await.unwrap();
        assert_eq!(session.finish_bulk(bulk).await.unwrap(), u64::from(count));
        let came: Vec<Value> =
            rows(&mut *session, &select, &[]).await.into_iter().map(|mut row| row.remove(0)).collect();
        assert_eq!(came, with_null, "{type_name}, in bulk");
    }
}

async fn what_has_no_case_is_foreign(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute_script(TYPES).await.unwrap();
    let cases = [
        ("'infinity'::date", foreign("date", "infinity")),
        ("'-infinity'::timestamptz", foreign("timestamptz", "-infinity")),
        ("'NaN'::numeric", foreign("numeric", "NaN")),
        ("'10.0.0.0/8'::inet", foreign("inet", "10.0.0.0/8")),
        ("'[1,5)'::int4range", foreign("int4range", "[1,5)")),
        ("'12:00+02'::timetz", foreign("timetz", "12:00:00+02")),
        ("'101'::bit(3)", foreign("bit", "101")),
        ("'<a/>'::xml", foreign("xml", "<a/>")),
        ("ROW(1, 'x')::pair", foreign("pair", "(1,x)")),
        ("'{{1,2},{3,4}}'::int4[]", foreign("int4[]", "{{1,2},{3,4}}")),
        ("'[0:1]={1,2}'::int4[]", foreign("int4[]", "[0:1]={1,2}")),
        ("'pg_class'::regclass", foreign("regclass", "pg_class")),
        ("'(1,2)'::point", foreign("point", "(1,2)")),
    ];
    for (sql, expected) in cases {
        let value = scalar(&mut *session, &format!("SELECT {sql}")).await;
        assert_eq!(value, expected, "{sql}");
    }
    // A type without a binary form.
    let rights = scalar(&mut *session, "SELECT relacl FROM pg_class WHERE relname = 'pg_class'").await;
    assert!(matches!(rights, Value::TextArray(_)), "{rights:?}");
    assert_eq!(scalar(&mut *session, "SELECT pg_notify('a', 'b')").await, Value::Null);
}

async fn the_server_reads_texts_for_any_type(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute_script(TYPES).await.unwrap();
    let cases = [
        ("inet", "10.0.0.0/8"),
        ("int4range", "[1,5)"),
        ("bit(3)", "101"),
        ("varbit", "1"),
        ("pair", "(1,x)"),
        ("point", "(1,2)"),
        ("int4[][]", "{{1,2},{3,4}}"),
        ("timetz", "12:00:00+02"),
        ("tsvector", "'a' 'b'"),
        ("int4", "42"),
        ("timestamptz", "infinity"),
        ("varchar(3)", "abc"),
        ("macaddr", "08:00:2b:01:02:03"),
    ];
    for (number, (type_name, written)) in cases.into_iter().enumerate() {
        session.execute(&format!("CREATE TABLE t{number} (value {type_name})"), &[]).await.unwrap();
        for value in [text(written), foreign(type_name, written)] {
            let inserted = session.execute(&format!("INSERT INTO t{number} VALUES ($1)"), &[value]).await;
            inserted.unwrap_or_else(|error| panic!("{type_name}: {error:?}"));
        }
        let came = rows(&mut *session, &format!("SELECT value::text FROM t{number}"), &[]).await;
        assert_eq!(came, vec![vec![text(written)]; 2], "{type_name}");
    }
}

async fn a_wrong_text_is_a_conversion_error(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute("CREATE TABLE n (value int2, name varchar(3))", &[]).await.unwrap();
    for value in [text("many"), integer(40_000), Value::Real(1.5), Value::UnsignedInteger(u64::MAX)] {
        let error = session.execute("INSERT INTO n VALUES ($1, NULL)", &[value]).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Conversion, "{error:?}");
    }
    let error = session.execute("INSERT INTO n VALUES ($1)", &[text("a\0b")]).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Conversion);
    let error = session.execute("INSERT INTO n VALUES ($1, $2)", &[integer(1)]).await.unwrap_err();
    assert_eq!(error.message, "the statement has 2 parameters, and 1 values were given");
    let error = session.execute("INSERT INTO n (name) VALUES ($1)", &[text("abcd")]).await.unwrap_err();
    assert_eq!((error.kind, error.sqlstate.as_deref()), (ErrorKind::Conversion, Some("22001")));
    assert_eq!(scalar(&mut *session, "SELECT count(*) FROM n").await, integer(0));
}

async fn results_of_changes_have_every_type(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute("CREATE TABLE r (id serial, net inet, at timestamptz, price numeric)", &[]).await.unwrap();
    session.begin().await.unwrap();
    let sql = "INSERT INTO r (net, at, price) VALUES ($1, $2, $3) RETURNING *";
    let parameters = [text("::1"), text("2024-01-01 00:00+01"), decimal("1.10")];
    let returned = rows(&mut *session, sql, &parameters).await;
    assert_eq!(returned[0][1], foreign("inet", "::1"));
    assert_eq!(returned[0][3], decimal("1.10"));
    assert_eq!(rows(&mut *session, "UPDATE r SET id = 7 RETURNING id", &[]).await, [[integer(7)]]);
    assert_eq!(rows(&mut *session, "SHOW standard_conforming_strings", &[]).await, [[text("on")]]);
    assert_eq!(rows(&mut *session, "EXPLAIN SELECT 1", &[]).await.len(), 1);
    let deleted = "WITH gone AS (DELETE FROM r WHERE id = $1 RETURNING id) SELECT id FROM gone";
    assert_eq!(rows(&mut *session, deleted, &[integer(7)]).await, [[integer(7)]]);
    let none = session.query("DELETE FROM r RETURNING net", &[]).await.unwrap();
    assert_eq!(session.columns(none)[0].type_name, "inet");
    session.commit().await.unwrap();
}

async fn cursors_page_a_large_result(database: &TestDatabase) {
    let mut session = database.session().await;
    session.begin().await.unwrap();
    let sql = "SELECT n, repeat('x', 1000) FROM generate_series($1::int8, $2) AS n";
    let cursor = session.query(sql, &[integer(1), integer(5_000)]).await.unwrap();
    let other = session.query("SELECT 1 WHERE false", &[]).await.unwrap();
    let limit = PageLimit { rows: 1_000, bytes: 100_000 };
    let mut seen = 0;
    loop {
        let page = session.next_rows(cursor, limit).await.unwrap();
        assert!(page.len() <= 100);
        if page.is_empty() {
            break;
        }
        for row in &page {
            seen += 1;
            assert_eq!(row[0], integer(seen));
        }
        assert_eq!(scalar(&mut *session, "SELECT 1").await, integer(1));
    }
    assert_eq!(seen, 5_000);
    assert!(next(&mut *session, other, 10).await.is_empty());
    // A cursor that nobody closed does not keep its table from being changed.
    session.execute("CREATE TABLE c (id int4)", &[]).await.unwrap();
    session.query("SELECT * FROM c", &[]).await.unwrap();
    session.execute("ALTER TABLE c ADD COLUMN name text", &[]).await.unwrap();
    session.rollback().await.unwrap();
}

async fn cursors_outlive_statements_outside_of_a_transaction(database: &TestDatabase) {
    let mut session = database.session().await;
    let cursor = session.query("SELECT n FROM generate_series(1, 100) AS n", &[]).await.unwrap();
    assert_eq!(next(&mut *session, cursor, 10).await.len(), 10);
    session.execute("CREATE TABLE between (id int4)", &[]).await.unwrap();
    assert_eq!(next(&mut *session, cursor, 1_000).await.len(), 90);
    let locked = session.query("SELECT * FROM between FOR UPDATE", &[]).await.unwrap();
    assert!(next(&mut *session, locked, 10).await.is_empty());
}

async fn a_swallowed_error_cannot_be_committed(database: &TestDatabase) {
    let mut session = database.session().await;
    session.begin().await.unwrap();
    session.execute("CREATE TABLE half (id int4)", &[]).await.unwrap();
    session.execute("SELECT 1 / 0", &[]).await.unwrap_err();
    let error = session.commit().await.unwrap_err();
    assert_eq!(error.sqlstate.as_deref(), Some("25P02"));
    assert!(error.extra("hint").is_some() && !session.is_in_transaction());
    session.execute("SELECT * FROM half", &[]).await.unwrap_err();
    session.begin().await.unwrap();
    let numbers = "SELECT n FROM generate_series(1, 100) AS n";
    let before = session.query(numbers, &[]).await.unwrap();
    let savepoint = session.savepoint().await.unwrap();
    let since = session.query(numbers, &[]).await.unwrap();
    session.execute("SELECT 1 / 0", &[]).await.unwrap_err();
    session.rollback_savepoint(savepoint).await.unwrap();
    assert_eq!(session.next_rows(since, LARGE).await.unwrap_err().message, "the cursor is closed");
    assert_eq!(next(&mut *session, before, 1_000).await.len(), 100);
    session.execute("CREATE TABLE whole (id int4)", &[]).await.unwrap();
    session.commit().await.unwrap();
    assert_eq!(scalar(&mut *session, "SELECT count(*) FROM whole").await, integer(0));
}

async fn a_transaction_that_was_left_cannot_be_committed(database: &TestDatabase) {
    let mut session = database.session().await;
    for leaving in ["COMMIT", "ROLLBACK"] {
        session.begin().await.unwrap();
        session.execute(leaving, &[]).await.unwrap();
        session.execute("SELECT txid_current()", &[]).await.unwrap();
        let error = session.commit().await.unwrap_err();
        assert!(error.message.contains("was ended by one of the statements"), "{error:?}");
    }
    session.begin().await.unwrap();
    session.execute_script("COMMIT; BEGIN; CREATE TABLE stray (id int4)").await.unwrap();
    session.commit().await.unwrap_err();
    session.execute("SELECT * FROM stray", &[]).await.unwrap_err();
}

async fn deferred_constraints_fail_before_the_commit(database: &TestDatabase) {
    let mut session = database.session().await;
    let table = "CREATE TABLE d (id int4 PRIMARY KEY, up int4 REFERENCES d DEFERRABLE INITIALLY DEFERRED)";
    session.execute(table, &[]).await.unwrap();
    session.begin().await.unwrap();
    session.execute("INSERT INTO d VALUES (1, 2)", &[]).await.unwrap();
    let error = session.commit().await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::ConstraintViolation);
    assert_eq!(scalar(&mut *session, "SELECT count(*) FROM d").await, integer(0));
}

async fn errors_say_where(database: &TestDatabase) {
    let mut session = database.session().await;
    let table = "CREATE TABLE e (id int4 PRIMARY KEY, n int4 CONSTRAINT positive CHECK (n > 0))";
    session.execute(table, &[]).await.unwrap();
    let error = session.execute("SELECT 'é', missing FROM e", &[]).await.unwrap_err();
    assert_eq!((error.extra("position"), error.sqlstate.as_deref()), (Some("13"), Some("42703")));
    let error = session.query("SELECT 'é', missing FROM e", &[]).await.unwrap_err();
    assert_eq!(error.extra("position"), Some("13"));
    let error = session.query("SELECT 'é', missing FROM e WHERE id = $1", &[integer(1)]).await.unwrap_err();
    assert_eq!(error.extra("position"), Some("13"));
    let error = session.execute("INSERT INTO e VALUES (1, -1)", &[]).await.unwrap_err();
    assert_eq!((error.extra("table"), error.extra("constraint")), (Some("e"), Some("positive")));
    assert!(error.extra("detail").is_some_and(|detail| detail.contains("(1, -1)")));
    let error = session.execute("SELECT idd FROM e", &[]).await.unwrap_err();
    assert!(error.extra("hint").is_some(), "{error:?}");
    let error = session.execute("SELECT 1; SELECT 2", &[]).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Syntax);
    let error = session.query("SELECT 1; DROP TABLE e", &[]).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Syntax);
    let error = session.query("SHOW timezone; DROP TABLE e", &[]).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Syntax);
}

async fn definitions_do_not_break_what_was_prepared(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute("CREATE TABLE p (id int4)", &[]).await.unwrap();
    session.begin().await.unwrap();
    let insert = session.prepare("INSERT INTO p VALUES ($1)").await.unwrap();
    let select = session.prepare("SELECT * FROM p WHERE id::text = $1").await.unwrap();
    session.execute_prepared(insert, &[integer(1)]).await.unwrap();
    assert_eq!(session.execute_batch(insert, numbers(&[2, 3])).await.unwrap(), 2);
    session.execute("ALTER TABLE p ALTER COLUMN id TYPE text, ADD COLUMN n int4 DEFAULT 5", &[]).await.unwrap();
    session.execute_prepared(insert, &[text("four")]).await.unwrap();
    let batch = Batch {
        row_count: 1,
        columns: vec![ColumnBatch { data: ColumnData::Values(vec![text("five")]), nulls: Vec::new() }],
    };
    assert_eq!(session.execute_batch(insert, batch).await.unwrap(), 1);
    let cursor = session.query_prepared(select, &[text("five")]).await.unwrap();
    assert_eq!(next(&mut *session, cursor, 9).await, [[text("five"), integer(5)]]);
    session.commit().await.unwrap();
}

fn numbers(numbers: &[i64]) -> Batch {
    let column = ColumnBatch { data: ColumnData::Integers(numbers.to_vec()), nulls: Vec::new() };
    Batch { row_count: u32::try_from(numbers.len()).unwrap(), columns: vec![column] }
}

async fn an_update_in_bulk_has_every_type(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute_script(TYPES).await.unwrap();
    session.begin().await.unwrap();
    for (number, (type_name, mut values)) in edges().into_iter().enumerate() {
        values.push(Value::Null);
        let count = u32::try_from(values.len()).unwrap();
        session
            .execute(&format!("CREATE TABLE t{number} (id int4 PRIMARY KEY, value {type_name})"), &[])
            .await
            .unwrap();
        let fill = format!("INSERT INTO t{number} SELECT n FROM generate_series(0, {count}) AS n");
        session.execute(&fill, &[]).await.unwrap();
        let target = BulkTarget {
            schema: None,
            table: format!("t{number}"),
            kind: BulkKind::Update { keys: vec!["id".to_owned()] },
            columns: vec!["value".to_owned()],
        };
        let bulk = session.open_bulk(target).await.unwrap();
        let ids = ColumnBatch { data: ColumnData::Integers((0..i64::from(count)).collect()), nulls: Vec::new() };
        let news = ColumnBatch { data: ColumnData::Values(values.clone()), nulls: Vec::new() };
        session.write_bulk(bulk, Batch { row_count: count, columns: vec![ids, news] }).await.unwrap();
        assert_eq!(session.finish_bulk(bulk).await.unwrap(), u64::from(count), "{type_name}");
        values.push(Value::Null);
        let came = rows(&mut *session, &format!("SELECT value FROM t{number} ORDER BY id"), &[]).await;
        assert_eq!(came.into_iter().flatten().collect::<Vec<_>>(), values, "{type_name}");
    }
    session.execute("CREATE TABLE short (id int4, name varchar(3))", &[]).await.unwrap();
    session.execute("INSERT INTO short VALUES (1)", &[]).await.unwrap();
    let target = |column: &str| BulkTarget {
        schema: None,
        table: "short".to_owned(),
        kind: BulkKind::Update { keys: vec!["id".to_owned()] },
        columns: vec![column.to_owned()],
    };
    let missing = session.open_bulk(target("nme")).await.unwrap_err();
    assert_eq!((missing.kind, missing.extra("column")), (ErrorKind::UndefinedObject, Some("nme")));
    let bulk = session.open_bulk(target("name")).await.unwrap();
    let error = session.write_bulk(bulk, numbered(&[(1, "abcd")])).await.unwrap_err();
    assert_eq!(error.sqlstate.as_deref(), Some("22001"));
    session.abandon_bulk(bulk).await.unwrap();
    session.commit().await.unwrap();
}

async fn a_bulk_writer_outside_of_a_transaction_is_whole(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute("CREATE TABLE w (id int4, name text)", &[]).await.unwrap();
    let target = BulkTarget {
        schema: None,
        table: "w".to_owned(),
        kind: BulkKind::Insert,
        columns: vec!["id".into(), "name".into()],
    };
    let bulk = session.open_bulk(target.clone()).await.unwrap();
    let long = "y".repeat(3_000_000);
    session.write_bulk(bulk, numbered(&[(1, &long), (2, "b")])).await.unwrap();
    session.abandon_bulk(bulk).await.unwrap();
    assert_eq!(scalar(&mut *session, "SELECT count(*) FROM w").await, integer(0));
    let bulk = session.open_bulk(target.clone()).await.unwrap();
    session.write_bulk(bulk, numbered(&[(1, &long), (2, "b")])).await.unwrap();
    assert_eq!(session.finish_bulk(bulk).await.unwrap(), 2);
    let mut other = database.session().await;
    assert_eq!(scalar(&mut *other, "SELECT count(*) FROM w").await, integer(2));
    let bulk = session.open_bulk(target).await.unwrap();
    session.release_handles().await.unwrap();
    assert!(session.finish_bulk(bulk).await.is_err());
    session.begin().await.unwrap();
    session.rollback().await.unwrap();
}

async fn a_batch_says_which_row_failed(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute("CREATE TABLE b (id int4 PRIMARY KEY)", &[]).await.unwrap();
    let insert = session.prepare("INSERT INTO b VALUES ($1)").await.unwrap();
    let mut ids: Vec<i64> = (1..=2_500).collect();
    ids[2_100] = 7;
    let error = session.execute_batch(insert, numbers(&ids)).await.unwrap_err();
    assert_eq!((error.kind, error.extra("row")), (ErrorKind::ConstraintViolation, Some("2101")));
    let call = session.prepare("DO $$ BEGIN NULL; END $$").await.unwrap();
    assert_eq!(session.execute_batch(call, Batch { row_count: 3, columns: Vec::new() }).await.unwrap(), 0);
}

async fn a_statement_can_be_cancelled(database: &TestDatabase) {
    let mut session = database.session().await;
    let canceller = session.canceller();
    let asking = tokio::spawn(async move {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        canceller.cancel().await.unwrap();
    });
    let error = session.execute("SELECT pg_sleep(30)", &[]).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Cancelled);
    asking.await.unwrap();
    assert_eq!(scalar(&mut *session, "SELECT 1").await, integer(1));
}

async fn statements_and_locks_have_timeouts(database: &TestDatabase) {
    let mut options = crate::databases::options();
    options.statement_timeout = std::time::Duration::from_millis(1_500);
    options.lock_timeout = std::time::Duration::from_secs(1);
    let mut session = aludel_db::connect(&database.url, &options).await.unwrap();
    let error = session.execute("SELECT pg_sleep(30)", &[]).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Timeout);
    let mut holder = database.session().await;
    holder.execute("CREATE TABLE l (id int4)", &[]).await.unwrap();
    holder.begin().await.unwrap();
    holder.execute("LOCK TABLE l", &[]).await.unwrap();
    let error = session.execute("DROP TABLE l", &[]).await.unwrap_err();
    assert_eq!((error.kind, error.sqlstate.as_deref()), (ErrorKind::Timeout, Some("55P03")));
    let blocker = error.extra("blocked-by").expect("who is in the way is named");
    assert!(blocker.starts_with("connection ") && blocker.ends_with(": LOCK TABLE l"), "{blocker}");
    assert!(error.message.contains(blocker), "{error}");
    holder.rollback().await.unwrap();
}

async fn copy_is_refused(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute("CREATE TABLE y (id int4)", &[]).await.unwrap();
    for sql in ["COPY y FROM STDIN", "COPY y TO STDOUT"] {
        assert_eq!(session.execute(sql, &[]).await.unwrap_err().kind, ErrorKind::Unsupported);
        assert_eq!(session.query(sql, &[]).await.unwrap_err().kind, ErrorKind::Unsupported);
    }
    assert_eq!(scalar(&mut *session, "SELECT count(*) FROM y").await, integer(0));
}

async fn open_results_hold_so_much_together(database: &TestDatabase) {
    let mut session = database.session().await;
    let sql = "SELECT repeat('x', 10000000) FROM generate_series(1, 16)";
    session.begin().await.unwrap();
    let (first, second) = (session.query(sql, &[]).await.unwrap(), session.query(sql, &[]).await.unwrap());
    let error = session.query(sql, &[]).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::LimitExceeded, "{error}");
    assert!(!next(&mut *session, first, 1).await.is_empty(), "what it holds can be read");
    session.close_cursor(second).await;
    let third = session.query(sql, &[]).await.expect("there is room again");
    session.close_cursor(first).await;
    session.close_cursor(third).await;
    let growing = "SELECT repeat('x', CASE WHEN n > 16 THEN 100000000 ELSE 1 END) FROM generate_series(1, 30) AS n";
    let growing = session.query(growing, &[]).await.unwrap();
    let error = session.next_rows(growing, LARGE).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::LimitExceeded, "{error}");
}

async fn the_session_is_usable_after_each_kind_of_failure(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute("CREATE TABLE u (id int4)", &[]).await.unwrap();
    let bulk = BulkTarget { schema: None, table: "u".into(), kind: BulkKind::Insert, columns: vec!["id".into()] };
    for _ in 0..3 {
        session.begin().await.unwrap();
        let writer = session.open_bulk(bulk.clone()).await.unwrap();
        let column = ColumnBatch { data: ColumnData::Values(vec![text("x")]), nulls: Vec::new() };
        session.write_bulk(writer, Batch { row_count: 1, columns: vec![column] }).await.unwrap();
        let error = session.finish_bulk(writer).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Conversion, "{error:?}");
        assert!(session.query("SELECT 1", &[]).await.is_err());
        session.rollback().await.unwrap();
        let cursor = session.query("SELECT 1 / (n - 500) FROM generate_series(1, 1000) AS n", &[]).await;
        if let Ok(cursor) = cursor {
            assert!(session.next_rows(cursor, LARGE).await.is_err());
        }
        assert_eq!(scalar(&mut *session, "SELECT 1").await, integer(1));
    }
    let held = "SHOW all";
    assert!(rows(&mut *session, held, &[]).await.len() > 100);
    let huge = "EXPLAIN (COSTS off) SELECT 1";
    session.query(huge, &[]).await.unwrap();
    let error = session
        .query("WITH a AS (INSERT INTO u VALUES (1)) SELECT repeat('x', 1000000) FROM generate_series(1, 100)", &[]);
    assert_eq!(error.await.unwrap_err().kind, ErrorKind::LimitExceeded);
    assert_eq!(scalar(&mut *session, "SELECT 1").await, integer(1));
}
