//! What may be done, and what nobody grants.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::access::ObjectKind;
use crate::pattern::{Pattern, Patterns};

/// What a migration may do.
///
/// Beyond every grant, whatever is written, are: the tables and savepoints that Aludel keeps for itself, other databases
/// and connections, and pragmas of `SQLite` that are on no list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of its own where grants are written")]
pub struct Grants {
    /// The kinds of objects that may be created, altered, renamed and dropped, among the definitions
    /// ([`ObjectKind::definitions`]). Where the names of tables matter, [`Grants::create`] says which.
    pub ddl: BTreeSet<ObjectKind>,
    /// The tables whose rows may be read.
    pub read: Patterns,
    /// The tables whose rows may be changed, and read.
    pub write: Patterns,
    /// The names under which objects may be created, altered, renamed and dropped: tables, and views, sequences and types
    /// beside them. What a migration may create it may also read and write.
    pub create: Patterns,
    /// Whether it may run statements of its own, beside asking for changes by request.
    pub raw_sql: bool,
    /// Whether it may make temporary objects, where the database does not keep them apart from those of everybody else by
    /// itself (`SQLite`). They are dropped when the migration ends.
    pub temporary: bool,
    /// Whether it may call routines that are on no list, run code, and leave routines, triggers and rules behind.
    pub code: bool,
    /// Whether it may grant and revoke privileges, and change owners.
    pub privileges: bool,
    /// Whether it may create, change, drop and become roles and users.
    pub roles: bool,
    /// The extensions that it may create, and on `SQLite` the modules of virtual tables.
    pub extensions: Extensions,
    /// Whether it may change settings of its connection.
    pub settings: bool,
    /// Whether it may change settings of the server or of the database file.
    pub server_settings: bool,
    /// Whether it may read and write files of the server, and run programs there.
    pub server_files: bool,
    /// Whether it may run outside of the transaction of the host, and begin and end its own there.
    pub transaction: bool,
}

/// Extensions by name. Written as a list of texts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct Extensions {
    /// Whether those are among them that come with the servers and let nobody out of the database ([`TRUSTED`]).
    pub trusted: bool,
    /// More of them.
    pub named: Patterns,
}

/// The word that stands for [`TRUSTED`] in the key `extensions`.
pub const TRUSTED_WORD: &str = "trusted";

/// The extensions that `PostgreSQL` lets those create who are no superusers (the page "Additional Supplied Modules" of
/// its manual, and its procedural languages that are trusted), and the modules of virtual tables that `SQLite` brings and that keep
/// their rows in the database.
pub const TRUSTED: &[&str] = &[
    "bool_plperl",
    "btree_gin",
    "btree_gist",
    "citext",
    "cube",
    "dict_int",
    "fuzzystrmatch",
    "hstore",
    "hstore_plperl",
    "intarray",
    "isn",
    "jsonb_plperl",
    "lo",
    "ltree",
    "pg_trgm",
    "pgcrypto",
    "plperl",
    "plpgsql",
    "pltcl",
    "seg",
    "tablefunc",
    "tcn",
    "tsm_system_rows",
    "tsm_system_time",
    "unaccent",
    "uuid-ossp",
    "fts3",
    "fts4",
    "fts5",
    "fts5vocab",
    "geopoly",
    "rtree",
    "rtree_i32",
];

/// What holds rows or serves those that do, and is known by its own name or by that of its table.
const NAMESPACE_KINDS: [ObjectKind; 6] = [
    ObjectKind::Table,
    ObjectKind::View,
    ObjectKind::Index,
    ObjectKind::Sequence,
    ObjectKind::Type,
    ObjectKind::Statistics,
];

impl Grants {
    /// What a project's own migrations may do unless it says otherwise: all but files and programs of the server, roles,
    /// and settings of the server.
    pub fn own() -> Self {
        Self {
            ddl: ObjectKind::definitions().filter(|kind| *kind != ObjectKind::Database).collect(),
            read: Patterns::everything(),
            write: Patterns::everything(),
            create: Patterns::everything(),
            raw_sql: true,
            temporary: true,
            code: true,
            privileges: true,
            roles: false,
            extensions: Extensions { trusted: true, named: Patterns::nothing() },
            settings: true,
            server_settings: false,
            server_files: false,
            transaction: true,
        }
    }

    /// What a package from elsewhere may do unless it is trusted with more.
    pub fn nothing() -> Self {
        Self {
            ddl: BTreeSet::new(),
            read: Patterns::nothing(),
            write: Patterns::nothing(),
            create: Patterns::nothing(),
            raw_sql: false,
            temporary: false,
            code: false,
            privileges: false,
            roles: false,
            extensions: Extensions::default(),
            settings: false,
            server_settings: false,
            server_files: false,
            transaction: false,
        }
    }

    /// What an installed package may do unless it is trusted with more: make, change and fill what is called so, by
    /// statements too, and nothing else.
    pub fn of_namespace(names: &Patterns) -> Self {
        Self {
            ddl: NAMESPACE_KINDS.into_iter().collect(),
            read: names.clone(),
            write: names.clone(),
            create: names.clone(),
            raw_sql: true,
            ..Self::nothing()
        }
    }

    /// Whether nothing is granted.
    pub fn is_nothing(&self) -> bool {
        *self == Self::nothing()
    }
}

impl TryFrom<Vec<String>> for Extensions {
    type Error = crate::PatternError;

    fn try_from(texts: Vec<String>) -> Result<Self, crate::PatternError> {
        Self::parse(texts.iter().map(String::as_str))
    }
}

impl From<Extensions> for Vec<String> {
    fn from(extensions: Extensions) -> Self {
        extensions.texts()
    }
}

impl Extensions {
    /// Whether an extension of that name is among them.
    pub fn hold(&self, name: &str) -> bool {
        let is_trusted = || TRUSTED.iter().any(|trusted| trusted.eq_ignore_ascii_case(name));
        (self.trusted && is_trusted()) || self.named.matches(&crate::ObjectName::new(name))
    }

    /// Reads them from the texts of the key `extensions`.
    pub fn parse<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Self, crate::PatternError> {
        let (trusted, named): (Vec<&str>, Vec<&str>) = texts.into_iter().partition(|text| *text == TRUSTED_WORD);
        Ok(Self { trusted: !trusted.is_empty(), named: Patterns::parse(named)? })
    }

    /// As they stand in the key `extensions`.
    pub fn texts(&self) -> Vec<String> {
        let trusted = self.trusted.then(|| TRUSTED_WORD.to_owned());
        trusted.into_iter().chain(self.named.iter().map(Pattern::to_string)).collect()
    }
}
