//! `package verify`: who signed a package, and whether this project takes it from them.

use std::path::Path;

use aludel_project::package::Package;
use jiff::Timestamp;
use serde::Serialize;

use super::file;
use crate::error::Error;
use crate::migrator::Migrator;
use crate::trust::key_file;
use crate::trust::{Admission, Asking, TrustPolicy};

/// What was found out about a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerifyReport {
    /// Name and version of the package.
    pub package: String,
    /// The digest of its manifest.
    pub manifest_digest: String,
    /// Who signed it, and what becomes of it.
    #[serde(flatten)]
    pub admission: Admission,
    /// Where the key was read from that it was signed with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

/// Whether one public key signed the package in a file or a folder.
pub fn verify_package_file_by_key(path: &Path, key: &Path) -> Result<VerifyReport, Error> {
    let shown = key.display().to_string();
    let policy = TrustPolicy::of_key(key_file::read_public(key, &shown)?, shown);
    verify(&file::read(path)?, &policy, Asking::default())
}

impl Migrator {
    /// Whether the project takes the package in a file or a folder, and from whom.
    pub fn verify_package_file(&self, path: &Path) -> Result<VerifyReport, Error> {
        verify(&file::read(path)?, &self.trust_policy()?, Asking::default())
    }

    /// What the project says of signatures, with its keys read.
    pub(crate) fn trust_policy(&self) -> Result<TrustPolicy, Error> {
        TrustPolicy::read(&self.config.trust)
    }
}

pub(crate) fn verify(package: &Package, policy: &TrustPolicy, asking: Asking<'_>) -> Result<VerifyReport, Error> {
    let admission = policy.admit(package, asking, Timestamp::now().as_second())?;
    let key = match &admission {
        Admission::Signed { key_id, .. } => policy.key(key_id).map(|(_, key)| key.source.clone()),
        Admission::Ask | Admission::ScratchOnly => None,
    };
    let about = package.about();
    Ok(VerifyReport {
        package: format!("{} {}", about.name, about.version),
        manifest_digest: package.manifest_digest.to_string(),
        admission,
        key,
    })
}
