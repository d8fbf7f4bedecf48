//! Every kind of value, in and out.

use aludel_sql::{
    Batch, ColumnBatch, ColumnData, Date, DateTime, ErrorKind, ForeignValue, Interval, PageLimit, Time, Uuid, Value,
};
use proptest::prelude::*;

use crate::{memory, rows, scalar};

const NOON: Time = Time { hour: 12, minute: 30, second: 5, nanosecond: 250_000_000 };
const DAY: Date = Date { year: 2026, month: 11, day: 22 };

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// What was written, and what comes back from a column without a type.
fn cases() -> Vec<(Value, Value)> {
    let moment = DateTime { date: DAY, time: NOON };
    let uuid = Uuid { high: 0x550e_8400_e29b_41d4, low: 0xa716_4466_5544_0000 };
    let span = Interval { months: 14, days: -3, microseconds: 5_500_000 };
    let same = [
        Value::Null,
        Value::Integer(i64::MIN),
        Value::Integer(i64::MAX),
        Value::Real(f64::INFINITY),
        Value::Real(f64::NEG_INFINITY),
        Value::Real(f64::MIN_POSITIVE),
        Value::Real(5e-324),
        Value::Real(0.1),
        Value::Real(1.0),
        text(""),
        text("a'b\"c\\ \u{10FFFF} é\r\n"),
        Value::Bytes(Vec::new()),
        Value::Bytes((0..=255).collect()),
        text(&"x".repeat(3 << 20)),
        Value::Bytes(vec![0; 3 << 20]),
    ];
    let mut cases: Vec<(Value, Value)> = same.into_iter().map(|value| (value.clone(), value)).collect();
    cases.extend([
        (Value::Boolean(true), Value::Integer(1)),
        (Value::Boolean(false), Value::Integer(0)),
        (Value::UnsignedInteger(9_223_372_036_854_775_807), Value::Integer(i64::MAX)),
        (Value::Decimal("-12.3400".to_owned()), text("-12.3400")),
        (Value::Decimal("9".repeat(60)), text(&"9".repeat(60))),
        (Value::Json("{\"b\": 1, \"a\":[ ]}".to_owned()), text("{\"b\": 1, \"a\":[ ]}")),
        (Value::Uuid(uuid), text("550e8400-e29b-41d4-a716-446655440000")),
        (Value::Date(DAY), text("2026-11-22")),
        (Value::Time(NOON), text("12:30:05.25")),
        (Value::Timestamp(moment), text("2026-11-22 12:30:05.25")),
        (Value::Timestamptz(moment), text("2026-11-22 12:30:05.25+00:00")),
        (Value::Interval(span), text("P14M-3DT5.5S")),
    ]);
    cases
}

#[tokio::test]
async fn values_come_back() {
    let mut session = memory().await;
    session.execute("CREATE TABLE v (id INTEGER PRIMARY KEY, value)", &[]).await.unwrap();
    for (written, expected) in cases() {
        session.execute("INSERT INTO v (value) VALUES (?1)", std::slice::from_ref(&written)).await.unwrap();
        let read = rows(&mut *session, "SELECT value FROM v ORDER BY id DESC LIMIT 1", &[]).await.unwrap();
        assert_eq!(read, [[expected]], "{written:?}");
    }
}

/// A comparison of numbers does not tell the two zeros apart.
#[tokio::test]
async fn the_sign_of_zero_is_kept_in_a_column_without_type() {
    let mut session = memory().await;
    session.execute("CREATE TABLE z (value)", &[]).await.unwrap();
    session.execute("INSERT INTO z VALUES (?1)", &[Value::Real(-0.0)]).await.unwrap();
    let Value::Real(zero) = scalar(&mut *session, "SELECT value FROM z").await else { panic!("a real") };
    assert!(zero == 0.0 && zero.is_sign_negative());
}

