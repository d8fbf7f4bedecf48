//! A project with canaries: what no migration here may change.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::child::{self, Ending};
use crate::databases::{Kind, Server, TestDatabase};
use crate::logins::TwoLogins;

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
    /// Where migrations have a login of their own.
    logins: Option<TwoLogins>,
}

impl Project {
    /// Makes a project, and runs its first migration.
    pub(crate) fn create(server: &Server) -> Result<Self, String> {
        Self::empty(server)?.begin()
    }

    /// One whose migrations have a login of their own.
    pub(crate) fn create_with_two_logins(server: &Server) -> Result<Self, String> {
        let mut project = Self::empty(server)?;
        project.logins = Some(TwoLogins::of(server, &project.database)?);
        project.configure("")?;
        if let Some(logins) = &project.logins {
            let print = || child::bare(project.path(), &["doctor", "--setup-guest-login"]).output();
            logins.set_up(&project.database, || print().map_err(|error| error.to_string()))?;
        }
        project.begin()
    }

    fn empty(server: &Server) -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let database = server.create_database(folder.path())?;
        Ok(Self { folder, kind: server.kind(), database, logins: None })
    }

    fn begin(self) -> Result<Self, String> {
        self.configure("")?;
        self.write("migrations/first.sql", FIRST_MIGRATION)?;
        fs::write(self.canary_file(), "sings").map_err(|error| error.to_string())?;
        let ending = self.aludel(&["upgrade", "--json"])?;
        if ending.exit == 0 { Ok(self) } else { Err(format!("{ending:?}")) }
    }

    /// Writes the configuration, with limits of its own.
    pub(crate) fn configure(&self, rest: &str) -> Result<(), String> {
        let database = match &self.logins {
            None => format!("url = \"{}\"\nallow_superuser = true\n", self.database.url()),
            Some(logins) => format!("url = \"{}\"\nguest_url = \"{}\"\n", logins.url, logins.guest_url),
        };
        self.write("aludel.toml", format!("[database]\n{database}{rest}"))
    }

    /// A text of SQL as it is for this project: with two logins, the tables of the house are elsewhere.
    pub(crate) fn in_house(&self, sql: &str) -> String {
        self.logins.as_ref().map_or_else(|| sql.to_owned(), |logins| logins.in_house(sql))
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
        Ok(format!("{}\nfile: {file}\n", self.database.run(&self.snapshot())?))
    }

    fn snapshot(&self) -> String {
        let snapshot = self.in_house(snapshot(self.kind));
        let Some(logins) = &self.logins else { return snapshot };
        let [own, guest] = logins.names();
        snapshot
            + &house_snapshot(self.kind)
                .replace("{OWN}", &own)
                .replace("{GUEST}", &guest)
                .replace("{HOUSE}", &logins.house())
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
             SELECT setdatabase, setrole, setconfig FROM pg_db_role_setting
                 WHERE setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database())) ORDER BY 1, 2;"
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

/// What is there besides with two logins: the logins with all that they may do, and what the house consists of.
fn house_snapshot(kind: Kind) -> String {
    let accounts = match kind {
        Kind::Sqlite => return String::new(),
        Kind::Postgresql => return HOUSE_OF_POSTGRESQL.to_owned(),
        Kind::MariaDb => "SELECT user, host, priv FROM mysql.global_priv WHERE user IN ('{OWN}', '{GUEST}') ORDER BY 1;",
        Kind::Mysql => {
            "SELECT * FROM mysql.user WHERE user IN ('{OWN}', '{GUEST}') ORDER BY user;
             SELECT user, priv FROM mysql.global_grants WHERE user IN ('{OWN}', '{GUEST}') ORDER BY 1, 2;
             SELECT from_user, to_user FROM mysql.role_edges WHERE '{OWN}' IN (from_user, to_user) OR '{GUEST}' IN (from_user, to_user);"
        }
    };
    accounts.to_owned() + HOUSE_OF_MYSQL
}

const HOUSE_OF_POSTGRESQL: &str =
    "SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolcanlogin, rolconfig FROM pg_roles
         WHERE rolname IN ('{OWN}', '{GUEST}') ORDER BY 1;
     SELECT roleid::regrole, member::regrole FROM pg_auth_members WHERE member IN ('{OWN}'::regrole, '{GUEST}'::regrole) ORDER BY 1, 2;
     SELECT relname, relacl, relowner::regrole FROM pg_class WHERE relnamespace = '{HOUSE}'::regnamespace ORDER BY 1;
     SELECT proname, proacl, prosecdef, md5(prosrc) FROM pg_proc WHERE pronamespace = '{HOUSE}'::regnamespace ORDER BY 1;
     SELECT nspacl FROM pg_namespace WHERE nspname = '{HOUSE}';
     SELECT defaclobjtype, defaclacl FROM pg_default_acl ORDER BY 1;";

/// On `MariaDB` and on `MySQL`.
const HOUSE_OF_MYSQL: &str = "
     SELECT * FROM mysql.db WHERE user IN ('{OWN}', '{GUEST}') ORDER BY db, user;
     SELECT user, db, table_name, table_priv FROM mysql.tables_priv WHERE user IN ('{OWN}', '{GUEST}') ORDER BY 1, 2, 3;
     SELECT user, db, routine_name, proc_priv FROM mysql.procs_priv WHERE user IN ('{OWN}', '{GUEST}') ORDER BY 1, 2, 3;
     SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = '{HOUSE}' ORDER BY 1;
     SELECT routine_name, definer, SHA2(routine_definition, 256) FROM information_schema.routines WHERE routine_schema = '{HOUSE}' ORDER BY 1;
     SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = '{HOUSE}' ORDER BY 1;
     SELECT event_name FROM information_schema.events WHERE event_schema = '{HOUSE}' ORDER BY 1;";
