//! A project with a line of migrations, and what its database is like.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::child::{self, Ending};
use crate::databases::{Kind, Server, TestDatabase};
use crate::line::{Line, Logins, MigrationFile, ROWS_ARGUMENT};
use crate::logins::TwoLogins;

/// What the database is asked for until nobody else is connected to it any more.
const TRIES_MAX: usize = 2_000;

/// A project folder with its database.
pub(crate) struct Project {
    folder: TempDir,
    kind: Kind,
    pub(crate) database: TestDatabase,
    /// Where migrations have a login of their own.
    logins: Option<TwoLogins>,
}

/// What a database is like.
#[derive(Debug)]
pub(crate) struct State {
    /// The version row; `base` without one.
    pub(crate) head: String,
    /// Revision, direction and run of each row, oldest first.
    pub(crate) history: Vec<[String; 3]>,
    /// Revision, direction and state of each row, oldest first.
    pub(crate) journal: Vec<[String; 3]>,
    /// Definitions and rows.
    pub(crate) dump: String,
}

impl Project {
    /// A project with these files on a database of its own.
    pub(crate) fn create(server: &Server, settings: &str, files: &[MigrationFile]) -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let database = server.create_database(folder.path())?;
        let project = Self { folder, kind: server.kind(), database, logins: None };
        project.fill(settings, files)?;
        Ok(project)
    }

    /// One with the line, on a `SQLite` file in another folder.
    pub(crate) fn with_line_in(server: &Server, line: Line, database_folder: &Path) -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let database = server.create_database(database_folder)?;
        let project = Self { folder, kind: server.kind(), database, logins: None };
        project.fill("", &line.files()?)?;
        Ok(project)
    }

    fn fill(&self, settings: &str, files: &[MigrationFile]) -> Result<(), String> {
        self.connect_to(self.database.url(), settings)?;
        files.iter().try_for_each(|file| self.write(&format!("migrations/{}", file.name), &file.content))
    }

    /// One with the line.
    pub(crate) fn with_line(server: &Server, line: Line) -> Result<Self, String> {
        Self::with_line_on(server, line, |_| Ok(()))
    }

    /// One with the line, after something was done with its empty database.
    pub(crate) fn with_line_on(
        server: &Server,
        line: Line,
        prepare: impl FnOnce(&TestDatabase) -> Result<(), String>,
    ) -> Result<Self, String> {
        let mut project = Self::create(server, "", &line.files()?)?;
        prepare(&project.database)?;
        if line.logins == Logins::Two {
            project.part(server)?;
        }
        Ok(project)
    }

    /// Gives its migrations a login of their own.
    fn part(&mut self, server: &Server) -> Result<(), String> {
        let logins = TwoLogins::of(server, &self.database)?;
        let (url, guest_url) = (&logins.url, &logins.guest_url);
        let text = format!("[database]\nurl = \"{url}\"\nguest_url = \"{guest_url}\"\nlock_timeout = \"60s\"\n");
        self.write("aludel.toml", text.as_bytes())?;
        let print = || child::bare(self.path(), &["doctor", "--setup-guest-login"]).output();
        logins.set_up(&self.database, || print().map_err(|error| error.to_string()))?;
        self.logins = Some(logins);
        Ok(())
    }

    /// Writes the configuration.
    pub(crate) fn connect_to(&self, url: &str, settings: &str) -> Result<(), String> {
        let text = format!("[database]\nurl = \"{url}\"\nallow_superuser = true\nlock_timeout = \"60s\"\n{settings}");
        self.write("aludel.toml", text.as_bytes())
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    /// What the last run said on stderr.
    pub(crate) fn stderr(&self) -> String {
        fs::read_to_string(self.path().join("stderr.txt")).unwrap_or_default()
    }

    /// Writes a file of the project.
    pub(crate) fn write(&self, name: &str, content: &[u8]) -> Result<(), String> {
        let path = self.path().join(name);
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).and_then(|()| fs::write(&path, content)).map_err(|error| format!("{name}: {error}"))
    }

    /// Runs `aludel` to its end.
    pub(crate) fn aludel(&self, arguments: &[&str]) -> Result<Ending, String> {
        child::aludel(self.path(), arguments)
    }

    /// Waits until nobody is connected: a server goes on for a moment with what a killed client has sent.
    pub(crate) fn await_silence(&self) -> Result<(), String> {
        let sql = match self.kind {
            Kind::Sqlite => return Ok(()),
            Kind::Postgresql => {
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();"
            }
            // What others run there may hold bytes that are no text, which fails where all columns are made.
            Kind::Mysql => {
                "SELECT count(*) FROM performance_schema.threads WHERE processlist_id <> CONNECTION_ID() \
                 AND processlist_db IN (DATABASE(), CONCAT('aludel_', DATABASE()));"
            }
            Kind::MariaDb => {
                "SELECT count(*) FROM information_schema.processlist \
                 WHERE db IN (DATABASE(), CONCAT('aludel_', DATABASE())) AND id <> CONNECTION_ID();"
            }
        };
        for _ in 0..TRIES_MAX {
            if self.database.run(sql)?.trim() == "0" {
                return Ok(());
            }
        }
        Err("somebody stays connected to the database".to_owned())
    }

    /// What the database is like, as its own client reads it.
    pub(crate) fn state(&self) -> Result<State, String> {
        let heads = self.rows("SELECT version_num FROM aludel_version ORDER BY 1;")?;
        let rows = |columns: &str, table: &str| {
            let rows = self.rows(&format!("SELECT {columns} FROM {table} ORDER BY id;"))?;
            rows.iter().map(|row| three(row)).collect::<Result<Vec<_>, _>>()
        };
        Ok(State {
            head: if heads.is_empty() { "base".to_owned() } else { heads.join(" ") },
            history: rows("revision, direction, run_id", "aludel_history")?,
            journal: rows("revision, direction, state", "aludel_journal")?,
            dump: self.dump()?,
        })
    }

    /// Definitions and rows, without what tells one project from another.
    fn dump(&self) -> Result<String, String> {
        let name = self.database.name().unwrap_or_default();
        self.database.dump().map(|dump| dump.replace(name, "DATABASE"))
    }

    /// The rows of a query of the tables of the house; none where its table is not there.
    fn rows(&self, sql: &str) -> Result<Vec<String>, String> {
        let sql = self.logins.as_ref().map_or_else(|| sql.to_owned(), |logins| logins.in_house(sql));
        match self.database.run(&sql) {
            Ok(rows) => Ok(rows.lines().map(str::to_owned).collect()),
            Err(problem)
                if ["no such table", "does not exist", "doesn't exist"].iter().any(|it| problem.contains(it)) =>
            {
                Ok(Vec::new())
            }
            Err(problem) => Err(problem),
        }
    }
}

