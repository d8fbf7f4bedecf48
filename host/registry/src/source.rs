//! Where a package is: in a registry, in a tar, or in a folder.

use std::fmt;
use std::path::{Path, PathBuf};

use aludel_project::package::{Package, PackageLimits, folder, tar};

use crate::client::Client;
use crate::error::RegistryError;
use crate::reference::{PackageReference, ReferenceError};

/// What the names of packages in files end with.
const TAR: &str = "tar";

/// Where a package is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// In a registry.
    Registry(PackageReference),
    /// In a file.
    Tar {
        /// The file.
        path: PathBuf,
        /// The tag or the digest of the one that is meant, where it holds several.
        wanted: Option<String>,
    },
    /// In a folder with an OCI image layout.
    Folder {
        /// The folder.
        path: PathBuf,
        /// The tag or the digest of the one that is meant, where it holds several.
        wanted: Option<String>,
    },
}

/// A text names no place of a package.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// It looks like a file, and there is none.
    #[error("there is neither a file nor a folder `{path}`", path = .path.escape_debug())]
    NoFile {
        /// The path.
        path: String,
    },
    /// It is no reference either.
    #[error(transparent)]
    Reference(#[from] ReferenceError),
}

impl Source {
    /// What a text means: a file or a folder that is there, from a folder on, with `:VERSION` behind it where it holds several;
    /// else a reference.
    pub fn parse(text: &str, from: &Path) -> Result<Self, SourceError> {
        let at_its_end = text.rsplit_once(':').map(|(path, wanted)| (path, Some(wanted)));
        for (path, wanted) in std::iter::once((text, None)).chain(at_its_end) {
            let (path, wanted) = (from.join(path), wanted.map(str::to_owned));
            if path.is_dir() {
                return Ok(Self::Folder { path, wanted });
            }
            if path.is_file() {
                return Ok(Self::Tar { path, wanted });
            }
        }
        let looks_like_a_file =
            text.starts_with(['.', '/']) || Path::new(text).extension().is_some_and(|ending| ending == TAR);
        if looks_like_a_file {
            return Err(SourceError::NoFile { path: text.to_owned() });
        }
        Ok(Self::Registry(text.parse()?))
    }

    /// Fetches the package. From a file or a folder nothing is asked of any network, so that needs no client.
    pub async fn fetch(&self, client: &Client, limits: &PackageLimits) -> Result<Package, RegistryError> {
        let read = match self {
            Self::Registry(reference) => return client.fetch(reference, limits).await,
            Self::Tar { path, wanted } => tar::read_file(path, wanted.as_deref(), limits),
            Self::Folder { path, wanted } => folder::read(path, wanted.as_deref(), limits),
        };
        read.map_err(|problem| RegistryError::Package { reference: self.to_string(), problem })
    }

    /// Whether a network has to be asked.
    pub fn is_remote(&self) -> bool {
        matches!(self, Self::Registry(_))
    }
}

impl fmt::Display for Source {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Registry(reference) => reference.fmt(out),
            Self::Tar { path, wanted } | Self::Folder { path, wanted } => {
                path.display().fmt(out)?;
                wanted.as_ref().map_or(Ok(()), |wanted| write!(out, ":{wanted}"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_a_file_and_the_rest_a_reference() {
        let place = tempfile::tempdir().expect("a temporary folder can be made");
        std::fs::write(place.path().join("audit.tar"), "").expect("the folder is writable");
        std::fs::create_dir(place.path().join("layout")).expect("the folder is writable");
        let parse = |text: &str| Source::parse(text, place.path());
        let path = place.path().join("audit.tar");
        assert_eq!(parse("audit.tar"), Ok(Source::Tar { path: path.clone(), wanted: None }));
        assert_eq!(parse("audit.tar:1.2.0"), Ok(Source::Tar { path, wanted: Some("1.2.0".to_owned()) }));
        assert!(matches!(parse("layout"), Ok(Source::Folder { .. })));
        assert!(parse("registry.example/acme/audit:1.2.0").is_ok_and(|source| source.is_remote()));
        assert_eq!(parse("gone.tar"), Err(SourceError::NoFile { path: "gone.tar".to_owned() }));
        assert!(matches!(parse("acme/audit:1"), Err(SourceError::Reference(ReferenceError::NoRegistry { .. }))));
    }
}
