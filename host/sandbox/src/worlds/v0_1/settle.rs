//! What a guest left open when it returned: closed as if it had dropped its handles, the last opened first.

use aludel_sql::{BulkId, CursorId, SavepointId, SqlError, StatementId};

use super::resources::{BulkWriter, Cursor, Savepoint, Statement, Task};
use crate::observer::LogLevel;
use crate::state::State;

enum Leftover {
    Cursor(CursorId),
    Statement(StatementId),
    BulkWriter(BulkId),
    Savepoint(SavepointId),
}

/// Closes all that is open; gives the first error of that, or of a drop before.
pub(crate) async fn settle(state: &mut State) -> Result<(), SqlError> {
    let mut leftovers = leftovers(state);
    leftovers.sort_by_key(|(place, _)| std::cmp::Reverse(*place));
    let mut outcome = state.drop_error.take().map_or(Ok(()), Err);
    for (_, leftover) in leftovers {
        outcome = outcome.and(close(state, leftover).await);
    }
    outcome
}

/// Ends the bars of all tasks that are open.
pub(crate) fn finish_tasks(state: &mut State) {
    for entry in state.resources.table.iter_mut() {
        if let Some(number) = entry.downcast_ref::<Task>().and_then(|task| task.number) {
            state.log.finish_task(number);
        }
    }
}

fn leftovers(state: &mut State) -> Vec<(u64, Leftover)> {
    state.resources.table.iter_mut().filter_map(|entry| leftover(entry)).collect()
}

fn leftover(entry: &dyn std::any::Any) -> Option<(u64, Leftover)> {
    if let Some(cursor) = entry.downcast_ref::<Cursor>() {
        Some((cursor.place, Leftover::Cursor(cursor.id)))
    } else if let Some(statement) = entry.downcast_ref::<Statement>() {
        Some((statement.place, Leftover::Statement(statement.id)))
    } else if let Some(writer) = entry.downcast_ref::<BulkWriter>() {
        Some((writer.place, Leftover::BulkWriter(writer.id)))
    } else {
        entry.downcast_ref::<Savepoint>().map(|savepoint| (savepoint.place, Leftover::Savepoint(savepoint.id)))
    }
}

async fn close(state: &mut State, leftover: Leftover) -> Result<(), SqlError> {
    // Without a database nothing was opened.
    let Some(database) = &mut state.database else { return Ok(()) };
    match leftover {
        Leftover::Cursor(id) => database.close_cursor(id).await,
        Leftover::Statement(id) => database.close_statement(id).await,
        Leftover::BulkWriter(id) => {
            state.log.line(LogLevel::Warn, "a bulk writer was left without `finish`: what it wrote is undone", &[]);
            database.abandon_bulk(id).await?;
        }
        Leftover::Savepoint(id) => {
            let message = "a savepoint was left without `release`: what was done since is undone";
            state.log.line(LogLevel::Warn, message, &[]);
            database.rollback_savepoint(id).await?;
        }
    }
    Ok(())
}
