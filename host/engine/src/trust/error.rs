//! What can be wrong with keys and signatures.

use std::path::PathBuf;

use aludel_project::config::trust_file::TrustFileError;
use aludel_project::text_file::TextFileError;
use aludel_signature::{KeyError, NamePatternError, Refusal};

use crate::error::{Error, Fault};

/// What is wrong with a key or a signature.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TrustError {
    /// A package is not taken.
    #[error(transparent)]
    Refused(Refusal),
    /// Nobody signed the package that one key was to be held against.
    #[error("package {package} is not signed, so not with the key {key} either")]
    NotSigned {
        /// Name and version.
        package: String,
        /// The file with the key, as it was written.
        key: String,
        /// What `package sign` is to be told of it, but for the key.
        signable: String,
    },
    /// The one key that was named did not sign the package.
    #[error(
        "package {package} is signed, but not with the key {key}: somebody else signed it, or the signature was changed"
    )]
    OtherKey {
        /// Name and version.
        package: String,
        /// The file with the key, as it was written.
        key: String,
    },
    /// A package is given more than its signer may be trusted with.
    #[error(transparent)]
    Ceiling(#[from] aludel_project::config::CeilingError),
    /// A pattern of `may_sign` that is none.
    #[error("[trust.signers.{signer}] may_sign: {problem}")]
    BadPattern {
        /// The signer.
        signer: String,
        /// What is wrong with it.
        problem: NamePatternError,
    },
    /// A file with a key cannot be read.
    #[error("the key {problem}")]
    Unreadable {
        /// Which file, and what the system says.
        problem: TextFileError,
    },
    /// A file holds no such key.
    #[error("the key {file} {problem}")]
    BadKey {
        /// The file, as it was written.
        file: String,
        /// What is wrong with it.
        problem: KeyError,
    },
    /// There is a file in the way.
    #[error("{} exists already, and a key is never written over another one", .path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A new key would be open to whoever reads its file, and nobody said that it shall be.
    #[error("there is no passphrase for the new key")]
    NoNewPassphrase,
    /// A signer has the key already.
    #[error("`{signer}` has the key {file} already")]
    HasKey {
        /// The signer.
        signer: String,
        /// The file.
        file: String,
    },
    /// What looks like the id of a key is none.
    #[error("`{text}` is no id of a key")]
    BadId {
        /// What was written.
        text: String,
    },
    /// The lines were not written into aludel.toml.
    #[error(transparent)]
    File(#[from] TrustFileError),
    /// What is signed has no name in a registry.
    #[error("`{text}` is no name of a package in a registry{because}")]
    BadReference {
        /// What was written.
        text: String,
        /// Why not, after a colon, if there is more to say.
        because: String,
    },
    /// The package is called otherwise.
    #[error("the package calls itself {name}, which `{reference}` does not end with")]
    OtherName {
        /// What the package calls itself.
        name: String,
        /// What it was to be signed as.
        reference: String,
    },
}

impl TrustError {
    /// A stable name in `snake_case`, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code(),
            Self::NotSigned { .. } => "package_unsigned",
            Self::OtherKey { .. } => "signature_of_unknown_key",
            Self::Ceiling(_) => "beyond_signer",
            Self::BadPattern { .. } => "bad_may_sign",
            Self::Unreadable { .. } => "key_unreadable",
            Self::BadKey { problem: KeyError::NoPassphrase, .. } | Self::NoNewPassphrase => "passphrase_missing",
            Self::BadKey { .. } => "bad_key",
            Self::Exists { .. } => "file_exists",
            Self::HasKey { .. } => "key_known",
            Self::BadId { .. } => "bad_key_id",
            Self::File(_) => "trust_not_written",
            Self::BadReference { .. } => "bad_reference",
            Self::OtherName { .. } => "other_name",
        }
    }

    /// Whose fault it is.
    pub fn fault(&self) -> Fault {
        match self {
            Self::Refused(_) | Self::NotSigned { .. } | Self::OtherKey { .. } => Fault::Integrity,
            Self::Ceiling(_) => Fault::SandboxRefused,
            Self::BadPattern { .. } | Self::File(_) => Fault::Project,
            _ => Fault::Usage,
        }
    }

    /// What to do next.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Refused(refusal) => refusal.hint(),
            Self::NotSigned { signable, .. } => Some(format!("have it signed: aludel package sign {signable} --key FILE")),
            Self::OtherKey { .. } => {
                Some("name the key of whoever signed it; `aludel package key show FILE` shows the id of a key".to_owned())
            }
            Self::Ceiling(error) => Some(error.hint()),
            Self::BadKey { problem: KeyError::NoPassphrase, .. } => {
                Some("set the variable ALUDEL_KEY_PASSPHRASE".to_owned())
            }
            Self::NoNewPassphrase => Some(
                "set the variable ALUDEL_KEY_PASSPHRASE; or leave the key open to whoever reads its file: --no-passphrase"
                    .to_owned(),
            ),
            Self::Unreadable { .. } => Some("a pair of keys is made by `aludel package key generate NAME`".to_owned()),
            Self::BadId { .. } => Some("`aludel package key show FILE` shows the id of a key".to_owned()),
            Self::Exists { .. } => Some("choose another name, or take the file away".to_owned()),
            Self::File(TrustFileError::NoSigner { signer }) => {
                Some(format!("write it:\n[trust.signers.{signer}]\nkey = \"keys/{signer}.pub\"\nmay_sign = [\"REGISTRY/NAMESPACE/*\"]"))
            }
            Self::BadReference { .. } => Some("write it as registry/namespace/name, without a version".to_owned()),
            Self::OtherName { name, .. } => Some(format!("sign it as --as REGISTRY/{name}")),
            _ => None,
        }
    }
}

impl From<TrustError> for Error {
    fn from(error: TrustError) -> Self {
        Self::Trust(Box::new(error))
    }
}
