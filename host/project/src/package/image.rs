//! The manifest of a package, as the
//! [OCI image specification](https://github.com/opencontainers/image-spec/blob/main/manifest.md) has it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::config::CONFIG_TYPE;
use super::digest::ContentDigest;
use super::error::PackageError;
use super::limits::PackageLimits;

/// The media type of a manifest.
pub const MANIFEST_TYPE: &str = "application/vnd.oci.image.manifest.v1+json";

/// The media type of an index.
pub const INDEX_TYPE: &str = "application/vnd.oci.image.index.v1+json";

/// The media type of a layer of a package.
pub const LAYER_TYPE: &str = "application/wasm";

/// The version of the schema of manifests and indexes.
pub(super) const SCHEMA_VERSION: u32 = 2;

/// Where a part is to be found, how large it is, and what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Descriptor {
    /// Its media type.
    pub media_type: String,
    /// Its digest.
    pub digest: ContentDigest,
    /// How many bytes it has.
    pub size: u64,
    /// What the manifest is that it describes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub artifact_type: Option<String>,
    /// What else is said of it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub annotations: BTreeMap<String, String>,
}

/// A manifest: of a package, or of what refers to one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageManifest {
    /// 2.
    pub schema_version: u32,
    /// [`MANIFEST_TYPE`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// What it is a manifest of, where its config does not say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub artifact_type: Option<String>,
    /// Its config.
    pub config: Descriptor,
    /// Its layers.
    pub layers: Vec<Descriptor>,
    /// What it refers to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Descriptor>,
    /// What else is said of it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub annotations: BTreeMap<String, String>,
}

impl Descriptor {
    /// The descriptor of these bytes.
    pub fn of(media_type: &str, bytes: &[u8]) -> Self {
        Self {
            media_type: media_type.to_owned(),
            digest: ContentDigest::of(bytes),
            size: bytes.len() as u64,
            artifact_type: None,
            annotations: BTreeMap::new(),
        }
    }

    /// Whether these bytes are the ones that are described. `what` names them in errors.
    pub fn check(&self, bytes: &[u8], what: &str) -> Result<(), PackageError> {
        let found = bytes.len() as u64;
        if found != self.size {
            return Err(PackageError::OtherSize { what: what.to_owned(), expected: self.size, found });
        }
        check_digest(self.digest, bytes, what)
    }

    /// Whether it claims no more bytes than are read. `what` names it in errors.
    pub fn check_size(&self, allowed_bytes: u64, what: &str) -> Result<(), PackageError> {
        if self.size <= allowed_bytes {
            return Ok(());
        }
        Err(PackageError::TooLarge { what: what.to_owned(), bytes: self.size, allowed_bytes })
    }
}

/// Whether bytes have that digest. `what` names them in errors.
pub fn check_digest(expected: ContentDigest, bytes: &[u8], what: &str) -> Result<(), PackageError> {
    let found = ContentDigest::of(bytes);
    if found == expected {
        return Ok(());
    }
    Err(PackageError::OtherDigest { what: what.to_owned(), expected, found })
}

impl ImageManifest {
    /// Reads a manifest of anything.
    pub fn read(bytes: &[u8]) -> Result<Self, PackageError> {
        let malformed = |reason: String| PackageError::Malformed { what: "manifest", reason };
        // An index has other keys, and is told from a manifest by its type alone.
        let preview: Preview = serde_json::from_slice(bytes).map_err(|error| malformed(error.to_string()))?;
        if let Some(found) = preview.media_type.filter(|media_type| media_type != MANIFEST_TYPE) {
            return Err(PackageError::WrongType { what: "the manifest", found, expected: MANIFEST_TYPE });
        }
        let manifest: Self = serde_json::from_slice(bytes).map_err(|error| malformed(error.to_string()))?;
        if manifest.schema_version != SCHEMA_VERSION {
            return Err(malformed(format!("its schema version is {}, and not 2", manifest.schema_version)));
        }
        Ok(manifest)
    }

