//! The operations, as methods of the database.

use super::name::{no_guard, owned};
use super::{
    AlterEnum, AlterTable, IndexBuilder, IndexPart, Inspector, ObjectName, Removal, SequenceBuilder, TableBuilder,
    ViewBuilder,
};
use crate::bindings::aludel::schema::model::{self, RoutineKind};
use crate::bindings::aludel::schema::operations::{self as wit, Guard};
use crate::{Database, Result};

/// Changes of the schema by request. Each runs at once, in the transaction of the step.
impl Database {
    /// Creates a table.
    #[track_caller]
    pub fn create_table(&self, name: impl Into<ObjectName>, define: impl FnOnce(&mut TableBuilder)) -> Result<()> {
        let mut table = TableBuilder::default();
        define(&mut table);
        let guard = Guard { if_not_exists: table.if_not_exists, ..no_guard() };
        Ok(wit::create_table(self.handle(), &table.build(name), guard)?)
    }

    /// Drops a table: `"orders"`, `if_exists("orders")`, `only("orders").cascade()`.
    #[track_caller]
    pub fn drop_table(&self, table: impl Into<Removal>) -> Result<()> {
        let (name, guard) = table.into().into_parts();
        Ok(wit::drop_table(self.handle(), &name, guard)?)
    }

    /// Gives a table another name.
    #[track_caller]
    pub fn rename_table(&self, name: impl Into<ObjectName>, to: impl Into<ObjectName>) -> Result<()> {
        Ok(wit::rename_table(self.handle(), &name.into().into_wit(), &to.into().into_wit())?)
    }

    /// Changes a table, all at once: one ALTER where the server can, one copy of the table where it cannot.
    #[track_caller]
    pub fn alter_table(&self, name: impl Into<ObjectName>, define: impl FnOnce(&mut AlterTable)) -> Result<()> {
        let mut table = AlterTable::new();
        define(&mut table);
        let rebuild = table.rebuild;
        Ok(wit::alter_table(self.handle(), &name.into().into_wit(), &table.into_wit(), rebuild)?)
    }

    /// Creates an index.
    ///
    /// ```no_run
    /// use aludel_guest::prelude::*;
    ///
    /// fn upgrade(db: &Database) -> Result<()> {
    ///     db.create_index("ix_orders_note", "orders", ["note"])?;
    ///     db.create_index_with("ix_orders_open", "orders", [column("created").descending()], |i| {
    ///         i.unique().filtered("paid IS NULL");
    ///     })
    /// }
    /// ```
    #[track_caller]
    pub fn create_index<Part: Into<IndexPart>>(
        &self,
        name: &str,
        table: impl Into<ObjectName>,
        parts: impl IntoIterator<Item = Part>,
    ) -> Result<()> {
        self.create_index_with(name, table, parts, |_| ())
    }

    /// Creates an index, with more to say of it.
    #[track_caller]
    pub fn create_index_with<Part: Into<IndexPart>>(
        &self,
        name: &str,
        table: impl Into<ObjectName>,
        parts: impl IntoIterator<Item = Part>,
        define: impl FnOnce(&mut IndexBuilder),
    ) -> Result<()> {
        self.alter_table(table, |t| define(t.push_index(IndexBuilder::new(Some(name), parts))))
    }

    /// Drops an index of a table.
    #[track_caller]
    pub fn drop_index(&self, index: impl Into<Removal>, table: impl Into<ObjectName>) -> Result<()> {
        self.alter_table(table, |t| {
            t.drop_index(index);
        })
    }

    /// Creates a type of named values; where types have no names, each column has the values itself.
    ///
    /// ```no_run
    /// use aludel_guest::prelude::*;
    ///
    /// const MOODS: [&str; 3] = ["sad", "ok", "happy"];
    ///
    /// fn upgrade(db: &Database) -> Result<()> {
    ///     db.create_enum("mood", MOODS)?;
    ///     db.alter_table("customers", |t| {
    ///         t.add_column("mood", enumeration("mood", MOODS));
    ///     })
    /// }
    /// ```
    #[track_caller]
    pub fn create_enum<Label: Into<String>>(
        &self,
        name: impl Into<ObjectName>,
        labels: impl IntoIterator<Item = Label>,
    ) -> Result<()> {
        let definition = model::EnumDef { name: name.into().into_wit(), labels: owned(labels), comment: None };
        Ok(wit::create_enum(self.handle(), &definition, no_guard())?)
    }

