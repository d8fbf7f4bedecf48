//! Whether the lock file is what the project is. Pure, but for reading the files.

use std::collections::BTreeMap;
use std::fs;

use aludel_project::config::PACKAGES_FOLDER;
use aludel_project::lockfile::{FILE_NAME, LockDifference, LockedPackage, Lockfile};
use aludel_project::{Config, InstalledPackage, Migration};

use crate::artifacts::source_digest;
use crate::error::Error;
use crate::installation::error::InstallationError;

/// Refuses a project that was changed since its lock file was written.
pub(crate) fn check(config: &Config, migrations: &[Migration]) -> Result<(), Error> {
    let lockfile = Lockfile::read(&config.root).map_err(|error| Error::Lockfile(Box::new(error)))?;
    let Some(lockfile) = lockfile else { return refuse(vec![format!("  there is no {FILE_NAME}")]) };
    let mut differences = revisions(migrations, &lockfile)?;
    differences.extend(packages(config, &lockfile));
    differences.extend(stray_folders(config));
    if differences.is_empty() { Ok(()) } else { refuse(differences) }
}

/// Refuses components that are not what the lock file has. That the sources are is known.
pub(crate) fn check_built(built: &Lockfile, locked: &Lockfile) -> Result<(), Error> {
    let differences = built.differences(locked).into_iter().map(|difference| match difference {
        LockDifference::Added { revision } => format!("  it does not have the revision `{revision}`"),
        LockDifference::Removed { revision } => format!("  it has the revision `{revision}`, which no file declares"),
        LockDifference::SourceChanged { revision, .. } => {
            format!("  it has another source of the revision `{revision}`")
        }
        LockDifference::ComponentChanged { revision, locked, found } => {
            format!("  it has the component {locked} of the revision `{revision}`, and {found} is what was built")
        }
    });
    let differences: Vec<String> = differences.collect();
    if differences.is_empty() { Ok(()) } else { refuse(differences) }
}

/// Refuses a package of which the lock file has something else.
pub(crate) fn check_package(package: &InstalledPackage, lockfile: &Lockfile) -> Result<(), Error> {
    let (label, locked) = (&package.label, &package.locked);
    let difference = match lockfile.packages.get(label) {
        Some(present) if present == locked => return Ok(()),
        Some(_) => format!("  it has other lines for the package `{label}` than {} would bring", package.title()),
        None => format!("  it does not have the package `{label}` ({})", package.title()),
    };
    refuse(vec![difference])
}

fn refuse(differences: Vec<String>) -> Result<(), Error> {
    Err(Error::Installation(Box::new(InstallationError::LockOutOfDate { differences })))
}

fn revisions(migrations: &[Migration], lockfile: &Lockfile) -> Result<Vec<String>, Error> {
    let own = migrations.iter().filter(|migration| migration.package.is_none());
    let own: BTreeMap<&str, &Migration> = own.map(|own| (own.header.revision.as_str(), own)).collect();
    let mut differences = Vec::new();
    for (revision, migration) in &own {
        let path = &migration.source.display_path;
        match lockfile.revisions.get(*revision) {
            None => differences.push(format!("  it does not have the revision `{revision}` ({path})")),
            Some(locked) if locked.source != source_digest(migration)? => {
                differences.push(format!("  it has another source of the revision `{revision}` ({path})"));
            }
            Some(_) => {}
        }
    }
    let gone = lockfile.revisions.keys().filter(|revision| !own.contains_key(revision.as_str()));
    differences.extend(gone.map(|revision| format!("  it has the revision `{revision}`, which no file declares")));
    Ok(differences)
}

/// What is named and not locked is found when the package is read.
fn packages(config: &Config, lockfile: &Lockfile) -> Vec<String> {
    let locked = lockfile.packages.iter();
    let difference = |(label, locked): (&String, &LockedPackage)| {
        let Some(section) = config.packages.get(label) else {
            return Some(format!("  it has the package `{label}`, which aludel.toml does not name"));
        };
        (section.source != locked.source).then(|| {
            format!("  it has the package `{label}` from {}, and aludel.toml from {}", locked.source, section.source)
        })
    };
    locked.filter_map(difference).collect()
}

fn stray_folders(config: &Config) -> Vec<String> {
    let Ok(entries) = fs::read_dir(config.root.join(PACKAGES_FOLDER)) else { return Vec::new() };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut stray: Vec<String> =
        names.filter(|name| !name.starts_with('.') && !config.packages.contains_key(name)).collect();
    stray.sort();
    stray
        .into_iter()
        .map(|name| format!("  {PACKAGES_FOLDER}/{name} is there, which aludel.toml does not name"))
        .collect()
}
