//! `package`: migrations that travel with what needs them.
//!
//! - [`pack`]: the components of a project, or of one of its branches, as one artefact
//! - [`remote`]: packages in registries, and what any of them holds
//! - [`report`]: what the verbs answer

pub(crate) mod pack;
pub(crate) mod remote;
pub(crate) mod report;
mod select;
