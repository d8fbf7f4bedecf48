//! One call of the host by the guest.

use std::ops::{Deref, DerefMut};

use aludel_schema::SchemaDatabase;

use crate::state::State;

/// Every call that needs the database takes the handle that only a guest with a database was lent.
const HAS_DATABASE: &str = "a guest without a database has no handle to call this with";

/// The state of the run for the length of one call.
///
/// When a call that did something ends, the guest's time begins anew: one that used the database, or put a line into
/// the log. With the others, or with lines that nobody hears any more, a guest could go on for ever.
pub(crate) struct HostCall<'a> {
    state: &'a mut State,
    did_something: bool,
}

impl<'a> HostCall<'a> {
    pub(crate) fn new(state: &'a mut State) -> Self {
        Self { state, did_something: false }
    }

    /// The database, to do something with.
    pub(super) fn database(&mut self) -> &mut dyn SchemaDatabase {
        self.did_something = true;
        &mut **self.state.database.as_mut().expect(HAS_DATABASE)
    }

    /// The database, to ask what is known without it.
    pub(super) fn known_database(&self) -> &dyn SchemaDatabase {
        &**self.state.database.as_ref().expect(HAS_DATABASE)
    }

    /// Whether this call did something.
    pub(super) fn did_something(&self) -> bool {
        self.did_something
    }

    /// Says whether this call did something.
    pub(super) fn note(&mut self, did_something: bool) {
        self.did_something |= did_something;
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
        if self.did_something {
            self.state.clock.restart();
        }
    }
}
