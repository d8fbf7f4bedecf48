//! The transaction around a step, and whether it still stands.
//!
//! No driver can tell whether a guest ended the transaction that it was given: COMMIT is a statement like any other,
//! and on `MySQL` every CREATE is one. A savepoint set before the guest can: it is gone if the transaction is.

use aludel_db::Session;
use aludel_sql::{ErrorKind, SqlError};

use crate::run::decide::Isolation;

const SET: &str = "SAVEPOINT aludel_step";
const RELEASE: &str = "RELEASE SAVEPOINT aludel_step";
const RETURN: &str = "ROLLBACK TO SAVEPOINT aludel_step";

/// What became of the transaction while a guest had it.
#[derive(Debug, PartialEq)]
pub(crate) enum Standing {
    /// It stands.
    Intact,
    /// It stands, but the server will only roll it back: the guest went on after an error.
    Aborted,
    /// It is gone: the guest, or a definition, ended it.
    Ended,
    /// The connection is gone, and the transaction with it.
    Lost(SqlError),
}

/// Opens what the isolation asks for and marks the place.
pub(crate) async fn open(session: &mut dyn Session, isolation: Isolation) -> Result<(), SqlError> {
    match isolation {
        Isolation::Nothing => return Ok(()),
        Isolation::Shared => {}
        Isolation::Own => session.begin().await?,
    }
    session.run_own(SET).await
}

/// Takes the mark away after a guest that went well, and tells what became of the transaction.
pub(crate) async fn release(session: &mut dyn Session, isolation: Isolation) -> Standing {
    if isolation == Isolation::Nothing {
        return Standing::Intact;
    }
    match session.run_own(RELEASE).await {
        Ok(()) => Standing::Intact,
        Err(error) if error.kind == ErrorKind::Connection => Standing::Lost(error),
        // These servers abort no transaction: the mark is gone, and with it the transaction that a definition ended.
        Err(error) if session.dialect().commits_on_define() && error.kind != ErrorKind::Cancelled => Standing::Ended,
        Err(_) => match session.run_own(RETURN).await {
            Ok(()) => Standing::Aborted,
            Err(error) if error.kind == ErrorKind::Connection => Standing::Lost(error),
            Err(_) => Standing::Ended,
        },
    }
}

/// Goes back to the mark after a guest that failed, and tells what became of the transaction.
pub(crate) async fn go_back(session: &mut dyn Session, isolation: Isolation) -> Standing {
    if isolation == Isolation::Nothing {
        return Standing::Intact;
    }
    let mut answer = session.run_own(RETURN).await;
    if answer.as_ref().is_err_and(|error| error.kind == ErrorKind::Cancelled) {
        // A request to stop the guest's statement came late, and hit this one.
        answer = session.run_own(RETURN).await;
    }
    match answer {
        Ok(()) => Standing::Intact,
        Err(error) if error.kind == ErrorKind::Connection => Standing::Lost(error),
        Err(_) => Standing::Ended,
    }
}