    /// Changes a type of named values (PostgreSQL).
    #[track_caller]
    pub fn alter_enum(&self, name: impl Into<ObjectName>, define: impl FnOnce(&mut AlterEnum)) -> Result<()> {
        let mut changes = AlterEnum::default();
        define(&mut changes);
        Ok(wit::alter_enum(self.handle(), &name.into().into_wit(), &changes.changes, no_guard())?)
    }

    /// Drops a type of named values.
    #[track_caller]
    pub fn drop_enum(&self, name: impl Into<Removal>) -> Result<()> {
        let (name, guard) = name.into().into_parts();
        Ok(wit::drop_enum(self.handle(), &name, guard)?)
    }

    /// Creates a sequence.
    #[track_caller]
    pub fn create_sequence(
        &self,
        name: impl Into<ObjectName>,
        define: impl FnOnce(&mut SequenceBuilder),
    ) -> Result<()> {
        let mut sequence = SequenceBuilder::default();
        define(&mut sequence);
        Ok(wit::create_sequence(self.handle(), &sequence.into_definition(name.into().into_wit()), no_guard())?)
    }

    /// Changes a sequence.
    #[track_caller]
    pub fn alter_sequence(&self, name: impl Into<ObjectName>, define: impl FnOnce(&mut SequenceBuilder)) -> Result<()> {
        let mut sequence = SequenceBuilder::default();
        define(&mut sequence);
        Ok(wit::alter_sequence(self.handle(), &name.into().into_wit(), &sequence.into_change(), no_guard())?)
    }

    /// Drops a sequence.
    #[track_caller]
    pub fn drop_sequence(&self, name: impl Into<Removal>) -> Result<()> {
        let (name, guard) = name.into().into_parts();
        Ok(wit::drop_sequence(self.handle(), &name, guard)?)
    }

    /// Creates a view.
    #[track_caller]
    pub fn create_view(&self, name: impl Into<ObjectName>, query: &str) -> Result<()> {
        self.create_view_with(name, query, |_| ())
    }

    /// Creates a view, with more to say of it.
    ///
    /// ```no_run
    /// use aludel_guest::prelude::*;
    ///
    /// fn upgrade(db: &Database) -> Result<()> {
    ///     db.create_view_with("big_orders", "SELECT * FROM orders WHERE total > 100", |v| {
    ///         v.replace();
    ///     })
    /// }
    /// ```
    #[track_caller]
    pub fn create_view_with(
        &self,
        name: impl Into<ObjectName>,
        query: &str,
        define: impl FnOnce(&mut ViewBuilder),
    ) -> Result<()> {
        let mut view = ViewBuilder::default();
        define(&mut view);
        let guard = Guard { if_not_exists: view.if_not_exists, replace: view.replace, ..no_guard() };
        Ok(wit::create_view(self.handle(), &view.build(name.into().into_wit(), query), guard)?)
    }

    /// Drops a view.
    #[track_caller]
    pub fn drop_view(&self, name: impl Into<Removal>) -> Result<()> {
        let (name, guard) = name.into().into_parts();
        Ok(wit::drop_view(self.handle(), &name, false, guard)?)
    }

    /// Drops a materialized view (PostgreSQL).
    #[track_caller]
    pub fn drop_materialized_view(&self, name: impl Into<Removal>) -> Result<()> {
        let (name, guard) = name.into().into_parts();
        Ok(wit::drop_view(self.handle(), &name, true, guard)?)
    }

    /// Creates a function, or puts it in the place of the one that is there. `definition` is the whole statement; the
    /// name has the types of the arguments where the server has overloads: `touch()`, `add(integer, integer)`.
    #[track_caller]
    pub fn create_function(&self, name: impl Into<ObjectName>, definition: &str) -> Result<()> {
        self.create_routine(name.into(), RoutineKind::Function, definition)
    }