#[tokio::test]
async fn what_cannot_be_kept_is_refused() {
    let mut session = memory().await;
    let cases = [
        (Value::Real(f64::NAN), "parameter 2 is a NaN"),
        (Value::UnsignedInteger(u64::MAX), "parameter 2 is 18446744073709551615"),
        (Value::IntegerArray(vec![Some(1)]), "parameter 2 is an array"),
        (Value::TextArray(vec![None]), "parameter 2 is an array"),
        (text("a\0b"), "parameter 2 is a text with a NUL character"),
        (Value::Json("\0".to_owned()), "parameter 2 is a text with a NUL character"),
        (Value::Date(Date { month: 13, ..DAY }), "parameter 2 is 2026-13-22"),
        (Value::Date(Date { year: -1, ..DAY }), "parameter 2 is -0001-11-22"),
        (Value::Time(Time { minute: 60, ..NOON }), "parameter 2 is 12:60:05.25"),
        (
            Value::Foreign(ForeignValue { type_name: "inet".to_owned(), text: "::1".to_owned() }),
            "parameter 2 is a value of type `inet`",
        ),
    ];
    for (value, expected) in cases {
        let error = session.execute("SELECT ?1, ?2", &[Value::Null, value]).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Conversion);
        assert!(error.message.starts_with(expected), "{error}");
    }
    let error = session.execute("SELECT ?1, ?2", &[Value::Null]).await.unwrap_err();
    assert_eq!(error.message, "the statement has 2 parameters, but 1 values were given");
}

#[tokio::test]
async fn a_boolean_column_reads_zero_and_one_only() {
    let mut session = memory().await;
    session.execute("CREATE TABLE f (flag BOOLEAN)", &[]).await.unwrap();
    session.execute("INSERT INTO f VALUES (1), (0), (NULL)", &[]).await.unwrap();
    let read = rows(&mut *session, "SELECT flag FROM f", &[]).await.unwrap();
    assert_eq!(read, [[Value::Boolean(true)], [Value::Boolean(false)], [Value::Null]]);
    let cursor = session.query("SELECT flag FROM f", &[]).await.unwrap();
    let batch = session.next_batch(cursor, PageLimit { rows: 10, bytes: 1_000 }).await.unwrap();
    assert_eq!(batch.columns, [ColumnBatch { data: ColumnData::Booleans(vec![1, 0, 0]), nulls: vec![0b100] }]);
    session.execute("INSERT INTO f VALUES (2)", &[]).await.unwrap();
    assert_eq!(scalar(&mut *session, "SELECT flag FROM f WHERE flag = 2").await, Value::Integer(2));
    assert_eq!(scalar(&mut *session, "SELECT MAX(flag) FROM f WHERE flag < 2").await, Value::Integer(1));
}

#[tokio::test]
async fn text_that_is_not_utf8_is_named_and_can_be_had_as_bytes() {
    let mut session = memory().await;
    session.execute("CREATE TABLE t (note TEXT)", &[]).await.unwrap();
    session.execute("INSERT INTO t VALUES (CAST(x'61FF62' AS TEXT))", &[]).await.unwrap();
    let error = rows(&mut *session, "SELECT note FROM t", &[]).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Conversion);
    assert_eq!(error.message, "column `note` holds text that is not UTF-8 (at byte 2)");
    assert_eq!(error.extra("hint"), Some("read it as bytes with CAST(... AS BLOB)"));
    assert_eq!(scalar(&mut *session, "SELECT CAST(note AS BLOB) FROM t").await, Value::Bytes(vec![0x61, 0xff, 0x62]));
    // Text that holds NUL is read whole.
    assert_eq!(scalar(&mut *session, "SELECT CAST(x'610062' AS TEXT)").await, text("a\0b"));
}

#[tokio::test]
async fn errors_tell_where_and_what() {
    let mut session = memory().await;
    session
        .execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER NOT NULL, CONSTRAINT positive CHECK (a > 0))", &[])
        .await
        .unwrap();
    let error = session.execute("SELECT 'é', missing FROM t", &[]).await.unwrap_err();
    assert_eq!((error.kind, error.extra("position")), (ErrorKind::UndefinedObject, Some("13")));
    let error = session.execute("INSERT INTO t VALUES (1, NULL)", &[]).await.unwrap_err();
    assert_eq!((error.native_code, error.extra("table"), error.extra("column")), (Some(1_299), Some("t"), Some("a")));
    let error = session.execute("INSERT INTO t VALUES (1, -1)", &[]).await.unwrap_err();
    assert_eq!((error.kind, error.extra("constraint")), (ErrorKind::ConstraintViolation, Some("positive")));
    let error = session.execute("SELECT 1; SELECT 2", &[]).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Syntax);
    assert!(session.execute("SELECT 1; -- done\n ;", &[]).await.is_ok());
    assert!(session.execute("-- nothing", &[]).await.is_ok());
    assert!(session.query("-- nothing", &[]).await.is_err());
}

