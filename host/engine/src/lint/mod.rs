//! Migrations held against the rules of [`aludel_lint`].
//!
//! - [`selection`]: which revisions are looked at
//! - [`legs`]: how they run, so that each can be looked at in each direction
//! - [`source`]: where a statement stands in the source of its migration
//! - [`bench`]: what was seen of steps, as the rules want it; [`case`]: what they found in one migration
//! - [`report`]: what is told of it

pub(crate) mod bench;
mod case;
pub(crate) mod legs;
pub(crate) mod report;
pub(crate) mod selection;
pub(crate) mod source;
