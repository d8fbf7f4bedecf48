//! What makes one schema another: operations in an order that runs.
//!
//! The order, in short: what depends on something that changes goes first (triggers, views, foreign keys), then what
//! is no longer wanted, then comes what others need (schemas, types, sequences), the tables, and what depends on them;
//! types and the like go last. A view or foreign key that is the same before and after, and only stands in the way,
//! goes and comes back unchanged; [`crate::summaries`] does not tell it.

mod around;
mod column;
mod constraint;
mod enumeration;
mod foreign_key;
mod index;
mod letter_case;
mod order;
mod pair;
mod privileges;
mod renaming;
mod routine;
mod suspicion;
mod table;
mod tables;
mod trigger;
mod view;

use aludel_sql::Dialect;

pub use around::around;

use crate::dialect::{Rules, rules};
use crate::model::Schema;
use crate::operation::Operation;
use crate::rename::{Rename, RenameError};

/// What is known about a comparison beside the two schemas.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DiffOptions {
    /// Renames that are confirmed. One that does not fit is an error.
    pub renames: Vec<Rename>,
    /// Renames that the target hints at. One that does not fit is old, and is left out.
    pub hinted_renames: Vec<Rename>,
    /// What is no rename, although it looks like one.
    pub not_renamed: Vec<Rename>,
}

impl DiffOptions {
    /// The options of the way back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        let inverse = |renames: &[Rename]| renames.iter().map(Rename::inverse).collect();
        Self {
            renames: inverse(&self.renames),
            hinted_renames: inverse(&self.hinted_renames),
            not_renamed: inverse(&self.not_renamed),
        }
    }
}

/// What makes one schema another.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Difference {
    /// In an order that runs.
    pub operations: Vec<Operation>,
    /// What looks like a rename, and is dropped and created in [`Difference::operations`] as nobody confirmed it.
    pub suspicions: Vec<Suspicion>,
}

/// Something that goes and something that comes that may be one thing under another name.
#[derive(Debug, Clone, PartialEq)]
pub struct Suspicion {
    /// The rename, which [`DiffOptions::renames`] or [`DiffOptions::not_renamed`] decides.
    pub rename: Rename,
    /// The operations if it is one.
    pub as_rename: Vec<Operation>,
    /// The operations if it is none, as they stand in the list.
    pub as_drop_and_add: Vec<Operation>,
}

/// Two schemas under comparison. Names are those after the confirmed renames.
struct Comparison<'a> {
    rules: &'static dyn Rules,
    dialect: Dialect,
    /// As it is.
    original: &'a Schema,
    /// As it is after the renames.
    before: &'a Schema,
    after: &'a Schema,
    renames: &'a [Rename],
}

/// The operations that make `before` the schema `after`, and what may be a rename.
///
/// The order of columns is not a difference, nor is what [`Rules`] knows to mean the same, nor is the case of letters
/// where the server does not tell it apart.
pub fn diff(before: &Schema, after: &Schema, options: &DiffOptions) -> Result<Difference, RenameError> {
    let after = &*letter_case::spelled_alike(before, after);
    let confirmed = renaming::confirmed_renames(before, after, options)?;
    let renamed = renaming::after_renames(before, &confirmed);
    let after = &privileges::as_before(&renamed, after);
    let comparison = Comparison {
        rules: rules(after.dialect),
        dialect: after.dialect,
        original: before,
        before: &renamed,
        after,
        renames: &confirmed,
    };
    let tables = comparison.table_plan();
    let suspicions = comparison.suspicions(&tables, options);
    Ok(Difference { operations: comparison.operations(tables), suspicions })
}

impl Comparison<'_> {
    fn operations(&self, tables: tables::TablePlan) -> Vec<Operation> {
        let enums = self.enum_plan();
        let views = self.view_plan(&tables);
        let triggers = self.trigger_plan(&tables, &views);
        let routines = self.routine_plan(&tables);
        let objects = self.object_plan();
        let phases = [
            triggers.drops,
            routines.readers,
            views.drops,
            routines.early_drops,
            objects.creates,
            tables.early,
            enums.early,
            objects.changes,
            routines.early,
            tables.main,
            enums.late,
            routines.late,
            views.creates,
            triggers.creates,
            routines.late_drops,
            enums.drops,
            objects.drops,
        ];
        phases.into_iter().flatten().collect()
    }
}

#[cfg(test)]
mod tests;
