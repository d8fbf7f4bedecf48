//! Packages that are signed and verified where they are, in a registry; and what is done without a network.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use regex::Regex;

use crate::assert_screen;
use crate::docker_registry::DockerRegistry;
use crate::listing_registry::ListingRegistry;
use crate::workspace::Workspace;

/// A project with two pairs of keys, to be pushed to a registry.
struct Place {
    workspace: Workspace,
    address: String,
}

impl Place {
    fn new(address: &str) -> Self {
        let workspace = Workspace::project();
        workspace.migration("a1", "");
        for name in ["acme", "second"] {
            let made = workspace.aludel(&["package", "key", "generate", &format!("keys/{name}"), "--no-passphrase"]);
            assert!(made.status.success(), "{made:?}");
        }
        let place = Self { workspace, address: address.to_owned() };
        place.push("1.2.0");
        place
    }

    fn push(&self, version: &str) {
        let names = format!("--package-name acme/audit --package-version {version}");
        let screen = self.screens(&[&format!("package push REGISTRY/acme/audit:{version} {names}")]);
        assert!(screen.contains("pushed acme/audit"), "{screen}");
    }

    /// What the lines show, one after the other. `REGISTRY` stands for this one.
    fn screens(&self, lines: &[&str]) -> String {
        screens_of(&self.workspace, &self.address, lines)
    }

    /// The tags of the package, as the registry itself says.
    fn tags(&self) -> Vec<String> {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        let question = format!("GET /v2/acme/audit/tags/list HTTP/1.0\r\nHost: {}\r\n\r\n", self.address);
        stream.write_all(question.as_bytes()).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        let answer: serde_json::Value =
            answer.split("\r\n\r\n").nth(1).and_then(|body| body.parse().ok()).expect("it is JSON");
        let tags = answer["tags"].as_array().expect("it is a list").iter().filter_map(serde_json::Value::as_str);
        let mut tags: Vec<String> = tags.map(|tag| masked(tag, &self.address)).collect();
        tags.sort();
        tags
    }
}

fn screens_of(workspace: &Workspace, address: &str, lines: &[&str]) -> String {
    let shown = lines.iter().map(|line| workspace.screen(&line.replace("REGISTRY", address)));
    masked(&shown.collect::<Vec<_>>().join("\n"), address)
}

fn masked(text: &str, address: &str) -> String {
    let text = text.replace(address, "REGISTRY");
    Regex::new("sha256([:-])[0-9a-f]{64}").expect("it is a pattern").replace_all(&text, "sha256${1}DIGEST").into_owned()
}

/// Signed by one, by another one, and by the first one in another form; each of them stays.
fn signed_where_it_is(place: &Place) -> String {
    place.screens(&[
        "package verify REGISTRY/acme/audit:1.2.0 --key keys/acme.pub",
        "package sign REGISTRY/acme/audit:1.2.0 --key keys/acme.key",
        "package sign REGISTRY/acme/audit:1.2.0 --key keys/second.key --json",
        "package verify REGISTRY/acme/audit:1.2.0 --key keys/acme.pub",
        "package verify REGISTRY/acme/audit:1.2.0 --key keys/second.pub",
        "package sign REGISTRY/acme/audit:1.2.0 --key keys/acme.key --form bundle",
        "package verify REGISTRY/acme/audit:1.2.0 --key keys/acme.pub --json",
    ])
}

