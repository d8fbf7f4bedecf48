//! About the run that the migration is part of.
//!
//! ```no_run
//! use aludel_guest::context;
//!
//! // aludel -x tenant=acme upgrade head
//! let tenant = context::argument("tenant").unwrap_or_else(|| "public".to_owned());
//! ```

use crate::bindings::aludel::migration::context;

pub use context::Phase;

/// The revision being applied. A component that bundles several revisions switches on it.
pub fn revision() -> String {
    context::revision()
}

/// Whether this is an upgrade, a downgrade or a verification.
pub fn phase() -> Phase {
    context::current_phase()
}

/// Whether SQL is only written out, so that queries have no answer.
pub fn offline() -> bool {
    context::offline()
}

/// The value of `-x name=value`, if it was given.
pub fn argument(name: &str) -> Option<String> {
    context::argument(name)
}

/// All of `-x name=value`, in the order of the command line.
pub fn arguments() -> Vec<(String, String)> {
    context::arguments()
}

/// The tag given with `--tag`.
pub fn tag() -> Option<String> {
    context::tag()
}

/// The content of this component's own custom section `aludel:NAME`: data that travels beside the code.
pub fn section(name: &str) -> Option<Vec<u8>> {
    context::section(name)
}
