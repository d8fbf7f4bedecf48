//! The schema of a live database.

mod again;

use aludel_schema::{CatalogError, CatalogQuery, Schema, Scope, rules};
use aludel_sql::{Database, Row, SqlError};

pub use again::SchemaReader;

use crate::session::fetch_all;

/// Why a schema could not be read.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum IntrospectError {
    /// The server refused a question.
    #[error("the catalogue of the database cannot be read ({about}): {source}")]
    Refused {
        /// What was asked about.
        about: &'static str,
        /// What the server said.
        source: SqlError,
    },
    /// The server's answer is not understood.
    #[error(transparent)]
    Unreadable(#[from] CatalogError),
}

/// Reads the schema of a database, in a number of queries that does not depend on its size.
pub async fn introspect(database: &mut dyn Database, scope: &Scope) -> Result<Schema, IntrospectError> {
    let (dialect, version) = (database.info().dialect, database.info().version_number);
    let answers = ask(database, rules(dialect).catalog_queries(version, scope)).await?;
    let mut schema = rules(dialect).read_catalog(version, scope, &answers)?;
    // MySQL and MariaDB share their rules.
    schema.dialect = dialect;
    Ok(schema)
}

/// The rows of each question.
async fn ask(database: &mut dyn Database, queries: Vec<CatalogQuery>) -> Result<Vec<Vec<Row>>, IntrospectError> {
    let mut answers = Vec::new();
    for query in queries {
        let rows = fetch_all(database, &query.sql, &query.parameters).await;
        answers.push(rows.map_err(|source| IntrospectError::Refused { about: query.about, source })?);
    }
    Ok(answers)
}
