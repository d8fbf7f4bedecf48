//! A folder to run `aludel` in, and what the screen shows.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

use crate::databases::{Kind, Server};

/// An empty folder of its own.
pub(crate) struct Workspace {
    folder: TempDir,
}

impl Workspace {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("the temporary folder is writable") }
    }

    /// A folder with a project on SQLite, `app.db`.
    pub(crate) fn project() -> Self {
        let workspace = Self::new();
        workspace.write("aludel.toml", "[database]\nurl = \"sqlite://app.db\"\n");
        fs::create_dir(workspace.path().join("migrations")).expect("the folder is new");
        workspace
    }

    /// The same with three migrations in a line: `a1`, `b2`, `c3`.
    pub(crate) fn three() -> Self {
        let workspace = Self::project();
        workspace.migration("a1", "");
        workspace.migration("b2", "\"a1\"");
        workspace.migration("c3", "\"b2\"");
        workspace
    }

    /// Puts this database in the place of `app.db`.
    pub(crate) fn connect_to(&self, url: &str) {
        self.write("aludel.toml", format!("[database]\nurl = \"{url}\"\nallow_superuser = true\n"));
    }

    /// Runs SQL on `app.db` with SQLite's own client.
    pub(crate) fn sqlite(&self, sql: &str) {
        let status = Command::new("sqlite3").arg(self.path().join("app.db")).arg(sql).status();
        assert!(status.expect("sqlite3 is there").success());
    }

    /// Keeps a write transaction open on `app.db` until it is dropped.
    pub(crate) fn hold_sqlite(&self) -> Holder {
        let mut client = Command::new("sqlite3")
            .arg(self.path().join("app.db"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("sqlite3 is there");
        let input = client.stdin.as_mut().expect("stdin is a pipe");
        input.write_all(b"BEGIN EXCLUSIVE;\nSELECT 'held';\n").expect("sqlite3 reads it");
        let mut line = String::new();
        let output = client.stdout.as_mut().expect("stdout is a pipe");
        BufReader::new(output).read_line(&mut line).expect("sqlite3 answers");
        assert_eq!(line, "held\n");
        Holder(client)
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("the name is below the folder")).expect("the folder is writable");
        fs::write(path, text).expect("the folder is writable");
    }

    /// Adds a SQL migration that creates, and drops, a table named after it.
    pub(crate) fn migration(&self, revision: &str, down: &str) {
        let table = format!("t_{revision}");
        self.sql(
            revision,
            down,
            &format!("CREATE TABLE {table} (id INTEGER PRIMARY KEY);"),
            &format!("DROP TABLE {table};"),
        );
    }

    /// Adds a SQL migration. `down` is TOML: `"a"`, `["a", "b"]`, or nothing for a root.
    pub(crate) fn sql(&self, revision: &str, down: &str, upgrade: &str, downgrade: &str) {
        let down = if down.is_empty() { String::new() } else { format!("-- down_revision = {down}\n") };
        let text = format!(
            "-- /// migration\n-- revision = \"{revision}\"\n{down}-- message = \"add {revision}\"\n-- ///\n\n\
             -- aludel:upgrade\n{upgrade}\n\n-- aludel:downgrade\n{downgrade}\n"
        );
        self.write(&format!("migrations/{revision}.sql"), text);
    }

    /// Runs `aludel` here, without anything of the caller's environment that it reads.
    pub(crate) fn aludel(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the binary was built for this test")
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_aludel"));
        command.args(arguments).current_dir(self.path()).env("USER", "tester");
        // Components are compiled once for all tests.
        command.env("XDG_CACHE_HOME", Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache"));
        for name in [
            "ALUDEL_CONFIG",
            "ALUDEL_DATABASE_URL",
            "ALUDEL_GUEST_URL",
            "ALUDEL_LOCKED",
            "ALUDEL_OFFLINE",
            "CI",
            "NO_COLOR",
            "CLICOLOR_FORCE",
        ] {
            command.env_remove(name);
        }
        command
    }

    /// Runs the line as typed and gives the whole screen: both streams and the exit code.
    pub(crate) fn screen(&self, line: &str) -> String {
        self.screen_with(line, &[])
    }

    /// The same with these variables in the environment.
    pub(crate) fn screen_with(&self, line: &str, variables: &[(&str, &OsStr)]) -> String {
        let arguments: Vec<&str> = line.split_whitespace().collect();
        let mut command = self.command(&arguments);
        command.envs(variables.iter().copied());
        let output = command.output().expect("the binary was built for this test");
        let mut screen = format!("$ aludel {line}\n");
        for (stream, bytes) in [("", &output.stdout), ("! ", &output.stderr)] {
            for text in String::from_utf8_lossy(bytes).lines() {
                writeln!(screen, "{stream}{}", folded(text)).expect("writing to a String cannot fail");
            }
        }
        let exit = output.status.code().map_or("signal".to_owned(), |code| code.to_string());
        writeln!(screen, "[exit {exit}]").expect("writing to a String cannot fail");
        screen
    }
}

/// Breaks a long line of JSON behind commas, so that it can be read here.
pub(crate) fn folded(line: &str) -> String {
    const WIDTH: usize = 120;
    if !line.starts_with(['{', '[']) || line.len() <= WIDTH {
        return line.to_owned();
    }
    let mut lines: Vec<String> = Vec::new();
    for part in line.split_inclusive(',') {
        match lines.last_mut() {
            Some(last) if last.len() + part.len() <= WIDTH => last.push_str(part),
            _ => lines.push(part.to_owned()),
        }
    }
    lines.join("\n    ")
}

/// A client that keeps a transaction open, and ends with this.
pub(crate) struct Holder(Child);

impl Drop for Holder {
    fn drop(&mut self) {
        // At the end of its input the client rolls back and ends.
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

/// The test server of that kind; without one the test is not run, and says so.
#[expect(clippy::print_stderr, reason = "the reader of a test run is told what was not run")]
pub(crate) fn server(kind: Kind) -> Option<Server> {
    match Server::find(kind, |name| std::env::var(name).ok()) {
        Ok(server) => Some(server),
        Err(reason) => {
            assert!(std::env::var("TEST_REQUIRE").is_err(), "{reason}");
            eprintln!("not run: {reason}");
            None
        }
    }
}

/// What differs from run to run, by name.
pub(crate) const FILTERS: &[(&str, &str)] = &[
    (r"\(\d+(\.\d)? m?s\)", "(TIME)"),
    // A heartbeat is a call as well, and comes with time.
    (r"of \d+ lost connections", "of COUNT lost connections"),
    (r"\| \d+(\.\d)? [mµ]?s \|", "| TIME |"),
    (r"(; waited [\d.]+m?s for the lock)?\n!   hint: wait for it", "[; waited TIME]\n!   hint: wait for it"),
    (r"tester on \S+ \(process", "tester on HOST (process"),
    (r"aludel on \S+ \(connection \d+\)", "aludel on CLIENT (connection NUMBER)"),
    (r"since 20[\d-]+T[\d:]+Z", "since THEN"),
    (r"\(sql, \d+ bytes\)", "(sql, SIZE)"),
    (r"in \d+(\.\d)? m?s(;| \()", "in TIME$2"),
    (r#"time="\d+\.\d{3}""#, r#"time="SECONDS""#),
    (r#""duration_ms":\d+"#, r#""duration_ms":0"#),
    (r#""run_id":"[^"]+""#, r#""run_id":"RUN""#),
    (r"\b20\d{6}_", "DATE_"),
    (r"/tmp/\.tmp\w+", "FOLDER"),
    (r"\b[0-9a-f]{64}\b", "DIGEST"),
];

/// Asserts the whole screen, with what differs from run to run taken out.
#[macro_export]
macro_rules! assert_screen {
    ($screen:expr, @$expected:literal) => {{
        insta::with_settings!({ filters => $crate::workspace::FILTERS.to_vec() }, {
            insta::assert_snapshot!($screen, @$expected);
        });
    }};
}
