//! A project of Alembic, run by Alembic itself and by Aludel: what becomes of the databases is the same.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::copied_folder::copy;
use crate::databases::{Kind, TestDatabase};
use crate::workspace::{Workspace, server};

/// The tables with rows, and what orders them.
const TABLES: [(&str, &str); 9] = [
    ("customers", "id"),
    ("orders", "id"),
    ("order_lines", "order_id, position"),
    ("items", "code"),
    ("stock", "item_code, shelf"),
    ("addresses", "id"),
    ("regions", "code"),
    ("notes", "id"),
    ("wishes", "id"),
];

/// The revision that two branches meet in.
const MERGE: &str = "1aac73041593";

/// The project with two databases.
struct Shop {
    workspace: Workspace,
    python: PathBuf,
    kind: Kind,
    /// Migrated by Alembic.
    theirs: TestDatabase,
    /// Migrated by Aludel.
    ours: TestDatabase,
}

/// A Python with Alembic and the interpreter of that name. Without them the test is not run, and says so.
#[expect(clippy::print_stderr, reason = "the reader of a test run is told what was not run")]
fn tools() -> Option<PathBuf> {
    let python = std::env::var("ALUDEL_TEST_PYTHON").ok().map(PathBuf::from);
    let has_interpreter = std::env::var("ALUDEL_INTERPRETERS").is_ok();
    if python.is_none() || !has_interpreter {
        let missing = "ALUDEL_TEST_PYTHON or ALUDEL_INTERPRETERS is not set";
        assert!(std::env::var("TEST_REQUIRE").is_err(), "{missing}");
        eprintln!("not run: {missing}");
        return None;
    }
    python
}

/// As `SQLAlchemy` writes the URL of a database.
fn with_driver(kind: Kind, url: &str) -> String {
    let (_, place) = url.split_once("://").expect("it is a URL");
    match kind {
        Kind::Sqlite => format!("sqlite:///{place}"),
        Kind::Postgresql => format!("postgresql+psycopg://{place}"),
        Kind::MariaDb | Kind::Mysql => format!("mysql+pymysql://{place}"),
    }
}

impl Shop {
    fn new(kind: Kind) -> Option<Self> {
        let (server, python) = (server(kind)?, tools()?);
        let workspace = Workspace::new();
        let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/guests/alembic");
        copy(&project, workspace.path());
        let theirs = server.create_database(workspace.path()).expect("the server makes databases");
        let ours = server.create_database(workspace.path()).expect("the server makes databases");
        let shop = Self { workspace, python, kind, theirs, ours };
        let told = shop.aludel(&shop.ours, &["import", "alembic"]);
        assert_eq!(told, "created aludel.toml\n23 revisions in shop/versions, shop/inventory\n");
        let config = fs::read_to_string(shop.workspace.path().join("aludel.toml")).expect("it was written");
        let config = config.replace("[database]\n", "[database]\nallow_superuser = true\n");
        shop.workspace.write("aludel.toml", config);
        Some(shop)
    }

    fn aludel(&self, database: &TestDatabase, arguments: &[&str]) -> String {
        succeeds(self.workspace.command(arguments).env("DATABASE_URL", database.url()))
    }

    fn alembic(&self, database: &TestDatabase, arguments: &[&str]) -> String {
        let mut command = Command::new(&self.python);
        command.args(["-m", "alembic"]).args(arguments).current_dir(self.workspace.path());
        command.env("SHOP_DATABASE_URL", with_driver(self.kind, database.url()));
        // What reads the folder of revisions would find the bytecode there.
        succeeds(command.env("PYTHONDONTWRITEBYTECODE", "1"))
    }

    fn schema(&self, database: &TestDatabase) -> String {
        self.aludel(database, &["inspect", "--format", "json"])
    }

    fn assert_same_schema(&self, place: &str) {
        let (theirs, ours) = (self.schema(&self.theirs), self.schema(&self.ours));
        assert_eq!(theirs, ours, "the schemas differ at {place}");
    }

