//! Finds a compiler that makes WebAssembly.

use std::fs;
use std::path::{Path, PathBuf};

use super::{RustError, TARGET, standard_library};
use crate::environment::ToolEnvironment;

/// Where distributions put theirs, also when another one comes first in the search path.
const SYSTEM_FOLDER: &str = "/usr/bin";

/// A compiler, and what it needs to make WebAssembly.
#[derive(Debug, Clone)]
pub(super) struct Toolchain {
    pub(super) cargo: PathBuf,
    pub(super) rustc: PathBuf,
    /// All that the compiler says of itself.
    pub(super) version: String,
    /// Where the sources of the standard library are, if they are there.
    pub(super) library_sources: PathBuf,
    /// The folder of a standard library that was built here.
    pub(super) sysroot: Option<PathBuf>,
    /// A linker, where the compiler brings none.
    pub(super) linker: Option<Linker>,
}

/// A linker for WebAssembly.
#[derive(Debug, Clone)]
pub(super) struct Linker {
    pub(super) program: PathBuf,
    /// Its version: `14.0.6`.
    pub(super) version: String,
}

impl Toolchain {
    /// What decides about a component, beside its sources: two of the same make the same of them.
    pub(super) fn identity(&self) -> String {
        let linker = self.linker.as_ref().map_or("", |linker| &linker.version);
        format!("{}\n{linker}", self.version)
    }
}

/// A compiler that may do.
struct Candidate {
    cargo: PathBuf,
    rustc: PathBuf,
    version: String,
    sysroot: PathBuf,
}

/// Finds a compiler that has the standard library, else one that can build it.
pub(super) fn find(environment: &ToolEnvironment, root: &Path, folder: &Path) -> Result<Toolchain, RustError> {
    let mut tried = Vec::new();
    let candidates: Vec<Candidate> = programs(environment)
        .into_iter()
        .filter_map(|(cargo, rustc)| look_at(environment, root, cargo, rustc).map_err(|lack| tried.push(lack)).ok())
        .collect();
    if let Some(candidate) = candidates.iter().find(|candidate| candidate.has_standard_library()) {
        return candidate.toolchain(environment, root);
    }
    for candidate in &candidates {
        if candidate.has_library_sources() {
            let toolchain = candidate.toolchain(environment, root)?;
            let sysroot = standard_library::prepare(environment, &toolchain, folder)?;
            return Ok(Toolchain { sysroot: Some(sysroot), ..toolchain });
        }
        tried.push(candidate.lack());
    }
    if tried.is_empty() {
        tried.push("there is no `rustc` with a `cargo` in PATH".to_owned());
    }
    Err(RustError::ToolchainMissing { tried })
}

/// Pairs of cargo and rustc: those of the search path, then those of the system.
fn programs(environment: &ToolEnvironment) -> Vec<(PathBuf, PathBuf)> {
    let system = |name: &str| Some(Path::new(SYSTEM_FOLDER).join(name)).filter(|path| path.is_file());
    let found = environment.find_program("cargo").zip(environment.find_program("rustc"));
    let mut programs: Vec<_> = found.into_iter().chain(system("cargo").zip(system("rustc"))).collect();
    programs.dedup();
    programs
}

fn look_at(environment: &ToolEnvironment, root: &Path, cargo: PathBuf, rustc: PathBuf) -> Result<Candidate, String> {
    let version = ask(environment, root, &rustc, &["--version", "--verbose"])?;
    let sysroot = ask(environment, root, &rustc, &["--print", "sysroot"])?;
    Ok(Candidate { cargo, rustc, version, sysroot: PathBuf::from(sysroot.trim()) })
}

/// What the compiler answers, or why it does not.
fn ask(environment: &ToolEnvironment, root: &Path, rustc: &Path, arguments: &[&str]) -> Result<String, String> {
    let outcome = environment.command(rustc, root).args(arguments).output();
    let output = outcome.map_err(|error| format!("{} cannot be run: {error}", rustc.display()))?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(format!("{} failed: {message}", rustc.display()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

impl Candidate {
    fn has_standard_library(&self) -> bool {
        holds_standard_library(&self.sysroot)
    }

    fn has_library_sources(&self) -> bool {
        self.library_sources().join("library/Cargo.toml").is_file()
    }

    fn library_sources(&self) -> PathBuf {
        self.sysroot.join("lib/rustlib/src/rust")
    }

    fn lack(&self) -> String {
        format!("{} has neither the standard library for {TARGET} nor its sources", self.rustc.display())
    }

    fn toolchain(&self, environment: &ToolEnvironment, root: &Path) -> Result<Toolchain, RustError> {
        let linker = if self.brings_linker() { None } else { Some(self.find_linker(environment, root)?) };
        Ok(Toolchain {
            cargo: self.cargo.clone(),
            rustc: self.rustc.clone(),
            version: self.version.clone(),
            library_sources: self.library_sources(),
            sysroot: None,
            linker,
        })
    }

    fn brings_linker(&self) -> bool {
        let host = self.version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default();
        self.sysroot.join("lib/rustlib").join(host).join("bin/rust-lld").is_file()
    }

    fn find_linker(&self, environment: &ToolEnvironment, root: &Path) -> Result<Linker, RustError> {
        let numbered = (11..=30).rev().map(|version| format!("wasm-ld-{version}"));
        let mut names = ["rust-lld".to_owned(), "wasm-ld".to_owned()].into_iter().chain(numbered);
        let Some(program) = names.find_map(|name| environment.find_program(&name)) else {
            let rustc = self.rustc.display();
            let lack = format!("{rustc} has no linker for WebAssembly: neither rust-lld nor wasm-ld");
            return Err(RustError::ToolchainMissing { tried: vec![lack] });
        };
        // A program that is several linkers is told which one to be.
        let flavor: &[&str] = if program.ends_with("rust-lld") { &["-flavor", "wasm"] } else { &[] };
        let said = ask(environment, root, &program, &[flavor, &["--version"]].concat());
        let said = said.map_err(|lack| RustError::ToolchainMissing { tried: vec![lack] })?;
        Ok(Linker { program, version: version_in(&said) })
    }
}

/// The version in what a linker says of itself: `Debian LLD 14.0.6`, `LLD 22.1.0 (compatible with GNU linkers)`.
fn version_in(said: &str) -> String {
    let mut words = said.split_whitespace();
    let after_name = words.by_ref().skip_while(|word| *word != "LLD").nth(1);
    after_name.unwrap_or_else(|| said.lines().next().unwrap_or_default()).to_owned()
}

/// Whether a folder has the standard library for the target.
pub(super) fn holds_standard_library(sysroot: &Path) -> bool {
    let Ok(entries) = fs::read_dir(sysroot.join("lib/rustlib").join(TARGET).join("lib")) else { return false };
    let mut names = entries.flatten().map(|entry| entry.file_name());
    names.any(|name| {
        let name = name.to_string_lossy();
        name.starts_with("libstd-") && name.ends_with(".rlib")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_linker_says_its_version() {
        assert_eq!(version_in("Debian LLD 14.0.6\n"), "14.0.6");
        assert_eq!(version_in("LLD 22.1.0 (compatible with GNU linkers)\n"), "22.1.0");
        assert_eq!(version_in("another linker\nof some kind"), "another linker");
    }
}
