//! Keys and their PEM texts, as OpenSSL and cosign read and write them (PKCS #8, SPKI).
//!
//! Ours are Ed25519. ECDSA over P-256 with SHA-256 is what cosign makes by default, so those keys verify and sign, too.

use std::fmt;

use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey};
use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use p256::ecdsa::signature::Verifier as _;
use sha2::{Digest as _, Sha512};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::digest::Digest;
use crate::encrypted::{self, EncryptedError, Salts};

/// A key that signs. Its `Debug` form hides it, and its memory is wiped when it is dropped.
pub struct SecretKey(Secret);

enum Secret {
    Ed25519(SigningKey),
    EcdsaP256(p256::ecdsa::SigningKey),
}

/// A key that verifies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey(Public);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Public {
    Ed25519(VerifyingKey),
    EcdsaP256(p256::ecdsa::VerifyingKey),
}

/// A text that holds no key of the kind that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeyError {
    /// It is no PKCS #8 PEM text of a key that we know.
    #[error("is no private key that can be used: {reason}; Ed25519 and ECDSA P-256 keys are read, as PKCS #8 in PEM")]
    NotSecret {
        /// What the decoder says.
        reason: String,
    },
    /// It is no SPKI PEM text of a key that we know.
    #[error("is no public key that can be used: {reason}; Ed25519 and ECDSA P-256 keys are read, as SPKI in PEM")]
    NotPublic {
        /// What the decoder says.
        reason: String,
    },
    /// It is encrypted, and no passphrase was given.
    #[error("is encrypted, and there is no passphrase")]
    NoPassphrase,
    /// It is encrypted, and cannot be decrypted.
    #[error("{0}")]
    Encrypted(#[from] EncryptedError),
}

