//! A schema that is read once more after a definition.

use std::collections::BTreeSet;

use aludel_sql::Row;

use super::{CatalogError, CatalogQuery, Scope};
use crate::model::Schema;

/// What a catalogue says in so few words that all of it is compared after each definition.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// All definitions, one after the other.
    pub text: String,
    /// How many.
    pub count: i64,
    /// What is read anew as a whole when it is another.
    pub aside: Vec<Row>,
}

/// How a schema is read again, where a server tells what has changed in it. Every step that gives none is one where only
/// reading all of it is sure.
pub trait ReadAgain: Sync {
    /// What to ask the server for an outline.
    fn outline_queries(&self) -> Vec<CatalogQuery>;

    /// Reads the answers, one list of rows for each question.
    fn outline(&self, answers: Vec<Vec<Row>>) -> Result<Outline, CatalogError>;

    /// Whether changes of the schema can be told from outlines after this one, which is of that schema.
    fn can_follow(&self, schema: &Schema, outline: &Outline) -> bool;

    /// The tables and views that have to be read again, in small letters, of which none may be a change; none where it
    /// cannot be told. `schema` is that of the outline before.
    fn changed(&self, schema: &Schema, before: &Outline, now: &Outline) -> Option<BTreeSet<String>>;

    /// What to ask the server about these.
    fn part_query(&self, relations: &BTreeSet<String>) -> CatalogQuery;

    /// The schema with these as the rows have them; none where it cannot be told.
    fn read_part(
        &self,
        schema: Schema,
        scope: &Scope,
        relations: &BTreeSet<String>,
        rows: &[Row],
    ) -> Result<Option<Schema>, CatalogError>;
}
