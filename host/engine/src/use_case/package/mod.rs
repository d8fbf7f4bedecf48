//! `package`: migrations that travel with what needs them.
//!
//! - [`pack`]: the components of a project, or of one of its branches, as one artefact
//! - [`remote`]: packages in registries, and what any of them holds
//! - [`sign`], [`verify`] and [`key`]: who signed one, and who is trusted
//! - [`install`], [`list`], [`update`] and [`remove`]: packages of others as branches of a project
//! - [`forget`]: the version rows without those of a package
//! - [`report`]: what the verbs answer

pub(crate) mod file;
mod forget;
mod install;
pub(crate) mod key;
mod list;
pub(crate) mod pack;
pub(crate) mod remote;
pub(crate) mod remove;
pub(crate) mod report;
mod select;
pub(crate) mod sign;
mod update;
pub(crate) mod verify;
