//! What can be wrong with a package.

use crate::manifest::ManifestError;

use super::digest::ContentDigest;
use super::name::NameError;

/// What is wrong with a package. Texts of the package are escaped in messages.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackageError {
    /// A document is not the JSON that it should be.
    #[error("the {what} of the package cannot be read: {reason}", reason = .reason.escape_debug())]
    Malformed {
        /// `manifest`, `config`, `index` or `layout`.
        what: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// The manifest is one of something else, such as of a container image.
    #[error("it is no package of migrations: {what} is of the type `{found}`, and not `{expected}`", found = .found.escape_debug())]
    WrongType {
        /// `the manifest`, `its config` or `a layer`.
        what: &'static str,
        /// Its media type.
        found: String,
        /// The one it should be.
        expected: &'static str,
    },
    /// A component of WebAssembly that was not packed as migrations.
    #[error("it is no package of migrations: its config does not speak of any")]
    NotMigrations,
    /// A newer Aludel wrote it.
    #[error("the package has the format {found}, and this version of aludel reads up to {known}")]
    NewerFormat {
        /// The format of the package.
        found: u32,
        /// The newest format that is known.
        known: u32,
    },
    /// Its components were built for interfaces that this version does not have.
    #[error("the package needs the interfaces `aludel:migration@{wanted}`, and this version of aludel has {known}", wanted = .wanted.escape_debug())]
    NewerInterfaces {
        /// The version that it needs.
        wanted: String,
        /// The version that is there.
        known: &'static str,
    },
    /// A name, version or label that cannot be one.
    #[error(transparent)]
    Name(#[from] NameError),
    /// A revision that cannot be called so.
    #[error("the package names the {what} `{id}`, which cannot be one", id = .id.escape_debug())]
    IllegalId {
        /// `revision`, `parent` or `dependency`.
        what: &'static str,
        /// The id.
        id: String,
    },
    /// The same revision twice.
    #[error("the package names the revision `{revision}` twice", revision = .revision.escape_debug())]
    DuplicateRevision {
        /// The revision.
        revision: String,
    },
    /// A parent that is not in the package.
    #[error("the revision `{revision}` of the package stands on `{parent}`, which is not in it", revision = .revision.escape_debug(), parent = .parent.escape_debug())]
    UnknownParent {
        /// The revision.
        revision: String,
        /// Its parent.
        parent: String,
    },
    /// A parent that comes after its child, so that the list is in no order, or goes in a circle.
    #[error("the revision `{revision}` of the package comes before its parent `{parent}`", revision = .revision.escape_debug(), parent = .parent.escape_debug())]
    OutOfOrder {
        /// The revision.
        revision: String,
        /// Its parent.
        parent: String,
    },
    /// A package is one branch, which begins once.
    #[error("the package has several roots: {}", escaped(.roots))]
    SeveralRoots {
        /// The revisions that stand on none.
        roots: Vec<String>,
    },
    /// Nothing is in it.
    #[error("the package holds no revision")]
    Empty,
    /// More than is read.
    #[error("the package has {found} {what}, and at most {allowed} are read")]
    TooMany {
        /// `revisions`, `layers`, `files` or `signatures`.
        what: &'static str,
        /// How many there are, as far as they were counted.
        found: usize,
        /// How many are read.
        allowed: usize,
    },
    /// Larger than what is read.
    #[error("{what} has {bytes} bytes, and at most {allowed_bytes} are read", what = .what.escape_debug())]
    TooLarge {
        /// Which part of it.
        what: String,
        /// Its bytes; as many as it claims.
        bytes: u64,
        /// How many are read.
        allowed_bytes: u64,
    },
    /// A part whose bytes are not those that its digest names.
    #[error("{what} is not what was asked for: its digest is {found}, and not {expected}", what = .what.escape_debug())]
    OtherDigest {
        /// Which part of it.
        what: String,
        /// The digest that it should have.
        expected: ContentDigest,
        /// The digest that it has.
        found: ContentDigest,
    },
    /// A part that ends early, or goes on.
    #[error("{what} has {found} bytes, and should have {expected}", what = .what.escape_debug())]
    OtherSize {
        /// Which part of it.
        what: String,
        /// How many it should have.
        expected: u64,
        /// How many it has.
        found: u64,
    },
    /// A part that is named and not there.
    #[error("the package lacks {what}", what = .what.escape_debug())]
    Missing {
        /// What.
        what: String,
    },
    /// A layer that neither a revision nor an interpreter is.
    #[error("the package has a layer that nothing in it names: {digest}")]
    StrayLayer {
        /// Its digest.
        digest: ContentDigest,
    },
    /// The documents say different things.
    #[error("the config of the package and its manifest differ: {what}")]
    Contradiction {
        /// In what.
        what: &'static str,
    },
    /// A component that says other things than the package says of it.
    #[error("the component of the revision `{revision}` differs from what the package says of it: {what}", revision = .revision.escape_debug())]
    OtherComponent {
        /// The revision.
        revision: String,
        /// In what: `its parents`, for instance.
        what: &'static str,
    },
    /// A layer that is no component of migrations.
    #[error("the component of the revision `{revision}`: {problem}", revision = .revision.escape_debug())]
    Component {
        /// The revision.
        revision: String,
        /// What is wrong with it.
        problem: ManifestError,
    },
    /// Several packages where one was asked for.
    #[error("it holds several packages: {}", escaped(.tags))]
    Several {
        /// Their tags or digests.
        tags: Vec<String>,
    },
    /// A tar that is broken, or cut off.
    #[error("the tar cannot be read: {reason}", reason = .reason.escape_debug())]
    BrokenTar {
        /// What is wrong.
        reason: String,
    },
    /// A tar that was packed once more.
    #[error("the tar is compressed with {program}")]
    CompressedTar {
        /// The program that unpacks it.
        program: &'static str,
    },
    /// A path in a tar that leads out of it.
    #[error("the tar holds the path `{path}`, which leads out of it", path = .path.escape_debug())]
    UnsafePath {
        /// The path.
        path: String,
    },
    /// A link, a device or a pipe in a tar.
    #[error("the tar holds {kind} `{path}`, and a package is made of files", path = .path.escape_debug())]
    NoFile {
        /// The path.
        path: String,
        /// What it is: `the link`, `the device`.
        kind: &'static str,
    },
    /// The same path twice in a tar.
    #[error("the tar holds `{path}` twice", path = .path.escape_debug())]
    DoublePath {
        /// The path.
        path: String,
    },
    /// A file that cannot be read.
    #[error("{file}: {reason}", file = .file.escape_debug())]
    Unreadable {
        /// The file.
        file: String,
        /// What the system said.
        reason: String,
    },
}

fn escaped(texts: &[String]) -> String {
    texts.iter().map(|text| text.escape_debug().to_string()).collect::<Vec<_>>().join(", ")
}

impl PackageError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NewerFormat { .. } | Self::NewerInterfaces { .. } => {
                Some("install a newer aludel, or an older version of the package".to_owned())
            }
            Self::OtherDigest { .. } | Self::OtherSize { .. } | Self::Missing { .. } | Self::BrokenTar { .. } => {
                Some("fetch it again; if it comes like this again, do not use it".to_owned())
            }
            Self::CompressedTar { program } => Some(format!("unpack it first: {program} -d FILE")),
            Self::SeveralRoots { .. } => Some("pack one branch of them: --branch LABEL".to_owned()),
            Self::Several { .. } => Some("name one of them: FILE:VERSION".to_owned()),
            Self::Component { problem, .. } => problem.hint().map(str::to_owned),
            _ => None,
        }
    }

    /// The name of the error for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed { .. } => "package_malformed",
            Self::WrongType { .. } | Self::NotMigrations => "not_a_package",
            Self::NewerFormat { .. } => "package_format_newer",
            Self::NewerInterfaces { .. } => "package_interfaces_newer",
            Self::Name(_) => "package_name",
            Self::IllegalId { .. } => "package_illegal_id",
            Self::DuplicateRevision { .. } => "package_duplicate_revision",
            Self::UnknownParent { .. } => "package_unknown_parent",
            Self::OutOfOrder { .. } => "package_out_of_order",
            Self::SeveralRoots { .. } => "package_several_roots",
            Self::Empty => "package_empty",
            Self::TooMany { .. } | Self::TooLarge { .. } => "package_too_large",
            Self::OtherDigest { .. } => "package_digest_differs",
            Self::OtherSize { .. } => "package_size_differs",
            Self::Missing { .. } => "package_incomplete",
            Self::StrayLayer { .. } | Self::Contradiction { .. } | Self::OtherComponent { .. } => {
                "package_contradicts_itself"
            }
            Self::Component { .. } => "package_component",
            Self::Several { .. } => "several_packages",
            Self::BrokenTar { .. } | Self::CompressedTar { .. } => "tar_unreadable",
            Self::UnsafePath { .. } | Self::NoFile { .. } | Self::DoublePath { .. } => "tar_unsafe",
            Self::Unreadable { .. } => "package_unreadable",
        }
    }
}
