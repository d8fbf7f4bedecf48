//! Programs that build: looked for, asked for their version, and run.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::environment::ToolEnvironment;
use crate::toolchain::ToolchainError;

/// A place where a program may be: what starts it, and the arguments that come first.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) program: PathBuf,
    pub(super) arguments: &'static [&'static str],
}

/// What is looked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    /// What messages call it.
    pub(super) name: &'static str,
    /// The argument that makes it tell its version.
    pub(super) version_argument: &'static str,
    /// How a version that will do begins: `0.17.`.
    pub(super) version_start: &'static str,
    /// What messages call these versions.
    pub(super) versions: &'static str,
    /// The command that installs one.
    pub(super) install: &'static str,
}

/// A program that was found and will do.
#[derive(Debug, Clone)]
pub(super) struct Tool {
    candidate: Candidate,
    pub(super) version: String,
}

impl Tool {
    /// The first of the candidates that is there and will do. `places` says where they were looked for.
    pub(super) fn find(
        environment: &ToolEnvironment,
        wanted: Wanted,
        candidates: &[Candidate],
        places: &[String],
    ) -> Result<Self, ToolchainError> {
        let mut other_version = None;
        for candidate in candidates {
            let Some(version) = ask(environment, candidate, wanted.version_argument) else { continue };
            if version.starts_with(wanted.version_start) {
                return Ok(Self { candidate: candidate.clone(), version });
            }
            other_version.get_or_insert_with(|| (candidate.spelled(), version));
        }
        Err(match other_version {
            Some((program, found)) => ToolchainError::WrongVersion {
                program,
                found,
                wanted: wanted.versions.to_owned(),
                install: wanted.install.to_owned(),
            },
            None => ToolchainError::Missing {
                tool: wanted.name.to_owned(),
                tried: places.to_vec(),
                install: wanted.install.to_owned(),
            },
        })
    }

    /// The tool, to be run in a folder.
    pub(super) fn command(&self, environment: &ToolEnvironment, folder: &Path) -> Command {
        let mut command = environment.command(&self.candidate.program, folder);
        command.args(self.candidate.arguments);
        command
    }

    /// Runs it; what it refuses is an error of the source, in its own words.
    pub(super) fn run(&self, command: &mut Command) -> Result<(), ToolchainError> {
        let output = command
            .output()
            .map_err(|error| ToolchainError::Failed { program: self.candidate.spelled(), reason: error.to_string() })?;
        if output.status.success() { Ok(()) } else { Err(ToolchainError::compile(words(&output))) }
    }
}

impl Candidate {
    fn spelled(&self) -> String {
        [&[&*self.program.display().to_string()], self.arguments].concat().join(" ")
    }
}

fn words(output: &Output) -> String {
    let text = if output.stderr.is_empty() { &output.stdout } else { &output.stderr };
    String::from_utf8_lossy(text).trim().to_owned()
}

/// The version that a program tells; none when it cannot be run, or is no such program.
fn ask(environment: &ToolEnvironment, candidate: &Candidate, argument: &str) -> Option<String> {
    let mut command = environment.command(&candidate.program, Path::new("."));
    let output = command.args(candidate.arguments).arg(argument).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let version = text.trim().trim_start_matches("Version ").to_owned();
    (output.status.success() && version.starts_with(|first: char| first.is_ascii_digit())).then_some(version)
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    const WANTED: Wanted = Wanted {
        name: "Zig",
        version_argument: "version",
        version_start: "0.17.",
        versions: "Zig 0.17",
        install: "python3 -m pip install ziglang==0.17.1",
    };

    /// Programs that say these words, looked at in this order.
    fn find(words: &[&str]) -> Result<String, ToolchainError> {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let candidates: Vec<_> =
            words.iter().enumerate().map(|(place, words)| program(&folder, place, words)).collect();
        let places = ["there is no `zig` in PATH".to_owned()];
        let tool = Tool::find(&ToolEnvironment::default(), WANTED, &candidates, &places)?;
        Ok(tool.version)
    }

    fn program(folder: &tempfile::TempDir, place: usize, words: &str) -> Candidate {
        let program = folder.path().join(format!("zig{place}"));
        fs::write(&program, format!("#!/bin/sh\necho '{words}'\n")).expect("the folder is writable");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("the file is ours");
        Candidate { program, arguments: &[] }
    }

    #[test]
    fn the_first_that_will_do_is_taken() {
        assert_eq!(find(&["0.15.2", "0.17.1", "0.17.9"]), Ok("0.17.1".to_owned()));
        assert_eq!(find(&["Version 0.17.3"]), Ok("0.17.3".to_owned()));
    }

    #[test]
    fn another_version_is_named_with_the_command_that_installs_the_right_one() {
        let error = find(&["0.15.2"]).expect_err("that version will not do");
        assert!(error.to_string().ends_with("zig0` is 0.15.2, and Zig 0.17 is needed"), "{error}");
        assert_eq!(error.hint().as_deref(), Some("python3 -m pip install ziglang==0.17.1"));
    }

    #[test]
    fn a_program_of_another_kind_is_as_good_as_none() {
        let error = find(&["No module named ziglang"]).expect_err("that is no compiler");
        assert_eq!(error.to_string(), "Zig is not to be found: there is no `zig` in PATH");
    }
}
