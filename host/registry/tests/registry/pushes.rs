//! Registries that take packages, and make it hard: tokens that end half-way, and places that lie elsewhere.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use aludel_project::package::Package;
use aludel_registry::{Client, ClientOptions, CredentialStore, Credentials, PackageReference, Pushed, RegistryError};

use crate::impostor::{Asked, Impostor, Reply};
use crate::sample::{impatient, package};

/// What a registry was given, by the last part of the path.
type Kept = Arc<Mutex<BTreeMap<String, Vec<u8>>>>;

/// Ada's password for that registry, and for no other.
fn ada(address: &str) -> ClientOptions {
    let ada = Credentials::Basic { user: "ada".to_owned(), password: "secret".to_owned() };
    let credentials = CredentialStore { given: Some((address.to_owned(), ada)), docker_config: None };
    ClientOptions { credentials, ..impatient() }
}

async fn push(address: &str, package: &Package, options: ClientOptions) -> Result<Pushed, RegistryError> {
    let reference: PackageReference = format!("{address}/acme/audit:1.2.0").parse().expect("it is a reference");
    Client::new(options).expect("there is a provider of TLS").push(package, &reference).await
}

fn whole(status: u16, headers: &[String]) -> Reply {
    Reply::Whole(status, headers.to_vec(), b"{}".to_vec())
}

/// Takes what it is sent, as the specification says; `place` is where it wants blobs.
fn take(asked: &Asked, kept: &Kept, place: &str) -> Reply {
    let last = asked.path.rsplit(['/', '=']).next().unwrap_or_default().replace("%3A", ":");
    let mut kept = kept.lock().expect("no test panics with it");
    match asked.method.as_str() {
        "POST" => whole(202, &[format!("Location: {place}?state=a%3Db")]),
        "PUT" => {
            kept.insert(last, asked.body.clone());
            whole(201, &[])
        }
        _ if kept.contains_key(&last) => whole(200, &[]),
        _ => whole(404, &[]),
    }
}

const PLACE: &str = "/v2/acme/audit/blobs/uploads/1";

/// Whether all of a package is there.
fn holds(kept: &Kept, package: &Package) -> bool {
    let kept = kept.lock().expect("no test panics with it");
    let has = |name: &str, bytes: &[u8]| kept.get(name).is_some_and(|kept| kept == bytes);
    let mut layers = package.layers.iter();
    layers.all(|(digest, layer)| has(&digest.to_string(), layer))
        && has(&package.manifest.config.digest.to_string(), &package.config_bytes)
        && has("1.2.0", &package.manifest_bytes)
}

fn bearer(realm: &str) -> Reply {
    whole(401, &[format!("WWW-Authenticate: Bearer realm=\"{realm}\",service=\"registry\"")])
}

#[tokio::test]
async fn a_package_is_taken_as_the_specification_says() {
    let (package, kept) = (package("1.2.0"), Kept::default());
    let taken = Arc::clone(&kept);
    let impostor = Impostor::start(move |asked| take(asked, &taken, PLACE));
    assert_eq!(push(&impostor.address, &package, impatient()).await, Ok(Pushed::New));
    assert!(holds(&kept, &package));
    let asked = impostor.asked();
    let put = asked.iter().find(|one| one.method == "PUT").expect("blobs come first");
    assert!(put.path.starts_with("/v2/acme/audit/blobs/uploads/1?state=a%3Db&digest=sha256%3A"), "{}", put.path);
}

