//! Packages of others in a project: what is refused before anything is written, and what the lock file vouches for.
//!
//! - [`newcomer`]: a package as it would stand in the project
//! - [`consent`]: whether one that nobody signed is taken as it is
//! - [`standing`]: on which terms one is there, and whether it may come near a real database. Pure
//! - [`fit`]: whether it can stand beside what is there. Pure
//! - [`held`]: whether the lock file is up to date. Pure, but for reading the files
//! - [`applied`]: what of it a database has
//! - [`source`]: where a package comes from
//! - [`fetch`]: the package, from there
//! - [`report`]: what the use cases answer
//! - [`error`]: why they say no

pub(crate) mod applied;
pub(crate) mod consent;
pub(crate) mod error;
mod fetch;
pub(crate) mod fit;
pub(crate) mod held;
pub(crate) mod newcomer;
pub(crate) mod report;
pub(crate) mod source;
pub(crate) mod standing;
