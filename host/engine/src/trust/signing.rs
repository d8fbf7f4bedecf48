//! Signatures of a package, as registries and files keep them.

use std::collections::BTreeMap;
use std::sync::Arc;

use aludel_project::package::{ContentDigest, ImageManifest, Package, PackageError, Referrer};
use aludel_signature::bundle::sign_bundle;
use aludel_signature::stored::{self, MANIFEST_TYPE, may_hold_signatures};
use aludel_signature::{Payload, SecretKey, Signature, StoredError, StoredSignatures, Subject};
use serde_json::{Map, json};

use super::signed_digest;

/// How a signature is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureForm {
    /// cosign's simple signing, which says where the package belongs.
    Simple,
    /// A Sigstore bundle.
    Bundle,
}

/// Every signature that comes with a package, and what is wrong with the first one that cannot be read.
pub(crate) fn signatures_of(package: &Package) -> (Vec<Signature>, Option<StoredError>) {
    let (mut signatures, mut unreadable) = (Vec::new(), None);
    let referrers = package.referrers.iter().filter(|one| may_hold_signatures(one.manifest.artifact_type.as_deref()));
    for referrer in referrers {
        match signatures_in(referrer) {
            Ok(found) => signatures.extend(found),
            Err(error) => unreadable = unreadable.or(Some(error)),
        }
    }
    (signatures, unreadable)
}

fn signatures_in(referrer: &Referrer) -> Result<Vec<Signature>, StoredError> {
    stored::read(&referrer.manifest_bytes, |digest| {
        let digest: ContentDigest = digest.to_string().parse().ok()?;
        referrer.blobs.get(&digest).map(|blob| blob.to_vec())
    })
}

/// Signs a package as what it is called in that repository.
pub(crate) fn sign(package: &Package, repository: &str, key: &SecretKey, form: SignatureForm) -> Signature {
    let digest = signed_digest(&package.manifest_digest);
    if form == SignatureForm::Bundle {
        return Signature::Bundle { bytes: sign_bundle(&digest, key) };
    }
    let payload = Payload { digest, reference: repository.to_owned(), optional: for_people(package) }.to_bytes();
    Signature::Simple { signature: key.sign(&payload), payload, annotations: BTreeMap::new() }
}

/// What the manifest's digest covers already, so that whoever reads the payload sees it.
fn for_people(package: &Package) -> Map<String, serde_json::Value> {
    let about = package.about();
    let revisions = about
        .revisions
        .iter()
        .map(|revision| json!({ "id": revision.id, "parents": revision.parents, "component": revision.component }));
    let fields = [
        ("creator", json!("aludel")),
        ("package", json!(about.name)),
        ("version", json!(about.version)),
        ("revisions", revisions.collect()),
    ];
    fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// The package with that signature beside those that it has.
pub(crate) fn with_signature(mut package: Package, signature: Signature) -> Result<Package, PackageError> {
    let mut signatures = signatures_of(&package).0;
    if !signatures.contains(&signature) {
        signatures.push(signature);
    }
    let subject = Subject {
        media_type: MANIFEST_TYPE.to_owned(),
        digest: signed_digest(&package.manifest_digest),
        bytes: package.manifest_bytes.len() as u64,
    };
    package.referrers.retain(|one| signatures_in(one).map_or(true, |found| found.is_empty()));
    for stored in stored::store(&signatures, &subject) {
        package.referrers.push(referrer(stored)?);
    }
    Ok(package)
}

fn referrer(stored: StoredSignatures) -> Result<Referrer, PackageError> {
    let blobs = stored.blobs.into_iter().map(|blob| (ContentDigest::of(&blob), Arc::from(blob)));
    Ok(Referrer {
        manifest_digest: ContentDigest::of(&stored.manifest),
        manifest: ImageManifest::read(&stored.manifest)?,
        manifest_bytes: stored.manifest,
        tag: stored.tag,
        blobs: blobs.collect(),
    })
}
