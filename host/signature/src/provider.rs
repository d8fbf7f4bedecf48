//! The cryptography that Sigstore's crate verifies with: the same libraries that everything else here is verified with.

use std::sync::Once;

use p256::ecdsa::signature::hazmat::PrehashVerifier as _;
use sha2::{Digest as _, Sha256, Sha384, Sha512};
use sigstore_verify::crypto::{CryptoProvider, Error, HashContext, Result, SigningScheme, install_default_provider};
use sigstore_verify::types::HashAlgorithm;

use crate::key::PublicKey;

#[derive(Debug)]
struct Provider;

/// Sees to it that Sigstore's crate has cryptography. A program that brought its own keeps it.
pub(crate) fn install() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let _ = install_default_provider(&Provider);
    });
}

enum Hasher {
    Sha256(Sha256),
    Sha384(Sha384),
    Sha512(Sha512),
}

impl HashContext for Hasher {
    fn update(&mut self, data: &[u8]) {
        match self {
            Self::Sha256(hasher) => hasher.update(data),
            Self::Sha384(hasher) => hasher.update(data),
            Self::Sha512(hasher) => hasher.update(data),
        }
    }

    fn finalize(self: Box<Self>) -> Vec<u8> {
        match *self {
            Self::Sha256(hasher) => hasher.finalize().to_vec(),
            Self::Sha384(hasher) => hasher.finalize().to_vec(),
            Self::Sha512(hasher) => hasher.finalize().to_vec(),
        }
    }
}

impl CryptoProvider for Provider {
    fn hash(&self, algorithm: HashAlgorithm) -> Result<Box<dyn HashContext>> {
        Ok(Box::new(match algorithm {
            HashAlgorithm::Sha2256 => Hasher::Sha256(Sha256::new()),
            HashAlgorithm::Sha2384 => Hasher::Sha384(Sha384::new()),
            HashAlgorithm::Sha2512 => Hasher::Sha512(Sha512::new()),
            other => return Err(Error::UnsupportedAlgorithm(format!("{other:?}"))),
        }))
    }

    fn verify_raw(&self, scheme: SigningScheme, key: &[u8], data: &[u8], signature: &[u8]) -> Result<()> {
        let key = match scheme {
            SigningScheme::Ed25519 => PublicKey::from_ed25519_bytes(key),
            SigningScheme::EcdsaP256Sha256 => PublicKey::from_p256_point(key),
            other => return Err(Error::UnsupportedAlgorithm(other.name().to_owned())),
        };
        let is_good = key.is_some_and(|key| key.verifies(data, signature));
        if is_good { Ok(()) } else { Err(no_signature()) }
    }

    fn verify_prehashed(&self, scheme: SigningScheme, key: &[u8], digest: &[u8], signature: &[u8]) -> Result<()> {
        if scheme != SigningScheme::EcdsaP256Sha256 {
            return Err(Error::UnsupportedAlgorithm(scheme.name().to_owned()));
        }
        let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(key).map_err(|_| no_signature())?;
        let signature = p256::ecdsa::DerSignature::from_bytes(signature).map_err(|_| no_signature())?;
        key.verify_prehash(digest, &signature).map_err(|_| no_signature())
    }
}

fn no_signature() -> Error {
    Error::Verification("the signature is not this key's".to_owned())
}
