//! `package`: migrations that travel with what needs them.
//!
//! - [`pack`]: the components of a project, or of one of its branches, as one artefact
//! - [`inspect`]: what a package holds
//! - [`report`]: what the verbs answer

pub(crate) mod inspect;
pub(crate) mod pack;
pub(crate) mod report;
mod select;
