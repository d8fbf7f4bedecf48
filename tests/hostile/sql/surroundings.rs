//! What is around a database and none of a migration's business: another database, roles, settings, files.

use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use tempfile::TempDir;

use crate::databases::{Kind, Server, TestDatabase};
use crate::project::Project;

/// Statements of hostile SQL make roles and databases of this name, where they can.
const EVIL: &str = "evil";

/// The surroundings of one database.
pub(super) struct Surroundings {
    kind: Kind,
    other: TestDatabase,
    /// Where the other database of `SQLite` is.
    _other_folder: TempDir,
    role: String,
    /// A folder that anybody may write to.
    folder: PathBuf,
}

impl Surroundings {
    pub(super) fn create(server: &Server, project: &Path) -> Result<Self, String> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let told = |error: std::io::Error| error.to_string();
        let other_folder = tempfile::tempdir().map_err(told)?;
        let other = server.create_database(other_folder.path())?;
        other.run(
            "CREATE TABLE canary (id INTEGER PRIMARY KEY, word VARCHAR(40)); INSERT INTO canary VALUES (1, 'sings');",
        )?;
        let folder = project.join("open");
        fs::create_dir(&folder).map_err(told)?;
        open_to_all(&folder).map_err(told)?;
        // The role of the surroundings before goes when these are there already.
        let role = format!("aludel_hostile_{}_{}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let surroundings = Self { kind: server.kind(), other, _other_folder: other_folder, role, folder };
        surroundings.make_role()?;
        Ok(surroundings)
    }

    fn make_role(&self) -> Result<(), String> {
        let role = &self.role;
        match self.kind {
            Kind::Sqlite => Ok(()),
            Kind::Postgresql => {
                let sql = format!(
                    "DO $$ BEGIN CREATE ROLE {role} NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;"
                );
                self.other.run(&sql).map(drop)
            }
            Kind::MariaDb | Kind::Mysql => self.other.run(&format!("CREATE ROLE IF NOT EXISTS {role};")).map(drop),
        }
    }

    /// Puts names in the places that a block leaves for them.
    pub(super) fn fill(&self, body: &str, project: &Project) -> String {
        let other = match self.kind {
            Kind::Sqlite => self.other.url().trim_start_matches("sqlite://"),
            Kind::Postgresql | Kind::MariaDb | Kind::Mysql => self.other.name().unwrap_or_default(),
        };
        body.replace("{FILE}", &project.canary_file().display().to_string())
            .replace("{FOLDER}", &self.folder.display().to_string())
            .replace("{OTHER}", other)
            .replace("{ROLE}", &self.role)
            .replace("{DATABASE}", project.database.name().unwrap_or_default())
    }

    /// The rows of the other database, roles, settings, and what is in the folder.
    pub(super) fn canaries(&self) -> Result<String, String> {
        let entries = fs::read_dir(&self.folder).map_err(|error| error.to_string())?;
        let files: Vec<String> =
            entries.filter_map(Result::ok).map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        let sql = format!("SELECT id, word FROM canary ORDER BY id;\n{}", self.snapshot());
        Ok(format!("files: {files:?}\nother: {}", self.other.run(&sql)?))
    }

    fn snapshot(&self) -> String {
        let role = &self.role;
        match self.kind {
            Kind::Sqlite => "SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2;".to_owned(),
            Kind::Postgresql => format!(
                "SELECT rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls, rolconnlimit, rolvaliduntil
                     FROM pg_roles WHERE rolname IN ('{role}', current_user) OR rolname LIKE '{EVIL}%' ORDER BY 1;
                 SELECT roleid::regrole, member::regrole FROM pg_auth_members WHERE '{role}' IN (roleid::regrole::text, member::regrole::text) ORDER BY 1, 2;
                 SELECT setdatabase, setconfig FROM pg_db_role_setting WHERE setrole = '{role}'::regrole OR setdatabase = 0 ORDER BY 1;
                 SELECT name, setting FROM pg_file_settings WHERE sourcefile LIKE '%postgresql.auto.conf' ORDER BY 1;
                 SELECT datname FROM pg_database WHERE datname LIKE '{EVIL}%' ORDER BY 1;
                 SELECT spcname FROM pg_tablespace WHERE spcname NOT LIKE 'aludel_faults%' ORDER BY 1;
                 SELECT slot_name FROM pg_replication_slots WHERE slot_name LIKE '{EVIL}%' ORDER BY 1;
                 SELECT count(*) FROM pg_prepared_xacts;"
            ),
            Kind::MariaDb => snapshot_of_mysql(role, "is_role", "information_schema.global_variables"),
            Kind::Mysql => snapshot_of_mysql(role, "account_locked", "performance_schema.global_variables"),
        }
    }
}

/// Accounts, databases, settings and what is loaded. `mark` is a column of `mysql.user`, `variables` the table of settings.
fn snapshot_of_mysql(role: &str, mark: &str, variables: &str) -> String {
    format!(
        "SELECT user, host, {mark} FROM mysql.user WHERE user = '{role}' OR user LIKE '{EVIL}%' ORDER BY 1, 2;
         SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE '{EVIL}%' ORDER BY 1;
         SELECT variable_name, variable_value FROM {variables}
             WHERE variable_name IN ('GENERAL_LOG', 'GENERAL_LOG_FILE', 'SLOW_QUERY_LOG', 'LOG_OUTPUT', 'SQL_MODE', 'EVENT_SCHEDULER',
             'LOCAL_INFILE', 'READ_ONLY', 'MAX_CONNECTIONS', 'FOREIGN_KEY_CHECKS', 'INIT_CONNECT', 'AUTOCOMMIT', 'SECURE_AUTH',
             'DEFAULT_STORAGE_ENGINE', 'WAIT_TIMEOUT', 'INTERACTIVE_TIMEOUT', 'MAX_ALLOWED_PACKET', 'OLD_PASSWORDS') ORDER BY 1;
         SELECT name FROM mysql.func ORDER BY 1;
         SELECT plugin_name FROM information_schema.plugins ORDER BY 1;
         SELECT server_name FROM mysql.servers ORDER BY 1;"
    )
}

impl Drop for Surroundings {
    fn drop(&mut self) {
        let role = &self.role;
        // A role that stays behind harms no other test.
        let _ = match self.kind {
            Kind::Sqlite => Ok(String::new()),
            Kind::Postgresql => self.other.run(&format!("DROP OWNED BY {role}; DROP ROLE IF EXISTS {role};")),
            Kind::MariaDb | Kind::Mysql => self.other.run(&format!("DROP ROLE IF EXISTS {role};")),
        };
    }
}

/// A server that runs as somebody else must be able to write there, or it would say nothing that it cannot.
fn open_to_all(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o777))?;
    let parent = folder.parent().unwrap_or(folder);
    fs::set_permissions(parent, fs::Permissions::from_mode(0o755))
}
