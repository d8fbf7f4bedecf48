//! The texts of types, as far as rules ask about them.

/// A type as its name, its numbers and what follows them: `int(11) unsigned` is `int`, 11 and `unsigned`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TypeText {
    pub(crate) name: String,
    pub(crate) numbers: Vec<u64>,
    pub(crate) rest: String,
}

/// What a value of a type is to a program that reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sort {
    Number,
    Text,
    Time,
    Day,
    Truth,
    Bytes,
    Document,
    /// Any other type, by its name.
    Other(String),
}

impl Sort {
    pub(crate) fn of(text: &str) -> Self {
        if text.ends_with("[]") {
            return Self::Other(text.to_ascii_lowercase());
        }
        let read = read(text);
        match read.name.split(' ').next().unwrap_or_default() {
            "tinyint" if read.numbers == [1] => Self::Truth,
            "smallint" | "integer" | "int" | "bigint" | "mediumint" | "tinyint" | "numeric" | "decimal" | "real"
            | "double" | "float" => Self::Number,
            "character" | "char" | "varchar" | "nvarchar" | "nchar" | "text" | "tinytext" | "mediumtext"
            | "longtext" | "citext" | "enum" | "set" | "clob" => Self::Text,
            "timestamp" | "datetime" => Self::Time,
            "date" => Self::Day,
            "boolean" | "bool" => Self::Truth,
            "bytea" | "binary" | "varbinary" | "blob" | "tinyblob" | "mediumblob" | "longblob" => Self::Bytes,
            "json" | "jsonb" => Self::Document,
            _ => Self::Other(read.name),
        }
    }
}

/// Whether `PostgreSQL` writes a table anew when a column changes from one type to another. Those that keep the bytes
/// of each value are on this list; a type that is not known is taken for one that does not.
pub(crate) fn rewrites_in_postgres(before: &str, after: &str) -> bool {
    let (one, other) = (read(before), read(after));
    let grows = |default: u64| {
        let number = |of: &TypeText| of.numbers.first().copied().unwrap_or(default);
        number(&other) >= number(&one)
    };
    let is_kept = match (one.name.as_str(), other.name.as_str()) {
        ("character varying", "character varying") | ("bit varying", "bit varying") => grows(u64::MAX),
        ("numeric", "numeric") => {
            other.numbers.is_empty()
                || !one.numbers.is_empty() && grows(0) && one.numbers.get(1) == other.numbers.get(1)
        }
        ("character varying" | "text" | "citext", "text" | "citext") | ("text" | "citext", "character varying") => {
            other.numbers.is_empty()
        }
        ("cidr", "inet") => true,
        _ => time_without_digits(&one) == time_without_digits(&other) && is_time(&one) && grows(6),
    };
    !is_kept
}

/// `timestamp(3) with time zone` and `timestamp with time zone` are one type.
fn time_without_digits(read: &TypeText) -> String {
    format!("{} {}", read.name, read.rest).trim().to_owned()
}

fn is_time(read: &TypeText) -> bool {
    ["timestamp", "time", "interval"].iter().any(|name| read.name.starts_with(name))
}

/// Integers of `MySQL`, from the smallest to the largest.
const INTEGERS: [&str; 5] = ["tinyint", "smallint", "mediumint", "int", "bigint"];

/// Texts of `MySQL`, from the shortest to the longest.
const TEXTS: [&str; 4] = ["tinytext", "text", "mediumtext", "longtext"];

/// Bytes of `MySQL`, from the shortest to the longest.
const BLOBS: [&str; 4] = ["tinyblob", "blob", "mediumblob", "longblob"];

/// Reads the text of a type.
pub(crate) fn read(text: &str) -> TypeText {
    let text = text.to_ascii_lowercase();
    let Some((name, behind)) = text.split_once('(') else {
        let (name, rest) = match text.split_once(' ') {
            Some((name, rest @ ("unsigned" | "zerofill" | "unsigned zerofill"))) => (name, rest),
            _ => (text.as_str(), ""),
        };
        return TypeText { name: name.to_owned(), numbers: Vec::new(), rest: rest.to_owned() };
    };
    let (inner, rest) = behind.rsplit_once(')').unwrap_or((behind, ""));
    let numbers = inner.split(',').filter_map(|number| number.trim().parse().ok()).collect();
    TypeText { name: name.trim().to_owned(), numbers, rest: rest.trim().to_owned() }
}

/// The values of an `enum('a','b')` or `set('a','b')`.
pub(crate) fn labels(text: &str) -> Option<Vec<String>> {
    let lower = text.to_ascii_lowercase();
    let start = ["enum(", "set("].into_iter().find(|start| lower.starts_with(start))?.len();
    let inner = text.get(start..)?.trim_end().strip_suffix(')')?;
    let mut labels = Vec::new();
    let mut rest = inner.trim();
    while let Some(behind) = rest.strip_prefix('\'') {
        let (label, end) = quoted(behind);
        labels.push(label);
        rest = behind[end..].trim_start().trim_start_matches(',').trim_start();
    }
    Some(labels)
}

