//! A package as it would stand in a project.

use std::collections::BTreeMap;
use std::sync::Arc;

use aludel_project::installed::{component, folder};
use aludel_project::lockfile::{LockedPackage, UNSIGNED};
use aludel_project::package::{ContentDigest, Package};
use aludel_project::{Config, InstalledPackage, Migration};

use crate::error::Error;
use crate::installation::error::InstallationError;

/// Who signed a package.
pub(crate) struct Signed {
    pub(crate) signer: String,
    pub(crate) key: Option<ContentDigest>,
    /// Whether a person is to say that it is taken.
    pub(crate) needs_consent: bool,
}

impl Signed {
    pub(crate) fn by_nobody() -> Self {
        Self { signer: UNSIGNED.to_owned(), key: None, needs_consent: false }
    }
}

/// A package that is to be installed, and what it would be then.
pub(crate) struct Newcomer {
    pub(crate) package: Package,
    pub(crate) installed: Arc<InstalledPackage>,
    /// Whether a person is to say that it is taken.
    pub(crate) needs_consent: bool,
    /// Its revisions, in the order of the package.
    pub(crate) migrations: Vec<Migration>,
}

impl Newcomer {
    /// `source` is what the configuration and the lock file are to say.
    pub(crate) fn of(package: Package, source: &str, signed: Signed, config: &Config) -> Result<Self, Error> {
        let about = package.about();
        let locked = LockedPackage {
            name: about.name.to_string(),
            version: about.version.to_string(),
            source: source.to_owned(),
            manifest: package.manifest_digest,
            signer: signed.signer,
            key: signed.key,
            accepted: None,
            components: folder::components(about),
        };
        let installed = Arc::new(InstalledPackage { label: about.label.to_string(), manifest: about.clone(), locked });
        let migrations = component::migrations(config, &installed, &package)
            .map_err(|error| Error::Installation(Box::new(InstallationError::Installed(error))))?;
        Ok(Self { package, installed, needs_consent: signed.needs_consent, migrations })
    }

    pub(crate) fn title(&self) -> String {
        self.installed.title()
    }

    /// Its revisions by id.
    pub(crate) fn by_id(&self) -> BTreeMap<&str, &Migration> {
        self.migrations.iter().map(|migration| (migration.header.revision.as_str(), migration)).collect()
    }
}
