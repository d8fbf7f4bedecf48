//! The OCI documents that signatures of a package are stored in, as cosign writes and reads them.
//!
//! Signatures of simple signing are layers of one manifest, which is found in two ways: as a referrer of the package's
//! manifest (its `subject`), and by the tag `sha256-DIGEST.sig` where a registry keeps no referrers. A bundle has a manifest
//! of its own.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::json;
use thiserror::Error;

use crate::bundle::BUNDLE_TYPE;
use crate::digest::Digest;

/// The media type of an OCI image manifest.
pub const MANIFEST_TYPE: &str = "application/vnd.oci.image.manifest.v1+json";
/// The media type of a payload of simple signing.
pub const SIMPLE_SIGNING_TYPE: &str = "application/vnd.dev.cosign.simplesigning.v1+json";
/// What referrers that hold signatures of simple signing say they are.
pub const SIGNATURE_ARTIFACT_TYPE: &str = "application/vnd.dev.cosign.artifact.sig.v1+json";
/// The annotation of a layer that holds its signature, in Base64.
pub const SIGNATURE_ANNOTATION: &str = "dev.cosignproject.cosign/signature";
/// The annotation of a layer that holds the certificate of who signed it without a key.
pub const CERTIFICATE_ANNOTATION: &str = "dev.sigstore.cosign/certificate";

/// How many signatures of one package are read.
pub const SIGNATURES_MAX: usize = 64;

const CONFIG_TYPE: &str = "application/vnd.oci.image.config.v1+json";
const EMPTY_TYPE: &str = "application/vnd.oci.empty.v1+json";

/// A signature, not yet verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signature {
    /// Of simple signing.
    Simple {
        /// What was signed, to the byte.
        payload: Vec<u8>,
        /// The signature.
        signature: Vec<u8>,
        /// What else is kept with it, such as the certificate of somebody who signed without a key.
        annotations: BTreeMap<String, String>,
    },
    /// A Sigstore bundle.
    Bundle {
        /// Its JSON text, to the byte.
        bytes: Vec<u8>,
    },
}

/// The manifest that signatures are of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Its media type.
    pub media_type: String,
    /// Its digest.
    pub digest: Digest,
    /// Its length, in bytes.
    pub bytes: u64,
}

/// A manifest that stores signatures, and what it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSignatures {
    /// The manifest.
    pub manifest: Vec<u8>,
    /// What kind of artefact it says it is.
    pub artifact_type: &'static str,
    /// What it names: its configuration and its layers.
    pub blobs: Vec<Vec<u8>>,
    /// The tag that it is found under, if it has one.
    pub tag: Option<String>,
}

/// A manifest of signatures that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StoredError {
    /// It is no manifest: it was cut off, or it is something else.
    #[error("is no manifest of signatures: {reason}")]
    Malformed {
        /// What is wrong, and where.
        reason: String,
    },
    /// It holds more than anybody signs.
    #[error("holds {found} signatures, and more than {SIGNATURES_MAX} are not read")]
    TooMany {
        /// How many.
        found: usize,
    },
    /// A layer says nothing that can be verified.
    #[error("holds a signature that cannot be read: the layer {digest} {reason}")]
    BadLayer {
        /// The layer.
        digest: Digest,
        /// What is wrong.
        reason: &'static str,
    },
    /// A layer is not there.
    #[error("names the signature {digest}, which is missing")]
    MissingLayer {
        /// The layer.
        digest: Digest,
    },
    /// A layer is there, and is another one.
    #[error("names the signature {digest}, and {found} is stored in its place")]
    OtherLayer {
        /// The layer.
        digest: Digest,
        /// What is there.
        found: Digest,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Manifest {
    schema_version: u8,
    media_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    artifact_type: Option<String>,
    config: Descriptor,
    layers: Vec<Descriptor>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<Descriptor>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    annotations: BTreeMap<String, String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    media_type: String,
    digest: Digest,
    size: u64,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    annotations: BTreeMap<String, String>,
}

impl Descriptor {
    fn of(media_type: &str, bytes: &[u8]) -> Self {
        Self {
            media_type: media_type.to_owned(),
            digest: Digest::of(bytes),
            size: bytes.len() as u64,
            annotations: BTreeMap::new(),
        }
    }

    fn with(mut self, key: &str, value: String) -> Self {
        self.annotations.insert(key.to_owned(), value);
        self
    }
}

/// The manifests that store these signatures: one for all of simple signing, one for each bundle.
pub fn store(signatures: &[Signature], subject: &Subject) -> Vec<StoredSignatures> {
    let simple: Vec<Simple<'_>> = signatures.iter().filter_map(Signature::as_simple).collect();
    let bundles = signatures.iter().filter_map(Signature::as_bundle).map(|bytes| store_bundle(bytes, subject));
    (!simple.is_empty()).then(|| store_simple(&simple, subject)).into_iter().chain(bundles).collect()
}

/// Every signature in a manifest that stores some; `blob` is asked for what it names. Layers of other kinds, such as
/// attestations, are left out.
pub fn read(manifest: &[u8], blob: impl Fn(&Digest) -> Option<Vec<u8>>) -> Result<Vec<Signature>, StoredError> {
    let manifest: Manifest =
        serde_json::from_slice(manifest).map_err(|error| StoredError::Malformed { reason: error.to_string() })?;
    let is_signature = |layer: &&Descriptor| layer.media_type == SIMPLE_SIGNING_TYPE || is_bundle(&layer.media_type);
    let layers: Vec<&Descriptor> = manifest.layers.iter().filter(is_signature).collect();
    if layers.len() > SIGNATURES_MAX {
        return Err(StoredError::TooMany { found: layers.len() });
    }
    layers.into_iter().map(|layer| read_layer(layer, &blob)).collect()
}

/// Whether a manifest of that kind may hold signatures; none is what older versions of cosign say.
pub fn may_hold_signatures(artifact_type: Option<&str>) -> bool {
    artifact_type.is_none_or(|kind| kind == SIGNATURE_ARTIFACT_TYPE || kind == SIMPLE_SIGNING_TYPE || is_bundle(kind))
}

fn is_bundle(media_type: &str) -> bool {
    media_type.starts_with("application/vnd.dev.sigstore.bundle")
}

/// A signature of simple signing: what was signed, the signature, and what is kept with it.
type Simple<'a> = (&'a [u8], &'a [u8], &'a BTreeMap<String, String>);

