//! A plan that was written down and looked at, and the run that is held to it.
//!
//! - [`file`]: the plan as a file
//! - [`identity`]: which database a plan is for
//! - [`objects`]: the schema that a plan saw, as digests
//! - [`difference`]: what is not as planned
//! - [`compare`]: what is not as planned before anything runs
//! - [`promise`]: the statements of one step

pub(crate) mod compare;
pub(crate) mod difference;
pub(crate) mod file;
pub(crate) mod identity;
pub(crate) mod objects;
pub(crate) mod promise;