impl SecretKey {
    /// The Ed25519 key that 32 random bytes make.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(Secret::Ed25519(SigningKey::from_bytes(seed)))
    }

    /// Whether a PEM text holds a key that only a passphrase opens.
    pub fn is_encrypted(text: &str) -> bool {
        encrypted::is_encrypted(text)
    }

    /// Reads a PEM text that begins with `-----BEGIN PRIVATE KEY-----`, or with `-----BEGIN ENCRYPTED SIGSTORE PRIVATE
    /// KEY-----` as cosign writes them.
    pub fn from_pem(text: &str, passphrase: Option<&str>) -> Result<Self, KeyError> {
        if !Self::is_encrypted(text) {
            return Self::from_plain(SigningKey::from_pkcs8_pem(text), p256::SecretKey::from_pkcs8_pem(text));
        }
        let der = encrypted::decrypt(text, passphrase.ok_or(KeyError::NoPassphrase)?)?;
        Self::from_plain(SigningKey::from_pkcs8_der(&der), p256::SecretKey::from_pkcs8_der(&der))
    }

    fn from_plain<E: fmt::Display, F>(
        ed25519: Result<SigningKey, E>,
        p256: Result<p256::SecretKey, F>,
    ) -> Result<Self, KeyError> {
        match (ed25519, p256) {
            (Ok(key), _) => Ok(Self(Secret::Ed25519(key))),
            (_, Ok(key)) => Ok(Self(Secret::EcdsaP256(key.into()))),
            (Err(error), _) => Err(KeyError::NotSecret { reason: error.to_string() }),
        }
    }

    /// The key as a PEM text, for a file that nobody else may read.
    pub fn to_pem(&self) -> Zeroizing<String> {
        match &self.0 {
            Secret::Ed25519(key) => key.to_pkcs8_pem(LineEnding::LF).expect("an Ed25519 key has a PKCS #8 form"),
            Secret::EcdsaP256(key) => key.to_pkcs8_pem(LineEnding::LF).expect("a P-256 key has a PKCS #8 form"),
        }
    }

    /// The key as a PEM text that only a passphrase opens, as cosign writes it.
    pub fn to_encrypted_pem(&self, passphrase: &str, salts: &Salts) -> Result<String, KeyError> {
        let der = match &self.0 {
            Secret::Ed25519(key) => key.to_pkcs8_der().expect("an Ed25519 key has a PKCS #8 form"),
            Secret::EcdsaP256(key) => key.to_pkcs8_der().expect("a P-256 key has a PKCS #8 form"),
        };
        Ok(encrypted::encrypt(der.as_bytes(), passphrase, salts)?)
    }

    /// The key that verifies what this one signs.
    pub fn public(&self) -> PublicKey {
        PublicKey(match &self.0 {
            Secret::Ed25519(key) => Public::Ed25519(key.verifying_key()),
            Secret::EcdsaP256(key) => Public::EcdsaP256(*key.verifying_key()),
        })
    }

    /// A signature over `message`: 64 bytes of Ed25519 over the message itself, or ECDSA in DER over its SHA-256.
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        match &self.0 {
            Secret::Ed25519(key) => key.sign(message).to_bytes().to_vec(),
            Secret::EcdsaP256(key) => {
                let signature: p256::ecdsa::DerSignature = p256::ecdsa::signature::Signer::sign(key, message);
                signature.as_bytes().to_vec()
            }
        }
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
        let ed25519 = VerifyingKey::from_public_key_pem(text);
        match (ed25519, p256::ecdsa::VerifyingKey::from_public_key_pem(text)) {
            (Ok(key), _) => Ok(Self(Public::Ed25519(key))),
            (_, Ok(key)) => Ok(Self(Public::EcdsaP256(key))),
            (Err(error), _) => Err(KeyError::NotPublic { reason: error.to_string() }),
        }
    }

    /// The Ed25519 key of these 32 bytes.
    pub(crate) fn from_ed25519_bytes(bytes: &[u8]) -> Option<Self> {
        let key = VerifyingKey::from_bytes(bytes.try_into().ok()?).ok()?;
        Some(Self(Public::Ed25519(key)))
    }

    /// The P-256 key at this point, uncompressed.
    pub(crate) fn from_p256_point(bytes: &[u8]) -> Option<Self> {
        p256::ecdsa::VerifyingKey::from_sec1_bytes(bytes).ok().map(|key| Self(Public::EcdsaP256(key)))
    }

    /// The key as a PEM text.
    pub fn to_pem(&self) -> String {
        match &self.0 {
            Public::Ed25519(key) => key.to_public_key_pem(LineEnding::LF).expect("an Ed25519 key has an SPKI form"),
            Public::EcdsaP256(key) => key.to_public_key_pem(LineEnding::LF).expect("a P-256 key has an SPKI form"),
        }
    }

    /// The key's SPKI form in DER.
    pub fn to_der(&self) -> Vec<u8> {
        match &self.0 {
            Public::Ed25519(key) => key.to_public_key_der().expect("an Ed25519 key has an SPKI form").into_vec(),
            Public::EcdsaP256(key) => key.to_public_key_der().expect("a P-256 key has an SPKI form").into_vec(),
        }
    }

    /// The SHA-256 digest of the key's SPKI form: its name where a short one is wanted.
    pub fn id(&self) -> Digest {
        Digest::of(&self.to_der())
    }

    /// What the key signs with, in words.
    pub fn algorithm(&self) -> &'static str {
        match &self.0 {
            Public::Ed25519(_) => "Ed25519",
            Public::EcdsaP256(_) => "ECDSA P-256",
        }
    }

    /// Whether `signature` is this key's over `message`. A key or a signature of a small order is refused.
    ///
    /// With an Ed25519 key both ways are accepted that cosign signs in: over the message (Ed25519), and over its SHA-512
    /// (Ed25519ph with no context), which it needs for its log.
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.0 {
            Public::Ed25519(key) => {
                let Ok(signature) = ed25519_dalek::Signature::from_slice(signature) else { return false };
                let hashed = || Sha512::new().chain_update(message);
                key.verify_strict(message, &signature).is_ok()
                    || key.verify_prehashed_strict(hashed(), None, &signature).is_ok()
            }
            Public::EcdsaP256(key) => {
                let Ok(signature) = p256::ecdsa::DerSignature::from_bytes(signature) else { return false };
                key.verify(message, &signature).is_ok()
            }
        }
    }
}

#[cfg(test)]
mod tests;
