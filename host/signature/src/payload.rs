//! What is signed: cosign's simple signing payload.
//!
//! It names a manifest by its digest and the package by its reference. The manifest's digest covers the configuration (ids,
//! parents, digests of components) and the layers, so the signature does, too. Format:
//! <https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md>

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use thiserror::Error;

use crate::digest::{Digest, DigestError};

/// What every payload says it is.
pub const PAYLOAD_TYPE: &str = "cosign container image signature";

/// How long a payload may be, in bytes.
pub const PAYLOAD_BYTES_MAX: usize = 1 << 20;

/// A payload that was read, or is to be signed.
#[derive(Debug, Clone, PartialEq)]
pub struct Payload {
    /// Of the package's manifest.
    pub digest: Digest,
    /// Where the package belongs: registry, namespace and name, such as `registry.example/acme/audit`.
    pub reference: String,
    /// Whatever else the signer wrote, for people: it decides nothing.
    pub optional: Map<String, Value>,
}

/// Bytes that are no payload.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PayloadError {
    /// It is longer than any payload.
    #[error("is longer than {PAYLOAD_BYTES_MAX} bytes")]
    TooLong,
    /// It is no JSON of that shape: it was cut off, or it is something else.
    #[error("is no signed payload: {reason}")]
    Malformed {
        /// What is wrong, and where.
        reason: String,
    },
    /// It says that it is something else.
    #[error("says that it is `{found}`, and not `{PAYLOAD_TYPE}`")]
    OtherType {
        /// What it says.
        found: String,
    },
    /// It names its manifest in a way that is not known.
    #[error("names its manifest as {0}")]
    BadDigest(#[from] DigestError),
}

// What may decide must be known to the last key; a newer key of `critical` could say "but only if".
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    critical: Critical,
    optional: Option<Map<String, Value>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Critical {
    identity: Identity,
    image: Image,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Identity {
    #[serde(rename = "docker-reference")]
    reference: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Image {
    #[serde(rename = "docker-manifest-digest")]
    digest: String,
}

impl Payload {
    /// The bytes that are signed.
    pub fn to_bytes(&self) -> Vec<u8> {
        let document = Document {
            critical: Critical {
                identity: Identity { reference: self.reference.clone() },
                image: Image { digest: self.digest.to_string() },
                kind: PAYLOAD_TYPE.to_owned(),
            },
            optional: (!self.optional.is_empty()).then(|| self.optional.clone()),
        };
        serde_json::to_vec(&document).expect("texts are JSON")
    }

    /// Reads what was signed.
    pub fn parse(bytes: &[u8]) -> Result<Self, PayloadError> {
        if bytes.len() > PAYLOAD_BYTES_MAX {
            return Err(PayloadError::TooLong);
        }
        let document: Document =
            serde_json::from_slice(bytes).map_err(|error| PayloadError::Malformed { reason: error.to_string() })?;
        let Critical { identity, image, kind } = document.critical;
        if kind != PAYLOAD_TYPE {
            return Err(PayloadError::OtherType { found: kind });
        }
        Ok(Self {
            digest: image.digest.parse()?,
            reference: identity.reference,
            optional: document.optional.unwrap_or_default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payload() -> Payload {
        Payload {
            digest: Digest::of(b"manifest"),
            reference: "registry.example/acme/audit".to_owned(),
            optional: Map::new(),
        }
    }

    #[test]
    fn a_payload_is_written_as_cosign_writes_it() {
        let written = String::from_utf8(payload().to_bytes()).expect("is text");
        let identity = r#""identity":{"docker-reference":"registry.example/acme/audit"}"#;
        let image = format!(r#""image":{{"docker-manifest-digest":"{}"}}"#, Digest::of(b"manifest"));
        let kind = r#""type":"cosign container image signature""#;
        assert_eq!(written, format!(r#"{{"critical":{{{identity},{image},{kind}}},"optional":null}}"#));
        assert_eq!(Payload::parse(written.as_bytes()), Ok(payload()));
    }

    #[test]
    fn optional_fields_survive() {
        let mut signed = payload();
        signed.optional.insert("version".to_owned(), Value::from("1.2.0"));
        assert_eq!(Payload::parse(&signed.to_bytes()), Ok(signed));
    }

    #[test]
    fn anything_else_is_refused() {
        let whole = payload().to_bytes();
        let text = String::from_utf8(whole.clone()).expect("is text");
        for length in 0..whole.len() {
            assert!(Payload::parse(&whole[..length]).is_err(), "cut off after {length} bytes");
        }
        let changed =
            |from: &str, to: &str| Payload::parse(text.replace(from, to).as_bytes()).map_err(|error| error.to_string());
        assert_eq!(
            changed("cosign container", "atomic container"),
            Err("says that it is `atomic container image signature`, and not `cosign container image signature`"
                .to_owned())
        );
        for (from, to) in [
            (r#""type":"#, r#""only-if":1,"type":"#),
            (r#""type":"#, r#""type":"x","type":"#),
            (r#""optional":null"#, r#""optional":[]"#),
            ("sha256:", "sha512:"),
            (":null}", ":null}}"),
        ] {
            assert!(changed(from, to).is_err(), "{to}");
        }
        assert_eq!(Payload::parse(&vec![b' '; PAYLOAD_BYTES_MAX + 1]), Err(PayloadError::TooLong));
    }
}
