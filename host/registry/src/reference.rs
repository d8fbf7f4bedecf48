//! Where a package is: registry, repository, and a tag or a digest, as `wkg` and `docker` write it.

use std::fmt;
use std::str::FromStr;

use oci_client::Reference;
use thiserror::Error;

/// A package in a registry, such as `registry.example/acme/audit:1.2.0`.
///
/// Unlike the references of Docker, the registry is never guessed, and a tag (or a digest) is never `latest` by itself:
/// a package that moves under its name cannot be pinned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageReference(Reference);

/// A text that names no package.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReferenceError {
    /// It is no reference at all.
    #[error("`{text}` names no package: {reason}; write it as registry/namespace/name:version")]
    Malformed {
        /// What was written.
        text: String,
        /// What the OCI grammar says about it.
        reason: String,
    },
    /// It does not begin with a registry.
    #[error("`{text}` names no registry; write it as registry/namespace/name:version")]
    NoRegistry {
        /// What was written.
        text: String,
    },
    /// It has neither a tag nor a digest.
    #[error("`{text}` names no version; write {text}:VERSION, or {text}@sha256:DIGEST")]
    NoVersion {
        /// What was written.
        text: String,
    },
}

impl PackageReference {
    /// The registry's host, with its port if one was written.
    pub fn registry(&self) -> &str {
        self.0.registry()
    }

    /// The repository in the registry: namespace and name.
    pub fn repository(&self) -> &str {
        self.0.repository()
    }

    /// The tag, if one was written.
    pub fn tag(&self) -> Option<&str> {
        self.0.tag()
    }

    /// The digest of the manifest, such as `sha256:…`, if one was written.
    pub fn digest(&self) -> Option<&str> {
        self.0.digest()
    }

    /// The same for the OCI client.
    pub fn as_oci(&self) -> &Reference {
        &self.0
    }
}

impl FromStr for PackageReference {
    type Err = ReferenceError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let reference = Reference::try_from(text)
            .map_err(|error| ReferenceError::Malformed { text: text.to_owned(), reason: error.to_string() })?;
        if !text.starts_with(&format!("{}/", reference.registry())) {
            return Err(ReferenceError::NoRegistry { text: text.to_owned() });
        }
        let rest = &text[reference.registry().len()..];
        if !rest.contains([':', '@']) {
            return Err(ReferenceError::NoVersion { text: text.to_owned() });
        }
        Ok(Self(reference))
    }
}

impl fmt::Display for PackageReference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.registry(), self.repository())?;
        if let Some(tag) = self.tag() {
            write!(formatter, ":{tag}")?;
        }
        if let Some(digest) = self.digest() {
            write!(formatter, "@{digest}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_keeps_what_was_written() {
        for text in [
            "registry.example/acme/audit:1.2.0",
            "127.0.0.1:5000/audit:1",
            "localhost:5000/acme/audit@sha256:0000000000000000000000000000000000000000000000000000000000000000",
        ] {
            let reference: PackageReference = text.parse().expect("names a package");
            assert_eq!(reference.to_string(), text);
        }
    }

    #[test]
    fn nothing_is_guessed() {
        let problem = |text: &str| text.parse::<PackageReference>().expect_err("is incomplete").to_string();
        assert_eq!(
            problem("acme/audit:1"),
            "`acme/audit:1` names no registry; write it as registry/namespace/name:version"
        );
        assert_eq!(
            problem("registry.example/audit"),
            "`registry.example/audit` names no version; write registry.example/audit:VERSION, or registry.example/audit@sha256:DIGEST"
        );
        assert!(problem("registry.example/Ünicode:1").starts_with("`registry.example/Ünicode:1` names no package: "));
    }
}
