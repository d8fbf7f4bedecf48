//! What becomes of a package and its signatures: decided from facts alone.

use crate::bundle::{BundleError, verify_bundle};
use crate::digest::Digest;
use crate::payload::Payload;
use crate::policy::{Moment, Policy, Signer, SignerKey, Unsigned};
use crate::stored::Signature;

mod refusal;

pub use refusal::Refusal;

/// A package, as far as signatures are concerned.
#[derive(Debug, Clone, Copy)]
pub struct Package<'a> {
    /// Its OCI manifest, to the byte.
    pub manifest: &'a [u8],
    /// What its configuration calls it: `acme/audit`.
    pub name: &'a str,
    /// Which version its configuration says it is.
    pub version: &'a str,
    /// Where it was asked for; none for a file.
    pub asked: Option<Asked<'a>>,
    /// The version that is installed already, if there is one that the package is to take the place of.
    pub installed_version: Option<&'a str>,
}

/// Where a package was asked for.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Registry, namespace and name: `registry.example/acme/audit`.
    pub repository: &'a str,
    /// The tag, unless it was asked for by its digest.
    pub tag: Option<&'a str>,
}

/// A package that is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Somebody signed it who may.
    Signed(Trusted),
    /// Nobody signed it; a person is to be asked.
    Ask,
    /// Nobody signed it; it may run on scratch databases.
    ScratchOnly,
}

/// Who signed a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trusted {
    /// The name of the signer in the project.
    pub signer: String,
    /// Which of their keys it was.
    pub key_id: Digest,
}

/// What a signature says, and whose it is.
struct Claim<'a> {
    signer: &'a Signer,
    key: &'a SignerKey,
    digest: Digest,
    /// Bundles do not say where a package belongs.
    reference: Option<String>,
}

/// Decides what becomes of a package, at `now` (seconds since 1970-01-01T00:00:00Z). One good signature is enough; where
/// there is none, the refusal is of the one that came nearest.
pub fn decide(package: &Package<'_>, signatures: &[Signature], policy: &Policy, now: i64) -> Result<Verdict, Refusal> {
    check_package(package, policy)?;
    let mut nearest = None;
    for signature in signatures {
        match judge(package, signature, policy, now) {
            Ok(Some(trusted)) => return Ok(Verdict::Signed(trusted)),
            Ok(None) => {}
            Err(refusal) => nearest = Some(nearer(nearest, refusal)),
        }
    }
    match nearest {
        Some(refusal) => Err(refusal),
        None => unsigned(package, policy),
    }
}

fn nearer(one: Option<Refusal>, other: Refusal) -> Refusal {
    match one {
        Some(one) if one.nearness() >= other.nearness() => one,
        _ => other,
    }
}

fn unsigned(package: &Package<'_>, policy: &Policy) -> Result<Verdict, Refusal> {
    match policy.unsigned {
        Unsigned::Refuse => Err(Refusal::Unsigned { package: package.words() }),
        Unsigned::Ask => Ok(Verdict::Ask),
        Unsigned::Scratch => Ok(Verdict::ScratchOnly),
    }
}

/// What no signature makes good.
fn check_package(package: &Package<'_>, policy: &Policy) -> Result<(), Refusal> {
    let digest = Digest::of(package.manifest);
    if policy.revoked_packages.contains(&digest) {
        return Err(Refusal::PackageRevoked { package: package.words(), digest });
    }
    let tag = package.asked.and_then(|asked| asked.tag);
    if let Some(tag) = tag.filter(|tag| is_other_version(tag, package.version)) {
        return Err(Refusal::Retagged { package: package.words(), tag: tag.to_owned() });
    }
    if let Some(installed) = package.installed_version.filter(|installed| is_older(package.version, installed)) {
        return Err(Refusal::Older { package: package.words(), installed: installed.to_owned() });
    }
    Ok(())
}

/// Tags that are whole versions mean that version; others, such as `stable`, move.
fn is_other_version(tag: &str, version: &str) -> bool {
    let parsed = |text: &str| semver::Version::parse(text.strip_prefix('v').unwrap_or(text)).ok();
    parsed(tag).is_some_and(|asked| parsed(version) != Some(asked))
}

fn is_older(offered: &str, installed: &str) -> bool {
    match (semver::Version::parse(offered), semver::Version::parse(installed)) {
        (Ok(offered), Ok(installed)) => offered < installed,
        _ => false,
    }
}

/// Who is to be trusted for one signature; none if it is no signature of the package at all.
fn judge(package: &Package<'_>, signature: &Signature, policy: &Policy, now: i64) -> Result<Option<Trusted>, Refusal> {
    let claim = match signature {
        signature if signature.is_keyless() => return Err(Refusal::Keyless { package: package.words() }),
        Signature::Simple { payload, signature, .. } => Some(claim_of_simple(package, payload, signature, policy)?),
        Signature::Bundle { bytes } => claim_of_bundle(package, bytes, policy)?,
    };
    let Some(claim) = claim else { return Ok(None) };
    check_claim(package, &claim, policy)?;
    check_times(package, &claim, now)?;
    Ok(Some(Trusted { signer: claim.signer.name.clone(), key_id: claim.key.key.id() }))
}

