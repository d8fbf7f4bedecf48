//! Constraints of a table.

use super::ObjectName;
use super::index::IndexPart;
use super::name::owned;
use crate::bindings::aludel::schema::model as wit;

/// A constraint. Without a name, the naming convention names it, or the server.
#[derive(Debug, Clone, PartialEq)]
pub struct ConstraintBuilder {
    definition: wit::ConstraintDef,
}

impl ConstraintBuilder {
    fn new(body: wit::ConstraintBody) -> Self {
        let deferral = wit::Deferral::NotDeferrable;
        Self { definition: wit::ConstraintDef { name: None, body, deferral, comment: None, options: Vec::new() } }
    }

    pub(crate) fn primary_key<Part: Into<IndexPart>>(parts: impl IntoIterator<Item = Part>) -> Self {
        Self::new(wit::ConstraintBody::PrimaryKey(key(parts)))
    }

    pub(crate) fn unique<Part: Into<IndexPart>>(parts: impl IntoIterator<Item = Part>) -> Self {
        Self::new(wit::ConstraintBody::Unique(key(parts)))
    }

    pub(crate) fn check(condition: &str) -> Self {
        Self::new(wit::ConstraintBody::Check(condition.to_owned()))
    }

    pub(crate) fn exclude(definition: &str) -> Self {
        Self::new(wit::ConstraintBody::Exclude(definition.to_owned()))
    }

    pub(crate) fn into_wit(self) -> wit::ConstraintDef {
        self.definition
    }

    /// Its name.
    pub fn named(&mut self, name: &str) -> &mut Self {
        self.definition.name = Some(name.to_owned());
        self
    }

    /// Checked at each statement, unless a transaction says otherwise.
    pub fn deferrable(&mut self) -> &mut Self {
        self.definition.deferral = wit::Deferral::InitiallyImmediate;
        self
    }

    /// Checked when the transaction commits.
    pub fn initially_deferred(&mut self) -> &mut Self {
        self.definition.deferral = wit::Deferral::InitiallyDeferred;
        self
    }

    /// Columns carried along in the index of a key (PostgreSQL).
    pub fn include<Name: Into<String>>(&mut self, columns: impl IntoIterator<Item = Name>) -> &mut Self {
        if let Some(key) = self.key() {
            key.include = owned(columns);
        }
        self
    }

    /// Two NULLs are the same value (PostgreSQL).
    pub fn nulls_not_distinct(&mut self) -> &mut Self {
        if let Some(key) = self.key() {
            key.nulls_not_distinct = true;
        }
        self
    }

    fn key(&mut self) -> Option<&mut wit::Key> {
        match &mut self.definition.body {
            wit::ConstraintBody::PrimaryKey(key) | wit::ConstraintBody::Unique(key) => Some(key),
            _ => None,
        }
    }

    /// A remark.
    pub fn comment(&mut self, text: &str) -> &mut Self {
        self.definition.comment = Some(text.to_owned());
        self
    }

    /// A setting that one dialect knows: `("sqlite.on conflict", "replace")`.
    pub fn option(&mut self, name: &str, value: &str) -> &mut Self {
        self.definition.options.push((name.to_owned(), value.to_owned()));
        self
    }
}

fn key<Part: Into<IndexPart>>(parts: impl IntoIterator<Item = Part>) -> wit::Key {
    let parts = parts.into_iter().map(|part| part.into().into_wit()).collect();
    wit::Key { parts, include: Vec::new(), nulls_not_distinct: false }
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq)]
pub struct ForeignKeyBuilder {
    name: Option<String>,
    key: wit::ForeignKey,
    deferral: wit::Deferral,
    comment: Option<String>,
    options: Vec<(String, String)>,
}

impl ForeignKeyBuilder {
    pub(crate) fn new<Name: Into<String>>(columns: impl IntoIterator<Item = Name>) -> Self {
        let key = wit::ForeignKey {
            columns: owned(columns),
            references: ObjectName::from("").into_wit(),
            referenced_columns: Vec::new(),
            on_delete: wit::ReferentialAction::NoAction,
            on_update: wit::ReferentialAction::NoAction,
            match_kind: wit::MatchKind::Simple,
        };
        Self { name: None, key, deferral: wit::Deferral::NotDeferrable, comment: None, options: Vec::new() }
    }

    pub(crate) fn into_wit(self) -> wit::ConstraintDef {
        wit::ConstraintDef {
            name: self.name,
            body: wit::ConstraintBody::ForeignKey(self.key),
            deferral: self.deferral,
            comment: self.comment,
            options: self.options,
        }
    }

    /// The table and the columns that it points at.
    pub fn references<Name: Into<String>>(
        &mut self,
        table: impl Into<ObjectName>,
        columns: impl IntoIterator<Item = Name>,
    ) -> &mut Self {
        self.key.references = table.into().into_wit();
        self.key.referenced_columns = owned(columns);
        self
    }

    /// What happens when the row there goes.
    pub fn on_delete(&mut self, action: wit::ReferentialAction) -> &mut Self {
        self.key.on_delete = action;
        self
    }

    /// What happens when its key changes.
    pub fn on_update(&mut self, action: wit::ReferentialAction) -> &mut Self {
        self.key.on_update = action;
        self
    }

    /// What a key that is NULL in part means.
    pub fn matching(&mut self, kind: wit::MatchKind) -> &mut Self {
        self.key.match_kind = kind;
        self
    }

    /// Its name.
    pub fn named(&mut self, name: &str) -> &mut Self {
        self.name = Some(name.to_owned());
        self
    }

    /// Checked at each statement, unless a transaction says otherwise.
    pub fn deferrable(&mut self) -> &mut Self {
        self.deferral = wit::Deferral::InitiallyImmediate;
        self
    }

    /// Checked when the transaction commits.
    pub fn initially_deferred(&mut self) -> &mut Self {
        self.deferral = wit::Deferral::InitiallyDeferred;
        self
    }

    /// A remark.
    pub fn comment(&mut self, text: &str) -> &mut Self {
        self.comment = Some(text.to_owned());
        self
    }

    /// A setting that one dialect knows: `("postgresql.not valid", "true")`.
    pub fn option(&mut self, name: &str, value: &str) -> &mut Self {
        self.options.push((name.to_owned(), value.to_owned()));
        self
    }
}
