//! Builds the standard library from its sources, once for a compiler, where a distribution ships only those.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::encoded_flags::EncodedFlags;
use super::toolchain::{Toolchain, holds_standard_library};
use super::{RustError, TARGET};
use crate::environment::ToolEnvironment;
use aludel_project::digest::Digest;

/// A crate that needs nothing but the standard library.
const MANIFEST: &str = "[package]\nname = \"standard-library\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n\
                        [lib]\ncrate-type = [\"cdylib\"]\n\n[profile.release]\nopt-level = \"s\"\n\n[workspace]\n";

/// How the library is compiled. With bitcode beside the machine code, migrations can be built with `lto` and without.
const FLAGS: &str = "-Cembed-bitcode=yes";

/// What the paths of the library's sources are called in components, as in those of the Rust project.
const SOURCES_NAME: &str = "/rustc";

/// How many digits of the digest of the compiler's version name its folder.
const NAME_DIGITS: usize = 16;

/// Gives the folder of the standard library, after building it where it is not there. It is shared between projects,
/// but for users without a home.
pub(super) fn prepare(
    environment: &ToolEnvironment,
    toolchain: &Toolchain,
    project_folder: &Path,
) -> Result<PathBuf, RustError> {
    let made_of = [&toolchain.version, MANIFEST, FLAGS].join("\n");
    let mut name = Digest::of(made_of.as_bytes()).to_string();
    name.truncate(NAME_DIGITS);
    let parent = environment.cache_folder().unwrap_or_else(|| project_folder.to_owned()).join("rust-std");
    let sysroot = parent.join(&name);
    if holds_standard_library(&sysroot) {
        return Ok(sysroot);
    }
    let _lock = lock(&parent, &name).map_err(|error| RustError::unwritable(&parent, &error))?;
    // Whoever had the lock before has built it.
    if holds_standard_library(&sysroot) {
        return Ok(sysroot);
    }
    let workshop = parent.join(format!("{name}.workshop"));
    let outcome = build(environment, toolchain, &workshop, &sysroot);
    // What is left of the workshop is only in the way; the next build makes its own.
    let _ = fs::remove_dir_all(&workshop);
    outcome.map(|()| sysroot)
}

/// Waits until no other process builds this one. The system unlocks the file when the process ends.
fn lock(parent: &Path, name: &str) -> io::Result<fs::File> {
    fs::create_dir_all(parent)?;
    let file = fs::File::create(parent.join(format!("{name}.lock")))?;
    file.lock()?;
    Ok(file)
}

fn build(
    environment: &ToolEnvironment,
    toolchain: &Toolchain,
    workshop: &Path,
    sysroot: &Path,
) -> Result<(), RustError> {
    write_crate(workshop).map_err(|error| RustError::unwritable(workshop, &error))?;
    compile(environment, toolchain, workshop)?;
    let made = workshop.join("sysroot");
    collect(workshop, &made)
        .and_then(|()| fs::rename(&made, sysroot))
        .map_err(|error| RustError::unwritable(sysroot, &error))
}

fn write_crate(workshop: &Path) -> io::Result<()> {
    fs::create_dir_all(workshop.join("src"))?;
    fs::write(workshop.join("Cargo.toml"), MANIFEST)?;
    fs::write(workshop.join("src/lib.rs"), "")
}

fn compile(environment: &ToolEnvironment, toolchain: &Toolchain, workshop: &Path) -> Result<(), RustError> {
    let mut command = environment.command(&toolchain.cargo, workshop);
    command.args(["build", "--release", "-Zbuild-std=std,panic_abort", "--target", TARGET]);
    command.args(["--target-dir", "target"]);
    // The sources fit this very compiler, so its unstable flag for building them is safe to use.
    command.env("RUSTC", &toolchain.rustc).env("RUSTC_BOOTSTRAP", "1");
    command.env("CARGO_ENCODED_RUSTFLAGS", flags(environment, toolchain));
    set_linker(&mut command, toolchain);
    let output = command.output().map_err(|error| RustError::ToolFailed {
        program: toolchain.cargo.display().to_string(),
        reason: error.to_string(),
    })?;
    if !output.status.success() {
        let output = String::from_utf8_lossy(&output.stderr).trim_end().to_owned();
        return Err(RustError::StandardLibrary { output });
    }
    Ok(())
}

/// Panics name places in the sources, so their paths are the same on every machine.
fn flags(environment: &ToolEnvironment, toolchain: &Toolchain) -> OsString {
    let mut flags = EncodedFlags::default();
    flags.add(FLAGS);
    // The folder may be a link, and the compiler sees either of both.
    let followed = fs::canonicalize(&toolchain.library_sources).ok();
    for sources in followed.iter().chain([&toolchain.library_sources]) {
        flags.remap(sources, SOURCES_NAME);
    }
    flags.remap_cargo_home(environment);
    flags.into_value()
}

/// Names the linker, where the compiler brings none.
pub(super) fn set_linker(command: &mut Command, toolchain: &Toolchain) {
    if let Some(linker) = &toolchain.linker {
        command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", &linker.program);
    }
}

/// Copies the compiled libraries to where a compiler looks for them.
fn collect(workshop: &Path, sysroot: &Path) -> io::Result<()> {
    let libraries = sysroot.join("lib/rustlib").join(TARGET).join("lib");
    fs::create_dir_all(&libraries)?;
    for entry in fs::read_dir(workshop.join("target").join(TARGET).join("release/deps"))? {
        let path = entry?.path();
        if let (true, Some(name)) = (path.extension().is_some_and(|ending| ending == "rlib"), path.file_name()) {
            fs::copy(&path, libraries.join(name))?;
        }
    }
    Ok(())
}
