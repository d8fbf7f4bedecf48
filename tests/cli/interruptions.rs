//! Ctrl-C, a killed process, a closed pipe, and two runs at once.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};

use crate::assert_screen;
use crate::databases::Kind;
use crate::workspace::{Workspace, folded, server};

const ENDLESS: [(Kind, &str); 4] = [
    (Kind::Sqlite, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n;"),
    (Kind::Postgresql, "SELECT pg_sleep(600);"),
    (Kind::MariaDb, "SELECT SLEEP(600);"),
    (Kind::Mysql, "SELECT SLEEP(600);"),
];

/// A run whose second step does not end, and is under way.
fn stuck(workspace: &Workspace, sleep: &str) -> (Child, BufReader<std::process::ChildStdout>) {
    workspace.migration("a1", "");
    workspace.sql("b2", "\"a1\"", &format!("INSERT INTO t_a1 VALUES (1);\n{sleep}"), "");
    let mut command = workspace.command(&["upgrade", "--json"]);
    let mut run = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary was built");
    let mut events = BufReader::new(run.stdout.take().expect("stdout is a pipe"));
    let mut line = String::new();
    while !(line.contains("step_started") && line.contains("\"b2\"")) {
        line.clear();
        assert_ne!(events.read_line(&mut line).expect("the pipe can be read"), 0, "the run ended before it was stuck");
    }
    (run, events)
}

/// A statement without an end, in a project that gives each migration a second.
fn run_out_of_time(kind: Kind, sleep: &str) -> Option<[String; 2]> {
    let server = server(kind)?;
    let workspace = Workspace::project();
    let database = server.create_database(workspace.path()).expect("the test server makes databases");
    workspace.connect_to(database.url());
    let config = fs::read_to_string(workspace.path().join("aludel.toml")).expect("it was just written");
    workspace.write("aludel.toml", format!("{config}\n[limits]\nrun_time = \"1s\"\n"));
    workspace.migration("a1", "");
    workspace.sql("b2", "\"a1\"", &format!("INSERT INTO t_a1 VALUES (1);\n{sleep}\nDELETE FROM t_a1;"), "");
    Some([workspace.screen("upgrade"), workspace.screen("current")])
}

#[test]
fn a_statement_without_an_end_is_stopped_with_its_migration() {
    for (kind, sleep) in ENDLESS {
        let Some([screen, after]) = run_out_of_time(kind, sleep) else { continue };
        assert!(screen.contains("it reached the limit `run_time` of 1s"), "{kind:?}: {screen}");
        assert!(screen.contains("state: everything was rolled back; the database is at `a1`"), "{kind:?}: {screen}");
        assert!(screen.contains("hint: allow more in aludel.toml, under `[limits]`: run_time = \"2s\""), "{screen}");
        assert!(screen.trim_end().ends_with("[exit 12]"), "{kind:?}: {screen}");
        assert!(after.contains("a1"), "{kind:?}: {after}");
    }
}

fn signal(run: &Child, name: &str) {
    let sent = Command::new("kill").args([format!("-{name}"), run.id().to_string()]).status();
    assert!(sent.expect("kill is there").success());
}

/// The migration as it should have been.
fn mend(workspace: &Workspace) {
    workspace.sql("b2", "\"a1\"", "INSERT INTO t_a1 VALUES (1);", "DELETE FROM t_a1;");
}

fn interrupt(kind: Kind, sleep: &str) -> Option<[String; 3]> {
    let server = server(kind)?;
    let workspace = Workspace::project();
    let database = server.create_database(workspace.path()).expect("the test server makes databases");
    workspace.connect_to(database.url());
    let (mut run, mut events) = stuck(&workspace, sleep);
    signal(&run, "INT");
    let mut last = String::new();
    events.read_to_string(&mut last).expect("the pipe can be read");
    let exit = run.wait().expect("it was started here").code();
    mend(&workspace);
    let after = workspace.screen("current");
    let again = workspace.screen("upgrade --lock-timeout 0");
    Some([format!("{}\n[exit {exit:?}]", folded(last.trim_end())), after, again])
}

#[test]
fn ctrl_c_rolls_back_on_every_database() {
    for (kind, sleep) in ENDLESS {
        let Some([last, after, again]) = interrupt(kind, sleep) else { continue };
        match kind {
            Kind::Sqlite => assert_screen!(last, @r#"
                {"error":{"code":"cancelled","database":{"heads":["a1"],"state":"rolled_back"},"exit_code":130,
                    "hint":"run the same command again to go on",
                    "message":"stopped as asked in `b2`: everything was rolled back; the database is at `a1`","revision":"b2"}}
                [exit Some(130)]
            "#),
            Kind::Postgresql => assert_screen!(last, @r#"
                {"error":{"code":"cancelled","database":{"heads":["a1"],"state":"rolled_back"},"exit_code":130,
                    "hint":"run the same command again to go on",
                    "message":"stopped as asked in `b2`: everything was rolled back; the database is at `a1`","revision":"b2"}}
                [exit Some(130)]
            "#),
            Kind::MariaDb | Kind::Mysql => insta::allow_duplicates! { assert_screen!(last, @r#"
                {"error":{"code":"cancelled","database":{"heads":["a1"],"state":"rolled_back"},"exit_code":130,
                    "hint":"run the same command again to go on",
                    "message":"stopped as asked in `b2`: everything was rolled back; the database is at `a1`","revision":"b2"}}
                [exit Some(130)]
            "#) },
        }
        assert!(after.contains("a1 (current)"), "{kind:?}: {after}");
        assert!(again.contains("upgraded   b2 add b2"), "{kind:?}: {again}");
        assert!(again.contains("1 step in"), "{kind:?}: {again}");
    }
}

#[test]
fn whoever_waits_is_told_for_whom() {
    for (kind, sleep) in ENDLESS {
        let Some(server) = server(kind) else { continue };
        let workspace = Workspace::project();
        let database = server.create_database(workspace.path()).expect("the test server makes databases");
        workspace.connect_to(database.url());
        let (mut run, _events) = stuck(&workspace, sleep);
        let screen = workspace.screen("upgrade --lock-timeout 0").replace(&run.id().to_string(), "PID");
        signal(&run, "INT");
        run.wait().expect("it was started here");
        insta::allow_duplicates! {
            assert_screen!(screen, @"
                $ aludel upgrade --lock-timeout 0
                ! lock: waiting for tester on HOST (process PID) since THEN
                ! error: tester on HOST (process PID) since THEN is migrating this database[; waited TIME]
                !   hint: wait for it to end, or give more time with `--lock-timeout 60s`
                [exit 6]
            ");
        }
    }
}

#[test]
fn a_killed_run_is_taken_up_again() {
    for (kind, sleep) in [ENDLESS[0], ENDLESS[1]] {
        let Some(server) = server(kind) else { continue };
        let workspace = Workspace::project();
        let database = server.create_database(workspace.path()).expect("the test server makes databases");
        workspace.connect_to(database.url());
        let (mut run, _events) = stuck(&workspace, sleep);
        signal(&run, "KILL");
        run.wait().expect("it was started here");
        if kind == Kind::Postgresql {
            // The server learns of the death only when it next writes to the connection.
            database.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();").expect("an administrator may");
        }
        mend(&workspace);
        let again = workspace.screen("upgrade --lock-timeout 60s");
        assert!(again.contains("the database is at b2"), "{kind:?}: {again}");
        assert_eq!(database.run("SELECT count(*) FROM t_a1;").expect("the table is there").trim(), "1");
    }
}

#[test]
fn the_second_of_two_runs_waits_and_finds_nothing_to_do() {
    let workspace = Workspace::project();
    workspace.migration("a1", "");
    let lock = std::fs::File::create(workspace.path().join("app.db.aludel-lock")).expect("the folder is writable");
    lock.lock().expect("nobody else has it");
    let mut command = workspace.command(&["upgrade", "--lock-timeout", "60s"]);
    let mut run = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary was built");
    let mut told = String::new();
    let mut remarks = BufReader::new(run.stderr.take().expect("stderr is a pipe"));
    remarks.read_line(&mut told).expect("the pipe can be read");
    assert!(told.starts_with("lock: waiting for "), "{told}");
    assert_screen!(workspace.screen("upgrade --lock-timeout 0"), @"
        $ aludel upgrade --lock-timeout 0
        ! lock: waiting for somebody
        ! error: somebody is migrating this database[; waited TIME]
        !   hint: wait for it to end, or give more time with `--lock-timeout 60s`
        [exit 6]
    ");
    drop(lock);
    assert!(run.wait().expect("it was started here").success());
    assert_screen!(workspace.screen("upgrade"), @"
        $ aludel upgrade
        nothing to do: the database is at a1
        [exit 0]
    ");
}

#[test]
fn a_closed_stdout_stops_no_run() {
    let workspace = Workspace::three();
    let mut command = workspace.command(&["upgrade"]);
    let mut run = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary was built");
    drop(run.stdout.take());
    let output = run.wait_with_output().expect("it was started here");
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
    assert!(workspace.screen("current").contains("c3 (head) (current)"));
}
