//! Changes of the schema by request, written out.

use aludel_schema::request::Request;
use aludel_schema::{Schema, SchemaDatabase, Scope};
use aludel_sql::{ErrorKind, SqlError};
use async_trait::async_trait;

use super::Writer;

#[async_trait]
impl SchemaDatabase for Writer {
    async fn apply(&mut self, request: Request) -> Result<(), SqlError> {
        Err(SqlError::new(ErrorKind::Unsupported, format!("cannot {request}")))
    }

    async fn inspect(&mut self, _: &Scope) -> Result<Schema, SqlError> {
        Err(no_answer())
    }
}

fn no_answer() -> SqlError {
    let message = "the schema cannot be read while SQL is only written out";
    SqlError::new(ErrorKind::Offline, message)
        .with_extra("hint", "a migration can ask `context.offline` and go on without looking")
}
