//! Who signed a package, and whether a project takes it from them.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use aludel_project::package::{Package, PackageLimits, tar};
use regex::Regex;

use crate::assert_screen;
use crate::workspace::Workspace;

/// A key that everybody knows, so that the screens can hold its id.
pub(crate) const PRIVATE_KEY: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH\n-----END PRIVATE KEY-----\n";
pub(crate) const PUBLIC_KEY: &str = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA6kpsY+KcUgq+9VB7Ey7F+ZVHdq6+vnuSQh7qaRRG0iw=\n-----END PUBLIC KEY-----\n";

const KEY_ID: &str = "sha256:324be2dea8bc44461b0233e51fa48902ed6b1cc671e7739af2551e0bfe68f54e";

const TRUST: &str = "[trust.signers.acme]\nkey = \"keys/acme.pub\"\nmay_sign = [\"registry.example/acme/*\"]\n";

/// A project with a branch `audit` that is packed, and a pair of keys.
fn packed() -> Workspace {
    let workspace = Workspace::project();
    workspace.write(
        "migrations/a1.sql",
        "-- /// migration\n-- revision = \"a1\"\n-- branch_labels = [\"audit\"]\n-- message = \"add audit_log\"\n-- ///\n\n\
         -- aludel:upgrade\nCREATE TABLE audit_log (id INTEGER PRIMARY KEY);\n\n-- aludel:downgrade\nDROP TABLE audit_log;\n",
    );
    workspace.write("keys/acme.key", PRIVATE_KEY);
    workspace.write("keys/acme.pub", PUBLIC_KEY);
    pack(&workspace, "acme/audit", "1.2.0", "audit.tar");
    workspace
}