/// What stands before the closing quote, and where that ends.
fn quoted(text: &str) -> (String, usize) {
    let mut label = String::new();
    let mut characters = text.char_indices().peekable();
    while let Some((place, character)) = characters.next() {
        let is_quote = character == '\'';
        if is_quote && characters.peek().is_none_or(|(_, next)| *next != '\'') {
            return (label, place + 1);
        }
        if is_quote {
            characters.next();
        }
        label.push(character);
    }
    (label, text.len())
}

/// Whether a type of `MySQL` holds less than another one of the same sort; none where they are of different sorts.
pub(crate) fn is_narrower_in_mysql(before: &str, after: &str) -> Option<bool> {
    let (one, other) = (read(before), read(after));
    for sizes in [&INTEGERS[..], &TEXTS[..], &BLOBS[..]] {
        let place = |of: &TypeText| sizes.iter().position(|name| *name == of.name);
        if let (Some(before), Some(after)) = (place(&one), place(&other)) {
            let is_unsigned = |of: &TypeText| of.rest.contains("unsigned");
            let loses_range = match (is_unsigned(&one), is_unsigned(&other)) {
                // Negative numbers do not fit, however wide it is.
                (false, true) => true,
                (true, false) => after <= before,
                _ => after < before,
            };
            return Some(loses_range);
        }
    }
    None
}

/// The bytes that a value of an enum or set takes.
pub(crate) fn label_bytes(text: &str) -> Option<usize> {
    let count = labels(text)?.len();
    let is_set = text.to_ascii_lowercase().starts_with("set");
    Some(match (is_set, count) {
        (false, 0..=255) | (true, 0..=8) => 1,
        (false, _) | (true, 9..=16) => 2,
        (true, 17..=24) => 3,
        (true, 25..=32) => 4,
        (true, _) => 8,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_comes_apart() {
        let told = |text| {
            let read = read(text);
            (read.name, read.numbers, read.rest)
        };
        assert_eq!(told("int(11) unsigned"), ("int".to_owned(), vec![11], "unsigned".to_owned()));
        assert_eq!(told("INT UNSIGNED"), ("int".to_owned(), vec![], "unsigned".to_owned()));
        assert_eq!(told("double precision"), ("double precision".to_owned(), vec![], String::new()));
        let told_time = told("timestamp(3) without time zone");
        assert_eq!(told_time, ("timestamp".to_owned(), vec![3], "without time zone".to_owned()));
    }

    #[test]
    fn the_values_of_an_enum_are_read() {
        assert_eq!(labels("enum('a','it''s','c,d')"), Some(vec!["a".to_owned(), "it's".to_owned(), "c,d".to_owned()]));
        assert_eq!((labels("varchar(3)"), label_bytes("set('a','b')")), (None, Some(1)));
    }

    #[test]
    fn types_that_keep_their_bytes_are_not_written_anew() {
        for (before, after) in [
            ("character varying(20)", "character varying(40)"),
            ("character varying(20)", "text"),
            ("text", "character varying"),
            ("numeric(8,2)", "numeric(10,2)"),
            ("numeric(8,2)", "numeric"),
            ("timestamp(3) without time zone", "timestamp without time zone"),
            ("timestamp(3) with time zone", "timestamp(6) with time zone"),
            ("cidr", "inet"),
        ] {
            assert!(!rewrites_in_postgres(before, after), "{before} to {after}");
        }
        for (before, after) in [
            ("integer", "bigint"),
            ("character varying(40)", "character varying(20)"),
            ("text", "character varying(20)"),
            ("character(3)", "text"),
            ("numeric(8,2)", "numeric(10,4)"),
            ("numeric", "numeric(10,4)"),
            ("timestamp without time zone", "timestamp with time zone"),
            ("timestamp without time zone", "timestamp(3) without time zone"),
            ("mood", "text"),
        ] {
            assert!(rewrites_in_postgres(before, after), "{before} to {after}");
        }
    }

    #[test]
    fn types_are_of_a_sort() {
        for (before, after) in [("integer", "bigint"), ("character varying(3)", "text"), ("int(11)", "decimal(8,2)")] {
            assert_eq!(Sort::of(before), Sort::of(after), "{before} and {after}");
        }
        for (before, after) in [("integer", "text"), ("date", "timestamp"), ("text", "jsonb"), ("mood", "text")] {
            assert_ne!(Sort::of(before), Sort::of(after), "{before} and {after}");
        }
    }

    #[test]
    fn types_of_mysql_are_compared_by_what_they_hold() {
        for (before, after, expected) in [
            ("int", "bigint", Some(false)),
            ("bigint(20)", "int(11)", Some(true)),
            ("int", "int unsigned", Some(true)),
            ("int unsigned", "bigint", Some(false)),
            ("int unsigned", "int", Some(true)),
            ("mediumtext", "text", Some(true)),
            ("int", "text", None),
        ] {
            assert_eq!(is_narrower_in_mysql(before, after), expected, "{before} to {after}");
        }
    }
}