#[tokio::test]
async fn keys_that_were_made_up_are_told() {
    let mut session = memory().await;
    session.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a)", &[]).await.unwrap();
    for expected in 1..=2 {
        let outcome = session.execute("INSERT INTO t (a) VALUES ('x')", &[]).await.unwrap();
        assert_eq!((outcome.rows_affected, outcome.last_insert_id), (1, Some(expected)));
    }
    let outcome = session.execute("UPDATE t SET a = 'y'", &[]).await.unwrap();
    assert_eq!((outcome.rows_affected, outcome.last_insert_id), (2, None));
    let outcome = session.execute("ALTER TABLE t ADD COLUMN b", &[]).await.unwrap();
    assert_eq!((outcome.rows_affected, outcome.last_insert_id), (0, None));
    // The rows are written although nobody reads what they return.
    let cursor = session.query("INSERT INTO t (a) VALUES (1), (2) RETURNING id", &[]).await.unwrap();
    session.close_cursor(cursor).await;
    assert_eq!(scalar(&mut *session, "SELECT COUNT(*) FROM t").await, Value::Integer(4));
}

#[tokio::test]
async fn a_cursor_of_a_prepared_statement_leaves_it_free() {
    let mut session = memory().await;
    let statement = session.prepare("SELECT ?1 UNION ALL SELECT ?1 + 1").await.unwrap();
    let first = session.query_prepared(statement, &[Value::Integer(1)]).await.unwrap();
    let second = session.query_prepared(statement, &[Value::Integer(10)]).await.unwrap();
    let limit = PageLimit { rows: 1, bytes: 100 };
    assert_eq!(session.next_rows(first, limit).await.unwrap(), [[Value::Integer(1)]]);
    assert_eq!(session.next_rows(second, limit).await.unwrap(), [[Value::Integer(10)]]);
    assert_eq!(session.next_rows(first, limit).await.unwrap(), [[Value::Integer(2)]]);
    session.close_statement(statement).await;
    assert_eq!(session.next_rows(second, limit).await.unwrap(), [[Value::Integer(11)]]);
    assert!(session.next_rows(second, limit).await.unwrap().is_empty());
    session.close_cursor(first).await;
    session.close_cursor(second).await;
}

fn stored() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<i64>().prop_map(Value::Integer),
        any::<f64>().prop_filter("NaN has no place in SQLite", |real| !real.is_nan()).prop_map(Value::Real),
        "[^\0]{0,20}".prop_map(Value::Text),
        any::<Vec<u8>>().prop_map(Value::Bytes),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Rows and batches are two views of the same values, whatever they are mixed of.
    #[test]
    fn batches_hold_what_rows_hold(values in proptest::collection::vec(stored(), 0..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut session = memory().await;
            session.execute("CREATE TABLE v (id INTEGER PRIMARY KEY, value)", &[]).await.unwrap();
            let insert = session.prepare("INSERT INTO v (value) VALUES (?1)").await.unwrap();
            let column = ColumnBatch { data: ColumnData::Values(values.clone()), nulls: Vec::new() };
            let batch = Batch { row_count: u32::try_from(values.len()).unwrap(), columns: vec![column] };
            assert_eq!(session.execute_batch(insert, batch).await.unwrap(), values.len() as u64);
            let read = rows(&mut *session, "SELECT value FROM v ORDER BY id", &[]).await.unwrap();
            assert_eq!(read.concat(), values);
            let cursor = session.query("SELECT value FROM v ORDER BY id", &[]).await.unwrap();
            let batch = session.next_batch(cursor, PageLimit { rows: 1_000, bytes: usize::MAX }).await.unwrap();
            assert_eq!(batch.row_count as usize, values.len());
            session.execute("DELETE FROM v", &[]).await.unwrap();
            session.execute_batch(insert, batch).await.unwrap();
            let read = rows(&mut *session, "SELECT value FROM v ORDER BY id", &[]).await.unwrap();
            assert_eq!(read.concat(), values);
        });
    }
}
