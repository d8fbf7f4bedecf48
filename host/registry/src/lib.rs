//! Packages of migrations in OCI registries.
//!
//! - [`reference`]: where a package is in a registry: its host, a repository, and a tag or a digest
//! - [`source`]: where a package is at all: in a registry, a tar, or a folder
//! - [`client`]: fetches and pushes packages and what refers to them, and lists their versions
//! - [`credentials`]: who asks, as `docker login` keeps it
//! - [`options`]: how long is waited, and who is spoken to without encryption
//!
//! A registry is believed in nothing: its answers are read up to a limit, whatever they claim, and each part must have the
//! digest that names it. `oci-client` has the grammar of references. What is asked does not go through it: it reads answers to
//! their end, however far that is, and takes its password to whichever service for tokens a registry names.

pub mod client;
pub mod credentials;
pub mod error;
pub mod options;
pub mod reference;
pub mod source;

mod http;
mod words;

pub use client::{Client, Pushed};
pub use credentials::{CredentialStore, Credentials};
pub use error::RegistryError;
pub use options::{ClientOptions, Patience};
pub use reference::{PackageReference, ReferenceError};
pub use source::{Source, SourceError};
