use super::*;

/// Made with `openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256`; it is used nowhere.
const P256_KEY: &str = include_str!("testdata/p256.key");
const P256_PUBLIC: &str = include_str!("testdata/p256.pub");
/// `openssl dgst -sha256 -sign p256.key` over `what was signed`.
const P256_SIGNATURE: &[u8] = include_bytes!("testdata/p256.sig");

#[test]
fn a_key_survives_its_text_and_verifies_what_it_signed() {
    let key = SecretKey::from_seed(&[7; 32]);
    let again = SecretKey::from_pem(&key.to_pem(), None).expect("reads its own text");
    let public = PublicKey::from_pem(&again.public().to_pem()).expect("reads its own text");
    let signature = key.sign(b"what was signed");
    assert!(public.verifies(b"what was signed", &signature));
    assert!(!public.verifies(b"what was not signed", &signature));
    assert!(!public.verifies(b"what was signed", &signature[..63]));
    assert_eq!((public.algorithm(), signature.len()), ("Ed25519", 64));
    assert!(!format!("{key:?}").contains("[7"));
}

#[test]
fn a_signature_over_the_hash_is_taken_where_cosign_makes_one() {
    let secret = SigningKey::from_bytes(&[7; 32]);
    let hashed = secret.sign_prehashed(Sha512::new().chain_update(b"what was signed"), None).expect("signs");
    let public = SecretKey::from_seed(&[7; 32]).public();
    assert!(public.verifies(b"what was signed", &hashed.to_bytes()));
    assert!(!public.verifies(b"what was not signed", &hashed.to_bytes()));
    let other = secret.sign_prehashed(Sha512::new().chain_update(b"what was signed"), Some(b"context")).expect("signs");
    assert!(!public.verifies(b"what was signed", &other.to_bytes()));
}

#[test]
fn keys_of_p256_are_openssls() {
    let public = PublicKey::from_pem(P256_PUBLIC).expect("is a key");
    assert!(public.verifies(b"what was signed", P256_SIGNATURE));
    assert!(!public.verifies(b"what was not signed", P256_SIGNATURE));
    let secret = SecretKey::from_pem(P256_KEY, None).expect("is a key");
    assert_eq!(secret.public(), public);
    assert_eq!(secret.to_pem().as_str(), P256_KEY);
    assert_eq!((public.to_pem().as_str(), public.algorithm()), (P256_PUBLIC, "ECDSA P-256"));
    assert!(public.verifies(b"again", &secret.sign(b"again")));
    assert!(!SecretKey::from_seed(&[7; 32]).public().verifies(b"again", &secret.sign(b"again")));
}

#[test]
fn another_text_is_no_key() {
    let secret = SecretKey::from_seed(&[7; 32]).to_pem();
    for text in ["", "no key", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n", &secret[..60]] {
        assert!(matches!(SecretKey::from_pem(text, None), Err(KeyError::NotSecret { .. })), "{text}");
        assert!(matches!(PublicKey::from_pem(text), Err(KeyError::NotPublic { .. })), "{text}");
    }
    assert!(matches!(PublicKey::from_pem(&secret), Err(KeyError::NotPublic { .. })));
}

#[test]
fn a_key_of_a_small_order_verifies_nothing() {
    let mut weak = [0; 32];
    weak[0] = 1;
    let key = PublicKey::from_ed25519_bytes(&weak).expect("is a point");
    let mut signature = [0; 64];
    signature[0] = 1;
    assert!(!key.verifies(b"anything", &signature));
}
