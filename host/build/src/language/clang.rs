//! C and C++: clang, or what wraps it, and a linker for WebAssembly.
//!
//! - [`compiler`]: one that was found, and what it can build
//! - [`find`]: looks for them
//! - [`sources`]: the files of a migration, and what they ask for
//! - [`library`]: the SDK, compiled once for all migrations
//! - [`system`]: what a migration wants of a system, and does not get

mod compiler;
mod find;
mod library;
mod names;
mod sources;
mod system;

use std::path::Path;
use std::process::Output;
use std::sync::OnceLock;

use crate::environment::ToolEnvironment;
use crate::toolchain::{Job, Toolchain, ToolchainError};
use compiler::{Compiler, Level};
use sources::Sources;

/// The languages that clang compiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    C,
    Cpp,
}

impl Dialect {
    fn name(self) -> &'static str {
        match self {
            Self::C => "C",
            Self::Cpp => "C++",
        }
    }

    /// How files with its code end.
    fn endings(self) -> &'static [&'static str] {
        match self {
            Self::C => &["c"],
            Self::Cpp => &["cpp", "cc"],
        }
    }
}

/// The toolchain of C or C++.
#[derive(Debug)]
pub(crate) struct Clang {
    dialect: Dialect,
    environment: ToolEnvironment,
    found: OnceLock<find::Found>,
}

impl Clang {
    pub(crate) fn new(dialect: Dialect, environment: &ToolEnvironment) -> Self {
        Self { dialect, environment: environment.clone(), found: OnceLock::new() }
    }

    fn found(&self) -> &find::Found {
        self.found.get_or_init(|| find::find(&self.environment))
    }

    /// What a migration needs at least.
    fn lowest_level(&self) -> Level {
        match self.dialect {
            Dialect::C => Level::Freestanding,
            Dialect::Cpp => Level::Cpp,
        }
    }

    /// Compiles the files of a migration and links them with the library.
    fn compile(&self, job: &Job<'_>, compiler: &Compiler, sources: &Sources) -> Result<Vec<u8>, ToolchainError> {
        let objects = library::objects(&self.environment, job, compiler, sources.level)?;
        let module = job.workshop.join("module.wasm");
        let mut command = self.environment.command(compiler.program(), job.source.root);
        command.args(compiler.arguments(self.dialect, sources.level, job.library));
        command.args(Compiler::reproducible_paths(job.source.root, job.library));
        command.args(["-Wall", "-Werror=return-type", "-fno-color-diagnostics"]);
        if self.dialect == Dialect::C {
            command.arg("-Werror=implicit-function-declaration");
        }
        command.arg("-I").arg(sources.folder());
        command.args(sources.files()).args(["-x", "none"]).args(objects);
        command.args(compiler.link_arguments(sources.level)).arg("-o").arg(&module);
        let output = command.output().map_err(|error| failed(compiler.program(), &error))?;
        check(&output, job)?;
        let module = std::fs::read(&module).map_err(|error| failed(compiler.program(), &error))?;
        system::check(&module, &job.source, sources)?;
        // The names of C++ take more room than its code.
        if sources.level == Level::Cpp { Ok(names::without_names(&module)?) } else { Ok(module) }
    }
}

impl Toolchain for Clang {
    fn version(&self) -> Result<String, ToolchainError> {
        let found = self.found();
        let lowest = found.compiler(self.dialect, self.lowest_level())?;
        // The compiler with the C library may be another one.
        let hosted = found.compiler(self.dialect, Level::Library).map(Compiler::version);
        Ok(format!("{}\n{}", lowest.version(), hosted.unwrap_or_default()))
    }

    fn build(&self, job: &Job<'_>) -> Result<Vec<u8>, ToolchainError> {
        let sources = Sources::read(&job.source, self.dialect.endings(), self.lowest_level())?;
        let compiler = self.found().compiler(self.dialect, sources.level)?;
        self.compile(job, compiler, &sources)
    }
}

fn failed(program: &Path, error: &std::io::Error) -> ToolchainError {
    ToolchainError::Failed { program: program.display().to_string(), reason: error.to_string() }
}

/// The compiler's own words, with paths as the project shows them.
fn check(output: &Output, job: &Job<'_>) -> Result<(), ToolchainError> {
    if output.status.success() {
        return Ok(());
    }
    let workshop = format!("{}/", job.workshop.display());
    let root = format!("{}/", job.source.root.display());
    let text = String::from_utf8_lossy(&output.stderr).replace(&workshop, "").replace(&root, "");
    Err(ToolchainError::compile(text.trim_end()).with_hint(system::hint(&text)))
}

#[cfg(test)]
mod tests;
