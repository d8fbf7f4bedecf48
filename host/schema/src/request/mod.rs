//! What a guest asks for: the Rust side of the WIT interface `aludel:schema/operations`.
//!
//! A request is partial (`drop column "x"`), with abstract types, guards and a naming convention. It becomes
//! [operations](crate::operation), which hold everything before and after, by being resolved against what is there.
//!
//! - [`definition`]: what is defined
//! - [`change`]: what is changed, in parts
//! - [`lookup`]: finds what is named
//! - [`Request::need`]: what must be known for it; [`resolve()`]: the operations that carry it out

pub mod change;
pub mod definition;
pub mod lookup;

mod define;
mod describe;
mod error;
mod naming;
mod need;
mod resolve;

use crate::model::{ObjectName, RoutineKind};
use crate::operation::Rebuild;
pub use define::{definition_of_schema, definition_of_table};
pub use error::ResolveError;
pub use naming::{Naming, NamingError};
pub use need::Need;
pub use resolve::{Extent, Known, Resolved, resolve, resolve_schema};

use change::{EnumChange, Guard, GuardedChange, SequenceChange};
use definition::{
    EnumDefinition, ExtensionDefinition, RoutineDefinition, SequenceDefinition, TableDefinition, TriggerDefinition,
    ViewDefinition,
};

/// One request of a guest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// What is asked for.
    pub verb: Verb,
    /// How. Changes of a table have guards of their own.
    pub guard: Guard,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verb {
    /// A new table.
    CreateTable(TableDefinition),
    /// A table that goes.
    DropTable(ObjectName),
    /// A table under another name.
    RenameTable {
        /// The name now.
        from: ObjectName,
        /// The name then.
        to: ObjectName,
    },
    /// Changes of one table, all at once.
    AlterTable {
        /// The table.
        table: ObjectName,
        /// In order.
        changes: Vec<GuardedChange>,
        /// What to do where the database cannot alter a table in place.
        rebuild: Rebuild,
    },
    /// A new enum.
    CreateEnum(EnumDefinition),
    /// Changes of an enum, in order.
    AlterEnum {
        /// The enum.
        name: ObjectName,
        /// In order.
        changes: Vec<EnumChange>,
    },
    /// An enum that goes.
    DropEnum(ObjectName),
    /// A new sequence.
    CreateSequence(SequenceDefinition),
    /// A sequence that counts otherwise.
    AlterSequence {
        /// The sequence.
        name: ObjectName,
        /// What changes.
        change: SequenceChange,
    },
    /// A sequence that goes.
    DropSequence(ObjectName),
    /// A new view, or one in place of another.
    CreateView(ViewDefinition),
    /// A view that goes.
    DropView {
        /// The view.
        name: ObjectName,
        /// Whether its rows are kept.
        materialized: bool,
    },
    /// A new function or procedure, or one in place of another.
    CreateRoutine(RoutineDefinition),
    /// A function or procedure that goes.
    DropRoutine {
        /// Its name, with the types of its arguments.
        name: ObjectName,
        /// Which of the two.
        kind: RoutineKind,
    },
    /// A new trigger, or one in place of another.
    CreateTrigger(TriggerDefinition),
    /// A trigger that goes.
    DropTrigger {
        /// Its table or view.
        table: ObjectName,
        /// Its name.
        name: String,
    },
    /// A new schema.
    CreateSchema(String),
    /// A schema that goes.
    DropSchema(String),
    /// An extension.
    CreateExtension(ExtensionDefinition),
    /// An extension that goes.
    DropExtension(String),
}
