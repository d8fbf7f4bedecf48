//! What the rules look at, a file a family.

mod compatibility;
pub(crate) mod draft;
mod locks;
mod loss;
mod mysql;
mod rows;
mod sqlite;
mod style;
mod transaction;

use std::collections::BTreeSet;

use aludel_schema::ObjectName;

use crate::facts::Migration;
use crate::look::{Look, Notes};
use crate::naming::Naming;
use crate::scene::Scene;

/// What a transaction did so far, for rules that look at more than one statement.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a thing of its own that happened or did not")]
pub(crate) struct Run {
    /// Constraints that it added and did not hold against the rows.
    not_valid: BTreeSet<String>,
    /// Tables that it keeps readers out of.
    locked: BTreeSet<ObjectName>,
    /// Whether the migration changed definitions so far.
    defines: bool,
    /// Whether it changed rows that were there.
    fills: bool,
    is_mixed_told: bool,
    /// Whether it switched the foreign keys of `SQLite` off itself, outside of a transaction.
    suspends_foreign_keys: bool,
    /// Whether it is in a transaction that it began itself.
    is_in_own_transaction: bool,
    /// How many statements ran outside of a transaction.
    outside: usize,
}

/// All rules about one statement.
pub(crate) fn check_statement(look: &Look<'_>, run: &mut Run, notes: &mut Notes) {
    loss::check(look, notes);
    compatibility::check(look, notes);
    rows::check(look, run, notes);
    locks::check(look, run, notes);
    mysql::check(look, notes);
    sqlite::check(look, run, notes);
    style::check(look, notes);
    transaction::check(look, run, notes);
}

/// All rules about a migration as a whole.
pub(crate) fn check_whole(migration: &Migration, scene: &Scene, naming: &Naming, notes: &mut Notes) {
    loss::check_whole(migration, scene, notes);
    draft::check(migration, scene, naming, notes);
}
