//! What a component says of how a database should look.

use aludel_schema::request::definition::SchemaDefinition;

/// How a database should look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetDefinition {
    /// As definitions, with the naming convention of the component applied.
    Schema(Box<SchemaDefinition>),
    /// As statements of the dialect, divided by semicolons.
    Ddl(String),
}
