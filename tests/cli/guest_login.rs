//! Migrations with a login of their own.

use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::assert_screen;
use crate::databases::{Kind, TestDatabase};
use crate::workspace::{Workspace, server};

/// A project on a database with two logins, which go with it.
struct Place {
    workspace: Workspace,
    database: TestDatabase,
    own: String,
    guest: String,
}

const PASSWORD: &str = "never-shown";

impl Place {
    fn new() -> Option<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let workspace = Workspace::project();
        let database = server(Kind::Postgresql)?.create_database(workspace.path()).expect("the test server makes it");
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = |part: &str| format!("aludel_cli_{part}_{}_{number}", process::id());
        Some(Self { workspace, database, own: name("own"), guest: name("guest") })
    }

    fn set_up() -> Option<Self> {
        let place = Self::new()?;
        place.configure("");
        place.run_printed_sql(&["doctor", "--setup-guest-login"]);
        Some(place)
    }

    /// Two logins, and whatever else the configuration says.
    fn configure(&self, rest: &str) {
        let (own, guest) = (self.url(&self.own), self.url(&self.guest));
        self.workspace.write("aludel.toml", format!("[database]\nurl = \"{own}\"\nguest_url = \"{guest}\"\n{rest}"));
    }

    fn url(&self, login: &str) -> String {
        self.database.url().replacen("://aludel@", &format!("://{login}:{PASSWORD}@"), 1)
    }

    fn run_printed_sql(&self, arguments: &[&str]) {
        let output = self.workspace.aludel(arguments);
        let sql = String::from_utf8(output.stdout).expect("SQL is text");
        assert!(output.status.success(), "{sql}{}", String::from_utf8_lossy(&output.stderr));
        assert!(!sql.contains(PASSWORD), "{sql}");
        // Twice, because it may be run again.
        for _ in 0..2 {
            self.database.run(&sql).unwrap_or_else(|error| panic!("{error}\n{sql}"));
        }
    }

    /// The screen, with what differs from run to run taken out.
    fn screen(&self, line: &str) -> String {
        let screen = self.workspace.screen(line);
        assert!(!screen.contains(PASSWORD), "{screen}");
        let screen = screen.replace(&self.own, "OWN").replace(&self.guest, "GUEST");
        let screen = screen.replace(self.database.name().expect("it has a name"), "DATABASE");
        let port = self.database.url().rsplit_once(':').and_then(|(_, rest)| rest.split_once('/'));
        screen.replace(&format!(":{}/", port.expect("the URL has a port").0), ":PORT/")
    }

    fn rows(&self, sql: &str) -> String {
        self.database.run(sql).expect("the statement is right").trim().to_owned()
    }

    /// The version rows, the history, who has the lock, tickets, rights and the function.
    fn canaries(&self) -> String {
        let (own, guest) = (&self.own, &self.guest);
        self.rows(&format!(
            "SELECT * FROM aludel.aludel_version; SELECT * FROM aludel.aludel_history ORDER BY 1; \
             SELECT count(*) FROM aludel.aludel_ticket; SELECT run_id FROM aludel.aludel_lock; \
             SELECT relname, relowner, relacl FROM pg_class WHERE relnamespace = 'aludel'::regnamespace ORDER BY 1; \
             SELECT proname, proowner, proacl, prosrc FROM pg_proc WHERE pronamespace = 'aludel'::regnamespace; \
             SELECT rolname, rolsuper FROM pg_roles WHERE rolname IN ('{own}', '{guest}') ORDER BY 1; \
             SELECT id, word FROM prey ORDER BY 1;",
        ))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let (own, guest) = (&self.own, &self.guest);
        // Roles that stay behind harm no other test, so the failure of a test is not hidden by it.
        let _ =
            self.database.run(&format!("DROP OWNED BY {own}, {guest} CASCADE; DROP ROLE {own}; DROP ROLE {guest};"));
    }
}

const NO_TRANSACTION: &str = "-- /// migration\n-- revision = \"c3\"\n-- down_revision = \"b2\"\n\
    -- transaction = false\n-- ///\n-- aludel:upgrade\nINSERT INTO t_a1 VALUES (3);\n\
    CREATE INDEX CONCURRENTLY c3_index ON t_a1 (id);\nUPDATE t_a1 SET id = 4 WHERE id = 3;\n\
    -- aludel:downgrade\nDROP INDEX CONCURRENTLY c3_index;\nDELETE FROM t_a1 WHERE id = 4;\n";

