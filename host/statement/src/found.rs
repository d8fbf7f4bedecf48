//! The accesses of one statement, while they are collected.

use std::collections::BTreeSet;

use aludel_grants::{Access, AccessKind, ObjectName};

use crate::Surroundings;

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
}

impl<'run> Found<'run> {
    pub(crate) fn new(surroundings: &'run Surroundings<'run>) -> Self {
        Self { surroundings, accesses: BTreeSet::new() }
    }

    pub(crate) fn into_accesses(self) -> Vec<Access> {
        self.accesses.into_iter().collect()
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
        self.add_to(kind, name);
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

    /// Whether the host keeps a table of that name, in whatever schema: a table of a migration in its place would be
    /// taken for it.
    fn is_of_the_house(&self, name: &str) -> bool {
        self.surroundings.house_tables.iter().any(|table| table.eq_ignore_ascii_case(name))
    }

    fn object(&self, name: &Name) -> ObjectName {
        let schema = name.schema.clone().filter(|schema| self.surroundings.default_schema != Some(schema.as_str()));
        ObjectName { schema, name: name.name.clone() }
    }
}
