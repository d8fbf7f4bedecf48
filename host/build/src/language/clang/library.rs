//! The SDK as objects, which all migrations of a project share.

use std::fs;
use std::path::{Path, PathBuf};

use aludel_project::Digest;

use super::Dialect;
use super::compiler::{Compiler, Level};
use super::failed;
use crate::environment::ToolEnvironment;
use crate::sdk;
use crate::toolchain::{Job, ToolchainError};

/// The objects of the library, compiled where they are not there yet.
pub(super) fn objects(
    environment: &ToolEnvironment,
    job: &Job<'_>,
    compiler: &Compiler,
    level: Level,
) -> Result<Vec<PathBuf>, ToolchainError> {
    let folder = job.kept.join(folder_name(compiler, level));
    if !folder.is_dir() {
        let made = compile(environment, job, compiler, level)?;
        // Another build may have been faster: its objects are the same.
        if fs::rename(&made, &folder).is_err() && !folder.is_dir() {
            return listed(&made);
        }
    }
    listed(&folder)
}

/// Objects of another compiler or of another library are in another folder.
fn folder_name(compiler: &Compiler, level: Level) -> String {
    let library = sdk::digest(aludel_project::Language::C);
    let digest = Digest::of(format!("{}\n{library}", compiler.version()).as_bytes()).to_string();
    format!("{}-{}", level.name(), &digest[..16])
}

fn compile(
    environment: &ToolEnvironment,
    job: &Job<'_>,
    compiler: &Compiler,
    level: Level,
) -> Result<PathBuf, ToolchainError> {
    let made = job.workshop.join("library");
    fs::create_dir_all(&made).map_err(|error| ToolchainError::unwritable(&made, &error))?;
    let mut files = Vec::new();
    for folder in level.source_folders() {
        files.extend(sources(&job.library.join(folder))?);
    }
    let files_at_once_max = if compiler.makes_many_objects() { files.len() } else { 1 };
    for files in files.chunks(files_at_once_max) {
        let mut command = environment.command(compiler.program(), &made);
        // The library is C, also for migrations in C++.
        command.args(compiler.arguments(Dialect::C, level, job.library));
        command.args(Compiler::reproducible_paths(job.source.root, job.library)).arg("-c").args(files);
        let output = command.output().map_err(|error| failed(compiler.program(), &error))?;
        if !output.status.success() {
            let reason = String::from_utf8_lossy(&output.stderr).trim_end().to_owned();
            return Err(ToolchainError::Failed { program: compiler.program().display().to_string(), reason });
        }
    }
    Ok(made)
}

fn sources(folder: &Path) -> Result<Vec<PathBuf>, ToolchainError> {
    let is_code = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "c");
    Ok(listed(folder)?.into_iter().filter(is_code).collect())
}

/// The files of a folder, sorted: the order decides about the bytes of a module.
fn listed(folder: &Path) -> Result<Vec<PathBuf>, ToolchainError> {
    let entries = fs::read_dir(folder).map_err(|error| ToolchainError::unwritable(folder, &error))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    Ok(paths)
}