#[test]
fn a_project_works_as_with_one_login() {
    let Some(place) = Place::set_up() else { return };
    place.workspace.migration("a1", "");
    place.workspace.migration("b2", "\"a1\"");
    place.workspace.write("migrations/c3.sql", NO_TRANSACTION);
    assert_screen!(place.screen("upgrade b2 --dry-run"), @r"
    $ aludel upgrade b2 --dry-run
    would upgrade   a1 add a1 (TIME)
    would upgrade   b2 add b2 (TIME)
    2 steps in TIME; all rolled back; it would be at b2
    [exit 0]
    ");
    assert_eq!(place.rows("SELECT count(*) FROM aludel.aludel_version; SELECT to_regclass('t_a1');"), "0\nNULL");
    assert_screen!(place.screen("upgrade b2 --transaction run"), @r"
    $ aludel upgrade b2 --transaction run
    upgraded   a1 add a1 (TIME)
    upgraded   b2 add b2 (TIME)
    2 steps in TIME; the database is at b2
    [exit 0]
    ");
    assert_screen!(place.screen("upgrade"), @r"
    $ aludel upgrade
    upgraded   c3  (TIME)
    1 step in TIME; the database is at c3
    [exit 0]
    ");
    assert_eq!(
        place.rows("SELECT tableowner FROM pg_tables WHERE tablename IN ('t_a1', 't_b2') GROUP BY 1;"),
        place.guest
    );
    assert_eq!(place.rows("SELECT id FROM t_a1;"), "4");
    assert_eq!(place.rows("SELECT schemaname FROM pg_tables WHERE tablename LIKE 'aludel%' GROUP BY 1;"), "aludel");
    assert_screen!(place.screen("current"), @r"
    $ aludel current
    c3 (head) (current)
    [exit 0]
    ");
    assert_screen!(place.screen("downgrade a1"), @r"
    $ aludel downgrade a1
    downgraded c3  (TIME)
    downgraded b2 add b2 (TIME)
    2 steps in TIME; the database is at a1
    [exit 0]
    ");
    assert_screen!(place.screen("stamp b2"), @r"
    $ aludel stamp b2
    stamped: the database is at b2
    [exit 0]
    ");
    assert_screen!(place.screen("stamp a1"), @r"
    $ aludel stamp a1
    stamped: the database is at a1
    [exit 0]
    ");
    assert_screen!(place.screen("upgrade b2"), @r"
    $ aludel upgrade b2
    upgraded   b2 add b2 (TIME)
    1 step in TIME; the database is at b2
    [exit 0]
    ");
    assert_screen!(place.screen("lock"), @r"
    $ aludel lock
    the lock of `aludel_version` is free
    [exit 0]
    ");
    assert_screen!(place.screen("doctor"), @r"
    $ aludel doctor
    the database is at b2
    warning: `c3` is not applied
      hint: run `aludel upgrade heads`
    ! note: migrations run as `GUEST`, and the server keeps them away from the tables of Aludel
    [exit 3]
    ");
    assert_screen!(place.screen("inspect"), @r"
    $ aludel inspect
    -- not shown: privileges on schema public

    CREATE TABLE t_a1 (
        id integer PRIMARY KEY
    );

    CREATE TABLE t_b2 (
        id integer PRIMARY KEY
    );
    [exit 0]
    ");
    assert_eq!(
        place.rows("SELECT count(*) FROM aludel.aludel_ticket; SELECT count(*) FROM aludel.aludel_journal;"),
        "0\n0"
    );
}

#[test]
fn scratch_databases_are_made_with_the_guests_login() {
    let Some(place) = Place::set_up() else { return };
    place.configure("\n[target]\nsql = \"schema.sql\"\n");
    place.workspace.write("schema.sql", "CREATE TABLE t_a1 (id INTEGER PRIMARY KEY);\n");
    place.workspace.migration("a1", "");
    let name = place.database.name().expect("it has a name");
    // A schema of its own where it may make no database.
    place.database.run(&format!("GRANT CREATE ON DATABASE {name} TO {};", place.guest)).unwrap();
    for rights in ["NOCREATEDB", "CREATEDB"] {
        place.database.run(&format!("ALTER ROLE {} {rights};", place.guest)).unwrap();
        for (line, exit) in
            [("plan", 0), ("upgrade", 0), ("check", 0), ("diff", 0), ("downgrade base", 0), ("check", 3)]
        {
            let screen = place.screen(line);
            assert!(screen.ends_with(&format!("[exit {exit}]\n")), "{rights}: {screen}");
        }
    }
}

#[test]
fn a_migration_that_fails_half_way_without_a_transaction_goes_on() {
    let Some(place) = Place::set_up() else { return };
    place.workspace.migration("a1", "");
    place.workspace.migration("b2", "\"a1\"");
    place.workspace.write("migrations/c3.sql", NO_TRANSACTION.replace("WHERE id = 3", "WHERE nothing = 3"));
    assert_screen!(place.screen("upgrade"), @r#"
    $ aludel upgrade
    upgraded   a1 add a1 (TIME)
    upgraded   b2 add b2 (TIME)
    ! error: upgrade of `c3` failed at statement 3 (migrations/c3.sql:9): column "nothing" does not exist
    !   | UPDATE t_a1 SET id = 4 WHERE nothing = 3
    !   sqlstate: 42703
    !   position: 30
    !   state: it ran outside of a transaction: 2 statements went through and stay, and the version table still says `b2`
    !   hint: mend migrations/c3.sql where it stopped and run `aludel upgrade` again: it goes on there; or finish it by hand and run `aludel stamp c3`
    [exit 11]
    "#);
    place.workspace.write("migrations/c3.sql", NO_TRANSACTION);
    assert_screen!(place.screen("upgrade"), @r"
    $ aludel upgrade
    upgraded   c3  (TIME)
    1 step in TIME; the database is at c3
    ! note: `c3` goes on after statement 2, where an earlier run of it stopped
    [exit 0]
    ");
    assert_eq!(place.rows("SELECT id FROM t_a1; SELECT count(*) FROM aludel.aludel_journal;"), "4\n0");
}

#[test]
fn a_project_with_one_login_takes_its_history_along() {
    let Some(place) = Place::new() else { return };
    place.workspace.migration("a1", "");
    place.workspace.migration("b2", "\"a1\"");
    place.database.run(&format!("CREATE ROLE {0} LOGIN; GRANT CREATE ON SCHEMA public TO {0};", place.guest)).unwrap();
    place.workspace.write("aludel.toml", format!("[database]\nurl = \"{}\"\n", place.url(&place.guest)));
    assert_screen!(place.screen("upgrade a1"), @r"
    $ aludel upgrade a1
    upgraded   a1 add a1 (TIME)
    1 step in TIME; the database is at a1
    [exit 0]
    ");
    place.configure("");
    assert_screen!(place.screen("upgrade"), @r#"
    $ aludel upgrade
    ! error: `postgres://OWN:***@127.0.0.1:PORT/DATABASE` refused the login: role "OWN" does not exist
    !   hint: check user and password in the URL
    [exit 5]
    "#);
    place.run_printed_sql(&["doctor", "--setup-guest-login"]);
    assert_screen!(place.screen("upgrade"), @r"
    $ aludel upgrade
    upgraded   b2 add b2 (TIME)
    1 step in TIME; the database is at b2
    [exit 0]
    ");
    assert_eq!(place.rows("SELECT revision FROM aludel.aludel_history ORDER BY id;"), "a1\nb2");
    place.workspace.write("aludel.toml", format!("[database]\nurl = \"{}\"\n", place.url(&place.guest)));
    assert_screen!(place.screen("current"), @r"
    $ aludel current
    ! error: the table `aludel_version` is in the schema `aludel`, where it was expected in `public`
    !   hint: it is kept there where migrations have a login of their own: set `guest_url`, or move the tables back
    [exit 13]
    ");
}

#[test]
fn a_role_can_own_what_migrations_make() {
    let Some(place) = Place::new() else { return };
    place.configure("");
    let owner = format!("{}_owner", place.guest);
    place
        .database
        .run(&format!("CREATE ROLE {owner}; CREATE TABLE older (id INT); ALTER TABLE older OWNER TO {owner};"))
        .unwrap();
    place.run_printed_sql(&["doctor", "--setup-guest-login", "--role", &owner]);
    place.workspace.sql(
        "a1",
        "",
        "ALTER TABLE older ADD COLUMN word TEXT;\nCREATE TABLE newer (id INT);",
        "DROP TABLE newer;",
    );
    let screen = place.screen("upgrade");
    assert!(screen.ends_with("[exit 0]\n"), "{screen}");
    assert_eq!(place.rows("SELECT tableowner FROM pg_tables WHERE tablename IN ('older', 'newer') GROUP BY 1;"), owner);
    let screen = place.screen("downgrade base");
    assert!(screen.ends_with("[exit 0]\n"), "{screen}");
    place.database.run(&format!("DROP OWNED BY {owner} CASCADE; DROP ROLE {owner};")).unwrap();
}

/// What code can try that no text shows, each as a migration of its own.
const HIDDEN: [&str; 9] = [
    "DO $$ BEGIN EXECUTE 'INSERT INTO aludel.aludel_' || 'version VALUES (''evil'')'; END $$",
    "DO $$ BEGIN EXECUTE 'SELECT aludel.aludel_' || 'record(''guess'')'; END $$",
    "DO $$ BEGIN EXECUTE 'RESET ' || 'ROLE'; EXECUTE 'DELETE FROM aludel.aludel_' || 'version'; END $$",
    "DO $$ BEGIN EXECUTE 'SET SESSION ' || 'AUTHORIZATION OWN'; END $$",
    "DO $$ BEGIN EXECUTE 'SET ' || 'ROLE OWN'; END $$",
    "DO $$ BEGIN EXECUTE 'SELECT * FROM aludel.aludel_' || 'ticket'; END $$",
    "DO $$ BEGIN EXECUTE 'CREATE OR REPLACE FUNCTION aludel.aludel_' || 'record(token text) RETURNS int8[] LANGUAGE sql AS ''SELECT NULL::int8[]'''; END $$",
    "DO $$ BEGIN EXECUTE 'DROP SCHEMA ' || 'aludel CASCADE'; END $$",
    "DO $$ BEGIN EXECUTE 'GRANT ' || 'OWN TO GUEST'; END $$",
];

/// What would have the host's own call do something else, and stays when the guest is gone.
const PREPARED: [&str; 5] = [
    "DO $$ BEGIN EXECUTE 'SET standard_conforming_' || 'strings = off'; END $$",
    "DO $$ BEGIN EXECUTE 'SET default_transaction_' || 'isolation = ''repeatable read'''; END $$",
    "DO $$ BEGIN EXECUTE 'SET search_' || 'path = evil, public'; END $$",
    "DO $$ BEGIN EXECUTE 'CREATE TEMPORARY TABLE aludel_' || 'version (version_num text)'; END $$",
    "CREATE FUNCTION later() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM aludel.aludel_record('guess'); RETURN NULL; \
     EXCEPTION WHEN OTHERS THEN RETURN NULL; END $$;\n\
     CREATE CONSTRAINT TRIGGER later AFTER INSERT ON prey DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION later();\n\
     INSERT INTO prey VALUES (9, 'late')",
];

#[test]
fn hidden_code_reaches_nothing_of_the_house() {
    let Some(place) = Place::set_up() else { return };
    place.workspace.sql(
        "a1",
        "",
        "CREATE TABLE prey (id INT, word TEXT);\nINSERT INTO prey VALUES (1, 'eats');",
        "DROP TABLE prey;",
    );
    let screen = place.screen("upgrade");
    assert!(screen.ends_with("[exit 0]\n"), "{screen}");
    let before = place.canaries();
    for sql in HIDDEN {
        let sql = sql.replace("OWN", &place.own).replace("GUEST", &place.guest);
        place.workspace.sql("b2", "\"a1\"", &format!("DELETE FROM prey;\n{sql};"), "");
        let screen = place.screen("upgrade");
        assert!(screen.ends_with("[exit 10]\n") || screen.ends_with("[exit 12]\n"), "{sql}\n{screen}");
        assert_eq!(place.canaries(), before, "{sql}");
    }
}

#[test]
fn what_a_guest_leaves_does_not_change_what_the_house_writes() {
    let Some(place) = Place::set_up() else { return };
    place.workspace.sql(
        "a1",
        "",
        "CREATE TABLE prey (id INT, word TEXT);\nINSERT INTO prey VALUES (1, 'eats');",
        "DROP TABLE prey;",
    );
    place.workspace.migration("c3", "\"b2\"");
    for (index, sql) in PREPARED.iter().enumerate() {
        place.workspace.sql("b2", "\"a1\"", &format!("{sql};"), "DROP FUNCTION IF EXISTS later CASCADE;");
        let screen = place.screen("upgrade");
        assert!(screen.ends_with("[exit 0]\n"), "{sql}\n{screen}");
        assert_eq!(place.rows("SELECT version_num FROM aludel.aludel_version;"), "c3", "{sql}");
        let screen = place.screen("downgrade base");
        assert!(screen.ends_with("[exit 0]\n"), "{sql}\n{screen}");
        let count = 6 * (index + 1);
        assert_eq!(place.rows("SELECT count(*) FROM aludel.aludel_history;"), count.to_string(), "{sql}");
    }
}

#[test]
fn a_login_that_walls_nothing_off_is_refused() {
    let Some(place) = Place::set_up() else { return };
    place.database.run(&format!("GRANT {} TO {};", place.own, place.guest)).unwrap();
    assert_screen!(place.screen("upgrade"), @r#"
    $ aludel upgrade
    ! error: `postgres://GUEST:***@127.0.0.1:PORT/DATABASE` cannot be the login of migrations: `GUEST` is or may become `OWN`, which owns `aludel`
    !   hint: REVOKE "OWN" FROM "GUEST"
    [exit 5]
    "#);
    assert_screen!(place.screen("doctor"), @r#"
    $ aludel doctor
    error: `postgres://GUEST:***@127.0.0.1:PORT/DATABASE` cannot be the login of migrations: `GUEST` is or may become `OWN`, which owns `aludel`
      REVOKE "OWN" FROM "GUEST"
    [exit 3]
    "#);
    place.database.run(&format!("REVOKE {} FROM {};", place.own, place.guest)).unwrap();
    let name = place.database.name().expect("it has a name");
    let sql = format!("GRANT pg_read_server_files TO {0}; ALTER DATABASE {name} OWNER TO {0};", place.guest);
    place.database.run(&sql).unwrap();
    assert_screen!(place.screen("doctor"), @r"
    $ aludel doctor
    the database is at base
    warning: a migration that is granted code can do what `GUEST` can, and that reaches beyond the database
      `pg_read_server_files` reads files of the server
    ! note: migrations run as `GUEST`, and the server keeps them away from the tables of Aludel
    ! note: a migration that is granted code can do what `GUEST` can, and that reaches all of the database
    !   `GUEST` owns the database: it can drop it, and set settings for everybody who connects to it
    [exit 3]
    ");
    place.database.run(&format!("ALTER DATABASE {name} OWNER TO CURRENT_USER;")).unwrap();
    place.workspace.write("aludel.toml", "[database]\nurl = \"sqlite://app.db\"\nguest_url = \"sqlite://other.db\"\n");
    assert_screen!(place.screen("upgrade"), @r"
    $ aludel upgrade
    ! error: `sqlite://other.db` cannot be the login of migrations: a second login is supported on PostgreSQL, MySQL and MariaDB, and not with SQLite as `url` and SQLite as `guest_url`
    !   hint: leave `guest_url` out for this database
    [exit 5]
    ");
    place.workspace.write("aludel.toml", "[database]\nurl = \"sqlite://app.db\"\n");
    assert_screen!(place.screen("doctor --setup-guest-login"), @r#"
    $ aludel doctor --setup-guest-login
    ! error: nothing says which login migrations are to have
    !   hint: write the login that owns the application's tables under `[database]`, as `guest_url = "postgres://app:${APP_PASSWORD}@localhost/app"`, and a login of its own for Aludel in `url`
    [exit 2]
    "#);
}
