//! `package install`: a package of others becomes a branch of the project.

use aludel_grants::Excess;
use aludel_project::config::{Ceiling, TrustSection};
use aludel_project::installed::{InstalledError, folder, store};
use aludel_project::lockfile::{FILE_NAME, LockedPackage, Lockfile};
use aludel_project::package::Package;
use aludel_project::{Config, InstalledPackage, Migration};
use aludel_registry::PackageReference;
use jiff::Timestamp;

use crate::catalogue::Catalogue;
use crate::comparison::question::Nobody;
use crate::confinement::Confinement;
use crate::error::Error;
use crate::event::Note;
use crate::installation::consent::{Consent, Occasion};
use crate::installation::error::InstallationError;
use crate::installation::newcomer::{Newcomer, Signed};
use crate::installation::report::{InstallReport, InstalledPackageReport, NewlyInstalled};
use crate::installation::source::Source;
use crate::installation::standing::PackageStanding;
use crate::installation::{fit, held};
use crate::migrator::Migrator;
use crate::options::LockRule;
use crate::registries;
use crate::trust::error::TrustError;
use crate::trust::{Admission, Asking, TrustPolicy};

/// Brings all packages of the configuration.
const INSTALL_NAMED: &str = "aludel package install";

impl Migrator {
    /// Installs the package in a file, a folder or a registry: its parts into `packages/LABEL/`, its lines into
    /// `aludel.toml` and `aludel.lock`. Nothing is written unless all of it can be.
    pub async fn install_package(&self, source: &str, consent: Consent<'_>) -> Result<InstallReport, Error> {
        let source = Source::parse(source, &self.options.directory, &self.config)?;
        let package = self.fetch(&source).await?;
        let label = package.about().label.to_string();
        let present = self.present(&label, &package, &source)?;
        if present.as_ref().is_some_and(|present| !self.lacks_word(present, consent)) {
            return Ok(InstallReport { installed: Vec::new(), unchanged: vec![label] });
        }
        let newcomer = self.newcomer(package, &source.text)?;
        if present.is_none() {
            fit::check(&newcomer, self.catalogue()?.migrations())?;
        }
        let command = format!("aludel package install {}", source.text);
        let newcomer =
            self.settled(newcomer, consent, &Occasion { locked: None, replaced: None, command: &command })?;
        let written = self.put(&newcomer, None)?;
        Ok(InstallReport { installed: vec![written], unchanged: Vec::new() })
    }

    /// Brings every package that `aludel.toml` names to where it should be: into its folder, as the lock file has it; into
    /// the lock file, as its folder has it.
    pub async fn install_named_packages(&self, consent: Consent<'_>) -> Result<InstallReport, Error> {
        let mut report = InstallReport { installed: Vec::new(), unchanged: Vec::new() };
        for (label, section) in &self.config.packages {
            let locked = self.lockfile()?.packages.get(label).cloned();
            let is_there = folder::path(&self.config.root, label).is_dir();
            match (locked, is_there) {
                (Some(locked), true) => {
                    let present = folder::read(&self.config.root, label, &locked).map_err(refused)?;
                    if self.lacks_word(&present, consent) {
                        report.installed.push(self.lock_folder(label, &section.source, consent)?);
                    } else {
                        report.unchanged.push(label.clone());
                    }
                }
                (None, true) => report.installed.push(self.lock_folder(label, &section.source, consent)?),
                (locked, false) => report.installed.push(self.bring(label, &section.source, locked, consent).await?),
            }
        }
        // What was wrong before is only seen now that all of them are there.
        Catalogue::of(self.read_migrations()?).map(|_| report)
    }

    /// Fetches a package into its folder, as the lock file has it.
    async fn bring(
        &self,
        label: &str,
        source: &str,
        locked: Option<LockedPackage>,
        consent: Consent<'_>,
    ) -> Result<NewlyInstalled, Error> {
        let place = Source::parse(source, &self.config.root, &self.config)?;
        let package = self.fetch(&place).await?;
        if let Some(locked) = &locked
            && locked.manifest != package.manifest_digest
        {
            return Err(refused(InstallationError::OtherThanLocked {
                label: label.to_owned(),
                source_text: place.text,
                locked: locked.manifest,
                found: package.manifest_digest,
            }));
        }
        let newcomer = self.newcomer(package, source)?;
        check_label(label, &newcomer)?;
        let taken = locked.and_then(|locked| locked.accepted);
        let newcomer =
            self.settled(newcomer, consent, &Occasion { locked: taken, replaced: None, command: INSTALL_NAMED })?;
        self.put(&newcomer, None)
    }

