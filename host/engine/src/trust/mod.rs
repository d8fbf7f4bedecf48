//! Who signed a package, and whether the project takes it from them.
//!
//! What is decided is decided in `aludel-signature`; here are the files that it is decided from.
//!
//! - [`error`]: what can be wrong with keys and signatures
//! - [`key_file`]: files with keys
//! - [`signing`]: signatures of a package, as its registry and its files keep them

pub(crate) mod error;
pub(crate) mod key_file;
pub(crate) mod signing;

use aludel_project::config::{SignerKeySection, SignerSection, TrustDate, TrustSection, UnsignedPackages};
use aludel_project::package::Package;
use aludel_signature::verdict::{Asked, Verdict, decide};
use aludel_signature::{Digest, Moment, NamePattern, Policy, PublicKey, Refusal, Signer, SignerKey, Unsigned};
use serde::Serialize;

use crate::error::Error;
use error::TrustError;

/// What a project says of signatures, with its keys read.
#[derive(Debug, Clone)]
pub struct TrustPolicy(Policy);

/// A package that the project takes, and on which terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum Admission {
    /// Somebody signed it who may.
    Signed {
        /// The name of the signer in the project.
        signer: String,
        /// The id of their key.
        key_id: String,
    },
    /// Nobody signed it, and a person is to say whether it is taken.
    Ask,
    /// Nobody signed it, and it may run on scratch databases only.
    ScratchOnly,
}

/// Where a package was asked for, and what it is to take the place of.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asking<'a> {
    /// Registry, namespace and name, where it was asked for in a registry.
    pub repository: Option<&'a str>,
    /// The tag that it was asked for by.
    pub tag: Option<&'a str>,
    /// The version that is installed.
    pub installed_version: Option<&'a str>,
}

impl TrustPolicy {
    /// Reads the keys that a project names.
    pub fn read(section: &TrustSection) -> Result<Self, Error> {
        let signers = section.signers.iter().map(|(name, signer)| read_signer(name, signer));
        Ok(Self(Policy {
            signers: signers.collect::<Result<_, _>>()?,
            unsigned: section.unsigned.map_or(Unsigned::default(), unsigned),
            revoked_keys: section.revoked_keys.iter().map(signed_digest).collect(),
            revoked_packages: section.revoked_packages.iter().map(signed_digest).collect(),
        }))
    }

    /// The policy that takes whatever one key signed.
    pub(crate) fn of_key(key: PublicKey, source: String) -> Self {
        let key = SignerKey { key, source: source.clone(), from: None, until: None };
        let everything = "**".parse().expect("it is a pattern");
        let signer = Signer { name: source, keys: vec![key], may_sign: vec![everything], until: None };
        Self(Policy { signers: vec![signer], unsigned: Unsigned::Refuse, ..Policy::default() })
    }

    /// Whether a package is taken, at `now_unix_seconds`.
    pub fn admit(&self, package: &Package, asking: Asking<'_>, now_unix_seconds: i64) -> Result<Admission, Error> {
        let (name, version) = (package.about().name.to_string(), package.about().version.to_string());
        let facts = aludel_signature::Package {
            manifest: &package.manifest_bytes,
            name: &name,
            version: &version,
            asked: asking.repository.map(|repository| Asked { repository, tag: asking.tag }),
            installed_version: asking.installed_version,
        };
        let (signatures, unreadable) = signing::signatures_of(package);
        let verdict = decide(&facts, &signatures, &self.0, now_unix_seconds).map_err(TrustError::Refused)?;
        match (verdict, unreadable) {
            (Verdict::Signed(trusted), _) => {
                Ok(Admission::Signed { signer: trusted.signer, key_id: trusted.key_id.to_string() })
            }
            // A signature that was cut off is no reason to ask as if there had been none.
            (_, Some(error)) => {
                let package = format!("{name} {version}");
                Err(TrustError::Refused(Refusal::Unreadable { package, reason: error.to_string() }).into())
            }
            (Verdict::Ask, None) => Ok(Admission::Ask),
            (Verdict::ScratchOnly, None) => Ok(Admission::ScratchOnly),
        }
    }

    /// The key of that id: whose it is, where it was read from, and the key.
    pub(crate) fn key(&self, id: &str) -> Option<(&Signer, &SignerKey)> {
        self.0.keys().find(|(_, key)| key.key.id().to_string() == id)
    }
}

fn read_signer(name: &str, section: &SignerSection) -> Result<Signer, TrustError> {
    let pattern = |text: &String| {
        let signer = name.to_owned();
        text.parse::<NamePattern>().map_err(|problem| TrustError::BadPattern { signer, problem })
    };
    Ok(Signer {
        name: name.to_owned(),
        keys: section.keys.iter().map(read_key).collect::<Result<_, _>>()?,
        may_sign: section.may_sign.iter().map(pattern).collect::<Result<_, _>>()?,
        until: section.until.as_ref().map(moment),
    })
}

fn read_key(section: &SignerKeySection) -> Result<SignerKey, TrustError> {
    Ok(SignerKey {
        key: key_file::read_public(&section.path, &section.file)?,
        source: section.file.clone(),
        from: section.from.as_ref().map(moment),
        until: section.until.as_ref().map(moment),
    })
}

fn moment(date: &TrustDate) -> Moment {
    Moment { unix_seconds: date.unix_seconds, text: date.text.clone() }
}

fn unsigned(unsigned: UnsignedPackages) -> Unsigned {
    match unsigned {
        UnsignedPackages::Refuse => Unsigned::Refuse,
        UnsignedPackages::Ask => Unsigned::Ask,
        UnsignedPackages::Scratch => Unsigned::Scratch,
    }
}

/// The same digest, as signatures write it.
pub(crate) fn signed_digest(digest: &aludel_project::package::ContentDigest) -> Digest {
    digest.to_string().parse().expect("both write SHA-256 as registries do")
}
