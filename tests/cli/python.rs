//! Migrations in Python, as a person meets them: what they do, and what is said of what they cannot do.

use std::path::{Path, PathBuf};

use crate::assert_screen;
use crate::workspace::Workspace;

/// The folder with the interpreter, which `tests/setup` makes. Without it the test is not run, and says so.
#[expect(clippy::print_stderr, reason = "the reader of a test run is told what was not run")]
pub(crate) fn interpreters() -> Option<PathBuf> {
    let named = std::env::var("ALUDEL_INTERPRETERS").map(PathBuf::from);
    let folder = named.unwrap_or_else(|_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/test-interpreters"));
    if folder.join("python-0.1.0.wasm").is_file() {
        return Some(folder);
    }
    let reason = format!("{} has no python-0.1.0.wasm; tests/setup makes it", folder.display());
    assert!(std::env::var("TEST_REQUIRE").is_err(), "{reason}");
    eprintln!("not run: {reason}");
    None
}

fn migration(workspace: &Workspace, revision: &str, code: &str) {
    let header = format!("# /// migration\n# revision = \"{revision}\"\n# message = \"add {revision}\"\n# ///\n");
    workspace.write(&format!("migrations/{revision}.py"), header + code);
}

/// What `aludel` shows with that interpreter.
fn screen(workspace: &Workspace, folder: &Path, arguments: &[&str]) -> String {
    let mut command = workspace.command(arguments);
    let output = command.env("ALUDEL_INTERPRETERS", folder).output().expect("the binary was built for this test");
    let (said, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    // Whether it had to be compiled depends on the tests before this one.
    let errors: Vec<&str> = errors.lines().filter(|line| !line.starts_with("compiling")).collect();
    format!("{said}{}", errors.join("\n"))
}

#[test]
fn a_migration_brings_the_packages_that_it_imports() {
    let Some(folder) = interpreters() else { return };
    let workspace = Workspace::project();
    workspace.write("aludel.toml", "[database]\nurl = \"sqlite://app.db\"\n\n[python]\npath = [\"vendor/python\"]\n");
    workspace.write("vendor/python/shop/__init__.py", "");
    workspace.write(
        "vendor/python/shop/names.py",
        "import subprocess\n\n\ndef clean(name):\n    return name.strip().title()\n",
    );
    let code = "
from decimal import Decimal

from aludel import Database, log, op
from shop.names import clean


def upgrade(db: Database) -> None:
    db.create_table(
        \"customers\",
        op.column(\"id\", op.integer(), primary_key=True),
        op.column(\"name\", op.varchar(40), nullable=False),
        op.column(\"credit\", op.numeric(10, 2), default=0),
    )
    with db.bulk_insert(\"customers\", [\"id\", \"name\", \"credit\"]) as writer:
        writer.write(1, clean(\" ada lovelace \"), Decimal(\"12.50\"))
        writer.write(2, clean(\"grace hopper\"), None)
    for row in db.query(\"SELECT * FROM customers ORDER BY id\"):
        log.info(f\"{row.id} {row['name']}\", credit=row.credit)
    print(\"printed\")


def downgrade(db: Database) -> None:
    db.drop_table(\"customers\")


def verify(db: Database) -> None:
    assert db.query_scalar(\"SELECT count(*) FROM customers\") == 2
";
    migration(&workspace, "a1", code);
    assert_screen!(screen(&workspace, &folder, &["upgrade", "head"]), @r"
        upgraded   a1 add a1 (TIME)
        1 step in TIME; the database is at a1
          [info] 1 Ada Lovelace credit=12.5
          [info] 2 Grace Hopper credit=None
          [info] printed
    ");
    assert_screen!(screen(&workspace, &folder, &["downgrade", "base"]), @r"
        downgraded a1 add a1 (TIME)
        1 step in TIME; the database is at base
    ");
}

#[test]
fn an_exception_is_told_with_the_lines_that_led_to_it() {
    let Some(folder) = interpreters() else { return };
    let workspace = Workspace::project();
    let code = "
def upgrade(db):
    work = {\"value\": lambda: int(\"seven\"), \"file\": lambda: open(\"names.csv\"), \"table\": lambda: db.execute(\"DELETE FROM t\")}
    work[__import__(\"aludel\").context.argument(\"do\")]()
";
    migration(&workspace, "a1", code);
    for what in ["value", "file", "table"] {
        let argument = format!("do={what}");
        let shown = screen(&workspace, &folder, &["upgrade", "head", "-x", &argument]);
        match what {
            "value" => assert_screen!(shown, @r"
                error: upgrade of `a1` failed (migrations/a1.py): ValueError: invalid literal for int() with base 10: 'seven'
                  at migrations/a1.py:8 in upgrade
                  at migrations/a1.py:7 in <lambda>
                  state: everything was rolled back; the database is at base (no revision)
                  hint: mend migrations/a1.py and run `aludel upgrade` again
            "),
            "file" => assert_screen!(shown, @r"
                error: upgrade of `a1` failed (migrations/a1.py): Refused: open: a migration has no files; pass data with -x or put it into the migration
                  at migrations/a1.py:8 in upgrade
                  at migrations/a1.py:7 in <lambda>
                  state: everything was rolled back; the database is at base (no revision)
                  hint: mend migrations/a1.py and run `aludel upgrade` again
            "),
            _ => assert_screen!(shown, @r"
                error: upgrade of `a1` failed at statement 1 (migrations/a1.py): no such table: t
                  | DELETE FROM t
                  at migrations/a1.py:8 in upgrade
                  at migrations/a1.py:7 in <lambda>
                  state: everything was rolled back; the database is at base (no revision)
                  hint: mend migrations/a1.py and run `aludel upgrade` again
            "),
        }
    }
    assert_screen!(screen(&workspace, &folder, &["downgrade", "base"]), @r"
        nothing to do: the database is at base
    ");
}

#[test]
fn what_cannot_be_built_is_told_with_its_line() {
    let Some(folder) = interpreters() else { return };
    let workspace = Workspace::project();
    let cases = [
        ("a1", "import slugify\n"),
        ("b2", "from requests import get\n"),
        ("c3", "def upgrade(db):\n    db.execute(\"x\"\n"),
    ];
    for (revision, code) in cases {
        migration(&workspace, revision, code);
        let shown = screen(&workspace, &folder, &["build"]);
        match revision {
            "a1" => assert_screen!(shown, @r#"
                error: migration `a1` (migrations/a1.py): migrations/a1.py:5: import slugify: it is neither part of the interpreter nor on the project's [python] path
                  hint: pip install --target vendor/python slugify; then add to aludel.toml: [python] path = ["vendor/python"]
            "#),
            "b2" => assert_screen!(shown, @r"
                error: migration `b2` (migrations/b2.py): migrations/b2.py:5: import requests: a migration has no network; pass data with -x or put it into the migration
            "),
            _ => assert_screen!(shown, @r#"
                error: migration `c3` (migrations/c3.py): it does not compile:
                migrations/c3.py:6: SyntaxError: '(' was never closed
                    db.execute("x"
            "#),
        }
        std::fs::remove_file(workspace.path().join(format!("migrations/{revision}.py"))).expect("it was written");
    }
}

#[test]
fn a_missing_interpreter_is_told_with_the_command_that_installs_it() {
    let workspace = Workspace::project();
    migration(&workspace, "a1", "def upgrade(db):\n    pass\n");
    let mut command = workspace.command(&["upgrade", "head"]);
    command.env("XDG_DATA_HOME", workspace.path().join("data")).env_remove("ALUDEL_INTERPRETERS");
    let output = command.output().expect("the binary was built for this test");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("the interpreter `python` is not installed; looked in "), "{said}");
    assert!(said.ends_with("hint: aludel interpreter install python\n"), "{said}");
}

#[test]
fn an_interpreter_is_made_or_copied() {
    let workspace = Workspace::new();
    let said = |arguments: &[&str]| {
        let mut command = workspace.command(arguments);
        command.env("XDG_DATA_HOME", workspace.path().join("data")).env("PATH", "").env_remove("ALUDEL_INTERPRETERS");
        let output = command.output().expect("the binary was built for this test");
        String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
    };
    assert_screen!(said(&["interpreter", "install", "python"]), @r"
        error: componentize-py is not to be found: there is no program `componentize-py` on PATH
          hint: pip install componentize-py==0.25.1
    ");
    assert_screen!(said(&["interpreter", "install", "perl"]), @r"
        error: there is no interpreter `perl` to install; there are python and alembic
          hint: aludel interpreter install python
    ");
    assert_screen!(said(&["interpreter", "remove", "python"]), @r"
        error: no interpreter `python` in FOLDER/data/aludel/interpreters
          hint: aludel interpreter list
    ");
    let Some(folder) = interpreters() else { return };
    let file = folder.join("python-0.1.0.wasm");
    let installed = said(&["interpreter", "install", file.to_str().expect("the path is UTF-8")]);
    assert!(installed.starts_with("installed python 0.1.0 ("), "{installed}");
    assert!(workspace.path().join("data/aludel/interpreters/python-0.1.0.wasm").is_file());
    assert!(said(&["interpreter", "remove", "python"]).starts_with("removed python 0.1.0 ("));
}

/// The folder with componentize-py, which `tests/setup` installs. Without it the test is not run, and says so.
#[expect(clippy::print_stderr, reason = "the reader of a test run is told what was not run")]
fn folder_of_componentize() -> Option<PathBuf> {
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/test-componentize/bin");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders = std::iter::once(ours).chain(std::env::split_paths(&path));
    let found = folders.find(|folder| folder.join("componentize-py").is_file());
    if found.is_none() {
        let reason = "componentize-py is not to be found; tests/setup installs it";
        assert!(std::env::var("TEST_REQUIRE").is_err(), "{reason}");
        eprintln!("not run: {reason}");
    }
    found
}

#[test]
fn an_interpreter_that_was_made_here_runs_migrations() {
    let Some(tools) = folder_of_componentize() else { return };
    let workspace = Workspace::project();
    migration(&workspace, "a1", "def upgrade(db):\n    db.execute(\"CREATE TABLE notes (id INTEGER)\")\n");
    let path = std::env::join_paths([tools, PathBuf::from("/usr/bin"), PathBuf::from("/bin")]);
    let path = path.expect("no folder has a colon in its name");
    let said = |arguments: &[&str]| {
        let mut command = workspace.command(arguments);
        command.env("XDG_DATA_HOME", workspace.path().join("data")).env("PATH", &path);
        let output = command.env_remove("ALUDEL_INTERPRETERS").output().expect("the binary was built for this test");
        String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
    };
    let installed = said(&["interpreter", "install", "python"]);
    assert!(installed.contains("installed python 0.1.0 ("), "{installed}");
    let listed = said(&["interpreter", "list"]);
    assert!(listed.contains("python"), "{listed}");
    let ran = said(&["upgrade", "head"]);
    assert!(ran.contains("a1"), "{ran}");
    workspace.sqlite("INSERT INTO notes VALUES (1)");
}
