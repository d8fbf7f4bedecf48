//! Makes a package of built components.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use aludel_grants::Patterns;
use semver::Version;

use crate::manifest::{self, ManifestEntry, WIT_VERSION};

use super::config::{CONFIG_TYPE, ComponentShape, WasmConfig};
use super::content::Package;
use super::digest::ContentDigest;
use super::error::PackageError;
use super::image::{Descriptor, ImageManifest, LAYER_TYPE, MANIFEST_TYPE, SCHEMA_VERSION};
use super::limits::PackageLimits;
use super::manifest::{FORMAT, PackageManifest, PackagedRevision};
use super::name::{PackageLabel, PackageName, PackageVersion};
use super::order::parents_first;

/// What the annotations of a manifest begin with that the OCI image specification knows.
const ANNOTATIONS: &str = "org.opencontainers.image.";

/// What a package is to be made of.
#[derive(Debug, Clone)]
pub struct Draft {
    /// What it is called.
    pub name: PackageName,
    /// Its version.
    pub version: PackageVersion,
    /// The branch that it becomes.
    pub label: PackageLabel,
    /// The tables that are its own.
    pub tables: Patterns,
    /// What must be installed beside it: labels, and `label@revision`.
    pub depends_on: Vec<String>,
    /// What else other tools show of it, by the last part of the annotation's name: `description`, `licenses`, `source`.
    pub remarks: BTreeMap<&'static str, String>,
    /// When it was made, as RFC 3339 has it; nothing where the bytes are to be the same each time.
    pub created: Option<String>,
    /// Every revision with its component, in any order.
    pub revisions: Vec<DraftComponent>,
    /// The interpreters of its scripts, in any order.
    pub interpreters: Vec<Arc<[u8]>>,
}

/// A revision, and the component that holds it.
#[derive(Debug, Clone)]
pub struct DraftComponent {
    /// The revision.
    pub revision: String,
    /// The component.
    pub component: Arc<[u8]>,
    /// What the component imports and exports.
    pub shape: ComponentShape,
}

impl Package {
    /// Makes a package. The same draft gives the same bytes.
    pub fn assemble(draft: &Draft) -> Result<Self, PackageError> {
        let entries = draft.revisions.iter().map(read_entry).collect::<Result<Vec<_>, _>>()?;
        let revisions: Vec<_> =
            draft.revisions.iter().zip(&entries).map(|(drafted, entry)| packaged(drafted, entry)).collect();
        let about = PackageManifest {
            format: FORMAT,
            name: draft.name.clone(),
            version: draft.version.clone(),
            label: draft.label.clone(),
            wit: newest_interfaces(&entries),
            tables: draft.tables.clone(),
            depends_on: sorted(&draft.depends_on),
            revisions: ordered(revisions)?,
            interpreters: draft
                .interpreters
                .iter()
                .map(|interpreter| ContentDigest::of(interpreter))
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect(),
        };
        let layers = layers(draft);
        let config = WasmConfig {
            created: draft.created.clone(),
            architecture: "wasm".to_owned(),
            os: "wasip2".to_owned(),
            layer_digests: layer_order(&about),
            component: union(&draft.revisions),
            aludel: about,
        };
        let config_bytes = config.to_json();
        let manifest = image_manifest(draft, &config, &config_bytes, &layers);
        Self::read(manifest.to_json(), config_bytes, layers, &PackageLimits::default())
    }
}

fn read_entry(drafted: &DraftComponent) -> Result<ManifestEntry, PackageError> {
    let revision = drafted.revision.clone();
    let entries = manifest::read(&drafted.component)
        .map_err(|problem| PackageError::Component { revision: revision.clone(), problem })?;
    let entry = entries.into_iter().find(|entry| entry.header.revision == revision);
    entry.ok_or(PackageError::OtherComponent { revision, what: "it does not hold it" })
}

fn packaged(drafted: &DraftComponent, entry: &ManifestEntry) -> PackagedRevision {
    PackagedRevision {
        id: drafted.revision.clone(),
        parents: entry.header.down_revision.clone(),
        depends_on: entry.header.depends_on.clone(),
        message: entry.header.message.clone(),
        component: ContentDigest::of(&drafted.component),
        source: entry.source_digest,
        needs: entry.header.needs.clone(),
    }
}

/// What is left out by the order stands in a circle, or is there twice; the check names it.
fn ordered(revisions: Vec<PackagedRevision>) -> Result<Vec<PackagedRevision>, PackageError> {
    let mut seen = BTreeSet::new();
    if let Some(twice) = revisions.iter().find(|revision| !seen.insert(&revision.id)) {
        return Err(PackageError::DuplicateRevision { revision: twice.id.clone() });
    }
    let ordered = parents_first(revisions.clone());
    Ok(if ordered.len() == revisions.len() { ordered } else { revisions })
}

fn newest_interfaces(entries: &[ManifestEntry]) -> String {
    let newest = entries.iter().max_by_key(|entry| Version::parse(&entry.wit).ok());
    newest.map_or_else(|| WIT_VERSION.to_owned(), |entry| entry.wit.clone())
}

fn layers(draft: &Draft) -> BTreeMap<ContentDigest, Arc<[u8]>> {
    let components = draft.revisions.iter().map(|drafted| &drafted.component);
    let all = components.chain(&draft.interpreters);
    all.map(|bytes| (ContentDigest::of(bytes), Arc::clone(bytes))).collect()
}

/// As the revisions come, each once, and the interpreters last.
fn layer_order(about: &PackageManifest) -> Vec<ContentDigest> {
    let mut order = Vec::new();
    let mut seen = BTreeSet::new();
    let components = about.revisions.iter().map(|revision| revision.component);
    order.extend(components.chain(about.interpreters.iter().copied()).filter(|digest| seen.insert(*digest)));
    order
}

fn union(revisions: &[DraftComponent]) -> ComponentShape {
    let all = |names: fn(&ComponentShape) -> &Vec<String>| {
        let names = revisions.iter().flat_map(|drafted| names(&drafted.shape));
        names.cloned().collect::<BTreeSet<_>>().into_iter().collect()
    };
    ComponentShape { exports: all(|shape| &shape.exports), imports: all(|shape| &shape.imports), target: None }
}

fn image_manifest(
    draft: &Draft,
    config: &WasmConfig,
    config_bytes: &[u8],
    layers: &BTreeMap<ContentDigest, Arc<[u8]>>,
) -> ImageManifest {
    let descriptor = |digest: &ContentDigest| Descriptor::of(LAYER_TYPE, &layers[digest]);
    ImageManifest {
        schema_version: SCHEMA_VERSION,
        media_type: Some(MANIFEST_TYPE.to_owned()),
        artifact_type: None,
        config: Descriptor::of(CONFIG_TYPE, config_bytes),
        layers: config.layer_digests.iter().map(descriptor).collect(),
        subject: None,
        annotations: annotations(draft),
    }
}

fn annotations(draft: &Draft) -> BTreeMap<String, String> {
    let own = [("title", draft.name.to_string()), ("version", draft.version.to_string())];
    let created = draft.created.clone().map(|created| ("created", created));
    let remarks = draft.remarks.iter().map(|(key, value)| (*key, value.clone()));
    let all = own.into_iter().chain(created).chain(remarks);
    all.map(|(key, value)| (format!("{ANNOTATIONS}{key}"), value)).collect()
}

fn sorted(texts: &[String]) -> Vec<String> {
    texts.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect()
}