#[tokio::test]
async fn a_token_that_ends_half_way_is_followed_by_another() {
    const GOOD_FOR: usize = 3;
    let (package, kept) = (package("1.2.0"), Kept::default());
    let given = AtomicUsize::new(0);
    let service = Impostor::start(move |_| {
        let number = given.fetch_add(1, Ordering::SeqCst);
        Reply::Whole(200, Vec::new(), format!(r#"{{"access_token":"t{number}","expires_in":300}}"#).into_bytes())
    });
    let (realm, taken) = (format!("http://{}/token", service.address), Arc::clone(&kept));
    let times: Mutex<BTreeMap<String, usize>> = Mutex::default();
    let impostor = Impostor::start(move |asked| {
        let Some(header) = asked.authorization.clone() else { return bearer(&realm) };
        let mut times = times.lock().expect("no test panics with it");
        let used = times.entry(header).or_default();
        *used += 1;
        if *used > GOOD_FOR { bearer(&realm) } else { take(asked, &taken, PLACE) }
    });
    let pushed = push(&impostor.address, &package, ada(&impostor.address)).await;
    assert_eq!(pushed, Ok(Pushed::New));
    assert!(holds(&kept, &package), "nothing was left out");
    let scopes: Vec<String> = service.asked().into_iter().map(|asked| asked.path).collect();
    let pushing = "/token?scope=repository%3Aacme%2Faudit%3Apull%2Cpush&service=registry";
    assert!(scopes.iter().filter(|scope| *scope == pushing).count() > 2, "{scopes:?}");
}

#[tokio::test]
async fn a_token_that_is_good_for_nothing_is_not_asked_for_again_and_again() {
    let service = Impostor::start(|_| Reply::Whole(200, Vec::new(), br#"{"token":"t"}"#.to_vec()));
    let realm = format!("http://{}/token", service.address);
    let impostor = Impostor::start(move |_| bearer(&realm));
    let error = push(&impostor.address, &package("1.2.0"), ada(&impostor.address)).await.expect_err("it says no");
    assert_eq!(error.code(), "registry_unauthorized", "{error}");
    assert_eq!((impostor.asked().len(), service.asked().len()), (2, 1));
}

#[tokio::test]
async fn an_anonymous_token_is_not_taken_for_credentials() {
    let service = Impostor::start(|_| Reply::Whole(200, Vec::new(), br#"{"token":"anyone"}"#.to_vec()));
    let realm = format!("http://{}/token", service.address);
    let impostor = Impostor::start(move |asked| {
        if asked.method == "GET" && asked.authorization.is_some() { whole(404, &[]) } else { bearer(&realm) }
    });
    let error = push(&impostor.address, &package("1.2.0"), impatient()).await.expect_err("anyone may only read");
    assert!(error.to_string().contains("refuses to answer without credentials"), "{error}");
    assert!(error.hint().is_some_and(|hint| hint.starts_with("docker login 127.0.0.1:")));
}

#[tokio::test]
async fn a_password_goes_to_no_service_without_encryption_that_only_senders_are_sent_to() {
    let impostor = Impostor::start(|asked| match asked.method.as_str() {
        "GET" => whole(404, &[]),
        _ => bearer("http://elsewhere.example/token"),
    });
    let error = push(&impostor.address, &package("1.2.0"), ada(&impostor.address)).await.expect_err("it is open");
    assert_eq!(error.code(), "registry_insecure_redirect", "{error}");
}

#[tokio::test]
async fn a_service_for_tokens_that_is_down_is_named() {
    let impostor = Impostor::start(|_| bearer("http://127.0.0.1:1/token"));
    let error = push(&impostor.address, &package("1.2.0"), ada(&impostor.address)).await.expect_err("nobody listens");
    assert!(error.to_string().contains("its service for tokens, http://127.0.0.1/token: "), "{error}");
}

#[tokio::test]
async fn a_place_elsewhere_gets_the_blob_and_no_password() {
    let (package, kept) = (package("1.2.0"), Kept::default());
    let taken = Arc::clone(&kept);
    let elsewhere = Impostor::start(move |asked| take(asked, &taken, PLACE));
    let (place, taken) = (format!("http://{}/bucket/1", elsewhere.address), Arc::clone(&kept));
    let impostor = Impostor::start(move |asked| match asked.authorization {
        None => whole(401, &["WWW-Authenticate: Basic realm=\"registry\"".to_owned()]),
        Some(_) => take(asked, &taken, &place),
    });
    assert_eq!(push(&impostor.address, &package, ada(&impostor.address)).await, Ok(Pushed::New));
    assert!(holds(&kept, &package));
    let asked = elsewhere.asked();
    assert!(!asked.is_empty() && asked.iter().all(|one| one.authorization.is_none()), "{asked:?}");
    let impostor = Impostor::start(|asked| take(asked, &Kept::default(), "http://elsewhere.example/bucket?secret"));
    let error = push(&impostor.address, &package, impatient()).await.expect_err("it is not encrypted");
    assert_eq!(error.code(), "registry_insecure_redirect", "{error}");
    assert!(!error.to_string().contains("secret"), "{error}");
}

#[tokio::test]
async fn whoever_a_registry_leads_to_may_not_ask_for_its_password() {
    let elsewhere = Impostor::start(|asked| bearer(&format!("http://127.0.0.1/{}", asked.path)));
    let target = elsewhere.address.clone();
    let impostor = Impostor::start(move |asked| whole(307, &[format!("Location: http://{target}{}", asked.path)]));
    let error = push(&impostor.address, &package("1.2.0"), ada(&impostor.address)).await.expect_err("it is refused");
    assert_eq!(error.code(), "registry_unauthorized", "{error}");
    assert_eq!(elsewhere.asked().len(), 1, "{:?}", elsewhere.asked());
}

#[tokio::test]
async fn what_was_half_sent_begins_anew() {
    let (package, kept) = (package("1.2.0"), Kept::default());
    let (taken, puts) = (Arc::clone(&kept), AtomicUsize::new(0));
    let impostor = Impostor::start(move |asked| {
        let is_first = asked.method == "PUT" && puts.fetch_add(1, Ordering::SeqCst) == 0;
        if is_first { whole(503, &[]) } else { take(asked, &taken, PLACE) }
    });
    assert_eq!(push(&impostor.address, &package, impatient()).await, Ok(Pushed::New));
    assert!(holds(&kept, &package));
    let opened = impostor.asked().iter().filter(|asked| asked.method == "POST").count();
    assert_eq!(opened, package.layers.len() + 2, "one more than there are blobs");
}

#[tokio::test]
async fn answers_to_what_is_sent_are_bounded_and_told_apart() {
    let answered = async |reply: fn() -> Reply| {
        let impostor = Impostor::start(move |asked| match asked.method.as_str() {
            "POST" => reply(),
            _ => whole(404, &[]),
        });
        push(&impostor.address, &package("1.2.0"), impatient()).await.expect_err("the answer is bad")
    };
    assert_eq!(answered(|| Reply::Endless).await.code(), "package_too_large");
    assert_eq!(answered(|| Reply::Silence).await.code(), "registry_timeout");
    assert_eq!(answered(|| whole(202, &[])).await.code(), "registry_garbage");
    let error = answered(|| Reply::Whole(413, Vec::new(), b"\x1b[2Jtoo large".to_vec())).await;
    let expected = "answers 413 when asked for a place for the package: \\u{1b}[2Jtoo large";
    assert!(error.to_string().ends_with(expected), "{error}");
}

#[tokio::test]
async fn a_digest_that_the_registry_does_not_take_is_told() {
    let impostor = Impostor::start(|asked| match asked.method.as_str() {
        "PUT" => Reply::Whole(400, Vec::new(), br#"{"errors":[{"code":"DIGEST_INVALID","message":"other"}]}"#.to_vec()),
        _ => take(asked, &Kept::default(), PLACE),
    });
    let error = push(&impostor.address, &package("1.2.0"), impatient()).await.expect_err("it is refused");
    assert!(error.to_string().ends_with("a place for the package: other"), "{error}");
}
