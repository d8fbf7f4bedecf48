//! The host's side of a call that comes from another process.

use super::{Crosses, Head, Outcome, Question};
use crate::apart::{Garbled, Reply};
use crate::crash::LimitHit;
use crate::state::State;
use crate::worlds::v0_1::host_call::HostCall;
use crate::worlds::v0_1::refusal::Refusal;

/// How a call went, and its result as bytes.
pub(super) type Given = (Outcome, Vec<u8>);

/// Reads a question, has the host do what it asks, and writes the answer.
pub(crate) async fn answer(state: &mut State, question: &[u8]) -> Result<Reply, Garbled> {
    let (question, rest) = postcard::take_from_bytes::<Question>(question).map_err(|_| Garbled)?;
    if !rest.is_empty() {
        return Err(Garbled);
    }
    // A guest is lent a handle where there is a database. Another process may say that it has one.
    if state.database.is_none() && question.needs_database() {
        return Err(Garbled);
    }
    let mut host = HostCall::new(state);
    let (outcome, result) = question.answer(&mut host).await;
    let did_something = host.did_something();
    let mut bytes = postcard::to_allocvec(&Head { did_something, outcome }).expect("what is in memory can be written");
    bytes.extend(result);
    Ok(Reply { bytes, did_something })
}

impl Question {
    fn needs_database(&self) -> bool {
        !matches!(self, Self::Context(_) | Self::Progress(_) | Self::Task(_))
    }

    async fn answer(self, host: &mut HostCall<'_>) -> Given {
        match self {
            Self::Database(call) => call.answer(host).await,
            Self::Cursor(call) => call.answer(host).await,
            Self::Statement(call) => call.answer(host).await,
            Self::BulkWriter(call) => call.answer(host).await,
            Self::Savepoint(call) => call.answer(host).await,
            Self::Operation(call) => call.answer(host).await,
            Self::Inspection(call) => call.answer(host).await,
            Self::Context(call) => call.answer(host).await,
            Self::Progress(call) => call.answer(host).await,
            Self::Task(call) => call.answer(host).await,
        }
    }
}

/// What is told of a call.
pub(super) fn given<T: Crosses>(answer: Result<T, Refusal>) -> Given {
    match answer {
        Ok(result) => {
            let bytes = postcard::to_allocvec(&result.out()).expect("what is in memory can be written");
            (Outcome::Done, bytes)
        }
        Err(Refusal::Sql(error)) => (Outcome::Refused(error), Vec::new()),
        Err(Refusal::Trap(error)) => (ending(&error), Vec::new()),
    }
}

fn ending(error: &wasmtime::Error) -> Outcome {
    match error.downcast_ref::<LimitHit>() {
        Some(LimitHit(limit)) => Outcome::AtLimit(*limit),
        None => Outcome::Trap(error.root_cause().to_string()),
    }
}
