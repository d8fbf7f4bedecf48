//! The project with the migrations, run by the binary.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::languages::Language;

/// The folder of this file.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/guests")
}

/// Whether the suite has a migration in that language.
pub(crate) fn has(language: &Language) -> bool {
    let migrations = folder().join("suite/migrations");
    let as_folder = language.file.split_once('.').map_or(language.file, |(stem, _)| stem);
    migrations.join(language.file).exists() || migrations.join(as_folder).exists()
}

/// Runs `aludel` in the project, without what it would read of the caller's environment.
pub(crate) fn aludel(database_url: &str, arguments: &[String]) -> Result<Output, String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aludel"));
    command.args(arguments).current_dir(folder().join("suite"));
    for name in ["ALUDEL_CONFIG", "ALUDEL_DATABASE_URL", "ALUDEL_GUEST_URL", "NO_COLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    // Components are compiled once for all tests.
    let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache");
    command.env("XDG_CACHE_HOME", cache).env("USER", "tester").env("CONFORMANCE_URL", database_url);
    command.output().map_err(|error| format!("aludel cannot be started: {error}"))
}

/// Lets one test at a time do the work that all tests of a language wait for: the build.
pub(crate) fn alone<T>(language: &Language, work: impl FnOnce() -> T) -> Result<T, String> {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("guests-{}.lock", language.name));
    let explained = |error: std::io::Error| format!("{}: {error}", path.display());
    fs::create_dir_all(env!("CARGO_TARGET_TMPDIR")).map_err(explained)?;
    let file = File::create(&path).map_err(explained)?;
    file.lock().map_err(explained)?;
    Ok(work())
}
