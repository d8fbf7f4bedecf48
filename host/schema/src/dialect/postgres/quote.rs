//! Names and texts, quoted the way the server prints them.

use aludel_sql::{Dialect, Value, literal};

use crate::model::ObjectName;

/// Words that cannot stand for a name everywhere: all but the unreserved ones of `kwlist.h`, of versions 12 to 18. The
/// server quotes the same ones (`quote_identifier` in `ruleutils.c`).
#[rustfmt::skip]
const KEYWORDS: &[&str] = &[
    "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "authorization", "between",
    "bigint", "binary", "bit", "boolean", "both", "case", "cast", "char", "character", "check", "coalesce", "collate",
    "collation", "column", "concurrently", "constraint", "create", "cross", "current_catalog", "current_date",
    "current_role", "current_schema", "current_time", "current_timestamp", "current_user", "dec", "decimal", "default",
    "deferrable", "desc", "distinct", "do", "else", "end", "except", "exists", "extract", "false", "fetch", "float",
    "for", "foreign", "freeze", "from", "full", "grant", "greatest", "group", "grouping", "having", "ilike", "in",
    "initially", "inner", "inout", "int", "integer", "intersect", "interval", "into", "is", "isnull", "join", "json",
    "json_array", "json_arrayagg", "json_exists", "json_object", "json_objectagg", "json_query", "json_scalar",
    "json_serialize", "json_table", "json_value", "lateral", "leading", "least", "left", "like", "limit", "localtime",
    "localtimestamp", "merge_action", "national", "natural", "nchar", "none", "normalize", "not", "notnull", "null",
    "nullif", "numeric", "offset", "on", "only", "or", "order", "out", "outer", "overlaps", "overlay", "placing",
    "position", "precision", "primary", "real", "references", "returning", "right", "row", "select", "session_user",
    "setof", "similar", "smallint", "some", "substring", "symmetric", "system_user", "table", "tablesample", "then",
    "time", "timestamp", "to", "trailing", "treat", "trim", "true", "union", "unique", "user", "using", "values",
    "varchar", "variadic", "verbose", "when", "where", "window", "with", "xmlattributes", "xmlconcat", "xmlelement",
    "xmlexists", "xmlforest", "xmlnamespaces", "xmlparse", "xmlpi", "xmlroot", "xmlserialize", "xmltable",
];

/// A name, in quotes only where it needs them.
pub(super) fn identifier(name: &str) -> String {
    if is_plain(name) { name.to_owned() } else { quoted(name) }
}

/// A name in quotes, whether it needs them or not.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A name with its schema, if it has one.
pub(super) fn qualified(name: &ObjectName) -> String {
    beside(name, &name.name)
}

/// Another name in the schema of an object: that of its index or sequence.
pub(super) fn beside(name: &ObjectName, other: &str) -> String {
    match &name.schema {
        Some(schema) => format!("{}.{}", identifier(schema), identifier(other)),
        None => identifier(other),
    }
}

/// Names with commas between them.
pub(super) fn list<Name: AsRef<str>>(names: &[Name]) -> String {
    names.iter().map(|name| identifier(name.as_ref())).collect::<Vec<_>>().join(", ")
}

/// A string, whatever is in it.
pub(super) fn text(text: &str) -> String {
    literal(&Value::Text(text.to_owned()), Dialect::Postgres).expect("names and texts with NUL are refused before")
}

/// A collation: one with its schema is SQL text already.
pub(super) fn collation(name: &str) -> String {
    if name.starts_with('"') { name.to_owned() } else { identifier(name) }
}

fn is_plain(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase() || first == '_')
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        && KEYWORDS.binary_search(&name).is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_need_quotes_have_them() {
        for plain in ["book", "_x", "a1_b", "name", "id", "type", "value", "date", "text"] {
            assert_eq!(identifier(plain), plain);
        }
        let odd = ["", "1a", "Book", "a b", "order", "user", "é", "a$", "a-b", "json_table", "\"\""];
        for name in odd {
            assert_eq!(identifier(name), quoted(name));
        }
        assert_eq!(quoted("a\"b"), "\"a\"\"b\"");
    }

    #[test]
    fn the_keywords_can_be_searched() {
        assert!(KEYWORDS.is_sorted());
    }

    #[test]
    fn names_and_collations_have_their_schema() {
        assert_eq!(qualified(&ObjectName::in_schema("My Shop", "order")), "\"My Shop\".\"order\"");
        assert_eq!(qualified(&ObjectName::local("book")), "book");
        assert_eq!(collation("C"), "\"C\"");
        assert_eq!(collation("\"shop\".\"de\""), "\"shop\".\"de\"");
        assert_eq!(text(r"it's \"), r"E'it''s \\'");
    }
}
