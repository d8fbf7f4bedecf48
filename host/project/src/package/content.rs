//! A whole package: its documents and its layers, checked against each other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::manifest::{self, ManifestEntry};

use super::config::WasmConfig;
use super::digest::ContentDigest;
use super::error::PackageError;
use super::image::ImageManifest;
use super::limits::PackageLimits;
use super::manifest::{PackageManifest, PackagedRevision};

/// A whole package. It was checked: each part has the digest that names it, and no part says other things than another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// The digest of its manifest: what names the package, and what is signed.
    pub manifest_digest: ContentDigest,
    /// Its manifest, as registries keep it.
    pub manifest_bytes: Vec<u8>,
    /// Its manifest.
    pub manifest: ImageManifest,
    /// Its config, as registries keep it.
    pub config_bytes: Vec<u8>,
    /// Its config.
    pub config: WasmConfig,
    /// Its layers: components of revisions and interpreters.
    pub layers: BTreeMap<ContentDigest, Arc<[u8]>>,
    /// What refers to it, such as its signatures. Nothing of it was checked but its digests.
    pub referrers: Vec<Referrer>,
}

/// A manifest that refers to a package, such as its signature, with all that it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referrer {
    /// The digest of its manifest.
    pub manifest_digest: ContentDigest,
    /// Its manifest, as registries keep it.
    pub manifest_bytes: Vec<u8>,
    /// Its manifest.
    pub manifest: ImageManifest,
    /// The tag that it is found under, where it has one.
    pub tag: Option<String>,
    /// Its config and its layers.
    pub blobs: BTreeMap<ContentDigest, Arc<[u8]>>,
}

impl Package {
    /// Puts a package together of its parts. Layers that the manifest does not name are left out.
    pub fn read(
        manifest_bytes: Vec<u8>,
        config_bytes: Vec<u8>,
        mut layers: BTreeMap<ContentDigest, Arc<[u8]>>,
        limits: &PackageLimits,
    ) -> Result<Self, PackageError> {
        let manifest = ImageManifest::read_of_package(&manifest_bytes, limits)?;
        manifest.config.check(&config_bytes, "the config of the package")?;
        let named: BTreeSet<_> = manifest.layers.iter().map(|layer| layer.digest).collect();
        layers.retain(|digest, _| named.contains(digest));
        for layer in &manifest.layers {
            let bytes = layers.get(&layer.digest).ok_or_else(|| PackageError::Missing { what: layer.name() })?;
            layer.check(bytes, &layer.name())?;
        }
        let config = WasmConfig::read(&config_bytes)?;
        if !config.layer_digests.iter().eq(manifest.layers.iter().map(|layer| &layer.digest)) {
            return Err(PackageError::Contradiction { what: "their layers" });
        }
        check_layers(&config.aludel, &layers)?;
        check_components(&config.aludel, &layers)?;
        let manifest_digest = ContentDigest::of(&manifest_bytes);
        Ok(Self { manifest_digest, manifest_bytes, manifest, config_bytes, config, layers, referrers: Vec::new() })
    }

    /// What it says of itself.
    pub fn about(&self) -> &PackageManifest {
        &self.config.aludel
    }

    /// The component of a revision.
    pub fn component(&self, revision: &str) -> Option<&Arc<[u8]>> {
        self.layers.get(&self.about().revision(revision)?.component)
    }

    /// The interpreters of its scripts.
    pub fn interpreters(&self) -> impl Iterator<Item = &Arc<[u8]>> {
        self.about().interpreters.iter().filter_map(|digest| self.layers.get(digest))
    }
}

fn check_layers(about: &PackageManifest, layers: &BTreeMap<ContentDigest, Arc<[u8]>>) -> Result<(), PackageError> {
    let components = about.revisions.iter().map(|revision| revision.component);
    let named: BTreeSet<ContentDigest> = components.chain(about.interpreters.iter().copied()).collect();
    if let Some(digest) = named.iter().find(|digest| !layers.contains_key(*digest)) {
        return Err(PackageError::Missing { what: format!("the layer {digest}") });
    }
    let stray = layers.keys().find(|digest| !named.contains(*digest));
    stray.map_or(Ok(()), |digest| Err(PackageError::StrayLayer { digest: *digest }))
}

/// A component carries what it says of its revisions, and that is what is run by.
fn check_components(about: &PackageManifest, layers: &BTreeMap<ContentDigest, Arc<[u8]>>) -> Result<(), PackageError> {
    for revision in &about.revisions {
        let component = &layers[&revision.component];
        let entry = find_entry(revision, component)?;
        let differences = [
            (entry.header.down_revision != revision.parents, "its parents"),
            (entry.header.depends_on != revision.depends_on, "what it depends on"),
            (entry.header.message != revision.message, "its message"),
            (entry.header.needs != revision.needs, "what it needs"),
            (entry.source_digest != revision.source, "the digest of its source"),
        ];
        if let Some((_, what)) = differences.into_iter().find(|(differs, _)| *differs) {
            return Err(PackageError::OtherComponent { revision: revision.id.clone(), what });
        }
    }
    Ok(())
}

fn find_entry(revision: &PackagedRevision, component: &[u8]) -> Result<ManifestEntry, PackageError> {
    let id = &revision.id;
    let entries =
        manifest::read(component).map_err(|problem| PackageError::Component { revision: id.clone(), problem })?;
    let entry = entries.into_iter().find(|entry| entry.header.revision == *id);
    entry.ok_or_else(|| PackageError::OtherComponent { revision: id.clone(), what: "it does not hold it" })
}
