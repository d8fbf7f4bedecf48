use super::*;
use crate::config::Config;
use crate::config::GrantsSection;
use crate::config::grants::{PackageTerms, Trust};

const DIGEST: &str = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

fn read_config(text: &str) -> Result<Config, String> {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let path = folder.path().join("aludel.toml");
    std::fs::write(&path, text).expect("there is room for a file");
    Config::read(&path, &|_| None).map_err(|errors| errors.errors[0].to_string())
}

fn read_text(text: &str) -> Result<TrustSection, String> {
    read_config(text).map(|config| config.trust)
}

fn folders(text: &str) -> Vec<String> {
    let trust = read_config(text).expect("is a configuration").grants.trust;
    trust.into_iter().map(|Trust { whom, .. }| whom).collect()
}

fn seconds(text: &str) -> i64 {
    text.parse::<Timestamp>().expect("is a time").as_second()
}

#[test]
fn a_signer_has_keys_packages_and_a_time() {
    let text = format!(
        r#"
[trust]
unsigned = "refuse"
revoked_keys = ["{DIGEST}"]
revoked_packages = ["{DIGEST}"]

[trust.vendor]
code = true

[trust.signers.acme]
may_sign = "registry.example/acme/*"
until = 2027-12-31
grants = {{ create = "audit_*" }}

[[trust.signers.acme.keys]]
file = "keys/old.pub"
until = 2026-12-31

[[trust.signers.acme.keys]]
file = "keys/new.pub"
from = 2026-12-01
until = 2028-01-01T12:00:00+02:00
"#
    );
    let trust = read_text(&text).expect("is a configuration");
    assert_eq!(trust.unsigned, Some(UnsignedPackages::Refuse));
    assert_eq!((trust.revoked_keys.len(), trust.revoked_packages.len()), (1, 1));
    let acme = &trust.signers["acme"];
    assert_eq!(acme.may_sign, ["registry.example/acme/*"]);
    assert_eq!(acme.until.as_ref().map(|until| until.unix_seconds), Some(seconds("2028-01-01T00:00:00Z")));
    let [old, new] = acme.keys.as_slice() else { panic!("there are two keys") };
    assert_eq!((old.file.as_str(), &old.from), ("keys/old.pub", &None));
    assert_eq!(old.until.as_ref().map(|until| until.unix_seconds), Some(seconds("2027-01-01T00:00:00Z")));
    assert_eq!(new.from.as_ref().map(|from| from.unix_seconds), Some(seconds("2026-12-01T00:00:00Z")));
    assert_eq!(new.until.as_ref().map(|until| until.unix_seconds), Some(seconds("2028-01-01T10:00:00Z")));
    assert_eq!(folders(&text), ["vendor"]);
}

#[test]
fn folders_keep_every_name() {
    assert_eq!(folders("[trust.signers]\ncode = true\n"), ["signers"]);
    assert_eq!(folders("[trust.signers]\n"), ["signers"]);
    assert_eq!(folders("[trust.unsigned]\n[trust.revoked_keys]\ncode = true\n"), ["revoked_keys", "unsigned"]);
    let both = "[trust.\"./signers\"]\ncode = true\n[trust.signers.acme]\nkey = \"a.pub\"\nmay_sign = \"r/*\"\n";
    assert_eq!(folders(both), ["./signers"]);
}

