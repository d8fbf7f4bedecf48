//! `package key`: keys that packages are signed with.

use std::path::{Path, PathBuf};

use aludel_project::config::Config;
use aludel_project::config::trust_file::{self, NextKey, TrustFileError};
use aludel_project::whole_file;
use aludel_signature::PublicKey;
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use serde::Serialize;

use crate::error::Error;
use crate::migrator::Migrator;
use crate::trust::error::TrustError;
use crate::trust::key_file::{self, Passphrases};

/// How long older keys are taken beside a new one, where nothing is said.
const OVERLAP_DAYS: i64 = 30;

/// A key that was made or looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyReport {
    /// The digest of the public key: its name.
    pub id: String,
    /// What it signs with: `Ed25519` or `ECDSA P-256`.
    pub algorithm: &'static str,
    /// The public key as a PEM text.
    pub public_key: String,
    /// The file with the private key, where one was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private_file: Option<PathBuf>,
    /// The file with the public key, where one was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_file: Option<PathBuf>,
    /// Whether a passphrase is needed to sign, where one was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_encrypted: Option<bool>,
}

/// A change of who is trusted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TrustChange {
    /// The id of the key.
    pub id: String,
    /// The signer whose key it is, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signer: Option<String>,
    /// The last day of the keys before it, where it follows others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub older_until: Option<String>,
    /// The file that was written.
    pub path: PathBuf,
}

/// Which key follows those of a signer, and when.
#[derive(Debug, Clone, Default)]
pub struct RotateRequest {
    /// The signer.
    pub signer: String,
    /// The file with the new public key.
    pub file: PathBuf,
    /// Its first day; none for at once.
    pub from: Option<String>,
    /// The last day of the older ones; none for thirty days from now.
    pub older_until: Option<String>,
}

/// What protects the file of a new private key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Protection {
    /// A passphrase.
    Passphrase(String),
    /// That nobody else may read it.
    FileModeOnly,
}

/// Makes a pair of Ed25519 keys, `STEM.key` and `STEM.pub`.
pub fn generate_key(stem: &Path, protection: Option<&Protection>) -> Result<KeyReport, Error> {
    let passphrase = match protection.ok_or(TrustError::NoNewPassphrase)? {
        Protection::Passphrase(passphrase) => Some(passphrase.as_str()),
        Protection::FileModeOnly => None,
    };
    let secret = key_file::generate()?;
    let public = secret.public();
    let (private_file, public_file) =
        key_file::write_pair(stem, &key_file::text_of(&secret, passphrase)?, &public.to_pem())?;
    Ok(KeyReport {
        private_file: Some(private_file),
        public_file: Some(public_file),
        is_encrypted: Some(passphrase.is_some()),
        ..report(&public)
    })
}

/// What is to be known of the key in a file, be it private or public. Nothing secret is told.
pub fn show_key(file: &Path, passphrases: Passphrases<'_>) -> Result<KeyReport, Error> {
    Ok(report(&key_file::read_either(file, passphrases)?))
}

fn report(key: &PublicKey) -> KeyReport {
    KeyReport {
        id: key.id().to_string(),
        algorithm: key.algorithm(),
        public_key: key.to_pem(),
        private_file: None,
        public_file: None,
        is_encrypted: None,
    }
}

impl Migrator {
    /// Writes another key of a signer into `aludel.toml`, and ends those that it follows.
    pub fn rotate_key(&self, request: &RotateRequest) -> Result<TrustChange, Error> {
        let id = key_file::read_public(&request.file, &request.file.display().to_string())?.id().to_string();
        let file = from_root(&self.config, &request.file);
        let known = self.config.trust.signers.get(&request.signer);
        if known.is_some_and(|signer| signer.keys.iter().any(|key| key.file == file)) {
            return Err(TrustError::HasKey { signer: request.signer.clone(), file }.into());
        }
        let older_until = request.older_until.clone().unwrap_or_else(overlap_end);
        let next = NextKey { file: &file, from: request.from.as_deref(), older_until: &older_until };
        let path = self.rewrite_config(|text| trust_file::with_next_key(text, &request.signer, &next))?;
        Ok(TrustChange { id, signer: Some(request.signer.clone()), older_until: Some(older_until), path })
    }

    /// Writes into `aludel.toml` that a key signs no more: that of a file, or of that id.
    pub fn revoke_key(&self, key: &str) -> Result<TrustChange, Error> {
        let id = match key.parse::<aludel_signature::Digest>() {
            Ok(id) => id.to_string(),
            Err(_) if key.starts_with("sha256:") => return Err(TrustError::BadId { text: key.to_owned() }.into()),
            Err(_) => key_file::read_public(&self.options.directory.join(key), key)?.id().to_string(),
        };
        let signer = self.trust_policy()?.key(&id).map(|(signer, _)| signer.name.clone());
        let path = self.rewrite_config(|text| trust_file::with_revoked_key(text, &id))?;
        Ok(TrustChange { id, signer, older_until: None, path })
    }

    fn rewrite_config(&self, change: impl Fn(&str) -> Result<String, TrustFileError>) -> Result<PathBuf, Error> {
        let path = &self.config.path;
        let failed = |source| Error::Write { path: path.clone(), source };
        let text = std::fs::read_to_string(path).map_err(failed)?;
        let changed = change(&text).map_err(TrustError::File)?;
        whole_file::write(path, changed.as_bytes()).map_err(failed)?;
        Ok(path.clone())
    }
}

/// A file as `aludel.toml` writes it: from its own folder, if it is below that.
fn from_root(config: &Config, file: &Path) -> String {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let (root, file) = (absolute(&config.root), absolute(file));
    // `shop/./keys` is the same folder as `shop/keys`.
    let plain = |path: PathBuf| path.components().collect::<PathBuf>();
    let (root, file) = (plain(root), plain(file));
    let below = file.strip_prefix(&root).unwrap_or(&file);
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    if below.is_absolute() { below.display().to_string() } else { parts.join("/") }
}

fn overlap_end() -> String {
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    today.saturating_add(OVERLAP_DAYS.days()).to_string()
}
