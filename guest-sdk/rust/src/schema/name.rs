//! Names of objects, and how they are dropped.

use crate::bindings::aludel::schema::model as wit;
use crate::bindings::aludel::schema::operations::Guard;

/// The name of a table, view, enum or sequence: `"orders"`, or `("sales", "orders")` in a schema of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectName {
    schema: Option<String>,
    name: String,
}

impl ObjectName {
    pub(crate) fn into_wit(self) -> wit::ObjectName {
        wit::ObjectName { schema: self.schema, name: self.name }
    }
}

impl From<&str> for ObjectName {
    fn from(name: &str) -> Self {
        Self { schema: None, name: name.to_owned() }
    }
}

impl From<String> for ObjectName {
    fn from(name: String) -> Self {
        Self { schema: None, name }
    }
}

impl From<(&str, &str)> for ObjectName {
    fn from((schema, name): (&str, &str)) -> Self {
        Self { schema: Some(schema.to_owned()), name: name.to_owned() }
    }
}

/// What is dropped, and how: a name alone, or [`if_exists`] or [`only`] around it.
#[derive(Debug, Clone)]
pub struct Removal {
    pub(crate) name: ObjectName,
    pub(crate) guard: Guard,
}

/// Drops it if it is there: `db.drop_table(if_exists("orders"))`.
pub fn if_exists(name: impl Into<ObjectName>) -> Removal {
    Removal { name: name.into(), guard: Guard { if_exists: true, ..no_guard() } }
}

/// Drops it, to say more of how: `db.drop_table(only("orders").cascade())`.
pub fn only(name: impl Into<ObjectName>) -> Removal {
    Removal { name: name.into(), guard: no_guard() }
}

impl Removal {
    /// What depends on it goes as well.
    #[must_use]
    pub fn cascade(mut self) -> Self {
        self.guard.cascade = true;
        self
    }

    /// Without locking writers out: indexes of PostgreSQL.
    #[must_use]
    pub fn concurrently(mut self) -> Self {
        self.guard.concurrently = true;
        self
    }

    pub(crate) fn into_parts(self) -> (wit::ObjectName, Guard) {
        (self.name.into_wit(), self.guard)
    }

    /// The name without its schema, for what lives in a table.
    pub(crate) fn into_local(self) -> (String, Guard) {
        (self.name.name, self.guard)
    }
}

impl<Name: Into<ObjectName>> From<Name> for Removal {
    fn from(name: Name) -> Self {
        only(name)
    }
}

pub(crate) const fn no_guard() -> Guard {
    Guard { if_exists: false, if_not_exists: false, cascade: false, concurrently: false, replace: false }
}

/// Texts of any kind as owned ones.
pub(crate) fn owned<Text: Into<String>>(texts: impl IntoIterator<Item = Text>) -> Vec<String> {
    texts.into_iter().map(Into::into).collect()
}
