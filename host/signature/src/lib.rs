//! Who signed a package, and whether it is what was signed.
//!
//! A signature says who, never what: what a package may do is for the grants to say. The crate is pure: it is given the
//! randomness and the texts that it works on.
//!
//! - [`key`]: Ed25519 keys and their PEM texts

pub mod key;

pub use key::{KeyError, PublicKey, SecretKey};
