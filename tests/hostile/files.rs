//! Files that mean harm: among the migrations, in the folders that Aludel keeps for itself, and databases.

mod cache;
mod database;
mod migrations;
mod words;

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

use crate::child::Ending;
use crate::databases::Server;
use crate::guest::Guest;
use crate::guests::check_words;
use crate::project::Project;
use crate::table::Tally;

/// What one case does to a project of its own, and looks for.
type Check = fn(&Project) -> Result<(), String>;

/// Runs all of them.
pub(crate) fn run(only: Option<&str>) -> Result<Tally, String> {
    let mut problems = Vec::new();
    let mut tally = Tally::new();
    for (name, check) in [migrations::ALL, cache::ALL, words::ALL, database::ALL].concat() {
        if only.is_some_and(|only| !name.contains(only)) {
            continue;
        }
        *tally.entry("told as they are, or did no harm".to_owned()).or_default() += 1;
        let checked = Project::create(&Server::Sqlite).and_then(|project| check(&project));
        problems.extend(checked.err().map(|problem| format!("{name}: {problem}")));
    }
    if problems.is_empty() { Ok(tally) } else { Err(problems.join("\n")) }
}

/// The canaries sing, and the exit code is that, for programs and for people.
fn ends(project: &Project, exit: i32, code: &str) -> Result<(), String> {
    let before = project.canaries()?;
    let ending = project.aludel(&["upgrade", "--json"])?;
    if (ending.exit, ending.code.as_str()) != (exit, code) {
        return Err(format!("exit {} `{}`, not {exit} `{code}`: {}", ending.exit, ending.code, ending.message));
    }
    check_words(&project.aludel(&["upgrade"])?)?;
    let after = project.canaries()?;
    if exit == 0 || before == after { Ok(()) } else { Err(format!("the database changed: {before} -- to -- {after}")) }
}

/// Adds a guest that means well, and sees that it runs.
fn runs_well(project: &Project) -> Result<(), String> {
    add_guest(project)?;
    let ending = project.aludel(&["upgrade", "--json"])?;
    if ending.exit == 0 { Ok(()) } else { Err(format!("{} {}", ending.code, ending.message)) }
}

fn add_guest(project: &Project) -> Result<(), String> {
    project.write("migrations/hostile.wasm", Guest::new().build())
}

/// Every verb that only looks comes to an end, and moves nobody's cursor.
fn looks(project: &Project) -> Result<Vec<Ending>, String> {
    let verbs: [&[&str]; 14] = [
        &["current", "-v"],
        &["history"],
        &["heads"],
        &["branches"],
        &["show", "heads"],
        &["inspect"],
        &["current", "--json"],
        &["history", "--json"],
        &["history", "-v"],
        &["plan"],
        &["check"],
        &["doctor"],
        &["lock"],
        &["upgrade", "--sql"],
    ];
    let mut endings = Vec::new();
    for verb in verbs {
        let ending = project.aludel(verb).map_err(|problem| format!("{verb:?}: {problem}"))?;
        // What `inspect` writes into a pipe is for programs, and stays as it is.
        if verb != ["inspect"] {
            check_words(&ending).map_err(|problem| format!("{verb:?}: {problem}"))?;
        }
        endings.push(ending);
    }
    Ok(endings)
}

fn link(target: impl AsRef<Path>, path: impl AsRef<Path>) -> Result<(), String> {
    symlink(target, path).map_err(told)
}

fn set_mode(path: &Path, mode: u32) -> Result<(), String> {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).map_err(told)
}

fn told(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// Runs a program of the system.
fn system(program: &str, arguments: &[&str]) -> Result<(), String> {
    let output = std::process::Command::new(program).args(arguments).output().map_err(told)?;
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}
