//! `package push`, `pull` and `versions`: packages in registries.

use std::path::PathBuf;
use std::sync::Arc;

use aludel_project::package::{Package, PackageLimits, PackageVersion};
use aludel_registry::{PackageReference, Pushed, ReferenceError};
use serde::Serialize;

use super::pack::{PackRequest, file_name, write};
use super::report::{PackReport, PackageReport, PackageSummary};
use crate::error::Error;
use crate::event::Observer;
use crate::migrator::Migrator;
use crate::options::OpenOptions;
use crate::registries::{self, Purpose, refused};

/// A package that was pushed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PushReport {
    /// Which one.
    #[serde(flatten)]
    pub package: PackageSummary,
    /// Where it is.
    pub reference: String,
    /// Whether it was there already, to the byte.
    pub is_unchanged: bool,
}

/// The versions of a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VersionsReport {
    /// The registry and the repository.
    pub repository: String,
    /// The newest first.
    pub versions: Vec<String>,
}

impl Migrator {
    /// Packs the project, or one branch of it, and pushes that.
    pub async fn push_package(
        &self,
        request: &PackRequest,
        reference: &str,
        observer: Arc<dyn Observer>,
    ) -> Result<PushReport, Error> {
        let reference = registries::reference(reference)?;
        registries::check_network(&self.options, &reference, Purpose::Push)?;
        let package = self.assemble_package(request, observer).await?;
        push(&self.options, &package, &reference).await
    }
}

/// Pushes a package that was packed before: a file or a folder, with the signatures that it holds.
pub async fn push_packed(options: &OpenOptions, packed: &str, reference: &str) -> Result<PushReport, Error> {
    let reference = registries::reference(reference)?;
    registries::check_network(options, &reference, Purpose::Push)?;
    let package = fetch(options, packed).await?;
    push(options, &package, &reference).await
}

/// Fetches a package into a file: `out`, or one with its name and its version, in the folder of the options.
pub async fn pull_package(options: &OpenOptions, source: &str, out: Option<PathBuf>) -> Result<PackReport, Error> {
    let package = fetch(options, source).await?;
    let path = options.directory.join(out.unwrap_or_else(|| file_name(&package)));
    write(&package, &path)?;
    Ok(PackReport { package: PackageSummary::of(&package), path })
}

/// Reads a package, in a file, a folder or a registry, and tells what it holds. Nothing of it runs.
pub async fn inspect_package(options: &OpenOptions, source: &str) -> Result<PackageReport, Error> {
    Ok(PackageReport::of(&fetch(options, source).await?))
}

/// The versions of a package that a registry has; tags that are none are left out.
pub async fn package_versions(options: &OpenOptions, repository: &str) -> Result<VersionsReport, Error> {
    let reference = match repository.parse::<PackageReference>() {
        Err(ReferenceError::NoVersion { .. }) => registries::reference(&format!("{repository}:0"))?,
        other => other.map_err(|error| registries::unreadable(&error.into()))?,
    };
    let client = registries::client(options, &reference, Purpose::List)?;
    let tags = client.tags(&reference, &PackageLimits::default()).await.map_err(refused)?;
    let mut versions: Vec<PackageVersion> = tags.iter().filter_map(|tag| tag.parse().ok()).collect();
    versions.sort();
    let versions = versions.iter().rev().map(ToString::to_string).collect();
    Ok(VersionsReport { repository: registries::repository(&reference), versions })
}

async fn fetch(options: &OpenOptions, source: &str) -> Result<Package, Error> {
    registries::fetch(options, &registries::source(options, source)?).await
}

async fn push(options: &OpenOptions, package: &Package, reference: &PackageReference) -> Result<PushReport, Error> {
    check_name(package, reference)?;
    let client = registries::client(options, reference, Purpose::Push)?;
    let pushed = client.push(package, reference).await.map_err(refused)?;
    Ok(PushReport {
        package: PackageSummary::of(package),
        reference: reference.to_string(),
        is_unchanged: pushed == Pushed::Unchanged,
    })
}

/// A package under another name or version would be found by nobody, or by the wrong ones.
fn check_name(package: &Package, reference: &PackageReference) -> Result<(), Error> {
    let about = package.about();
    let repository = format!("/{}", reference.repository());
    let is_its_name = repository.ends_with(&format!("/{}", about.name));
    if is_its_name && reference.tag() == Some(about.version.to_string().as_str()) {
        return Ok(());
    }
    let message = format!("the package is `{}:{}`, and `{reference}` is another name", about.name, about.version);
    let hint = format!("push it to {}/{}:{}", reference.registry(), about.name, about.version);
    Err(Error::Usage { code: "other_reference", message, hint: Some(hint) })
}