fn pack(workspace: &Workspace, name: &str, version: &str, file: &str) {
    let line = ["package", "pack", "--package-name", name, "--package-version", version, "--out", file];
    let output = workspace.aludel(&line);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn trust(workspace: &Workspace, text: &str) {
    workspace.write("aludel.toml", format!("[database]\nurl = \"sqlite://app.db\"\n\n{text}"));
}

/// The same, signed.
fn signed() -> Workspace {
    let workspace = packed();
    trust(&workspace, TRUST);
    workspace.screen("package sign audit.tar --key keys/acme.key --as registry.example/acme/audit");
    workspace
}

fn read(workspace: &Workspace, file: &str) -> Package {
    tar::read_file(&workspace.path().join(file), None, &PackageLimits::default()).expect("it is a package")
}

/// Puts the signatures of one package beside another one.
fn plant(workspace: &Workspace, from: &str, to: &str) {
    let mut package = read(workspace, to);
    package.referrers = read(workspace, from).referrers;
    // A reader finds them by what they say they are about.
    for referrer in &mut package.referrers {
        let text = String::from_utf8(referrer.manifest_bytes.clone()).expect("it is JSON");
        let subject = referrer.manifest.subject.as_ref().expect("it is about a package");
        let about = subject.digest.to_string();
        let text = text.replace(&about, &package.manifest_digest.to_string());
        let text = text
            .replace(&format!("\"size\":{}}}", subject.size), &format!("\"size\":{}}}", package.manifest_bytes.len()));
        referrer.manifest_digest = aludel_project::package::ContentDigest::of(text.as_bytes());
        referrer.manifest = aludel_project::package::ImageManifest::read(text.as_bytes()).expect("it is a manifest");
        referrer.manifest_bytes = text.into_bytes();
    }
    let mut bytes = Vec::new();
    tar::write(&package, &mut bytes).expect("memory takes it");
    workspace.write(to, bytes);
}

/// What was signed, and the signature over it.
fn signature_in(workspace: &Workspace, file: &str) -> (Vec<u8>, Vec<u8>) {
    let package = read(workspace, file);
    let [referrer] = package.referrers.as_slice() else { panic!("there is one manifest of signatures") };
    let layer = &referrer.manifest.layers[0];
    let signature = &layer.annotations["dev.cosignproject.cosign/signature"];
    (referrer.blobs[&layer.digest].to_vec(), from_base64(signature))
}

fn from_base64(text: &str) -> Vec<u8> {
    let mut command = Command::new("openssl");
    let mut child = command
        .args(["base64", "-d", "-A"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("openssl is there");
    child.stdin.take().expect("stdin is a pipe").write_all(text.as_bytes()).expect("openssl reads it");
    child.wait_with_output().expect("openssl ends").stdout
}

/// Whether OpenSSL takes the signature of a package.
fn openssl_verifies(workspace: &Workspace, payload: &[u8], signature: &[u8]) -> bool {
    workspace.write("payload", payload);
    workspace.write("signature", signature);
    let mut command = Command::new("openssl");
    command.args([
        "pkeyutl",
        "-verify",
        "-pubin",
        "-inkey",
        "keys/acme.pub",
        "-rawin",
        "-in",
        "payload",
        "-sigfile",
        "signature",
    ]);
    let output = command.current_dir(workspace.path()).output().expect("openssl is there");
    output.status.success()
}

/// What the lines show, one after the other. Digests of packages are those of what this very program builds.
fn screens(workspace: &Workspace, lines: &[&str]) -> String {
    let shown: Vec<String> = lines.iter().map(|line| workspace.screen(line)).collect();
    let digest = Regex::new("sha256:[0-9a-f]{64}").expect("is a pattern");
    digest.replace_all(&shown.join("\n"), |found: &regex::Captures<'_>| named(&found[0])).into_owned()
}

fn named(digest: &str) -> String {
    if digest == KEY_ID { "sha256:KEY" } else { "sha256:PACKAGE" }.to_owned()
}

#[test]
fn a_package_is_signed_and_verified() {
    let workspace = packed();
    let sign = "package sign audit.tar --key keys/acme.key --as registry.example/acme/audit";
    let before = screens(&workspace, &["package verify audit.tar", sign, "package verify audit.tar"]);
    assert_screen!(before, @r#"
        $ aludel package verify audit.tar
        acme/audit 1.2.0 (sha256:PACKAGE)
        nobody signed it: you are asked before it is installed
        [exit 13]

        $ aludel package sign audit.tar --key keys/acme.key --as registry.example/acme/audit
        signed acme/audit 1.2.0 as registry.example/acme/audit
        sha256:PACKAGE with the key sha256:KEY, beside it in ./audit.tar
        [exit 0]

        $ aludel package verify audit.tar
        ! error: package acme/audit 1.2.0 is signed, but with no key that the project trusts: somebody else signed it, or the signature was changed
        !   hint: if you trust who signed it, add their key to aludel.toml:
        !         [trust.signers.NAME]
        !         key = "keys/NAME.pub"
        !         may_sign = ["REGISTRY/acme/audit"]
        [exit 13]
    "#);
    trust(&workspace, TRUST);
    let bundle = format!("{sign} --form bundle");
    let lines = [
        "package verify audit.tar",
        "package verify audit.tar --json",
        "package verify audit.tar --key keys/acme.pub",
        &bundle,
        "package verify audit.tar",
    ];
    assert_screen!(screens(&workspace, &lines), @r#"
        $ aludel package verify audit.tar
        acme/audit 1.2.0 (sha256:PACKAGE)
        signed by acme with keys/acme.pub (sha256:KEY)
        [exit 0]

        $ aludel package verify audit.tar --json
        {"package":"acme/audit 1.2.0",
            "manifest_digest":"sha256:PACKAGE","standing":"signed",
            "signer":"acme","key_id":"sha256:KEY",
            "key":"keys/acme.pub"}
        [exit 0]

        $ aludel package verify audit.tar --key keys/acme.pub
        acme/audit 1.2.0 (sha256:PACKAGE)
        signed by ./keys/acme.pub with ./keys/acme.pub (sha256:KEY)
        [exit 0]

        $ aludel package sign audit.tar --key keys/acme.key --as registry.example/acme/audit --form bundle
        signed acme/audit 1.2.0 as registry.example/acme/audit
        sha256:PACKAGE with the key sha256:KEY, beside it in ./audit.tar
        [exit 0]

        $ aludel package verify audit.tar
        acme/audit 1.2.0 (sha256:PACKAGE)
        signed by acme with keys/acme.pub (sha256:KEY)
        [exit 0]
    "#);
}

#[test]
fn the_same_signature_twice_is_one() {
    let workspace = signed();
    let once = fs::read(workspace.path().join("audit.tar")).expect("it is there");
    workspace.screen("package sign audit.tar --key keys/acme.key --as registry.example/acme/audit");
    assert_eq!(fs::read(workspace.path().join("audit.tar")).expect("it is there"), once);
}

#[test]
fn openssl_takes_the_signature() {
    let workspace = signed();
    let (payload, signature) = signature_in(&workspace, "audit.tar");
    assert!(openssl_verifies(&workspace, &payload, &signature));
    assert!(!openssl_verifies(&workspace, b"another one", &signature));
}

/// Sigstore's own verifier, which `tests/setup` installs. Without it the test is not run, and says so.
#[expect(clippy::print_stderr, reason = "the reader of a test run is told what was not run")]
fn sigstore_packages() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/test-sigstore");
    if folder.join("node_modules/@sigstore/verify").exists() {
        return Some(folder);
    }
    let reason = format!("{} has no verifier of Sigstore; tests/setup installs it", folder.display());
    assert!(std::env::var("TEST_REQUIRE").is_err(), "{reason}");
    eprintln!("not run: {reason}");
    None
}

#[test]
fn sigstores_own_verifier_takes_the_bundle() {
    let Some(packages) = sigstore_packages() else { return };
    let workspace = packed();
    workspace.screen("package sign audit.tar --key keys/acme.key --as registry.example/acme/audit --form bundle");
    workspace.screen("package key generate keys/other --no-passphrase");
    let package = read(&workspace, "audit.tar");
    let referrer = &package.referrers[0];
    workspace.write("bundle.json", &referrer.blobs[&referrer.manifest.layers[0].digest]);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cli/signatures/verify_bundle.cjs");
    let verify = |key: &str| {
        let mut command = Command::new("node");
        command.arg(&script).arg(&packages).args(["bundle.json", key]).current_dir(workspace.path());
        command.output().expect("node is there")
    };
    let taken = verify("keys/acme.pub");
    assert!(taken.status.success(), "{}", String::from_utf8_lossy(&taken.stderr));
    let digest = package.manifest_digest.to_string().replace("sha256:", "");
    assert!(String::from_utf8_lossy(&taken.stdout).contains(&digest), "it states the digest of the manifest");
    assert!(!verify("keys/other.pub").status.success());
}

#[test]
fn every_wrong_signature_is_told_apart() {
    let workspace = signed();
    let stranger = "[trust.signers.other]\nkey = \"keys/other.pub\"\nmay_sign = [\"registry.example/acme/*\"]\n";
    workspace.aludel(&["package", "key", "generate", "keys/other", "--no-passphrase"]);
    let cases = [
        ("another key", stranger.to_owned()),
        ("not theirs to sign", TRUST.replace("acme/*", "billing/*")),
        ("their time is over", format!("{TRUST}until = 2020-12-31\n")),
        (
            "the key's time is over",
            TRUST.replace("key = \"keys/acme.pub\"", "keys = [{ file = \"keys/acme.pub\", until = 2020-12-31 }]"),
        ),
        (
            "the key's time has not come",
            TRUST.replace("key = \"keys/acme.pub\"", "keys = [{ file = \"keys/acme.pub\", from = 2999-01-01 }]"),
        ),
        ("the key was revoked", format!("[trust]\nrevoked_keys = [\"{KEY_ID}\"]\n{TRUST}")),
        ("the key is missing", TRUST.replace("acme.pub", "lost.pub")),
        ("a pattern with a version", TRUST.replace("acme/*", "acme/audit:1.0")),
    ];
    let shown = cases.map(|(what, text)| {
        trust(&workspace, &text);
        format!("# {what}\n{}", screens(&workspace, &["package verify audit.tar"]))
    });
    assert_screen!(shown.join("\n"), @r#"
        # another key
        $ aludel package verify audit.tar
        ! error: package acme/audit 1.2.0 is signed, but with no key that the project trusts (of other): somebody else signed it, or the signature was changed
        !   hint: if you trust who signed it, add their key to aludel.toml:
        !         [trust.signers.NAME]
        !         key = "keys/NAME.pub"
        !         may_sign = ["REGISTRY/acme/audit"]
        [exit 13]

        # not theirs to sign
        $ aludel package verify audit.tar
        ! error: `acme` signed registry.example/acme/audit, and may sign only registry.example/billing/*
        !   hint: if they may, say so in aludel.toml:
        !         [trust.signers.acme]
        !         may_sign = ["registry.example/billing/*", "registry.example/acme/audit"]
        [exit 13]

        # their time is over
        $ aludel package verify audit.tar
        ! error: package acme/audit 1.2.0 was signed by `acme`, who is trusted until 2020-12-31 only
        !   hint: if the trust goes on, write a later `until` under [trust.signers.acme]
        [exit 13]

        # the key's time is over
        $ aludel package verify audit.tar
        ! error: package acme/audit 1.2.0 was signed by `acme` with the key keys/acme.pub, which is taken until 2020-12-31 only
        !   hint: have it signed again with the newer key; if there is none here yet: `aludel package key rotate acme keys/NEW.pub`
        [exit 13]

        # the key's time has not come
        $ aludel package verify audit.tar
        ! error: package acme/audit 1.2.0 was signed by `acme` with the key keys/acme.pub, which is taken from 2999-01-01 on
        !   hint: look at `from` under [trust.signers.acme], and at the clock of this machine
        [exit 13]

        # the key was revoked
        $ aludel package verify audit.tar
        ! error: package acme/audit 1.2.0 was signed by `acme` with the key keys/acme.pub, which is revoked (sha256:KEY)
        !   hint: have it signed again with another key of `acme`
        [exit 13]

        # the key is missing
        $ aludel package verify audit.tar
        ! error: the key keys/lost.pub: cannot be read: No such file or directory (os error 2)
        !   hint: a pair of keys is made by `aludel package key generate NAME`
        [exit 2]

        # a pattern with a version
        $ aludel package verify audit.tar
        ! error: [trust.signers.acme] may_sign: `registry.example/acme/audit:1.0` names a version; signers are trusted with packages, so leave out what follows the name
        [exit 2]
    "#);
}

#[test]
fn unsigned_packages_are_for_the_project_to_say() {
    let workspace = packed();
    let shown = ["refuse", "ask", "scratch"].map(|word| {
        trust(&workspace, &format!("[trust]\nunsigned = \"{word}\"\n"));
        screens(&workspace, &["package verify audit.tar"])
    });
    assert_screen!(shown.join("\n"), @r#"
        $ aludel package verify audit.tar
        ! error: package acme/audit 1.2.0 is not signed, and the project takes none that is not
        !   hint: have it signed with `aludel package sign`; or have unsigned packages asked about, in aludel.toml:
        !         [trust]
        !         unsigned = "ask"
        [exit 13]

        $ aludel package verify audit.tar
        acme/audit 1.2.0 (sha256:PACKAGE)
        nobody signed it: you are asked before it is installed
        [exit 13]

        $ aludel package verify audit.tar
        acme/audit 1.2.0 (sha256:PACKAGE)
        nobody signed it: it runs on scratch databases only
        [exit 13]
    "#);
}

#[test]
fn a_signature_is_of_one_package_only() {
    let workspace = signed();
    pack(&workspace, "acme/billing", "1.0.0", "billing.tar");
    pack(&workspace, "acme/audit", "1.1.0", "older.tar");
    for target in ["billing", "older"] {
        plant(&workspace, "audit.tar", &format!("{target}.tar"));
    }
    let lines = [
        "package verify billing.tar",
        "package verify older.tar",
        "package sign billing.tar --key keys/acme.key --as registry.example/acme/audit",
        "package sign billing.tar --key keys/acme.key --as registry.example/acme/billing:1.0.0",
        "package sign billing.tar --key keys/acme.key --as acme/billing",
        "package sign billing.tar --key keys/acme.pub --as registry.example/acme/billing",
    ];
    assert_screen!(screens(&workspace, &lines), @r#"
        $ aludel package verify billing.tar
        ! error: the signature of package acme/billing 1.0.0 by `acme` is of other contents: it signs the manifest sha256:PACKAGE, and this one is sha256:PACKAGE
        !   hint: fetch it again, or have it signed anew
        [exit 13]

        $ aludel package verify older.tar
        ! error: the signature of package acme/audit 1.1.0 by `acme` is of other contents: it signs the manifest sha256:PACKAGE, and this one is sha256:PACKAGE
        !   hint: fetch it again, or have it signed anew
        [exit 13]

        $ aludel package sign billing.tar --key keys/acme.key --as registry.example/acme/audit
        ! error: the package calls itself acme/billing, which `registry.example/acme/audit` does not end with
        !   hint: sign it as --as REGISTRY/acme/billing
        [exit 2]

        $ aludel package sign billing.tar --key keys/acme.key --as registry.example/acme/billing:1.0.0
        ! error: `registry.example/acme/billing:1.0.0` is no name of a package in a registry: it names a version, and the signature is of this one only anyway
        !   hint: write it as registry/namespace/name, without a version
        [exit 2]

        $ aludel package sign billing.tar --key keys/acme.key --as acme/billing
        ! error: `acme/billing` is no name of a package in a registry
        !   hint: write it as registry/namespace/name, without a version
        [exit 2]

        $ aludel package sign billing.tar --key keys/acme.pub --as registry.example/acme/billing
        ! error: the key ./keys/acme.pub is no private key that can be used: PKCS#8 ASN.1 error: PEM error: unexpected PEM type label: expecting "BEGIN PRIVATE KEY"; Ed25519 and ECDSA P-256 keys are read, as PKCS #8 in PEM
        [exit 2]
    "#);
}

#[test]
fn what_was_changed_or_cut_off_is_refused() {
    let workspace = signed();
    let whole = fs::read(workspace.path().join("audit.tar")).expect("it is there");
    let name = b"CREATE TABLE audit_log";
    let at = whole.windows(name.len()).position(|window| window == name).expect("the statement is in the layer");
    let mut changed = whole.clone();
    changed[at + name.len() - 1] = b'k';
    workspace.write("changed.tar", &changed);
    workspace.write("short.tar", &whole[..whole.len() / 2]);
    let payload = b"registry.example/acme/audit\"";
    let at = whole.windows(payload.len()).position(|window| window == payload).expect("the payload is in the tar");
    let mut replanted = whole.clone();
    replanted[at] = b'R';
    workspace.write("replanted.tar", &replanted);
    let lines = ["package verify changed.tar", "package verify short.tar", "package verify replanted.tar"];
    let sizes = Regex::new("has [0-9]+ bytes, and should have [0-9]+").expect("is a pattern");
    let shown = screens(&workspace, &lines);
    assert_screen!(sizes.replace_all(&shown, "has N bytes, and should have N"), @"
        $ aludel package verify changed.tar
        ! error: ./changed.tar: the layer sha256:PACKAGE is not what was asked for: its digest is sha256:PACKAGE, and not sha256:PACKAGE
        !   hint: fetch it again; if it comes like this again, do not use it
        [exit 13]

        $ aludel package verify short.tar
        ! error: ./short.tar: blobs/sha256/DIGEST has N bytes, and should have N
        !   hint: fetch it again; if it comes like this again, do not use it
        [exit 13]

        $ aludel package verify replanted.tar
        ! error: ./replanted.tar: the layer sha256:PACKAGE is not what was asked for: its digest is sha256:PACKAGE, and not sha256:PACKAGE
        !   hint: fetch it again; if it comes like this again, do not use it
        [exit 13]
    ");
}

#[test]
fn keys_are_made_shown_rotated_and_revoked() {
    let workspace = signed();
    let made = workspace.screen("package key generate keys/plain --no-passphrase");
    let id = Regex::new("sha256:[0-9a-f]{64}").expect("is a pattern");
    let new_id = id.find(&made).expect("its id is told").as_str().to_owned();
    assert_screen!(made.replace(&new_id, "sha256:NEW"), @r#"
        $ aludel package key generate keys/plain --no-passphrase
        made keys/plain.key (whoever reads it can sign) and keys/plain.pub
        Ed25519 sha256:NEW

        who trusts it writes into aludel.toml:
        [trust.signers.plain]
        key = "keys/plain.pub"
        may_sign = ["REGISTRY/NAMESPACE/*"]
        [exit 0]
    "#);
    let text = fs::read_to_string(workspace.path().join("keys/plain.key")).expect("it is there");
    assert!(text.starts_with("-----BEGIN PRIVATE KEY-----\n"), "a key that nothing guards");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let rights = fs::metadata(workspace.path().join("keys/plain.key")).expect("it is there").permissions().mode();
        assert_eq!(rights & 0o777, 0o600);
    }
    let lines = [
        "package key generate keys/plain --no-passphrase",
        "package key generate keys/guarded",
        "package key show keys/acme.key",
        "package key show keys/missing.pub",
        "package key show audit.tar",
        "package key rotate acme keys/plain.pub --from 2020-01-01 --until 2020-12-31",
        "package verify audit.tar",
        "package sign audit.tar --key keys/plain.key --as registry.example/acme/audit",
        "package verify audit.tar",
        "package key rotate acme keys/plain.pub",
        "package key rotate nobody keys/acme.pub",
        "package key revoke keys/plain.pub",
        "package key revoke sha256:00",
        "package verify audit.tar",
    ];
    assert_screen!(screens(&workspace, &lines).replace("sha256:PACKAGE", "sha256:OTHER"), @r#"
        $ aludel package key generate keys/plain --no-passphrase
        ! error: ./keys/plain.key exists already, and a key is never written over another one
        !   hint: choose another name, or take the file away
        [exit 2]

        $ aludel package key generate keys/guarded
        ! error: there is no passphrase for the new key
        !   hint: set the variable ALUDEL_KEY_PASSPHRASE; or leave the key open to whoever reads its file: --no-passphrase
        [exit 2]

        $ aludel package key show keys/acme.key
        Ed25519 sha256:KEY
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VwAyEA6kpsY+KcUgq+9VB7Ey7F+ZVHdq6+vnuSQh7qaRRG0iw=
        -----END PUBLIC KEY-----
        [exit 0]

        $ aludel package key show keys/missing.pub
        ! error: the key ./keys/missing.pub: cannot be read: No such file or directory (os error 2)
        !   hint: a pair of keys is made by `aludel package key generate NAME`
        [exit 2]

        $ aludel package key show audit.tar
        ! error: the key ./audit.tar:1: the file holds a NUL character
        !   hint: a pair of keys is made by `aludel package key generate NAME`
        [exit 2]

        $ aludel package key rotate acme keys/plain.pub --from 2020-01-01 --until 2020-12-31
        added the key sha256:OTHER of acme to aludel.toml; the keys before it end on 2020-12-31
        [exit 0]

        $ aludel package verify audit.tar
        ! error: package acme/audit 1.2.0 was signed by `acme` with the key keys/acme.pub, which is taken until 2020-12-31 only
        !   hint: have it signed again with the newer key; if there is none here yet: `aludel package key rotate acme keys/NEW.pub`
        [exit 13]

        $ aludel package sign audit.tar --key keys/plain.key --as registry.example/acme/audit
        signed acme/audit 1.2.0 as registry.example/acme/audit
        sha256:OTHER with the key sha256:OTHER, beside it in ./audit.tar
        [exit 0]

        $ aludel package verify audit.tar
        acme/audit 1.2.0 (sha256:OTHER)
        signed by acme with keys/plain.pub (sha256:OTHER)
        [exit 0]

        $ aludel package key rotate acme keys/plain.pub
        ! error: `acme` has the key keys/plain.pub already
        [exit 2]

        $ aludel package key rotate nobody keys/acme.pub
        ! error: there is no [trust.signers.nobody] in aludel.toml
        !   hint: write it:
        !         [trust.signers.nobody]
        !         key = "keys/nobody.pub"
        !         may_sign = ["REGISTRY/NAMESPACE/*"]
        [exit 2]

        $ aludel package key revoke keys/plain.pub
        revoked the key sha256:OTHER of acme in aludel.toml
        [exit 0]

        $ aludel package key revoke sha256:00
        ! error: `sha256:00` is no id of a key
        !   hint: `aludel package key show FILE` shows the id of a key
        [exit 2]

        $ aludel package verify audit.tar
        ! error: package acme/audit 1.2.0 was signed by `acme` with the key keys/acme.pub, which is taken until 2020-12-31 only
        !   hint: have it signed again with the newer key; if there is none here yet: `aludel package key rotate acme keys/NEW.pub`
        [exit 13]
    "#);
    let config = fs::read_to_string(workspace.path().join("aludel.toml")).expect("it is there");
    assert_screen!(config.replace(&new_id, "sha256:NEW"), @r#"
        [database]
        url = "sqlite://app.db"

        [trust]
        revoked_keys = ["sha256:NEW"]

        [trust.signers.acme]
        may_sign = ["registry.example/acme/*"]

        [[trust.signers.acme.keys]]
        file = "keys/acme.pub"
        until = 2020-12-31

        [[trust.signers.acme.keys]]
        file = "keys/plain.pub"
        from = 2020-01-01
    "#);
}

#[test]
fn a_passphrase_guards_a_key() {
    let workspace = packed();
    let run = |passphrase: Option<&str>, line: &str| {
        let mut command = workspace.command(&line.split(' ').collect::<Vec<_>>());
        command.env_remove("COSIGN_PASSWORD").env_remove("ALUDEL_KEY_PASSPHRASE");
        command.envs(passphrase.map(|passphrase| ("ALUDEL_KEY_PASSPHRASE", passphrase)));
        let output = command.output().expect("the binary was built for this test");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    assert_eq!(run(Some("open, sesame"), "package key generate keys/guarded").0, Some(0));
    let text = fs::read_to_string(workspace.path().join("keys/guarded.key")).expect("it is there");
    assert!(text.starts_with("-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\n"));
    let sign = "package sign audit.tar --key keys/guarded.key --as registry.example/acme/audit";
    assert_eq!(run(Some("open, sesame"), sign).0, Some(0));
    let answers =
        [run(Some("open, barley"), sign), run(None, sign)].map(|(code, said)| format!("{said}[exit {code:?}]"));
    let path = workspace.path().display().to_string();
    assert_screen!(answers.join("\n").replace(&path, "[folder]"), @"
        error: the key ./keys/guarded.key does not open with this passphrase
        [exit Some(2)]
        error: the key ./keys/guarded.key is encrypted, and there is no passphrase
          hint: set the variable ALUDEL_KEY_PASSPHRASE
        [exit Some(2)]
    ");
}