    fn assert_same_rows(&self) {
        for (table, order) in TABLES {
            let sql = format!("SELECT * FROM {table} ORDER BY {order};");
            let rows = |database: &TestDatabase| database.run(&sql).expect("the table is there");
            let (theirs, ours) = (rows(&self.theirs), rows(&self.ours));
            assert_eq!(theirs, ours, "the rows of {table} differ");
        }
        let customers = self.ours.run("SELECT count(*) FROM customers;").expect("the table is there");
        assert_eq!(customers.trim(), "202");
    }

    fn move_both(&self, verb: &str, target: &str) {
        self.alembic(&self.theirs, &[verb, target]);
        self.aludel(&self.ours, &[verb, target]);
        self.assert_same_schema(target);
    }
}

fn succeeds(command: &mut Command) -> String {
    let output = command.output().expect("the program is there");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} printed\n{printed}\nand said\n{said}");
    printed
}

/// Up, part of the way down, up again, and down to nothing.
fn both_ways(kind: Kind) {
    let Some(shop) = Shop::new(kind) else { return };
    shop.move_both("upgrade", "heads");
    shop.assert_same_rows();
    shop.move_both("downgrade", MERGE);
    shop.move_both("upgrade", "heads");
    shop.assert_same_rows();
    shop.move_both("downgrade", "base");
}

/// A database that Alembic brought half the way goes on with Aludel, and back with Alembic.
fn taken_over_half_way(kind: Kind) {
    let Some(shop) = Shop::new(kind) else { return };
    shop.alembic(&shop.ours, &["upgrade", MERGE]);
    shop.alembic(&shop.ours, &["upgrade", "b4061d4e5f3c"]);
    let current = shop.aludel(&shop.ours, &["current"]);
    assert!(current.contains(MERGE) && current.contains("b4061d4e5f3c"), "{current}");
    shop.aludel(&shop.ours, &["upgrade", "heads"]);
    shop.alembic(&shop.theirs, &["upgrade", "heads"]);
    shop.assert_same_schema("heads");
    shop.assert_same_rows();
    let at = shop.alembic(&shop.ours, &["current"]);
    assert!(at.contains("7042d96a7b59 (head)"), "{at}");
    shop.alembic(&shop.ours, &["downgrade", "base"]);
    let nothing = shop.aludel(&shop.ours, &["current"]);
    assert_eq!(nothing, "");
}

/// Where a database is may be told without running anything, and Alembic believes it.
fn stamped(kind: Kind) {
    let Some(shop) = Shop::new(kind) else { return };
    shop.alembic(&shop.ours, &["upgrade", MERGE]);
    shop.alembic(&shop.ours, &["stamp", "base"]);
    assert_eq!(shop.aludel(&shop.ours, &["current"]), "");
    shop.aludel(&shop.ours, &["stamp", MERGE]);
    let at = shop.alembic(&shop.ours, &["current"]);
    assert!(at.contains(MERGE), "{at}");
    shop.aludel(&shop.ours, &["upgrade", "heads"]);
    shop.aludel(&shop.ours, &["downgrade", MERGE]);
    shop.alembic(&shop.ours, &["upgrade", "heads"]);
    shop.alembic(&shop.theirs, &["upgrade", "heads"]);
    shop.assert_same_schema("heads");
    shop.assert_same_rows();
}

#[test]
fn a_project_of_alembic_makes_the_same_on_sqlite() {
    both_ways(Kind::Sqlite);
}

#[test]
fn a_project_of_alembic_makes_the_same_on_postgresql() {
    both_ways(Kind::Postgresql);
}

#[test]
fn a_project_of_alembic_makes_the_same_on_mariadb() {
    both_ways(Kind::MariaDb);
}

#[test]
fn a_database_of_alembic_goes_on_on_sqlite() {
    taken_over_half_way(Kind::Sqlite);
}

#[test]
fn a_database_of_alembic_goes_on_on_postgresql() {
    taken_over_half_way(Kind::Postgresql);
}

#[test]
fn a_database_of_alembic_goes_on_on_mariadb() {
    taken_over_half_way(Kind::MariaDb);
}

#[test]
fn a_database_of_alembic_is_stamped_on_sqlite() {
    stamped(Kind::Sqlite);
}
