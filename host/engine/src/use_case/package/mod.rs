//! `package`: migrations that travel with what needs them.
//!
//! - [`pack`]: the components of a project, or of one of its branches, as one artefact
//! - [`remote`]: packages in registries, and what any of them holds
//! - [`install`], [`list`], [`update`] and [`remove`]: packages of others as branches of a project
//! - [`forget`]: the version rows without those of a package
//! - [`report`]: what the verbs answer

mod forget;
mod install;
mod list;
pub(crate) mod pack;
pub(crate) mod remote;
pub(crate) mod remove;
pub(crate) mod report;
mod select;
mod update;
