//! Whose signatures are taken, and for which packages: `[trust]` of a project, with its keys read.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::digest::Digest;
use crate::key::PublicKey;

/// What a project says about signatures.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// Who may sign.
    pub signers: Vec<Signer>,
    /// What becomes of packages that nobody signed.
    pub unsigned: Unsigned,
    /// Keys that sign no more, by their ids.
    pub revoked_keys: BTreeSet<Digest>,
    /// Packages that are not taken any more, by the digests of their manifests.
    pub revoked_packages: BTreeSet<Digest>,
}

/// Somebody who may sign packages.
#[derive(Debug, Clone)]
pub struct Signer {
    /// What the project calls them.
    pub name: String,
    /// Their keys.
    pub keys: Vec<SignerKey>,
    /// Which packages they may sign.
    pub may_sign: Vec<NamePattern>,
    /// The end of the trust in them, if there is one.
    pub until: Option<Moment>,
}

/// A key of a signer, and when it signs.
#[derive(Debug, Clone)]
pub struct SignerKey {
    /// The key.
    pub key: PublicKey,
    /// Where it was read from, for messages.
    pub source: String,
    /// From when on it is taken.
    pub from: Option<Moment>,
    /// Until when it is taken.
    pub until: Option<Moment>,
}

/// A point in time, and how it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub unix_seconds: i64,
    /// As it was written.
    pub text: String,
}

/// What becomes of a package that nobody signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unsigned {
    /// It is not taken.
    Refuse,
    /// A person is asked, and it is not taken where there is none.
    #[default]
    Ask,
    /// It is taken, and runs on scratch databases only.
    Scratch,
}

/// Names of packages: `registry.example/acme/*`. A `*` stands for any part of a name between two `/`, `**` at the end for
/// all that follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamePattern(String);

/// A text that is no pattern of names.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{text}` {reason}")]
pub struct NamePatternError {
    /// What was written.
    pub text: String,
    /// What is wrong.
    pub reason: &'static str,
}

impl Policy {
    /// Every key with whose it is.
    pub fn keys(&self) -> impl Iterator<Item = (&Signer, &SignerKey)> {
        self.signers.iter().flat_map(|signer| signer.keys.iter().map(move |key| (signer, key)))
    }

    /// The signer of that name.
    pub fn signer(&self, name: &str) -> Option<&Signer> {
        self.signers.iter().find(|signer| signer.name == name)
    }
}

impl Signer {
    /// Whether they may sign the package of that reference.
    pub fn may_sign(&self, reference: &str) -> bool {
        self.may_sign.iter().any(|pattern| pattern.matches(reference))
    }

    /// The same where only the name of the package is known, and not its registry.
    pub fn may_sign_name(&self, name: &str) -> bool {
        self.may_sign.iter().any(|pattern| pattern.without_registry().matches(name))
    }
}

impl NamePattern {
    /// Whether the pattern stands for that name.
    pub fn matches(&self, name: &str) -> bool {
        let (mut patterns, mut parts) = (self.0.split('/'), name.split('/'));
        loop {
            match (patterns.next(), parts.next()) {
                (Some("**"), Some(part)) => return !part.is_empty(),
                (Some(pattern), Some(part)) if !part.is_empty() && part_matches(pattern, part) => {}
                (None, None) => return true,
                _ => return false,
            }
        }
    }

    /// The pattern without the registry, which comes first.
    fn without_registry(&self) -> Self {
        let rest = self.0.split_once('/').map_or("**", |(_, rest)| rest);
        Self(rest.to_owned())
    }
}

/// Whether a part of a name is as its pattern says; each `*` stands for anything in it.
fn part_matches(pattern: &str, part: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == part };
    let Some(part) = part.strip_prefix(start) else { return false };
    part.char_indices().map(|(index, _)| index).chain([part.len()]).any(|index| part_matches(rest, &part[index..]))
}

impl FromStr for NamePattern {
    type Err = NamePatternError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = |reason| Err(NamePatternError { text: text.to_owned(), reason });
        let parts: Vec<&str> = text.split('/').collect();
        if text.contains(char::is_whitespace) || parts.iter().any(|part| part.is_empty()) {
            return error("has an empty part or a space; write registry/namespace/* or registry/namespace/name");
        }
        if text.contains('@') || parts.last().is_some_and(|last| last.contains(':') && parts.len() > 1) {
            return error("names a version; signers are trusted with packages, so leave out what follows the name");
        }
        if parts.iter().filter(|part| part.contains("**")).count() > usize::from(parts.last() == Some(&"**")) {
            return error("has a ** that is not its last part");
        }
        // A star costs a walk through the name; four of them in one part say nothing that one does not.
        if parts.iter().any(|part| part.matches('*').count() > 3) {
            return error("has more than three stars in one part");
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for NamePattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> NamePattern {
        text.parse().expect("is a pattern")
    }

    #[test]
    fn a_star_stays_within_its_part() {
        let acme = pattern("registry.example/acme/*");
        assert!(acme.matches("registry.example/acme/audit"));
        for other in [
            "registry.example/acme",
            "registry.example/acme/",
            "registry.example/acme/audit/extra",
            "registry.example/acme-evil/audit",
            "registry.example.evil/acme/audit",
        ] {
            assert!(!acme.matches(other), "{other}");
        }
        assert!(pattern("r/**").matches("r/acme/audit"));
        assert!(!pattern("r/**").matches("r"));
        assert!(pattern("r/acme/audit-*").matches("r/acme/audit-log"));
        assert!(!pattern("r/acme/audit-*").matches("r/acme/billing"));
        assert!(pattern("localhost:5000/audit").matches("localhost:5000/audit"));
        assert!(pattern("r/*a*b*").matches("r/xxaxxbxx"));
    }

    #[test]
    fn a_pattern_is_of_names_only() {
        for text in ["", "/", "r//a", "r/a b", "r/a:1.0", "r/a@sha256:00", "**/a", "r/**/a", "r/a**", "r/*a*b*c*"] {
            assert!(text.parse::<NamePattern>().is_err(), "{text}");
        }
        assert_eq!(pattern("localhost:5000/acme/*").to_string(), "localhost:5000/acme/*");
    }

    #[test]
    fn a_name_without_its_registry_is_held_against_the_rest() {
        assert!(pattern("registry.example/acme/*").without_registry().matches("acme/audit"));
        assert!(!pattern("registry.example/acme/*").without_registry().matches("evil/audit"));
    }
}
