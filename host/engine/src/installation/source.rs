//! Where a package comes from.

use std::path::{Component, Path, PathBuf};

use aludel_project::Config;

use crate::error::Error;

/// Where a package comes from: a file, a folder, or a registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Source {
    /// As the configuration and the lock file name it: a file in the project from its root.
    pub(crate) text: String,
    pub(crate) place: Place,
}

/// What kind of place it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// A tar, or a folder with a layout.
    File(PathBuf),
    /// A registry.
    Registry(aludel_registry::PackageReference),
}

impl Source {
    /// Reads what somebody typed in `folder`, or what the configuration says, from its own.
    pub(crate) fn parse(text: &str, folder: &Path, config: &Config) -> Result<Self, Error> {
        let path = folder.join(text);
        if path.exists() || is_path(text) {
            return Ok(Self { text: shown(&path, config), place: Place::File(path) });
        }
        match text.parse::<aludel_registry::PackageReference>() {
            Ok(reference) => Ok(Self { text: reference.to_string(), place: Place::Registry(reference) }),
            Err(error) => Err(Error::Usage {
                code: "package_source",
                message: format!("{error}, and there is no file of that name"),
                hint: Some(
                    "aludel package install REGISTRY/NAMESPACE/NAME:VERSION, or a file: audit-1.2.0.tar".to_owned(),
                ),
            }),
        }
    }
}

/// Nobody calls a version `tar`.
fn is_path(text: &str) -> bool {
    let path = Path::new(text);
    let starts_as_path = !matches!(path.components().next(), Some(Component::Normal(_)));
    starts_as_path || path.extension().is_some_and(|ending| ending == "tar")
}

/// A file in the project from its root, so that the text means the same to everybody who has the project.
fn shown(path: &Path, config: &Config) -> String {
    let whole = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let (path, root) = (whole(path), whole(&config.root));
    match path.strip_prefix(&root) {
        Ok(inside) => inside.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"),
        Err(_) => path.display().to_string(),
    }
}
