//! Runs cargo on a crate.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use super::encoded_flags::EncodedFlags;
use super::path_dependency;
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

/// Tells the library for guests which folder the compiler's paths begin in.
const COMPILER_FOLDER: &str = "ALUDEL_COMPILER_FOLDER";

/// Compiles a crate to a module.
pub(super) fn build(builder: &RustBuilder, toolchain: &Toolchain, crate_folder: &Path) -> Result<Vec<u8>, RustError> {
    let output = command(builder, toolchain, crate_folder).output().map_err(|error| RustError::ToolFailed {
        program: toolchain.cargo.display().to_string(),
        reason: error.to_string(),
    })?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(RustError::Compile { output: with_places(said.trim_end(), &builder.root, crate_folder) });
    }
    let module = find_module(&output, &crate_folder.join("Cargo.toml")).ok_or(RustError::NoModule)?;
    fs::read(module).map_err(|_| RustError::NoModule)
}

fn command(builder: &RustBuilder, toolchain: &Toolchain, crate_folder: &Path) -> Command {
    let mut command = builder.environment.command(&toolchain.cargo, &builder.root);
    command.args(["build", "--quiet", "--release", "--lib", "--target", TARGET]);
    command.args(["--message-format", "json-render-diagnostics", "--color", "never"]);
    command.arg("--manifest-path").arg(crate_folder.join("Cargo.toml"));
    command.arg("--target-dir").arg(builder.folder.join("rust"));
    command.env("RUSTC", &toolchain.rustc).envs(PROFILE);
    command.env("CARGO_ENCODED_RUSTFLAGS", flags(builder, toolchain));
    command.env(COMPILER_FOLDER, compiler_folder(&builder.root, crate_folder));
    set_linker(&mut command, toolchain);
    command
}

/// Where cargo runs the compiler, from the root of the project on: in the workspace. Empty where that is the root itself, or
/// a folder outside, whose paths say enough as they are.
fn compiler_folder(root: &Path, crate_folder: &Path) -> String {
    let folder = path_dependency::workspace_folder(crate_folder).unwrap_or(crate_folder);
    let below = folder.strip_prefix(root).unwrap_or(Path::new(""));
    below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
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

/// The words of the compiler with paths from the root of the project; its own begin at the workspace of the crate.
fn with_places(said: &str, root: &Path, crate_folder: &Path) -> String {
    let workspace = path_dependency::workspace_folder(crate_folder).unwrap_or(crate_folder);
    let shown = workspace.strip_prefix(root).unwrap_or(workspace);
    let lines = said.lines().map(|line| {
        let place = line.find("--> ").or_else(|| line.find("::: ")).filter(|&place| line[..place].trim().is_empty());
        match place.map(|place| line.split_at(place + 4)) {
            // Sources of packages and of the library are not in the workspace.
            Some((arrow, file)) if file_exists(workspace, file) => format!("{arrow}{}", shown.join(file).display()),
            _ => line.replace(&format!("{}/", root.display()), ""),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Whether `src/lib.rs:1:2` is a file below that folder.
fn file_exists(folder: &Path, place: &str) -> bool {
    let file = place.split(':').next().unwrap_or(place);
    Path::new(file).is_relative() && folder.join(file).is_file()
}

fn is_same(one: &Path, other: &Path) -> bool {
    one == other
        || fs::canonicalize(one).ok().zip(fs::canonicalize(other).ok()).is_some_and(|(one, other)| one == other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compiler_runs_in_the_workspace() {
        let root = tempfile::tempdir().expect("a temporary folder can be made");
        let add = |name: &str, manifest: &str| {
            let folder = root.path().join(name);
            fs::create_dir_all(&folder).expect("the folder is writable");
            fs::write(folder.join("Cargo.toml"), manifest).expect("the folder is writable");
            folder
        };
        let alone = add("migrations/alone", "[package]\nname = \"alone\"");
        add("guests", "[workspace]");
        let member = add("guests/member", "[package]\nname = \"member\"");
        assert_eq!(compiler_folder(root.path(), &alone), "migrations/alone");
        assert_eq!(compiler_folder(root.path(), &member), "guests");
        assert_eq!(compiler_folder(&member, &member), "", "the workspace is above the project");
    }
}
