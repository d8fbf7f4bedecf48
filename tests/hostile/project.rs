//! A project with canaries: what no migration here may change.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::child::{self, Ending};
use crate::databases::{Kind, Server, TestDatabase};

/// The first revision of every project; it makes the canaries.
pub(crate) const FIRST: &str = "first";

/// The file of that revision.
pub(crate) const FIRST_MIGRATION: &str = "-- /// migration
-- revision = \"first\"
-- ///
-- aludel:upgrade
CREATE TABLE canary (id INTEGER PRIMARY KEY, word VARCHAR(40) NOT NULL);
INSERT INTO canary (id, word) VALUES (1, 'sings'), (2, 'sings on');
CREATE TABLE prey (id INTEGER PRIMARY KEY, word VARCHAR(40));
INSERT INTO prey (id, word) VALUES (1, 'eats');
-- aludel:downgrade
DROP TABLE prey;
DROP TABLE canary;
";

/// A project folder at its first revision, with its database.
pub(crate) struct Project {
    folder: TempDir,
    kind: Kind,
    pub(crate) database: TestDatabase,
}

impl Project {
    /// Makes a project, and runs its first migration.
    pub(crate) fn create(server: &Server) -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let database = server.create_database(folder.path())?;
        let project = Self { folder, kind: server.kind(), database };
        project.configure("")?;
        project.write("migrations/first.sql", FIRST_MIGRATION)?;
        fs::write(project.canary_file(), "sings").map_err(|error| error.to_string())?;
        let ending = project.aludel(&["upgrade", "--json"])?;
        if ending.exit == 0 { Ok(project) } else { Err(format!("{ending:?}")) }
    }

    /// Writes the configuration, with limits of its own.
    pub(crate) fn configure(&self, rest: &str) -> Result<(), String> {
        let url = self.database.url();
        self.write("aludel.toml", format!("[database]\nurl = \"{url}\"\nallow_superuser = true\n{rest}"))
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A file that no statement may change, or read into the database.
    pub(crate) fn canary_file(&self) -> PathBuf {
        self.folder.path().join("canary.txt")
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> Result<(), String> {
        let path = self.path().join(name);
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).and_then(|()| fs::write(&path, content)).map_err(|error| format!("{name}: {error}"))
    }

    pub(crate) fn aludel(&self, arguments: &[&str]) -> Result<Ending, String> {
        child::aludel(self.path(), arguments)
    }

    /// Everything that must be as it was after a migration that did not go well.
    pub(crate) fn canaries(&self) -> Result<String, String> {
        let file = fs::read_to_string(self.canary_file()).unwrap_or_else(|error| error.to_string());
        Ok(format!("{}\nfile: {file}\n", self.database.run(snapshot(self.kind))?))
    }

    /// What stays whatever a migration does that goes well.
    pub(crate) fn kept_canaries(&self) -> Result<String, String> {
        let file = fs::read_to_string(self.canary_file()).unwrap_or_else(|error| error.to_string());
        Ok(format!("{}\nfile: {file}\n", self.database.run("SELECT id, word FROM canary ORDER BY id;")?))
    }
}

/// Rows, definitions, version rows and history, as the database's own client reads them.
fn snapshot(kind: Kind) -> &'static str {
    match kind {
        Kind::Sqlite => {
            "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name;
             SELECT id, word FROM canary ORDER BY id;
             SELECT id, word FROM prey ORDER BY id;
             SELECT * FROM aludel_version;
             SELECT * FROM aludel_history ORDER BY 1;
             PRAGMA user_version; PRAGMA application_id; PRAGMA journal_mode; PRAGMA integrity_check;"
        }
        Kind::Postgresql => {
            "SELECT relkind, relname, relowner, reltriggers_of.count FROM pg_class,
                 LATERAL (SELECT count(*) FROM pg_trigger WHERE tgrelid = pg_class.oid) AS reltriggers_of
                 WHERE relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
                 AND relkind NOT IN ('t') AND relname NOT LIKE 'pg_toast%' ORDER BY 2, 1;
             SELECT id, word FROM canary ORDER BY id;
             SELECT id, word FROM prey ORDER BY id;
             SELECT * FROM aludel_version;
             SELECT * FROM aludel_history ORDER BY 1;
             SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg_%' ORDER BY 1;
             SELECT proname FROM pg_proc WHERE pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) ORDER BY 1;
             SELECT extname FROM pg_extension ORDER BY 1;
             SELECT evtname FROM pg_event_trigger ORDER BY 1;
             SELECT setdatabase, setrole, setconfig FROM pg_db_role_setting ORDER BY 1, 2;"
        }
        Kind::MariaDb | Kind::Mysql => {
            "SELECT table_name, table_type, engine FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1;
             SELECT id, word FROM canary ORDER BY id;
             SELECT id, word FROM prey ORDER BY id;
             SELECT * FROM aludel_version;
             SELECT * FROM aludel_history ORDER BY 1;
             SELECT routine_name FROM information_schema.routines WHERE routine_schema = DATABASE() ORDER BY 1;
             SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = DATABASE() ORDER BY 1;
             SELECT event_name FROM information_schema.events WHERE event_schema = DATABASE() ORDER BY 1;"
        }
    }
}
