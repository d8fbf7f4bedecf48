//! Why packages are not installed, updated or removed.

use aludel_project::InstalledPackage;
use aludel_project::installed::store::StoreError;
use aludel_project::installed::{InstalledError, RevisionDifference};
use aludel_project::package::ContentDigest;
use serde_json::{Value, json};

use crate::error::Fault;
use crate::installation::consent::SignedPackage;
use crate::installation::standing::{PackageStanding, not_for_databases};

/// Why a package is not installed, updated or removed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InstallationError {
    /// It was not written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What is installed cannot be used.
    #[error(transparent)]
    Installed(#[from] InstalledError),
    /// There is no package of that label.
    #[error("no package with the label `{label}` is installed")]
    NotInstalled {
        /// The label.
        label: String,
        /// The label that was probably meant.
        nearest: Option<String>,
    },
    /// Something else has its label.
    #[error("the package {package} has the label `{label}`, which {holder} has already")]
    LabelTaken {
        /// The package, with its version.
        package: String,
        /// The label.
        label: String,
        /// Another package, or the revision that declares it, with its file.
        holder: String,
    },
    /// Another version of it is installed.
    #[error("{package} is installed already, as {installed}")]
    AlreadyInstalled {
        /// The package, with its version.
        package: String,
        /// The one that is installed.
        installed: String,
        /// Its label.
        label: String,
        /// Where the new one is.
        source_text: String,
    },
    /// Something else has one of its revisions.
    #[error("{}", revisions_taken(.package, .taken))]
    RevisionsTaken {
        /// The package, with its version.
        package: String,
        /// Each revision, and the file that has it.
        taken: Vec<(String, String)>,
    },
    /// It has no one beginning.
    #[error("the package {package} does not begin at one revision: {}", listed(.roots))]
    SeveralRoots {
        /// The package, with its version.
        package: String,
        /// The revisions without parents.
        roots: Vec<String>,
    },
    /// Its tables would be those of another package.
    #[error(
        "the package {package} has the tables `{label}_*`, and {other} has `{other_label}_*`: one of them could change those of the other"
    )]
    NamespaceTaken {
        /// The package, with its version.
        package: String,
        /// Its label.
        label: String,
        /// The other one, with its version.
        other: String,
        /// Its label.
        other_label: String,
    },
    /// What it depends on is not installed.
    #[error("the package {package} depends on {}, which {} not installed", listed(.missing), if .missing.len() == 1 { "is" } else { "are" })]
    DependencyMissing {
        /// The package, with its version.
        package: String,
        /// The labels, or `label@revision`.
        missing: Vec<String>,
        /// A command that may install the first of them.
        install: String,
    },
    /// The new version does not go on where the installed one ends.
    #[error("{found} does not extend {installed}, which is installed:\n{}", lines(.differences))]
    NotAnExtension {
        /// The installed one, with its version.
        installed: String,
        /// The new one.
        found: String,
        /// Where they differ.
        differences: Vec<RevisionDifference>,
    },
    /// An update that is another package.
    #[error("the package `{label}` is {installed}, and the new one is {found}")]
    OtherPackage {
        /// The label of the installed one.
        label: String,
        /// The name of the installed one.
        installed: String,
        /// The name of the new one, with its label where that differs.
        found: String,
    },
    /// Its migrations are applied.
    #[error("the package {package} is applied to {database}: {applied} of its {revisions} revisions")]
    StillApplied {
        /// The package, with its version.
        package: String,
        /// Its label.
        label: String,
        /// The database, without its password.
        database: String,
        /// How many are applied.
        applied: usize,
        /// How many there are.
        revisions: usize,
    },
    /// Revisions that stay depend on it.
    #[error("{} on the package {package}", needed(.by))]
    StillNeeded {
        /// The package, with its version.
        package: String,
        /// The revisions, each with its file or its package.
        by: Vec<String>,
    },
    /// The lock file is not what the project is.
    #[error("aludel.lock is out of date:\n{}", .differences.join("\n"))]
    LockOutOfDate {
        /// In what.
        differences: Vec<String>,
    },
    /// The place that it came from has another one now.
    #[error(
        "{source_text} is not what aludel.lock has for the package `{label}`: its digest is {found}, and not {locked}"
    )]
    OtherThanLocked {
        /// The label.
        label: String,
        /// Where it is from.
        source_text: String,
        /// The digest that the lock file has.
        locked: ContentDigest,
        /// The digest that it has.
        found: ContentDigest,
    },
    /// Nobody signed it, and nobody said that it is taken.
    #[error("{package} ({digest}) is not signed{}, and nobody said that it is taken as it is", unlike(.follows.as_deref()))]
    NotAccepted {
        /// The package, with its version.
        package: String,
        /// The digest of its manifest.
        digest: ContentDigest,
        /// The version that it is to replace, where somebody signed that one.
        follows: Option<Box<SignedPackage>>,
        /// The command that would take it, but for the digest.
        command: String,
    },
    /// Nobody signed it, and what was accepted is another one.
    #[error("{package} is not signed, and what was accepted is {}, and not {found}", digests(.accepted))]
    OtherAccepted {
        /// The package, with its version.
        package: String,
        /// The digests that were accepted.
        accepted: Vec<ContentDigest>,
        /// The digest that it has.
        found: ContentDigest,
    },
    /// Its migrations are not for real databases.
    #[error("{}", not_for_databases(.package, *.standing))]
    NotForDatabases {
        /// The package.
        package: Box<InstalledPackage>,
        /// On which terms it is in the project.
        standing: PackageStanding,
    },
    /// A word of a person was asked for, and is empty.
    #[error("the tables are kept for a reason, and none was given")]
    ReasonMissing {
        /// The label.
        label: String,
    },
}

