//! What stands behind the guest's handles.

use aludel_sql::{BulkId, CursorId, SavepointId, StatementId};

/// The database of the run. There is one, so its handle says nothing.
pub struct DatabaseHandle;

/// An open cursor.
pub struct Cursor {
    pub(crate) id: CursorId,
    pub(crate) place: u64,
}

/// A prepared statement.
pub struct Statement {
    pub(crate) id: StatementId,
    pub(crate) place: u64,
}

/// An open bulk writer.
pub struct BulkWriter {
    pub(crate) id: BulkId,
    pub(crate) place: u64,
}

/// An open savepoint.
pub struct Savepoint {
    pub(crate) id: SavepointId,
    pub(crate) place: u64,
}

/// A unit of work with a bar; without a number, nobody hears of it.
pub struct Task {
    pub(crate) number: Option<u64>,
}
