//! A package as files: an
//! [OCI image layout](https://github.com/opencontainers/image-spec/blob/main/image-layout.md), which other tools read too.
//!
//! Signatures ride along: they are further manifests of the same index.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::config::CONFIG_TYPE;
use super::content::{Package, Referrer};
use super::digest::ContentDigest;
use super::error::PackageError;
use super::image::{Descriptor, INDEX_TYPE, ImageManifest, MANIFEST_TYPE, SCHEMA_VERSION};
use super::limits::PackageLimits;

/// The file that says that it is a layout.
pub const LAYOUT_FILE: &str = "oci-layout";

/// The file that lists the manifests.
pub const INDEX_FILE: &str = "index.json";

/// What the files begin with that hold manifests, configs and layers; the rest of a name is the digest in hexadecimal.
pub const BLOBS: &str = "blobs/sha256/";

/// The annotation of a manifest in the index that holds its tag.
const TAG_ANNOTATION: &str = "org.opencontainers.image.ref.name";

const LAYOUT_VERSION: &str = "1.0.0";

/// Where the files of a layout come from.
pub trait LayoutFiles {
    /// The bytes of a file, such as `index.json`; nothing where there is none. One that is larger is an error.
    fn file(&self, name: &str, allowed_bytes: u64) -> Result<Option<Arc<[u8]>>, PackageError>;
}

