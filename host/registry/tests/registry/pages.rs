//! Lists that come in pages: all of them are read, the password goes to their registry only, and none goes on for ever.

use aludel_project::package::{Package, PackageLimits, Referrer};
use aludel_registry::{Client, ClientOptions, PackageReference, Pushed, RegistryError};

use crate::bad_answers::{missing, said, whole, with_password};
use crate::impostor::{Asked, Impostor, Reply};
use crate::listing_registry::ListingRegistry;
use crate::sample::{impatient, package, referrer};

fn reference(address: &str, tag: &str) -> PackageReference {
    format!("{address}/acme/audit:{tag}").parse().expect("it is a reference")
}

async fn tags_with(address: &str, options: ClientOptions) -> Result<Vec<String>, RegistryError> {
    let client = Client::new(options).expect("there is a provider of TLS");
    client.tags(&reference(address, "0"), &PackageLimits::default()).await
}

/// The tags that a registry lists whose answers are these.
async fn tags(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Result<Vec<String>, RegistryError> {
    let impostor = Impostor::start(answer);
    tags_with(&impostor.address, impatient()).await
}

/// One page, and where the next one is.
fn page(tags: &[&str], next: Option<&str>) -> Reply {
    let body = serde_json::json!({ "name": "acme/audit", "tags": tags }).to_string();
    let link = next.map(|address| format!("Link: <{address}>; rel=\"next\""));
    Reply::Whole(200, link.into_iter().collect(), body.into_bytes())
}

#[tokio::test]
async fn versions_of_all_pages_are_listed() {
    let impostor = Impostor::start(|asked| match asked.path.as_str() {
        "/v2/acme/audit/tags/list" => page(&["1.0.0", "1.1.0"], Some("/v2/acme/audit/tags/list?last=1.1.0&n=2")),
        "/v2/acme/audit/tags/list?last=1.1.0&n=2" => page(&[], Some("list?last=a,b")),
        "/v2/acme/audit/tags/list?last=a,b" => page(&["2.0.0"], Some("?last=2.0.0")),
        "/v2/acme/audit/tags/list?last=2.0.0" => whole(br#"{"name":"acme/audit","tags":null}"#.to_vec()),
        _ => missing(),
    });
    let expected = ["1.0.0", "1.1.0", "2.0.0"].map(str::to_owned).to_vec();
    assert_eq!(tags_with(&impostor.address, impatient()).await, Ok(expected));
}

#[tokio::test]
async fn the_password_goes_to_pages_of_the_registry_itself_only() {
    let elsewhere = Impostor::start(|_| page(&["3.0.0"], None));
    let target = elsewhere.address.clone();
    let impostor = Impostor::start(move |asked| match (&asked.authorization, asked.path.as_str()) {
        (None, _) => Reply::Whole(401, vec!["WWW-Authenticate: Basic realm=\"registry\"".to_owned()], Vec::new()),
        (_, "/v2/acme/audit/tags/list") => page(&["1.0.0"], Some(&format!("http://{}/second", asked.host))),
        _ => page(&["2.0.0"], Some(&format!("http://{target}/third"))),
    });
    let expected = ["1.0.0", "2.0.0", "3.0.0"].map(str::to_owned).to_vec();
    assert_eq!(tags_with(&impostor.address, with_password(&impostor.address)).await, Ok(expected));
    let asked = elsewhere.asked();
    assert!(matches!(asked.as_slice(), [Asked { authorization: None, .. }]), "{asked:?}");
}

#[tokio::test]
async fn pages_in_a_circle_are_refused() {
    let error = tags(|asked| page(&["1.0.0"], Some(if asked.path.ends_with("?b") { "?a#other" } else { "?b" })))
        .await
        .expect_err("the pages have no end");
    let expected = "the registry REGISTRY sent the versions of acme/audit in pages that lead in a circle: \
                    http://127.0.0.1/v2/acme/audit/tags/list comes again";
    assert_eq!((said(&error).as_str(), error.code()), (expected, "registry_page_circle"));
    let own = tags(|_| page(&[], Some("list"))).await.expect_err("the page is its own next one");
    assert_eq!(own.code(), "registry_page_circle");
}

#[tokio::test]
async fn pages_without_end_are_cut_off() {
    let counted =
        |asked: &Asked| asked.path.split_once('?').and_then(|(_, count)| count.parse().ok()).unwrap_or(0_usize);
    let error = tags(move |asked| page(&["1.0.0"], Some(&format!("?{}", counted(asked) + 1)))).await;
    let error = error.expect_err("there are too many");
    let expected =
        "the registry REGISTRY sent the versions of acme/audit in more than 1000 pages, and no more are read";
    assert_eq!((said(&error).as_str(), error.code()), (expected, "registry_pages"));
    let large = "x".repeat(1 << 20);
    let error = tags(move |asked| page(&[large.as_str()], Some(&format!("?{}", counted(asked) + 1)))).await;
    let error = error.expect_err("they are too large together");
    assert_eq!(error.code(), "package_too_large");
    assert!(error.to_string().ends_with("bytes, and at most 4194304 are read"), "{error}");
}

#[tokio::test]
async fn what_is_wrong_with_a_further_page_is_told() {
    let second = |reply: Reply| {
        move |asked: &Asked| if asked.path.ends_with("?b") { reply.clone() } else { page(&["1.0.0"], Some("?b")) }
    };
    let refused = |answered: Result<_, RegistryError>| answered.expect_err("the second page is bad").code();
    assert_eq!(refused(tags(second(missing())).await), "registry_not_found");
    assert_eq!(refused(tags(second(whole("<html>"))).await), "registry_garbage");
    assert_eq!(refused(tags(second(page(&[], Some("http://elsewhere.example/")))).await), "registry_insecure_redirect");
    assert_eq!(refused(tags(second(page(&[], Some("http://[")))).await), "registry_garbage");
}

/// Answers as a registry does that lists by itself what refers to the package, one on a page.
fn listing(package: &Package, all: &[Referrer], asked: &Asked) -> Reply {
    let path = asked.path.as_str();
    let counted = path.split_once("?page=").and_then(|(_, count)| count.parse().ok()).unwrap_or(0_usize);
    if path.contains("/referrers/") {
        let described = &all[counted];
        let one = serde_json::json!({ "mediaType": "application/vnd.oci.image.manifest.v1+json",
            "digest": described.manifest_digest.to_string(), "size": described.manifest_bytes.len() });
        let link = (counted + 1 < all.len()).then(|| format!("Link: <?page={}>; rel=next", counted + 1));
        let body = serde_json::json!({ "schemaVersion": 2, "manifests": [one] }).to_string();
        return Reply::Whole(200, link.into_iter().collect(), body.into_bytes());
    }
    let is_asked = |referrer: &&Referrer| path.ends_with(&referrer.manifest_digest.to_string());
    if let Some(found) = all.iter().find(is_asked) {
        return whole(found.manifest_bytes.clone());
    }
    let blobs = all.iter().flat_map(|referrer| &referrer.blobs).chain(&package.layers);
    let mut blobs = blobs.filter(|(digest, _)| path.ends_with(&digest.to_string()));
    blobs.next().map_or_else(missing, |(_, bytes)| whole(bytes.to_vec()))
}

#[tokio::test]
async fn what_refers_to_a_package_is_read_from_all_pages() {
    let package = package("1.2.0");
    let (mut one, mut other) = (referrer(&package, None), referrer(&package, None));
    for (referrer, word) in [(&mut one, "one"), (&mut other, "other")] {
        referrer.manifest.annotations.insert("by".to_owned(), word.to_owned());
        *referrer = Referrer { manifest_bytes: referrer.manifest.to_json(), ..referrer.clone() };
        referrer.manifest_digest = aludel_project::package::ContentDigest::of(&referrer.manifest_bytes);
    }
    let all = vec![one, other];
    let (held, kept) = (package.clone(), all.clone());
    let impostor = Impostor::start(move |asked| listing(&held, &kept, asked));
    let client = Client::new(impatient()).expect("there is a provider of TLS");
    let reference = reference(&impostor.address, "1.2.0");
    let found = client.referrers(&reference, package.manifest_digest, &PackageLimits::default()).await;
    assert_eq!(found, Ok(all));
}

/// A registry that others wrote, which sends as many on a page as it is asked for.
#[tokio::test]
async fn pages_of_a_real_registry_are_followed() {
    let Some(registry) = ListingRegistry::start() else { return };
    let client = Client::new(ClientOptions::default()).expect("there is a provider of TLS");
    let versions = ["1.0.0", "1.1.0", "1.2.0"];
    for version in versions {
        let pushed = client.push(&package(version), &reference(&registry.address, version)).await;
        assert_eq!(pushed, Ok(Pushed::New));
    }
    let target = registry.address.clone();
    let impostor = Impostor::start(move |asked| {
        Reply::Whole(307, vec![format!("Location: http://{target}{}?n=1", asked.path)], Vec::new())
    });
    assert_eq!(tags_with(&impostor.address, impatient()).await, Ok(versions.map(str::to_owned).to_vec()));
    assert_eq!(impostor.asked().len(), 1, "further pages are asked for where they are");
}
