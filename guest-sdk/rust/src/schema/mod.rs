//! Changes of the schema by request: say what you want, and the host writes the SQL of the database at hand.
//!
//! ```no_run
//! use aludel_guest::prelude::*;
//!
//! fn upgrade(db: &Database) -> Result<()> {
//!     db.create_table("orders", |t| {
//!         t.column("id", integer()).primary_key().autoincrement();
//!         t.column("customer_id", integer()).not_null();
//!         t.column("note", varchar(200)).not_null().default("");
//!         t.foreign_key(["customer_id"]).references("customers", ["id"]).on_delete(Cascade);
//!         t.index("ix_orders_note", ["note"]);
//!     })?;
//!     db.alter_table("customers", |t| {
//!         t.add_column("order_count", integer()).not_null().default(0);
//!         t.rename_column("mail", "email");
//!         t.alter_column("name").set_type(varchar(120)).not_null();
//!     })
//! }
//!
//! fn downgrade(db: &Database) -> Result<()> {
//!     db.alter_table("customers", |t| {
//!         t.drop_column("order_count");
//!         t.rename_column("email", "mail");
//!         t.alter_column("name").set_type(varchar(80)).nullable();
//!     })?;
//!     db.drop_table("orders")
//! }
//! ```
//!
//! - [`data_type`]: `integer()`, `varchar(80)`, `timestamptz()`
//! - [`TableBuilder`], [`AlterTable`]: what the closures get
//! - [`ColumnBuilder`], [`ConstraintBuilder`], [`ForeignKeyBuilder`], [`IndexBuilder`]: their parts
//! - [`Inspector`]: what is there

mod alter;
mod column;
mod constraint;
pub mod data_type;
mod index;
mod inspect;
mod name;
mod object;
mod operations;
mod table;

pub use alter::{AlterColumn, AlterTable, ConstraintChoice, DroppedConstraint};
pub use column::{ColumnBuilder, DefaultValue};
pub use constraint::{ConstraintBuilder, ForeignKeyBuilder};
pub use data_type::DataType;
pub use index::{IndexBuilder, IndexPart, column, expression};
pub use inspect::Inspector;
pub use name::{ObjectName, Removal, if_exists, only};
pub use object::{AlterEnum, NewValue, SequenceBuilder, ViewBuilder};
pub use table::TableBuilder;

/// What the host says of a schema, and what builders make.
pub use crate::bindings::aludel::schema::model::{
    ColumnDef, ConstraintBody, ConstraintDef, EnumDef, Generation, IdentityKind, IndexDef, MatchKind,
    ReferentialAction, SchemaDef, TableDef, ViewDef,
};
