//! Results that the host must hold in memory, because the server cannot page them.

use aludel_sql::{ErrorKind, SqlError};

/// How much of one result is held.
pub const HELD_RESULT_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Counts what is held.
#[derive(Debug, Default)]
pub(crate) struct HeldBytes {
    count: usize,
}

impl HeldBytes {
    /// Adds one row; an error when that is too much.
    pub(crate) fn add(&mut self, row_bytes: usize) -> Result<(), SqlError> {
        self.count += row_bytes;
        if self.count <= HELD_RESULT_BYTES_MAX {
            return Ok(());
        }
        let limit = HELD_RESULT_BYTES_MAX / (1024 * 1024);
        let message = format!("the result is larger than the {limit} MiB that can be held for this statement");
        let hint = "read it in parts: `WHERE key > last_key ORDER BY key LIMIT 10000`";
        Err(SqlError::new(ErrorKind::LimitExceeded, message).with_extra("hint", hint))
    }
}
