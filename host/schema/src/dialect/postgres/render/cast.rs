//! How a value moves from one type to another.

use super::super::{quote, types};
use crate::model::{Column, Schema};

/// Types that a value of a type is assigned to without a word: `pg_cast`, contexts `i` and `a`.
const ASSIGNED: &[(&str, &[&str])] = &[
    ("bigint", &["smallint", "integer", "real", "double precision", "numeric", "money"]),
    ("bit", &["bit varying"]),
    ("bit varying", &["bit"]),
    ("box", &["polygon"]),
    ("cidr", &["inet"]),
    ("citext", &["text", "character varying", "character"]),
    ("date", &["timestamp without time zone", "timestamp with time zone"]),
    ("double precision", &["smallint", "integer", "bigint", "real", "numeric"]),
    ("inet", &["cidr"]),
    ("integer", &["smallint", "bigint", "real", "double precision", "numeric", "money"]),
    ("interval", &["time without time zone"]),
    ("json", &["jsonb"]),
    ("jsonb", &["json"]),
    ("macaddr", &["macaddr8"]),
    ("macaddr8", &["macaddr"]),
    ("money", &["numeric"]),
    ("numeric", &["smallint", "integer", "bigint", "real", "double precision", "money"]),
    ("path", &["polygon"]),
    ("point", &["box"]),
    ("polygon", &["path"]),
    ("real", &["smallint", "integer", "bigint", "double precision", "numeric"]),
    ("smallint", &["integer", "bigint", "real", "double precision", "numeric"]),
    ("time with time zone", &["time without time zone"]),
    ("time without time zone", &["interval", "time with time zone"]),
    (
        "timestamp with time zone",
        &["date", "time without time zone", "timestamp without time zone", "time with time zone"],
    ),
    ("timestamp without time zone", &["date", "time without time zone", "timestamp with time zone"]),
];

/// Types that a value is cast to when that is written.
const CAST: &[(&str, &[&str])] = &[
    ("bigint", &["bit"]),
    ("bit", &["bigint", "integer"]),
    ("boolean", &["integer"]),
    ("integer", &["boolean", "bit"]),
    ("jsonb", &["boolean", "smallint", "integer", "bigint", "real", "double precision", "numeric"]),
];

/// Any value is assigned to these.
const TEXTS: [&str; 4] = ["text", "character varying", "character", "citext"];

/// What stands after USING when the type of a column changes; none where the server finds the way itself.
pub(super) fn using(state: &Schema, before: &Column, after: &Column) -> Option<String> {
    let (from, to) = (before.data_type.as_str(), after.data_type.as_str());
    let column = quote::identifier(&before.name);
    let (from_array, to_array) = (from.ends_with("[]"), to.ends_with("[]"));
    let (from_base, to_base) = (types::base(from), types::base(to));
    match (from_array, to_array) {
        // Shortened bits are an error unless the cast is written.
        _ if from_base == to_base && from_array == to_array => {
            (from_base == "bit" && from != to).then(|| format!("{column}::{to}"))
        }
        (false, true) if !is_text(&from_base) => Some(format!("ARRAY[{column}]::{to}")),
        (true, false) if is_text(&to_base) => None,
        _ if from_array == to_array && is_assigned(&from_base, &to_base) => None,
        _ if is_text(&from_base) || from_array == to_array && is_cast(&from_base, &to_base) => {
            Some(format!("{column}::{to}"))
        }
        _ if is_known_domain(state, from, to) => Some(format!("{column}::{to}")),
        (true, true) => Some(format!("{column}::text[]::{to}")),
        _ => Some(format!("{column}::text::{to}")),
    }
}

/// Whether a default of the one type still does for the other.
pub(super) fn keeps_default(before: &Column, after: &Column) -> bool {
    let (from, to) = (types::base(&before.data_type), types::base(&after.data_type));
    before.data_type.ends_with("[]") == after.data_type.ends_with("[]") && (from == to || is_assigned(&from, &to))
}

fn is_text(data_type: &str) -> bool {
    TEXTS.contains(&data_type)
}

fn is_assigned(from: &str, to: &str) -> bool {
    is_text(to) || is_in(ASSIGNED, from, to)
}

fn is_cast(from: &str, to: &str) -> bool {
    is_in(CAST, from, to)
}

fn is_in(table: &[(&str, &[&str])], from: &str, to: &str) -> bool {
    table.iter().any(|(source, targets)| *source == from && targets.contains(&to))
}

/// A domain casts to and from the type below it.
fn is_known_domain(state: &Schema, from: &str, to: &str) -> bool {
    state.uncompared.iter().any(|object| {
        let name = quote::qualified(&object.name);
        object.kind == "domain" && (name == from || name == to)
    })
}

#[cfg(test)]
mod tests {
    use aludel_sql::Dialect;

    use super::*;

    #[test]
    fn a_cast_is_written_only_where_the_server_asks_for_it() {
        let state = Schema::empty(Dialect::Postgres, (15, 0, 0));
        let cases = [
            ("integer", "bigint", None),
            ("integer", "character varying(20)", None),
            ("character varying(80)", "character varying(20)", None),
            ("text", "integer", Some("a::integer")),
            ("integer", "boolean", Some("a::boolean")),
            ("bigint", "boolean", Some("a::text::boolean")),
            ("mood", "mood2", Some("a::text::mood2")),
            ("mood[]", "mood2[]", Some("a::text[]::mood2[]")),
            ("text", "text[]", Some("a::text[]")),
            ("integer", "integer[]", Some("ARRAY[a]::integer[]")),
            ("json", "jsonb", None),
            ("bit(4)", "bit(8)", Some("a::bit(8)")),
            ("timestamp(6) without time zone", "timestamp(0) with time zone", None),
            ("uuid", "text", None),
        ];
        for (from, to, expected) in cases {
            let found = using(&state, &Column::new("a", from), &Column::new("a", to));
            assert_eq!(found.as_deref(), expected, "{from} to {to}");
        }
    }
}