impl Signature {
    /// Whether a certificate comes with it, in place of a key.
    pub fn is_keyless(&self) -> bool {
        let certificate = match self {
            Self::Simple { annotations, .. } => annotations.get(CERTIFICATE_ANNOTATION),
            Self::Bundle { .. } => None,
        };
        certificate.is_some_and(|certificate| !certificate.is_empty())
    }

    fn as_simple(&self) -> Option<Simple<'_>> {
        match self {
            Self::Simple { payload, signature, annotations } => Some((payload, signature, annotations)),
            Self::Bundle { .. } => None,
        }
    }

    fn as_bundle(&self) -> Option<&[u8]> {
        match self {
            Self::Simple { .. } => None,
            Self::Bundle { bytes } => Some(bytes),
        }
    }
}

fn store_simple(signatures: &[Simple<'_>], subject: &Subject) -> StoredSignatures {
    let payloads = signatures.iter().map(|(payload, _, _)| *payload);
    let config = config_of(payloads.clone());
    let layers = signatures.iter().map(|(payload, signature, annotations)| {
        let layer = Descriptor { annotations: (*annotations).clone(), ..Descriptor::of(SIMPLE_SIGNING_TYPE, payload) };
        layer.with(SIGNATURE_ANNOTATION, STANDARD.encode(signature))
    });
    let manifest = Manifest {
        artifact_type: Some(SIGNATURE_ARTIFACT_TYPE.to_owned()),
        config: Descriptor::of(CONFIG_TYPE, &config),
        layers: layers.collect(),
        ..Manifest::about(subject)
    };
    StoredSignatures {
        manifest: manifest.to_bytes(),
        artifact_type: SIGNATURE_ARTIFACT_TYPE,
        tag: Some(subject.digest.signature_tag()),
        blobs: std::iter::once(config).chain(payloads.map(<[u8]>::to_vec)).collect(),
    }
}

fn store_bundle(bundle: &[u8], subject: &Subject) -> StoredSignatures {
    let config = b"{}".to_vec();
    let annotations = [
        ("dev.sigstore.bundle.content", "dsse-envelope"),
        ("dev.sigstore.bundle.predicateType", crate::bundle::SIGNATURE_PREDICATE),
    ];
    let manifest = Manifest {
        artifact_type: Some(BUNDLE_TYPE.to_owned()),
        config: Descriptor::of(EMPTY_TYPE, &config),
        layers: vec![Descriptor::of(BUNDLE_TYPE, bundle)],
        annotations: annotations.map(|(key, value)| (key.to_owned(), value.to_owned())).into(),
        ..Manifest::about(subject)
    };
    StoredSignatures {
        manifest: manifest.to_bytes(),
        artifact_type: BUNDLE_TYPE,
        tag: None,
        blobs: vec![config, bundle.to_vec()],
    }
}

impl Manifest {
    fn about(subject: &Subject) -> Self {
        Self {
            schema_version: 2,
            media_type: Some(MANIFEST_TYPE.to_owned()),
            artifact_type: None,
            config: Descriptor::of(EMPTY_TYPE, b"{}"),
            layers: Vec::new(),
            subject: Some(Descriptor {
                media_type: subject.media_type.clone(),
                digest: subject.digest,
                size: subject.bytes,
                annotations: BTreeMap::new(),
            }),
            annotations: BTreeMap::new(),
        }
    }

    fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("texts and numbers are JSON")
    }
}

/// The configuration of an image that is none. It says no time, so equal signatures have equal digests.
fn config_of<'a>(payloads: impl Iterator<Item = &'a [u8]>) -> Vec<u8> {
    let layers: Vec<Digest> = payloads.map(Digest::of).collect();
    let config = json!({
        "architecture": "",
        "os": "",
        "config": {},
        "created": "0001-01-01T00:00:00Z",
        "history": layers.iter().map(|_| json!({ "created": "0001-01-01T00:00:00Z" })).collect::<Vec<_>>(),
        "rootfs": { "type": "layers", "diff_ids": layers },
    });
    config.to_string().into_bytes()
}

fn read_layer(layer: &Descriptor, blob: impl Fn(&Digest) -> Option<Vec<u8>>) -> Result<Signature, StoredError> {
    let bytes = blob(&layer.digest).ok_or(StoredError::MissingLayer { digest: layer.digest })?;
    let found = Digest::of(&bytes);
    if found != layer.digest {
        return Err(StoredError::OtherLayer { digest: layer.digest, found });
    }
    if is_bundle(&layer.media_type) {
        return Ok(Signature::Bundle { bytes });
    }
    let bad = |reason| StoredError::BadLayer { digest: layer.digest, reason };
    let mut annotations = layer.annotations.clone();
    let signature = annotations.remove(SIGNATURE_ANNOTATION).ok_or_else(|| bad("comes without its signature"))?;
    let signature = STANDARD.decode(signature.trim()).map_err(|_| bad("has a signature that is no Base64"))?;
    Ok(Signature::Simple { payload: bytes, signature, annotations })
}

#[cfg(test)]
mod tests;
