//! Databases made for one test, and spoken with through clients of others: `sqlite3`, `psql`, and `mariadb`, which
//! speaks with MySQL too.
//!
//! No driver of ours is in between, so that what a test sees is what anybody sees.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{self, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use url::Url;

/// A kind of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Sqlite,
    Postgresql,
    MariaDb,
    Mysql,
}

impl Kind {
    pub(crate) const ALL: [Self; 4] = [Self::Sqlite, Self::Postgresql, Self::MariaDb, Self::Mysql];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgresql => "postgresql",
            Self::MariaDb => "mariadb",
            Self::Mysql => "mysql",
        }
    }

    /// Whether it speaks as MySQL and MariaDB do.
    pub(crate) fn is_mysql_family(self) -> bool {
        matches!(self, Self::MariaDb | Self::Mysql)
    }

    /// Reads names divided by spaces.
    pub(crate) fn parse_list(names: &str) -> Result<Vec<Self>, String> {
        let parse = |name| {
            let found = Self::ALL.into_iter().find(|kind| kind.name() == name);
            found.ok_or_else(|| format!("`{name}` is no database; there are {}", Self::list(&Self::ALL)))
        };
        names.split_whitespace().map(parse).collect()
    }

    pub(crate) fn list(kinds: &[Self]) -> String {
        kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(" ")
    }
}

/// Where databases can be made.
#[derive(Debug, Clone)]
pub(crate) enum Server {
    Sqlite,
    Postgresql { administrator: Url },
    MariaDb { administrator: Url },
    Mysql { administrator: Url },
}

impl Server {
    /// The server of that kind, or what is missing.
    pub(crate) fn find(kind: Kind, variable: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let administrator = |name: &str| {
            let url = variable(name).ok_or_else(|| format!("{name} is not set"))?;
            Url::parse(&url).map_err(|error| format!("{name}: {error}"))
        };
        Ok(match kind {
            Kind::Sqlite => Self::Sqlite,
            Kind::Postgresql => Self::Postgresql { administrator: administrator("ALUDEL_TEST_POSTGRES_URL")? },
            Kind::MariaDb => Self::MariaDb { administrator: administrator("ALUDEL_TEST_MARIADB_URL")? },
            Kind::Mysql => Self::Mysql { administrator: administrator("ALUDEL_TEST_MYSQL_URL")? },
        })
    }

    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Sqlite => Kind::Sqlite,
            Self::Postgresql { .. } => Kind::Postgresql,
            Self::MariaDb { .. } => Kind::MariaDb,
            Self::Mysql { .. } => Kind::Mysql,
        }
    }

    /// Asks it for nothing much, which it answers once it is there.
    pub(crate) fn answer(&self) -> Result<String, String> {
        self.run("SELECT 1;")
    }

    /// Runs statements as its administrator.
    pub(crate) fn run(&self, sql: &str) -> Result<String, String> {
        match self {
            Self::Sqlite => Ok(String::new()),
            Self::Postgresql { administrator } => run(psql(administrator), sql),
            Self::MariaDb { administrator } | Self::Mysql { administrator } => {
                run(mariadb("mariadb", administrator), sql)
            }
        }
    }

    /// Makes an empty database; that of `SQLite` is a file in the folder.
    pub(crate) fn create_database(&self, folder: &Path) -> Result<TestDatabase, String> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("aludel_matrix_{}_{}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        Ok(match self {
            Self::Sqlite => {
                let path = folder.join(format!("{name}.db"));
                TestDatabase { url: format!("sqlite://{}", path.display()), place: Place::Sqlite { path } }
            }
            Self::Postgresql { administrator } => {
                run(psql(administrator), &format!("CREATE DATABASE {name};"))?;
                let url = with_database(administrator, &name);
                let place = Place::Postgresql { url: url.clone(), name, administrator: administrator.clone() };
                TestDatabase { url: url.to_string(), place }
            }
            Self::MariaDb { administrator } | Self::Mysql { administrator } => {
                run(mariadb("mariadb", administrator), &format!("CREATE DATABASE {name};"))?;
                let url = with_database(administrator, &name);
                TestDatabase { url: url.to_string(), place: Place::MariaDb { url, name } }
            }
        })
    }
}

/// A database that is removed when the test has ended.
#[derive(Debug)]
pub(crate) struct TestDatabase {
    url: String,
    place: Place,
}