    fn lock_folder(&self, label: &str, source: &str, consent: Consent<'_>) -> Result<NewlyInstalled, Error> {
        let package = folder::read_whole(&self.config.root, label).map_err(refused)?;
        let newcomer = self.newcomer(package, source)?;
        check_label(label, &newcomer)?;
        let newcomer =
            self.settled(newcomer, consent, &Occasion { locked: None, replaced: None, command: INSTALL_NAMED })?;
        self.check_held(&newcomer)?;
        store::lock(&self.config, label, &newcomer.installed.locked).map_err(refused)?;
        Ok(NewlyInstalled { written: vec![FILE_NAME.to_owned()], ..report(&self.config, &newcomer, None) })
    }

    /// The same package, to the byte, in the same place.
    fn present(&self, label: &str, package: &Package, source: &Source) -> Result<Option<InstalledPackage>, Error> {
        let lockfile = self.lockfile()?;
        let (Some(_), Some(locked)) = (self.config.packages.get(label), lockfile.packages.get(label)) else {
            return Ok(None);
        };
        if locked.manifest == package.manifest_digest
            && let Ok(installed) = folder::read(&self.config.root, label, locked)
        {
            return Ok(Some(installed));
        }
        if locked.name != package.about().name.as_str() {
            return Ok(None);
        }
        Err(refused(InstallationError::AlreadyInstalled {
            package: format!("{} {}", package.about().name, package.about().version),
            installed: locked.version.clone(),
            label: label.to_owned(),
            source_text: source.text.clone(),
        }))
    }

    /// Whether an installed package is without the word of a person that it needs, or that is given now.
    fn lacks_word(&self, installed: &InstalledPackage, consent: Consent<'_>) -> bool {
        match PackageStanding::of(installed, &self.config.trust) {
            PackageStanding::NotAccepted => true,
            PackageStanding::ScratchOnly => !consent.accepted.is_empty() && installed.locked.accepted.is_none(),
            _ => false,
        }
    }

    /// What a package would be here.
    pub(crate) fn newcomer(&self, package: Package, source: &str) -> Result<Newcomer, Error> {
        self.newcomer_for(package, source, None)
    }

    /// What a package would be here, in the place of another version.
    pub(crate) fn newcomer_for(
        &self,
        package: Package,
        source: &str,
        replaced: Option<&InstalledPackage>,
    ) -> Result<Newcomer, Error> {
        let signed = self.signed(&package, source, replaced)?;
        let newcomer = Newcomer::of(package, source, signed, &self.config)?;
        let InstalledPackage { label, locked, .. } = &*newcomer.installed;
        self.config.grants.check_ceiling(label, &locked.signer).map_err(TrustError::from)?;
        Ok(newcomer)
    }

    /// The package with the word of a person in it, where it needs one. Under a lock file that holds nobody is asked.
    pub(crate) fn settled(
        &self,
        newcomer: Newcomer,
        consent: Consent<'_>,
        occasion: &Occasion<'_>,
    ) -> Result<Newcomer, Error> {
        let questioner = match self.options.lock_rule {
            LockRule::Follows => consent.questioner,
            LockRule::Holds => &Nobody,
        };
        Consent { questioner, ..consent }.settle(newcomer, occasion, &self.config)
    }

    /// Who signed a package, where the project says whose packages it takes; refused where it does not take this one.
    fn signed(&self, package: &Package, source: &str, replaced: Option<&InstalledPackage>) -> Result<Signed, Error> {
        // What follows a signed version without a signature is not what its signer let out.
        let was_signed = replaced.is_some_and(InstalledPackage::is_signed);
        if self.config.trust == TrustSection::default() {
            return Ok(Signed { needs_consent: was_signed, ..Signed::by_nobody() });
        }
        let version = replaced.map(|replaced| replaced.manifest.version.to_string());
        let reference: Option<PackageReference> = source.parse().ok();
        let repository = reference.as_ref().map(registries::repository);
        let asking = Asking {
            repository: repository.as_deref(),
            tag: reference.as_ref().and_then(PackageReference::tag),
            installed_version: version.as_deref(),
        };
        let policy = TrustPolicy::read(&self.config.trust)?;
        Ok(match policy.admit(package, asking, Timestamp::now().as_second())? {
            Admission::Signed { signer, key_id } => Signed { signer, key: key_id.parse().ok(), needs_consent: false },
            Admission::Ask => Signed { needs_consent: true, ..Signed::by_nobody() },
            Admission::ScratchOnly => Signed { needs_consent: was_signed, ..Signed::by_nobody() },
        })
    }

