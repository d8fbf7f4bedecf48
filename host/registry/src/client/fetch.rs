//! Reads from registries.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use aludel_project::package::image::{INDEX_TYPE, MANIFEST_TYPE, check_digest};
use aludel_project::package::{
    ContentDigest, Descriptor, ImageManifest, Package, PackageError, PackageLimits, Referrer,
};
use serde::Deserialize;

use super::{Client, broken, place, tag_or_digest};
use crate::error::RegistryError;
use crate::http::{Action, Errand, Place, Question};
use crate::reference::PackageReference;

/// How many referrers of a package are fetched.
const REFERRERS_MAX: usize = 100;

/// What a tag ends with under which `cosign` keeps a signature.
const SIGNATURE_SUFFIX: &str = ".sig";

/// An index, as far as it is looked at.
#[derive(Deserialize)]
struct Index {
    manifests: Vec<Descriptor>,
}

#[derive(Deserialize)]
struct Tags {
    // A repository without any has `null`.
    tags: Option<Vec<String>>,
}

/// A manifest as it came.
pub(super) struct Fetched {
    pub(super) bytes: Vec<u8>,
    pub(super) digest: ContentDigest,
}

impl Client {
    /// Fetches a package with all that refers to it. What it claims to hold is checked before any of it is fetched.
    pub async fn fetch(&self, reference: &PackageReference, limits: &PackageLimits) -> Result<Package, RegistryError> {
        let place = place(reference);
        let fetched = self.manifest(&place, &tag_or_digest(reference), limits).await?;
        if let Some(expected) = reference.digest() {
            let expected = expected.parse().map_err(|error: aludel_project::package::ContentDigestError| {
                broken(reference)(PackageError::Malformed { what: "reference", reason: error.to_string() })
            })?;
            check_digest(expected, &fetched.bytes, "the manifest").map_err(broken(reference))?;
        }
        let manifest = ImageManifest::read_of_package(&fetched.bytes, limits).map_err(broken(reference))?;
        let config = self.blob(reference, &manifest.config, "the config of the package").await?;
        let layers = self.blobs(reference, &manifest.layers).await?;
        let mut package = Package::read(fetched.bytes, config.to_vec(), layers, limits).map_err(broken(reference))?;
        package.referrers = self.referrers(reference, package.manifest_digest, limits).await?;
        Ok(package)
    }

    /// The digest that a reference stands for now; nothing where there is no such thing.
    pub async fn resolve(
        &self,
        reference: &PackageReference,
        limits: &PackageLimits,
    ) -> Result<Option<ContentDigest>, RegistryError> {
        let found = self.manifest(&place(reference), &tag_or_digest(reference), limits).await;
        Ok(missing_is_none(found)?.map(|fetched| fetched.digest))
    }

    /// The tags of a repository, in the order of the registry. The reference needs no version.
    pub async fn tags(
        &self,
        reference: &PackageReference,
        limits: &PackageLimits,
    ) -> Result<Vec<String>, RegistryError> {
        let place = place(reference);
        let question = Question {
            path: "tags/list",
            accept: "application/json",
            what: &format!("the versions of {}", place.repository),
            ..self.question(&place, limits)
        };
        let first = self.http.ask(&question).await?;
        let mut all = Vec::new();
        for page in self.pages(&question, first).await? {
            let tags: Tags = serde_json::from_slice(&page).map_err(|error| garbage(&question, &error))?;
            all.extend(tags.tags.unwrap_or_default());
        }
        Ok(all)
    }

