//! Indexes.

use super::name::owned;
use crate::bindings::aludel::schema::model as wit;

/// One part of an index or key: `"name"`, `column("name").descending()`, `expression("lower(name)")`.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexPart {
    part: wit::IndexPart,
}

/// A column of an index, to say more of it.
pub fn column(name: &str) -> IndexPart {
    IndexPart::new(wit::IndexKey::Column(name.to_owned()))
}

/// An expression of an index.
pub fn expression(sql: &str) -> IndexPart {
    IndexPart::new(wit::IndexKey::Expression(sql.to_owned()))
}

impl IndexPart {
    fn new(key: wit::IndexKey) -> Self {
        let part = wit::IndexPart {
            key,
            descending: false,
            nulls: None,
            collation: None,
            operator_class: None,
            prefix_length: None,
        };
        Self { part }
    }

    pub(crate) fn into_wit(self) -> wit::IndexPart {
        self.part
    }

    /// Largest first.
    #[must_use]
    pub fn descending(mut self) -> Self {
        self.part.descending = true;
        self
    }

    /// NULLs before all values.
    #[must_use]
    pub fn nulls_first(mut self) -> Self {
        self.part.nulls = Some(wit::NullsOrder::First);
        self
    }

    /// NULLs after all values.
    #[must_use]
    pub fn nulls_last(mut self) -> Self {
        self.part.nulls = Some(wit::NullsOrder::Last);
        self
    }

    /// In place of the column's own collation.
    #[must_use]
    pub fn collation(mut self, collation: &str) -> Self {
        self.part.collation = Some(collation.to_owned());
        self
    }

    /// In place of the type's own (PostgreSQL): `text_pattern_ops`.
    #[must_use]
    pub fn operator_class(mut self, class: &str) -> Self {
        self.part.operator_class = Some(class.to_owned());
        self
    }

    /// Only so many characters count (MySQL).
    #[must_use]
    pub fn prefix(mut self, characters: u32) -> Self {
        self.part.prefix_length = Some(characters);
        self
    }
}

impl From<&str> for IndexPart {
    fn from(name: &str) -> Self {
        column(name)
    }
}

impl From<String> for IndexPart {
    fn from(name: String) -> Self {
        Self::new(wit::IndexKey::Column(name))
    }
}

/// An index.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexBuilder {
    pub(crate) definition: wit::IndexDef,
    pub(crate) if_not_exists: bool,
    pub(crate) concurrently: bool,
}

impl IndexBuilder {
    pub(crate) fn new<Part: Into<IndexPart>>(name: Option<&str>, parts: impl IntoIterator<Item = Part>) -> Self {
        let definition = wit::IndexDef {
            name: name.map(str::to_owned),
            parts: parts.into_iter().map(|part| part.into().into_wit()).collect(),
            unique: false,
            predicate: None,
            include: Vec::new(),
            method: None,
            nulls_not_distinct: false,
            comment: None,
            options: Vec::new(),
        };
        Self { definition, if_not_exists: false, concurrently: false }
    }

    /// No two rows may agree in it.
    pub fn unique(&mut self) -> &mut Self {
        self.definition.unique = true;
        self
    }

    /// Only rows that satisfy a condition are in it.
    pub fn filtered(&mut self, condition: &str) -> &mut Self {
        self.definition.predicate = Some(condition.to_owned());
        self
    }

    /// Columns carried along (PostgreSQL).
    pub fn include<Name: Into<String>>(&mut self, columns: impl IntoIterator<Item = Name>) -> &mut Self {
        self.definition.include = owned(columns);
        self
    }

    /// Another kind of index: `gin`, `hash`, `fulltext`.
    pub fn method(&mut self, method: &str) -> &mut Self {
        self.definition.method = Some(method.to_owned());
        self
    }

    /// Two NULLs are the same value (PostgreSQL).
    pub fn nulls_not_distinct(&mut self) -> &mut Self {
        self.definition.nulls_not_distinct = true;
        self
    }

    /// A remark.
    pub fn comment(&mut self, text: &str) -> &mut Self {
        self.definition.comment = Some(text.to_owned());
        self
    }

    /// A setting that one dialect knows: `("postgresql.fillfactor", "70")`.
    pub fn option(&mut self, name: &str, value: &str) -> &mut Self {
        self.definition.options.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Nothing happens if it is there.
    pub fn if_not_exists(&mut self) -> &mut Self {
        self.if_not_exists = true;
        self
    }

    /// Without locking writers out (PostgreSQL). The header of the migration says `transaction = false`.
    pub fn concurrently(&mut self) -> &mut Self {
        self.concurrently = true;
        self
    }
}
