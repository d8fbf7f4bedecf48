//! Runs whose database is behind a pooler that lends a connection for one transaction: they keep apart by the lease.

use url::Url;

use crate::assert_screen;
use crate::databases::Kind;
use crate::locks::{Place, Run, check_overtaken, crowd, stopped, waiting};

const POOLER: &str = "ALUDEL_TEST_PGBOUNCER_URL";

/// A project whose database is reached through the pooler, and looked at without it.
#[expect(clippy::print_stderr, reason = "the reader of a test run is told what was not run")]
fn place() -> Option<Place> {
    let Ok(pooler) = std::env::var(POOLER) else {
        assert!(std::env::var("TEST_REQUIRE").is_err(), "{POOLER} is not set");
        eprintln!("not run: {POOLER} is not set");
        return None;
    };
    let place = Place::on(Kind::Postgresql)?;
    let mut url = Url::parse(&pooler).expect("the URL of the pooler is right");
    url.set_path(place.database.name().expect("its name was made up"));
    place.workspace.connect_to(url.as_str());
    Some(place)
}

/// As if the holder of the lease had not been heard of for longer than it lasts.
fn outlive(place: &Place) {
    place.rows(
        "UPDATE aludel_lock SET heartbeat_ms = heartbeat_ms - 60000 WHERE kind = 'lease' AND run_id IS NOT NULL;",
    );
}

