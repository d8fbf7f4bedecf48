//! Values of every type, to the database and back.

use std::fmt::Debug;

use aludel_guest::{Dialect, FromValue, Interval, Time, Value, prelude::*};

use crate::check;

/// The names of the column types of one dialect; None where it has no such type.
struct Types {
    boolean: &'static str,
    real: &'static str,
    decimal: &'static str,
    bytes: &'static str,
    json: &'static str,
    uuid: &'static str,
    time: &'static str,
    timestamp: &'static str,
    timestamptz: Option<&'static str>,
    interval: Option<&'static str>,
    unsigned: Option<&'static str>,
    arrays: bool,
}

const SQLITE: Types = Types {
    boolean: "BOOLEAN",
    real: "REAL",
    decimal: "TEXT",
    bytes: "BLOB",
    json: "TEXT",
    uuid: "TEXT",
    time: "TEXT",
    timestamp: "TEXT",
    timestamptz: Some("TEXT"),
    interval: None,
    unsigned: None,
    arrays: false,
};

const POSTGRESQL: Types = Types {
    boolean: "BOOLEAN",
    real: "DOUBLE PRECISION",
    decimal: "NUMERIC(24, 4)",
    bytes: "BYTEA",
    json: "JSON",
    uuid: "UUID",
    time: "TIME",
    timestamp: "TIMESTAMP",
    timestamptz: Some("TIMESTAMPTZ"),
    interval: Some("INTERVAL"),
    unsigned: None,
    arrays: true,
};

const MYSQL: Types = Types {
    boolean: "BOOLEAN",
    real: "DOUBLE",
    decimal: "DECIMAL(24, 4)",
    bytes: "LONGBLOB",
    json: "JSON",
    uuid: "CHAR(36)",
    time: "TIME(6)",
    timestamp: "DATETIME(6)",
    timestamptz: None,
    interval: None,
    unsigned: Some("BIGINT UNSIGNED"),
    arrays: false,
};

/// Every type, with the ends of its range.
pub(crate) fn values(db: &Database) -> Result<()> {
    let types = match db.dialect() {
        Dialect::Postgresql => &POSTGRESQL,
        Dialect::Mysql | Dialect::Mariadb => &MYSQL,
        _ => &SQLITE,
    };
    numbers(db, types)?;
    texts(db, types)?;
    calendar(db, types)?;
    if types.arrays { arrays(db) } else { Ok(()) }
}

fn numbers(db: &Database, types: &Types) -> Result<()> {
    round_trip(db, types.boolean, &[true, false])?;
    round_trip(db, "BIGINT", &[0_i64, -1, i64::MAX, i64::MIN])?;
    round_trip(db, "SMALLINT", &[0_i16, i16::MAX, i16::MIN])?;
    round_trip(db, types.real, &[0.0, -1.5, 1e300, 0.1])?;
    round_trip(db, types.decimal, &[decimal("12.3400")?, decimal("-99999999999999999999.9999")?])?;
    types.unsigned.map_or(Ok(()), |unsigned| round_trip(db, unsigned, &[0_u64, u64::MAX]))
}

fn texts(db: &Database, types: &Types) -> Result<()> {
    let long = "x".repeat(60_000);
    round_trip(db, "TEXT", &[String::new(), "a'b\"c\\d".to_owned(), " two\nlines ".to_owned(), long])?;
    round_trip(db, types.bytes, &[Vec::new(), vec![0, 255, 0, 39, 92], (0..=255).collect()])?;
    round_trip(db, types.json, &[Json::new("{\"a\": [1, 2, null]}"), Json::new("\"ü\"")])?;
    round_trip(db, types.uuid, &[Uuid::from_u128(0), Uuid::from_u128(u128::MAX - 7)])
}