/// In both kinds of registries it looks the same; what differs is whether a tag stands in for the list of what refers to it.
#[test]
fn a_package_is_signed_in_its_registry() {
    let (Some(docker), Some(listing)) = (DockerRegistry::start("", &[]), ListingRegistry::start()) else { return };
    let (plain, lists) = (Place::new(&docker.address), Place::new(&listing.address));
    let screens = signed_where_it_is(&plain);
    assert_screen!(screens, @r#"
        $ aludel package verify REGISTRY/acme/audit:1.2.0 --key keys/acme.pub
        ! error: package acme/audit 1.2.0 is not signed, so not with the key ./keys/acme.pub either
        !   hint: have it signed: aludel package sign REGISTRY/acme/audit:1.2.0 --key FILE
        [exit 13]

        $ aludel package sign REGISTRY/acme/audit:1.2.0 --key keys/acme.key
        signed acme/audit 1.2.0 as REGISTRY/acme/audit
        sha256:DIGEST with the key sha256:DIGEST, beside it in REGISTRY/acme/audit
        [exit 0]

        $ aludel package sign REGISTRY/acme/audit:1.2.0 --key keys/second.key --json
        {"package":"acme/audit 1.2.0",
            "manifest_digest":"sha256:DIGEST",
            "reference":"REGISTRY/acme/audit",
            "key_id":"sha256:DIGEST",
            "written_to":"REGISTRY/acme/audit"}
        [exit 0]

        $ aludel package verify REGISTRY/acme/audit:1.2.0 --key keys/acme.pub
        acme/audit 1.2.0 (sha256:DIGEST)
        signed by ./keys/acme.pub with ./keys/acme.pub (sha256:DIGEST)
        [exit 0]

        $ aludel package verify REGISTRY/acme/audit:1.2.0 --key keys/second.pub
        acme/audit 1.2.0 (sha256:DIGEST)
        signed by ./keys/second.pub with ./keys/second.pub (sha256:DIGEST)
        [exit 0]

        $ aludel package sign REGISTRY/acme/audit:1.2.0 --key keys/acme.key --form bundle
        signed acme/audit 1.2.0 as REGISTRY/acme/audit
        sha256:DIGEST with the key sha256:DIGEST, beside it in REGISTRY/acme/audit
        [exit 0]

        $ aludel package verify REGISTRY/acme/audit:1.2.0 --key keys/acme.pub --json
        {"package":"acme/audit 1.2.0",
            "manifest_digest":"sha256:DIGEST","standing":"signed",
            "signer":"./keys/acme.pub","key_id":"sha256:DIGEST",
            "key":"./keys/acme.pub"}
        [exit 0]
    "#);
    assert_eq!(signed_where_it_is(&lists), screens);
    assert_eq!(plain.tags(), ["1.2.0", "sha256-DIGEST", "sha256-DIGEST.sig"]);
    assert_eq!(lists.tags(), ["1.2.0", "sha256-DIGEST.sig"]);
}

#[test]
fn a_project_takes_what_was_signed_in_its_registry() {
    let Some(registry) = ListingRegistry::start() else { return };
    let place = Place::new(&registry.address);
    place.screens(&["package sign REGISTRY/acme/audit:1.2.0 --key keys/acme.key"]);
    let ours = Workspace::project();
    let trust = "[trust.signers.acme]\nkey = \"acme.pub\"\nmay_sign = [\"REGISTRY/acme/*\"]\n";
    let config = format!("[database]\nurl = \"sqlite://app.db\"\n{}", trust.replace("REGISTRY", &registry.address));
    ours.write("aludel.toml", config);
    ours.write("acme.pub", fs::read(place.workspace.path().join("keys/acme.pub")).expect("it was made"));
    place.push("1.3.0");
    place.screens(&["package sign REGISTRY/acme/audit:1.3.0 --key keys/acme.key --as registry.example/acme/audit"]);
    place.push("1.4.0");
    place.screens(&["package sign REGISTRY/acme/audit:1.4.0 --key keys/second.key"]);
    let lines = [
        "package verify REGISTRY/acme/audit:1.2.0",
        "package verify REGISTRY/acme/audit:1.3.0",
        "package verify REGISTRY/acme/audit:1.4.0",
        "package verify REGISTRY/acme/audit:1.5.0",
        "package install REGISTRY/acme/audit:1.2.0",
    ];
    assert_screen!(screens_of(&ours, &registry.address, &lines), @r#"
        $ aludel package verify REGISTRY/acme/audit:1.2.0
        acme/audit 1.2.0 (sha256:DIGEST)
        signed by acme with acme.pub (sha256:DIGEST)
        [exit 0]

        $ aludel package verify REGISTRY/acme/audit:1.3.0
        ! error: `acme` signed this as registry.example/acme/audit, and not as REGISTRY/acme/audit
        !   hint: ask for it where it belongs: registry.example/acme/audit
        [exit 13]

        $ aludel package verify REGISTRY/acme/audit:1.4.0
        ! error: package acme/audit 1.4.0 is signed, but with no key that the project trusts (of acme): somebody else signed it, or the signature was changed
        !   hint: if you trust who signed it, add their key to aludel.toml:
        !         [trust.signers.NAME]
        !         key = "keys/NAME.pub"
        !         may_sign = ["REGISTRY/acme/audit"]
        [exit 13]

        $ aludel package verify REGISTRY/acme/audit:1.5.0
        ! error: the registry REGISTRY does not have acme/audit:1.5.0: manifest 1.5.0 not found in acme/audit
        [exit 2]

        $ aludel package install REGISTRY/acme/audit:1.2.0
        installed acme/audit 1.2.0 as `audit` (signed by acme)
          a1 add a1
        it may create, alter and drop tables, views, indexes, sequences, types and statistics matching audit_*; change rows of tables matching audit_*; read rows of tables matching audit_*; run statements of its own
        wrote packages/audit, aludel.toml, aludel.lock
        [exit 0]
    "#);
}

#[test]
fn what_cannot_be_signed_where_it_is_says_what_to_do() {
    let place = Workspace::project();
    place.migration("a1", "");
    place.screen("package key generate keys/acme --no-passphrase");
    place.screen("package pack --package-name acme/audit --package-version 1.2.0 --out audit.tar");
    let lines = [
        "package sign audit.tar --key keys/acme.key",
        "package sign audit.tar:1.2.0 --key keys/acme.key --as registry.example/acme/audit",
        "package sign gone.tar --key keys/acme.key --as registry.example/acme/audit",
        "package sign acme/audit --key keys/acme.key",
        "package verify audit.tar:1.2.0",
        "package verify audit.tar:1.3.0",
    ];
    assert_screen!(screens_of(&place, "nowhere", &lines), @"
        $ aludel package sign audit.tar --key keys/acme.key
        ! error: a file does not say where its package belongs, and a signature does
        !   hint: sign it as --as REGISTRY/acme/audit
        [exit 2]

        $ aludel package sign audit.tar:1.2.0 --key keys/acme.key --as registry.example/acme/audit
        ! error: a file is signed as a whole, and `audit.tar:1.2.0` names a package in it
        !   hint: put it into a file of its own: aludel package pull audit.tar:1.2.0
        [exit 2]

        $ aludel package sign gone.tar --key keys/acme.key --as registry.example/acme/audit
        ! error: there is neither a file nor a folder `gone.tar`
        !   hint: a package is a file, a folder, or registry/namespace/name:version
        [exit 2]

        $ aludel package sign acme/audit --key keys/acme.key
        ! error: `acme/audit` names no registry; write it as registry/namespace/name:version
        !   hint: a package is a file, a folder, or registry/namespace/name:version
        [exit 2]

        $ aludel package verify audit.tar:1.2.0
        acme/audit 1.2.0 (sha256:DIGEST)
        nobody signed it: you are asked before it is installed
        [exit 13]

        $ aludel package verify audit.tar:1.3.0
        ! error: ./audit.tar: the package lacks the version `1.3.0`
        !   hint: fetch it again; if it comes like this again, do not use it
        [exit 13]
    ");
}

/// Nothing answers under these names, and nothing is asked.
#[test]
fn without_a_network_each_verb_says_what_to_do() {
    let place = Workspace::project();
    place.migration("a1", "");
    place.screen("package key generate keys/acme --no-passphrase");
    place.screen("package pack --package-name acme/audit --package-version 1.2.0 --out audit.tar");
    let lines = [
        "package push registry.example/acme/audit:1.2.0 --package-name acme/audit --package-version 1.2.0 --offline",
        "package push registry.example/acme/audit:1.2.0 --file audit.tar --offline",
        "package pull registry.example/acme/audit:1.2.0 --offline",
        "package versions registry.example/acme/audit --offline --json",
        "package inspect registry.example/acme/audit:1.2.0 --offline",
        "package sign registry.example/acme/audit:1.2.0 --key keys/acme.key --offline",
        "package verify registry.example/acme/audit:1.2.0 --key keys/acme.pub --offline",
    ];
    assert_screen!(screens_of(&place, "nowhere", &lines), @r#"
        $ aludel package push registry.example/acme/audit:1.2.0 --package-name acme/audit --package-version 1.2.0 --offline
        ! error: `registry.example/acme/audit:1.2.0` is in a registry, and `--offline` forbids the network
        !   hint: aludel package pack, and where there is a network: aludel package push --file FILE registry.example/acme/audit:1.2.0
        [exit 2]

        $ aludel package push registry.example/acme/audit:1.2.0 --file audit.tar --offline
        ! error: `registry.example/acme/audit:1.2.0` is in a registry, and `--offline` forbids the network
        !   hint: aludel package pack, and where there is a network: aludel package push --file FILE registry.example/acme/audit:1.2.0
        [exit 2]

        $ aludel package pull registry.example/acme/audit:1.2.0 --offline
        ! error: `registry.example/acme/audit:1.2.0` is in a registry, and `--offline` forbids the network
        !   hint: fetch it where there is a network, `aludel package pull registry.example/acme/audit:1.2.0`, and name the file; or commit packages/
        [exit 2]

        $ aludel package versions registry.example/acme/audit --offline --json
        {"error":{"code":"offline","exit_code":2,"hint":"`aludel package list` shows what is installed",
            "message":"`registry.example/acme/audit` is in a registry, and `--offline` forbids the network"}}
        [exit 2]

        $ aludel package inspect registry.example/acme/audit:1.2.0 --offline
        ! error: `registry.example/acme/audit:1.2.0` is in a registry, and `--offline` forbids the network
        !   hint: fetch it where there is a network, `aludel package pull registry.example/acme/audit:1.2.0`, and name the file; or commit packages/
        [exit 2]

        $ aludel package sign registry.example/acme/audit:1.2.0 --key keys/acme.key --offline
        ! error: `registry.example/acme/audit:1.2.0` is in a registry, and `--offline` forbids the network
        !   hint: sign a file, and where there is a network: aludel package push --file FILE registry.example/acme/audit:1.2.0
        [exit 2]

        $ aludel package verify registry.example/acme/audit:1.2.0 --key keys/acme.pub --offline
        ! error: `registry.example/acme/audit:1.2.0` is in a registry, and `--offline` forbids the network
        !   hint: fetch it where there is a network, `aludel package pull registry.example/acme/audit:1.2.0`, and name the file; or commit packages/
        [exit 2]
    "#);
    let of_files = screens_of(
        &place,
        "nowhere",
        &[
            "package sign audit.tar --key keys/acme.key --as registry.example/acme/audit --offline",
            "package verify audit.tar --key keys/acme.pub --offline",
            "package pull audit.tar --out copy.tar --offline",
        ],
    );
    assert_eq!(of_files.matches("[exit 0]").count(), 3, "{of_files}");
}
