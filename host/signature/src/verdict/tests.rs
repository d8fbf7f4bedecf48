use std::collections::BTreeMap;

use serde_json::Map;

use super::*;
use crate::bundle::sign_bundle;
use crate::key::SecretKey;
use crate::stored::CERTIFICATE_ANNOTATION;

const MANIFEST: &[u8] = b"the manifest of acme/audit 1.2.0";
const PLACE: &str = "registry.example/acme/audit";
const NOW: i64 = 1_000_000;

fn secret(seed: u8) -> SecretKey {
    SecretKey::from_seed(&[seed; 32])
}

fn package() -> Package<'static> {
    let asked = Asked { repository: PLACE, tag: Some("1.2.0") };
    Package { manifest: MANIFEST, name: "acme/audit", version: "1.2.0", asked: Some(asked), installed_version: None }
}

fn signed_by(seed: u8, manifest: &[u8], reference: &str) -> Signature {
    let payload =
        Payload { digest: Digest::of(manifest), reference: reference.to_owned(), optional: Map::new() }.to_bytes();
    Signature::Simple { signature: secret(seed).sign(&payload), payload, annotations: BTreeMap::new() }
}

fn good() -> Signature {
    signed_by(1, MANIFEST, PLACE)
}

fn key(seed: u8) -> SignerKey {
    SignerKey { key: secret(seed).public(), source: format!("keys/{seed}.pub"), from: None, until: None }
}

fn policy() -> Policy {
    let signer = |name: &str, keys, may_sign: &str| Signer {
        name: name.to_owned(),
        keys,
        may_sign: vec![may_sign.parse().expect("is a pattern")],
        until: None,
    };
    Policy {
        signers: vec![
            signer("acme", vec![key(1), key(2)], "registry.example/acme/*"),
            signer("other", vec![key(3)], "registry.example/other/*"),
        ],
        unsigned: Unsigned::Refuse,
        ..Policy::default()
    }
}

fn moment(unix_seconds: i64) -> Moment {
    Moment { unix_seconds, text: format!("the second {unix_seconds}") }
}

fn trusted(signer: &str, seed: u8) -> Verdict {
    Verdict::Signed(Trusted { signer: signer.to_owned(), key_id: secret(seed).public().id() })
}