fn claim_of_simple<'a>(
    package: &Package<'_>,
    payload: &[u8],
    signature: &[u8],
    policy: &'a Policy,
) -> Result<Claim<'a>, Refusal> {
    let read = Payload::parse(payload)
        .map_err(|error| Refusal::Unreadable { package: package.words(), reason: error.to_string() })?;
    let by = policy.keys().find(|(_, key)| key.key.verifies(payload, signature));
    let (signer, key) = by.ok_or_else(|| unknown_key(package, policy))?;
    Ok(Claim { signer, key, digest: read.digest, reference: Some(repository_of(&read.reference).to_owned()) })
}

fn claim_of_bundle<'a>(package: &Package<'_>, bytes: &[u8], policy: &'a Policy) -> Result<Option<Claim<'a>>, Refusal> {
    for (signer, key) in policy.keys() {
        match verify_bundle(bytes, &key.key, package.manifest) {
            Ok(digest) => return Ok(Some(Claim { signer, key, digest, reference: None })),
            Err(BundleError::WrongKey) => {}
            Err(BundleError::OtherPredicate { .. }) => return Ok(None),
            Err(BundleError::Keyless) => return Err(Refusal::Keyless { package: package.words() }),
            Err(error) => {
                return Err(Refusal::Unreadable { package: package.words(), reason: error.to_string() });
            }
        }
    }
    Err(unknown_key(package, policy))
}

fn unknown_key(package: &Package<'_>, policy: &Policy) -> Refusal {
    let signers = policy.signers.iter().map(|signer| signer.name.clone()).collect();
    // Signers are trusted with what has a registry, and a file does not say which.
    let name = package.asked.map_or_else(|| format!("REGISTRY/{}", package.name), |asked| asked.repository.to_owned());
    Refusal::UnknownKey { package: package.words(), name, signers }
}

/// Whether it is this package that was signed, by a key that is not revoked, of somebody who may.
fn check_claim(package: &Package<'_>, claim: &Claim<'_>, policy: &Policy) -> Result<(), Refusal> {
    let signer = claim.signer.name.clone();
    let id = claim.key.key.id();
    if policy.revoked_keys.contains(&id) {
        return Err(Refusal::KeyRevoked { package: package.words(), signer, key: claim.key.source.clone(), id });
    }
    let found = Digest::of(package.manifest);
    if claim.digest != found {
        return Err(Refusal::OtherManifest { package: package.words(), signer, signed: claim.digest, found });
    }
    if let Some(signed) = claim.reference.as_ref().filter(|signed| !package.is_at(signed)) {
        return Err(Refusal::OtherPackage { package: package.reference(), signer, signed: signed.clone() });
    }
    let reference = claim.reference.as_deref().or(package.asked.map(|asked| asked.repository));
    let is_allowed = match reference {
        Some(reference) => claim.signer.may_sign(reference),
        None => claim.signer.may_sign_name(package.name),
    };
    if is_allowed {
        return Ok(());
    }
    Err(Refusal::NotTheirs {
        package: reference.map_or_else(|| package.name.to_owned(), str::to_owned),
        signer,
        may_sign: claim.signer.may_sign.iter().map(ToString::to_string).collect(),
    })
}

fn check_times(package: &Package<'_>, claim: &Claim<'_>, now: i64) -> Result<(), Refusal> {
    let Claim { signer, key, .. } = claim;
    let (words, name, source) = (package.words(), signer.name.clone(), key.source.clone());
    let is_over = |until: &&Moment| now >= until.unix_seconds;
    if let Some(until) = signer.until.as_ref().filter(is_over) {
        return Err(Refusal::SignerExpired { package: words, signer: name, until: until.text.clone() });
    }
    if let Some(until) = key.until.as_ref().filter(is_over) {
        return Err(Refusal::KeyExpired { package: words, signer: name, key: source, until: until.text.clone() });
    }
    match key.from.as_ref().filter(|from| now < from.unix_seconds) {
        Some(from) => Err(Refusal::KeyNotYet { package: words, signer: name, key: source, from: from.text.clone() }),
        None => Ok(()),
    }
}

impl Package<'_> {
    /// Name and version, for messages.
    fn words(&self) -> String {
        format!("{} {}", self.name, self.version)
    }

    /// Where it was asked for, or its name.
    fn reference(&self) -> String {
        self.asked.map_or(self.name, |asked| asked.repository).to_owned()
    }

    /// Whether it is the package of that reference. From a file only the name says where it belongs.
    fn is_at(&self, signed: &str) -> bool {
        match self.asked {
            Some(asked) => asked.repository == signed,
            None => signed == self.name || signed.strip_suffix(self.name).is_some_and(|rest| rest.ends_with('/')),
        }
    }
}

/// A reference without tag and digest, which some write into the payload.
fn repository_of(reference: &str) -> &str {
    let without_digest = reference.split_once('@').map_or(reference, |(before, _)| before);
    match without_digest.rsplit_once(':') {
        Some((before, tag)) if !tag.contains('/') => before,
        _ => without_digest,
    }
}

#[cfg(test)]
mod tests;
