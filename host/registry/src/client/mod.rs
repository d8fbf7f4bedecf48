//! Fetches and pushes packages.
//!
//! - [`fetch`]: a package with what refers to it, and the versions that there are
//! - [`pages`]: lists that come in pages
//! - [`push`]: a package, and what refers to one

mod fetch;
mod pages;
mod push;

use aludel_project::package::PackageError;

use crate::error::RegistryError;
use crate::http::{Http, Place};
use crate::options::ClientOptions;
use crate::reference::PackageReference;

pub use push::Pushed;

/// Fetches packages from registries, and pushes them there. Tokens are kept for as long as it lives.
pub struct Client {
    http: Http,
}

impl Client {
    /// A client that speaks to registries in that way.
    pub fn new(options: ClientOptions) -> Result<Self, RegistryError> {
        Ok(Self { http: Http::new(options)? })
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Client").finish_non_exhaustive()
    }
}

fn place(reference: &PackageReference) -> Place {
    Place {
        registry: reference.registry().to_owned(),
        host: reference.as_oci().resolve_registry().to_owned(),
        repository: reference.repository().to_owned(),
    }
}

/// What follows `manifests/`.
fn tag_or_digest(reference: &PackageReference) -> String {
    reference.digest().or(reference.tag()).unwrap_or_default().to_owned()
}

fn broken(reference: &PackageReference) -> impl Fn(PackageError) -> RegistryError + '_ {
    |problem| RegistryError::Package { reference: reference.to_string(), problem }
}
