//! Packages, from where they are.

use aludel_project::package::{Package, PackageLimits, PackageVersion};
use aludel_registry::PackageReference;

use crate::error::Error;
use crate::installation::source::{Place, Source};
use crate::migrator::Migrator;
use crate::registries::{self, Purpose};
use crate::use_case::package::file;

impl Migrator {
    /// The package of a source, each part checked against its digest.
    pub(crate) async fn fetch(&self, source: &Source) -> Result<Package, Error> {
        match &source.place {
            Place::File(path) => file::read(path, None).map_err(|error| called(error, &source.text)),
            Place::Registry(reference) => {
                let client = registries::client(&self.options, reference, Purpose::Read)?;
                client.fetch(reference, &PackageLimits::default()).await.map_err(registries::refused)
            }
        }
    }

    /// The newest version that a registry has of a package, apart from those before a release.
    pub(crate) async fn newest_version(&self, reference: &PackageReference) -> Result<String, Error> {
        let client = registries::client(&self.options, reference, Purpose::Read)?;
        let tags = client.tags(reference, &PackageLimits::default()).await.map_err(registries::refused)?;
        let versions = tags.iter().filter_map(|tag| tag.parse::<PackageVersion>().ok());
        let newest = versions.filter(|version| !version.is_before_release()).max();
        newest.map(|version| version.to_string()).ok_or_else(|| no_version(reference))
    }
}

/// The same about a file as the project names it.
fn called(error: Error, text: &str) -> Error {
    match error {
        Error::Package { source, .. } => Error::Package { from: text.to_owned(), source },
        other => other,
    }
}

fn no_version(reference: &PackageReference) -> Error {
    Error::Usage {
        code: "package_versions_missing",
        message: format!("{} has no version that is released", registries::repository(reference)),
        hint: Some("name one: `--to VERSION`".to_owned()),
    }
}
