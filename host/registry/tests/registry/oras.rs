//! Another client reads what we push, and pushes what we read.

use std::path::{Path, PathBuf};
use std::process::Command;

use aludel_project::package::{ContentDigest, PackageLimits};
use aludel_registry::{Client, ClientOptions, PackageReference};

use crate::docker_registry::DockerRegistry;
use crate::listing_registry::ListingRegistry;
use crate::sample::package;

/// The Python that `tests/setup` gives the client to. Without it the test is not run, and says so.
#[expect(
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "the reader of a test run is told what was not run"
)]
fn python() -> Option<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/test-python/bin/python");
    let has_client = |python: &Path| {
        let output = Command::new(python).args(["-c", "import oras"]).output();
        output.is_ok_and(|output| output.status.success())
    };
    if has_client(&own) {
        return Some(own);
    }
    assert!(std::env::var_os("TEST_REQUIRE").is_none(), "no client oras; tests/setup installs it");
    eprintln!("not run: no client oras; tests/setup installs it");
    None
}

fn oras(python: &Path, verb: &str, reference: &PackageReference, folder: &Path) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/registry/oras_walk.py");
    let mut command = Command::new(python);
    let output = command.arg(script).args([verb, &reference.to_string()]).arg(folder).output().expect("it was found");
    assert!(output.status.success(), "{verb}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Pushed by us, fetched and pushed again by the other one, and fetched by us.
async fn there_and_back(address: &str) {
    let Some(python) = python() else { return };
    let client = Client::new(ClientOptions::default()).expect("there is a provider of TLS");
    let reference = |place: &str| format!("{address}/{place}/acme/audit:1.2.0").parse().expect("it is a reference");
    let (ours, theirs): (PackageReference, PackageReference) = (reference("ours"), reference("theirs"));
    let package = package("1.2.0");
    client.push(&package, &ours).await.expect("the registry is writable");

    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    oras(&python, "pull", &ours, folder.path());
    let mut fetched: Vec<ContentDigest> = std::fs::read_dir(folder.path())
        .expect("it is a folder")
        .map(|entry| ContentDigest::of(&std::fs::read(entry.expect("it can be listed").path()).expect("it is a file")))
        .collect();
    let mut expected: Vec<ContentDigest> = package.layers.keys().copied().collect();
    expected.push(package.manifest.config.digest);
    fetched.sort();
    expected.sort();
    assert_eq!(fetched, expected, "to the byte");

    oras(&python, "push", &theirs, folder.path());
    let read = client.fetch(&theirs, &PackageLimits::default()).await.expect("it is a package");
    assert_eq!((read.about(), &read.layers), (package.about(), &package.layers));
    assert_ne!(read.manifest_digest, package.manifest_digest, "a manifest of another hand is signed anew");
}

#[tokio::test]
async fn another_client_reads_and_writes_what_is_in_dockers_registry() {
    let Some(registry) = DockerRegistry::start("", &[]) else { return };
    there_and_back(&registry.address).await;
}

#[tokio::test]
async fn another_client_reads_and_writes_what_is_in_a_registry_that_lists() {
    let Some(registry) = ListingRegistry::start() else { return };
    there_and_back(&registry.address).await;
}
