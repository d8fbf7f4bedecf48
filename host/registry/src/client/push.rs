//! Sends to registries, as the
//! [distribution specification](https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#push) says.
//!
//! A blob is sent whole, since not every registry takes one in parts.

use aludel_project::package::image::{INDEX_TYPE, MANIFEST_TYPE};
use aludel_project::package::{ContentDigest, Descriptor, Package, PackageLimits, Referrer};
use reqwest::Url;
use reqwest::header::LOCATION;
use serde::{Deserialize, Serialize};

use super::fetch::missing_is_none;
use super::{Client, place};
use crate::error::RegistryError;
use crate::http::{Action, Answer, Errand, Place, Question, Trouble, WORDS_BYTES_MAX, sending_patience};
use crate::reference::PackageReference;

/// The header of a registry that lists what refers to a manifest by itself.
const SUBJECT_HEADER: &str = "oci-subject";

/// What a push did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pushed {
    /// It is there now.
    New,
    /// It was there already, to the byte.
    Unchanged,
}

/// An index of referrers under a tag, in a registry that keeps no list of its own.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Index {
    schema_version: u32,
    media_type: String,
    manifests: Vec<Descriptor>,
}

/// A manifest on its way: by what name, and as what.
struct Parcel<'a> {
    name: &'a str,
    media_type: &'a str,
    bytes: &'a [u8],
}

impl Client {
    /// Pushes a package, and what refers to it. A version is what it is for good: another package under the same tag is
    /// refused.
    pub async fn push(&self, package: &Package, reference: &PackageReference) -> Result<Pushed, RegistryError> {
        let found = self.resolve(reference, &PackageLimits::default()).await?;
        if let Some(found) = found.filter(|found| *found != package.manifest_digest) {
            return Err(RegistryError::Exists { reference: reference.to_string(), found });
        }
        if found.is_none() {
            let place = place(reference);
            for layer in package.layers.values() {
                self.send_blob(&place, ContentDigest::of(layer), layer).await?;
            }
            self.send_blob(&place, package.manifest.config.digest, &package.config_bytes).await?;
            let name = super::tag_or_digest(reference);
            let parcel = Parcel { name: &name, media_type: MANIFEST_TYPE, bytes: &package.manifest_bytes };
            self.send_manifest(&place, parcel).await?;
        }
        for referrer in &package.referrers {
            self.attach(reference, referrer).await?;
        }
        Ok(if found.is_some() { Pushed::Unchanged } else { Pushed::New })
    }

    /// Pushes what refers to a package that is in a repository: under its tag, if it has one, else by its digest, and into the
    /// list of what refers to that package.
    pub async fn attach(&self, reference: &PackageReference, referrer: &Referrer) -> Result<(), RegistryError> {
        let place = place(reference);
        for (digest, blob) in &referrer.blobs {
            self.send_blob(&place, *digest, blob).await?;
        }
        let name = referrer.tag.clone().unwrap_or_else(|| referrer.manifest_digest.to_string());
        let parcel = Parcel { name: &name, media_type: MANIFEST_TYPE, bytes: &referrer.manifest_bytes };
        let answer = self.send_manifest(&place, parcel).await?;
        match &referrer.manifest.subject {
            Some(subject) if !answer.headers.contains_key(SUBJECT_HEADER) => {
                self.list(reference, subject.digest, referrer).await
            }
            _ => Ok(()),
        }
    }

    /// Adds a referrer to the index under the tag of its subject, where the registry does not list it by itself.
    async fn list(
        &self,
        reference: &PackageReference,
        subject: ContentDigest,
        referrer: &Referrer,
    ) -> Result<(), RegistryError> {
        let limits = PackageLimits::default();
        let listed = self.referrers(reference, subject, &limits).await?;
        if listed.iter().any(|one| one.manifest_digest == referrer.manifest_digest && one.tag.is_none()) {
            return Ok(());
        }
        let place = place(reference);
        let found = missing_is_none(self.manifest(&place, &subject.dashed(), &limits).await)?;
        let mut index = match found.map(|fetched| serde_json::from_slice::<Index>(&fetched.bytes)) {
            Some(Ok(index)) => index,
            _ => Index { schema_version: 2, media_type: INDEX_TYPE.to_owned(), manifests: Vec::new() },
        };
        index.manifests.push(Descriptor {
            artifact_type: referrer.manifest.artifact_type.clone(),
            annotations: referrer.manifest.annotations.clone(),
            ..Descriptor::of(MANIFEST_TYPE, &referrer.manifest_bytes)
        });
        let bytes = serde_json::to_vec(&index).expect("an index is texts, numbers and lists of them");
        let parcel = Parcel { name: &subject.dashed(), media_type: INDEX_TYPE, bytes: &bytes };
        self.send_manifest(&place, parcel).await.map(|_| ())
    }

    /// Sends a blob, unless it is there.
    async fn send_blob(&self, place: &Place, digest: ContentDigest, bytes: &[u8]) -> Result<(), RegistryError> {
        let path = format!("blobs/{digest}");
        let look = Question { path: &path, errand: Errand::Look, ..self.sending(place, 0) };
        if missing_is_none(self.http.ask(&look).await)?.is_some() {
            return Ok(());
        }
        // What was half sent cannot be gone on with everywhere, so the next try begins with a place of its own.
        self.http.patiently(async || self.send_blob_now(place, digest, bytes).await).await
    }

    async fn send_blob_now(&self, place: &Place, digest: ContentDigest, bytes: &[u8]) -> Result<(), Trouble> {
        let open = Question { path: "blobs/uploads/", errand: Errand::Open, ..self.sending(place, 0) };
        let opened = self.http.ask_now(&open).await?;
        let mut location = location(&open, &opened)?;
        location.query_pairs_mut().append_pair("digest", &digest.to_string());
        let errand = Errand::PutAt { location: &location, bytes };
        self.http.ask_now(&Question { errand, ..self.sending(place, bytes.len()) }).await?;
        Ok(())
    }

    async fn send_manifest(&self, place: &Place, parcel: Parcel<'_>) -> Result<Answer, RegistryError> {
        let path = format!("manifests/{}", parcel.name);
        let errand = Errand::Put { media_type: parcel.media_type, bytes: parcel.bytes };
        self.http.ask(&Question { path: &path, errand, ..self.sending(place, parcel.bytes.len()) }).await
    }

    /// A question on the way of so many bytes.
    fn sending<'a>(&self, place: &'a Place, bytes: usize) -> Question<'a> {
        let patience = &self.http.options().patience;
        Question {
            place,
            path: "",
            accept: "*/*",
            action: Action::Push,
            errand: Errand::Open,
            what: "a place for the package",
            bytes_max: WORDS_BYTES_MAX,
            patience: sending_patience(patience.document, patience.layer, bytes),
        }
    }
}

/// Where the registry says that a blob may be put.
fn location(question: &Question<'_>, answer: &Answer) -> Result<Url, RegistryError> {
    let told = answer.headers.get(LOCATION).and_then(|header| header.to_str().ok());
    told.and_then(|text| answer.url.join(text).ok()).ok_or_else(|| RegistryError::Garbage {
        registry: question.place.registry.clone(),
        what: question.what.to_owned(),
        reason: "there is no URL in its answer".to_owned(),
    })
}