#[derive(Debug)]
enum Place {
    Sqlite {
        path: PathBuf,
    },
    Postgresql {
        url: Url,
        name: String,
        administrator: Url,
    },
    /// On MySQL or MariaDB.
    MariaDb {
        url: Url,
        name: String,
    },
}

impl TestDatabase {
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Its name, where it was made up for this run and may be shown.
    pub(crate) fn name(&self) -> Option<&str> {
        match &self.place {
            Place::Sqlite { path } => path.file_name()?.to_str(),
            Place::Postgresql { name, .. } | Place::MariaDb { name, .. } => Some(name),
        }
    }

    /// Runs statements; gives the rows of those that have any, one a line, values divided by bars.
    pub(crate) fn run(&self, sql: &str) -> Result<String, String> {
        match &self.place {
            Place::Sqlite { path } => run(sqlite(path), sql),
            Place::Postgresql { url, .. } => run(psql(url), sql),
            // Its client divides values by tabs, whatever it is told.
            Place::MariaDb { url, .. } => run(client_of_mariadb(url), sql).map(|rows| rows.replace('\t', " | ")),
        }
    }

    /// Everything that the database defines, but for the tables that Aludel keeps there.
    pub(crate) fn schema(&self) -> Result<String, String> {
        match &self.place {
            Place::Sqlite { .. } => self.run(SQLITE_SCHEMA),
            Place::Postgresql { url, .. } => run(pg_dump(url, "--schema-only"), "").map(|dump| without_preamble(&dump)),
            Place::MariaDb { url, name } => {
                run(mariadb_dump(url, name, "--no-data"), "").map(|dump| without_counters(&dump))
            }
        }
    }

    /// The same with all rows, which come last and in an order of their own. Counters are left out: what they gave is
    /// never taken back.
    pub(crate) fn dump(&self) -> Result<String, String> {
        let dump = match &self.place {
            Place::Sqlite { path } => run(sqlite(path), ".dump\n").map(|dump| without_own_tables(&dump)),
            Place::Postgresql { url, .. } => run(pg_dump(url, "--inserts"), "").map(|dump| without_preamble(&dump)),
            Place::MariaDb { url, name } => {
                run(mariadb_dump(url, name, "--skip-extended-insert"), "").map(|dump| without_counters(&dump))
            }
        };
        dump.map(|dump| with_sorted_rows(&dump))
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        // A database that stays behind harms no other test, so the failure of a test is not hidden by it.
        let _ = match &self.place {
            Place::Sqlite { path } => fs::remove_file(path).map_err(|error| error.to_string()),
            Place::Postgresql { name, administrator, .. } => {
                run(psql(administrator), &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE);")).map(drop)
            }
            Place::MariaDb { url, name } => {
                run(client_of_mariadb(url), &format!("DROP DATABASE IF EXISTS {name};")).map(drop)
            }
        };
    }
}

const SQLITE_SCHEMA: &str = "SELECT type, name, tbl_name, sql FROM sqlite_schema \
    WHERE tbl_name NOT LIKE 'aludel\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name;";

fn with_database(administrator: &Url, name: &str) -> Url {
    let mut url = administrator.clone();
    url.set_path(name);
    url
}

fn sqlite(path: &Path) -> Command {
    let mut command = Command::new("sqlite3");
    command.args(["-init", "/dev/null", "-batch", "-bail", "-noheader", "-list"]);
    command.args(["-separator", " | ", "-nullvalue", "NULL", "-cmd", ".timeout 10000"]).arg(path);
    command
}

/// Where a program of `PostgreSQL` is. What Debian has in `PATH` is a script that looks for the program each time, and takes
/// longer than that does.
fn program_of_postgresql(name: &str) -> PathBuf {
    static FOLDER: OnceLock<Option<PathBuf>> = OnceLock::new();
    let newest = || {
        let versions = fs::read_dir("/usr/lib/postgresql").ok()?.filter_map(Result::ok);
        let number = |version: &fs::DirEntry| version.file_name().to_str().and_then(|name| name.parse::<u32>().ok());
        let newest = versions.filter_map(|it| Some((number(&it)?, it.path().join("bin")))).max()?;
        newest.1.join("pg_dump").is_file().then_some(newest.1)
    };
    FOLDER.get_or_init(newest).as_ref().map_or_else(|| PathBuf::from(name), |folder| folder.join(name))
}

