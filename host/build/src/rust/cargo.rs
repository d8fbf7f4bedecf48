//! Runs cargo on a crate.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use super::encoded_flags::EncodedFlags;
use super::standard_library::set_linker;
use super::toolchain::Toolchain;
use super::{RustBuilder, RustError, TARGET};

/// Small modules that keep the names of functions, so that a trap can say where it was. A crate's own profile cannot
/// change them, which keeps the shared build folder shared.
const PROFILE: [(&str, &str); 4] = [
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "s"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "1"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "none"),
    ("CARGO_PROFILE_RELEASE_STRIP", "debuginfo"),
];

/// Compiles a crate to a module.
pub(super) fn build(builder: &RustBuilder, toolchain: &Toolchain, crate_folder: &Path) -> Result<Vec<u8>, RustError> {
    let output = command(builder, toolchain, crate_folder).output().map_err(|error| RustError::ToolFailed {
        program: toolchain.cargo.display().to_string(),
        reason: error.to_string(),
    })?;
    if !output.status.success() {
        let output = String::from_utf8_lossy(&output.stderr).trim_end().to_owned();
        return Err(RustError::Compile { output });
    }
    let module = find_module(&output, &crate_folder.join("Cargo.toml")).ok_or(RustError::NoModule)?;
    fs::read(module).map_err(|_| RustError::NoModule)
}

fn command(builder: &RustBuilder, toolchain: &Toolchain, crate_folder: &Path) -> Command {
    let mut command = builder.environment.command(&toolchain.cargo, &builder.root);
    command.args(["build", "--release", "--lib", "--target", TARGET]);
    command.args(["--message-format", "json-render-diagnostics", "--color", "never"]);
    command.arg("--manifest-path").arg(crate_folder.join("Cargo.toml"));
    command.arg("--target-dir").arg(builder.folder.join("rust"));
    command.env("RUSTC", &toolchain.rustc).envs(PROFILE);
    command.env("CARGO_ENCODED_RUSTFLAGS", flags(builder, toolchain));
    set_linker(&mut command, toolchain);
    command
}

/// The flags, which are the same for all crates of a project: cargo compiles dependencies again when they differ.
fn flags(builder: &RustBuilder, toolchain: &Toolchain) -> OsString {
    let mut flags = EncodedFlags::default();
    flags.remap(&builder.root, ".");
    flags.remap_cargo_home(&builder.environment);
    if let Some(sysroot) = &toolchain.sysroot {
        let mut flag = OsString::from("--sysroot=");
        flag.push(sysroot);
        flags.add(flag);
    }
    flags.into_value()
}

/// The module among the files that cargo says it made of this crate.
fn find_module(output: &Output, manifest_path: &Path) -> Option<PathBuf> {
    let lines = output.stdout.split(|byte| *byte == b'\n');
    let messages = lines.filter_map(|line| serde_json::from_slice::<Value>(line).ok());
    let of_crate = messages.filter(|message| {
        let manifest = message["manifest_path"].as_str();
        message["reason"] == "compiler-artifact" && manifest.is_some_and(|path| is_same(Path::new(path), manifest_path))
    });
    let files: Vec<Value> = of_crate.map(|mut message| message["filenames"].take()).collect();
    let mut paths = files.iter().filter_map(Value::as_array).flatten().filter_map(Value::as_str).map(PathBuf::from);
    paths.find(|path| path.extension().is_some_and(|ending| ending == "wasm"))
}

fn is_same(one: &Path, other: &Path) -> bool {
    one == other
        || fs::canonicalize(one).ok().zip(fs::canonicalize(other).ok()).is_some_and(|(one, other)| one == other)
}
