//! Who signed a package, and whether it is what was signed.
//!
//! A signature says who, never what: what a package may do is for the grants to say. The crate is pure: it is given the
//! randomness, the time and the texts that it works on. Formats are cosign's, so that it verifies what is signed here, and
//! what it signs is taken here.
//!
//! - [`key`]: Ed25519 and P-256 keys and their PEM texts, also behind a passphrase
//! - [`payload`]: what is signed, in simple signing
//! - [`bundle`]: what is signed, in a Sigstore bundle
//! - [`stored`]: the OCI documents that signatures are stored in
//! - [`policy`]: whose signatures are taken, and for what
//! - [`verdict`]: what becomes of a package and its signatures

pub mod bundle;
pub mod digest;
pub mod encrypted;
pub mod key;
pub mod payload;
pub mod policy;
mod provider;
pub mod stored;
pub mod verdict;

pub use digest::{Digest, DigestError};
pub use encrypted::{EncryptedError, Salts};
pub use key::{KeyError, PublicKey, SecretKey};
pub use payload::{Payload, PayloadError};
pub use policy::{Moment, NamePattern, NamePatternError, Policy, Signer, SignerKey, Unsigned};
pub use stored::{Signature, StoredError, StoredSignatures, Subject};
pub use verdict::{Package, Refusal, Trusted, Verdict, decide};