fn psql(url: &Url) -> Command {
    let mut command = Command::new(program_of_postgresql("psql"));
    command.args(["-X", "-q", "-A", "-t", "-F", " | ", "-P", "null=NULL", "-v", "ON_ERROR_STOP=1", "-f", "-"]);
    command.env("PGOPTIONS", "-c client_min_messages=warning").arg(url.as_str());
    command
}

fn pg_dump(url: &Url, what: &str) -> Command {
    let mut command = Command::new(program_of_postgresql("pg_dump"));
    command.args([what, "--no-owner", "--exclude-table=aludel_*", "--exclude-schema=aludel"]).arg(url.as_str());
    command
}

fn mariadb(program: &str, url: &Url) -> Command {
    let mut command = Command::new(program);
    let option = |name: &str, value: String| format!("--{name}={value}");
    command.arg("--no-defaults").arg("--default-character-set=utf8mb4");
    command.arg(option("host", url.host_str().unwrap_or("127.0.0.1").to_owned()));
    command.arg(option("port", url.port().unwrap_or(3306).to_string()));
    command.arg(option("user", url.username().to_owned()));
    command.arg(option("password", url.password().unwrap_or_default().to_owned()));
    command
}

fn client_of_mariadb(url: &Url) -> Command {
    let mut command = mariadb("mariadb", url);
    command.args(["--batch", "--skip-column-names"]).arg(url.path().trim_start_matches('/'));
    command
}

fn mariadb_dump(url: &Url, name: &str, what: &str) -> Command {
    let mut command = mariadb("mariadb-dump", url);
    command.args([what, "--routines", "--events", "--triggers", "--skip-comments", "--skip-dump-date"]);
    for table in ["aludel_version", "aludel_history", "aludel_journal", "aludel_lock"] {
        command.arg(format!("--ignore-table={name}.{table}"));
    }
    command.arg(name);
    command
}

/// Comments, settings, and the marks around the dump that new versions of `pg_dump` make up for each run.
fn without_preamble(dump: &str) -> String {
    let is_kept = |line: &&str| {
        !["--", "SET ", "SELECT pg_catalog.set_config", "\\restrict", "\\unrestrict"]
            .iter()
            .any(|start| line.starts_with(start))
    };
    let mut lines: Vec<&str> = dump.lines().filter(is_kept).collect();
    lines.dedup_by(|next, line| next.is_empty() && line.is_empty());
    lines.join("\n")
}

fn without_own_tables(dump: &str) -> String {
    let is_kept = |line: &&str| !["aludel_", "sqlite_sequence"].iter().any(|own| line.contains(own));
    dump.lines().filter(is_kept).collect::<Vec<_>>().join("\n")
}

/// Where rows stand in a file depends on what was there before them.
fn with_sorted_rows(dump: &str) -> String {
    let is_counter = |line: &&str| !line.starts_with("SELECT pg_catalog.setval");
    let (mut rows, definitions): (Vec<&str>, Vec<&str>) =
        dump.lines().filter(is_counter).partition(|line| line.starts_with("INSERT INTO "));
    rows.sort_unstable();
    [definitions, rows].concat().join("\n")
}

/// The next number of a table depends on what was ever in it, and the collation of a connection on who made the object.
fn without_counters(dump: &str) -> String {
    let cut = |line: &str| match line.split_once(" AUTO_INCREMENT=") {
        Some((before, after)) => format!("{before}{}", after.trim_start_matches(|digit: char| digit.is_ascii_digit())),
        None => line.to_owned(),
    };
    let is_kept = |line: &&str| !line.contains("SET collation_connection ");
    dump.lines().filter(is_kept).map(cut).collect::<Vec<_>>().join("\n")
}

/// Runs a client with that text as its input; gives its stdout, or as an error its stderr.
fn run(mut command: Command, input: &str) -> Result<String, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| format!("{program} cannot be started: {error}"))?;
    let mut stdin = child.stdin.take().expect("stdin is a pipe");
    let mut stdout = child.stdout.take().expect("stdout is a pipe");
    let input = input.to_owned();
    // A client that stops at an error closes its input; its stderr says why.
    let writer = thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
    let mut rows = Vec::new();
    stdout.read_to_end(&mut rows).map_err(|error| format!("{program}: {error}"))?;
    let output = child.wait_with_output().map_err(|error| format!("{program}: {error}"))?;
    drop(writer.join());
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&rows).into_owned());
    }
    Err(format!("{program}: {}", String::from_utf8_lossy(&output.stderr).trim()))
}
