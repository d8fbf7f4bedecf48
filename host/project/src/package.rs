//! Packages of migrations: what one says of itself, and how it is kept as an artefact of an OCI registry.
//!
//! A package is one manifest in the layout that the CNCF gives to WebAssembly: a config of the media type
//! `application/vnd.wasm.config.v0+json`, and one layer `application/wasm` for each component. What Aludel knows of it, a
//! [`PackageManifest`], is in the config under `aludel`, so the digest of the manifest covers all of it.
//!
//! - [`manifest`]: what a package says of itself, and [`name`] what it is called
//! - [`image`] and [`config`]: the two documents that registries and other tools read
//! - [`content`]: a whole package: both documents and the layers, checked against each other
//! - [`assemble`]: a package of built components
//! - [`layout`]: the same as an OCI image layout, in a [`tar`] or a [`folder`]
//! - [`limits`]: how much of anything is read
//!
//! Nothing here knows a network, and nothing reads a clock: the same components give the same bytes.

pub mod assemble;
pub mod config;
pub mod content;
pub mod digest;
pub mod error;
pub mod folder;
pub mod image;
pub mod layout;
pub mod limits;
pub mod manifest;
pub mod name;
pub mod tar;

mod check;
mod order;

pub use assemble::{Draft, DraftComponent};
pub use config::{ComponentShape, WasmConfig};
pub use content::{Package, Referrer};
pub use digest::{ContentDigest, ContentDigestError};
pub use error::PackageError;
pub use image::{Descriptor, ImageManifest};
pub use limits::PackageLimits;
pub use manifest::{PackageManifest, PackagedRevision};
pub use name::{NameError, PackageLabel, PackageName, PackageVersion};