/// The bytes of each file, by name.
pub type Files = BTreeMap<String, Arc<[u8]>>;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct LayoutMark {
    image_layout_version: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Index {
    schema_version: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    media_type: Option<String>,
    manifests: Vec<Descriptor>,
}

/// A manifest of the index.
struct Indexed {
    digest: ContentDigest,
    tag: Option<String>,
    bytes: Arc<[u8]>,
    manifest: ImageManifest,
}

/// The files of a package and of what refers to it.
pub fn render(package: &Package) -> Files {
    let mut files = Files::new();
    let mut put = |bytes: &[u8]| files.insert(blob_name(&ContentDigest::of(bytes)), bytes.into());
    put(&package.manifest_bytes);
    put(&package.config_bytes);
    package.layers.values().for_each(|layer| _ = put(layer));
    for referrer in &package.referrers {
        put(&referrer.manifest_bytes);
        referrer.blobs.values().for_each(|blob| _ = put(blob));
    }
    files.insert(INDEX_FILE.to_owned(), json(&index(package)));
    files.insert(LAYOUT_FILE.to_owned(), json(&LayoutMark { image_layout_version: LAYOUT_VERSION.to_owned() }));
    files
}

fn index(package: &Package) -> Index {
    let version = package.about().version.to_string();
    let own = described(&package.manifest_bytes, &package.manifest, Some(version));
    let referrers = package.referrers.iter();
    let referrers =
        referrers.map(|referrer| described(&referrer.manifest_bytes, &referrer.manifest, referrer.tag.clone()));
    Index {
        schema_version: SCHEMA_VERSION,
        media_type: Some(INDEX_TYPE.to_owned()),
        manifests: std::iter::once(own).chain(referrers).collect(),
    }
}

fn described(bytes: &[u8], manifest: &ImageManifest, tag: Option<String>) -> Descriptor {
    Descriptor {
        artifact_type: manifest.artifact_type.clone(),
        annotations: tag.map(|tag| (TAG_ANNOTATION.to_owned(), tag)).into_iter().collect(),
        ..Descriptor::of(MANIFEST_TYPE, bytes)
    }
}

fn json(value: &impl Serialize) -> Arc<[u8]> {
    serde_json::to_vec(value).expect("it is texts, numbers and lists of them").into()
}

fn blob_name(digest: &ContentDigest) -> String {
    format!("{BLOBS}{}", digest.hex())
}

/// Reads the package of a layout, and what refers to it. Where the layout holds several, `wanted` is the tag or the digest
/// of the one that is meant.
pub fn read(files: &dyn LayoutFiles, wanted: Option<&str>, limits: &PackageLimits) -> Result<Package, PackageError> {
    let indexed = read_index(files, limits)?;
    let chosen = choose(&indexed, wanted)?;
    ImageManifest::read_of_package(&chosen.bytes, limits)?;
    let config = read_blob(files, &chosen.manifest.config, "the config of the package", limits.config_bytes)?;
    let layers = read_layers(files, &chosen.manifest, limits)?;
    let mut package = Package::read(chosen.bytes.to_vec(), config.to_vec(), layers, limits)?;
    for one in indexed.iter().filter(|one| refers_to(one, package.manifest_digest)) {
        package.referrers.push(read_referrer(files, one, limits)?);
    }
    Ok(package)
}

fn read_index(files: &dyn LayoutFiles, limits: &PackageLimits) -> Result<Vec<Indexed>, PackageError> {
    let mark: LayoutMark = read_document(files, LAYOUT_FILE, "layout", limits)?;
    if mark.image_layout_version != LAYOUT_VERSION {
        let reason = format!("its version is `{}`, and not `{LAYOUT_VERSION}`", mark.image_layout_version);
        return Err(PackageError::Malformed { what: "layout", reason });
    }
    let index: Index = read_document(files, INDEX_FILE, "index", limits)?;
    if index.manifests.len() > limits.entries {
        let (found, allowed) = (index.manifests.len(), limits.entries);
        return Err(PackageError::TooMany { what: "manifests", found, allowed });
    }
    let manifests = index.manifests.into_iter().filter(|described| described.media_type == MANIFEST_TYPE);
    manifests.map(|described| read_indexed(files, described, limits)).collect()
}

fn read_document<T: for<'a> Deserialize<'a>>(
    files: &dyn LayoutFiles,
    name: &str,
    what: &'static str,
    limits: &PackageLimits,
) -> Result<T, PackageError> {
    let bytes = files.file(name, limits.manifest_bytes)?;
    let bytes = bytes.ok_or_else(|| PackageError::Missing { what: format!("the file {name}") })?;
    serde_json::from_slice(&bytes).map_err(|error| PackageError::Malformed { what, reason: error.to_string() })
}

fn read_indexed(
    files: &dyn LayoutFiles,
    described: Descriptor,
    limits: &PackageLimits,
) -> Result<Indexed, PackageError> {
    let what = format!("the manifest {}", described.digest);
    let bytes = read_blob(files, &described, &what, limits.manifest_bytes)?;
    let manifest = ImageManifest::read(&bytes)?;
    let tag = described.annotations.get(TAG_ANNOTATION).cloned();
    Ok(Indexed { digest: described.digest, tag, bytes, manifest })
}

fn read_blob(
    files: &dyn LayoutFiles,
    described: &Descriptor,
    what: &str,
    allowed_bytes: u64,
) -> Result<Arc<[u8]>, PackageError> {
    described.check_size(allowed_bytes, what)?;
    let bytes = files.file(&blob_name(&described.digest), allowed_bytes)?;
    let bytes = bytes.ok_or_else(|| PackageError::Missing { what: what.to_owned() })?;
    described.check(&bytes, what)?;
    Ok(bytes)
}

fn read_layers(
    files: &dyn LayoutFiles,
    manifest: &ImageManifest,
    limits: &PackageLimits,
) -> Result<BTreeMap<ContentDigest, Arc<[u8]>>, PackageError> {
    let read = |layer: &Descriptor| read_blob(files, layer, &layer.name(), limits.layer_bytes);
    manifest.layers.iter().map(|layer| Ok((layer.digest, read(layer)?))).collect()
}

/// The one package there is, or the one that is meant.
fn choose<'a>(indexed: &'a [Indexed], wanted: Option<&str>) -> Result<&'a Indexed, PackageError> {
    let is_package = |one: &&Indexed| one.manifest.config.media_type == CONFIG_TYPE;
    let is_wanted = |one: &&Indexed| match wanted {
        Some(wanted) => one.tag.as_deref() == Some(wanted) || one.digest.to_string() == wanted,
        None => true,
    };
    let found: Vec<&Indexed> = indexed.iter().filter(is_package).filter(is_wanted).collect();
    match (found.as_slice(), wanted) {
        ([one], _) => Ok(one),
        ([], Some(wanted)) => Err(PackageError::Missing { what: format!("the version `{wanted}`") }),
        // Whatever else it holds is told by its type.
        ([], None) => indexed.first().ok_or_else(|| PackageError::Missing { what: "a manifest".to_owned() }),
        (several, _) => Err(PackageError::Several { tags: several.iter().map(|one| one.shown()).collect() }),
    }
}

impl Indexed {
    fn shown(&self) -> String {
        self.tag.clone().unwrap_or_else(|| self.digest.to_string())
    }
}

/// By its subject, or by a tag that begins with the digest, as `cosign` names signatures.
fn refers_to(one: &Indexed, package: ContentDigest) -> bool {
    let by_subject = one.manifest.subject.as_ref().is_some_and(|subject| subject.digest == package);
    let by_tag = one.tag.as_ref().is_some_and(|tag| tag.starts_with(&package.dashed()));
    one.digest != package && (by_subject || by_tag)
}

fn read_referrer(files: &dyn LayoutFiles, one: &Indexed, limits: &PackageLimits) -> Result<Referrer, PackageError> {
    one.manifest.check_sizes(limits)?;
    let mut blobs = read_layers(files, &one.manifest, limits)?;
    let config = &one.manifest.config;
    blobs.insert(config.digest, read_blob(files, config, "the config of a signature", limits.config_bytes)?);
    Ok(Referrer {
        manifest_digest: one.digest,
        manifest_bytes: one.bytes.to_vec(),
        manifest: one.manifest.clone(),
        tag: one.tag.clone(),
        blobs,
    })
}
