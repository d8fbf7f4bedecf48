//! What packages are called: a name as registries have it, a version, and the label of a branch.

use std::fmt;
use std::str::FromStr;

use semver::Version;
use serde::{Deserialize, Serialize};

/// The most characters that registries take as the name of a repository.
const NAME_CHARACTERS_MAX: usize = 255;

/// The most characters that registries take as a tag.
const TAG_CHARACTERS_MAX: usize = 128;

/// The most characters of a label, which is the name of a folder.
const LABEL_CHARACTERS_MAX: usize = 64;

/// What targets keep for themselves, so that no label may be called so.
const RESERVED_LABELS: [&str; 4] = ["head", "heads", "base", "current"];

/// A text is no name, version or label.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no {what}: {expected}", text = .text.escape_debug())]
pub struct NameError {
    /// `name of a package`, `version` or `label`.
    pub what: &'static str,
    /// The text.
    pub text: String,
    /// What it should be, with an example.
    pub expected: &'static str,
}

/// The name of a package: a namespace and a name, such as `acme/audit`.
///
/// It is the end of the name of a repository, so the grammar is that of the
/// [OCI distribution specification](https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PackageName(String);

impl PackageName {
    /// What it is.
    pub const EXPECTED: &str = "a namespace and a name in lower case, such as \"acme/audit\"";

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its last part, without the namespace.
    pub fn last_part(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }
}

impl FromStr for PackageName {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let is_name = text.len() <= NAME_CHARACTERS_MAX && text.contains('/') && text.split('/').all(is_name_part);
        let error = || NameError { what: "name of a package", text: text.to_owned(), expected: Self::EXPECTED };
        if is_name { Ok(Self(text.to_owned())) } else { Err(error()) }
    }
}

/// `[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*`.
fn is_name_part(part: &str) -> bool {
    let mut rest = part;
    loop {
        let word = rest.bytes().take_while(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()).count();
        rest = &rest[word..];
        if word == 0 || rest.is_empty() {
            return word > 0;
        }
        let dashes = rest.bytes().take_while(|byte| *byte == b'-').count();
        let separator = match rest.as_bytes() {
            [b'-', ..] => dashes,
            [b'_', b'_', ..] => 2,
            [b'.' | b'_', ..] => 1,
            _ => return false,
        };
        rest = &rest[separator..];
    }
}

/// The version of a package, such as `1.2.0` or `2.0.0-beta.1`; what comes later is larger.
///
/// It is the tag in a registry, where the build metadata of [Semantic Versioning](https://semver.org), which begin with a
/// plus sign, cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PackageVersion(Version);

impl PackageVersion {
    /// What it is.
    pub const EXPECTED: &str = "three numbers, such as \"1.2.0\" or \"2.0.0-beta.1\"";

    /// Whether it is one to try, and no release: `2.0.0-beta.1`.
    pub fn is_before_release(&self) -> bool {
        !self.0.pre.is_empty()
    }
}

impl FromStr for PackageVersion {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let version = Version::parse(text).ok();
        let version = version.filter(|version| version.build.is_empty() && text.len() <= TAG_CHARACTERS_MAX);
        let error = || NameError { what: "version", text: text.to_owned(), expected: Self::EXPECTED };
        version.map(Self).ok_or_else(error)
    }
}

/// The label of a package: the branch that it becomes, and the folder that it is installed in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PackageLabel(String);

impl PackageLabel {
    /// What it is.
    pub const EXPECTED: &str = "letters of ASCII, digits and `_`, such as \"audit\"";

    /// The label as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PackageLabel {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let is_word = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let is_label = is_word
            && (1..=LABEL_CHARACTERS_MAX).contains(&text.len())
            && !text.starts_with(|first: char| first.is_ascii_digit())
            && !RESERVED_LABELS.contains(&text);
        let error = || NameError { what: "label", text: text.to_owned(), expected: Self::EXPECTED };
        if is_label { Ok(Self(text.to_owned())) } else { Err(error()) }
    }
}

/// What texts and the three have in common.
macro_rules! a_checked_text {
    ($name:ident) => {
        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(out)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NameError;

            fn try_from(text: String) -> Result<Self, NameError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.to_string()
            }
        }
    };
}

a_checked_text!(PackageName);
a_checked_text!(PackageVersion);
a_checked_text!(PackageLabel);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_repositories() {
        for text in ["acme/audit", "a/b/c", "acme-labs/a.b_c__d--e1", "0/1"] {
            assert_eq!(text.parse::<PackageName>().map(|name| name.to_string()).as_deref(), Ok(text));
        }
        let long = format!("acme/{}", "a".repeat(260));
        for text in ["", "audit", "acme/", "/audit", "acme//audit", "acme/Audit", "acme/a..b", "acme/a___b", "acme/-a"]
        {
            assert!(text.parse::<PackageName>().is_err(), "{text}");
        }
        for text in ["acme/../audit", "acme/a b", "acme/ä", "acme/a.", long.as_str()] {
            assert!(text.parse::<PackageName>().is_err(), "{text}");
        }
        let name: PackageName = "acme/labs/audit".parse().expect("it is a name");
        assert_eq!(name.last_part(), "audit");
    }

    #[test]
    fn versions_are_ordered_and_fit_into_a_tag() {
        let version = |text: &str| text.parse::<PackageVersion>().expect("it is a version");
        assert!(version("1.10.0") > version("1.9.3"));
        assert!(version("2.0.0-beta.1") < version("2.0.0"));
        assert!(version("2.0.0-beta.1").is_before_release());
        for text in ["", "1", "1.2", "v1.2.0", "1.2.0+build", "latest", "01.2.3"] {
            assert!(text.parse::<PackageVersion>().is_err(), "{text}");
        }
        assert_eq!(
            "1.2".parse::<PackageVersion>().expect_err("a number is missing").to_string(),
            "`1.2` is no version: three numbers, such as \"1.2.0\" or \"2.0.0-beta.1\""
        );
    }

    #[test]
    fn labels_are_words_that_can_be_folders() {
        for text in ["audit", "_a1", "Audit_Log"] {
            assert!(text.parse::<PackageLabel>().is_ok(), "{text}");
        }
        for text in ["", "1a", "a-b", "a/b", "..", "a b", "head", "base", "ä", "a\0", &"a".repeat(65)] {
            assert!(text.parse::<PackageLabel>().is_err(), "{text}");
        }
    }
}
