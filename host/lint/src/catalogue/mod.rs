//! What the rules are called, a file a family.

pub(crate) mod compatibility;
pub(crate) mod locks;
pub(crate) mod loss;
pub(crate) mod mysql;
pub(crate) mod rows;
pub(crate) mod sqlite;
pub(crate) mod style;
pub(crate) mod suppression;
pub(crate) mod transaction;

use aludel_sql::Dialect;

use crate::rule::Rule;

pub(crate) static FAMILIES: [&[Rule]; 9] = [
    loss::RULES,
    compatibility::RULES,
    rows::RULES,
    locks::RULES,
    mysql::RULES,
    sqlite::RULES,
    style::RULES,
    transaction::RULES,
    suppression::RULES,
];

const EVERY: &[Dialect] = &[Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql, Dialect::MariaDb];
const POSTGRES: &[Dialect] = &[Dialect::Postgres];
const MYSQL: &[Dialect] = &[Dialect::Mysql, Dialect::MariaDb];
const SQLITE: &[Dialect] = &[Dialect::Sqlite];
const SERVERS: &[Dialect] = &[Dialect::Postgres, Dialect::Mysql, Dialect::MariaDb];
const INDEXERS: &[Dialect] = &[Dialect::Postgres, Dialect::Sqlite];

/// Writes down the rules of a family: a constant with the code of each, and the list.
macro_rules! family {
    ($family:ident; $($constant:ident = $code:literal $name:literal $severity:ident $dialects:ident
        [$($peer:literal),* $(,)?] $title:literal;)*) => {
        $(pub(crate) const $constant: &str = $code;)*

        pub(crate) static RULES: &[crate::rule::Rule] = &[
            $(crate::rule::Rule {
                code: $code,
                name: $name,
                title: $title,
                family: crate::rule::Family::$family,
                severity: crate::severity::Severity::$severity,
                dialects: super::$dialects,
                peers: &[$($peer),*],
                page: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/lint/", $code, ".md")),
            },)*
        ];
    };
}
use family;
