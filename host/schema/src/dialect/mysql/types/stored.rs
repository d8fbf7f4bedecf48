//! Types as the catalogue writes them.

/// Integers, with the width that each has for display when none is asked for: signed and unsigned.
const INTEGERS: [(&str, u8, u8); 5] =
    [("tinyint", 4, 3), ("smallint", 6, 5), ("mediumint", 9, 8), ("int", 11, 10), ("bigint", 20, 20)];

/// What the values of a type are written like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Family {
    Number,
    Bits,
    Bytes,
    Moment,
    Text,
    Other,
}

/// An integer type in its parts.
struct Integer<'text> {
    name: &'static str,
    width: Option<u8>,
    width_usual: u8,
    /// ` unsigned`, ` unsigned zerofill`, or nothing.
    rest: &'text str,
}

fn integer(data_type: &str) -> Option<Integer<'_>> {
    let end = data_type.find(|character: char| !character.is_ascii_alphabetic()).unwrap_or(data_type.len());
    let (name, signed, unsigned) = INTEGERS.into_iter().find(|(name, ..)| *name == &data_type[..end])?;
    let rest = &data_type[end..];
    let (width, rest) = match rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        Some((width, rest)) => (width.parse().ok(), rest),
        None => (None, rest),
    };
    let width_usual = if rest.contains("unsigned") { unsigned } else { signed };
    Some(Integer { name, width, width_usual, rest })
}

impl Integer<'_> {
    /// Zeros fill the width, and drivers take `tinyint(1)` for a boolean: only there does a width say something.
    fn width_matters(&self) -> bool {
        self.rest.contains("zerofill") || (self.name == "tinyint" && self.width == Some(1))
    }
}

/// The type without what the server adds to what was asked for, and whether the column is compressed (`MariaDB` writes
/// that into the type).
pub(in super::super) fn as_stored(column_type: &str) -> (String, bool) {
    let (data_type, is_compressed) = match column_type.split_once(" /*M!") {
        Some((data_type, remark)) => (data_type, remark.contains("COMPRESSED")),
        None => (column_type, false),
    };
    if data_type == "year(4)" {
        return ("year".to_owned(), is_compressed);
    }
    let text = match integer(data_type) {
        Some(integer) if !integer.width_matters() && integer.width == Some(integer.width_usual) => {
            format!("{}{}", integer.name, integer.rest)
        }
        _ => data_type.to_owned(),
    };
    (text, is_compressed)
}

/// The type without what makes no difference: the widths that integers have for display.
pub(in super::super) fn meaning(data_type: &str) -> String {
    match integer(data_type) {
        Some(integer) if !integer.width_matters() => format!("{}{}", integer.name, integer.rest),
        _ => data_type.to_owned(),
    }
}

/// The family of a type.
pub(in super::super) fn family(data_type: &str) -> Family {
    let name = data_type.split(|character: char| !character.is_ascii_alphabetic()).next().unwrap_or_default();
    match name {
        "tinyint" | "smallint" | "mediumint" | "int" | "bigint" | "decimal" | "float" | "double" | "year" => {
            Family::Number
        }
        "bit" => Family::Bits,
        "binary" | "varbinary" | "tinyblob" | "blob" | "mediumblob" | "longblob" => Family::Bytes,
        "date" | "time" | "datetime" | "timestamp" => Family::Moment,
        "char" | "varchar" | "tinytext" | "text" | "mediumtext" | "longtext" | "enum" | "set" => Family::Text,
        _ => Family::Other,
    }
}
