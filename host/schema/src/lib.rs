//! What a database looks like, and how to change it.
//!
//! The crate is pure: it opens nothing, reads no clock and knows no driver. What it needs from a server it names as
//! queries, and reads from their rows; what it wants done it gives as statements.
//!
//! - [`model`]: a database as a value
//! - [`operation`]: one change of it, which knows its inverse
//! - [`apply()`]: the schema after an operation; [`inverse_of_all`]: the way back
//! - [`script`]: operations as statements, one after the other
//! - [`summary`]: operations in words
//! - [`diff`]: what makes one schema another; [`rename`]: what it cannot know
//! - [`loss`]: what an operation takes away; [`filter`]: which part is compared
//! - [`draw`]: a schema as a diagram
//! - [`code`]: operations as source code of a migration
//! - [`data_type`]: types that mean the same on every server
//! - [`request`]: what a guest asks for, before the host has looked what is there
//! - [`database`]: the trait that guests see as `aludel:schema`
//! - [`dialect`]: what each server calls things: quoting, types, statements, catalogues

mod apply;
mod aspect;
pub mod code;
pub mod data_type;
pub mod database;
pub mod dialect;
pub mod diff;
pub mod draw;
pub mod filter;
mod identifier;
mod inverse;
mod likeness;
pub mod loss;
mod mention;
pub mod model;
pub mod operation;
pub mod rename;
pub mod request;
pub mod script;
pub mod summary;

pub use apply::{ApplyError, apply, apply_all};
pub use aspect::{Aspect, changed_aspects};
pub use data_type::DataType;
pub use database::SchemaDatabase;
pub use dialect::{
    CatalogError, CatalogQuery, Namespaces, Outline, Placement, ReadAgain, Rendered, Rules, Scope, Statement,
    Unsupported, rules,
};
pub use diff::{DiffOptions, Difference, Suspicion, around, diff};
pub use filter::{Filter, FilterError};
pub use inverse::inverse_of_all;
pub use loss::{Loss, LossKind, all_rows, losses};
pub use model::{ObjectName, Schema};
pub use operation::{Modifiers, Operation, Rebuild, TableChange};
pub use rename::{Rename, RenameError};
pub use script::{Script, ScriptError, ScriptStep};
pub use summary::{Summary, summaries};
