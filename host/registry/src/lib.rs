//! Packages of migrations in OCI registries.
//!
//! - [`reference`]: where a package is: registry, repository, and a tag or a digest

pub mod reference;

pub use reference::{PackageReference, ReferenceError};
