//! `revision --autogenerate --lang`: what is written in each language leads to the target, and back.

use std::env;
use std::fs;

use serde_json::Value;

use crate::databases::{Kind, TestDatabase};
use crate::workspace::{Workspace, server};

/// What the migrations lead to, at first and then, in the words of each kind of database.
fn targets(kind: Kind) -> [&'static str; 2] {
    match kind {
        Kind::Sqlite => [include_str!("generated/sqlite.sql"), include_str!("generated/sqlite_changed.sql")],
        Kind::Postgresql => {
            [include_str!("generated/postgresql.sql"), include_str!("generated/postgresql_changed.sql")]
        }
        Kind::MariaDb | Kind::Mysql => {
            [include_str!("generated/mariadb.sql"), include_str!("generated/mariadb_changed.sql")]
        }
    }
}

/// A project in a language, with a database of its own.
struct Project {
    workspace: Workspace,
    database: TestDatabase,
    targets: [&'static str; 2],
}

impl Project {
    /// None without such a server.
    fn new(language: &str, kind: Kind) -> Option<Self> {
        let server = server(kind)?;
        let workspace = Workspace::project();
        let database = server.create_database(workspace.path()).expect("the server makes databases");
        let url = database.url();
        workspace.write(
            "aludel.toml",
            format!(
                "[project]\nfile_template = \"{{rev}}\"\nlanguage = \"{language}\"\n\n[database]\nurl = \"{url}\"\n\
                 allow_superuser = true\n\n[target]\nsql = \"schema.sql\"\n"
            ),
        );
        Some(Self { workspace, database, targets: targets(kind) })
    }

    /// Writes a migration that leads to a target, and gives its text.
    fn generate(&self, target: usize, revision: &str, file: &str) -> String {
        self.workspace.write("schema.sql", self.targets[target]);
        let arguments = ["revision", "--autogenerate", "--rev-id", revision, "-m", "what the target has"];
        let output = self.workspace.aludel(&arguments);
        assert!(output.status.success(), "{output:?}");
        fs::read_to_string(self.workspace.path().join("migrations").join(file)).expect("the file is there")
    }

    /// The error of a command, by its name and its words; none where it did what it should.
    fn error(&self, arguments: &[&str]) -> Option<(String, String)> {
        let output = self.workspace.aludel(&[arguments, &["--json"]].concat());
        let stdout = String::from_utf8_lossy(&output.stdout);
        let last = stdout.lines().last().and_then(|line| serde_json::from_str::<Value>(line).ok());
        let error = last.filter(|_| !output.status.success())?["error"].clone();
        Some((error["code"].as_str()?.to_owned(), error["message"].as_str()?.to_owned()))
    }

    fn succeeds(&self, arguments: &[&str]) {
        assert_eq!(self.error(arguments), None, "{arguments:?}");
    }

    /// What the server's own tool writes of the database, and of one that the target itself was run on. That of SQLite
    /// keeps the text of every statement, so that nothing is the same but in meaning.
    fn compare_with_target(&self, kind: Kind) {
        if kind == Kind::Sqlite {
            return;
        }
        let model = server(kind).expect("it was there before").create_database(self.workspace.path());
        let model = model.expect("the server makes databases");
        model.run(self.targets[0]).expect("the target is right");
        let [ours, theirs] = [&self.database, &model].map(|database| database.schema().expect("the tool is there"));
        let name = |database: &TestDatabase| database.name().unwrap_or_default().to_owned();
        let theirs = theirs.replace(&name(&model), &name(&self.database));
        assert_eq!(lines_without(&ours, &theirs), lines_without(&theirs, &ours));
        assert_eq!(ours, theirs);
    }
}

/// The lines of a text that another does not have.
fn lines_without<'a>(text: &'a str, other: &str) -> Vec<&'a str> {
    let known: Vec<&str> = other.lines().collect();
    text.lines().filter(|line| !known.contains(line)).collect()
}

/// Goes to the target, to a changed one, and back to nothing. Says so and does nothing where the language cannot be built.
#[expect(clippy::print_stderr, reason = "the reader of a test run is told what was not run")]
fn check(language: &str, kind: Kind, ending: &str) {
    let Some(project) = Project::new(language, kind) else { return };
    let text = project.generate(0, "a1", &format!("a1{ending}"));
    assert!(text.contains("author"), "{text}");
    match project.error(&["upgrade"]) {
        Some((code, message)) if is_missing(&code) && env::var_os("TEST_REQUIRE").is_none() => {
            return eprintln!("not run: {message}");
        }
        Some(error) => panic!("{error:?}\n{text}"),
        None => {}
    }
    project.succeeds(&["check"]);
    project.compare_with_target(kind);
    project.generate(1, "b2", &format!("b2{ending}"));
    project.succeeds(&["upgrade"]);
    project.succeeds(&["check"]);
    project.succeeds(&["downgrade", "a1"]);
    project.workspace.write("schema.sql", project.targets[0]);
    project.succeeds(&["diff", "database", "target"]);
    project.succeeds(&["downgrade", "base"]);
    let left = project.workspace.aludel(&["inspect"]);
    assert_eq!(String::from_utf8_lossy(&left.stdout).trim(), "");
}

fn is_missing(code: &str) -> bool {
    matches!(code, "toolchain_missing" | "toolchain_version" | "interpreter_missing")
}

/// A test for each kind of database, in the module of the language.
macro_rules! languages {
    ($($language:ident $ending:literal),* $(,)?) => {
        $(
            mod $language {
                use super::{Kind, check};

                #[test]
                fn on_sqlite() {
                    check(stringify!($language), Kind::Sqlite, $ending);
                }

                #[test]
                fn on_postgresql() {
                    check(stringify!($language), Kind::Postgresql, $ending);
                }

                #[test]
                fn on_mariadb() {
                    check(stringify!($language), Kind::MariaDb, $ending);
                }
            }
        )*
    };
}

languages! {
    rust "/src/lib.rs",
    python ".py",
    javascript ".js",
    typescript ".ts",
    go ".go",
    zig ".zig",
    assemblyscript ".as.ts",
}
