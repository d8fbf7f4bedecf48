use proptest::prelude::*;

use super::*;
use crate::lexer::{Lexer, TokenKind};
use crate::value::{Date, DateTime, ForeignValue, Interval, Time, Uuid};
use Dialect::{MariaDb, Mysql, Postgres, Sqlite};

fn unsupported(what: &'static str, dialect: Dialect) -> Result<String, LiteralError> {
    Err(LiteralError::Unsupported { what, dialect })
}

/// Asserts what a value is in SQLite, PostgreSQL and MySQL; an empty text is one that cannot be written.
fn assert_literals(value: &Value, sqlite: &str, postgres: &str, mysql: &str) {
    for (dialect, expected) in [(Sqlite, sqlite), (Postgres, postgres), (Mysql, mysql)] {
        let written = literal(value, dialect).unwrap_or_default();
        assert_eq!(written, expected, "{dialect:?}: {value:?}");
    }
}

#[test]
fn numbers_keep_every_digit() {
    assert_literals(&Value::Null, "NULL", "NULL", "NULL");
    assert_literals(&Value::Boolean(true), "1", "true", "TRUE");
    let smallest = "-9223372036854775808";
    assert_literals(&Value::Integer(i64::MIN), smallest, "'-9223372036854775808'::bigint", smallest);
    let largest = "18446744073709551615";
    assert_literals(&Value::UnsignedInteger(u64::MAX), "", largest, largest);
    assert_literals(&Value::Real(0.1), "0.1", "'0.1'::float8", "1e-1");
    assert_literals(&Value::Real(-0.0), "-0.0", "'-0.0'::float8", "-0e0");
    assert_literals(&Value::Real(1e300), "1e300", "'1e300'::float8", "1e300");
    assert_literals(&Value::Real(f64::NAN), "", "'NaN'::float8", "");
    assert_literals(&Value::Real(f64::NEG_INFINITY), "-9e999", "'-Infinity'::float8", "");
    assert_literals(&Value::Decimal("-12.3400".to_owned()), "'-12.3400'", "-12.3400", "-12.3400");
    assert_literals(&Value::Decimal("NaN".to_owned()), "", "'NaN'::numeric", "");
    let injection = Value::Decimal("1); DROP TABLE a".to_owned());
    assert!(matches!(literal(&injection, Postgres), Err(LiteralError::NotDecimal { .. })));
}

