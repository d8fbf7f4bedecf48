//! The shop of `migrations/shop` passes what it shows: `lint`, `test` and `report`, on every database.

use std::fs;
use std::path::Path;

use crate::copied_folder::copy;
use crate::databases::Kind;
use crate::workspace::{Workspace, server};

fn check(kind: Kind) {
    let Some(server) = server(kind) else { return };
    let workspace = Workspace::new();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/shop"), workspace.path());
    let config = workspace.path().join("aludel.toml");
    let database = server.create_database(workspace.path()).expect("the test server makes databases");
    let text = fs::read_to_string(&config).expect("the shop has it");
    let text = text.replace("[database]\n", "[database]\nallow_superuser = true\n");
    fs::write(config, text.replace("sqlite://shop.db", database.url())).expect("the folder is writable");
    // A server takes minutes for the lost connections that a file takes a second for.
    let (crashes, report) =
        if kind == Kind::Sqlite { ("8", &["report", "--test"][..]) } else { ("off", &["report"][..]) };
    let checked = ["test", "--crash", crashes];
    for arguments in [&["lint", ":"][..], &checked, &["upgrade", "9a2c71f0d5e4"], report, &["upgrade"]] {
        let output = workspace.aludel(arguments);
        let screen = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        assert_eq!(output.status.code(), Some(0), "{arguments:?} on {kind:?}:\n{screen}");
    }
}

#[test]
fn passes_on_sqlite() {
    check(Kind::Sqlite);
}

#[test]
fn passes_on_postgresql() {
    check(Kind::Postgresql);
}

#[test]
fn passes_on_mariadb() {
    check(Kind::MariaDb);
}

#[test]
fn passes_on_mysql() {
    check(Kind::Mysql);
}
