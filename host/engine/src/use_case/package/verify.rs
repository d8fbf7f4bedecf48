//! `package verify`: who signed a package, and whether this project takes it from them.

use std::path::Path;

use aludel_project::package::Package;
use aludel_registry::{PackageReference, Source};
use aludel_signature::Refusal;
use jiff::Timestamp;
use serde::Serialize;

use crate::error::Error;
use crate::migrator::Migrator;
use crate::options::OpenOptions;
use crate::registries;
use crate::trust::error::TrustError;
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

/// Whether one public key signed the package in a file, a folder or a registry.
pub async fn verify_package_by_key(options: &OpenOptions, source: &str, key: &Path) -> Result<VerifyReport, Error> {
    let shown = key.display().to_string();
    let policy = TrustPolicy::of_key(key_file::read_public(key, &shown)?, shown.clone());
    verify_source(options, source, &policy).await.map_err(|error| of_one_key(error, &shown, source))
}

/// What `package sign` is to be told of a package: of a file, also where it belongs.
fn signable(source: &str, package: &str) -> String {
    let name = package.split(' ').next().unwrap_or_default();
    match source.parse::<PackageReference>() {
        Ok(_) => source.to_owned(),
        Err(_) => format!("{source} --as REGISTRY/{name}"),
    }
}

/// The same refusal where it is one key that was asked about, and no project.
fn of_one_key(error: Error, key: &str, source: &str) -> Error {
    let Error::Trust(refused) = error else { return error };
    let key = key.to_owned();
    match *refused {
        TrustError::Refused(Refusal::Unsigned { package }) => {
            TrustError::NotSigned { signable: signable(source, &package), package, key }
        }
        TrustError::Refused(Refusal::UnknownKey { package, .. }) => TrustError::OtherKey { package, key },
        other => other,
    }
    .into()
}

impl Migrator {
    /// Whether the project takes the package in a file, a folder or a registry, and from whom.
    pub async fn verify_package(&self, source: &str) -> Result<VerifyReport, Error> {
        verify_source(&self.options, source, &self.trust_policy()?).await
    }

    /// What the project says of signatures, with its keys read.
    pub(crate) fn trust_policy(&self) -> Result<TrustPolicy, Error> {
        TrustPolicy::read(&self.config.trust)
    }
}

/// What is in a registry must be signed as what it is called there.
async fn verify_source(options: &OpenOptions, source: &str, policy: &TrustPolicy) -> Result<VerifyReport, Error> {
    let source = registries::source(options, source)?;
    let package = registries::fetch(options, &source).await?;
    let Source::Registry(reference) = &source else { return verify(&package, policy, Asking::default()) };
    let repository = registries::repository(reference);
    let asking = Asking { repository: Some(&repository), tag: reference.tag(), installed_version: None };
    verify(&package, policy, asking)
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
