//! `package update`: a new version in the place of the installed one, where it goes on with its history.

use aludel_project::installed::Extension;
use aludel_project::package::PackageVersion;
use aludel_project::{InstalledPackage, Migration};
use aludel_signature::Refusal;

use crate::error::Error;
use crate::event::Note;
use crate::installation::consent::{Consent, Occasion};
use crate::installation::error::InstallationError;
use crate::installation::fit::{self, packages};
use crate::installation::newcomer::Newcomer;
use crate::installation::report::InstallReport;
use crate::installation::source::{Place, Source};
use crate::migrator::Migrator;
use crate::registries;
use crate::trust::error::TrustError;

impl Migrator {
    /// Puts another version of a package in the place of the installed one. `to` is a version, where the source is a
    /// registry, or another source; without it, the newest version of the registry, or what the file holds now.
    pub async fn update_package(
        &self,
        label: &str,
        to: Option<&str>,
        consent: Consent<'_>,
    ) -> Result<InstallReport, Error> {
        let installed = self.installed(label)?;
        let source = self.new_source(installed, to).await?;
        let package = self.fetch(&source).await?;
        if package.manifest_digest == installed.locked.manifest {
            return Ok(InstallReport { installed: Vec::new(), unchanged: vec![label.to_owned()] });
        }
        let newcomer = self.newcomer_for(package, &source.text, Some(installed))?;
        check_same(installed, &newcomer)?;
        check_extension(installed, &newcomer)?;
        check_not_older(installed, &newcomer)?;
        fit::check(&newcomer, &self.without(label)?)?;
        let command = format!("aludel package update {label} --to {}", source.text);
        let occasion = Occasion { locked: None, replaced: Some(installed), command: &command };
        let newcomer = self.settled(newcomer, consent, &occasion)?;
        let mut written = self.put(&newcomer, Some(installed))?;
        written.notes.extend(other_signer(installed, &newcomer));
        Ok(InstallReport { installed: vec![written], unchanged: Vec::new() })
    }

    /// The package of that label.
    pub(crate) fn installed(&self, label: &str) -> Result<&InstalledPackage, Error> {
        let packages = packages(self.catalogue()?.migrations());
        let found = packages.iter().find(|package| package.label == label);
        found.copied().ok_or_else(|| self.not_installed(label))
    }

    pub(crate) fn not_installed(&self, label: &str) -> Error {
        let labels = self.config.packages.keys().map(String::as_str);
        let nearest = aludel_project::setting::nearest(label, labels);
        Error::Installation(Box::new(InstallationError::NotInstalled { label: label.to_owned(), nearest }))
    }

    /// The migrations of the project without those of a package.
    pub(crate) fn without(&self, label: &str) -> Result<Vec<Migration>, Error> {
        let is_of = |migration: &&Migration| migration.package.as_ref().is_some_and(|from| from.package.label == label);
        Ok(self.catalogue()?.migrations().iter().filter(|migration| !is_of(migration)).cloned().collect())
    }

    async fn new_source(&self, installed: &InstalledPackage, to: Option<&str>) -> Result<Source, Error> {
        let present = Source::parse(&installed.locked.source, &self.config.root, &self.config)?;
        match (to, &present.place) {
            (None, Place::File(_)) => Ok(present),
            (None, Place::Registry(reference)) => {
                let newest = self.newest_version(reference).await?;
                self.version_in(&present, &newest)
            }
            (Some(version), Place::Registry(_)) if version.parse::<PackageVersion>().is_ok() => {
                self.version_in(&present, version)
            }
            (Some(source), _) => Source::parse(source, &self.options.directory, &self.config),
        }
    }

    /// The same repository with another version.
    fn version_in(&self, present: &Source, version: &str) -> Result<Source, Error> {
        let Place::Registry(reference) = &present.place else { return Ok(present.clone()) };
        let text = format!("{}:{version}", registries::repository(reference));
        Source::parse(&text, &self.config.root, &self.config)
    }
}

fn check_same(installed: &InstalledPackage, newcomer: &Newcomer) -> Result<(), Error> {
    let (old, new) = (&installed.manifest, &newcomer.installed.manifest);
    if old.name == new.name && old.label == new.label {
        return Ok(());
    }
    let with_label = if old.label == new.label { String::new() } else { format!(" with the label `{}`", new.label) };
    Err(Error::Installation(Box::new(InstallationError::OtherPackage {
        label: installed.label.clone(),
        installed: installed.title(),
        found: format!("{}{with_label}", newcomer.title()),
    })))
}

/// An older version may have the faults that a newer one mended.
fn check_not_older(installed: &InstalledPackage, newcomer: &Newcomer) -> Result<(), Error> {
    let (old, new) = (&installed.manifest.version, &newcomer.installed.manifest.version);
    if new >= old {
        return Ok(());
    }
    Err(TrustError::Refused(Refusal::Older { package: newcomer.title(), installed: old.to_string() }).into())
}

/// Whoever signs may, as the project says; that it is another one than before is for a person to know.
fn other_signer(installed: &InstalledPackage, newcomer: &Newcomer) -> Option<Note> {
    let (old, new) = (&installed.locked, &newcomer.installed.locked);
    if !installed.is_signed() {
        return None;
    }
    if old.signer != new.signer {
        let signer = if newcomer.installed.is_signed() { format!("`{}`", new.signer) } else { "nobody".to_owned() };
        let text = format!("`{}` signed {}, and {signer} signed {}", old.signer, installed.title(), newcomer.title());
        return Some(Note { code: "signer_changed", text });
    }
    let (Some(old_key), Some(new_key)) = (old.key, new.key) else { return None };
    (old_key != new_key).then(|| Note {
        code: "key_changed",
        text: format!(
            "`{}` signed {} with the key {old_key}, and {} with {new_key}",
            old.signer,
            installed.title(),
            newcomer.title()
        ),
    })
}

fn check_extension(installed: &InstalledPackage, newcomer: &Newcomer) -> Result<(), Error> {
    let extension = Extension::between(&installed.manifest, &newcomer.installed.manifest);
    if extension.differences.is_empty() {
        return Ok(());
    }
    Err(Error::Installation(Box::new(InstallationError::NotAnExtension {
        installed: installed.title(),
        found: newcomer.title(),
        differences: extension.differences,
    })))
}