impl InstallationError {
    /// A stable name in `snake_case`, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Store(StoreError::Lockfile(error)) => error.code(),
            Self::Store(_) => "file_unwritable",
            Self::Installed(error) => error.code(),
            Self::NotInstalled { .. } => "package_not_installed",
            Self::LabelTaken { .. } => "package_label_taken",
            Self::AlreadyInstalled { .. } => "package_installed",
            Self::RevisionsTaken { .. } => "duplicate_revision",
            Self::SeveralRoots { .. } => "package_several_roots",
            Self::NamespaceTaken { .. } => "package_namespace_taken",
            Self::DependencyMissing { .. } => "package_dependency_missing",
            Self::NotAnExtension { .. } => "package_not_an_extension",
            Self::OtherPackage { .. } => "package_is_another",
            Self::StillApplied { .. } => "package_applied",
            Self::StillNeeded { .. } => "package_needed",
            Self::LockOutOfDate { .. } => "lockfile_out_of_date",
            Self::OtherThanLocked { .. } => "package_changed",
            Self::NotAccepted { .. } => "package_unsigned",
            Self::OtherAccepted { .. } => "package_not_as_accepted",
            Self::NotForDatabases { standing, .. } => standing.code(),
            Self::ReasonMissing { .. } => "reason_missing",
        }
    }

    /// Whose fault it is.
    pub fn fault(&self) -> Fault {
        match self {
            Self::Installed(error) if error.is_integrity() => Fault::Integrity,
            Self::NotForDatabases { standing: PackageStanding::ScratchOnly, .. } => Fault::SandboxRefused,
            Self::NotAnExtension { .. }
            | Self::LockOutOfDate { .. }
            | Self::OtherThanLocked { .. }
            | Self::NotAccepted { .. }
            | Self::OtherAccepted { .. }
            | Self::NotForDatabases { .. } => Fault::Integrity,
            Self::Store(_) | Self::Installed(_) => Fault::Project,
            _ => Fault::Usage,
        }
    }

    /// What to do next, with a command that can be pasted.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Store(StoreError::Lockfile(error)) => error.hint(),
            Self::Store(_) | Self::RevisionsTaken { .. } | Self::SeveralRoots { .. } => None,
            Self::Installed(error) => error.hint(),
            Self::NotInstalled { nearest: Some(nearest), .. } => Some(format!("did you mean `{nearest}`?")),
            Self::NotInstalled { nearest: None, .. } => Some("aludel package list".to_owned()),
            Self::LabelTaken { .. } | Self::NamespaceTaken { .. } => {
                Some("ask its author for one under another label: `aludel package pack --label OTHER`".to_owned())
            }
            Self::AlreadyInstalled { label, source_text, .. } => {
                Some(format!("aludel package update {label} --to {source_text}"))
            }
            Self::DependencyMissing { install, .. } => Some(format!("install it first: {install}")),
            Self::NotAnExtension { .. } => Some(
                "a package that changes what databases have run is another package: ask its author for a version that adds \
                 revisions, or keep this one"
                    .to_owned(),
            ),
            Self::OtherPackage { .. } => Some("aludel package install SOURCE".to_owned()),
            Self::StillApplied { label, .. } => Some(format!(
                "take it back first: aludel package remove {label} --downgrade\n\
                 or keep its tables: aludel package remove {label} --keep-tables --reason \"WHY\""
            )),
            Self::StillNeeded { .. } => Some("remove what depends on it first".to_owned()),
            Self::LockOutOfDate { .. } => {
                Some("where the change is meant: aludel package install && aludel build, and commit aludel.lock".to_owned())
            }
            Self::OtherThanLocked { label, .. } => Some(format!(
                "somebody put another package under that name; if it is meant, say so: aludel package update {label}"
            )),
            Self::NotAccepted { digest, command, .. } => Some(format!(
                "look at it with `aludel package inspect`; to take this one as it is: {command} --accept-unsigned {digest}"
            )),
            Self::OtherAccepted { .. } => {
                Some("look at what it holds now with `aludel package inspect`, and at where it is from".to_owned())
            }
            Self::NotForDatabases { package, standing } => standing.hint(package),
            Self::ReasonMissing { label } => {
                Some(format!("aludel package remove {label} --keep-tables --reason \"the shop reads them\""))
            }
        }
    }

    /// The fields of the error by name.
    pub(crate) fn details(&self) -> Value {
        match self {
            Self::RevisionsTaken { taken, .. } => {
                let revisions: Vec<&String> = taken.iter().map(|(revision, _)| revision).collect();
                json!({ "revisions": revisions })
            }
            Self::DependencyMissing { missing, .. } => json!({ "missing": missing }),
            Self::NotAnExtension { differences, .. } => {
                let texts: Vec<String> = differences.iter().map(ToString::to_string).collect();
                let revisions: Vec<&str> = differences.iter().map(RevisionDifference::revision).collect();
                json!({ "revisions": revisions, "differences": texts })
            }
            Self::StillApplied { label, applied, revisions, .. } => {
                json!({ "label": label, "applied": applied, "revisions": revisions })
            }
            Self::StillNeeded { by, .. } => json!({ "by": by }),
            Self::LockOutOfDate { differences } => json!({ "differences": differences }),
            Self::NotAccepted { digest, .. } => json!({ "digest": digest }),
            Self::OtherAccepted { accepted, found, .. } => json!({ "accepted": accepted, "found": found }),
            Self::NotForDatabases { package, standing } => json!({
                "label": package.label,
                "standing": standing,
                "manifest_digest": package.locked.manifest,
            }),
            _ => Value::Null,
        }
    }
}

fn listed(texts: &[String]) -> String {
    texts.iter().map(|text| format!("`{text}`")).collect::<Vec<_>>().join(", ")
}

fn lines(differences: &[RevisionDifference]) -> String {
    differences.iter().map(|difference| format!("  {difference}")).collect::<Vec<_>>().join("\n")
}

fn unlike(follows: Option<&SignedPackage>) -> String {
    follows.map_or_else(String::new, |signed| format!(", unlike {} (by `{}`)", signed.package, signed.signer))
}

fn digests(digests: &[ContentDigest]) -> String {
    digests.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn needed(by: &[String]) -> String {
    format!("{} {}", by.join(", "), if by.len() == 1 { "depends" } else { "depend" })
}

fn revisions_taken(package: &str, taken: &[(String, String)]) -> String {
    let line = |(revision, holder): &(String, String)| {
        format!("the revision `{revision}` of the package {package} is there already ({holder})")
    };
    taken.iter().map(line).collect::<Vec<_>>().join("\n")
}