    pub(crate) fn put(
        &self,
        newcomer: &Newcomer,
        replaced: Option<&InstalledPackage>,
    ) -> Result<NewlyInstalled, Error> {
        self.check_held(newcomer)?;
        let new = store::NewPackage { package: &newcomer.package, locked: &newcomer.installed.locked };
        store::put(&self.config, new).map_err(refused)?;
        Ok(report(&self.config, newcomer, replaced))
    }

    /// A lock file that holds is not written.
    fn check_held(&self, newcomer: &Newcomer) -> Result<(), Error> {
        match self.options.lock_rule {
            LockRule::Follows => Ok(()),
            LockRule::Holds => held::check_package(&newcomer.installed, &self.lockfile()?),
        }
    }

    pub(crate) fn lockfile(&self) -> Result<Lockfile, Error> {
        let lockfile = Lockfile::read(&self.config.root).map_err(|error| Error::Lockfile(Box::new(error)))?;
        Ok(lockfile.unwrap_or_default())
    }
}

fn refused(error: impl Into<InstallationError>) -> Error {
    Error::Installation(Box::new(error.into()))
}

fn check_label(label: &str, newcomer: &Newcomer) -> Result<(), Error> {
    if newcomer.installed.label == label {
        return Ok(());
    }
    let found = newcomer.installed.label.clone();
    let folder = folder::display_path(label);
    Err(refused(InstalledError::OtherLabel { folder, found }))
}

fn report(config: &Config, newcomer: &Newcomer, replaced: Option<&InstalledPackage>) -> NewlyInstalled {
    let is_new = |id: &str| replaced.is_none_or(|replaced| replaced.revision(id).is_none());
    let ids = newcomer.migrations.iter().map(|migration| &migration.header.revision);
    let given = config.grants.given_to_package(&newcomer.installed);
    let package = InstalledPackageReport::of(&newcomer.installed, &config.trust);
    let standing = package.standing.with_signatures(&newcomer.installed, &newcomer.package);
    NewlyInstalled {
        package: InstalledPackageReport { standing, ..package },
        replaces: replaced.map(|replaced| replaced.manifest.version.to_string()),
        added: ids.filter(|id| is_new(id)).cloned().collect(),
        may: given.grants.words().may,
        written: vec![newcomer.installed.folder(), config.display_path(&config.path), FILE_NAME.to_owned()],
        notes: notes(config, newcomer),
    }
}

/// What its migrations ask for beyond what they are given: they do not run until somebody grants it.
fn notes(config: &Config, newcomer: &Newcomer) -> Vec<Note> {
    let mut notes: Vec<Note> = claims(newcomer).into_iter().chain(cut(config, newcomer)).collect();
    notes.extend(newcomer.migrations.iter().filter_map(|migration| excess(config, migration)));
    notes
}

fn excess(config: &Config, migration: &Migration) -> Option<Note> {
    let confinement = Confinement::of(migration, &config.grants);
    let lines = confinement.missing_lines();
    (!lines.is_empty()).then(|| Note {
        code: "not_granted",
        text: format!(
            "`{}` asks for more than packages are given; if it is meant to, write this into aludel.toml:\n{lines}",
            migration.header.revision
        ),
    })
}

/// What packages may do by themselves, and this one may not since its signer may be given no more.
fn cut(config: &Config, newcomer: &Newcomer) -> Option<Note> {
    let Ceiling { signer, most, offered } = config.grants.given_to_package(&newcomer.installed).ceiling?;
    let beyond = most.excess(&offered);
    let each: Vec<String> = beyond.iter().map(excess_words).collect();
    (!each.is_empty()).then(|| Note {
        code: "cut_to_signer",
        text: format!(
            "[trust.signers.{signer}.grants] gives `{signer}`, who signed it, less than packages may do by themselves, so it \
             may not: {}",
            each.join("; ")
        ),
    })
}

fn excess_words(excess: &Excess) -> String {
    match excess.values.as_slice() {
        [value] if value == excess.key => format!("`{value}`"),
        values => format!("`{}` {}", excess.key, values.join(", ")),
    }
}

/// The tables that it says it uses, and that do not begin with its label.
fn claims(newcomer: &Newcomer) -> Option<Note> {
    let installed = &newcomer.installed;
    let own = installed.namespace();
    let beyond: Vec<String> = own.missing(&installed.manifest.tables).into_iter().map(ToString::to_string).collect();
    (!beyond.is_empty()).then(|| Note {
        code: "tables_not_granted",
        text: format!(
            "it says that {} are its tables too; they do not begin with its label, so they are not granted",
            beyond.iter().map(|pattern| format!("`{pattern}`")).collect::<Vec<_>>().join(", ")
        ),
    })
}
