//! Sends to registries.

use std::sync::Arc;

use aludel_project::package::image::{INDEX_TYPE, MANIFEST_TYPE};
use aludel_project::package::{ContentDigest, Descriptor, Package, PackageLimits, Referrer};
use oci_client::client::{ClientConfig, ClientProtocol};
use oci_client::errors::OciDistributionError;
use oci_client::secrets::RegistryAuth;
use oci_client::{Reference, RegistryOperation};
use reqwest::header::HeaderValue;
use serde::{Deserialize, Serialize};

use super::fetch::missing_is_none;
use super::{Client, place};
use crate::credentials::Credentials;
use crate::error::RegistryError;
use crate::http::{Action, Question};
use crate::reference::PackageReference;
use crate::words;

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

/// The client that sends, ready for one repository.
struct Sender {
    client: oci_client::Client,
    registry: String,
    image: Reference,
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
            let sender = self.sender(reference).await?;
            for layer in package.layers.values() {
                sender.blob(ContentDigest::of(layer), layer).await?;
            }
            sender.blob(package.manifest.config.digest, &package.config_bytes.as_slice().into()).await?;
            sender.manifest(reference.as_oci(), &package.manifest_bytes, MANIFEST_TYPE).await?;
        }
        for referrer in &package.referrers {
            self.attach(reference, referrer).await?;
        }
        Ok(if found.is_some() { Pushed::Unchanged } else { Pushed::New })
    }

    /// Pushes what refers to a package that is in a repository: under its tag, if it has one, else by its digest, and into the
    /// list of what refers to that package.
    pub async fn attach(&self, reference: &PackageReference, referrer: &Referrer) -> Result<(), RegistryError> {
        let sender = self.sender(reference).await?;
        for (digest, blob) in &referrer.blobs {
            sender.blob(*digest, blob).await?;
        }
        let name = match &referrer.tag {
            Some(tag) => sender.tagged(tag),
            None => sender.image.clone_with_digest(referrer.manifest_digest.to_string()),
        };
        sender.manifest(&name, &referrer.manifest_bytes, MANIFEST_TYPE).await?;
        match &referrer.manifest.subject {
            Some(subject) => self.list(&sender, reference, subject.digest, referrer).await,
            None => Ok(()),
        }
    }

    /// Adds a referrer to the index under the tag of its subject, where the registry does not list it by itself.
    async fn list(
        &self,
        sender: &Sender,
        reference: &PackageReference,
        subject: ContentDigest,
        referrer: &Referrer,
    ) -> Result<(), RegistryError> {
        let limits = PackageLimits::default();
        let listed = self.referrers(reference, subject, &limits).await?;
        if listed.iter().any(|one| one.manifest_digest == referrer.manifest_digest && one.tag.is_none()) {
            return Ok(());
        }
        let found = missing_is_none(self.manifest(&place(reference), &subject.dashed(), &limits).await)?;
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
        sender.manifest(&sender.tagged(&subject.dashed()), &bytes, INDEX_TYPE).await
    }

    async fn push_token(&self, reference: &PackageReference) -> Result<Option<String>, RegistryError> {
        let place = place(reference);
        let limits = PackageLimits::default();
        let question =
            Question { path: "tags/list", what: "a token", action: Action::Push, ..self.question(&place, &limits) };
        self.http.service_token(&question).await
    }

    async fn sender(&self, reference: &PackageReference) -> Result<Sender, RegistryError> {
        let options = self.http.options();
        let registry = reference.registry().to_owned();
        let host = reference.as_oci().resolve_registry().to_owned();
        let is_plain = options.scheme(&registry) == "http";
        let config = ClientConfig {
            protocol: if is_plain { ClientProtocol::HttpsExcept(vec![host]) } else { ClientProtocol::Https },
            connect_timeout: Some(options.patience.connect),
            read_timeout: Some(options.patience.silence),
            ..ClientConfig::default()
        };
        let unreachable = |error: OciDistributionError| sending_error(&registry, error);
        let client = oci_client::Client::try_from(config).map_err(unreachable)?;
        let auth = match options.credentials.find(&registry).await? {
            Credentials::Anonymous => RegistryAuth::Anonymous,
            Credentials::Basic { user, password } => RegistryAuth::Basic(user, password),
            Credentials::Bearer { token } => RegistryAuth::Bearer(token),
            Credentials::Identity { .. } => match self.push_token(reference).await? {
                Some(token) => RegistryAuth::Bearer(token),
                None => RegistryAuth::Anonymous,
            },
        };
        let image = reference.as_oci().clone();
        let opened = client.auth(&image, &auth, RegistryOperation::Push);
        let opened = tokio::time::timeout(options.patience.document, opened).await;
        opened.map_err(|_| timed_out(&registry, options.patience.document))?.map_err(unreachable)?;
        Ok(Sender { client, registry, image })
    }
}

impl Sender {
    fn tagged(&self, tag: &str) -> Reference {
        let (registry, repository) = (self.image.registry().to_owned(), self.image.repository().to_owned());
        Reference::with_tag(registry, repository, tag.to_owned())
    }

    async fn blob(&self, digest: ContentDigest, bytes: &Arc<[u8]>) -> Result<(), RegistryError> {
        let error = |error| sending_error(&self.registry, error);
        let digest = digest.to_string();
        if self.client.blob_exists(&self.image, &digest).await.map_err(error)? {
            return Ok(());
        }
        let error = |error| sending_error(&self.registry, error);
        self.client.push_blob(&self.image, bytes.to_vec(), &digest).await.map_err(error)?;
        Ok(())
    }

    async fn manifest(&self, name: &Reference, bytes: &[u8], media_type: &'static str) -> Result<(), RegistryError> {
        let sent = self.client.push_manifest_raw(name, bytes.to_vec(), HeaderValue::from_static(media_type)).await;
        sent.map(|_| ()).map_err(|error| sending_error(&self.registry, error))
    }
}

fn timed_out(registry: &str, waited: std::time::Duration) -> RegistryError {
    RegistryError::TimedOut { registry: registry.to_owned(), what: "an answer".to_owned(), waited }
}

fn sending_error(registry: &str, error: OciDistributionError) -> RegistryError {
    let registry = registry.to_owned();
    let what = "a place for the package".to_owned();
    match error {
        OciDistributionError::UnauthorizedError { .. } => {
            RegistryError::Unauthorized { registry, words: String::new(), has_credentials: true }
        }
        OciDistributionError::AuthenticationFailure(said) => {
            RegistryError::Unauthorized { registry, words: words::of_answer(said.as_bytes()), has_credentials: true }
        }
        OciDistributionError::ServerError { code: 401 | 403, message, .. } => {
            RegistryError::Unauthorized { registry, words: words::of_answer(message.as_bytes()), has_credentials: true }
        }
        OciDistributionError::ServerError { code, message, .. } => {
            RegistryError::Answer { registry, status: code, what, words: words::of_answer(message.as_bytes()) }
        }
        OciDistributionError::RequestError(error) => {
            RegistryError::Unreachable { registry, reason: words::of_error(&error) }
        }
        other => RegistryError::Garbage {
            registry,
            what: "an answer".to_owned(),
            reason: words::shortened(&other.to_string()),
        },
    }
}
