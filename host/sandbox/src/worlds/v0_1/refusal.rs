//! What a host function answers in place of a result.

use aludel_sql::{ErrorKind, SqlError};
use wasmtime::component::ResourceTableError;

use super::bindings::aludel::migration::failures;
use super::bindings::aludel::sql::types;
use super::host_call::HostCall;

/// An error for the guest, or the end of the guest.
pub(crate) enum Refusal {
    /// The guest is told, and may go on.
    Sql(SqlError),
    /// The call makes no sense, so the guest ends here.
    Trap(wasmtime::Error),
}

impl From<SqlError> for Refusal {
    fn from(error: SqlError) -> Self {
        Self::Sql(error)
    }
}

impl From<ResourceTableError> for Refusal {
    fn from(error: ResourceTableError) -> Self {
        match error {
            ResourceTableError::Full => {
                Self::Sql(SqlError::new(ErrorKind::LimitExceeded, "the limit on open handles is reached"))
            }
            other => Self::Trap(other.into()),
        }
    }
}

impl types::Host for HostCall<'_> {
    fn convert_error(&mut self, refusal: Refusal) -> wasmtime::Result<types::Error> {
        match refusal {
            Refusal::Sql(error) => {
                self.places.expect(&error);
                Ok(error.into())
            }
            Refusal::Trap(error) => Err(error),
        }
    }
}

// Interfaces of types alone.
impl failures::Host for HostCall<'_> {}
