//! Flags for the compiler, as cargo takes them from its environment.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use crate::environment::ToolEnvironment;

/// Divides flags in `CARGO_ENCODED_RUSTFLAGS`.
const SEPARATOR: &str = "\x1f";

/// The value of `CARGO_ENCODED_RUSTFLAGS`.
#[derive(Debug, Default)]
pub(super) struct EncodedFlags {
    value: OsString,
}

impl EncodedFlags {
    /// Adds one flag.
    pub(super) fn add(&mut self, flag: impl AsRef<OsStr>) {
        if !self.value.is_empty() {
            self.value.push(SEPARATOR);
        }
        self.value.push(flag);
    }

    /// Has a folder called by another name in what is compiled: paths of this machine would make components differ
    /// that are the same. Where folders lie in each other, the one named last counts.
    pub(super) fn remap(&mut self, folder: &Path, name: &str) {
        let mut flag = OsString::from("--remap-path-prefix=");
        flag.push(folder);
        flag.push("=");
        flag.push(name);
        self.add(flag);
    }

    /// Has the folder with the sources of packages called the same on every machine.
    pub(super) fn remap_cargo_home(&mut self, environment: &ToolEnvironment) {
        if let Some(cargo_home) = environment.cargo_home() {
            self.remap(&cargo_home, "/cargo");
        }
    }

    /// What the variable is set to.
    pub(super) fn into_value(self) -> OsString {
        self.value
    }
}