    /// As [`create_function`](Self::create_function), a procedure.
    #[track_caller]
    pub fn create_procedure(&self, name: impl Into<ObjectName>, definition: &str) -> Result<()> {
        self.create_routine(name.into(), RoutineKind::Procedure, definition)
    }

    #[track_caller]
    fn create_routine(&self, name: ObjectName, kind: RoutineKind, definition: &str) -> Result<()> {
        let definition = definition.to_owned();
        let routine = model::RoutineDef { name: name.into_wit(), kind, definition, comment: None };
        Ok(wit::create_routine(self.handle(), &routine, Guard { replace: true, ..no_guard() })?)
    }

    /// Drops a function.
    #[track_caller]
    pub fn drop_function(&self, name: impl Into<Removal>) -> Result<()> {
        let (name, guard) = name.into().into_parts();
        Ok(wit::drop_routine(self.handle(), &name, RoutineKind::Function, guard)?)
    }

    /// Drops a procedure.
    #[track_caller]
    pub fn drop_procedure(&self, name: impl Into<Removal>) -> Result<()> {
        let (name, guard) = name.into().into_parts();
        Ok(wit::drop_routine(self.handle(), &name, RoutineKind::Procedure, guard)?)
    }

    /// Creates a trigger of a table, or puts it in the place of the one that is there. `definition` is the whole
    /// statement.
    #[track_caller]
    pub fn create_trigger(&self, name: &str, table: impl Into<ObjectName>, definition: &str) -> Result<()> {
        let (table, name) = (table.into().into_wit(), name.to_owned());
        let trigger = model::TriggerDef { table, name, definition: definition.to_owned(), comment: None };
        Ok(wit::create_trigger(self.handle(), &trigger, Guard { replace: true, ..no_guard() })?)
    }

    /// Drops a trigger of a table.
    #[track_caller]
    pub fn drop_trigger(&self, trigger: impl Into<Removal>, table: impl Into<ObjectName>) -> Result<()> {
        let (name, guard) = trigger.into().into_local();
        Ok(wit::drop_trigger(self.handle(), &table.into().into_wit(), &name, guard)?)
    }

    /// Creates a schema (PostgreSQL), unless it is there.
    #[track_caller]
    pub fn create_schema(&self, name: &str) -> Result<()> {
        Ok(wit::create_schema(self.handle(), name, Guard { if_not_exists: true, ..no_guard() })?)
    }

    /// Drops a schema.
    #[track_caller]
    pub fn drop_schema(&self, name: impl Into<Removal>) -> Result<()> {
        let (name, guard) = name.into().into_local();
        Ok(wit::drop_schema(self.handle(), &name, guard)?)
    }

    /// Creates an extension (PostgreSQL), unless it is there.
    #[track_caller]
    pub fn create_extension(&self, name: &str) -> Result<()> {
        let definition = model::ExtensionDef { name: name.to_owned(), schema: None, version: None };
        Ok(wit::create_extension(self.handle(), &definition, Guard { if_not_exists: true, ..no_guard() })?)
    }

    /// Drops an extension.
    #[track_caller]
    pub fn drop_extension(&self, name: impl Into<Removal>) -> Result<()> {
        let (name, guard) = name.into().into_local();
        Ok(wit::drop_extension(self.handle(), &name, guard)?)
    }

    /// Says how constraints and indexes without a name are named from here on, by kind (`pk`, `uq`, `fk`, `ck`, `ix`), in
    /// the tokens of `SQLAlchemy`.
    ///
    /// ```no_run
    /// use aludel_guest::prelude::*;
    ///
    /// fn upgrade(db: &Database) -> Result<()> {
    ///     db.set_naming([
    ///         ("pk", "pk_%(table_name)s"),
    ///         ("fk", "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"),
    ///     ])
    /// }
    /// ```
    #[track_caller]
    pub fn set_naming<'text>(&self, templates: impl IntoIterator<Item = (&'text str, &'text str)>) -> Result<()> {
        let templates = templates.into_iter().map(|(kind, template)| (kind.to_owned(), template.to_owned()));
        Ok(wit::set_naming(self.handle(), &templates.collect::<Vec<_>>())?)
    }

    /// What is there.
    pub fn inspect(&self) -> Inspector<'_> {
        Inspector { database: self }
    }
}
