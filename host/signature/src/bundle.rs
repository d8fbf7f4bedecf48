//! Sigstore bundles: how newer versions of cosign store a signature, in one JSON document.
//!
//! Only bundles that were signed with a key are taken. What a bundle proves beyond its signature (an entry in a log, the
//! time of a clock) is not asked for: the key is the trust. An entry that is there must fit, though.

use serde_json::json;
use sigstore_verify::trust_root::TrustedRoot;
use sigstore_verify::types::bundle::{MessageSignature, TimestampVerificationData, VerificationMaterialContent};
use sigstore_verify::types::{Bundle, DerPublicKey, DsseEnvelope, SignatureContent, Statement};
use sigstore_verify::{PublicKeyVerificationPolicy, Verifier};
use thiserror::Error;

use crate::digest::Digest;
use crate::key::{PublicKey, SecretKey};
use crate::provider;

/// The media type of a bundle, and of the manifest that stores one.
pub const BUNDLE_TYPE: &str = "application/vnd.dev.sigstore.bundle.v0.3+json";

/// What a statement says that is cosign's signature of a manifest. Other statements, such as those of how something was
/// built, are made with the same keys, and are no signatures.
pub const SIGNATURE_PREDICATE: &str = "https://sigstore.dev/cosign/sign/v1";

/// How long a bundle may be, in bytes.
pub const BUNDLE_BYTES_MAX: usize = 4 << 20;

const STATEMENT_TYPE: &str = "application/vnd.in-toto+json";

/// Why a bundle is not taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BundleError {
    /// It is longer than any bundle.
    #[error("is longer than {BUNDLE_BYTES_MAX} bytes")]
    TooLong,
    /// It is no bundle, or it contradicts itself.
    #[error("is no Sigstore bundle that can be verified: {reason}")]
    Malformed {
        /// What is wrong.
        reason: String,
    },
    /// It was signed without a key: a certificate says by whom.
    #[error("was signed with a certificate in place of a key")]
    Keyless,
    /// It states something else about the package.
    #[error("states `{predicate}` about the package, which is no signature")]
    OtherPredicate {
        /// What kind of statement it is.
        predicate: String,
    },
    /// It was not signed with that key.
    #[error("was not signed with this key")]
    WrongKey,
}

/// The digest of the manifest that a bundle signs, if it was signed with that key. `manifest` is that of the package.
pub fn verify_bundle(bytes: &[u8], key: &PublicKey, manifest: &[u8]) -> Result<Digest, BundleError> {
    let bundle = parse(bytes)?;
    let digest = match &bundle.content {
        SignatureContent::DsseEnvelope(envelope) => verify_envelope(envelope, key)?,
        SignatureContent::MessageSignature(signature) => verify_message(signature, key, manifest)?,
        _ => return Err(malformed("it holds a signature of a kind that is not known")),
    };
    let is_logged = !bundle.verification_material.tlog_entries.is_empty();
    if is_logged && digest == Digest::of(manifest) {
        check_log_entries(bundle, key, manifest)?;
    }
    Ok(digest)
}

/// A bundle of this manifest's digest, as cosign makes it: an envelope around a statement.
pub fn sign_bundle(digest: &Digest, key: &SecretKey) -> Vec<u8> {
    let statement = json!({
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{ "digest": { "sha256": digest.hex() } }],
        "predicateType": SIGNATURE_PREDICATE,
        "predicate": {},
    });
    let payload = statement.to_string().into_bytes();
    let signature = key.sign(&sigstore_verify::types::dsse::pae(STATEMENT_TYPE, &payload));
    let document = json!({
        "mediaType": BUNDLE_TYPE,
        "verificationMaterial": { "publicKey": { "hint": encode(key.public().id().as_bytes()) } },
        "dsseEnvelope": {
            "payload": encode(&payload),
            "payloadType": STATEMENT_TYPE,
            "signatures": [{ "sig": encode(&signature) }],
        },
    });
    document.to_string().into_bytes()
}

fn parse(bytes: &[u8]) -> Result<Bundle, BundleError> {
    if bytes.len() > BUNDLE_BYTES_MAX {
        return Err(BundleError::TooLong);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| malformed(&error.to_string()))?;
    let bundle = Bundle::from_json(text).map_err(|error| malformed(&error.to_string()))?;
    match &bundle.verification_material.content {
        VerificationMaterialContent::PublicKey(_) => Ok(bundle),
        _ => Err(BundleError::Keyless),
    }
}

fn verify_envelope(envelope: &DsseEnvelope, key: &PublicKey) -> Result<Digest, BundleError> {
    if !key.verifies(&envelope.pae(), envelope.signature.sig.as_bytes()) {
        return Err(BundleError::WrongKey);
    }
    if envelope.payload_type != STATEMENT_TYPE {
        return Err(BundleError::OtherPredicate { predicate: envelope.payload_type.clone() });
    }
    let statement: Statement =
        serde_json::from_slice(envelope.payload.as_bytes()).map_err(|error| malformed(&error.to_string()))?;
    if statement.predicate_type != SIGNATURE_PREDICATE {
        return Err(BundleError::OtherPredicate { predicate: statement.predicate_type });
    }
    let [subject] = statement.subject.as_slice() else { return Err(malformed("it signs several things at once")) };
    let hash = subject.digest.sha256.as_ref().ok_or_else(|| malformed("it names no SHA-256 digest"))?;
    format!("sha256:{}", hash.to_hex()).parse().map_err(|_| malformed("it names no SHA-256 digest"))
}

fn verify_message(signature: &MessageSignature, key: &PublicKey, manifest: &[u8]) -> Result<Digest, BundleError> {
    let is_signed = key.verifies(manifest, signature.signature.as_bytes());
    if is_signed { Ok(Digest::of(manifest)) } else { Err(BundleError::WrongKey) }
}

/// An entry of a log must be of this signature, by this key; whether the log holds it is not asked.
fn check_log_entries(mut bundle: Bundle, key: &PublicKey, manifest: &[u8]) -> Result<(), BundleError> {
    provider::install();
    // A stamp is worth what its authority is, and none is trusted here.
    bundle.verification_material.timestamp_verification_data = TimestampVerificationData::default();
    let policy = PublicKeyVerificationPolicy::new(DerPublicKey::new(key.to_der())).skip_tlog_unsafe();
    let verified = Verifier::new(&no_root()).and_then(|verifier| verifier.verify(manifest, &bundle, &policy));
    verified.map(|_| ()).map_err(|error| malformed(&error.to_string()))
}

fn no_root() -> TrustedRoot {
    TrustedRoot::from_json(r#"{"mediaType":"application/vnd.dev.sigstore.trustedroot+json;version=0.1"}"#)
        .expect("a root that trusts nobody is a root")
}

fn encode(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

fn malformed(reason: &str) -> BundleError {
    BundleError::Malformed { reason: reason.to_owned() }
}

#[cfg(test)]
mod tests;
