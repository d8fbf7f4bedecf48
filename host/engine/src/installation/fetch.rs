//! Packages, from where they are.

use std::path::Path;

use aludel_project::package::{Package, PackageError, PackageLimits, PackageVersion, folder, tar};
use aludel_registry::PackageReference;

use crate::error::Error;
use crate::installation::error::InstallationError;
use crate::installation::source::{Place, Source};
use crate::migrator::Migrator;
use crate::options::Network;
use crate::registries;

impl Migrator {
    /// The package of a source, each part checked against its digest.
    pub(crate) async fn fetch(&self, source: &Source) -> Result<Package, Error> {
        match &source.place {
            Place::File(path) => read(path).map_err(|problem| unreadable(&source.text, problem)),
            Place::Registry(reference) => {
                self.check_network(reference)?;
                let client = registries::client(&self.options)?;
                client.fetch(reference, &PackageLimits::default()).await.map_err(registries::refused)
            }
        }
    }

    /// The newest version that a registry has of a package, apart from those before a release.
    pub(crate) async fn newest_version(&self, reference: &PackageReference) -> Result<String, Error> {
        self.check_network(reference)?;
        let client = registries::client(&self.options)?;
        let tags = client.tags(reference, &PackageLimits::default()).await.map_err(registries::refused)?;
        let versions = tags.iter().filter_map(|tag| tag.parse::<PackageVersion>().ok());
        let newest = versions.filter(|version| !version.is_before_release()).max();
        newest.map(|version| version.to_string()).ok_or_else(|| no_version(reference))
    }

    fn check_network(&self, reference: &PackageReference) -> Result<(), Error> {
        match self.options.network {
            Network::Open => Ok(()),
            Network::Closed => {
                Err(Error::Installation(Box::new(InstallationError::Offline { source_text: reference.to_string() })))
            }
        }
    }
}

fn read(path: &Path) -> Result<Package, PackageError> {
    let limits = PackageLimits::default();
    if path.is_dir() { folder::read(path, None, &limits) } else { tar::read_file(path, None, &limits) }
}

fn unreadable(source: &str, problem: PackageError) -> Error {
    Error::Package { from: source.to_owned(), source: Box::new(problem) }
}

fn no_version(reference: &PackageReference) -> Error {
    Error::Usage {
        code: "package_versions_missing",
        message: format!("{}/{} has no version that is released", reference.registry(), reference.repository()),
        hint: Some("name one: `--to VERSION`".to_owned()),
    }
}
