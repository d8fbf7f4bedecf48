//! What the rules look at, a file a family.

mod loss;

use aludel_schema::Schema;

use crate::facts::Migration;
use crate::finding::Finding;
use crate::look::{Look, Notes};
use crate::naming::Naming;
use crate::scene::Scene;

/// What a migration did so far, for rules that look at more than one statement.
#[derive(Debug, Default)]
pub(crate) struct Run {}

/// All rules about one statement.
pub(crate) fn check_statement(look: &Look<'_>, _run: &mut Run, notes: &mut Notes) {
    loss::check(look, notes);
}

/// All rules about a migration as a whole.
pub(crate) fn check_whole(migration: &Migration, scene: &Scene, _naming: &Naming, notes: &mut Notes) {
    loss::check_whole(migration, scene, notes);
}

/// All rules about how tables look.
pub(crate) fn check_schema(_schema: &Schema, _naming: &Naming) -> Vec<Finding> {
    Vec::new()
}
