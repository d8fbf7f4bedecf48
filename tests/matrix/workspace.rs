//! A project folder and its database.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::databases::{Server, TestDatabase};
use crate::words;

/// The configuration that a script begins with.
const CONFIGURATION: &str = "[database]\nurl = \"${DATABASE_URL}\"\nallow_superuser = true\n";

/// A folder of its own, with a configuration, and an empty database.
pub(crate) struct Workspace {
    folder: TempDir,
    pub(crate) database: TestDatabase,
}

impl Workspace {
    pub(crate) fn create(server: &Server) -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let database = server.create_database(folder.path())?;
        let workspace = Self { folder, database };
        workspace.write("aludel.toml", CONFIGURATION)?;
        fs::create_dir(workspace.folder.path().join("migrations")).map_err(|error| error.to_string())?;
        Ok(workspace)
    }

    /// Puts a new and empty database in the place of the one before.
    pub(crate) fn take_new_database(&mut self, server: &Server) -> Result<(), String> {
        self.database = server.create_database(self.folder.path())?;
        Ok(())
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> Result<(), String> {
        let path = self.folder.path().join(name);
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).and_then(|()| fs::write(&path, content)).map_err(|error| format!("{name}: {error}"))
    }

    pub(crate) fn remove(&self, name: &str) -> Result<(), String> {
        fs::remove_file(self.folder.path().join(name)).map_err(|error| format!("{name}: {error}"))
    }

    /// Runs `aludel` here with the rest of the line, without what it would read of the caller's environment.
    pub(crate) fn aludel(&self, line: &str) -> Result<Output, String> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_aludel"));
        command.args(words::split(line)).current_dir(self.folder.path());
        for name in ["ALUDEL_CONFIG", "ALUDEL_DATABASE_URL", "ALUDEL_GUEST_URL", "NO_COLOR", "CLICOLOR_FORCE"] {
            command.env_remove(name);
        }
        // Components are compiled once for all tests.
        let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache");
        command.env("XDG_CACHE_HOME", cache).env("USER", "tester").env("DATABASE_URL", self.database.url());
        command.output().map_err(|error| format!("aludel cannot be started: {error}"))
    }

    /// Names of this run alone, and what scripts write for them.
    pub(crate) fn names(&self) -> Vec<(String, &'static str)> {
        let folder = self.folder.path().display().to_string();
        let mut names = vec![(folder, "FOLDER")];
        names.extend(self.database.name().map(|name| (name.to_owned(), "DATABASE")));
        names
    }
}