/// What becomes of the package with that signature, and the name of the refusal.
fn code_of(package: &Package<'_>, signature: Signature, policy: &Policy) -> &'static str {
    decide(package, &[signature], policy, NOW).expect_err("is refused").code()
}

#[test]
fn one_good_signature_is_enough() {
    assert_eq!(decide(&package(), &[good()], &policy(), NOW), Ok(trusted("acme", 1)));
    let several = [signed_by(9, MANIFEST, PLACE), signed_by(3, MANIFEST, PLACE), signed_by(2, MANIFEST, PLACE)];
    assert_eq!(decide(&package(), &several, &policy(), NOW), Ok(trusted("acme", 2)));
    let bundle = Signature::Bundle { bytes: sign_bundle(&Digest::of(MANIFEST), &secret(1)) };
    assert_eq!(decide(&package(), &[bundle], &policy(), NOW), Ok(trusted("acme", 1)));
}

#[test]
fn references_may_hold_what_follows_the_name() {
    for reference in
        [format!("{PLACE}:1.2.0"), format!("{PLACE}@{}", Digest::of(MANIFEST)), format!("{PLACE}:1@sha256:0")]
    {
        assert_eq!(decide(&package(), &[signed_by(1, MANIFEST, &reference)], &policy(), NOW), Ok(trusted("acme", 1)));
    }
    assert_eq!(repository_of("localhost:5000/acme/audit"), "localhost:5000/acme/audit");
}

#[test]
fn a_file_belongs_where_its_name_says() {
    let file = Package { asked: None, ..package() };
    assert_eq!(decide(&file, &[good()], &policy(), NOW), Ok(trusted("acme", 1)));
    let bundle = Signature::Bundle { bytes: sign_bundle(&Digest::of(MANIFEST), &secret(1)) };
    assert_eq!(decide(&file, &[bundle], &policy(), NOW), Ok(trusted("acme", 1)));
    let elsewhere = signed_by(1, MANIFEST, "registry.example/acme/billing");
    assert_eq!(code_of(&file, elsewhere, &policy()), "signature_of_other_package");
    let within = signed_by(1, MANIFEST, "registry.example/evilacme/audit");
    assert_eq!(code_of(&file, within, &policy()), "signature_of_other_package");
    let not_theirs = Signature::Bundle { bytes: sign_bundle(&Digest::of(MANIFEST), &secret(3)) };
    assert_eq!(code_of(&file, not_theirs, &policy()), "signer_not_trusted_for_package");
}

#[test]
fn every_wrong_signature_has_an_error_of_its_own() {
    let Signature::Simple { payload, signature, .. } = good() else { unreachable!() };
    let simple = |payload: Vec<u8>, signature: Vec<u8>| {
        let annotations = BTreeMap::new();
        Signature::Simple { payload, signature, annotations }
    };
    let mut changed = payload.clone();
    changed.push(b' ');
    let annotations = BTreeMap::from([(CERTIFICATE_ANNOTATION.to_owned(), "-----BEGIN".to_owned())]);
    let keyless = Signature::Simple { payload: payload.clone(), signature: signature.clone(), annotations };
    let bundle = sign_bundle(&Digest::of(MANIFEST), &secret(1));
    for (what, signature, code) in [
        (
            "a layer was changed, so the manifest is another",
            signed_by(1, b"other", PLACE),
            "signature_of_other_contents",
        ),
        (
            "the same in a bundle",
            Signature::Bundle { bytes: sign_bundle(&Digest::of(b"other"), &secret(1)) },
            "signature_of_other_contents",
        ),
        ("a stranger's key", signed_by(9, MANIFEST, PLACE), "signature_of_unknown_key"),
        (
            "a stranger's bundle",
            Signature::Bundle { bytes: sign_bundle(&Digest::of(MANIFEST), &secret(9)) },
            "signature_of_unknown_key",
        ),
        ("a changed payload", simple(changed, signature.clone()), "signature_of_unknown_key"),
        ("half a signature", simple(payload.clone(), signature[..32].to_vec()), "signature_of_unknown_key"),
        ("half a payload", simple(payload[..40].to_vec(), signature), "signature_unreadable"),
        ("half a bundle", Signature::Bundle { bytes: bundle[..bundle.len() / 2].to_vec() }, "signature_unreadable"),
        ("another package's", signed_by(1, MANIFEST, "registry.example/acme/billing"), "signature_of_other_package"),
        ("somebody who may not", signed_by(3, MANIFEST, PLACE), "signer_not_trusted_for_package"),
        ("a certificate", keyless, "signature_keyless"),
    ] {
        assert_eq!(code_of(&package(), signature, &policy()), code, "{what}");
    }
}

#[test]
fn keys_and_signers_have_their_time() {
    let with = |change: &dyn Fn(&mut Signer)| {
        let mut policy = policy();
        change(&mut policy.signers[0]);
        decide(&package(), &[good()], &policy, NOW).map_err(|refusal| refusal.code())
    };
    assert_eq!(with(&|signer| signer.until = Some(moment(NOW))), Err("signer_expired"));
    assert_eq!(with(&|signer| signer.keys[0].until = Some(moment(NOW))), Err("key_expired"));
    assert_eq!(with(&|signer| signer.keys[0].from = Some(moment(NOW + 1))), Err("key_not_yet_valid"));
    let both = with(&|signer| {
        signer.until = Some(moment(NOW + 1));
        signer.keys[0].until = Some(moment(NOW + 1));
        signer.keys[0].from = Some(moment(NOW));
    });
    assert_eq!(both, Ok(trusted("acme", 1)));
}

#[test]
fn what_was_revoked_is_taken_no_more() {
    let mut revoked = policy();
    revoked.revoked_keys.insert(secret(1).public().id());
    assert_eq!(code_of(&package(), good(), &revoked), "key_revoked");
    assert_eq!(decide(&package(), &[good(), signed_by(2, MANIFEST, PLACE)], &revoked, NOW), Ok(trusted("acme", 2)));
    let mut revoked = policy();
    revoked.revoked_packages.insert(Digest::of(MANIFEST));
    assert_eq!(code_of(&package(), good(), &revoked), "package_revoked");
}

#[test]
fn tags_and_versions_do_not_go_back() {
    let asked = |tag| Package { asked: Some(Asked { repository: PLACE, tag: Some(tag) }), ..package() };
    assert_eq!(code_of(&asked("1.3.0"), good(), &policy()), "package_retagged");
    for tag in ["stable", "1.2", "v1.2.0"] {
        assert_eq!(decide(&asked(tag), &[good()], &policy(), NOW), Ok(trusted("acme", 1)), "{tag}");
    }
    let installed = |version| Package { installed_version: Some(version), ..package() };
    assert_eq!(code_of(&installed("1.10.0"), good(), &policy()), "package_older");
    for version in ["1.2.0", "1.1.9", "unknown"] {
        assert_eq!(decide(&installed(version), &[good()], &policy(), NOW), Ok(trusted("acme", 1)), "{version}");
    }
}

#[test]
fn what_nobody_signed_is_for_the_project_to_say() {
    let with = |unsigned| decide(&package(), &[], &Policy { unsigned, ..policy() }, NOW);
    assert_eq!(with(Unsigned::Ask), Ok(Verdict::Ask));
    assert_eq!(with(Unsigned::Scratch), Ok(Verdict::ScratchOnly));
    assert_eq!(with(Unsigned::Refuse).map_err(|refusal| refusal.code()), Err("package_unsigned"));
    // A bad signature is worse than none: nobody is asked about it.
    let bad =
        decide(&package(), &[signed_by(9, MANIFEST, PLACE)], &Policy { unsigned: Unsigned::Ask, ..policy() }, NOW);
    assert_eq!(bad.map_err(|refusal| refusal.code()), Err("signature_of_unknown_key"));
}

#[test]
fn refusals_say_what_to_type() {
    let refusal = decide(&package(), &[signed_by(3, MANIFEST, PLACE)], &policy(), NOW).expect_err("is refused");
    assert_eq!(
        refusal.to_string(),
        "`other` signed registry.example/acme/audit, and may sign only registry.example/other/*"
    );
    assert_eq!(
        refusal.hint().as_deref(),
        Some(
            "if they may, say so in aludel.toml:\n[trust.signers.other]\nmay_sign = [\"registry.example/other/*\", \"registry.example/acme/audit\"]"
        )
    );
    let refusal = decide(&package(), &[signed_by(9, MANIFEST, PLACE)], &policy(), NOW).expect_err("is refused");
    assert_eq!(
        refusal.to_string(),
        "package acme/audit 1.2.0 is signed, but with no key that the project trusts (of acme, other): somebody else signed it, or the signature was changed"
    );
}
