//! Why a package is not taken, in words, and what to type next.

use thiserror::Error;

use crate::digest::Digest;

/// Why a package is not taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The project takes this package no more.
    #[error("package {package} is revoked: the project lists its manifest {digest} under `revoked_packages`")]
    PackageRevoked {
        /// Name and version.
        package: String,
        /// Of its manifest.
        digest: Digest,
    },
    /// The registry hands out one version under the tag of another one.
    #[error("the tag {tag} leads to package {package}: somebody moved the tag")]
    Retagged {
        /// Name and version that were found.
        package: String,
        /// What was asked for.
        tag: String,
    },
    /// It is older than what is installed.
    #[error("package {package} is older than the version {installed} that is installed")]
    Older {
        /// Name and version that were offered.
        package: String,
        /// The version that is installed.
        installed: String,
    },
    /// Nobody signed it.
    #[error("package {package} is not signed, and the project takes none that is not")]
    Unsigned {
        /// Name and version.
        package: String,
    },
    /// A signature was cut off, or is none.
    #[error("the signature of package {package} cannot be read: it {reason}")]
    Unreadable {
        /// Name and version.
        package: String,
        /// What is wrong.
        reason: String,
    },
    /// It was signed with a certificate.
    #[error("package {package} was signed with a certificate in place of a key (keyless), which is not taken")]
    Keyless {
        /// Name and version.
        package: String,
    },
    /// No key of the project made the signature.
    #[error(
        "package {package} is signed, but with no key that the project trusts{}: somebody else signed it, or the signature was changed",
        of(signers)
    )]
    UnknownKey {
        /// Name and version.
        package: String,
        /// Its reference, or its name.
        name: String,
        /// Whom the project trusts.
        signers: Vec<String>,
    },
    /// The key signs no more.
    #[error("package {package} was signed by `{signer}` with the key {key}, which is revoked ({id})")]
    KeyRevoked {
        /// Name and version.
        package: String,
        /// Whose key it is.
        signer: String,
        /// Where the key was read from.
        key: String,
        /// Its id.
        id: Digest,
    },
    /// Something else was signed, and the signature put here.
    #[error(
        "the signature of package {package} by `{signer}` is of other contents: it signs the manifest {signed}, and this one is {found}"
    )]
    OtherManifest {
        /// Name and version.
        package: String,
        /// Who signed.
        signer: String,
        /// What they signed.
        signed: Digest,
        /// What is here.
        found: Digest,
    },
    /// It was signed for another place.
    #[error("`{signer}` signed this as {signed}, and not as {package}")]
    OtherPackage {
        /// Where it was asked for, or its name.
        package: String,
        /// Who signed.
        signer: String,
        /// Where they said it belongs.
        signed: String,
    },
    /// It is not for them to sign.
    #[error("`{signer}` signed {package}, and may sign only {}", may_sign.join(", "))]
    NotTheirs {
        /// The package's reference, or its name.
        package: String,
        /// Who signed.
        signer: String,
        /// What they may sign.
        may_sign: Vec<String>,
    },
    /// The trust in the signer has ended.
    #[error("package {package} was signed by `{signer}`, who is trusted until {until} only")]
    SignerExpired {
        /// Name and version.
        package: String,
        /// Who signed.
        signer: String,
        /// When it ended.
        until: String,
    },
    /// The key is taken no more.
    #[error("package {package} was signed by `{signer}` with the key {key}, which is taken until {until} only")]
    KeyExpired {
        /// Name and version.
        package: String,
        /// Whose key it is.
        signer: String,
        /// Where the key was read from.
        key: String,
        /// When it ended.
        until: String,
    },
    /// The key is not taken yet.
    #[error("package {package} was signed by `{signer}` with the key {key}, which is taken from {from} on")]
    KeyNotYet {
        /// Name and version.
        package: String,
        /// Whose key it is.
        signer: String,
        /// Where the key was read from.
        key: String,
        /// When it begins.
        from: String,
    },
}

