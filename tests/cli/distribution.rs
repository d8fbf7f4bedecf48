//! A package from its author to its end: written in one project, signed, pushed to a registry, installed in another one,
//! planned, tested, upgraded and removed there.

use std::fs;

use crate::databases::Kind;
use crate::workspace::{Workspace, server};

/// The registry of `tests/servers`; without it the test is not run, and says so.
#[expect(clippy::print_stderr, reason = "the reader of a test run is told what was not run")]
fn registry() -> Option<String> {
    let registry = std::env::var("ALUDEL_TEST_REGISTRY").ok();
    assert!(registry.is_some() || std::env::var_os("TEST_REQUIRE").is_none(), "no registry: see tests/servers");
    if registry.is_none() {
        eprintln!("not run: no registry; see tests/servers");
    }
    registry
}

/// Runs the line and holds its exit code; gives both streams.
fn run(workspace: &Workspace, line: &str, exit: i32) -> String {
    let arguments: Vec<&str> = line.split_whitespace().collect();
    let output = workspace.aludel(&arguments);
    let screen = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    assert_eq!(output.status.code(), Some(exit), "aludel {line}:\n{screen}");
    screen
}

fn has(screen: &str, part: &str) {
    assert!(screen.contains(part), "no {part} in\n{screen}");
}

/// The author's project, whose package has the name `NAME` in the registry's namespace `acme`.
fn author(name: &str) -> Workspace {
    let workspace = Workspace::new();
    let config =
        format!("[package]\nname = \"acme/{name}\"\nversion = \"1.0.0\"\nlabel = \"audit\"\ntables = [\"audit_*\"]\n");
    workspace.write("aludel.toml", config + "[database]\nurl = \"sqlite://author.db\"\n");
    fs::create_dir(workspace.path().join("migrations")).expect("the folder is new");
    workspace.sql("ad01", "", "CREATE TABLE audit_log (id INTEGER PRIMARY KEY);", "DROP TABLE audit_log;");
    let file = workspace.path().join("migrations/ad01.sql");
    let text = fs::read_to_string(&file).expect("it was written");
    fs::write(file, text.replacen("-- message", "-- branch_labels = [\"audit\"]\n-- message", 1))
        .expect("it is writable");
    workspace
}

/// Packs, signs and pushes a version.
fn publish(author: &Workspace, registry: &str, name: &str, version: &str) {
    let config = fs::read_to_string(author.path().join("aludel.toml")).expect("it is there");
    author.write("aludel.toml", config.replacen("version = \"1.0.0\"", &format!("version = \"{version}\""), 1));
    run(author, &format!("package pack --out {version}.tar"), 0);
    run(author, &format!("package sign {version}.tar --key keys/acme.key --as {registry}/acme/{name}"), 0);
    run(author, &format!("package push {registry}/acme/{name}:{version} --file {version}.tar"), 0);
}

fn walk(kind: Kind) {
    let (Some(registry), Some(server)) = (registry(), server(kind)) else { return };
    let name = format!("audit-{}-{}", format!("{kind:?}").to_lowercase(), std::process::id());
    let author = author(&name);
    run(&author, "package key generate keys/acme --no-passphrase", 0);
    publish(&author, &registry, &name, "1.0.0");

    let ours = Workspace::project();
    let database = server.create_database(ours.path()).expect("the test server makes databases");
    let trust = format!(
        "[trust]\nunsigned = \"refuse\"\n[trust.signers.acme]\nkey = \"acme.pub\"\nmay_sign = [\"{registry}/acme/*\"]\n"
    );
    ours.write("aludel.toml", format!("[database]\nurl = \"{}\"\nallow_superuser = true\n{trust}", database.url()));
    ours.write("acme.pub", fs::read(author.path().join("keys/acme.pub")).expect("it was made"));
    ours.sql("b1", "", "CREATE TABLE orders (id INTEGER PRIMARY KEY);", "DROP TABLE orders;");

    has(&run(&ours, &format!("package install {registry}/acme/{name}:1.0.0"), 0), "(signed by acme)");
    run(&ours, "build", 0);
    has(&run(&ours, "plan heads --locked --offline", 0), "CREATE TABLE audit_log");
    has(&run(&ours, "test --crash off", 0), " 0 failed");
    run(&ours, "upgrade heads --locked --offline", 0);
    has(&run(&ours, "package list", 0), "1 revision");

    author.sql(
        "ad02",
        "\"ad01\"",
        "ALTER TABLE audit_log ADD COLUMN note VARCHAR(80);",
        "ALTER TABLE audit_log DROP COLUMN note;",
    );
    publish(&author, &registry, &name, "1.1.0");
    run(&ours, "package update audit --to 1.1.0", 0);
    run(&ours, "upgrade audit@head", 0);
    has(&run(&ours, "current", 0), "ad02");

    has(&run(&ours, "package remove audit", 2), "--downgrade");
    run(&ours, "package remove audit --downgrade", 0);
    let left = run(&ours, "inspect", 0);
    assert!(left.contains("orders") && !left.contains("audit_log"), "{left}");
}

#[test]
fn from_its_author_to_its_end_on_sqlite() {
    walk(Kind::Sqlite);
}

#[test]
fn from_its_author_to_its_end_on_postgresql() {
    walk(Kind::Postgresql);
}

#[test]
fn from_its_author_to_its_end_on_mariadb() {
    walk(Kind::MariaDb);
}
