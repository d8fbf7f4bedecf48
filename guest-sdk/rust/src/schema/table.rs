//! A new table.

use super::{ColumnBuilder, ConstraintBuilder, DataType, ForeignKeyBuilder, IndexBuilder, IndexPart, ObjectName};
use crate::bindings::aludel::schema::model as wit;

/// A table that is to be: what the closure of [`Database::create_table`](crate::Database::create_table) gets.
#[derive(Debug, Clone, Default)]
pub struct TableBuilder {
    columns: Vec<ColumnBuilder>,
    constraints: Vec<ConstraintBuilder>,
    foreign_keys: Vec<ForeignKeyBuilder>,
    indexes: Vec<IndexBuilder>,
    comment: Option<String>,
    options: Vec<(String, String)>,
    pub(crate) if_not_exists: bool,
}

impl TableBuilder {
    /// A column, after those before.
    pub fn column(&mut self, name: &str, data_type: DataType) -> &mut ColumnBuilder {
        self.columns.push(ColumnBuilder::new(name, data_type));
        self.columns.last_mut().expect("one was pushed")
    }

    /// A primary key of several columns; one column says it itself.
    pub fn primary_key<Part: Into<IndexPart>>(
        &mut self,
        columns: impl IntoIterator<Item = Part>,
    ) -> &mut ConstraintBuilder {
        self.constraint(ConstraintBuilder::primary_key(columns))
    }

    /// No two rows agree in these columns.
    pub fn unique<Part: Into<IndexPart>>(&mut self, columns: impl IntoIterator<Item = Part>) -> &mut ConstraintBuilder {
        self.constraint(ConstraintBuilder::unique(columns))
    }

    /// Every row satisfies a condition.
    pub fn check(&mut self, condition: &str) -> &mut ConstraintBuilder {
        self.constraint(ConstraintBuilder::check(condition))
    }

    /// No two rows agree by operators (PostgreSQL): SQL from the word EXCLUDE on.
    pub fn exclude(&mut self, definition: &str) -> &mut ConstraintBuilder {
        self.constraint(ConstraintBuilder::exclude(definition))
    }

    fn constraint(&mut self, constraint: ConstraintBuilder) -> &mut ConstraintBuilder {
        self.constraints.push(constraint);
        self.constraints.last_mut().expect("one was pushed")
    }

    /// The values of these columns are those of a row elsewhere.
    pub fn foreign_key<Name: Into<String>>(
        &mut self,
        columns: impl IntoIterator<Item = Name>,
    ) -> &mut ForeignKeyBuilder {
        self.foreign_keys.push(ForeignKeyBuilder::new(columns));
        self.foreign_keys.last_mut().expect("one was pushed")
    }

    /// An index.
    pub fn index<Part: Into<IndexPart>>(
        &mut self,
        name: &str,
        parts: impl IntoIterator<Item = Part>,
    ) -> &mut IndexBuilder {
        self.indexes.push(IndexBuilder::new(Some(name), parts));
        self.indexes.last_mut().expect("one was pushed")
    }

    /// An index, named by the convention: `ix_orders_note`, unless there is another.
    pub fn index_on<Part: Into<IndexPart>>(&mut self, parts: impl IntoIterator<Item = Part>) -> &mut IndexBuilder {
        self.indexes.push(IndexBuilder::new(None, parts));
        self.indexes.last_mut().expect("one was pushed")
    }

    /// A remark.
    pub fn comment(&mut self, text: &str) -> &mut Self {
        self.comment = Some(text.to_owned());
        self
    }

    /// A setting that one dialect knows: `("sqlite.strict", "true")`, `("mysql.engine", "InnoDB")`.
    pub fn option(&mut self, name: &str, value: &str) -> &mut Self {
        self.options.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Nothing happens if the table is there.
    pub fn if_not_exists(&mut self) -> &mut Self {
        self.if_not_exists = true;
        self
    }

    /// The whole table.
    pub fn build(self, name: impl Into<ObjectName>) -> wit::TableDef {
        let key: Vec<&str> =
            self.columns.iter().filter(|column| column.is_key).map(|column| &*column.definition.name).collect();
        let key = (!key.is_empty()).then(|| ConstraintBuilder::primary_key(key).into_wit());
        let at_columns: Vec<_> = self.columns.iter().flat_map(constraints_at).collect();
        let indexed = self.columns.iter().filter(|column| column.is_indexed);
        let indexes_at: Vec<_> =
            indexed.map(|column| IndexBuilder::new(None, [column.definition.name.as_str()]).definition).collect();
        let own = self.constraints.into_iter().map(ConstraintBuilder::into_wit);
        let foreign_keys = self.foreign_keys.into_iter().map(ForeignKeyBuilder::into_wit);
        wit::TableDef {
            name: name.into().into_wit(),
            columns: self.columns.into_iter().map(|column| column.definition).collect(),
            constraints: key.into_iter().chain(own).chain(at_columns).chain(foreign_keys).collect(),
            indexes: indexes_at.into_iter().chain(self.indexes.into_iter().map(|index| index.definition)).collect(),
            comment: self.comment,
            options: self.options,
        }
    }
}

/// The constraints that were written at a column, but for the primary key.
pub(super) fn constraints_at(column: &ColumnBuilder) -> Vec<wit::ConstraintDef> {
    let foreign_keys = column.foreign_keys.iter().cloned().map(ForeignKeyBuilder::into_wit);
    column.constraints.iter().cloned().chain(foreign_keys).collect()
}

#[cfg(test)]
mod tests {
    use super::super::data_type::{integer, text};
    use super::*;

    #[test]
    fn what_is_written_at_columns_becomes_part_of_the_table() {
        let mut table = TableBuilder::default();
        table.column("id", integer()).primary_key().autoincrement();
        table.column("mail", text()).not_null().unique().index().default("x");
        table.column("boss", integer()).references("people", "id").on_delete(wit::ReferentialAction::SetNull);
        table.index_on(["boss"]).unique();
        let table = table.build(("hr", "people"));
        assert_eq!(table.name.schema.as_deref(), Some("hr"));
        let kinds = table.constraints.iter().map(|constraint| match &constraint.body {
            wit::ConstraintBody::PrimaryKey(key) => format!("key of {}", key.parts.len()),
            wit::ConstraintBody::Unique(_) => "unique".to_owned(),
            wit::ConstraintBody::ForeignKey(key) => format!("{:?} to {}", key.columns, key.references.name),
            _ => "other".to_owned(),
        });
        assert_eq!(kinds.collect::<Vec<_>>(), ["key of 1", "unique", "[\"boss\"] to people"]);
        assert_eq!(table.indexes.len(), 2);
        let nullable: Vec<bool> = table.columns.iter().map(|column| column.nullable).collect();
        assert_eq!(nullable, [false, false, true]);
    }
}
