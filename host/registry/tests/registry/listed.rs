//! A registry that lists by itself what refers to a package: nothing is written under a tag in place of the list.

use aludel_project::package::{Package, PackageLimits};
use aludel_registry::{Client, ClientOptions, PackageReference, Pushed};

use crate::listing_registry::ListingRegistry;
use crate::sample::{package, referrer};

fn client() -> Client {
    Client::new(ClientOptions::default()).expect("there is a provider of TLS")
}

fn reference(registry: &ListingRegistry, tag: &str) -> PackageReference {
    format!("{}/acme/audit:{tag}", registry.address).parse().expect("it is a reference")
}

async fn fetched(reference: &PackageReference) -> Package {
    client().fetch(reference, &PackageLimits::default()).await.expect("it was pushed")
}

#[tokio::test]
async fn what_refers_to_a_package_is_listed_by_the_registry() {
    let Some(registry) = ListingRegistry::start() else { return };
    let (reference, limits) = (reference(&registry, "1.2.0"), PackageLimits::default());
    let mut package = package("1.2.0");
    assert_eq!(client().push(&package, &reference).await, Ok(Pushed::New));
    assert_eq!(fetched(&reference).await, package);
    let by_subject = referrer(&package, None);
    client().attach(&reference, &by_subject).await.expect("the registry is writable");
    client().attach(&reference, &by_subject).await.expect("the same once more is the same");
    package.referrers = vec![by_subject];
    assert_eq!(fetched(&reference).await, package);
    assert_eq!(client().tags(&reference, &limits).await, Ok(vec!["1.2.0".to_owned()]), "no tag stands for the list");
}

#[tokio::test]
async fn signatures_under_a_tag_and_listed_ones_are_both_found() {
    let Some(registry) = ListingRegistry::start() else { return };
    let reference = reference(&registry, "1.2.0");
    let mut package = package("1.2.0");
    let by_tag = referrer(&package, Some(format!("{}.sig", package.manifest_digest.dashed())));
    package.referrers = vec![referrer(&package, None), by_tag];
    assert_eq!(client().push(&package, &reference).await, Ok(Pushed::New));
    assert_eq!(fetched(&reference).await, package);
    assert_eq!(client().push(&package, &reference).await, Ok(Pushed::Unchanged));
}
