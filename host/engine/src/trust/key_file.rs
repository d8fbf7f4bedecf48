//! Files with keys: public ones anybody may read, private ones their owner alone.

use std::fs::OpenOptions as FileOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use aludel_project::text_file::{self, SizeLimit};
use aludel_signature::{KeyError, PublicKey, Salts, SecretKey};

use super::error::TrustError;
use crate::error::Error;

/// The ending of a file with a private key.
pub(crate) const PRIVATE_ENDING: &str = "key";
/// The ending of a file with a public key.
pub(crate) const PUBLIC_ENDING: &str = "pub";

const SIZE: SizeLimit = SizeLimit { name: "key_size", bytes: 64 << 10 };

/// Where the passphrase of a private key comes from; none where nobody knows it.
pub type Passphrases<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Reads a public key; `shown` is the file as it was written.
pub(crate) fn read_public(path: &Path, shown: &str) -> Result<PublicKey, TrustError> {
    let text = read(path, shown)?;
    PublicKey::from_pem(&text).map_err(|problem| TrustError::BadKey { file: shown.to_owned(), problem })
}

/// Reads a private key, and asks for its passphrase if it has one.
pub(crate) fn read_secret(path: &Path, passphrases: Passphrases<'_>) -> Result<SecretKey, TrustError> {
    let shown = path.display().to_string();
    let text = read(path, &shown)?;
    let passphrase = SecretKey::is_encrypted(&text).then(|| passphrases(&shown)).flatten();
    SecretKey::from_pem(&text, passphrase.as_deref()).map_err(|problem| TrustError::BadKey { file: shown, problem })
}

/// The public key in a file of either kind.
pub(crate) fn read_either(path: &Path, passphrases: Passphrases<'_>) -> Result<PublicKey, TrustError> {
    match read_public(path, &path.display().to_string()) {
        Err(TrustError::BadKey { problem: KeyError::NotPublic { .. }, .. }) => {
            read_secret(path, passphrases).map(|secret| secret.public())
        }
        other => other,
    }
}

fn read(path: &Path, shown: &str) -> Result<String, TrustError> {
    text_file::read_text(path, shown, SIZE).map_err(|problem| TrustError::Unreadable { problem })
}

/// A new key, which nobody knows.
pub(crate) fn generate() -> Result<SecretKey, Error> {
    let mut seed = [0; 32];
    fill(&mut seed)?;
    Ok(SecretKey::from_seed(&seed))
}

/// The text of a private key, behind a passphrase if there is one.
pub(crate) fn text_of(key: &SecretKey, passphrase: Option<&str>) -> Result<String, Error> {
    let Some(passphrase) = passphrase else { return Ok(key.to_pem().to_string()) };
    let mut salts = Salts { salt: [0; 32], nonce: [0; 24] };
    fill(&mut salts.salt)?;
    fill(&mut salts.nonce)?;
    let file = "that is to be written".to_owned();
    let sealed = key.to_encrypted_pem(passphrase, &salts);
    Ok(sealed.map_err(|problem| TrustError::BadKey { file, problem })?)
}

fn fill(bytes: &mut [u8]) -> Result<(), Error> {
    getrandom::fill(bytes)
        .map_err(|error| Error::Unexpected { message: format!("the system gives no randomness: {error}") })
}

/// Writes a new pair of files, and neither over another one.
pub(crate) fn write_pair(stem: &Path, private: &str, public: &str) -> Result<(PathBuf, PathBuf), Error> {
    let (private_path, public_path) = (with_ending(stem, PRIVATE_ENDING), with_ending(stem, PUBLIC_ENDING));
    // Looked for before, so that no half of a pair is left where the other one is in the way.
    if let Some(path) = [&private_path, &public_path].into_iter().find(|path| path.exists()) {
        return Err(TrustError::Exists { path: path.clone() }.into());
    }
    if let Some(folder) = stem.parent() {
        std::fs::create_dir_all(folder).map_err(|source| Error::Write { path: folder.to_owned(), source })?;
    }
    write_new(&private_path, private, Readers::Owner)?;
    write_new(&public_path, public, Readers::Everybody)?;
    Ok((private_path, public_path))
}

/// `with_extension` would take `acme.2027` apart.
fn with_ending(stem: &Path, ending: &str) -> PathBuf {
    let mut path = stem.as_os_str().to_owned();
    path.push(".");
    path.push(ending);
    path.into()
}

/// Who may read a file.
#[derive(Clone, Copy)]
enum Readers {
    Owner,
    Everybody,
}

fn write_new(path: &Path, text: &str, readers: Readers) -> Result<(), Error> {
    let mut options = FileOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(match readers {
            Readers::Owner => 0o600,
            Readers::Everybody => 0o644,
        });
    }
    #[cfg(not(unix))]
    let _ = readers;
    let written =
        options.open(path).and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()));
    written.map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => TrustError::Exists { path: path.to_owned() }.into(),
        _ => Error::Write { path: path.to_owned(), source },
    })
}
