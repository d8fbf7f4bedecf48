use serde_json::Value;

use super::*;

const MANIFEST: &[u8] = b"the manifest";

fn key() -> SecretKey {
    SecretKey::from_seed(&[7; 32])
}

fn bundle() -> Value {
    serde_json::from_slice(&sign_bundle(&Digest::of(MANIFEST), &key())).expect("is JSON")
}

fn verify(bundle: &Value) -> Result<Digest, BundleError> {
    verify_bundle(bundle.to_string().as_bytes(), &key().public(), MANIFEST)
}

/// A bundle around another statement, properly signed.
fn stating(statement: &Value) -> Value {
    let payload = statement.to_string().into_bytes();
    let mut bundle = bundle();
    let signature = key().sign(&sigstore_verify::types::dsse::pae(STATEMENT_TYPE, &payload));
    bundle["dsseEnvelope"]["payload"] = encode(&payload).into();
    bundle["dsseEnvelope"]["signatures"][0]["sig"] = encode(&signature).into();
    bundle
}

#[test]
fn a_bundle_says_which_manifest_was_signed() {
    assert_eq!(verify(&bundle()), Ok(Digest::of(MANIFEST)));
    let other = sign_bundle(&Digest::of(b"another one"), &key());
    assert_eq!(verify_bundle(&other, &key().public(), MANIFEST), Ok(Digest::of(b"another one")));
}

#[test]
fn a_message_signature_is_over_the_manifest() {
    let mut bundle = bundle();
    bundle.as_object_mut().expect("is an object").remove("dsseEnvelope");
    bundle["messageSignature"] = json!({ "signature": encode(&key().sign(MANIFEST)) });
    assert_eq!(verify(&bundle), Ok(Digest::of(MANIFEST)));
    assert_eq!(
        verify_bundle(bundle.to_string().as_bytes(), &key().public(), b"another one"),
        Err(BundleError::WrongKey)
    );
}

#[test]
fn another_key_or_another_byte_is_refused() {
    let stranger = SecretKey::from_seed(&[8; 32]).public();
    let bytes = bundle().to_string().into_bytes();
    assert_eq!(verify_bundle(&bytes, &stranger, MANIFEST), Err(BundleError::WrongKey));
    let mut changed = bundle();
    changed["dsseEnvelope"]["payload"] = encode(b"{}").into();
    assert_eq!(verify(&changed), Err(BundleError::WrongKey));
    for length in [0, 1, bytes.len() / 2, bytes.len() - 1] {
        let cut = verify_bundle(&bytes[..length], &key().public(), MANIFEST);
        assert!(matches!(cut, Err(BundleError::Malformed { .. })), "{cut:?}");
    }
    assert_eq!(verify_bundle(&vec![b' '; BUNDLE_BYTES_MAX + 1], &stranger, MANIFEST), Err(BundleError::TooLong));
}

#[test]
fn another_statement_is_no_signature() {
    let subject = json!([{ "digest": { "sha256": Digest::of(MANIFEST).hex() } }]);
    let statement = |subject: &Value, predicate: &str| json!({ "_type": "https://in-toto.io/Statement/v1", "subject": subject, "predicateType": predicate, "predicate": {} });
    let built = verify(&stating(&statement(&subject, "https://slsa.dev/provenance/v1")));
    assert_eq!(built, Err(BundleError::OtherPredicate { predicate: "https://slsa.dev/provenance/v1".to_owned() }));
    let two = json!([subject[0], subject[0]]);
    for subject in [json!([]), two, json!([{ "digest": { "sha512": "00" } }])] {
        let found = verify(&stating(&statement(&subject, SIGNATURE_PREDICATE)));
        assert!(matches!(found, Err(BundleError::Malformed { .. })), "{found:?}");
    }
}

#[test]
fn a_certificate_is_no_key() {
    let mut keyless = bundle();
    keyless["verificationMaterial"] = json!({ "certificate": { "rawBytes": encode(b"certificate") } });
    assert_eq!(verify(&keyless), Err(BundleError::Keyless));
}

/// An entry of a log as Rekor writes one for `hashedrekord`, of a signature over these bytes.
fn log_entry(logged: &[u8], signature: &[u8]) -> Value {
    let body = json!({
        "apiVersion": "0.0.1",
        "kind": "hashedrekord",
        "spec": {
            "data": { "hash": { "algorithm": "sha256", "value": Digest::of(logged).hex() } },
            "signature": {
                "content": encode(signature),
                "publicKey": { "content": encode(key().public().to_pem().as_bytes()) },
            },
        },
    });
    json!({
        "logIndex": "1",
        "logId": { "keyId": encode(&[0; 32]) },
        "kindVersion": { "kind": "hashedrekord", "version": "0.0.1" },
        "integratedTime": "1",
        "canonicalizedBody": encode(body.to_string().as_bytes()),
    })
}

#[test]
fn an_entry_of_a_log_must_be_of_this_signature() {
    let mut bundle = bundle();
    bundle.as_object_mut().expect("is an object").remove("dsseEnvelope");
    let signature = key().sign(MANIFEST);
    bundle["messageSignature"] = json!({
        "messageDigest": { "algorithm": "SHA2_256", "digest": encode(Digest::of(MANIFEST).as_bytes()) },
        "signature": encode(&signature),
    });
    bundle["verificationMaterial"]["tlogEntries"] = json!([log_entry(MANIFEST, &signature)]);
    assert_eq!(verify(&bundle), Ok(Digest::of(MANIFEST)));
    bundle["verificationMaterial"]["tlogEntries"] = json!([log_entry(b"another one", &signature)]);
    let borrowed = verify(&bundle);
    assert!(matches!(borrowed, Err(BundleError::Malformed { .. })), "{borrowed:?}");
}
