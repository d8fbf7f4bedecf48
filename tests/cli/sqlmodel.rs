//! The way of an application with `SQLModel`: from its first models to changed ones and back, on each database.

use std::fs;
use std::path::{Path, PathBuf};

use crate::databases::{Kind, TestDatabase};
use crate::workspace::{Workspace, server};

/// An application with its database.
struct Application {
    workspace: Workspace,
    database: TestDatabase,
}

/// A Python with `SQLModel`. Without one the test is not run, and says so.
#[expect(clippy::print_stderr, reason = "the reader of a test run is told what was not run")]
fn python() -> Option<PathBuf> {
    let found = std::env::var("ALUDEL_TEST_PYTHON").ok().map(PathBuf::from);
    if found.is_none() {
        assert!(std::env::var("TEST_REQUIRE").is_err(), "ALUDEL_TEST_PYTHON is not set");
        eprintln!("not run: ALUDEL_TEST_PYTHON is not set");
    }
    found
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

impl Application {
    fn new(kind: Kind) -> Option<Self> {
        let (server, python) = (server(kind)?, python()?);
        let workspace = Workspace::new();
        let database = server.create_database(workspace.path()).expect("the server makes databases");
        let application = Self { workspace, database };
        application.succeeds("init", 0);
        let url = application.database.url();
        let config = format!(
            "[database]\nurl = \"{url}\"\nallow_superuser = true\n\n[target]\nprogram = [\"{}\", \"-m\", \
             \"aludel_models\", \"app.models:SQLModel.metadata\", \"--dialect\", \"{{dialect}}\"]\n",
            python.display()
        );
        application.workspace.write("aludel.toml", config);
        application.workspace.write("app/__init__.py", "");
        Some(application)
    }

    fn models(&self, name: &str) {
        let models = fs::read(root().join("tests/cli/sqlmodel").join(name)).expect("the models are there");
        self.workspace.write("app/models.py", models);
    }

    /// Runs the line, which ends with that code; gives what it printed.
    fn succeeds(&self, line: &str, exit: i32) -> String {
        let words: Vec<&str> = line
            .split('\'')
            .enumerate()
            .flat_map(|(index, part)| match index % 2 {
                0 => part.split_whitespace().collect(),
                _ => vec![part],
            })
            .collect();
        let mut command = self.workspace.command(&words);
        // The models are written anew within a second, which Python's kept bytecode cannot tell.
        command
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("PYTHONPATH", root().join("guest-sdk/python/aludel_models/src"));
        let output = command.output().expect("the binary was built for this test");
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(exit), "`{line}` printed\n{printed}\nand said\n{said}");
        printed
    }

    /// The migration whose file has that in its name.
    fn migration(&self, slug: &str) -> String {
        let folder = fs::read_dir(self.workspace.path().join("migrations")).expect("the project has the folder");
        let mut files = folder.map(|entry| entry.expect("the folder can be read").path());
        let file = files.find(|path| path.to_string_lossy().contains(slug)).expect("the migration was written");
        fs::read_to_string(file).expect("the migration can be read")
    }

    fn revision(&self, slug: &str) -> String {
        let text = self.migration(slug);
        let line = text.lines().find_map(|line| line.strip_prefix("-- revision = \"")).expect("the header names it");
        line.trim_end_matches('"').to_owned()
    }

    fn rows(&self, sql: &str) -> String {
        self.database.run(sql).expect("the test's own SQL is right").trim().to_owned()
    }
}

fn walk(kind: Kind) {
    let Some(application) = Application::new(kind) else { return };
    first_models(&application);
    let schema = application.database.schema().expect("the schema can be printed");
    changed_models(&application);
    and_back(&application, &schema);
}

fn first_models(application: &Application) {
    application.models("before.py");
    application.succeeds("stamp head", 0);
    application.succeeds("revision --autogenerate -m 'Initial schema'", 0);
    let generated = application.migration("initial_schema");
    for table in ["team", "hero", "membership", "motto"] {
        assert!(generated.contains("CREATE TABLE"), "{generated}");
        assert!(generated.contains(table), "{generated}");
    }
    application.succeeds("upgrade head", 0);
    application.succeeds("check", 0);
    application.rows(
        "INSERT INTO hero (id, name, token, joined, pay, rank, extra) VALUES \
         (1, 'Ada', '0123456789abcdef0123456789abcdef', '2026-01-02 03:04:05', 12.50, 'master', '{}');",
    );
}

fn changed_models(application: &Application) {
    application.models("after.py");
    application.succeeds("check", 3);
    // Neither reading of `name` and `full_name` is taken without a word about it.
    application.succeeds("revision --autogenerate -m 'Change heroes'", 2);
    let rename = "--rename hero.name=full_name --not-renamed motto";
    application.succeeds(&format!("revision --autogenerate -m 'Change heroes' {rename}"), 0);
    application.succeeds("upgrade head", 0);
    application.succeeds("check", 0);
    assert_eq!(application.rows("SELECT full_name, age FROM hero;"), "Ada | 0");
    let history = application.succeeds("history --verbose", 0);
    assert!(history.contains("Initial schema") && history.contains("Change heroes"), "{history}");
}

fn and_back(application: &Application, schema: &str) {
    application.succeeds("downgrade -1", 0);
    assert_eq!(application.rows("SELECT name, pay FROM hero;"), "Ada | 12.50".trim_end_matches(trailing(application)));
    assert_eq!(application.database.schema().expect("the schema can be printed"), schema);
    application.succeeds("upgrade head", 0);
    application.succeeds(&format!("downgrade {}", application.revision("initial_schema")), 0);
    application.succeeds("downgrade base", 0);
    assert!(application.database.run("SELECT 1 FROM hero;").is_err());
}

/// SQLite keeps no zeros at the end of a number.
fn trailing(application: &Application) -> &'static str {
    if application.database.url().starts_with("sqlite") { "0" } else { "" }
}

#[test]
fn the_walk_on_sqlite() {
    walk(Kind::Sqlite);
}

#[test]
fn the_walk_on_postgresql() {
    walk(Kind::Postgresql);
}

#[test]
fn the_walk_on_mariadb() {
    walk(Kind::MariaDb);
}