fn three(row: &str) -> Result<[String; 3], String> {
    let values: Vec<String> = row.split(" | ").map(str::to_owned).collect();
    values.try_into().map_err(|_| format!("no row of three values: {row}"))
}

/// What a database is like after each step that nothing disturbs.
#[derive(Debug)]
pub(crate) struct Reference {
    /// The revisions from the first to the last.
    pub(crate) line: Vec<String>,
    dumps: BTreeMap<String, String>,
}

impl Reference {
    /// Walks the line step by step.
    pub(crate) fn walk(server: &Server, line: Line) -> Result<Self, String> {
        let project = Project::with_line(server, line)?;
        let mut reference = Self { line: Vec::new(), dumps: BTreeMap::new() };
        reference.dumps.insert("base".to_owned(), project.dump()?);
        for _ in 0..line.count() {
            let ending = project.aludel(&["upgrade", "+1", "--json", "-x", ROWS_ARGUMENT])?;
            if ending.exit != 0 {
                return Err(format!("the line itself fails: {} {}", ending.code, ending.message));
            }
            let state = project.state()?;
            reference.line.push(state.head.clone());
            reference.dumps.insert(state.head, state.dump);
        }
        Ok(reference)
    }

    /// What a database is like at this head.
    pub(crate) fn dump(&self, head: &str) -> Result<&str, String> {
        self.dumps.get(head).map(String::as_str).ok_or_else(|| format!("the database is at `{head}`, which is nowhere"))
    }

    /// How many steps a head is above the base.
    pub(crate) fn height(&self, head: &str) -> Result<usize, String> {
        let place = self.line.iter().position(|revision| revision == head);
        match place {
            Some(place) => Ok(place + 1),
            None => self.dump(head).map(|_| 0),
        }
    }
}
