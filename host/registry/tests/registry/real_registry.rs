//! A registry as others run it, and other tools that read what is in it.

use std::path::Path;
use std::process::Command;

use aludel_project::package::{Package, PackageLimits, folder, tar};
use aludel_registry::{Client, ClientOptions, CredentialStore, Credentials, PackageReference, Pushed, Source};

use crate::docker_registry::DockerRegistry;
use crate::sample::{package, referrer};

/// The registry that `tests/servers` started. Without one the test is not run, and says so.
#[expect(
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "the reader of a test run is told what was not run"
)]
fn registry() -> Option<String> {
    if let Ok(address) = std::env::var("ALUDEL_TEST_REGISTRY") {
        return Some(address);
    }
    let reason = "ALUDEL_TEST_REGISTRY is not set; `tests/servers start DIR` starts a registry and says where";
    assert!(std::env::var("TEST_REQUIRE").is_err(), "{reason}");
    eprintln!("not run: {reason}");
    None
}

/// A repository of its own for each test: what was pushed stays.
fn reference(registry: &str, test: &str, version: &str) -> PackageReference {
    let moment = std::time::UNIX_EPOCH.elapsed().expect("the clock is set").as_nanos();
    let process = std::process::id();
    format!("{registry}/t{process}x{moment}/{test}/acme/audit:{version}").parse().expect("it is a reference")
}

fn client() -> Client {
    Client::new(ClientOptions::default()).expect("there is a provider of TLS")
}

async fn fetched(reference: &PackageReference) -> Package {
    client().fetch(reference, &PackageLimits::default()).await.expect("it was pushed")
}

#[tokio::test]
async fn what_is_pushed_is_fetched() {
    let Some(registry) = registry() else { return };
    let reference = reference(&registry, "fetched", "1.2.0");
    let package = package("1.2.0");
    assert_eq!(client().push(&package, &reference).await, Ok(Pushed::New));
    assert_eq!(client().push(&package, &reference).await, Ok(Pushed::Unchanged));
    assert_eq!(fetched(&reference).await, package);
    let by_digest: PackageReference =
        format!("{}/{}@{}", reference.registry(), reference.repository(), package.manifest_digest)
            .parse()
            .expect("it is a reference");
    assert_eq!(fetched(&by_digest).await, package);
    assert_eq!(client().tags(&reference, &PackageLimits::default()).await, Ok(vec!["1.2.0".to_owned()]));
}

#[tokio::test]
async fn a_version_is_pushed_once() {
    let Some(registry) = registry() else { return };
    let reference = reference(&registry, "once", "1.2.0");
    client().push(&package("1.2.0"), &reference).await.expect("the registry is writable");
    let error = client().push(&package("1.2.1"), &reference).await.expect_err("another one is there");
    assert_eq!(error.code(), "package_exists", "{error}");
}

#[tokio::test]
async fn signatures_travel_with_the_package() {
    let Some(registry) = registry() else { return };
    let reference = reference(&registry, "signed", "1.2.0");
    let mut package = package("1.2.0");
    client().push(&package, &reference).await.expect("the registry is writable");
    let by_subject = referrer(&package, None);
    let by_tag = referrer(&package, Some(format!("{}.sig", package.manifest_digest.dashed())));
    client().attach(&reference, &by_subject).await.expect("the registry is writable");
    client().attach(&reference, &by_tag).await.expect("the registry is writable");
    // The same once more is the same.
    client().attach(&reference, &by_subject).await.expect("the registry is writable");
    package.referrers = vec![by_subject, by_tag];
    assert_eq!(fetched(&reference).await, package);
}

/// Runs `skopeo`; nothing where the machine has none.
fn skopeo(arguments: &[&str]) -> Option<()> {
    let output = Command::new("skopeo").args(arguments).output().ok()?;
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    Some(())
}

fn read_folder(path: &Path) -> Package {
    folder::read(path, None, &PackageLimits::default()).expect("another tool wrote a layout")
}

#[tokio::test]
async fn another_tool_copies_it_from_the_registry_and_back() {
    let Some(registry) = registry() else { return };
    let reference = reference(&registry, "copied", "1.2.0");
    let package = package("1.2.0");
    client().push(&package, &reference).await.expect("the registry is writable");
    let place = tempfile::tempdir().expect("a temporary folder can be made");
    let layout = place.path().join("layout");
    let from = format!("docker://{reference}");
    let to = format!("oci:{}:1.2.0", layout.display());
    if skopeo(&["--insecure-policy", "copy", "--src-tls-verify=false", &from, &to]).is_none() {
        return;
    }
    assert_eq!(read_folder(&layout), package, "to the byte");
    let archive = place.path().join("audit.tar");
    skopeo(&["--insecure-policy", "copy", &to, &format!("oci-archive:{}:1.2.0", archive.display())]);
    let source = Source::parse(&archive.display().to_string(), place.path()).expect("it is a file");
    let read = source.fetch(&client(), &PackageLimits::default()).await;
    assert_eq!(read.as_ref(), Ok(&package), "what the other tool packed, to the byte");
}

#[tokio::test]
async fn another_tool_reads_our_tar() {
    let place = tempfile::tempdir().expect("a temporary folder can be made");
    let (archive, layout) = (place.path().join("audit.tar"), place.path().join("layout"));
    let package = package("1.2.0");
    let file = std::fs::File::create(&archive).expect("the folder is writable");
    tar::write(&package, file).expect("the folder is writable");
    let from = format!("oci-archive:{}:1.2.0", archive.display());
    let to = format!("oci:{}:1.2.0", layout.display());
    if skopeo(&["--insecure-policy", "copy", &from, &to]).is_some() {
        assert_eq!(read_folder(&layout), package, "to the byte");
    }
}

/// `ada` with the password `secret`.
const USERS: &str = "ada:$2y$05$tefzsrqSXNrPs/b7jiGBQOn3czS7dZ7C6bg8K1nIH8EDTxjBV3.p2\n";

/// A client with that password.
fn ada(registry: &DockerRegistry, password: &str) -> Client {
    let ada = Credentials::Basic { user: "ada".to_owned(), password: password.to_owned() };
    let credentials = CredentialStore { given: Some((registry.address.clone(), ada)), docker_config: None };
    Client::new(ClientOptions { credentials, ..ClientOptions::default() }).expect("there is a provider of TLS")
}

#[tokio::test]
async fn a_password_opens_what_is_guarded() {
    let auth = "auth: {htpasswd: {realm: test, path: FOLDER/users}}";
    let Some(guarded) = DockerRegistry::start(auth, &[("users", USERS)]) else { return };
    let (reference, package) = (reference(&guarded.address, "guarded", "1.2.0"), package("1.2.0"));
    assert_eq!(ada(&guarded, "secret").push(&package, &reference).await, Ok(Pushed::New));
    let limits = PackageLimits::default();
    assert_eq!(ada(&guarded, "secret").fetch(&reference, &limits).await.as_ref(), Ok(&package));
    let error = ada(&guarded, "wrong").fetch(&reference, &limits).await.expect_err("the password is wrong");
    assert!(error.to_string().contains("refuses these credentials"), "{error}");
    let error = client().push(&package, &reference).await.expect_err("nobody said who asks");
    assert!(error.to_string().contains("refuses to answer without credentials"), "{error}");
}
