//! Results that the host must hold in memory, because the server cannot page them.

use aludel_sql::{ErrorKind, SqlError};

/// How much of one result is held.
pub const HELD_RESULT_BYTES_MAX: usize = 64 * 1024 * 1024;

/// How much all open results of a session may hold together before another one is read.
pub(crate) const OPEN_RESULTS_BYTES_MAX: usize = 256 * 1024 * 1024;

/// How much the server may send at once of a result that it pages. How many rows are asked for depends on how large those before
/// were, and the next ones may all be larger.
pub(crate) const FETCHED_BYTES_MAX: usize = 1024 * 1024 * 1024;

/// Refuses to read more while other results hold that much.
pub(crate) fn check_room(held_by_others: usize) -> Result<(), SqlError> {
    if held_by_others <= OPEN_RESULTS_BYTES_MAX {
        return Ok(());
    }
    let limit = OPEN_RESULTS_BYTES_MAX / MEBIBYTE;
    let message = format!("the cursors that are open hold more than {limit} MiB of rows that nobody has read");
    let hint = "read them to their ends, or drop them, before more is read";
    Err(SqlError::new(ErrorKind::LimitExceeded, message).with_extra("hint", hint))
}

const MEBIBYTE: usize = 1024 * 1024;

/// Counts what is held.
#[derive(Debug)]
pub(crate) struct HeldBytes {
    count: usize,
    max: usize,
}

impl Default for HeldBytes {
    fn default() -> Self {
        Self::up_to(HELD_RESULT_BYTES_MAX)
    }
}

impl HeldBytes {
    /// Counts up to another bound than that of results which are held whole.
    pub(crate) fn up_to(max: usize) -> Self {
        Self { count: 0, max }
    }

    /// Adds one row; an error when that is too much.
    pub(crate) fn add(&mut self, row_bytes: usize) -> Result<(), SqlError> {
        self.count += row_bytes;
        if self.count <= self.max {
            return Ok(());
        }
        let limit = self.max / MEBIBYTE;
        let message = format!("the result is larger than the {limit} MiB that can be held for this statement");
        let hint = "read it in parts: `WHERE key > last_key ORDER BY key LIMIT 10000`";
        Err(SqlError::new(ErrorKind::LimitExceeded, message).with_extra("hint", hint))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bound_is_told() {
        let mut held = HeldBytes::up_to(2 * MEBIBYTE);
        assert!(held.add(2 * MEBIBYTE).is_ok());
        let error = held.add(1).expect_err("that is one byte too many");
        assert_eq!(error.kind, ErrorKind::LimitExceeded);
        assert!(error.message.contains("larger than the 2 MiB"), "{}", error.message);
        assert!(check_room(OPEN_RESULTS_BYTES_MAX).is_ok());
        let error = check_room(OPEN_RESULTS_BYTES_MAX + 1).expect_err("the others hold too much");
        assert!(error.message.contains("256 MiB"), "{}", error.message);
    }
}
