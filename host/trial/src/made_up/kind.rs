//! What fits a column of a type.

use std::collections::BTreeMap;

use aludel_schema::ObjectName;
use aludel_schema::model::EnumType;
use aludel_sql::Dialect;

/// What the values of a type look like, as far as one has to know to write one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Boolean,
    /// Up to this value.
    Integer(u64),
    /// So many digits before and behind the point.
    Decimal {
        whole: u32,
        fraction: u32,
    },
    Real,
    /// Up to so many characters.
    Text(Option<u32>),
    /// Up to so many bytes.
    Bytes(Option<u32>),
    Date,
    Time,
    Timestamp,
    Year,
    Uuid,
    Json,
    Labels(Vec<String>),
    Bits(u32),
    /// One text that is right for every row.
    Sample(&'static str),
    /// Nothing is known: texts, numbers and days are tried in turn.
    Unknown,
}

/// A type as it is written, taken apart: `numeric(10,2)`, `enum('a','b')`, `text[]`.
struct Written {
    base: String,
    arguments: Vec<String>,
    is_array: bool,
}

/// What fits a type, as the server writes it.
pub(super) fn kind(data_type: &str, dialect: Dialect, enums: &BTreeMap<ObjectName, EnumType>) -> Kind {
    let written = written(data_type);
    if written.is_array {
        return Kind::Sample("{}");
    }
    if let Some(labels) = labels(data_type, enums) {
        return Kind::Labels(labels);
    }
    let known = numbers(&written, dialect).or_else(|| texts(&written)).or_else(|| times(&written.base));
    known.or_else(|| others(&written, dialect)).unwrap_or_else(|| affinity(&written.base, dialect))
}

fn written(data_type: &str) -> Written {
    let lower = data_type.trim().to_lowercase();
    let is_array = lower.ends_with("[]");
    let (before, inside, after) = match (lower.find('('), lower.rfind(')')) {
        (Some(open), Some(close)) if open < close => {
            (&lower[..open], &data_type.trim()[open + 1..close], &lower[close + 1..])
        }
        _ => (lower.as_str(), "", ""),
    };
    let words: Vec<&str> = before.split_whitespace().chain(after.split_whitespace()).collect();
    let arguments =
        inside.split(',').map(|argument| argument.trim().to_owned()).filter(|argument| !argument.is_empty());
    Written { base: words.join(" "), arguments: arguments.collect(), is_array }
}

impl Written {
    fn number(&self, index: usize) -> Option<u32> {
        self.arguments.get(index).and_then(|argument| argument.parse().ok())
    }
}

fn labels(data_type: &str, enums: &BTreeMap<ObjectName, EnumType>) -> Option<Vec<String>> {
    let bare = data_type.replace('"', "");
    let found = enums.values().find(|known| known.name.to_string() == bare);
    found.map(|known| known.labels.clone())
}

fn numbers(written: &Written, dialect: Dialect) -> Option<Kind> {
    let base = written.base.trim_end_matches(" zerofill").trim_end_matches(" unsigned");
    let precision = written.number(0).unwrap_or(10);
    Some(match base {
        "boolean" | "bool" => Kind::Boolean,
        "tinyint" if written.number(0) == Some(1) => Kind::Boolean,
        "tinyint" => Kind::Integer(127),
        "smallint" | "int2" | "smallserial" => Kind::Integer(32_767),
        "mediumint" => Kind::Integer(8_388_607),
        "integer" | "int" | "int4" | "serial" => Kind::Integer(2_147_483_647),
        "bigint" | "int8" | "bigserial" => Kind::Integer(9_000_000_000_000_000_000),
        "numeric" | "decimal" | "dec" | "number" => decimal(written, precision),
        "real" | "float" | "float4" | "float8" | "double" | "double precision" => Kind::Real,
        "money" if dialect == Dialect::Postgres => Kind::Decimal { whole: 6, fraction: 2 },
        _ => return None,
    })
}

fn decimal(written: &Written, precision: u32) -> Kind {
    let fraction = written.number(1).unwrap_or(if written.arguments.is_empty() { 2 } else { 0 }).min(precision);
    Kind::Decimal { whole: precision - fraction, fraction }
}

fn texts(written: &Written) -> Option<Kind> {
    let length = written.number(0);
    Some(match written.base.as_str() {
        "char" | "character" | "bpchar" | "nchar" => Kind::Text(Some(length.unwrap_or(1))),
        "text" | "character varying" | "varchar" | "nvarchar" | "citext" | "clob" | "tinytext" | "mediumtext"
        | "longtext" | "string" => Kind::Text(length),
        "name" => Kind::Text(Some(63)),
        "bytea" | "blob" | "tinyblob" | "mediumblob" | "longblob" | "varbinary" => Kind::Bytes(length),
        "binary" => Kind::Bytes(Some(length.unwrap_or(1))),
        "enum" => Kind::Labels(written.arguments.iter().map(|label| unquoted(label)).collect()),
        "set" => Kind::Labels(written.arguments.iter().take(1).map(|label| unquoted(label)).collect()),
        _ => return None,
    })
}

