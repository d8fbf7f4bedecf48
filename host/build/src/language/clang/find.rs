//! Looks for compilers: the WASI SDK, clang of the system, newest first, and zig.

use std::path::{Path, PathBuf};

use super::Dialect;
use super::compiler::{Compiler, Kind, Level};
use crate::environment::ToolEnvironment;
use crate::toolchain::ToolchainError;

/// The versions of clang that names in the search path may end with, the newest first.
const VERSIONS: std::ops::RangeInclusive<u32> = OLDEST..=40;
/// Older ones do not know all that the library asks for.
const OLDEST: u32 = 13;

/// Where the WASI SDK is unpacked when nobody says otherwise.
const WASI_SDK: &str = "/opt/wasi-sdk";

/// What was found, and what was looked at in vain.
#[derive(Debug)]
pub(super) struct Found {
    compilers: Vec<Compiler>,
    tried: Vec<String>,
    too_old: Option<(String, String)>,
}

impl Found {
    /// The first compiler that can build for a level.
    pub(super) fn compiler(&self, dialect: Dialect, level: Level) -> Result<&Compiler, ToolchainError> {
        self.compilers.iter().find(|compiler| compiler.highest >= level).ok_or_else(|| self.missing(dialect, level))
    }

    fn missing(&self, dialect: Dialect, level: Level) -> ToolchainError {
        let install = install(level).to_owned();
        if let Some((program, found)) = self.too_old.clone().filter(|_| self.compilers.is_empty()) {
            return ToolchainError::WrongVersion {
                program,
                found,
                wanted: format!("clang {OLDEST} or newer"),
                install,
            };
        }
        let lacks = self.compilers.iter().map(|compiler| {
            let what = if compiler.highest == Level::Freestanding { "C library" } else { "libc++" };
            format!("{} has no {what} for WebAssembly", compiler.program.display())
        });
        let mut tried: Vec<String> = self.tried.iter().cloned().chain(lacks).collect();
        if tried.is_empty() {
            tried.push("there is no `clang`, `clang-N` or `zig` in PATH".to_owned());
        }
        ToolchainError::Missing { tool: tool(dialect, level), tried, install }
    }
}

fn tool(dialect: Dialect, level: Level) -> String {
    match (dialect, level) {
        (Dialect::C, Level::Library) => "a C library for WebAssembly, of which the migration includes a header,".into(),
        _ => format!("a compiler of {} for WebAssembly", dialect.name()),
    }
}

/// What makes it work on Debian and its like.
fn install(level: Level) -> &'static str {
    match level {
        Level::Freestanding => "apt-get install clang lld",
        Level::Library => "apt-get install clang lld wasi-libc libclang-rt-dev-wasm32",
        Level::Cpp => "apt-get install clang lld wasi-libc libclang-rt-dev-wasm32 libc++-dev-wasm32",
    }
}

/// Looks at all of them.
pub(super) fn find(environment: &ToolEnvironment) -> Found {
    let mut found = Found { compilers: Vec::new(), tried: Vec::new(), too_old: None };
    for folder in wasi_sdks(environment) {
        let sysroot = folder.join("share/wasi-sysroot");
        found.look_at(environment, &folder.join("bin/clang"), &[folder.join("bin/wasm-ld")], Some(sysroot));
    }
    if let Some(program) = environment.find_program("clang") {
        found.look_at(environment, &program, &[], None);
    }
    for version in VERSIONS.rev() {
        if let Some(program) = environment.find_program(&format!("clang-{version}")) {
            found.look_at(environment, &program, &[], None);
        }
    }
    found.look_for_zig(environment);
    found
}

fn wasi_sdks(environment: &ToolEnvironment) -> Vec<PathBuf> {
    let named = environment.get("WASI_SDK_PATH").map(PathBuf::from);
    let folders = named.into_iter().chain([PathBuf::from(WASI_SDK)]);
    folders.filter(|folder| folder.join("bin/clang").is_file()).collect()
}

impl Found {
    fn look_at(
        &mut self,
        environment: &ToolEnvironment,
        program: &Path,
        linkers: &[PathBuf],
        sysroot: Option<PathBuf>,
    ) {
        match look_at(environment, program, linkers, sysroot) {
            Ok(compiler) => self.compilers.push(compiler),
            Err(Lack::Old(version)) => self.too_old = Some((program.display().to_string(), version)),
            Err(Lack::Other(lack)) => self.tried.push(lack),
        }
    }

