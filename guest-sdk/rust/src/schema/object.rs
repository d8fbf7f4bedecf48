//! Enums, sequences and views.

use super::name::owned;
use super::{IndexBuilder, IndexPart, ObjectName};
use crate::bindings::aludel::schema::model as wit;
use crate::bindings::aludel::schema::operations::{EnumChange, LabelPlace, NewLabel, Rename, SequenceChange};

/// The changes of an enum, in order.
#[derive(Debug, Default)]
pub struct AlterEnum {
    pub(crate) changes: Vec<EnumChange>,
}

impl AlterEnum {
    /// One more value, after all others.
    pub fn add_value(&mut self, label: &str) -> NewValue<'_> {
        let new = NewLabel { label: label.to_owned(), place: LabelPlace::End };
        self.changes.push(EnumChange::AddLabel(new));
        match self.changes.last_mut() {
            Some(EnumChange::AddLabel(new)) => NewValue { new },
            _ => unreachable!("one was pushed"),
        }
    }

    /// Gives a value another name.
    pub fn rename_value(&mut self, old: &str, new: &str) -> &mut Self {
        self.changes.push(EnumChange::RenameLabel(Rename { old: old.to_owned(), new: new.to_owned() }));
        self
    }

    /// Takes a value away: a new type, to which every column moves.
    pub fn drop_value(&mut self, label: &str) -> &mut Self {
        self.changes.push(EnumChange::DropLabel(label.to_owned()));
        self
    }

    /// Gives the enum another name.
    pub fn rename_to(&mut self, name: impl Into<ObjectName>) -> &mut Self {
        self.changes.push(EnumChange::RenameTo(name.into().into_wit()));
        self
    }
}

/// A value that an enum gets.
#[derive(Debug)]
pub struct NewValue<'a> {
    new: &'a mut NewLabel,
}

impl NewValue<'_> {
    /// Before this value.
    pub fn before(self, label: &str) {
        self.new.place = LabelPlace::Before(label.to_owned());
    }

    /// After this value.
    pub fn after(self, label: &str) {
        self.new.place = LabelPlace::After(label.to_owned());
    }
}

/// A sequence, or what changes of one.
#[derive(Debug, Default)]
pub struct SequenceBuilder {
    change: Change,
    comment: Option<String>,
}

#[derive(Debug, Default)]
struct Change {
    data_type: Option<String>,
    start: Option<i64>,
    increment: Option<i64>,
    minimum: Option<i64>,
    maximum: Option<i64>,
    cache: Option<i64>,
    cycle: Option<bool>,
}

impl SequenceBuilder {
    pub(crate) fn into_definition(self, name: wit::ObjectName) -> wit::SequenceDef {
        let Change { data_type, start, increment, minimum, maximum, cache, cycle } = self.change;
        let cycle = cycle.unwrap_or_default();
        wit::SequenceDef { name, data_type, start, increment, minimum, maximum, cache, cycle, comment: self.comment }
    }

    pub(crate) fn into_change(self) -> SequenceChange {
        let Change { data_type, start, increment, minimum, maximum, cache, cycle } = self.change;
        SequenceChange { data_type, start, increment, minimum, maximum, cache, cycle }
    }

    /// The type of its values, as the server writes it.
    pub fn data_type(&mut self, text: &str) -> &mut Self {
        self.change.data_type = Some(text.to_owned());
        self
    }

    /// The first value.
    pub fn start(&mut self, value: i64) -> &mut Self {
        self.change.start = Some(value);
        self
    }

    /// The step.
    pub fn increment(&mut self, step: i64) -> &mut Self {
        self.change.increment = Some(step);
        self
    }

    /// The smallest value.
    pub fn minimum(&mut self, value: i64) -> &mut Self {
        self.change.minimum = Some(value);
        self
    }

    /// The largest value.
    pub fn maximum(&mut self, value: i64) -> &mut Self {
        self.change.maximum = Some(value);
        self
    }

    /// How many values a connection takes at once.
    pub fn cache(&mut self, count: i64) -> &mut Self {
        self.change.cache = Some(count);
        self
    }

    /// Whether it begins anew at the end.
    pub fn cycle(&mut self, begins_anew: bool) -> &mut Self {
        self.change.cycle = Some(begins_anew);
        self
    }

    /// A remark, when it is created.
    pub fn comment(&mut self, text: &str) -> &mut Self {
        self.comment = Some(text.to_owned());
        self
    }
}

/// More of a view than its query.
#[derive(Debug, Default)]
pub struct ViewBuilder {
    columns: Vec<String>,
    materialized: bool,
    indexes: Vec<IndexBuilder>,
    comment: Option<String>,
    options: Vec<(String, String)>,
    pub(crate) if_not_exists: bool,
    pub(crate) replace: bool,
}

impl ViewBuilder {
    pub(crate) fn build(self, name: wit::ObjectName, query: &str) -> wit::ViewDef {
        wit::ViewDef {
            name,
            query: query.to_owned(),
            columns: self.columns,
            materialized: self.materialized,
            indexes: self.indexes.into_iter().map(|index| index.definition).collect(),
            comment: self.comment,
            options: self.options,
        }
    }

    /// Names of its columns, where the query does not give them.
    pub fn columns<Name: Into<String>>(&mut self, names: impl IntoIterator<Item = Name>) -> &mut Self {
        self.columns = owned(names);
        self
    }

    /// Its rows are kept (PostgreSQL).
    pub fn materialized(&mut self) -> &mut Self {
        self.materialized = true;
        self
    }

    /// An index of a materialized view.
    pub fn index<Part: Into<IndexPart>>(
        &mut self,
        name: &str,
        parts: impl IntoIterator<Item = Part>,
    ) -> &mut IndexBuilder {
        self.indexes.push(IndexBuilder::new(Some(name), parts));
        self.indexes.last_mut().expect("one was pushed")
    }

    /// A remark.
    pub fn comment(&mut self, text: &str) -> &mut Self {
        self.comment = Some(text.to_owned());
        self
    }

    /// A setting that one dialect knows: `("postgresql.security_barrier", "true")`.
    pub fn option(&mut self, name: &str, value: &str) -> &mut Self {
        self.options.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Nothing happens if it is there.
    pub fn if_not_exists(&mut self) -> &mut Self {
        self.if_not_exists = true;
        self
    }

    /// In place of the one that is there.
    pub fn replace(&mut self) -> &mut Self {
        self.replace = true;
        self
    }
}
