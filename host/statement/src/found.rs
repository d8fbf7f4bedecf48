//! The accesses of one statement, while they are collected.

use std::collections::BTreeSet;

use aludel_grants::{Access, AccessKind, ObjectName};

use crate::{Surroundings, Told};

/// How the names end of keys and of the sequences of numbers: of a table, of a constraint as Alembic names it, of a column.
const PARTS_OF_TABLES: [&str; 3] = ["_pkey", "_pkc", "_id_seq"];

/// The databases that belong to a `MySQL` server.
const SERVER_SCHEMAS: [&str; 4] = ["mysql", "sys", "performance_schema", "information_schema"];

/// The tables of `mysql` that say who may do what.
const ACCOUNT_TABLES: [&str; 14] = [
    "user",
    "global_priv",
    "db",
    "host",
    "tables_priv",
    "columns_priv",
    "procs_priv",
    "proxies_priv",
    "roles_mapping",
    "role_edges",
    "default_roles",
    "global_grants",
    "password_history",
    "password_reuse_check",
];

/// A name as it was written: already without quotes, folded where the server folds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) schema: Option<String>,
    pub(crate) name: String,
}

impl Name {
    pub(crate) fn plain(name: impl Into<String>) -> Self {
        Self { schema: None, name: name.into() }
    }

    /// The last two of several parts with dots between them; none of no parts.
    pub(crate) fn of_parts(mut parts: Vec<String>) -> Option<Self> {
        let name = parts.pop()?;
        Some(Self { schema: parts.pop(), name })
    }

    pub(crate) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// What was found so far.
pub(crate) struct Found<'run> {
    surroundings: &'run Surroundings<'run>,
    accesses: BTreeSet<Access>,
    tells_all: bool,
}

impl<'run> Found<'run> {
    pub(crate) fn new(surroundings: &'run Surroundings<'run>) -> Self {
        Self { surroundings, accesses: BTreeSet::new(), tells_all: false }
    }

    pub(crate) fn into_told(self) -> Told {
        Told { accesses: self.accesses.into_iter().collect(), is_all: self.tells_all }
    }

    /// The text shows all that its statement does.
    pub(crate) fn tell_all(&mut self) {
        self.tells_all = true;
    }

    pub(crate) fn surroundings(&self) -> &'run Surroundings<'run> {
        self.surroundings
    }

    /// Something without an object.
    pub(crate) fn add(&mut self, kind: AccessKind) {
        self.accesses.insert(Access::of(kind));
    }

    /// Something done to an object that is no table.
    pub(crate) fn add_to(&mut self, kind: AccessKind, name: &Name) {
        let object = Some(self.object(name));
        self.accesses.insert(Access { kind, object });
    }

    /// Something done to a table, view, or what hangs on one: the host's own tables are told apart.
    pub(crate) fn add_to_table(&mut self, kind: AccessKind, name: &Name) {
        self.add_house(&name.name);
        self.add_catalog_of_mysql(&kind, name);
        self.add_to(kind, name);
    }

    /// Tables of the server itself, on `MySQL`: whoever writes them makes accounts and privileges, functions of libraries
    /// and servers elsewhere.
    fn add_catalog_of_mysql(&mut self, kind: &AccessKind, name: &Name) {
        let schema = name.schema.as_deref().filter(|_| self.surroundings.dialect.is_mysql_family());
        let is_of_the_server =
            schema.is_some_and(|schema| SERVER_SCHEMAS.iter().any(|own| own.eq_ignore_ascii_case(schema)));
        if is_of_the_server && kind.is_change() {
            let is_account = ACCOUNT_TABLES.iter().any(|table| name.is(table));
            self.add_to(if is_account { AccessKind::Role } else { AccessKind::ServerSetting }, name);
        }
    }

    /// A name that may be that of one of the host's own tables.
    pub(crate) fn add_house(&mut self, name: &str) {
        if self.is_of_the_house(name) {
            self.accesses.insert(Access::to(AccessKind::HouseTable, name.to_ascii_lowercase()));
        }
    }

    /// Something done to a whole schema; dropping or renaming the one that the host's tables are in touches them.
    pub(crate) fn add_to_schema(&mut self, kind: AccessKind, schema: &str) {
        let moves_tables = matches!(kind, AccessKind::Drop(_) | AccessKind::Rename(_));
        if moves_tables && self.surroundings.default_schema.is_some_and(|own| own.eq_ignore_ascii_case(schema)) {
            self.accesses.insert(Access::to(AccessKind::HouseTable, schema));
        }
        self.accesses.insert(Access::to(kind, schema));
    }

    /// Whether the host keeps a table of that name or a part of one, in whatever schema: a table of a migration in its place would be
    /// taken for it.
    fn is_of_the_house(&self, name: &str) -> bool {
        let is_table = |name: &str| self.surroundings.house_tables.iter().any(|table| table.eq_ignore_ascii_case(name));
        is_table(name) || PARTS_OF_TABLES.iter().any(|end| name.strip_suffix(end).is_some_and(is_table))
    }

    fn object(&self, name: &Name) -> ObjectName {
        let schema = name.schema.clone().filter(|schema| self.surroundings.default_schema != Some(schema.as_str()));
        ObjectName { schema, name: name.name.clone() }
    }
}