fn times(base: &str) -> Option<Kind> {
    Some(match base {
        "date" => Kind::Date,
        "time" | "time without time zone" => Kind::Time,
        "time with time zone" | "timetz" => Kind::Sample("12:30:00+00"),
        "timestamp" | "datetime" | "timestamptz" | "timestamp without time zone" | "timestamp with time zone" => {
            Kind::Timestamp
        }
        "year" => Kind::Year,
        "interval" => Kind::Sample("1 day"),
        _ => return None,
    })
}

fn others(written: &Written, dialect: Dialect) -> Option<Kind> {
    Some(match written.base.as_str() {
        "uuid" => Kind::Uuid,
        "json" | "jsonb" => Kind::Json,
        "bit" | "bit varying" | "varbit" => Kind::Bits(written.number(0).unwrap_or(1)),
        _ if dialect != Dialect::Postgres => return None,
        "inet" | "cidr" => Kind::Sample("192.0.2.7"),
        "macaddr" => Kind::Sample("08:00:2b:01:02:03"),
        "macaddr8" => Kind::Sample("08:00:2b:01:02:03:04:05"),
        "xml" => Kind::Sample("<a/>"),
        "tsvector" | "tsquery" => Kind::Sample("word"),
        "point" => Kind::Sample("(1,2)"),
        "box" => Kind::Sample("(1,2),(3,4)"),
        "hstore" => Kind::Sample("a=>1"),
        "ltree" => Kind::Sample("top.leaf"),
        "int4range" | "int8range" | "numrange" => Kind::Sample("[1,5)"),
        "daterange" | "tsrange" | "tstzrange" => Kind::Sample("[2011-01-01,2011-02-01)"),
        _ => return None,
    })
}

/// `SQLite` takes any words for a type and looks for parts of them (datatype3.html, section 3.1).
fn affinity(base: &str, dialect: Dialect) -> Kind {
    if dialect != Dialect::Sqlite {
        return Kind::Unknown;
    }
    let holds = |parts: &[&str]| parts.iter().any(|part| base.contains(part));
    match () {
        () if holds(&["int"]) => Kind::Integer(2_147_483_647),
        () if holds(&["char", "clob", "text"]) => Kind::Text(None),
        () if base.is_empty() || holds(&["blob"]) => Kind::Text(None),
        () if holds(&["real", "floa", "doub"]) => Kind::Real,
        () => Kind::Decimal { whole: 6, fraction: 2 },
    }
}

fn unquoted(label: &str) -> String {
    label.trim_matches('\'').replace("''", "'")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(data_type: &str, dialect: Dialect) -> Kind {
        let mood = EnumType { name: ObjectName::local("mood"), labels: vec!["sad".to_owned()], comment: None };
        kind(data_type, dialect, &[(mood.name.clone(), mood)].into())
    }

    #[test]
    fn types_are_known_as_servers_write_them() {
        let cases = [
            ("character varying(20)", Kind::Text(Some(20))),
            ("numeric(10,2)", Kind::Decimal { whole: 8, fraction: 2 }),
            ("numeric(4)", Kind::Decimal { whole: 4, fraction: 0 }),
            ("timestamp(3) with time zone", Kind::Timestamp),
            ("text[]", Kind::Sample("{}")),
            ("mood", Kind::Labels(vec!["sad".to_owned()])),
            ("bit(8)", Kind::Bits(8)),
            ("some_domain", Kind::Unknown),
        ];
        for (written, expected) in cases {
            assert_eq!(of(written, Dialect::Postgres), expected, "{written}");
        }
        assert_eq!(of("int(10) unsigned", Dialect::MariaDb), Kind::Integer(2_147_483_647));
        assert_eq!(of("tinyint(1)", Dialect::Mysql), Kind::Boolean);
        let labels = Kind::Labels(vec!["a".to_owned(), "it's B".to_owned()]);
        assert_eq!(of("enum('a','it''s B')", Dialect::Mysql), labels);
    }

    #[test]
    fn sqlite_takes_any_words() {
        let cases =
            [("", Kind::Text(None)), ("UNSIGNED BIG INT", Kind::Integer(2_147_483_647)), ("DATETIME", Kind::Timestamp)];
        for (written, expected) in cases {
            assert_eq!(of(written, Dialect::Sqlite), expected, "{written}");
        }
    }
}