    /// Reads the manifest of a package, and checks the types and the sizes of all that it names, before any of it is
    /// fetched.
    pub fn read_of_package(bytes: &[u8], limits: &PackageLimits) -> Result<Self, PackageError> {
        let manifest = Self::read(bytes)?;
        if manifest.config.media_type != CONFIG_TYPE {
            let found = manifest.config.media_type;
            return Err(PackageError::WrongType { what: "its config", found, expected: CONFIG_TYPE });
        }
        if let Some(layer) = manifest.layers.iter().find(|layer| layer.media_type != LAYER_TYPE) {
            let found = layer.media_type.clone();
            return Err(PackageError::WrongType { what: "a layer", found, expected: LAYER_TYPE });
        }
        manifest.check_sizes(limits)?;
        Ok(manifest)
    }

    /// Whether it names no more, and nothing larger, than what is read.
    pub fn check_sizes(&self, limits: &PackageLimits) -> Result<(), PackageError> {
        if self.layers.len() > limits.entries {
            let (found, allowed) = (self.layers.len(), limits.entries);
            return Err(PackageError::TooMany { what: "layers", found, allowed });
        }
        self.config.check_size(limits.config_bytes, "the config of the package")?;
        for layer in &self.layers {
            layer.check_size(limits.layer_bytes, &layer.name())?;
        }
        let bytes = self.layers.iter().fold(self.config.size, |sum, layer| sum.saturating_add(layer.size));
        if bytes > limits.package_bytes {
            let allowed_bytes = limits.package_bytes;
            return Err(PackageError::TooLarge { what: "the package".to_owned(), bytes, allowed_bytes });
        }
        Ok(())
    }

    /// The bytes of the manifest.
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("a manifest is texts, numbers and lists of them")
    }
}

impl Descriptor {
    /// How messages call a layer.
    pub fn name(&self) -> String {
        format!("the layer {}", self.digest)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Preview {
    media_type: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> ImageManifest {
        ImageManifest {
            schema_version: 2,
            media_type: Some(MANIFEST_TYPE.to_owned()),
            artifact_type: None,
            config: Descriptor::of(CONFIG_TYPE, b"{}"),
            layers: vec![Descriptor::of(LAYER_TYPE, b"1"), Descriptor::of(LAYER_TYPE, b"2")],
            subject: None,
            annotations: BTreeMap::new(),
        }
    }

    fn problem(manifest: &ImageManifest) -> PackageError {
        let read = ImageManifest::read_of_package(&manifest.to_json(), &PackageLimits::default());
        read.expect_err("something is wrong")
    }

    #[test]
    fn a_manifest_is_read_as_it_is_written() {
        let written = manifest().to_json();
        let read = ImageManifest::read_of_package(&written, &PackageLimits::default());
        assert_eq!(read, Ok(manifest()));
        let start =
            r#"{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"#;
        assert!(written.starts_with(start.as_bytes()));
    }

    #[test]
    fn what_is_something_else_is_named() {
        let mut image = manifest();
        image.config.media_type = "application/vnd.oci.image.config.v1+json".to_owned();
        assert_eq!(
            problem(&image).to_string(),
            "it is no package of migrations: its config is of the type `application/vnd.oci.image.config.v1+json`, and \
             not `application/vnd.wasm.config.v0+json`"
        );
        let mut packed = manifest();
        packed.layers[1].media_type = "\u{1b}gzip".to_owned();
        assert!(problem(&packed).to_string().contains("a layer is of the type `\\u{1b}gzip`"));
        let index = br#"{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}"#;
        let error = ImageManifest::read(index).expect_err("it is an index");
        assert_eq!(error.code(), "not_a_package");
        let old = ImageManifest { schema_version: 1, ..manifest() };
        assert_eq!(problem(&old).code(), "package_malformed");
    }

    #[test]
    fn a_layer_is_refused_by_the_size_that_it_claims() {
        let mut large = manifest();
        large.layers[1].size = 10 << 30;
        let expected =
            format!("the layer {} has 10737418240 bytes, and at most 67108864 are read", ContentDigest::of(b"2"));
        assert_eq!(problem(&large).to_string(), expected);
        let mut many = manifest();
        many.layers =
            (0..10_u8).map(|number| Descriptor { size: 60 << 20, ..Descriptor::of(LAYER_TYPE, &[number]) }).collect();
        assert_eq!(problem(&many).to_string(), "the package has 629145602 bytes, and at most 536870912 are read");
        many.layers.iter_mut().for_each(|layer| layer.size = u64::MAX);
        assert_eq!(problem(&many).code(), "package_too_large");
    }
}
