//! What a database should look like: a component that autogenerate and check compare with.
//!
//! ```
//! use aludel_guest::target::prelude::*;
//!
//! #[derive(Table)]
//! #[table(name = "customers")]
//! struct Customer {
//!     #[column(primary_key)]
//!     id: i64,
//!     #[column(length = 200, unique)]
//!     mail: String,
//!     #[column(references = "customers.id", on_delete = "set_null", index)]
//!     invited_by: Option<i64>,
//!     #[column(default_sql = "CURRENT_TIMESTAMP")]
//!     since: DateTime,
//! }
//!
//! target!(Customer);
//! ```

use crate::bindings::aludel::migration::failures::Failure;
use crate::bindings::aludel::schema::model as wit;
use crate::bindings::exports::aludel::migration::target::Definition;
use crate::schema::{DataType, ObjectName, TableBuilder, ViewBuilder, data_type};
use crate::{Date, DateTime, Decimal, Dialect, Error, Interval, Json, Result, Time, UtcDateTime, Uuid};

/// What a target usually needs: `use aludel_guest::target::prelude::*;`.
pub mod prelude {
    pub use super::{SchemaBuilder, Table};
    pub use crate::prelude::*;
    pub use crate::{Interval, Time, target};
    pub use aludel_guest_derive::Table;
}

/// A table that a type describes; `#[derive(Table)]` writes it.
pub trait Table {
    /// The table.
    fn table() -> wit::TableDef;
}

/// A type of Rust that columns have a type for.
pub trait ColumnValue {
    /// The type of the column.
    fn data_type() -> DataType;

    /// Whether it may hold NULL.
    const NULLABLE: bool = false;
}

macro_rules! column_values {
    ($($value:ty => $data_type:ident),+ $(,)?) => {$(
        impl ColumnValue for $value {
            fn data_type() -> DataType {
                data_type::$data_type()
            }
        }
    )+};
}

column_values! {
    bool => boolean,
    i16 => small_integer,
    i32 => integer,
    i64 => big_integer,
    f32 => real,
    f64 => double,
    String => text,
    Vec<u8> => binary,
    Decimal => decimal,
    Json => json,
    Uuid => uuid,
    Date => date,
    Time => time,
    DateTime => timestamp,
    UtcDateTime => timestamptz,
    Interval => interval,
}

impl<Value: ColumnValue> ColumnValue for Option<Value> {
    fn data_type() -> DataType {
        Value::data_type()
    }

    const NULLABLE: bool = true;
}

/// A whole schema that is to be.
#[derive(Debug)]
pub struct SchemaBuilder {
    schema: wit::SchemaDef,
    sql: Option<String>,
}

impl Default for SchemaBuilder {
    fn default() -> Self {
        let schema = wit::SchemaDef {
            namespaces: Vec::new(),
            extensions: Vec::new(),
            enums: Vec::new(),
            sequences: Vec::new(),
            tables: Vec::new(),
            views: Vec::new(),
            routines: Vec::new(),
            triggers: Vec::new(),
            naming: Vec::new(),
        };
        Self { schema, sql: None }
    }
}

impl SchemaBuilder {
    /// The table that a type describes.
    pub fn table<Described: Table>(&mut self) -> &mut Self {
        self.schema.tables.push(Described::table());
        self
    }

    /// A table, as [`Database::create_table`](crate::Database::create_table) takes it.
    pub fn create_table(&mut self, name: impl Into<ObjectName>, define: impl FnOnce(&mut TableBuilder)) -> &mut Self {
        let mut table = TableBuilder::default();
        define(&mut table);
        self.schema.tables.push(table.build(name));
        self
    }

    /// A type of named values.
    pub fn create_enum<Label: Into<String>>(
        &mut self,
        name: impl Into<ObjectName>,
        labels: impl IntoIterator<Item = Label>,
    ) -> &mut Self {
        let labels = labels.into_iter().map(Into::into).collect();
        self.schema.enums.push(wit::EnumDef { name: name.into().into_wit(), labels, comment: None });
        self
    }

