//! The live schema on a scratch database.

use aludel_db::{Ledger, ScratchDatabase, Session};
use aludel_revision::{HeadsChange, RevisionId};
use aludel_schema::script::Script;
use aludel_schema::{DiffOptions, Schema, diff};

use crate::error::Error;
use crate::target::refused;

/// Makes on an empty scratch database what the live one has, without its rows.
pub(crate) async fn schema(scratch: &ScratchDatabase, session: &mut dyn Session, live: &Schema) -> Result<(), Error> {
    change(scratch, session, (&Schema::empty(live.dialect, live.version), live)).await
}

/// Makes of a scratch database that looks like `there` what the live one is, without its rows.
pub(crate) async fn change(
    scratch: &ScratchDatabase,
    session: &mut dyn Session,
    (there, live): (&Schema, &Schema),
) -> Result<(), Error> {
    let difference = diff(there, live, &DiffOptions::default())?;
    let script = Script::of(there, &difference.operations)?;
    for statement in script.statements() {
        session.execute(&statement.sql, &[]).await.map_err(|error| refused(scratch, error))?;
    }
    Ok(())
}

/// Makes the version rows there what they are in the live one.
pub(crate) async fn heads(session: &mut dyn Session, ledger: &Ledger, heads: &[RevisionId]) -> Result<(), Error> {
    ledger.ensure(session).await?;
    let change = HeadsChange { removed: Vec::new(), added: heads.to_vec() };
    Ok(ledger.advance(session, &change).await?)
}