fn calendar(db: &Database, types: &Types) -> Result<()> {
    let date = Date::new(2024, 2, 29);
    let time = Time { hour: 23, minute: 59, second: 59, nanosecond: 123_456_000 };
    let (day, moment) = (DateTime::new(date, Time::new(0, 0, 0)), DateTime::new(date, time));
    round_trip(db, "DATE", &[date, Date::new(9999, 12, 31)])?;
    round_trip(db, types.time, &[Time::new(0, 0, 0), time])?;
    round_trip(db, types.timestamp, &[day, moment])?;
    if let Some(timestamptz) = types.timestamptz {
        round_trip(db, timestamptz, &[UtcDateTime(day), UtcDateTime(moment)])?;
    }
    let interval = Interval { months: 14, days: -3, microseconds: 4_000_001 };
    types.interval.map_or(Ok(()), |name| round_trip(db, name, &[interval]))
}

fn arrays(db: &Database) -> Result<()> {
    round_trip(db, "BOOLEAN[]", &[vec![Some(true), None]])?;
    round_trip(db, "BIGINT[]", &[vec![], vec![Some(1_i64), None, Some(i64::MIN)]])?;
    round_trip(db, "DOUBLE PRECISION[]", &[vec![Some(0.5), None]])?;
    round_trip(db, "TEXT[]", &[vec![Some("a,\"b\"".to_owned()), None, Some(String::new())]])
}

fn decimal(text: &str) -> Result<Decimal> {
    Ok(text.parse()?)
}

/// Writes the items and a NULL, and reads them back by rows, by a typed read and in columnar form.
fn round_trip<T>(db: &Database, type_name: &str, items: &[T]) -> Result<()>
where
    T: Clone + PartialEq + Debug + Into<Value> + for<'value> FromValue<'value>,
{
    let wanted: Vec<Option<T>> = items.iter().cloned().map(Some).chain([None]).collect();
    let columns = format!("id INTEGER NOT NULL PRIMARY KEY, item {type_name}");
    check::with_table(db, "conformance_values", &columns, || {
        let insert = format!("INSERT INTO conformance_values (id, item) VALUES ({})", db.placeholders(2));
        for (id, item) in wanted.iter().enumerate() {
            db.execute(&insert, params![id, item.clone()])?;
        }
        let select = "SELECT item FROM conformance_values ORDER BY id";
        let read: Vec<Option<T>> = db.query(select, params![])?.map(|row| row?.get(0)).collect::<Result<_>>()?;
        check::equal(type_name, read, wanted.clone())?;
        check::equal(type_name, read_columnar(db, select)?, wanted.clone())
    })
}

fn read_columnar<T: for<'value> FromValue<'value>>(db: &Database, select: &str) -> Result<Vec<Option<T>>> {
    let mut items = Vec::new();
    for batch in db.query(select, params![])?.batches(2) {
        for value in batch?.values(0)? {
            let item = Option::<T>::from_value(&value);
            items.push(item.ok_or_else(|| Error::other(format!("{value:?} is not {}", T::EXPECTED)))?);
        }
    }
    Ok(items)
}

/// Text beyond ASCII in data and in names.
pub(crate) fn unicode(db: &Database) -> Result<()> {
    let texts = ["Ünïcødé", "日本語", "😀 e\u{301}", "\u{202e}right to left", "ﷺ"];
    let table = db.quote("Übergröße");
    check::with_table(db, &table, "id INTEGER NOT NULL PRIMARY KEY, item VARCHAR(100)", || {
        let insert = format!("INSERT INTO {table} (id, item) VALUES ({})", db.placeholders(2));
        for (id, text) in texts.iter().enumerate() {
            db.execute(&insert, params![id, *text])?;
        }
        let select = format!("SELECT item FROM {table} ORDER BY id");
        let read: Vec<String> =
            db.query_as::<(String,)>(&select, params![])?.map(|row| Ok(row?.0)).collect::<Result<_>>()?;
        check::equal("the texts", read, texts.map(str::to_owned).to_vec())
    })
}
