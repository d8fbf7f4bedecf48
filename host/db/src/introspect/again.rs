//! The schema of a live database, read again and again while it changes.

use std::sync::Arc;

use aludel_schema::{Outline, ReadAgain, Schema, Scope, rules};
use aludel_sql::Database;

use super::{IntrospectError, ask, introspect};

/// Reads the schema of one database as often as somebody asks for it. Where the server tells what has changed, only that
/// is read; what comes of it is what [`introspect`] would give.
pub struct SchemaReader {
    scope: Scope,
    known: Option<Known>,
    /// Whether changes cannot be told, so that nobody has to try again.
    is_whole: bool,
    tables_read: usize,
}

/// The schema as it was read last.
struct Known {
    schema: Arc<Schema>,
    /// None where all of it is read each time.
    outline: Option<Outline>,
}

impl SchemaReader {
    /// Reads that much of a database.
    pub fn new(scope: Scope) -> Self {
        Self { scope, known: None, is_whole: false, tables_read: 0 }
    }

    /// What is read.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// How many tables were read up to now, each as often as it was, and one more for each time.
    pub fn tables_read(&self) -> usize {
        self.tables_read
    }

    /// The schema as it is now; the same one as before where nothing has changed.
    ///
    /// # Errors
    ///
    /// As [`introspect`]. What was known before is known still.
    pub async fn read(&mut self, database: &mut dyn Database) -> Result<Arc<Schema>, IntrospectError> {
        self.tables_read += 1;
        let again = rules(database.info().dialect).reads_again().filter(|_| !self.is_whole);
        let Some(again) = again else { return self.read_whole(database, None).await };
        let answers = ask(database, again.outline_queries()).await?;
        let now = again.outline(answers)?;
        match self.read_changes(database, again, &now).await? {
            Some(schema) => Ok(self.learn(schema, Some(now))),
            None => self.read_whole(database, Some((again, now))).await,
        }
    }

    async fn read_whole(
        &mut self,
        database: &mut dyn Database,
        outline: Option<(&dyn ReadAgain, Outline)>,
    ) -> Result<Arc<Schema>, IntrospectError> {
        let mut schema = introspect(database, &self.scope).await?;
        self.tables_read += schema.tables.len();
        if let Some(known) = &self.known {
            share(&known.schema, &mut schema);
        }
        let outline = outline.filter(|(again, outline)| again.can_follow(&schema, outline));
        self.is_whole |= outline.is_none();
        // Nobody needs a second schema that is the same.
        let known = self.known.as_ref().map(|known| &known.schema).filter(|known| ***known == schema);
        let schema = known.map_or_else(|| Arc::new(schema), Arc::clone);
        Ok(self.learn(schema, outline.map(|(_, outline)| outline)))
    }

    /// The schema with what has changed; none where all of it has to be read.
    async fn read_changes(
        &mut self,
        database: &mut dyn Database,
        again: &dyn ReadAgain,
        now: &Outline,
    ) -> Result<Option<Arc<Schema>>, IntrospectError> {
        let Some(Known { schema, outline: Some(before) }) = &self.known else { return Ok(None) };
        let Some(relations) = again.changed(schema, before, now) else { return Ok(None) };
        if relations.is_empty() {
            return Ok(Some(Arc::clone(schema)));
        }
        let (schema, query) = ((**schema).clone(), again.part_query(&relations));
        let rows = ask(database, vec![query]).await?;
        self.tables_read += relations.len();
        let read = again.read_part(schema, &self.scope, &relations, rows.as_slice().concat().as_slice())?;
        Ok(read.map(Arc::new))
    }

    fn learn(&mut self, schema: Arc<Schema>, outline: Option<Outline>) -> Arc<Schema> {
        self.known = Some(Known { schema: Arc::clone(&schema), outline });
        schema
    }
}

/// Holds the tables that are what they were together with the schema before, so that nobody compares them again.
fn share(known: &Schema, schema: &mut Schema) {
    for (name, table) in &mut schema.tables {
        if let Some(before) = known.tables.get(name).filter(|before| *before == table) {
            *table = before.clone();
        }
    }
}
