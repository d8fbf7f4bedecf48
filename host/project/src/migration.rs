//! One migration of a project, before anything of it is built.

use std::path::PathBuf;
use std::sync::Arc;

use crate::digest::Digest;
use crate::header::Header;
use crate::installed::InstalledPackage;
use crate::language::Language;
use crate::package::ContentDigest;

/// A revision and the source that it is built from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migration {
    /// What it says of itself.
    pub header: Header,
    /// What it is built from. A component of several revisions is the source of each of them.
    pub source: Source,
    /// The digest of the source, where the reading of the header gave it: of a file, but not of a crate.
    pub source_digest: Option<Digest>,
    /// A component beside the source that says that it was built from it. Whether it was is for `aludel.lock` to say.
    pub prebuilt: Option<PathBuf>,
    /// The installed package that it came with; none for those of the project itself.
    pub package: Option<FromPackage>,
}

/// Which package a revision came with, and what its component must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FromPackage {
    /// The package.
    pub package: Arc<InstalledPackage>,
    /// The digest of the component, as it is locked.
    pub component: ContentDigest,
}

/// A file or folder that holds a migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The file, or the folder of a crate.
    pub path: PathBuf,
    /// The same from the root of the project, for messages.
    pub display_path: String,
    /// What kind of thing it is.
    pub kind: SourceKind,
    /// The line of the header in the file that holds it, from 1; 0 where a component holds it.
    pub header_line: usize,
}

/// What a migration is built from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SourceKind {
    /// A `.sql` file.
    Sql,
    /// A folder with a `Cargo.toml`; the header is in its `src/lib.rs`.
    RustCrate,
    /// A file of another language, with the header in it.
    File(Language),
    /// A folder of another language; the header is in its file `migration.EXT`.
    Folder(Language),
    /// A `.wasm` file, built already.
    Component,
}

impl SourceKind {
    /// The language that it is written in; none of a component, which says so itself.
    pub fn language(self) -> Option<Language> {
        match self {
            Self::Sql => Some(Language::Sql),
            Self::RustCrate => Some(Language::Rust),
            Self::File(language) | Self::Folder(language) => Some(language),
            Self::Component => None,
        }
    }
}

impl Source {
    /// The file to look at first: the one that has the header, or the component.
    pub fn main_path(&self) -> PathBuf {
        match self.kind {
            SourceKind::RustCrate => self.path.join("src").join("lib.rs"),
            SourceKind::Folder(language) => self.path.join(language.main_file_name()),
            SourceKind::Sql | SourceKind::File(_) | SourceKind::Component => self.path.clone(),
        }
    }

    /// The same from the root of the project, for messages.
    pub fn main_display_path(&self) -> String {
        match self.kind {
            SourceKind::RustCrate => format!("{}/src/lib.rs", self.display_path),
            SourceKind::Folder(language) => format!("{}/{}", self.display_path, language.main_file_name()),
            SourceKind::Sql | SourceKind::File(_) | SourceKind::Component => self.display_path.clone(),
        }
    }
}
