//! `package sign`: a package in a file or a folder gets a signature.

use std::path::{Path, PathBuf};

use aludel_project::package::Package;
use serde::Serialize;

use super::file;
use crate::error::Error;
use crate::trust::error::TrustError;
use crate::trust::key_file::{self, Passphrases};
use crate::trust::signing::{self, SignatureForm};

/// What is signed, and as what.
#[derive(Debug, Clone)]
pub struct SignRequest {
    /// The file with the private key.
    pub key: PathBuf,
    /// Registry, namespace and name: where the package belongs.
    pub reference: String,
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

/// Signs the package in a tar file or in a folder with an OCI layout; the signature is put beside it.
pub fn sign_package_file(
    path: &Path,
    request: &SignRequest,
    passphrases: Passphrases<'_>,
) -> Result<SignReport, Error> {
    let package = file::read(path)?;
    let (package, key_id) = signed(package, request, passphrases)?;
    file::write(path, &package)?;
    Ok(report(&package, request, key_id, path.display().to_string()))
}

/// The package with a signature more, and the id of the key that made it.
pub(crate) fn signed(
    package: Package,
    request: &SignRequest,
    passphrases: Passphrases<'_>,
) -> Result<(Package, String), Error> {
    check_reference(&request.reference, &package)?;
    let key = key_file::read_secret(&request.key, passphrases)?;
    let signature = signing::sign(&package, &request.reference, &key, request.form);
    let package = signing::with_signature(package, signature).map_err(|error| Error::Packing(Box::new(error)))?;
    Ok((package, key.public().id().to_string()))
}

pub(crate) fn report(package: &Package, request: &SignRequest, key_id: String, written_to: String) -> SignReport {
    let about = package.about();
    SignReport {
        package: format!("{} {}", about.name, about.version),
        manifest_digest: package.manifest_digest.to_string(),
        reference: request.reference.clone(),
        key_id,
        written_to,
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
