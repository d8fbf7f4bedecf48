//! Values of every type, to the database, into types of the language, and back.

use aludel_guest::{FromValue, Interval, Time, Value, prelude::*};

pub(crate) const UNICODE_TABLE: &str = "conf_größe \"q\"";

/// A type with its samples, and the way from a row to the language's own type and back to a parameter.
struct Kind {
    samples: Vec<Value>,
    copy: fn(&Row) -> Result<Value>,
}

/// The second column of a row as a value of that type.
fn native<T: Into<Value> + for<'value> FromValue<'value>>(row: &Row) -> Result<Value> {
    Ok(row.get::<T>(1)?.into())
}

fn kind<T: Into<Value> + for<'value> FromValue<'value>>(samples: impl IntoIterator<Item = T>) -> Kind {
    Kind { samples: samples.into_iter().map(Into::into).collect(), copy: native::<T> }
}

fn kind_named(name: &str) -> Result<Kind> {
    Ok(match name {
        "boolean" => kind([true, false]),
        "integer" => kind([0, -1, i64::MAX, i64::MIN]),
        "unsigned" => kind([u64::MAX]),
        "real" => kind([0.5, -1.5, 1e300, 0.1]),
        "decimal" => kind::<Decimal>(["12.3400".parse()?, "-99999999999999999999.9999".parse()?]),
        "text" => kind(["", "a'b\"c\\d", " two\nlines ", "Zażółć 日本語 😀 e\u{301}"].map(str::to_owned)),
        "bytes" => kind([vec![], vec![0x00, 0xff, 0x00, 0x27, 0x5c]]),
        "json" => kind(["{\"a\": [1, 2, null]}", "\"ü\""].map(Json::new)),
        "uuid" => kind::<Uuid>([Uuid::from_u128(0), "550e8400-e29b-41d4-a716-446655440000".parse()?]),
        "date" => kind([Date::new(2024, 2, 29), Date::new(9999, 12, 31)]),
        "time" => kind([Time::new(0, 0, 0), LATE]),
        "timestamp" => kind(MOMENTS),
        "timestamptz" => kind(MOMENTS.map(UtcDateTime)),
        "interval" => kind([Interval { months: 14, days: -3, microseconds: 4_000_001 }]),
        "boolean-array" => kind([vec![Some(true), None]]),
        "integer-array" => kind([vec![], vec![Some(1), None, Some(i64::MIN)]]),
        "real-array" => kind([vec![Some(0.5), None]]),
        "text-array" => kind([vec![Some("a,\"b\"".to_owned()), None, Some(String::new())]]),
        _ => return Err(Error::other(format!("there is no kind of value `{name}`"))),
    })
}

const LATE: Time = Time { hour: 23, minute: 59, second: 59, nanosecond: 123_456_000 };

const MOMENTS: [DateTime; 2] = {
    let day = Date { year: 2024, month: 2, day: 29 };
    [
        DateTime { date: day, time: Time { hour: 0, minute: 0, second: 0, nanosecond: 0 } },
        DateTime { date: day, time: LATE },
    ]
};

pub(crate) fn values(db: &Database) -> Result<()> {
    db.execute_script(&argument("ddl")?)?;
    let names = argument("kinds")?;
    let kinds = names.split(',').map(|name| Ok((name, kind_named(name)?))).collect::<Result<Vec<_>>>()?;
    let mut id = 0;
    for (name, kind) in &kinds {
        for sample in &kind.samples {
            id += 1;
            insert(db, "conf_values", name, id, sample.clone())?;
        }
    }
    for (name, kind) in &kinds {
        let column = column_of(name);
        let select = format!("SELECT id, {column} FROM conf_values WHERE {column} IS NOT NULL ORDER BY id");
        let rows = db.query(&select, params![])?.collect::<Result<Vec<Row>>>()?;
        for row in &rows {
            insert(db, "conf_copy", name, row.get(0)?, (kind.copy)(row)?)?;
        }
    }
    Ok(())
}

fn insert(db: &Database, table: &str, kind: &str, id: i64, value: Value) -> Result<()> {
    let sql = format!("INSERT INTO {table} (id, {}) VALUES ({})", column_of(kind), db.placeholders(2));
    db.execute(&sql, params![id, value])?;
    Ok(())
}

fn column_of(kind: &str) -> String {
    format!("v_{}", kind.replace('-', "_"))
}

fn argument(name: &str) -> Result<String> {
    context::argument(name).ok_or_else(|| Error::other(format!("the argument `{name}` is missing")))
}

pub(crate) fn nulls(db: &Database) -> Result<()> {
    db.execute_script(&argument("ddl")?)?;
    let insert = format!("INSERT INTO conf_nulls (id, a, b, c) VALUES ({})", db.placeholders(4));
    db.execute(&insert, params![1, None::<i64>, None::<&str>, None::<Vec<u8>>])?;
    db.execute(&insert, params![2, 7, "x", vec![1_u8]])?;
    let rows = db.query_as::<(i64, Option<i64>, Option<String>, Option<Vec<u8>>)>(
        "SELECT id, a, b, c FROM conf_nulls ORDER BY id",
        params![],
    )?;
    for row in rows {
        let (id, a, b, c) = row?;
        info!("row {id}: {} {} {}", or_null(a), or_null(b), or_null(c.map(|bytes| bytes.len())));
    }
    Ok(())
}

fn or_null<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(|| "null".to_owned(), |value| value.to_string())
}

pub(crate) fn unicode(db: &Database) -> Result<()> {
    let (table, column) = (db.quote(UNICODE_TABLE), db.quote("naïve"));
    db.execute(&format!("CREATE TABLE {table} (id INTEGER NOT NULL PRIMARY KEY, {column} VARCHAR(100))"), params![])?;
    let texts = ["Ünïcødé", "日本語", "😀 e\u{301}", "\u{202e}right to left", "ﷺ"];
    let insert = format!("INSERT INTO {table} (id, {column}) VALUES ({})", db.placeholders(2));
    for (id, text) in (1..).zip(texts) {
        db.execute(&insert, params![id, text])?;
    }
    for row in db.query_as::<(String,)>(&format!("SELECT {column} FROM {table} ORDER BY id"), params![])? {
        info!("text {}", row?.0);
    }
    Ok(())
}