#[test]
fn mistakes_are_told_with_their_place() {
    let signer = |lines: &str| read_text(&format!("[trust.signers.acme]\n{lines}\n")).expect_err("is a mistake");
    let problems = [
        read_text("[trust]\nunsigned = \"maybe\"\n").expect_err("is a mistake"),
        read_text("[trust]\nunsinged = \"ask\"\n").expect_err("is a mistake"),
        read_text("[trust]\nrevoked_keys = [\"abc\"]\n").expect_err("is a mistake"),
        read_text("[trust.signers.\"a b\"]\nkey = \"a.pub\"\n").expect_err("is a mistake"),
        signer("may_sign = \"r/*\""),
        signer("key = \"a.pub\"\nkeys = []\nmay_sign = \"r/*\""),
        signer("keys = []\nmay_sign = \"r/*\""),
        signer("key = \"a.pub\""),
        signer("key = \"a.pub\"\nmay_sign = \"r/*\"\nuntil = \"tomorrow\""),
        signer("key = \"a.pub\"\nmay_sign = \"r/*\"\nuntil = 12:00:00"),
        signer("key = \"a.pub\"\nmay_sign = \"r/*\"\nuntil = 2027-01-01T12:00:00"),
        signer("key = \"a.pub\"\nmay_sign = \"r/*\"\ngrants = { cod = true }"),
    ];
    insta::assert_snapshot!(problems.join("\n"), @r#"
        aludel.toml:2:12: `trust.unsigned` is `maybe`, but must be "refuse" or "ask" or "scratch"
        aludel.toml:2:1: unknown key `unsinged` in [trust]
        aludel.toml:2:17: `trust.revoked_keys` is `abc`, but must be digests: sha256: and 64 hexadecimal digits
        aludel.toml:1:16: `trust.signers.a b` is `a b`, but must be a name of letters, digits, `-` and `_`
        aludel.toml:1:1: [trust.signers.acme] must name exactly one of `key`, `keys`, and names none
        aludel.toml:1:1: [trust.signers.acme] must name exactly one of `key`, `keys`, and names `key`, `keys`
        aludel.toml:2:8: `trust.signers.acme.keys` is `[]`, but must be a table for each key: [[trust.signers.NAME.keys]]
        aludel.toml:1:1: the key `trust.signers.acme.may_sign` is missing
        aludel.toml:4:9: `trust.signers.acme.until` must be a date such as 2027-01-31, or a date and time with offset such as 2027-01-31T12:00:00Z, not a string
        aludel.toml:4:9: `trust.signers.acme.until` is `12:00:00`, but must be a date such as 2027-01-31, or a date and time with offset such as 2027-01-31T12:00:00Z
        aludel.toml:4:9: `trust.signers.acme.until` is `2027-01-01T12:00:00`, but must be a date such as 2027-01-31, or a date and time with offset such as 2027-01-31T12:00:00Z
        aludel.toml:4:12: unknown key `cod` in [trust.signers.acme.grants]
    "#);
}

#[test]
fn a_package_gets_no_more_than_its_signer_may_have() {
    let text = "[trust.signers.acme]\nkey = \"a.pub\"\nmay_sign = \"r/*\"\n[trust.signers.acme.grants]\ncreate = \"audit_*\"\nddl = [\"table\"]\n";
    let trust = read_text(text).expect("is a configuration");
    let patterns = |text: &str| aludel_grants::Patterns::parse([text]).expect("is a pattern");
    let given = |terms: Terms| GrantsSection {
        ceilings: trust.ceilings(),
        packages: BTreeMap::from([("audit".to_owned(), PackageTerms { terms, housing: None })]),
        ..GrantsSection::default()
    };
    let within = Terms { create: Some(patterns("audit_log")), ..Terms::default() };
    for section in [given(Terms::default()), given(within), GrantsSection::default()] {
        assert_eq!(section.check_ceiling("audit", "acme"), Ok(()));
    }
    let more = given(Terms { code: Some(true), read: Some(patterns("orders")), ..Terms::default() });
    assert_eq!(more.check_ceiling("audit", "somebody"), Ok(()));
    let error = more.check_ceiling("audit", "acme").expect_err("is beyond");
    insta::assert_snapshot!(format!("{error}\n{}", error.hint()), @r#"
        [packages.audit.grants] gives `read` orders and `code`, and `acme`, who signed it, may be given no more than [trust.signers.acme.grants]
        give the package less, or trust the signer with more, in aludel.toml:
        [trust.signers.acme.grants]
        read = ["orders"]
        code = true
    "#);
}
