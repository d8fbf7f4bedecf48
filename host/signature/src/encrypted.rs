//! Private keys behind a passphrase, as cosign keeps them: a JSON text in a PEM block, with the key in a secretbox
//! (`XSalsa20` and `Poly1305`) that scrypt opens.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use crypto_secretbox::aead::{Aead as _, KeyInit as _};
use crypto_secretbox::{Key, Nonce, XSalsa20Poly1305};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use zeroize::Zeroizing;

const LABEL: &str = "ENCRYPTED SIGSTORE PRIVATE KEY";
/// Both names that cosign has given such keys.
const LABELS: [&str; 2] = [LABEL, "ENCRYPTED COSIGN PRIVATE KEY"];

/// How much work the passphrase of a new key costs, as a power of two: what cosign takes.
const WORK: u8 = 16;
/// What is read: everything that cosign ever wrote. More would let a file eat the memory.
const WORKS: std::ops::RangeInclusive<u8> = 15..=17;
const BLOCK_SIZE: u32 = 8;
const LINE: usize = 64;

/// The randomness that one encryption needs.
#[derive(Debug, Clone)]
pub struct Salts {
    /// For the passphrase.
    pub salt: [u8; 32],
    /// For the secretbox; never used twice with one passphrase and salt.
    pub nonce: [u8; 24],
}

/// Why an encrypted key cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EncryptedError {
    /// It is not what cosign writes.
    #[error("is no encrypted private key: {reason}")]
    Malformed {
        /// What is wrong.
        reason: String,
    },
    /// It was encrypted in another way.
    #[error(
        "is encrypted with {found}, which is not known; cosign's keys are encrypted with scrypt and nacl/secretbox"
    )]
    UnknownCipher {
        /// What it says.
        found: String,
    },
    /// It does not open.
    #[error("does not open with this passphrase")]
    WrongPassphrase,
}

#[derive(Serialize, Deserialize)]
struct Document {
    kdf: Kdf,
    cipher: Cipher,
    ciphertext: String,
}

#[derive(Serialize, Deserialize)]
struct Kdf {
    name: String,
    params: Parameters,
    salt: String,
}

#[derive(Serialize, Deserialize)]
struct Parameters {
    #[serde(rename = "N")]
    n: u32,
    r: u32,
    p: u32,
}

#[derive(Serialize, Deserialize)]
struct Cipher {
    name: String,
    nonce: String,
}

pub(crate) fn is_encrypted(text: &str) -> bool {
    LABELS.iter().any(|label| text.trim_start().starts_with(&format!("-----BEGIN {label}-----")))
}

pub(crate) fn encrypt(secret: &[u8], passphrase: &str, salts: &Salts) -> Result<String, EncryptedError> {
    let key = derive(passphrase, &salts.salt, WORK)?;
    let sealed = XSalsa20Poly1305::new(&Key::from(*key))
        .encrypt(&Nonce::from(salts.nonce), secret)
        .map_err(|_| malformed("the key is too long"))?;
    let document = Document {
        kdf: Kdf {
            name: "scrypt".to_owned(),
            params: Parameters { n: 1 << WORK, r: BLOCK_SIZE, p: 1 },
            salt: STANDARD.encode(salts.salt),
        },
        cipher: Cipher { name: "nacl/secretbox".to_owned(), nonce: STANDARD.encode(salts.nonce) },
        ciphertext: STANDARD.encode(sealed),
    };
    let json = serde_json::to_vec(&document).expect("texts and numbers are JSON");
    Ok(armour(&STANDARD.encode(json)))
}

pub(crate) fn decrypt(text: &str, passphrase: &str) -> Result<Zeroizing<Vec<u8>>, EncryptedError> {
    let document: Document = serde_json::from_slice(&disarm(text)?).map_err(|error| malformed(&error.to_string()))?;
    let work = work_of(&document)?;
    let (salt, nonce) = (decode(&document.kdf.salt)?, decode(&document.cipher.nonce)?);
    let nonce: [u8; 24] = nonce.try_into().map_err(|_| malformed("its nonce has not 24 bytes"))?;
    let key = derive(passphrase, &salt, work)?;
    XSalsa20Poly1305::new(&Key::from(*key))
        .decrypt(&Nonce::from(nonce), decode(&document.ciphertext)?.as_slice())
        .map(Zeroizing::new)
        .map_err(|_| EncryptedError::WrongPassphrase)
}

fn work_of(document: &Document) -> Result<u8, EncryptedError> {
    let Parameters { n, r, p } = document.kdf.params;
    let names = [document.kdf.name.as_str(), document.cipher.name.as_str()];
    let work = WORKS.into_iter().find(|work| 1 << work == n && r == BLOCK_SIZE && p == 1);
    match work {
        Some(work) if names == ["scrypt", "nacl/secretbox"] => Ok(work),
        _ => {
            Err(EncryptedError::UnknownCipher { found: format!("{} (N={n}, r={r}, p={p}) and {}", names[0], names[1]) })
        }
    }
}

fn derive(passphrase: &str, salt: &[u8], work: u8) -> Result<Zeroizing<[u8; 32]>, EncryptedError> {
    let parameters = scrypt::Params::new(work, BLOCK_SIZE, 1).map_err(|error| malformed(&error.to_string()))?;
    let mut key = Zeroizing::new([0; 32]);
    scrypt::scrypt(passphrase.as_bytes(), salt, &parameters, key.as_mut_slice())
        .map_err(|error| malformed(&error.to_string()))?;
    Ok(key)
}

fn armour(text: &str) -> String {
    let lines: Vec<&str> = text.as_bytes().chunks(LINE).filter_map(|line| std::str::from_utf8(line).ok()).collect();
    format!("-----BEGIN {LABEL}-----\n{}\n-----END {LABEL}-----\n", lines.join("\n"))
}

fn disarm(text: &str) -> Result<Vec<u8>, EncryptedError> {
    let lines: Vec<&str> = text.trim().lines().map(str::trim).collect();
    let [first, middle @ .., last] = lines.as_slice() else { return Err(malformed("it is empty")) };
    let is_whole = first.strip_prefix("-----BEGIN ").is_some_and(|rest| last.strip_prefix("-----END ") == Some(rest));
    if !is_whole {
        return Err(malformed("its PEM block does not end"));
    }
    decode(&middle.concat())
}

fn decode(text: &str) -> Result<Vec<u8>, EncryptedError> {
    STANDARD.decode(text).map_err(|error| malformed(&format!("it holds no Base64: {error}")))
}

fn malformed(reason: &str) -> EncryptedError {
    EncryptedError::Malformed { reason: reason.to_owned() }
}

#[cfg(test)]
mod tests;
