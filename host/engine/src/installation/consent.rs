//! Whether a package that nobody signed is taken as it is: a person says so, once for each digest.

use std::sync::Arc;

use aludel_project::package::ContentDigest;
use aludel_project::{Config, InstalledPackage};

use crate::comparison::question::{Answer, Questioner};
use crate::error::Error;
use crate::installation::error::InstallationError;
use crate::installation::newcomer::Newcomer;

/// What says whether packages that nobody signed are taken.
#[derive(Clone, Copy)]
pub struct Consent<'a> {
    /// The digests of the manifests that somebody named beforehand.
    pub accepted: &'a [ContentDigest],
    /// Who is asked about others.
    pub questioner: &'a dyn Questioner,
}

/// A package that nobody signed, as a person is asked about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsignedPackage {
    /// Its name, such as `acme/audit`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The digest of its manifest, and so of all that it holds.
    pub digest: ContentDigest,
    /// What its migrations may do: what follows `it may`.
    pub may: Vec<String>,
    /// The version that it is to replace, where somebody signed that one.
    pub follows: Option<SignedPackage>,
}

/// A version of a package that somebody signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedPackage {
    /// Its name and version.
    pub package: String,
    /// Who signed it.
    pub signer: String,
}

impl SignedPackage {
    fn of(replaced: &InstalledPackage) -> Option<Self> {
        let signer = replaced.locked.signer.clone();
        replaced.is_signed().then(|| Self { package: replaced.title(), signer })
    }
}

/// Where the question comes from.
pub(crate) struct Occasion<'a> {
    /// The digest that the lock file has as taken.
    pub(crate) locked: Option<ContentDigest>,
    /// The version that it is to replace.
    pub(crate) replaced: Option<&'a InstalledPackage>,
    /// The command that is to be run again with an answer.
    pub(crate) command: &'a str,
}

impl Consent<'_> {
    /// The package with the word of a person in it, where it needs one.
    pub(crate) fn settle(
        &self,
        mut newcomer: Newcomer,
        occasion: &Occasion<'_>,
        config: &Config,
    ) -> Result<Newcomer, Error> {
        let digest = newcomer.package.manifest_digest;
        if newcomer.installed.is_signed() {
            return Ok(newcomer);
        }
        if occasion.locked == Some(digest) || self.names(&newcomer)? || self.says_yes(&newcomer, occasion, config) {
            Arc::make_mut(&mut newcomer.installed).locked.accepted = Some(digest);
            return Ok(newcomer);
        }
        if !newcomer.needs_consent {
            return Ok(newcomer);
        }
        Err(refused(InstallationError::NotAccepted {
            package: newcomer.title(),
            digest,
            follows: occasion.replaced.and_then(SignedPackage::of).map(Box::new),
            command: occasion.command.to_owned(),
        }))
    }

    /// Whether the digest was named beforehand; another one than those is never meant.
    fn names(&self, newcomer: &Newcomer) -> Result<bool, Error> {
        let found = newcomer.package.manifest_digest;
        match self.accepted {
            [] => Ok(false),
            accepted if accepted.contains(&found) => Ok(true),
            accepted => Err(refused(InstallationError::OtherAccepted {
                package: newcomer.title(),
                accepted: accepted.to_vec(),
                found,
            })),
        }
    }

    fn says_yes(&self, newcomer: &Newcomer, occasion: &Occasion<'_>, config: &Config) -> bool {
        if !newcomer.needs_consent {
            return false;
        }
        let about = newcomer.package.about();
        let package = UnsignedPackage {
            name: about.name.to_string(),
            version: about.version.to_string(),
            digest: newcomer.package.manifest_digest,
            may: config.grants.given_to_package(&newcomer.installed).grants.words().may,
            follows: occasion.replaced.and_then(SignedPackage::of),
        };
        self.questioner.takes_unsigned(&package) == Answer::Yes
    }
}

fn refused(error: InstallationError) -> Error {
    Error::Installation(Box::new(error))
}