#[test]
fn a_line_goes_up_and_down() {
    let Some(place) = place() else { return };
    let workspace = &place.workspace;
    workspace.migration("a1", "");
    let touching = "SET search_path = pg_catalog;\nCREATE TEMPORARY TABLE few AS SELECT 7 AS n;\n\
                    INSERT INTO public.t_a1 SELECT n FROM few;\nSELECT pg_advisory_lock(n) FROM few;";
    workspace.sql("b2", "\"a1\"", touching, "DELETE FROM t_a1;");
    assert_screen!(workspace.screen("upgrade"), @"
        $ aludel upgrade
        upgraded   a1 add a1 (TIME)
        upgraded   b2 add b2 (TIME)
        2 steps in TIME; the database is at b2
        [exit 0]
    ");
    assert_screen!(workspace.screen("current"), @"
        $ aludel current
        b2 (head) (current)
        [exit 0]
    ");
    assert_eq!(place.rows("SELECT kind, fencing, run_id FROM aludel_lock;"), "lease | 1 | NULL");
    assert_screen!(workspace.screen("downgrade base"), @"
        $ aludel downgrade base
        downgraded b2 add b2 (TIME)
        downgraded a1 add a1 (TIME)
        2 steps in TIME; the database is at base
        [exit 0]
    ");
    assert_screen!(workspace.screen("upgrade --dry-run"), @"
        $ aludel upgrade --dry-run
        would upgrade   a1 add a1 (TIME)
        would upgrade   b2 add b2 (TIME)
        2 steps in TIME; all rolled back; it would be at b2
        [exit 0]
    ");
    assert_screen!(workspace.screen("upgrade a1 --transaction run"), @"
        $ aludel upgrade a1 --transaction run
        upgraded   a1 add a1 (TIME)
        1 step in TIME; the database is at a1
        [exit 0]
    ");
    assert_screen!(workspace.screen("history"), @"
        $ aludel history
        a1 -> b2 (head), add b2
        <base> -> a1, add a1
        [exit 0]
    ");
    assert_screen!(workspace.screen("lock"), @"
        $ aludel lock
        the lock of `aludel_version` is free
        [exit 0]
    ");
}

#[test]
fn a_migration_that_fails_is_rolled_back() {
    let Some(place) = place() else { return };
    place.workspace.sql("a1", "", "CREATE TABLE one (n INTEGER);\nSET work_mem = '7MB';\nSELECT 1 / 0;", "");
    assert_screen!(place.workspace.screen("upgrade"), @"
        $ aludel upgrade
        ! error: upgrade of `a1` failed at statement 3 (migrations/a1.sql:9): division by zero
        !   | SELECT 1 / 0
        !   sqlstate: 22012
        !   state: everything was rolled back; the database is at base (no revision)
        !   hint: mend migrations/a1.sql and run `aludel upgrade` again
        [exit 10]
    ");
    assert_eq!(place.rows("SELECT to_regclass('one');"), "NULL");
}

#[test]
fn what_runs_outside_of_a_transaction_needs_the_server_itself() {
    let Some(place) = place() else { return };
    place.workspace.migration("a1", "");
    let alone = "-- /// migration\n-- revision = \"b2\"\n-- down_revision = \"a1\"\n-- message = \"index\"\n\
                 -- transaction = false\n-- ///\n\n-- aludel:upgrade\n\
                 CREATE INDEX CONCURRENTLY fast ON t_a1 (id);\n\n-- aludel:downgrade\nDROP INDEX fast;\n";
    place.workspace.write("migrations/b2.sql", alone);
    assert_screen!(place.workspace.screen("upgrade"), @"
        $ aludel upgrade
        ! error: `b2` runs outside of a transaction (migrations/b2.sql), and the database is behind a pooler that lends a connection for one transaction
        !   hint: give the URL of the server itself, `--url postgres://...`; or, where the pooler lends connections for a session, say so in its URL: `?pooler=session`
        [exit 2]
    ");
    let straight = place.workspace.aludel(&["upgrade", "--url", place.database.url()]);
    assert!(straight.status.success(), "{}", String::from_utf8_lossy(&straight.stderr));
    assert_screen!(place.workspace.screen("current"), @"
        $ aludel current
        b2 (head) (current)
        [exit 0]
    ");
}

#[test]
fn sixteen_runs_apply_each_revision_once() {
    if let Some(place) = place() {
        crowd(&place);
    }
}

/// Some through the pooler, some by the server itself: the lock of a session and the lease see each other.
#[test]
fn runs_with_and_without_a_session_keep_apart() {
    let Some(place) = place() else { return };
    let straight = place.database.url().to_owned();
    let pooled = stopped(&place);
    let waiting = place.workspace.aludel(&["upgrade", "--url", &straight, "--lock-timeout", "0"]);
    assert_eq!(waiting.status.code(), Some(6), "{}", String::from_utf8_lossy(&waiting.stderr));
    pooled.signal("CONT");
    let (exit, told) = pooled.end();
    assert_eq!(exit, Some(0), "{told}");
    assert_eq!(place.rows("SELECT count(*) FROM done;"), "1");
}

#[test]
fn the_lease_of_a_killed_run_is_taken_over() {
    let Some(place) = place() else { return };
    let run = stopped(&place);
    run.signal("KILL");
    assert_eq!(run.end().0, None, "a signal ended it");
    let early = place.workspace.aludel(&["upgrade", "--lock-timeout", "0"]);
    assert_eq!(early.status.code(), Some(6), "its lease has not run out");
    outlive(&place);
    let (exit, told) = Run::start(&place).end();
    assert_eq!(exit, Some(0), "{told}");
    assert_eq!(place.rows("SELECT count(*) FROM done;"), "1");
}

#[test]
fn a_run_that_was_overtaken_cannot_commit() {
    let Some(place) = place() else { return };
    let run = stopped(&place);
    outlive(&place);
    check_overtaken(&place, run, "\"lock_taken\"");
}

#[test]
fn a_lease_that_was_broken_cannot_commit() {
    let Some(place) = place() else { return };
    let run = stopped(&place);
    let broken = place.breaks();
    assert!(broken.contains("tester on "), "{broken}");
    check_overtaken(&place, run, "\"lock_taken\"");
}

/// It is slow, and lives: its heart beats while a migration runs.
#[test]
fn the_lease_of_a_slow_run_is_renewed() {
    let Some(place) = place() else { return };
    let run = waiting(&place);
    outlive(&place);
    let is_renewed = "SELECT extract(epoch FROM clock_timestamp()) * 1000 - heartbeat_ms < 30000 FROM aludel_lock;";
    while place.rows(is_renewed) != "t" {}
    let other = place.workspace.aludel(&["upgrade", "--lock-timeout", "0"]);
    assert_eq!(other.status.code(), Some(6), "{}", String::from_utf8_lossy(&other.stderr));
    place.rows("INSERT INTO gate VALUES (1);");
    let (exit, told) = run.end();
    assert_eq!(exit, Some(0), "{told}");
    assert_eq!(place.rows("SELECT count(*) FROM done;"), "1");
}
