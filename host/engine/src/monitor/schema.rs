//! Requests of a guest for changes of the schema, and its questions about it.

use aludel_db::{IntrospectError, introspect};
use aludel_schema::request::Request;
use aludel_schema::{Schema, SchemaDatabase, Scope};
use aludel_sql::{ErrorKind, SqlError};
use async_trait::async_trait;

use super::Monitor;

#[async_trait]
impl SchemaDatabase for Monitor {
    async fn apply(&mut self, request: Request) -> Result<(), SqlError> {
        self.admit()?;
        Err(SqlError::new(ErrorKind::Unsupported, format!("cannot {request}")))
    }

    async fn inspect(&mut self, scope: &Scope) -> Result<Schema, SqlError> {
        self.admit()?;
        introspect(&mut **self.session, scope).await.map_err(unreadable)
    }
}

/// What a guest is told when the catalogue cannot be read.
fn unreadable(error: IntrospectError) -> SqlError {
    let message = error.to_string();
    match error {
        IntrospectError::Refused { source, .. } => SqlError { message, ..source },
        IntrospectError::Unreadable(_) => SqlError::new(ErrorKind::Other, message),
    }
}
