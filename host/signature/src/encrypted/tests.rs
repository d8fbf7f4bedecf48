use super::*;
use crate::key::{KeyError, SecretKey};

const SALTS: Salts = Salts { salt: [3; 32], nonce: [4; 24] };

fn sealed() -> String {
    SecretKey::from_seed(&[7; 32]).to_encrypted_pem("open, sesame", &SALTS).expect("encrypts")
}

fn changed(from: &str, to: &str) -> String {
    let json = String::from_utf8(disarm(&sealed()).expect("is whole")).expect("is text");
    assert!(json.contains(from), "{json}");
    armour(&STANDARD.encode(json.replacen(from, to, 1)))
}

#[test]
fn a_passphrase_opens_what_it_closed() {
    let text = sealed();
    assert!(text.starts_with("-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\n"), "{text}");
    assert!(text.lines().all(|line| line.len() <= LINE), "{text}");
    let opened = SecretKey::from_pem(&text, Some("open, sesame")).expect("opens");
    assert_eq!(opened.public(), SecretKey::from_seed(&[7; 32]).public());
    assert_eq!(SecretKey::from_pem(&text, None).err(), Some(KeyError::NoPassphrase));
    let wrong = SecretKey::from_pem(&text, Some("open, barley")).err();
    assert_eq!(wrong, Some(KeyError::Encrypted(EncryptedError::WrongPassphrase)));
}

#[test]
fn the_older_name_is_read() {
    let older = sealed().replace("SIGSTORE", "COSIGN");
    assert!(SecretKey::from_pem(&older, Some("open, sesame")).is_ok());
}

#[test]
fn what_would_eat_the_memory_is_refused_before_it_does() {
    for parameters in ["\"N\":1073741824,\"r\":8", "\"N\":65536,\"r\":8192", "\"N\":65537,\"r\":8"] {
        let text = changed("\"N\":65536,\"r\":8", parameters);
        let error = decrypt(&text, "open, sesame").expect_err("is refused").to_string();
        assert!(error.contains("which is not known"), "{error}");
    }
    let text = changed("nacl/secretbox", "rot13");
    assert!(matches!(decrypt(&text, "open, sesame"), Err(EncryptedError::UnknownCipher { .. })));
}

#[test]
fn what_was_cut_off_or_changed_does_not_open() {
    let text = sealed();
    for length in [0, 20, 60, 200, text.len() - 10] {
        assert!(matches!(decrypt(&text[..length], "open, sesame"), Err(EncryptedError::Malformed { .. })), "{length}");
    }
    let json = String::from_utf8(disarm(&text).expect("is whole")).expect("is text");
    let other = armour(&STANDARD.encode(json.replace("\"ciphertext\":\"", "\"ciphertext\":\"AAAA")));
    assert_eq!(decrypt(&other, "open, sesame").err(), Some(EncryptedError::WrongPassphrase));
    let short = changed(&STANDARD.encode([4; 24]), "AAAA");
    assert!(matches!(decrypt(&short, "open, sesame"), Err(EncryptedError::Malformed { .. })));
}
