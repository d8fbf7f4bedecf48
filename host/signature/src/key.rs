//! Ed25519 keys and their PEM texts, as OpenSSL and cosign read and write them (PKCS #8, SPKI).

use std::fmt;

use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey};
use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};
use thiserror::Error;

/// A key that signs. Its `Debug` form hides it, and its memory is wiped when it is dropped.
pub struct SecretKey(SigningKey);

/// A key that verifies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

/// A text that holds no key of the kind that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeyError {
    /// It is no PKCS #8 PEM text of an Ed25519 key.
    #[error("is no Ed25519 private key in PEM: {reason}")]
    NotSecret {
        /// What the decoder says.
        reason: String,
    },
    /// It is no SPKI PEM text of an Ed25519 key.
    #[error("is no Ed25519 public key in PEM: {reason}")]
    NotPublic {
        /// What the decoder says.
        reason: String,
    },
}

impl SecretKey {
    /// The key that 32 random bytes make.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// Reads a PEM text that begins with `-----BEGIN PRIVATE KEY-----`.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        SigningKey::from_pkcs8_pem(text).map(Self).map_err(|error| KeyError::NotSecret { reason: error.to_string() })
    }

    /// The key as a PEM text, for a file that nobody else may read.
    pub fn to_pem(&self) -> String {
        self.0.to_pkcs8_pem(LineEnding::LF).expect("an Ed25519 key has a PKCS #8 form").to_string()
    }

    /// The key that verifies what this one signs.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// The 64 bytes of a signature over `message`.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SecretKey({})", self.public().id())
    }
}

impl PublicKey {
    /// Reads a PEM text that begins with `-----BEGIN PUBLIC KEY-----`.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        VerifyingKey::from_public_key_pem(text)
            .map(Self)
            .map_err(|error| KeyError::NotPublic { reason: error.to_string() })
    }

    /// The key as a PEM text.
    pub fn to_pem(&self) -> String {
        self.0.to_public_key_pem(LineEnding::LF).expect("an Ed25519 key has an SPKI form")
    }

    /// The SHA-256 digest of the key's SPKI form, in hexadecimal: its name where a short one is wanted.
    pub fn id(&self) -> String {
        let der = self.0.to_public_key_der().expect("an Ed25519 key has an SPKI form");
        Sha256::digest(der.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Whether `signature` is this key's over `message`. A key or a signature of a small order is refused.
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        let Ok(signature) = ed25519_dalek::Signature::from_slice(signature) else { return false };
        self.0.verify_strict(message, &signature).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_survives_its_text_and_verifies_what_it_signed() {
        let key = SecretKey::from_seed(&[7; 32]);
        let again = SecretKey::from_pem(&key.to_pem()).expect("reads its own text");
        let public = PublicKey::from_pem(&again.public().to_pem()).expect("reads its own text");
        let signature = key.sign(b"what was signed");
        assert!(public.verifies(b"what was signed", &signature));
        assert!(!public.verifies(b"what was not signed", &signature));
        assert!(!public.verifies(b"what was signed", &signature[..63]));
        assert_eq!(public.id().len(), 64);
        assert!(!format!("{key:?}").contains("[7"));
    }

    #[test]
    fn another_text_is_no_key() {
        assert!(matches!(SecretKey::from_pem("no key"), Err(KeyError::NotSecret { .. })));
        let secret = SecretKey::from_seed(&[7; 32]).to_pem();
        assert!(matches!(PublicKey::from_pem(&secret), Err(KeyError::NotPublic { .. })));
    }
}
