//! A folder to run `aludel` in, and what the screen shows.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

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
        for name in ["ALUDEL_CONFIG", "ALUDEL_DATABASE_URL", "NO_COLOR", "CLICOLOR_FORCE"] {
            command.env_remove(name);
        }
        command
    }

    /// Runs the line as typed and gives the whole screen: both streams and the exit code.
    pub(crate) fn screen(&self, line: &str) -> String {
        let arguments: Vec<&str> = line.split_whitespace().collect();
        let output = self.aludel(&arguments);
        let mut screen = format!("$ aludel {line}\n");
        for (stream, bytes) in [("", &output.stdout), ("! ", &output.stderr)] {
            for text in String::from_utf8_lossy(bytes).lines() {
                writeln!(screen, "{stream}{text}").expect("writing to a String cannot fail");
            }
        }
        let exit = output.status.code().map_or("signal".to_owned(), |code| code.to_string());
        writeln!(screen, "[exit {exit}]").expect("writing to a String cannot fail");
        screen
    }
}

/// What differs from run to run, by name.
pub(crate) const FILTERS: &[(&str, &str)] = &[
    (r"\(\d+(\.\d)? m?s\)", "(TIME)"),
    (r"in \d+(\.\d)? m?s;", "in TIME;"),
    (r#""duration_ms":\d+"#, r#""duration_ms":0"#),
    (r#""run_id":"[^"]+""#, r#""run_id":"RUN""#),
    (r"/tmp/\.tmp\w+", "FOLDER"),
    (r"\b[0-9a-f]{64}\b", "DIGEST"),
];

/// Asserts the whole screen, with what differs from run to run taken out.
#[macro_export]
macro_rules! assert_screen {
    ($screen:expr, @$expected:literal) => {
        insta::with_settings!({ filters => $crate::workspace::FILTERS.to_vec() }, {
            insta::assert_snapshot!($screen, @$expected);
        });
    };
}