    fn look_for_zig(&mut self, environment: &ToolEnvironment) {
        let programs = [
            ("zig", &[][..]),
            ("python-zig", &[][..]),
            ("python3", &["-m", "ziglang"][..]),
            ("python", &["-m", "ziglang"][..]),
        ];
        let found = programs.into_iter().find_map(|(name, prefix)| {
            let program = environment.find_program(name)?;
            let version = ask(environment, &program, &[prefix, &["version"]].concat()).ok()?;
            let prefix = prefix.iter().map(|&part| part.to_owned()).collect();
            let version = format!("zig {}", version.trim());
            Some(Compiler { program, kind: Kind::Zig { prefix }, version, highest: Level::Cpp })
        });
        self.compilers.extend(found);
    }
}

/// Why a compiler will not do.
enum Lack {
    Old(String),
    Other(String),
}

fn look_at(
    environment: &ToolEnvironment,
    program: &Path,
    linkers: &[PathBuf],
    sysroot: Option<PathBuf>,
) -> Result<Compiler, Lack> {
    let name = program.display();
    let version = ask(environment, program, &["--version"]).map_err(Lack::Other)?;
    let major = major_version(&version).ok_or_else(|| Lack::Other(format!("{name} does not say its version")))?;
    if major < OLDEST {
        return Err(Lack::Old(format!("clang {major}")));
    }
    let targets = ask(environment, program, &["--print-targets"]).map_err(Lack::Other)?;
    if !targets.contains("wasm32") {
        return Err(Lack::Other(format!("{name} does not compile for WebAssembly")));
    }
    let linker = linkers.iter().find(|path| path.is_file()).cloned().or_else(|| linker(environment, program, major));
    let linker = linker.ok_or_else(|| Lack::Other(format!("{name} has no linker `wasm-ld-{major}` or `wasm-ld`")))?;
    let resources = ask(environment, program, &["--print-resource-dir"]).map_err(Lack::Other)?;
    let highest = highest(sysroot.as_deref(), Path::new(resources.trim()));
    Ok(Compiler { program: program.to_owned(), kind: Kind::Clang { linker, sysroot }, version, highest })
}

/// The linker of the same version, since others may not read what the compiler writes.
fn linker(environment: &ToolEnvironment, program: &Path, major: u32) -> Option<PathBuf> {
    let versioned = environment.find_program(&format!("wasm-ld-{major}"));
    let beside = std::fs::canonicalize(program).ok().and_then(|path| Some(path.parent()?.join("wasm-ld")));
    versioned.or_else(|| beside.filter(|path| path.is_file())).or_else(|| environment.find_program("wasm-ld"))
}

/// What the libraries that are there allow. Those of Debian's packages are found by clang itself.
fn highest(sysroot: Option<&Path>, resources: &Path) -> Level {
    if let Some(sysroot) = sysroot {
        return if sysroot.join("include").is_dir() { Level::Cpp } else { Level::Freestanding };
    }
    let has_library = Path::new("/usr/include/wasm32-wasi/stdio.h").is_file();
    let has_builtins = resources.join("lib/wasi/libclang_rt.builtins-wasm32.a").is_file();
    let has_cpp = resources.ancestors().any(|folder| folder.join("include/wasm32-wasi/c++/v1/vector").is_file());
    match (has_library && has_builtins, has_cpp) {
        (false, _) => Level::Freestanding,
        (true, false) => Level::Library,
        (true, true) => Level::Cpp,
    }
}

/// What a program answers, or why it does not.
fn ask(environment: &ToolEnvironment, program: &Path, arguments: &[&str]) -> Result<String, String> {
    let outcome = environment.command(program, Path::new(".")).args(arguments).output();
    let output = outcome.map_err(|error| format!("{} cannot be run: {error}", program.display()))?;
    if !output.status.success() {
        return Err(format!("{} failed at {}", program.display(), arguments.join(" ")));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The number behind the word `version`.
pub(super) fn major_version(text: &str) -> Option<u32> {
    let (_, rest) = text.split_once("version ")?;
    rest.split(|character: char| !character.is_ascii_digit()).next()?.parse().ok()
}
