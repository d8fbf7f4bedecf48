//! How much of a package is read. What is larger is refused before it is read.

use crate::source::COMPONENT_SIZE;

/// How much of a package is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PackageLimits {
    /// How many bytes the whole may have.
    pub package_bytes: u64,
    /// How many bytes a manifest or an index may have; registries take no larger ones.
    pub manifest_bytes: u64,
    /// How many bytes a config may have.
    pub config_bytes: u64,
    /// How many bytes a layer may have.
    pub layer_bytes: u64,
    /// How many files a tar may hold, and how many layers a package, and how many signatures are looked at.
    pub entries: usize,
}

impl Default for PackageLimits {
    fn default() -> Self {
        Self {
            package_bytes: 512 << 20,
            manifest_bytes: 4 << 20,
            config_bytes: 16 << 20,
            layer_bytes: COMPONENT_SIZE.bytes,
            entries: 10_000,
        }
    }
}
