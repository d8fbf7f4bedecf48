//! Runs that are stopped, overtaken or cut short while they have the lock: they cannot commit late, and hold nobody up.

use std::time::{Duration, Instant};

use crate::databases::{Kind, Server};
use crate::line::MigrationFile;
use crate::project::Project;
use crate::run::{Run, Told};
use crate::suite::{Luck, say};
use crate::table::Tally;

const UPGRADE: [&str; 2] = ["upgrade", "--json"];

/// Stops a run in the middle of its second step, takes its lock away, and lets it go on.
pub(crate) fn overtaken(server: &Server, _: Luck) -> Result<Tally, String> {
    let count = match server.kind() {
        Kind::Sqlite => {
            overtake(server, Taken::ByAnotherRun)?;
            1
        }
        Kind::Postgresql | Kind::MariaDb | Kind::Mysql => {
            overtake(server, Taken::FromItsRowAlone)?;
            overtake(server, Taken::WithItsSession)?;
            2
        }
    };
    Ok(Tally::from([("could not commit any more".to_owned(), count)]))
}

/// How the lock is taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Taken {
    /// `aludel lock --break` and another run; the file lets them, and the stopped run has no transaction open.
    ByAnotherRun,
    /// The fencing number grows, and nobody may end the session.
    FromItsRowAlone,
    /// `aludel lock --break`, which ends the session too, and another run.
    WithItsSession,
}

fn overtake(server: &Server, taken: Taken) -> Result<(), String> {
    let project = Project::create(server, "", &slow(server.kind()))?;
    if server.kind() == Kind::Sqlite {
        // Whoever only reads keeps nobody from writing then.
        project.database.run("PRAGMA journal_mode = WAL;")?;
    }
    let mut run = Run::start(project.path(), &UPGRADE)?;
    if !run.hears(|_, line| line.contains("step_started") && line.contains("\"b2\""))? {
        return Err("it ended before it was stopped".to_owned());
    }
    if server.kind() == Kind::Sqlite {
        // A run that is stopped in a transaction keeps the file locked, and its lock could not be broken.
        await_first_statement(&project)?;
    }
    run.signal("STOP")?;
    if taken == Taken::FromItsRowAlone {
        project.database.run("UPDATE aludel_lock SET fencing = fencing + 1, run_id = NULL;")?;
    } else {
        goes_well(&project, &["lock", "--break", "--reason", "it hangs"])?;
        goes_well(&project, &UPGRADE)?;
    }
    run.signal("CONT")?;
    let told = run.end()?;
    check_told(&told, taken)?;
    // What it could not do is done by now, or is done by the next one.
    goes_well(&project, &UPGRADE)?;
    check_once(&project)
}

fn await_first_statement(project: &Project) -> Result<(), String> {
    while project.database.run("SELECT n FROM done;")?.is_empty() {}
    Ok(())
}

/// A step that takes a few seconds after its first statement, and writes nothing after that.
fn slow(kind: Kind) -> [MigrationFile; 2] {
    let (header, wait) = match kind {
        Kind::Sqlite => (
            "-- transaction = false\n",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < (SELECT max(bound) FROM gate)) \
             SELECT count(*) FROM n;",
        ),
        Kind::Postgresql => ("", "SELECT pg_sleep(3);"),
        Kind::MariaDb | Kind::Mysql => ("", "SELECT SLEEP(3);"),
    };
    let tables =
        "CREATE TABLE done (n INTEGER);\nCREATE TABLE gate (bound INTEGER);\nINSERT INTO gate VALUES (20000000);";
    [
        file("a1", "", tables),
        file("b2", &format!("-- down_revision = \"a1\"\n{header}"), &format!("INSERT INTO done VALUES (1);\n{wait}")),
    ]
}

fn file(revision: &str, header: &str, up: &str) -> MigrationFile {
    let text = format!("-- /// migration\n-- revision = \"{revision}\"\n{header}-- ///\n-- aludel:upgrade\n{up}\n");
    MigrationFile { name: format!("{revision}.sql"), content: text.into_bytes() }
}

fn check_told(told: &Told, taken: Taken) -> Result<(), String> {
    let is_told = match taken {
        // The session is gone, and with it all that it had not committed.
        Taken::WithItsSession => told.exit.is_some_and(|exit| exit != 0),
        Taken::ByAnotherRun | Taken::FromItsRowAlone => told.exit == Some(6) && told.code() == "lock_taken",
    };
    if is_told && !told.finished.contains("b2") && !told.is_done { Ok(()) } else { Err(format!("{taken:?}: {told:?}")) }
}

/// Everything was done, and once.
fn check_once(project: &Project) -> Result<(), String> {
    let state = project.state()?;
    let rows = project.database.run("SELECT n FROM done;")?;
    let revisions: Vec<&str> = state.history.iter().map(|[revision, ..]| revision.as_str()).collect();
    if state.head == "b2" && rows.trim() == "1" && revisions == ["a1", "b2"] && state.journal.is_empty() {
        return Ok(());
    }
    Err(format!("done: {rows:?}; {state:?}"))
}

fn goes_well(project: &Project, arguments: &[&str]) -> Result<(), String> {
    let ending = project.aludel(arguments)?;
    if ending.exit == 0 { Ok(()) } else { Err(format!("{arguments:?}: {ending:?}")) }
}

/// A statement that does not end before somebody opens the gate.
const GATE: &str = "DO $$ BEGIN WHILE NOT EXISTS (SELECT FROM gate) LOOP PERFORM pg_sleep(0.02); END LOOP; END $$;\nINSERT INTO done VALUES (1);";

/// Kills a run in a statement that would never end, and has another one wait for its lock: the server sees by itself that
/// nobody is there any more. It takes as long as it takes; the longest time is told.
pub(crate) fn killed_holder(server: &Server, luck: Luck) -> Result<Tally, String> {
    let count = luck.size.choose(1, 20);
    let mut longest = Duration::ZERO;
    for _ in 0..count {
        longest = longest.max(hold_and_die(server)?);
    }
    say(&format!("holder: the lock of a killed run was free after {} ms at most", longest.as_millis()));
    Ok(Tally::from([("gave up their lock by themselves".to_owned(), count)]))
}

fn hold_and_die(server: &Server) -> Result<Duration, String> {
    let tables = "CREATE TABLE done (n INTEGER);\nCREATE TABLE gate (bound INTEGER);";
    let files = [file("a1", "", tables), file("b2", "-- down_revision = \"a1\"\n", GATE)];
    let project = Project::create(server, "", &files)?;
    let mut holder = Run::start(project.path(), &UPGRADE)?;
    if !holder.hears(|_, line| line.contains("step_started") && line.contains("\"b2\""))? {
        return Err("it ended before it was killed".to_owned());
    }
    let mut other = Run::start(project.path(), &UPGRADE)?;
    if !other.hears(|_, line| line.contains("lock_waiting"))? {
        return Err("nobody waits for the lock".to_owned());
    }
    holder.kill()?;
    let killed = Instant::now();
    if !other.hears(|_, line| line.contains("lock_acquired"))? {
        return Err("it ended without the lock".to_owned());
    }
    let waited = killed.elapsed();
    project.database.run("INSERT INTO gate VALUES (1);")?;
    let told = other.end()?;
    if told.exit != Some(0) {
        return Err(format!("{told:?}"));
    }
    check_once(&project)?;
    Ok(waited)
}
