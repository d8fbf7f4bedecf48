//! All rules over a migration, or over a schema.

use aludel_schema::Schema;

use crate::facts::Migration;
use crate::finding::Finding;
use crate::look::{Look, Made, Notes};
use crate::naming::Naming;
use crate::rules;
use crate::scene::Scene;

/// What the rules find in a migration, in the order of its statements.
///
/// Severities are those of the rules, made lighter where the place is harmless; [`crate::Severities::applied`] brings
/// in what the project says, and [`crate::Suppressions::apply`] what the comments allow.
pub fn check(migration: &Migration, scene: &Scene, naming: &Naming) -> Vec<Finding> {
    let mut made = Made::before(scene);
    let mut notes = Notes::default();
    let mut run = rules::Run::default();
    for statement in &migration.statements {
        let look = Look::at(migration, statement, scene, &made);
        rules::check_statement(&look, &mut run, &mut notes);
        made.learn(statement);
    }
    rules::check_whole(migration, scene, naming, &mut notes);
    notes.0.sort_by_key(|finding| finding.statement.unwrap_or(usize::MAX));
    notes.0
}

/// What the rules about the look of tables find in a whole schema.
pub fn check_schema(schema: &Schema, naming: &Naming) -> Vec<Finding> {
    rules::draft::check_schema(schema, naming)
}
