//! Registries that lie, stall and mislead: each has its own error, nothing hangs, and nothing is read without end.

use std::net::TcpListener;

use aludel_project::package::{ContentDigest, ImageManifest, Package, PackageLimits};
use aludel_registry::{Client, ClientOptions, CredentialStore, Credentials, PackageReference, RegistryError};

use crate::impostor::{Asked, Impostor, Reply};
use crate::sample::{impatient, package};

fn reference(address: &str) -> PackageReference {
    format!("{address}/acme/audit:1.2.0").parse().expect("it is a reference")
}

async fn fetched(address: &str, options: ClientOptions) -> Result<Package, RegistryError> {
    let client = Client::new(options).expect("there is a provider of TLS");
    client.fetch(&reference(address), &PackageLimits::default()).await
}

async fn problem(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> RegistryError {
    let impostor = Impostor::start(answer);
    fetched(&impostor.address, impatient()).await.expect_err("the answer is bad")
}

/// What it says, without the port.
pub(crate) fn said(error: &RegistryError) -> String {
    let text = error.to_string();
    let (start, rest) = text.split_once("127.0.0.1:").unwrap_or((&text, ""));
    let rest = rest.trim_start_matches(|character: char| character.is_ascii_digit());
    format!("{start}REGISTRY{rest}")
}

pub(crate) fn whole(body: impl Into<Vec<u8>>) -> Reply {
    Reply::Whole(200, Vec::new(), body.into())
}

pub(crate) fn missing() -> Reply {
    Reply::Whole(404, Vec::new(), br#"{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}"#.to_vec())
}

/// Answers as an honest registry does that holds the package.
fn honest(package: &Package, path: &str) -> Reply {
    let blob = |digest: &ContentDigest| package.layers.get(digest).map(|layer| layer.to_vec());
    if path.ends_with("/manifests/1.2.0") {
        return whole(package.manifest_bytes.clone());
    }
    let Some(digest) = path.split("/blobs/").nth(1).and_then(|digest| digest.parse::<ContentDigest>().ok()) else {
        return missing();
    };
    if digest == package.manifest.config.digest {
        return whole(package.config_bytes.clone());
    }
    blob(&digest).map_or_else(missing, whole)
}

#[tokio::test]
async fn an_honest_one_gives_the_package() {
    let expected = package("1.2.0");
    let held = expected.clone();
    let impostor = Impostor::start(move |asked| honest(&held, &asked.path));
    assert_eq!(fetched(&impostor.address, impatient()).await.as_ref(), Ok(&expected));
}

#[tokio::test]
async fn one_that_is_down_is_named() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it is bound").to_string();
    drop(listener);
    let error = fetched(&address, impatient()).await.expect_err("nobody listens");
    assert_eq!(said(&error), "the registry REGISTRY cannot be reached: Connection refused (os error 111)");
    assert_eq!(error.code(), "registry_unreachable");
}

#[tokio::test]
async fn one_that_says_nothing_is_not_waited_for() {
    let error = problem(|_| Reply::Silence).await;
    assert_eq!(said(&error), "the registry REGISTRY did not send acme/audit:1.2.0 within 300ms");
}

#[tokio::test]
async fn an_answer_without_end_is_cut_off() {
    let error = problem(|_| Reply::Endless).await;
    assert_eq!(error.code(), "package_too_large");
    let held = package("1.2.0");
    let error =
        problem(move |asked| if asked.path.contains("/blobs/") { Reply::Endless } else { honest(&held, &asked.path) })
            .await;
    assert_eq!(error.code(), "package_too_large", "{error}");
}

#[tokio::test]
async fn a_layer_of_ten_gigabytes_is_not_asked_for() {
    let mut manifest = package("1.2.0").manifest;
    manifest.layers[0].size = 10 << 30;
    let impostor = Impostor::start(move |_| whole(manifest.to_json()));
    let error = fetched(&impostor.address, impatient()).await.expect_err("the layer is too large");
    assert!(error.to_string().ends_with("has 10737418240 bytes, and at most 67108864 are read"), "{error}");
    assert_eq!(impostor.asked().len(), 1, "{:?}", impostor.asked());
}

#[tokio::test]
async fn what_is_truncated_or_changed_is_told_apart() {
    let held = package("1.2.0");
    let is_layer = |asked: &Asked, held: &Package| {
        asked.path.contains("/blobs/") && !asked.path.ends_with(&held.manifest.config.digest.to_string())
    };
    let short = held.clone();
    let error =
        problem(move |asked| if is_layer(asked, &short) { whole("short") } else { honest(&short, &asked.path) }).await;
    assert_eq!(error.code(), "package_size_differs", "{error}");
    let changed = held.clone();
    let error = problem(move |asked| match (is_layer(asked, &changed), honest(&changed, &asked.path)) {
        (true, Reply::Whole(status, headers, mut body)) => {
            *body.last_mut().expect("a layer is not empty") ^= 1;
            Reply::Whole(status, headers, body)
        }
        (_, reply) => reply,
    })
    .await;
    assert_eq!(error.code(), "package_digest_differs", "{error}");
    let broken = problem(|_| Reply::Raw("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".to_owned(), b"{".to_vec()));
    assert_eq!(broken.await.code(), "registry_unreachable");
}

#[tokio::test]
async fn a_digest_is_held_to_what_was_asked_for() {
    let held = package("1.2.0");
    let impostor = Impostor::start(move |_| whole(held.manifest_bytes.clone()));
    let other = ContentDigest::of(b"another");
    let reference: PackageReference =
        format!("{}/acme/audit@{other}", impostor.address).parse().expect("it is a reference");
    let client = Client::new(impatient()).expect("there is a provider of TLS");
    let error = client.fetch(&reference, &PackageLimits::default()).await.expect_err("it is another manifest");
    assert_eq!(error.code(), "package_digest_differs", "{error}");
    let header = format!("Docker-Content-Digest: {other}");
    let error = problem(move |_| Reply::Whole(200, vec![header.clone()], package("1.2.0").manifest_bytes)).await;
    assert_eq!(error.code(), "package_digest_differs", "{error}");
}

#[tokio::test]
async fn garbage_and_other_types_are_told_apart() {
    let web_page = problem(|_| whole("<html>\u{1b}[2J welcome</html>")).await;
    assert_eq!(web_page.code(), "package_malformed", "{web_page}");
    assert!(!web_page.to_string().contains('\u{1b}'));
    let image = problem(|_| {
        let mut manifest: ImageManifest = package("1.2.0").manifest;
        manifest.config.media_type = "application/vnd.docker.container.image.v1+json".to_owned();
        whole(manifest.to_json())
    })
    .await;
    assert_eq!(image.code(), "not_a_package", "{image}");
    let no_http = problem(|_| Reply::Raw("SSH-2.0-OpenSSH_9.2\r\n".to_owned(), Vec::new())).await;
    assert_eq!(no_http.code(), "registry_unreachable", "{no_http}");
}

#[tokio::test]
async fn what_it_says_is_escaped_and_kept_short() {
    let error = problem(|_| Reply::Whole(500, Vec::new(), b"\x1b[2Jout of order".to_vec())).await;
    let expected = "the registry REGISTRY answers 500 when asked for acme/audit:1.2.0: \\u{1b}[2Jout of order";
    assert_eq!(said(&error), expected);
    let gone = problem(|_| missing()).await;
    assert_eq!(said(&gone), "the registry REGISTRY does not have acme/audit:1.2.0: manifest unknown");
    assert_eq!(gone.code(), "registry_not_found");
}

#[tokio::test]
async fn what_passes_is_tried_again_and_what_stays_is_not() {
    let held = package("1.2.0");
    let first = std::sync::atomic::AtomicBool::new(true);
    let impostor = Impostor::start(move |asked| {
        let is_first = first.swap(false, std::sync::atomic::Ordering::SeqCst);
        if is_first { Reply::Whole(503, Vec::new(), Vec::new()) } else { honest(&held, &asked.path) }
    });
    assert!(fetched(&impostor.address, impatient()).await.is_ok());
    let impostor = Impostor::start(|_| Reply::Whole(418, Vec::new(), Vec::new()));
    assert!(fetched(&impostor.address, impatient()).await.is_err());
    assert_eq!(impostor.asked().len(), 1);
}

#[tokio::test]
async fn whoever_is_not_known_is_told_to_log_in() {
    let refuse = |_: &Asked| {
        let header = "WWW-Authenticate: Basic realm=\"registry\"".to_owned();
        Reply::Whole(401, vec![header], br#"{"errors":[{"message":"authentication required"}]}"#.to_vec())
    };
    let error = problem(refuse).await;
    let expected = "the registry REGISTRY refuses to answer without credentials: authentication required";
    assert_eq!(said(&error), expected);
    assert!(error.hint().is_some_and(|hint| hint.starts_with("docker login 127.0.0.1:")));
    let impostor = Impostor::start(refuse);
    let error = fetched(&impostor.address, with_password(&impostor.address)).await.expect_err("the password is wrong");
    assert_eq!(said(&error), "the registry REGISTRY refuses these credentials: authentication required");
    let asked = impostor.asked();
    assert_eq!(asked[0].authorization, None, "the password is not sent before it is asked for");
    assert_eq!(asked[1].authorization.as_deref(), Some("Basic YWRhOnNlY3JldA=="));
}

/// Ada's password for that registry, and for no other.
pub(crate) fn with_password(address: &str) -> ClientOptions {
    let ada = Credentials::Basic { user: "ada".to_owned(), password: "secret".to_owned() };
    let credentials = CredentialStore { given: Some((address.to_owned(), ada)), docker_config: None };
    ClientOptions { credentials, ..impatient() }
}

#[tokio::test]
async fn a_redirect_carries_no_password_to_another_place() {
    let held = package("1.2.0");
    let elsewhere = Impostor::start(move |asked| honest(&held, &asked.path));
    let target = elsewhere.address.clone();
    let impostor = Impostor::start(move |asked| match asked.authorization {
        None => Reply::Whole(401, vec!["WWW-Authenticate: Basic realm=\"registry\"".to_owned()], Vec::new()),
        Some(_) => Reply::Whole(307, vec![format!("Location: http://{target}{}", asked.path)], Vec::new()),
    });
    assert!(fetched(&impostor.address, with_password(&impostor.address)).await.is_ok());
    assert!(elsewhere.asked().iter().all(|asked| asked.authorization.is_none()), "{:?}", elsewhere.asked());
}

#[tokio::test]
async fn a_redirect_leads_to_no_place_without_encryption_and_not_in_circles() {
    let error = problem(|_| {
        Reply::Whole(302, vec!["Location: http://elsewhere.example/v2/a?token=secret".to_owned()], Vec::new())
    })
    .await;
    let expected = "the registry REGISTRY leads to http://elsewhere.example/v2/a, which is not encrypted";
    assert_eq!(said(&error), expected);
    let circle = problem(|asked| Reply::Whole(302, vec![format!("Location: {}", asked.path)], Vec::new())).await;
    assert_eq!(circle.code(), "registry_redirects");
    let service = problem(|_| {
        let header = "WWW-Authenticate: Bearer realm=\"http://elsewhere.example/token\"".to_owned();
        Reply::Whole(401, vec![header], Vec::new())
    })
    .await;
    assert_eq!(service.code(), "registry_insecure_redirect", "{service}");
}

#[tokio::test]
async fn a_token_is_asked_for_and_used() {
    let held = package("1.2.0");
    let service = Impostor::start(|_| whole(br#"{"token":"t0ken"}"#.to_vec()));
    let realm = format!("http://{}/token", service.address);
    let impostor = Impostor::start(move |asked| {
        if asked.authorization.as_deref() == Some("Bearer t0ken") {
            return honest(&held, &asked.path);
        }
        let header = format!("WWW-Authenticate: Bearer realm=\"{realm}\",service=\"registry\"");
        Reply::Whole(401, vec![header], Vec::new())
    });
    assert!(fetched(&impostor.address, with_password(&impostor.address)).await.is_ok());
    let asked = service.asked();
    assert_eq!(asked.len(), 1, "the token is kept: {asked:?}");
    assert_eq!(asked[0].path, "/token?scope=repository%3Aacme%2Faudit%3Apull&service=registry");
    assert_eq!(asked[0].authorization.as_deref(), Some("Basic YWRhOnNlY3JldA=="));
}
