//! The config of a package, as the
//! [Wasm OCI artifact layout](https://tag-runtime.cncf.io/wgs/wasm/deliverables/wasm-oci-artifact/) of the CNCF has it.

use serde::{Deserialize, Serialize};

use super::check::check_format;
use super::digest::ContentDigest;
use super::error::PackageError;
use super::manifest::PackageManifest;

/// The media type of the config.
pub const CONFIG_TYPE: &str = "application/vnd.wasm.config.v0+json";

/// The config of a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WasmConfig {
    /// When it was made, as RFC 3339 has it; only where somebody said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    /// `wasm`.
    pub architecture: String,
    /// `wasip2`: components, and not modules.
    pub os: String,
    /// The layers, in the order of the manifest.
    pub layer_digests: Vec<ContentDigest>,
    /// What its components import and export, taken together.
    pub component: ComponentShape,
    /// What the package says of its migrations.
    pub aludel: PackageManifest,
}

/// The names that components import and export.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComponentShape {
    /// What they export, sorted.
    #[serde(default)]
    pub exports: Vec<String>,
    /// What they import, sorted.
    #[serde(default)]
    pub imports: Vec<String>,
    /// The world that they were built for; nothing where it is not told.
    #[serde(default)]
    pub target: Option<String>,
}

/// What is read before all the rest: whether the rest can be read.
#[derive(Deserialize)]
struct Preview {
    aludel: Option<Format>,
}

#[derive(Deserialize)]
struct Format {
    format: u32,
}

impl WasmConfig {
    /// Reads a config, and checks what it says of the migrations.
    pub fn read(bytes: &[u8]) -> Result<Self, PackageError> {
        let malformed =
            |error: serde_json::Error| PackageError::Malformed { what: "config", reason: error.to_string() };
        let preview: Preview = serde_json::from_slice(bytes).map_err(malformed)?;
        check_format(preview.aludel.ok_or(PackageError::NotMigrations)?.format)?;
        let config: Self = serde_json::from_slice(bytes).map_err(malformed)?;
        config.aludel.check()?;
        Ok(config)
    }

    /// The bytes of the config.
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("a config is texts, numbers and lists of them")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_component_of_somebody_else_is_no_package() {
        let config = br#"{"architecture":"wasm","os":"wasip2","layerDigests":[],"component":{}}"#;
        assert_eq!(WasmConfig::read(config), Err(PackageError::NotMigrations));
    }

    #[test]
    fn a_newer_format_is_told_before_anything_else() {
        let config = br#"{"aludel":{"format":7,"revisions":"elsewhere"}}"#;
        assert_eq!(WasmConfig::read(config), Err(PackageError::NewerFormat { found: 7, known: 1 }));
    }

    #[test]
    fn garbage_is_malformed() {
        for config in ["", "[]", "{\"aludel\":{}}", "{\"aludel\":{\"format\":1}}", "\u{0}"] {
            let error = WasmConfig::read(config.as_bytes()).expect_err("it is no config");
            assert_eq!(error.code(), "package_malformed", "{config}: {error}");
        }
    }
}
