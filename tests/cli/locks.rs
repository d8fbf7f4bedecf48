//! Many runs at once, and runs that others overtook: each revision is applied once, and nobody commits late.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;

use crate::databases::{Kind, TestDatabase};
use crate::workspace::{Workspace, server};

/// How many runs start at once.
const CROWD: usize = 16;

/// A project on a database of its own.
pub(crate) struct Place {
    pub(crate) workspace: Workspace,
    pub(crate) database: TestDatabase,
}

impl Place {
    pub(crate) fn on(kind: Kind) -> Option<Self> {
        let workspace = Workspace::project();
        let database = server(kind)?.create_database(workspace.path()).expect("the test server makes databases");
        workspace.connect_to(database.url());
        Some(Self { workspace, database })
    }

    pub(crate) fn rows(&self, sql: &str) -> String {
        self.database.run(sql).expect("the statement is right").trim().to_owned()
    }

    pub(crate) fn breaks(&self) -> String {
        let output = self.workspace.aludel(&["lock", "--break", "--reason", "it hangs", "--json"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

/// A run that tells what it does.
pub(crate) struct Run {
    child: Child,
    events: BufReader<ChildStdout>,
}

impl Run {
    pub(crate) fn start(place: &Place) -> Self {
        let mut command = place.workspace.command(&["upgrade", "--json", "--lock-timeout", "120s"]);
        let mut child = command.stdout(Stdio::piped()).spawn().expect("the binary was built");
        let events = BufReader::new(child.stdout.take().expect("stdout is a pipe"));
        Self { child, events }
    }

    pub(crate) fn await_event(&mut self, words: [&str; 2]) {
        let mut line = String::new();
        while !words.iter().all(|word| line.contains(word)) {
            line.clear();
            assert_ne!(self.events.read_line(&mut line).expect("the pipe can be read"), 0, "the run ended before");
        }
    }

    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([format!("-{name}"), self.child.id().to_string()]).status();
        assert!(sent.expect("kill is there").success());
    }

    /// The exit code, and what was told until the end.
    pub(crate) fn end(mut self) -> (Option<i32>, String) {
        let mut rest = String::new();
        self.events.read_to_string(&mut rest).expect("the pipe can be read");
        (self.child.wait().expect("it was started here").code(), rest)
    }
}

/// Each revision adds one to a counter, which two runs that do not keep apart would do twice.
pub(crate) fn crowd(place: &Place) {
    place.workspace.sql("r1", "", "CREATE TABLE counter (n INTEGER);\nINSERT INTO counter VALUES (1);", "");
    for number in 2..=6 {
        let (revision, down) = (format!("r{number}"), format!("\"r{}\"", number - 1));
        place.workspace.sql(&revision, &down, "UPDATE counter SET n = n + 1;", "");
    }
    // The components are made once, so that the runs meet at the lock and not there.
    assert!(place.workspace.aludel(&["build"]).status.success());
    let ends = thread::scope(|scope| {
        let runs: Vec<_> = (0..CROWD).map(|_| scope.spawn(|| Run::start(place).end())).collect();
        runs.into_iter().map(|run| run.join().expect("a run ends")).collect::<Vec<_>>()
    });
    for (exit, told) in &ends {
        assert_eq!(*exit, Some(0), "{told}");
    }
    let applied: usize = ends.iter().map(|(_, told)| told.matches("step_finished").count()).sum();
    assert_eq!(applied, 6);
    assert_eq!(place.rows("SELECT n FROM counter;"), "6");
    assert_eq!(place.rows("SELECT count(*) FROM aludel_history;"), "6");
    assert_eq!(place.rows("SELECT version_num FROM aludel_version;"), "r6");
    assert_eq!(place.rows("SELECT count(*) FROM aludel_lock WHERE run_id IS NULL;"), "1", "everybody gave it back");
}

#[test]
fn sixteen_runs_apply_each_revision_once() {
    for kind in Kind::ALL {
        if let Some(place) = Place::on(kind) {
            crowd(&place);
        }
    }
}

/// A second step that waits until somebody opens the gate.
const GATE: &str = "DO $$ BEGIN WHILE NOT EXISTS (SELECT FROM gate) LOOP PERFORM pg_sleep(0.02); END LOOP; END $$;\n\
     INSERT INTO done VALUES (1);";

/// A run whose second step waits at the gate.
pub(crate) fn waiting(place: &Place) -> Run {
    place.workspace.sql("a1", "", "CREATE TABLE gate (n INTEGER);\nCREATE TABLE done (n INTEGER);", "");
    place.workspace.sql("b2", "\"a1\"", GATE, "");
    let mut run = Run::start(place);
    run.await_event(["step_started", "\"b2\""]);
    run
}

/// A run that was stopped in its second step, whose gate is open by now.
pub(crate) fn stopped(place: &Place) -> Run {
    let run = waiting(place);
    run.signal("STOP");
    place.rows("INSERT INTO gate VALUES (1);");
    run
}

/// What every overtaken run must come to.
pub(crate) fn check_overtaken(place: &Place, run: Run, words: &str) {
    let other = Run::start(place).end();
    assert_eq!(other.0, Some(0), "{}", other.1);
    run.signal("CONT");
    let (exit, told) = run.end();
    assert_ne!(exit, Some(0), "{told}");
    assert!(told.contains(words), "{told}");
    assert_eq!(place.rows("SELECT count(*) FROM done;"), "1", "{told}");
    assert_eq!(place.rows("SELECT version_num FROM aludel_version;"), "b2");
    assert_eq!(place.rows("SELECT count(*) FROM aludel_history;"), "2");
}

#[test]
fn a_run_whose_lock_was_broken_cannot_commit() {
    let Some(place) = Place::on(Kind::Postgresql) else { return };
    let run = stopped(&place);
    let shown = place.workspace.aludel(&["lock", "--json"]);
    let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
    assert!(shown.contains("\"is_held\":true") && shown.contains("\"who\":\"tester\""), "{shown}");
    let broken = place.breaks();
    assert!(broken.contains("\"is_session_ended\":true") && broken.contains("tester on "), "{broken}");
    check_overtaken(&place, run, "terminating connection due to administrator command");
    let after = place.workspace.aludel(&["lock"]);
    let after = String::from_utf8_lossy(&after.stdout).into_owned();
    assert!(
        after.contains("is free") && after.contains("last broken by tester on ") && after.contains("it hangs"),
        "{after}"
    );
}

#[test]
fn a_killed_run_leaves_no_lock_behind() {
    let Some(place) = Place::on(Kind::Postgresql) else { return };
    let run = stopped(&place);
    run.signal("KILL");
    let (exit, told) = Run::start(&place).end();
    assert_eq!(exit, Some(0), "{told}");
    assert_eq!(run.end().0, None, "a signal ended it");
    assert_eq!(place.rows("SELECT count(*) FROM done;"), "1");
}

#[test]
fn a_lock_is_not_broken_without_a_reason_and_not_when_nobody_has_it() {
    let workspace = Workspace::three();
    crate::assert_screen!(workspace.screen("lock"), @"
        $ aludel lock
        the lock of `aludel_version` is free
        [exit 0]
    ");
    assert!(workspace.aludel(&["upgrade"]).status.success());
    crate::assert_screen!(workspace.screen("lock --break --reason bored"), @"
        $ aludel lock --break --reason bored
        ! error: nobody holds the lock
        [exit 2]
    ");
    assert_eq!(workspace.aludel(&["lock", "--break"]).status.code(), Some(2));
}
