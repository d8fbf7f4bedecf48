//! A database whose schema can be changed by request and read.

use aludel_sql::{Database, SqlError};
use async_trait::async_trait;

use crate::dialect::Scope;
use crate::model::Schema;
use crate::request::Request;

/// The database handle of a guest, with the interfaces `aludel:schema/operations` and `inspection`.
#[async_trait]
pub trait SchemaDatabase: Database {
    /// Carries out a request, or writes it out.
    async fn apply(&mut self, request: Request) -> Result<(), SqlError>;

    /// Reads the schema as it is now.
    async fn inspect(&mut self, scope: &Scope) -> Result<Schema, SqlError>;
}
