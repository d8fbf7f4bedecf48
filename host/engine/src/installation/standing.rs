//! On which terms an installed package is in a project, and whether it may come near a real database. Pure.

use aludel_project::config::{TrustSection, UnsignedPackages};
use aludel_project::package::Package;
use aludel_project::{InstalledPackage, Migration};
use serde::Serialize;

use crate::error::Error;
use crate::installation::error::InstallationError;
use crate::trust::signing;

/// On which terms an installed package is in a project, as `[trust]` and the lock file say it together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PackageStanding {
    /// Somebody signed it who may.
    Signed,
    /// The project says nothing of signatures.
    Unjudged,
    /// The project says nothing of signatures, so it knows no key that this one was signed with.
    UnjudgedSignature,
    /// Nobody signed it, and a person took it as it is.
    Accepted,
    /// Nobody signed it, and it runs on scratch databases only.
    ScratchOnly,
    /// Nobody signed it, and nobody took it as it is.
    NotAccepted,
    /// Nobody signed it, and the project takes none of those.
    Unsigned,
    /// `[trust]` knows nobody of its signer's name.
    SignerUnknown,
    /// `[trust]` took back the package, or the key that signed it.
    Revoked,
}

impl PackageStanding {
    /// The standing of a package.
    pub fn of(package: &InstalledPackage, trust: &TrustSection) -> Self {
        let locked = &package.locked;
        let is_revoked = trust.revoked_packages.contains(&locked.manifest)
            || locked.key.is_some_and(|key| trust.revoked_keys.contains(&key));
        if is_revoked {
            Self::Revoked
        } else if *trust == TrustSection::default() {
            Self::Unjudged
        } else if !package.is_signed() {
            Self::of_unsigned(package, trust.unsigned)
        } else if trust.signers.contains_key(&locked.signer) {
            Self::Signed
        } else {
            Self::SignerUnknown
        }
    }

    fn of_unsigned(package: &InstalledPackage, unsigned: Option<UnsignedPackages>) -> Self {
        let locked = &package.locked;
        match unsigned {
            Some(UnsignedPackages::Refuse) => Self::Unsigned,
            Some(UnsignedPackages::Scratch) => Self::ScratchOnly,
            Some(UnsignedPackages::Ask) | None if locked.accepted == Some(locked.manifest) => Self::Accepted,
            Some(UnsignedPackages::Ask) | None => Self::NotAccepted,
        }
    }

    /// The same, where all of the package is at hand: its signatures too, which nobody judged.
    pub(crate) fn with_signatures(self, installed: &InstalledPackage, package: &Package) -> Self {
        let is_unjudged = self == Self::Unjudged && !installed.is_signed();
        let has_signatures = is_unjudged && !signing::signatures_of(package).0.is_empty();
        if has_signatures { Self::UnjudgedSignature } else { self }
    }

    /// Whether its migrations may run on a real database.
    pub fn is_taken(self) -> bool {
        matches!(self, Self::Signed | Self::Unjudged | Self::UnjudgedSignature | Self::Accepted)
    }
}

/// Refuses migrations of packages that are not for real databases.
pub(crate) fn check<'a>(
    migrations: impl IntoIterator<Item = &'a Migration>,
    trust: &TrustSection,
) -> Result<(), Error> {
    let mut packages = migrations.into_iter().filter_map(|migration| Some(&*migration.package.as_ref()?.package));
    let found = packages.find(|package| !PackageStanding::of(package, trust).is_taken());
    found.map_or(Ok(()), |package| {
        Err(Error::Installation(Box::new(InstallationError::NotForDatabases {
            package: Box::new(package.clone()),
            standing: PackageStanding::of(package, trust),
        })))
    })
}

impl PackageStanding {
    /// A stable name of the refusal, for programs.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::ScratchOnly => "package_scratch_only",
            Self::SignerUnknown => "signer_unknown",
            Self::Revoked => "package_revoked",
            Self::Signed
            | Self::Unjudged
            | Self::UnjudgedSignature
            | Self::Accepted
            | Self::NotAccepted
            | Self::Unsigned => "package_unsigned",
        }
    }

    /// What would let the migrations of a package run.
    pub(crate) fn hint(self, package: &InstalledPackage) -> Option<String> {
        let (label, signer) = (&package.label, &package.locked.signer);
        let accept =
            format!("aludel package install {} --accept-unsigned {}", package.locked.source, package.locked.manifest);
        match self {
            Self::Signed | Self::Unjudged | Self::UnjudgedSignature | Self::Accepted => None,
            Self::ScratchOnly => Some(format!(
                "`plan`, `test` and `lint` run them; for all databases have it signed, or take it as it is: {accept}\n\
                 and in aludel.toml:\n[trust]\nunsigned = \"ask\""
            )),
            Self::NotAccepted => Some(format!("have it signed, or take it as it is: {accept}")),
            Self::Unsigned => Some(
                "have it signed: `aludel package sign`; or have unsigned packages asked about, in aludel.toml:\n[trust]\n\
                 unsigned = \"ask\""
                    .to_owned(),
            ),
            Self::SignerUnknown => Some(format!(
                "if you trust them, in aludel.toml:\n[trust.signers.{signer}]\nkey = \"keys/{signer}.pub\"\n\
                 may_sign = [\"REGISTRY/{}\"]",
                package.manifest.name
            )),
            Self::Revoked => Some(format!(
                "put another version in its place: aludel package update {label}\nor take it out: aludel package remove {label}"
            )),
        }
    }
}

/// Why the migrations of a package do not run on a real database.
pub(crate) fn not_for_databases(package: &InstalledPackage, standing: PackageStanding) -> String {
    let title = package.title();
    match standing {
        PackageStanding::ScratchOnly => {
            format!("nobody signed the package {title}, so its migrations run on scratch databases only")
        }
        PackageStanding::SignerUnknown => format!(
            "aludel.lock says that `{}` signed the package {title}, and [trust.signers] has nobody of that name",
            package.locked.signer
        ),
        PackageStanding::Revoked => {
            format!("[trust] took back the package {title}, or the key that signed it")
        }
        PackageStanding::Unsigned => {
            format!("nobody signed the package {title}, and the project takes none that is not signed")
        }
        _ => format!("nobody signed the package {title}, and nobody said that it is taken as it is"),
    }
}
