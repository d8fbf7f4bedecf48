//! One call of the host by a guest whose host is in another process.

use wasmtime::Result;

use super::{Crosses, Head, Outcome, Question};
use crate::crash::LimitHit;
use crate::state::State;
use crate::worlds::v0_1::bindings::aludel::migration::failures;
use crate::worlds::v0_1::bindings::aludel::schema::model;
use crate::worlds::v0_1::bindings::aludel::sql::{database, types};
use crate::worlds::v0_1::refusal::Refusal;

/// Such a guest is made with a line to its host.
const HAS_LINE: &str = "a guest whose host is in another process has a line to it";

/// The state of the run, on the guest's side, for the length of one call.
pub(crate) struct FarCall<'a> {
    state: &'a mut State,
}

impl<'a> FarCall<'a> {
    pub(crate) fn new(state: &'a mut State) -> Self {
        Self { state }
    }

    /// Asks what may be refused.
    pub(super) fn ask<T: Crosses>(&mut self, question: Question) -> Result<T, Refusal> {
        let answer = self.exchange(&question).map_err(Refusal::Trap)?;
        let (head, result) = postcard::take_from_bytes::<Head>(&answer).map_err(garbled)?;
        if head.did_something {
            self.state.clock.restart();
        }
        match head.outcome {
            Outcome::Done => Ok(T::back(postcard::from_bytes(result).map_err(garbled)?)),
            Outcome::Refused(error) => Err(Refusal::Sql(error)),
            Outcome::AtLimit(limit) => Err(Refusal::Trap(LimitHit(limit).into())),
            Outcome::Trap(words) => Err(Refusal::Trap(wasmtime::Error::msg(words))),
        }
    }

    /// Asks what is answered in any case, or ends the guest.
    pub(super) fn demand<T: Crosses>(&mut self, question: Question) -> Result<T> {
        self.ask(question).map_err(|refusal| match refusal {
            Refusal::Trap(error) => error,
            Refusal::Sql(error) => error.into(),
        })
    }

    fn exchange(&mut self, question: &Question) -> Result<Vec<u8>> {
        let question = postcard::to_allocvec(question)?;
        Ok(self.state.line.as_mut().expect(HAS_LINE).ask(&question)?)
    }
}

fn garbled(error: postcard::Error) -> Refusal {
    Refusal::Trap(wasmtime::Error::new(error).context("the host's answer cannot be read"))
}

impl types::Host for FarCall<'_> {
    fn convert_error(&mut self, refusal: Refusal) -> Result<types::Error> {
        match refusal {
            Refusal::Sql(error) => {
                self.state.places.expect(&error);
                Ok(error.into())
            }
            Refusal::Trap(error) => Err(error),
        }
    }
}

// Interfaces of types alone.
impl database::Host for FarCall<'_> {}
impl failures::Host for FarCall<'_> {}
impl model::Host for FarCall<'_> {}