    /// A view.
    pub fn create_view(&mut self, name: impl Into<ObjectName>, query: &str) -> &mut Self {
        self.schema.views.push(ViewBuilder::default().build(name.into().into_wit(), query));
        self
    }

    /// How constraints and indexes without a name are named, as [`Database::set_naming`](crate::Database::set_naming).
    pub fn set_naming<'text>(&mut self, templates: impl IntoIterator<Item = (&'text str, &'text str)>) -> &mut Self {
        let templates = templates.into_iter().map(|(kind, template)| (kind.to_owned(), template.to_owned()));
        self.schema.naming = templates.collect();
        self
    }

    /// All of it as SQL of the dialect, in place of whatever else is said.
    pub fn set_sql(&mut self, statements: &str) -> &mut Self {
        self.sql = Some(statements.to_owned());
        self
    }

    /// What was said so far.
    pub fn build(self) -> wit::SchemaDef {
        self.schema
    }
}

/// A function that says what a database should look like.
pub type Describe = fn(&mut SchemaBuilder, Dialect) -> Result<()>;

/// Describes a target, for component tools.
pub const WORLD: &[u8] = include_bytes!("bindings/schema-target.world");

#[doc(hidden)]
pub fn run(
    describe: Describe,
    dialect: Dialect,
    folder: Option<&'static str>,
) -> std::result::Result<Definition, Failure> {
    crate::runtime::tell_panics(folder);
    let mut schema = SchemaBuilder::default();
    describe(&mut schema, dialect).map_err(Error::into_failure)?;
    Ok(match schema.sql.take() {
        Some(statements) => Definition::Ddl(statements),
        None => Definition::Schema(schema.build()),
    })
}

/// Says what a database should look like: types with `#[derive(Table)]`, or a function.
///
/// ```
/// use aludel_guest::target::prelude::*;
///
/// target!(fn describe);
///
/// fn describe(schema: &mut SchemaBuilder, _: Dialect) -> Result<()> {
///     schema.create_table("customers", |t| {
///         t.column("id", integer()).primary_key();
///         t.column("mail", varchar(200)).not_null().unique();
///     });
///     Ok(())
/// }
/// ```
#[macro_export]
macro_rules! target {
    (fn $describe:path) => {
        const _: () = {
            const DESCRIBE: $crate::target::Describe = $describe;
            // Elsewhere than in WebAssembly nothing calls it, and yet it is in use.
            const _: $crate::target::Describe = DESCRIBE;

            #[cfg(target_arch = "wasm32")]
            struct Target;

            #[cfg(target_arch = "wasm32")]
            impl $crate::bindings::exports::aludel::migration::target::Guest for Target {
                fn target(
                    dialect: $crate::Dialect,
                ) -> ::std::result::Result<
                    $crate::bindings::exports::aludel::migration::target::Definition,
                    $crate::bindings::aludel::migration::failures::Failure,
                > {
                    $crate::target::run(DESCRIBE, dialect, $crate::__folder!())
                }
            }

            #[cfg(target_arch = "wasm32")]
            $crate::__export_aludel_migration_target_0_1_0_cabi!(
                Target with_types_in $crate::bindings::exports::aludel::migration::target
            );

            #[cfg(target_arch = "wasm32")]
            #[used]
            #[unsafe(link_section = "component-type:aludel")]
            static WORLD: [u8; $crate::target::WORLD.len()] = $crate::runtime::section($crate::target::WORLD);
        };
    };
    ($($table:ty),+ $(,)?) => {
        const _: () = {
            fn describe(schema: &mut $crate::target::SchemaBuilder, _: $crate::Dialect) -> $crate::Result<()> {
                $(schema.table::<$table>();)+
                Ok(())
            }

            $crate::target!(fn describe);
        };
    };
}
