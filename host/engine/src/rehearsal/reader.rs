//! Who reads the schema of a copy while runs change it.

use std::sync::Arc;

use aludel_db::{IntrospectError, SchemaReader};
use aludel_schema::{Schema, Scope};
use aludel_sql::Database;
use tokio::sync::Mutex;

/// One reader for everybody who looks at one copy, so that what one has read nobody reads again.
#[derive(Clone)]
pub(crate) struct Reader(Arc<Mutex<SchemaReader>>);

impl Reader {
    /// Reads that much of the copy.
    pub(crate) fn new(scope: Scope) -> Self {
        Self(Arc::new(Mutex::new(SchemaReader::new(scope))))
    }

    /// The schema as it is now: the same one as before where nothing has changed it.
    pub(crate) async fn read(&self, database: &mut dyn Database) -> Result<Arc<Schema>, IntrospectError> {
        self.0.lock().await.read(database).await
    }

    /// The same, and how many tables were read up to now.
    pub(super) async fn read_and_count(
        &self,
        database: &mut dyn Database,
    ) -> (Result<Arc<Schema>, IntrospectError>, usize) {
        let mut reader = self.0.lock().await;
        let schema = reader.read(database).await;
        (schema, reader.tables_read())
    }
}
