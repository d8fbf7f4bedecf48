//! A project folder and its database.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::LazyLock;

use regex::Regex;
use tempfile::TempDir;

use crate::databases::{Server, TestDatabase};
use crate::logins::TwoLogins;
use crate::script::Logins;
use crate::words;

/// The configuration that a script begins with.
const CONFIGURATION: &str = "[database]\nurl = \"${DATABASE_URL}\"\nallow_superuser = true\n";

/// A folder of its own, with a configuration, and an empty database.
pub(crate) struct Workspace {
    folder: TempDir,
    pub(crate) database: TestDatabase,
    /// Where migrations have a login of their own.
    logins: Option<TwoLogins>,
}

impl Workspace {
    pub(crate) fn create(server: &Server, logins: Logins) -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let database = server.create_database(folder.path())?;
        let mut workspace = Self { folder, database, logins: None };
        workspace.write("aludel.toml", CONFIGURATION)?;
        fs::create_dir(workspace.folder.path().join("migrations")).map_err(|error| error.to_string())?;
        if logins == Logins::Two {
            workspace.part(server)?;
        }
        Ok(workspace)
    }

    /// Gives migrations a login of their own.
    fn part(&mut self, server: &Server) -> Result<(), String> {
        self.logins = Some(TwoLogins::of(server, &self.database)?);
        if let Some(logins) = &self.logins {
            logins.set_up(&self.database, || self.aludel("doctor --setup-guest-login"))?;
        }
        Ok(())
    }

    /// Lets migrations that have a login of their own have databases for comparisons.
    pub(crate) fn let_compare(&self) -> Result<(), String> {
        self.logins.as_ref().map_or(Ok(()), TwoLogins::let_compare)
    }

    /// Puts a new and empty database in the place of the one before.
    pub(crate) fn take_new_database(&mut self, server: &Server) -> Result<(), String> {
        self.database = server.create_database(self.folder.path())?;
        if self.logins.is_some() { self.part(server) } else { Ok(()) }
    }

    /// Has the database's own client run statements, with the tables of the house wherever they are.
    pub(crate) fn run(&self, sql: &str) -> Result<String, String> {
        match &self.logins {
            Some(logins) => self.database.run(&logins.in_house(sql)),
            None => self.database.run(sql),
        }
    }

    /// What the database defines, without what tells one from another. Whoever made a view or a routine is somebody else where
    /// migrations have a login of their own.
    pub(crate) fn schema(&self) -> Result<String, String> {
        static DEFINER: LazyLock<Regex> =
            LazyLock::new(|| Regex::new("DEFINER=`[^`]+`@`[^`]+`").expect("the pattern is a constant"));
        let schema = self.database.schema()?;
        let Some(name) = self.database.name().filter(|_| self.logins.is_some()) else { return Ok(schema) };
        Ok(DEFINER.replace_all(&schema.replace(name, "DATABASE"), "DEFINER=SOMEBODY").into_owned())
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
        if let Some(logins) = &self.logins {
            command.env("DATABASE_URL", &logins.url).env("ALUDEL_GUEST_URL", &logins.guest_url);
        }
        command.output().map_err(|error| format!("aludel cannot be started: {error}"))
    }

    /// What stands before the names of the house's tables, in SQL that is shown.
    pub(crate) fn house_prefix(&self) -> Option<String> {
        let mark = if self.database.url().starts_with("mysql") { '`' } else { '"' };
        self.logins.as_ref().map(|logins| format!("{mark}{}{mark}.", logins.house()))
    }

    /// Names of this run alone, and what scripts write for them.
    pub(crate) fn names(&self) -> Vec<(String, &'static str)> {
        let folder = self.folder.path().display().to_string();
        let mut names = vec![(folder, "FOLDER")];
        names.extend(self.database.name().map(|name| (name.to_owned(), "DATABASE")));
        names
    }
}
