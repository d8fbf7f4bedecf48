//! Interface `target`: what a guest says of how a database should look.

use aludel_schema::request::Naming;
use aludel_schema::request::definition::SchemaDefinition;
use aludel_sql::{Dialect, ErrorKind, SqlError};

use super::bindings::exports::aludel::migration::target::Definition;
use super::definition::Take;
use super::intake;
use crate::limits::Limits;
use crate::target::TargetDefinition;

/// Takes what a guest says.
pub(crate) fn take(definition: Definition, dialect: Dialect, limits: &Limits) -> Result<TargetDefinition, SqlError> {
    match definition {
        Definition::Schema(schema) => named(schema.take(limits)?, dialect),
        Definition::Ddl(text) => {
            intake::sql(&text, limits)?;
            Ok(TargetDefinition::Ddl(text))
        }
    }
}

fn named(mut schema: SchemaDefinition, dialect: Dialect) -> Result<TargetDefinition, SqlError> {
    let naming = Naming::parse(&schema.naming);
    let applied = naming.and_then(|naming| naming.apply_to_schema(&mut schema, dialect));
    applied.map_err(|error| SqlError::new(ErrorKind::Other, error.to_string()))?;
    Ok(TargetDefinition::Schema(Box::new(schema)))
}
