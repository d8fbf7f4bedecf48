//! Programs that start beside the migration, and wait for it.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use crate::assert_screen;
use crate::workspace::Workspace;

#[test]
fn one_look() {
    let workspace = Workspace::three();
    assert_screen!(workspace.screen("wait --timeout 0"), @"
        $ aludel wait --timeout 0
        the database is still at base (TIME)
        ! it does not have a1, b2, c3; run `aludel upgrade`, or wait longer
        [exit 3]
    ");
    assert_screen!(workspace.screen("upgrade b2 -q"), @"
        $ aludel upgrade b2 -q
        [exit 0]
    ");
    assert_screen!(workspace.screen("wait --until b2"), @"
        $ aludel wait --until b2
        the database is at b2 (TIME)
        [exit 0]
    ");
    assert_screen!(workspace.screen("wait --until head --timeout 0 --json"), @r#"
        $ aludel wait --until head --timeout 0 --json
        {"is_there":false,"heads":["b2"],"missing":["c3"],"duration_ms":0,"notes":[]}
        [exit 3]
    "#);
    assert_screen!(workspace.screen("upgrade -q"), @"
        $ aludel upgrade -q
        [exit 0]
    ");
    assert_screen!(workspace.screen("wait"), @"
        $ aludel wait
        the database is at c3 (TIME)
        [exit 0]
    ");
}

#[test]
fn what_no_time_mends_ends_at_once() {
    let workspace = Workspace::three();
    assert_screen!(workspace.screen("wait --until +1"), @"
        $ aludel wait --until +1
        ! error: `+1` counts from where a database is, so by itself it names no revision
        !   hint: count from a revision: `base+1`, `head-1`
        [exit 4]
    ");
    assert_screen!(workspace.screen("wait --until nowhere"), @"
        $ aludel wait --until nowhere
        ! error: no revision or label `nowhere`
        !   hint: `aludel history` lists what there is
        [exit 4]
    ");
    workspace.write("plain.db", "a shopping list, and long enough to be taken for a database\n".repeat(40));
    assert_screen!(workspace.screen("--url sqlite://plain.db wait"), @"
        $ aludel --url sqlite://plain.db wait
        ! error: `sqlite://plain.db`: `./plain.db` is not a SQLite database
        !   hint: point the URL at another file; nothing was changed
        [exit 5]
    ");
    workspace.migration("z9", "\"a1\"");
    assert_screen!(workspace.screen("wait --until head"), @"
        $ aludel wait --until head
        ! error: `head` means 2 heads: `c3`, `z9`
        !   hint: name one of them, write `heads` for all, or join them: `aludel merge c3 z9`
        [exit 4]
    ");
}

#[test]
fn nobody_answers_in_time() {
    let workspace = Workspace::three();
    assert_screen!(workspace.screen("--url postgres://app:hush@127.0.0.1:1/app wait --timeout 0"), @"
        $ aludel --url postgres://app:hush@127.0.0.1:1/app wait --timeout 0
        ! error: cannot reach `postgres://app:***@127.0.0.1:1/app`: Connection refused (os error 111)
        !   hint: check host and port, and that the server runs
        [exit 5]
    ");
    assert_screen!(workspace.screen("--url postgres://app:hush@127.0.0.1:1/app wait --timeout 10ms"), @"
        $ aludel --url postgres://app:hush@127.0.0.1:1/app wait --timeout 10ms
        ! waiting: cannot reach `postgres://app:***@127.0.0.1:1/app`: Connection refused (os error 111)
        ! error: cannot reach `postgres://app:***@127.0.0.1:1/app`: Connection refused (os error 111)
        !   hint: check host and port, and that the server runs
        [exit 5]
    ");
}

#[test]
fn an_older_program_does_not_wait_for_ever() {
    let workspace = Workspace::three();
    assert_screen!(workspace.screen("upgrade -q"), @"
        $ aludel upgrade -q
        [exit 0]
    ");
    fs::remove_file(workspace.path().join("migrations/c3.sql")).expect("the file is there");
    assert_screen!(workspace.screen("wait"), @"
        $ aludel wait
        the database is at c3 (TIME)
        ! the database is at a revision that no file here declares; its history was asked instead
        [exit 0]
    ");
    workspace.migration("y8", "\"b2\"");
    assert_screen!(workspace.screen("wait --timeout 0"), @"
        $ aludel wait --timeout 0
        the database is still at c3 (TIME)
        ! the database is at a revision that no file here declares; its history was asked instead
        ! it does not have y8; run `aludel upgrade`, or wait longer
        [exit 3]
    ");
}

#[test]
fn it_ends_when_somebody_else_has_upgraded() {
    let workspace = Workspace::three();
    let mut waiting = workspace.command(&["wait"]).stderr(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("runs");
    let mut told = BufReader::new(waiting.stderr.take().expect("stderr is a pipe"));
    let mut line = String::new();
    told.read_line(&mut line).expect("the pipe can be read");
    assert_eq!(line, "waiting: the database is at base, 3 revisions to go\n");
    assert!(workspace.aludel(&["upgrade"]).status.success());
    let output = waiting.wait_with_output().expect("it was started here");
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("the database is at c3 ("));
}
