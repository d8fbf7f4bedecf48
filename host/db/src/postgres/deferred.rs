//! Triggers and constraints that wait for the end of the transaction.

use aludel_sql::{ErrorKind, SqlError};

use super::counts::{CHANGED_ROWS, of_the_server};
use super::session::PostgresSession;

/// How often they may wait anew before they are given up.
const ROUNDS_MAX: usize = 16;

impl PostgresSession {
    /// Runs them, and those that they set waiting themselves: one that is left would run within COMMIT, behind all checks.
    ///
    /// The server does not tell what waits. But only a change of a row makes something wait, and those are counted: when a
    /// round changed no row of a table with such triggers, nothing is left.
    pub(super) async fn run_deferred_triggers(&mut self) -> Result<(), SqlError> {
        if !self.texts.touched().session {
            return self.link.run_own("SET CONSTRAINTS ALL IMMEDIATE").await;
        }
        let round = format!("SET CONSTRAINTS ALL IMMEDIATE; {}", changed_rows());
        let mut before = self.link.answer(&round).await?;
        for _ in 0..ROUNDS_MAX {
            let now = self.link.answer(&round).await?;
            if now == before {
                return Ok(());
            }
            before = now;
        }
        let message = "the deferred triggers of the migration set each other waiting without an end";
        let hint = "leave `SET CONSTRAINTS ... DEFERRED` out of the functions of triggers";
        Err(SqlError::new(ErrorKind::Other, message).with_extra("hint", hint))
    }
}

/// The changed rows of each table that has triggers of this kind.
fn changed_rows() -> String {
    of_the_server(&format!(
        "SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', t.id, {CHANGED_ROWS}), ';' ORDER BY t.id) \
         FROM (SELECT DISTINCT g.tgrelid AS id FROM pg_catalog.pg_trigger g WHERE g.tgdeferrable) AS t"
    ))
}
