//! Whether a package can stand beside what a project has already. Pure.

use std::path::Path;

use std::collections::BTreeSet;

use aludel_grants::Patterns;
use aludel_project::{InstalledPackage, Migration};

use crate::catalogue::Catalogue;
use crate::error::Error;
use crate::installation::error::InstallationError;
use crate::installation::newcomer::Newcomer;

/// Refuses a package that would not make one graph with the other migrations of the project, or share tables with another
/// package. `others` are without those of the version that it replaces.
pub(crate) fn check(newcomer: &Newcomer, others: &[Migration]) -> Result<(), Error> {
    check_roots(newcomer)?;
    check_label(newcomer, others)?;
    check_revisions(newcomer, others)?;
    check_namespace(newcomer, others)?;
    check_dependencies(newcomer, others)?;
    let all = others.iter().chain(&newcomer.migrations).cloned().collect();
    Catalogue::of(all).map(drop)
}

fn refuse(error: InstallationError) -> Result<(), Error> {
    Err(Error::Installation(Box::new(error)))
}

/// The packages of migrations, each once.
pub(crate) fn packages(migrations: &[Migration]) -> Vec<&InstalledPackage> {
    let mut labels = BTreeSet::new();
    let packages = migrations.iter().filter_map(|migration| Some(&*migration.package.as_ref()?.package));
    packages.filter(|package| labels.insert(package.label.as_str())).collect()
}

fn check_roots(newcomer: &Newcomer) -> Result<(), Error> {
    let roots = newcomer.installed.manifest.roots();
    if roots.len() == 1 {
        return Ok(());
    }
    let roots = roots.into_iter().map(str::to_owned).collect();
    refuse(InstallationError::SeveralRoots { package: newcomer.title(), roots })
}

fn check_label(newcomer: &Newcomer, others: &[Migration]) -> Result<(), Error> {
    let label = &newcomer.installed.label;
    let package = packages(others).into_iter().find(|package| package.label == *label);
    let is_holder =
        |migration: &&Migration| migration.header.branch_labels.contains(label) || migration.header.revision == *label;
    let holder = match (package, others.iter().find(is_holder)) {
        (Some(package), _) => format!("the package {}", package.title()),
        (None, Some(migration)) => {
            format!("the revision `{}` ({})", migration.header.revision, migration.source.display_path)
        }
        (None, None) => return Ok(()),
    };
    refuse(InstallationError::LabelTaken { package: newcomer.title(), label: label.clone(), holder })
}

fn check_revisions(newcomer: &Newcomer, others: &[Migration]) -> Result<(), Error> {
    let own = newcomer.by_id();
    let taken: Vec<(String, String)> = others
        .iter()
        .filter(|migration| own.contains_key(migration.header.revision.as_str()))
        .map(|migration| (migration.header.revision.clone(), holder(migration)))
        .collect();
    if taken.is_empty() {
        return Ok(());
    }
    refuse(InstallationError::RevisionsTaken { package: newcomer.title(), taken })
}

/// The package of a migration, or else its file.
pub(crate) fn holder(migration: &Migration) -> String {
    let from = migration.package.as_ref();
    from.map_or_else(|| migration.source.display_path.clone(), |from| from.package.title())
}

fn check_namespace(newcomer: &Newcomer, others: &[Migration]) -> Result<(), Error> {
    let label = &newcomer.installed.label;
    let own = Patterns::of_namespace(label);
    let other = packages(others).into_iter().find(|other| !own.meet(&Patterns::of_namespace(&other.label)).is_empty());
    let Some(other) = other else { return Ok(()) };
    refuse(InstallationError::NamespaceTaken {
        package: newcomer.title(),
        label: label.clone(),
        other: other.title(),
        other_label: other.label.clone(),
    })
}

fn check_dependencies(newcomer: &Newcomer, others: &[Migration]) -> Result<(), Error> {
    let known = Known::of(others.iter().chain(&newcomer.migrations));
    let manifest = &newcomer.installed.manifest;
    let named = manifest.depends_on.iter().chain(manifest.revisions.iter().flat_map(|one| &one.depends_on));
    let missing: BTreeSet<String> = named.filter(|name| !known.has(name)).cloned().collect();
    let Some(first) = missing.first() else { return Ok(()) };
    let install = install_command(first, &newcomer.installed.locked.source);
    refuse(InstallationError::DependencyMissing {
        package: newcomer.title(),
        missing: missing.into_iter().collect(),
        install,
    })
}

/// Ids and labels that a dependency may name.
struct Known<'a> {
    names: BTreeSet<&'a str>,
}

impl<'a> Known<'a> {
    fn of(migrations: impl Iterator<Item = &'a Migration>) -> Self {
        let names = migrations.flat_map(|migration| {
            let labels = migration.header.branch_labels.iter().map(String::as_str);
            labels.chain([migration.header.revision.as_str()])
        });
        Self { names: names.collect() }
    }

    /// `label`, an id, or `label@id`.
    fn has(&self, name: &str) -> bool {
        name.split('@').all(|part| self.names.contains(part))
    }
}

fn is_tar(source: &str) -> bool {
    Path::new(source).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("tar"))
}

/// A package of the same author in the same place has most likely the name of its label.
fn install_command(dependency: &str, source: &str) -> String {
    let label = dependency.split('@').next().unwrap_or(dependency);
    let folder = source.rsplit_once('/').map(|(folder, _)| folder).filter(|folder| !folder.is_empty());
    match folder {
        Some(folder) if !is_tar(source) => format!("aludel package install {folder}/{label}:VERSION"),
        _ => format!("aludel package install REGISTRY/NAMESPACE/{label}:VERSION"),
    }
}
