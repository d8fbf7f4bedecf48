//! One call of the host by the guest.

use std::ops::{Deref, DerefMut};

use crate::state::State;

/// The state of the run for the length of one call. When it ends, the guest's time begins anew.
pub(crate) struct HostCall<'a> {
    state: &'a mut State,
}

impl<'a> HostCall<'a> {
    pub(crate) fn new(state: &'a mut State) -> Self {
        Self { state }
    }
}

impl Deref for HostCall<'_> {
    type Target = State;

    fn deref(&self) -> &State {
        self.state
    }
}

impl DerefMut for HostCall<'_> {
    fn deref_mut(&mut self) -> &mut State {
        self.state
    }
}

impl Drop for HostCall<'_> {
    fn drop(&mut self) {
        self.state.clock.restart();
    }
}
