//! `package sign`: a package in a file, a folder or a registry gets a signature.

use std::path::PathBuf;

use aludel_project::package::{Package, PackageLimits};
use aludel_registry::{PackageReference, Source};
use serde::Serialize;

use super::file;
use crate::error::Error;
use crate::options::OpenOptions;
use crate::registries::{self, Purpose, refused};
use crate::trust::error::TrustError;
use crate::trust::key_file::{self, Passphrases};
use crate::trust::signing::{self, SignatureForm};

/// How a package is signed, and as what.
#[derive(Debug, Clone)]
pub struct SignRequest {
    /// The file with the private key.
    pub key: PathBuf,
    /// Registry, namespace and name: where the package belongs. Without it, where it is; a file is nowhere.
    pub reference: Option<String>,
    /// How the signature is written.
    pub form: SignatureForm,
}

/// A signature that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignReport {
    /// Name and version of the package.
    pub package: String,
    /// The digest of its manifest, which was signed.
    pub manifest_digest: String,
    /// What it was signed as.
    pub reference: String,
    /// The id of the key.
    pub key_id: String,
    /// Where the signature is now.
    pub written_to: String,
}

/// A package with one signature more.
struct Signed {
    package: Package,
    reference: String,
    key_id: String,
}

/// Signs the package in a tar file, in a folder with an OCI layout, or in a registry; the signature is put beside it.
pub async fn sign_package(
    options: &OpenOptions,
    source: &str,
    request: &SignRequest,
    passphrases: Passphrases<'_>,
) -> Result<SignReport, Error> {
    match registries::source(options, source)? {
        Source::Registry(reference) => sign_in_registry(options, &reference, request, passphrases).await,
        Source::Tar { path, wanted: None } | Source::Folder { path, wanted: None } => {
            let signed = sign(file::read(&path, None)?, request, None, passphrases)?;
            file::write(&path, &signed.package)?;
            Ok(report(signed, path.display().to_string()))
        }
        Source::Tar { .. } | Source::Folder { .. } => Err(one_of_several(source)),
    }
}

/// Only what is new is sent: the signatures of others stay what they are.
async fn sign_in_registry(
    options: &OpenOptions,
    reference: &PackageReference,
    request: &SignRequest,
    passphrases: Passphrases<'_>,
) -> Result<SignReport, Error> {
    let client = registries::client(options, reference, Purpose::Sign)?;
    let package = client.fetch(reference, &PackageLimits::default()).await.map_err(refused)?;
    let known: Vec<_> = package.referrers.iter().map(|referrer| referrer.manifest_digest).collect();
    let signed = sign(package, request, Some(registries::repository(reference)), passphrases)?;
    for referrer in &signed.package.referrers {
        if !known.contains(&referrer.manifest_digest) {
            client.attach(reference, referrer).await.map_err(refused)?;
        }
    }
    Ok(report(signed, registries::repository(reference)))
}

/// `place` is where the package is, which is where it belongs unless somebody says otherwise.
fn sign(
    package: Package,
    request: &SignRequest,
    place: Option<String>,
    passphrases: Passphrases<'_>,
) -> Result<Signed, Error> {
    let reference = request.reference.clone().or(place).ok_or_else(|| belongs_nowhere(&package))?;
    check_reference(&reference, &package)?;
    let key = key_file::read_secret(&request.key, passphrases)?;
    let signature = signing::sign(&package, &reference, &key, request.form);
    let package = signing::with_signature(package, signature).map_err(|error| Error::Packing(Box::new(error)))?;
    Ok(Signed { package, reference, key_id: key.public().id().to_string() })
}

fn report(signed: Signed, written_to: String) -> SignReport {
    let about = signed.package.about();
    SignReport {
        package: format!("{} {}", about.name, about.version),
        manifest_digest: signed.package.manifest_digest.to_string(),
        reference: signed.reference,
        key_id: signed.key_id,
        written_to,
    }
}

fn belongs_nowhere(package: &Package) -> Error {
    Error::Usage {
        code: "reference_missing",
        message: "a file does not say where its package belongs, and a signature does".to_owned(),
        hint: Some(format!("sign it as --as REGISTRY/{}", package.about().name)),
    }
}

/// A file that is written holds one package, so that the others in it would be gone.
fn one_of_several(source: &str) -> Error {
    Error::Usage {
        code: "package_in_file",
        message: format!("a file is signed as a whole, and `{source}` names a package in it"),
        hint: Some(format!("put it into a file of its own: aludel package pull {source}")),
    }
}

/// A signature says where the package belongs, and must say it as whoever asks for it does.
fn check_reference(reference: &str, package: &Package) -> Result<(), TrustError> {
    let bad = |because: &str| TrustError::BadReference { text: reference.to_owned(), because: because.to_owned() };
    let Some((registry, rest)) = reference.split_once('/') else { return Err(bad("")) };
    let is_host = registry.contains(['.', ':']) || registry == "localhost";
    if !is_host || reference.contains(char::is_whitespace) || !reference.is_ascii() {
        return Err(bad(""));
    }
    if rest.contains([':', '@']) {
        return Err(bad(": it names a version, and the signature is of this one only anyway"));
    }
    let name = package.about().name.to_string();
    if rest == name || rest.strip_suffix(&name).is_some_and(|before| before.ends_with('/')) {
        Ok(())
    } else {
        Err(TrustError::OtherName { name, reference: reference.to_owned() })
    }
}
