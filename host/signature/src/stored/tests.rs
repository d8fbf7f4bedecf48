use std::collections::BTreeMap;

use serde_json::Value;

use super::*;

fn subject() -> Subject {
    Subject { media_type: MANIFEST_TYPE.to_owned(), digest: Digest::of(b"manifest"), bytes: 8 }
}

fn simple(text: &str) -> Signature {
    let annotations = BTreeMap::new();
    Signature::Simple { payload: text.as_bytes().to_vec(), signature: vec![1, 2, 3], annotations }
}

fn bundle() -> Signature {
    Signature::Bundle { bytes: b"{\"a\":1}".to_vec() }
}

fn blobs(stored: &StoredSignatures) -> BTreeMap<Digest, Vec<u8>> {
    stored.blobs.iter().map(|blob| (Digest::of(blob), blob.clone())).collect()
}

fn read_back(stored: &StoredSignatures) -> Result<Vec<Signature>, StoredError> {
    let blobs = blobs(stored);
    read(&stored.manifest, |digest| blobs.get(digest).cloned())
}

#[test]
fn signatures_survive_being_stored() {
    let signatures = [simple("one"), bundle(), simple("two")];
    let stored = store(&signatures, &subject());
    assert_eq!(stored.len(), 2);
    assert_eq!(read_back(&stored[0]), Ok(vec![simple("one"), simple("two")]));
    assert_eq!(read_back(&stored[1]), Ok(vec![bundle()]));
    assert_eq!(store(&[], &subject()), []);
}

#[test]
fn what_others_keep_with_their_signature_stays_with_it() {
    let annotations = BTreeMap::from([
        (CERTIFICATE_ANNOTATION.to_owned(), "-----BEGIN".to_owned()),
        ("dev.sigstore.cosign/bundle".to_owned(), "{}".to_owned()),
    ]);
    let keyless = Signature::Simple { payload: b"one".to_vec(), signature: vec![1], annotations };
    assert!(keyless.is_keyless() && !simple("two").is_keyless() && !bundle().is_keyless());
    let signatures = vec![keyless, simple("two")];
    let stored = store(&signatures, &subject());
    assert_eq!(read_back(&stored[0]), Ok(signatures));
}

#[test]
fn the_manifest_is_one_that_cosign_finds() {
    let stored = &store(&[simple("one")], &subject())[0];
    let manifest: Value = serde_json::from_slice(&stored.manifest).expect("is JSON");
    assert_eq!(manifest["schemaVersion"], 2);
    assert_eq!(manifest["mediaType"], MANIFEST_TYPE);
    assert_eq!(manifest["artifactType"], "application/vnd.dev.cosign.artifact.sig.v1+json");
    assert_eq!(manifest["config"]["mediaType"], "application/vnd.oci.image.config.v1+json");
    assert_eq!(manifest["subject"]["digest"], Digest::of(b"manifest").to_string());
    let layer = &manifest["layers"][0];
    assert_eq!(layer["mediaType"], "application/vnd.dev.cosign.simplesigning.v1+json");
    assert_eq!(layer["annotations"]["dev.cosignproject.cosign/signature"], "AQID");
    assert_eq!(layer["size"], 3);
    assert_eq!(stored.tag.as_deref(), Some(format!("sha256-{}.sig", Digest::of(b"manifest").hex()).as_str()));
    let config: Value = serde_json::from_slice(&stored.blobs[0]).expect("is JSON");
    assert_eq!(config["rootfs"]["diff_ids"][0], Digest::of(b"one").to_string());
}

#[test]
fn what_is_no_signature_is_left_out() {
    let stored = &store(&[simple("one")], &subject())[0];
    let text = String::from_utf8(stored.manifest.clone()).expect("is text");
    let attestation = text.replace("vnd.dev.cosign.simplesigning.v1+json", "vnd.dsse.envelope.v1+json");
    assert_eq!(read(attestation.as_bytes(), |_| None), Ok(vec![]));
    assert!(may_hold_signatures(None) && may_hold_signatures(Some(SIGNATURE_ARTIFACT_TYPE)));
    assert!(!may_hold_signatures(Some("application/spdx+json")));
}

#[test]
fn what_is_missing_or_changed_is_named() {
    let stored = &store(&[simple("one")], &subject())[0];
    let digest = Digest::of(b"one");
    assert_eq!(read(&stored.manifest, |_| None), Err(StoredError::MissingLayer { digest }));
    let found = Digest::of(b"two");
    assert_eq!(read(&stored.manifest, |_| Some(b"two".to_vec())), Err(StoredError::OtherLayer { digest, found }));
    for length in [0, 1, stored.manifest.len() / 2, stored.manifest.len() - 1] {
        let cut = read(&stored.manifest[..length], |_| None);
        assert!(matches!(cut, Err(StoredError::Malformed { .. })), "{cut:?}");
    }
    let text = String::from_utf8(stored.manifest.clone()).expect("is text");
    for (from, to) in [("AQID", "A*ID"), (SIGNATURE_ANNOTATION, "elsewhere")] {
        let changed = read(text.replace(from, to).as_bytes(), |_| Some(b"one".to_vec()));
        assert!(matches!(changed, Err(StoredError::BadLayer { .. })), "{changed:?}");
    }
}

#[test]
fn nobody_is_flooded_with_signatures() {
    let many: Vec<Signature> = (0..=SIGNATURES_MAX).map(|number| simple(&number.to_string())).collect();
    assert_eq!(read_back(&store(&many, &subject())[0]), Err(StoredError::TooMany { found: 65 }));
}