fn of(signers: &[String]) -> String {
    if signers.is_empty() { String::new() } else { format!(" (of {})", signers.join(", ")) }
}

impl Refusal {
    /// A stable name of it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::PackageRevoked { .. } => "package_revoked",
            Self::Retagged { .. } => "package_retagged",
            Self::Older { .. } => "package_older",
            Self::Unsigned { .. } => "package_unsigned",
            Self::Unreadable { .. } => "signature_unreadable",
            Self::Keyless { .. } => "signature_keyless",
            Self::UnknownKey { .. } => "signature_of_unknown_key",
            Self::KeyRevoked { .. } => "key_revoked",
            Self::OtherManifest { .. } => "signature_of_other_contents",
            Self::OtherPackage { .. } => "signature_of_other_package",
            Self::NotTheirs { .. } => "signer_not_trusted_for_package",
            Self::SignerExpired { .. } => "signer_expired",
            Self::KeyExpired { .. } => "key_expired",
            Self::KeyNotYet { .. } => "key_not_yet_valid",
        }
    }

    /// What to do about it, if it is for the project to say.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::PackageRevoked { .. } => None,
            Self::Older { .. } => Some("name a version that is not older: `--to VERSION`".to_owned()),
            Self::Retagged { .. } => {
                Some("ask for the version that you want by its digest: REFERENCE@sha256:DIGEST".to_owned())
            }
            Self::Unsigned { .. } => Some(
                "have it signed with `aludel package sign`; or have unsigned packages asked about, in aludel.toml:\n[trust]\nunsigned = \"ask\""
                    .to_owned(),
            ),
            Self::Unreadable { .. } | Self::OtherManifest { .. } => {
                Some("fetch it again, or have it signed anew".to_owned())
            }
            Self::Keyless { .. } => Some("have it signed with a key: `aludel package sign REFERENCE --key FILE`".to_owned()),
            Self::UnknownKey { name, .. } => Some(format!(
                "if you trust who signed it, add their key to aludel.toml:\n[trust.signers.NAME]\nkey = \"keys/NAME.pub\"\nmay_sign = [\"{name}\"]"
            )),
            Self::KeyRevoked { signer, .. } => Some(format!("have it signed again with another key of `{signer}`")),
            Self::OtherPackage { signed, .. } => Some(format!("ask for it where it belongs: {signed}")),
            Self::NotTheirs { signer, package, may_sign } => Some(format!(
                "if they may, say so in aludel.toml:\n[trust.signers.{signer}]\nmay_sign = [{}]",
                may_sign.iter().chain([package]).map(|pattern| format!("\"{pattern}\"")).collect::<Vec<_>>().join(", ")
            )),
            Self::SignerExpired { signer, .. } => {
                Some(format!("if the trust goes on, write a later `until` under [trust.signers.{signer}]"))
            }
            Self::KeyExpired { signer, .. } => Some(format!(
                "have it signed again with the newer key; if there is none here yet: `aludel package key rotate {signer} keys/NEW.pub`"
            )),
            Self::KeyNotYet { signer, .. } => {
                Some(format!("look at `from` under [trust.signers.{signer}], and at the clock of this machine"))
            }
        }
    }

    /// How near a signature came to being taken: of several, the nearest one is told of.
    pub(super) fn nearness(&self) -> u8 {
        match self {
            Self::Unreadable { .. } => 1,
            Self::Keyless { .. } => 2,
            Self::UnknownKey { .. } => 3,
            Self::KeyRevoked { .. } => 4,
            Self::OtherManifest { .. } => 5,
            Self::OtherPackage { .. } => 6,
            Self::NotTheirs { .. } => 7,
            Self::SignerExpired { .. } | Self::KeyExpired { .. } | Self::KeyNotYet { .. } => 8,
            Self::PackageRevoked { .. } | Self::Retagged { .. } | Self::Older { .. } | Self::Unsigned { .. } => 9,
        }
    }
}