    pub(super) fn question<'a>(&self, place: &'a Place, limits: &PackageLimits) -> Question<'a> {
        Question {
            place,
            path: "",
            accept: MANIFEST_TYPE,
            action: Action::Pull,
            errand: Errand::Read,
            what: "",
            bytes_max: limits.manifest_bytes,
            patience: self.http.options().patience.document,
        }
    }

    pub(super) async fn manifest(
        &self,
        place: &Place,
        name: &str,
        limits: &PackageLimits,
    ) -> Result<Fetched, RegistryError> {
        let question = Question {
            path: &format!("manifests/{name}"),
            accept: &format!("{MANIFEST_TYPE}, {INDEX_TYPE}"),
            what: &format!("{}:{name}", place.repository),
            ..self.question(place, limits)
        };
        let answer = self.http.ask(&question).await?;
        let digest = ContentDigest::of(&answer.bytes);
        let told = answer.headers.get("docker-content-digest").and_then(|header| header.to_str().ok());
        if let Some(expected) = told.and_then(|text| text.parse().ok()) {
            let reference = format!("{}/{}:{name}", place.registry, place.repository);
            check_digest(expected, &answer.bytes, "the manifest")
                .map_err(|problem| RegistryError::Package { reference, problem })?;
        }
        Ok(Fetched { bytes: answer.bytes, digest })
    }

    async fn blobs(
        &self,
        reference: &PackageReference,
        layers: &[Descriptor],
    ) -> Result<BTreeMap<ContentDigest, Arc<[u8]>>, RegistryError> {
        let mut blobs = BTreeMap::new();
        for layer in layers {
            if let Entry::Vacant(place) = blobs.entry(layer.digest) {
                place.insert(self.blob(reference, layer, &layer.name()).await?);
            }
        }
        Ok(blobs)
    }

    /// Its claim was checked already, so it may be as large as that, and no larger.
    async fn blob(
        &self,
        reference: &PackageReference,
        described: &Descriptor,
        what: &str,
    ) -> Result<Arc<[u8]>, RegistryError> {
        let question = Question {
            place: &place(reference),
            path: &format!("blobs/{}", described.digest),
            accept: "*/*",
            action: Action::Pull,
            errand: Errand::Read,
            what,
            bytes_max: described.size,
            patience: self.http.options().patience.layer,
        };
        let answer = self.http.ask(&question).await.map_err(|error| named(error, reference))?;
        described.check(&answer.bytes, what).map_err(broken(reference))?;
        Ok(answer.bytes.into())
    }

    /// What refers to a package, by the registry's own list, by the tag that stands in for one, and by `cosign`'s tag.
    pub async fn referrers(
        &self,
        reference: &PackageReference,
        package: ContentDigest,
        limits: &PackageLimits,
    ) -> Result<Vec<Referrer>, RegistryError> {
        let place = place(reference);
        let mut names: Vec<(String, Option<String>)> = Vec::new();
        for described in self.referrer_index(&place, package, limits).await? {
            names.push((described.digest.to_string(), None));
        }
        if names.len() > REFERRERS_MAX {
            let problem = PackageError::TooMany { what: "signatures", found: names.len(), allowed: REFERRERS_MAX };
            return Err(broken(reference)(problem));
        }
        let tag = format!("{}{SIGNATURE_SUFFIX}", package.dashed());
        names.push((tag.clone(), Some(tag)));
        let mut referrers: Vec<Referrer> = Vec::new();
        for (name, tag) in names {
            let found = self.referrer(reference, &name, tag, limits).await?;
            let is_known = |one: &Referrer| referrers.iter().any(|known| known.manifest_digest == one.manifest_digest);
            referrers.extend(found.filter(|one| !is_known(one)));
        }
        Ok(referrers)
    }

    /// What the registry itself lists, or the index under the tag that stands in for that.
    async fn referrer_index(
        &self,
        place: &Place,
        package: ContentDigest,
        limits: &PackageLimits,
    ) -> Result<Vec<Descriptor>, RegistryError> {
        let question = Question {
            path: &format!("referrers/{package}"),
            accept: INDEX_TYPE,
            what: "the signatures",
            ..self.question(place, limits)
        };
        let pages = match self.http.ask(&question).await {
            Ok(first) => self.pages(&question, first).await?,
            // That is how registries answer that do not know the question.
            Err(RegistryError::NotFound { .. } | RegistryError::Answer { status: 400..=499, .. }) => {
                let tagged = missing_is_none(self.manifest(place, &package.dashed(), limits).await)?;
                tagged.map(|fetched| fetched.bytes).into_iter().collect()
            }
            Err(error) => return Err(error),
        };
        let mut all = Vec::new();
        for page in pages {
            let index: Index = serde_json::from_slice(&page).map_err(|error| garbage(&question, &error))?;
            all.extend(index.manifests.into_iter().filter(|described| described.media_type == MANIFEST_TYPE));
        }
        Ok(all)
    }

    async fn referrer(
        &self,
        reference: &PackageReference,
        name: &str,
        tag: Option<String>,
        limits: &PackageLimits,
    ) -> Result<Option<Referrer>, RegistryError> {
        let found = self.manifest(&place(reference), name, limits).await;
        let Some(fetched) = missing_is_none(found)? else { return Ok(None) };
        if let Ok(expected) = name.parse() {
            check_digest(expected, &fetched.bytes, "a signature").map_err(broken(reference))?;
        }
        let manifest = ImageManifest::read(&fetched.bytes).map_err(broken(reference))?;
        manifest.check_sizes(limits).map_err(broken(reference))?;
        let mut blobs = self.blobs(reference, &manifest.layers).await?;
        let config = self.blob(reference, &manifest.config, "the config of a signature").await?;
        blobs.insert(manifest.config.digest, config);
        let (manifest_digest, manifest_bytes) = (fetched.digest, fetched.bytes);
        Ok(Some(Referrer { manifest_digest, manifest_bytes, manifest, tag, blobs }))
    }
}

fn garbage(question: &Question<'_>, error: &serde_json::Error) -> RegistryError {
    RegistryError::Garbage {
        registry: question.place.registry.clone(),
        what: question.what.to_owned(),
        reason: error.to_string(),
    }
}

pub(super) fn missing_is_none<T>(found: Result<T, RegistryError>) -> Result<Option<T>, RegistryError> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(RegistryError::NotFound { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What was read too far names the package, and not the registry alone.
fn named(error: RegistryError, reference: &PackageReference) -> RegistryError {
    match error {
        RegistryError::Package { problem, .. } => broken(reference)(problem),
        other => other,
    }
}