#[test]
fn texts_and_bytes_are_escaped_as_each_dialect_does() {
    let text = |text: &str| Value::Text(text.to_owned());
    assert_literals(&text(r"it's \n"), r"'it''s \n'", r"E'it''s \\n'", r"'it''s \\n'");
    assert_literals(&text(""), "''", "''", "''");
    assert_literals(&text("a\0'"), "CAST(x'610027' AS TEXT)", "", r"'a\0'''");
    assert_eq!(literal(&text("\0"), Postgres), Err(LiteralError::HoldsNul { dialect: Postgres }));
    assert_literals(&Value::Bytes(vec![0, 0xff]), "x'00ff'", r"'\x00ff'::bytea", "x'00ff'");
    assert_literals(
        &Value::Json(r#"{"a": "\n"}"#.to_owned()),
        r#"'{"a": "\n"}'"#,
        r#"E'{"a": "\\n"}'::json"#,
        r#"'{"a": "\\n"}'"#,
    );
    let foreign = |name: &str| Value::Foreign(ForeignValue { type_name: name.to_owned(), text: "[1,2)".to_owned() });
    assert_literals(&foreign("int4range"), "'[1,2)'", "'[1,2)'::int4range", "'[1,2)'");
    assert_literals(&foreign("Mood; --"), "'[1,2)'", "'[1,2)'::\"Mood; --\"", "'[1,2)'");
}

#[test]
fn times_are_written_with_their_types() {
    let date = |year| Date { year, month: 3, day: 5 };
    let time = Time { hour: 9, minute: 30, second: 0, nanosecond: 1000 };
    let at = |year| DateTime { date: date(year), time };
    assert_literals(&Value::Date(date(2026)), "'2026-03-05'", "'2026-03-05'::date", "DATE'2026-03-05'");
    assert_literals(&Value::Date(date(0)), "'0000-03-05'", "'0001-03-05 BC'::date", "DATE'0000-03-05'");
    assert_literals(&Value::Date(date(12_026)), "'+12026-03-05'", "'12026-03-05'::date", "");
    assert_literals(&Value::Time(time), "'09:30:00.000001'", "'09:30:00.000001'::time", "TIME'09:30:00.000001'");
    assert_literals(
        &Value::Timestamp(at(2026)),
        "'2026-03-05 09:30:00.000001'",
        "'2026-03-05 09:30:00.000001'::timestamp",
        "TIMESTAMP'2026-03-05 09:30:00.000001'",
    );
    assert_literals(
        &Value::Timestamptz(at(-43)),
        "'-0043-03-05 09:30:00.000001+00:00'",
        "'0044-03-05 09:30:00.000001+00 BC'::timestamptz",
        "",
    );
    let fine = Value::Time(Time { nanosecond: 1, ..time });
    assert_eq!(literal(&fine, Postgres), unsupported("a time finer than a microsecond", Postgres));
    assert_eq!(literal(&fine, MariaDb), unsupported("a time finer than a microsecond", MariaDb));
    let interval = Value::Interval(Interval { months: 1, days: -2, microseconds: 500_000 });
    assert_literals(&interval, "'P1M-2DT0.5S'", "'P1M-2DT0.5S'::interval", "");
    let uuid = "00000000-0000-0001-0000-000000000002";
    let quoted = format!("'{uuid}'");
    assert_literals(&Value::Uuid(Uuid { high: 1, low: 2 }), &quoted, &format!("{quoted}::uuid"), &quoted);
}

#[test]
fn only_postgres_has_arrays() {
    let texts = Value::TextArray(vec![Some("a'".to_owned()), None]);
    assert_literals(&texts, "", "ARRAY['a''', NULL]::text[]", "");
    assert_literals(&Value::IntegerArray(Vec::new()), "", "ARRAY[]::bigint[]", "");
    assert_literals(&Value::RealArray(vec![Some(f64::NAN)]), "", "ARRAY['NaN']::float8[]", "");
    assert_literals(&Value::BooleanArray(vec![Some(true)]), "", "ARRAY[true]::boolean[]", "");
}

#[test]
fn parameters_are_written_in_their_places() {
    let values = [Value::Integer(-1), Value::Text("$1 ?".to_owned())];
    let cases = [
        (Postgres, "SELECT a-$1, '$1', $2 -- $2", Ok("SELECT a- -1, '$1', '$1 ?' -- $2")),
        (Postgres, "SELECT $2, $1, $2, b ? 'c'", Ok("SELECT '$1 ?', -1, '$1 ?', b ? 'c'")),
        (Sqlite, "SELECT ?2, ?1 /* ? */", Ok("SELECT '$1 ?', -1 /* ? */")),
        (Mysql, "SELECT ?, @x, ?, '\\'?'", Ok("SELECT -1, @x, '$1 ?', '\\'?'")),
        (Sqlite, "SELECT ?, ?, ?", Err(InlineError::Missing { index: 3, given: 2 })),
        (Postgres, "SELECT $1", Err(InlineError::Unused { index: 2, given: 2 })),
        (Postgres, "SELECT $0", Err(InlineError::Missing { index: 0, given: 2 })),
        (Sqlite, "SELECT :a", Err(InlineError::Named { name: ":a".to_owned() })),
    ];
    for (dialect, sql, expected) in cases {
        assert_eq!(inline(sql, &values, dialect), expected.map(str::to_owned), "{dialect:?}: {sql}");
    }
}

proptest! {
    /// Whatever a text holds, its literal is one string for the lexer of the dialect.
    #[test]
    fn a_text_never_leaves_its_quotes(text in "[-'\\\\;\"a\\n]{0,20}|.{0,20}") {
        for dialect in [Sqlite, Postgres, Mysql] {
            let Ok(written) = literal(&Value::Text(text.clone()), dialect) else { continue };
            if written.starts_with("CAST") {
                continue;
            }
            let tokens: Vec<TokenKind> = Lexer::new(&written, dialect).map(|token| token.expect("it is whole").kind).collect();
            prop_assert_eq!(tokens, [TokenKind::Text], "{:?}: {}", dialect, written);
        }
    }
}
