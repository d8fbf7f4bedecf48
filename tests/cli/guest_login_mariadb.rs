//! Migrations with a login of their own on MariaDB.

use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::assert_screen;
use crate::databases::{Kind, TestDatabase};
use crate::workspace::{Workspace, server};

const PASSWORD: &str = "never-shown";

/// A project on a database with two logins, which go with it.
struct Place {
    workspace: Workspace,
    database: TestDatabase,
    own: String,
    guest: String,
}

impl Place {
    /// Two accounts that can connect, and a configuration that names both.
    fn new() -> Option<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let workspace = Workspace::project();
        let database = server(Kind::MariaDb)?.create_database(workspace.path()).expect("the test server makes it");
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = |part: &str| format!("aludel_cli_{part}_{}_{number}", process::id());
        let place = Self { workspace, database, own: name("own"), guest: name("guest") };
        for login in [&place.own, &place.guest] {
            place.rows(&format!("CREATE USER '{login}'@'%' IDENTIFIED BY '{PASSWORD}';"));
        }
        place.configure("");
        Some(place)
    }

    fn set_up() -> Option<Self> {
        let place = Self::new()?;
        place.run_printed_sql();
        Some(place)
    }

    fn configure(&self, rest: &str) {
        let (own, guest) = (self.url(&self.own), self.url(&self.guest));
        self.workspace.write("aludel.toml", format!("[database]\nurl = \"{own}\"\nguest_url = \"{guest}\"\n{rest}"));
    }

    fn url(&self, login: &str) -> String {
        let (_, host) = self.database.url().split_once('@').expect("the URL has a login");
        format!("mysql://{login}:{PASSWORD}@{host}")
    }

    fn house(&self) -> String {
        format!("aludel_{}", self.database.name().expect("it has a name"))
    }

    fn run_printed_sql(&self) {
        let output = self.workspace.aludel(&["doctor", "--setup-guest-login"]);
        let sql = String::from_utf8(output.stdout).expect("SQL is text");
        assert!(output.status.success(), "{sql}{}", String::from_utf8_lossy(&output.stderr));
        assert!(!sql.contains(PASSWORD), "{sql}");
        // Twice, because it may be run again.
        for _ in 0..2 {
            self.rows(&sql);
        }
    }

    /// The screen, with what differs from run to run taken out.
    fn screen(&self, line: &str) -> String {
        let screen = self.workspace.screen(line);
        assert!(!screen.contains(PASSWORD), "{screen}");
        let name = self.database.name().expect("it has a name");
        let screen = screen.replace(&self.own, "OWN").replace(&self.guest, "GUEST");
        let screen = screen.replace(&name.replace('_', r"\_"), "DATABASE").replace(name, "DATABASE");
        let port = self.database.url().rsplit_once(':').and_then(|(_, rest)| rest.split_once('/'));
        screen.replace(&format!(":{}/", port.expect("the URL has a port").0), ":PORT/")
    }

    fn rows(&self, sql: &str) -> String {
        let sql = sql.replace("HOUSE", &self.house());
        self.database.run(&sql).unwrap_or_else(|error| panic!("{error}\n{sql}")).trim().to_owned()
    }

    /// The version rows, the history, who has the lock, secrets, rights, the procedure and what the application has.
    fn canaries(&self) -> String {
        let (own, guest) = (&self.own, &self.guest);
        self.rows(&format!(
            "SELECT * FROM HOUSE.aludel_version; SELECT * FROM HOUSE.aludel_history ORDER BY 1; \
             SELECT COUNT(*) FROM HOUSE.aludel_guest; SELECT run_id FROM HOUSE.aludel_lock; \
             SELECT table_name, engine FROM information_schema.tables WHERE table_schema = 'HOUSE' ORDER BY 1; \
             SELECT routine_name, definer, security_type, routine_definition FROM information_schema.routines \
             WHERE routine_schema = 'HOUSE'; \
             SELECT trigger_name FROM information_schema.triggers WHERE event_object_schema = 'HOUSE'; \
             SELECT user, db, select_priv FROM mysql.db WHERE user IN ('{own}', '{guest}') ORDER BY 1, 2; \
             SELECT id, word FROM prey ORDER BY 1;"
        ))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let (own, guest) = (&self.own, &self.guest);
        // What stays behind harms no other test, so the failure of a test is not hidden by it.
        let sql = format!("DROP USER '{own}'@'%', '{guest}'@'%'; DROP DATABASE IF EXISTS {};", self.house());
        let _ = self.database.run(&sql);
    }
}

const NO_TRANSACTION: &str = "-- /// migration\n-- revision = \"c3\"\n-- down_revision = \"b2\"\n\
    -- transaction = false\n-- ///\n-- aludel:upgrade\nINSERT INTO t_a1 VALUES (3);\n\
    CREATE INDEX c3_index ON t_a1 (id);\nUPDATE t_a1 SET id = 4 WHERE id = 3;\n\
    -- aludel:downgrade\nDROP INDEX c3_index ON t_a1;\nDELETE FROM t_a1 WHERE id = 4;\n";

#[test]
fn the_sql_for_an_administrator_is_printed() {
    let Some(place) = Place::new() else { return };
    assert_screen!(place.screen("doctor --setup-guest-login"), @r#"
        $ aludel doctor --setup-guest-login
        -- Two logins for the database DATABASE: 'OWN'@'%' keeps the tables of Aludel, 'GUEST'@'%' runs migrations.
        -- Run it once, as an administrator of the server:
        --   aludel doctor --setup-guest-login | mariadb -u root -p
        -- Where an account is for one host, write that in place of '%' before.

        -- The logins. One that is new is locked until it has a password:
        --   ALTER USER 'OWN'@'%' IDENTIFIED BY '...' ACCOUNT UNLOCK;
        CREATE USER IF NOT EXISTS 'OWN'@'%' ACCOUNT LOCK;
        CREATE USER IF NOT EXISTS 'GUEST'@'%' ACCOUNT LOCK;

        -- A database of its own for the tables of Aludel: rights on a database are rights on all that is in it.
        CREATE DATABASE IF NOT EXISTS `aludel_DATABASE`;
        GRANT ALL PRIVILEGES ON `aludel\_DATABASE`.* TO 'OWN'@'%' WITH GRANT OPTION;

        -- What migrations change. For comparisons and `aludel plan` they need databases for a while, too:
        --   GRANT ALL PRIVILEGES ON `aludel\_scratch\_%`.* TO 'GUEST'@'%';
        GRANT ALL PRIVILEGES ON `DATABASE`.* TO 'GUEST'@'%';

        -- The tables that are there already, with what is in them.
        SET @aludel_move = (SELECT IF(COUNT(*) = 1, 'RENAME TABLE `DATABASE`.`aludel_version` TO `aludel_DATABASE`.`aludel_version`', 'DO 0') FROM information_schema.tables
          WHERE table_schema = 'DATABASE' AND table_name = 'aludel_version' AND table_type = 'BASE TABLE');
        PREPARE aludel_move FROM @aludel_move;
        EXECUTE aludel_move;
        DEALLOCATE PREPARE aludel_move;
        SET @aludel_move = (SELECT IF(COUNT(*) = 1, 'RENAME TABLE `DATABASE`.`aludel_history` TO `aludel_DATABASE`.`aludel_history`', 'DO 0') FROM information_schema.tables
          WHERE table_schema = 'DATABASE' AND table_name = 'aludel_history' AND table_type = 'BASE TABLE');
        PREPARE aludel_move FROM @aludel_move;
        EXECUTE aludel_move;
        DEALLOCATE PREPARE aludel_move;
        SET @aludel_move = (SELECT IF(COUNT(*) = 1, 'RENAME TABLE `DATABASE`.`aludel_journal` TO `aludel_DATABASE`.`aludel_journal`', 'DO 0') FROM information_schema.tables
          WHERE table_schema = 'DATABASE' AND table_name = 'aludel_journal' AND table_type = 'BASE TABLE');
        PREPARE aludel_move FROM @aludel_move;
        EXECUTE aludel_move;
        DEALLOCATE PREPARE aludel_move;
        SET @aludel_move = (SELECT IF(COUNT(*) = 1, 'RENAME TABLE `DATABASE`.`aludel_lock` TO `aludel_DATABASE`.`aludel_lock`', 'DO 0') FROM information_schema.tables
          WHERE table_schema = 'DATABASE' AND table_name = 'aludel_lock' AND table_type = 'BASE TABLE');
        PREPARE aludel_move FROM @aludel_move;
        EXECUTE aludel_move;
        DEALLOCATE PREPARE aludel_move;
        [exit 0]
    "#);
    assert_screen!(place.screen("doctor --setup-guest-login --role shop"), @"
        $ aludel doctor --setup-guest-login --role shop
        ! error: `mysql://GUEST:***@127.0.0.1:PORT/DATABASE` cannot be the login of migrations: tables have no owners on MySQL and MariaDB, so no role can own what migrations make
        !   hint: leave `--role` out
        [exit 5]
    ");
    assert_screen!(place.screen("upgrade"), @"
        $ aludel upgrade
        ! error: `mysql://GUEST:***@127.0.0.1:PORT/DATABASE` cannot be the login of migrations: there is no database `aludel_DATABASE` for the tables of Aludel
        !   hint: run what `aludel doctor --setup-guest-login` prints, as an administrator
        [exit 5]
    ");
    place.workspace.write("aludel.toml", format!("[database]\nurl = \"{}\"\n", place.url(&place.own)));
    assert_screen!(place.screen("doctor --setup-guest-login"), @r#"
        $ aludel doctor --setup-guest-login
        ! error: nothing says which login migrations are to have
        !   hint: write the login that owns the application's tables under `[database]`, as `guest_url = "mysql://app:${APP_PASSWORD}@localhost/app"`, and a login of its own for Aludel in `url`
        [exit 2]
    "#);
}

#[test]
fn a_project_works_as_with_one_login() {
    let Some(place) = Place::set_up() else { return };
    place.workspace.migration("a1", "");
    place.workspace.migration("b2", "\"a1\"");
    place.workspace.write("migrations/c3.sql", NO_TRANSACTION);
    assert_screen!(place.screen("upgrade b2"), @"
        $ aludel upgrade b2
        upgraded   a1 add a1 (TIME)
        upgraded   b2 add b2 (TIME)
        2 steps in TIME; the database is at b2
        ! note: MariaDB commits at every CREATE, ALTER and DROP: a migration that fails stays as far as it came, and the next run goes on there
        [exit 0]
    ");
    assert_screen!(place.screen("upgrade"), @"
        $ aludel upgrade
        upgraded   c3  (TIME)
        1 step in TIME; the database is at c3
        ! note: MariaDB commits at every CREATE, ALTER and DROP: a migration that fails stays as far as it came, and the next run goes on there
        [exit 0]
    ");
    assert_eq!(place.rows("SELECT id FROM t_a1;"), "4");
    assert_eq!(place.rows("SHOW TABLES;"), "t_a1\nt_b2");
    assert_screen!(place.screen("current"), @"
        $ aludel current
        c3 (head) (current)
        [exit 0]
    ");
    assert_screen!(place.screen("downgrade a1"), @"
        $ aludel downgrade a1
        downgraded c3  (TIME)
        downgraded b2 add b2 (TIME)
        2 steps in TIME; the database is at a1
        ! note: MariaDB commits at every CREATE, ALTER and DROP: a migration that fails stays as far as it came, and the next run goes on there
        [exit 0]
    ");
    assert_screen!(place.screen("stamp b2"), @"
        $ aludel stamp b2
        stamped: the database is at b2
        [exit 0]
    ");
    assert_screen!(place.screen("stamp a1"), @"
        $ aludel stamp a1
        stamped: the database is at a1
        [exit 0]
    ");
    assert_screen!(place.screen("upgrade b2"), @"
        $ aludel upgrade b2
        upgraded   b2 add b2 (TIME)
        1 step in TIME; the database is at b2
        ! note: MariaDB commits at every CREATE, ALTER and DROP: a migration that fails stays as far as it came, and the next run goes on there
        [exit 0]
    ");
    assert_screen!(place.screen("lock"), @"
        $ aludel lock
        the lock of `aludel_version` is free
        [exit 0]
    ");
    assert_screen!(place.screen("doctor"), @"
        $ aludel doctor
        the database is at b2
        warning: `c3` is not applied
          hint: run `aludel upgrade heads`
        ! note: migrations run as `GUEST@%`, and the server keeps them away from the tables of Aludel
        [exit 3]
    ");
    assert_eq!(
        place.rows("SELECT COUNT(*) FROM HOUSE.aludel_guest; SELECT COUNT(*) FROM HOUSE.aludel_journal;"),
        "0\n0"
    );
}

#[test]
fn scratch_databases_are_made_with_the_guests_login() {
    let Some(place) = Place::set_up() else { return };
    place.configure("\n[target]\nsql = \"schema.sql\"\n");
    place.workspace.write("schema.sql", "CREATE TABLE t_a1 (id INTEGER PRIMARY KEY);\n");
    place.workspace.migration("a1", "");
    place.rows(&format!(r"GRANT ALL ON `aludel\_scratch\_%`.* TO '{}'@'%';", place.guest));
    for (line, exit) in [("plan", 0), ("upgrade", 0), ("check", 0), ("diff", 0), ("downgrade base", 0), ("check", 3)] {
        let screen = place.screen(line);
        assert!(screen.ends_with(&format!("[exit {exit}]\n")), "{screen}");
    }
}

#[test]
fn a_migration_that_fails_half_way_goes_on() {
    let Some(place) = Place::set_up() else { return };
    let good = "CREATE TABLE prey (id INT);\nINSERT INTO prey VALUES (1);\nCREATE INDEX i ON prey (id);\nINSERT INTO prey VALUES (2);";
    place.workspace.sql("a1", "", &good.replace("ON prey", "ON nothing"), "DROP TABLE prey;");
    assert_screen!(place.screen("upgrade"), @"
        $ aludel upgrade
        ! note: MariaDB commits at every CREATE, ALTER and DROP: a migration that fails stays as far as it came, and the next run goes on there
        ! error: upgrade of `a1` failed at statement 3 (migrations/a1.sql:9): Table 'DATABASE.nothing' doesn't exist
        !   | CREATE INDEX i ON nothing (id)
        !   sqlstate: 42S02
        !   state: MariaDB commits at every CREATE, ALTER and DROP: 2 statements went through and stay, and the version table still says base (no revision)
        !   hint: mend migrations/a1.sql where it stopped and run `aludel upgrade` again: it goes on there; or finish it by hand and run `aludel stamp a1`
        [exit 11]
    ");
    place.workspace.sql("a1", "", good, "DROP TABLE prey;");
    assert_screen!(place.screen("upgrade"), @"
        $ aludel upgrade
        upgraded   a1 add a1 (TIME)
        1 step in TIME; the database is at a1
        ! note: MariaDB commits at every CREATE, ALTER and DROP: a migration that fails stays as far as it came, and the next run goes on there
        ! note: `a1` goes on after statement 2, where an earlier run of it stopped
        [exit 0]
    ");
    assert_eq!(place.rows("SELECT id FROM prey; SELECT COUNT(*) FROM HOUSE.aludel_journal;"), "1\n2\n0");
    // Rows alone are taken back as a whole, with all that was written of them.
    place.workspace.sql("b2", "\"a1\"", "INSERT INTO prey VALUES (3);\nINSERT INTO absent VALUES (4);", "");
    let screen = place.screen("upgrade");
    assert!(screen.ends_with("[exit 10]\n"), "{screen}");
    assert_eq!(place.rows("SELECT id FROM prey; SELECT COUNT(*) FROM HOUSE.aludel_journal;"), "1\n2\n0");
}

#[test]
fn a_project_with_one_login_takes_its_history_along() {
    let Some(place) = Place::new() else { return };
    place.workspace.migration("a1", "");
    place.workspace.migration("b2", "\"a1\"");
    let name = place.database.name().expect("it has a name");
    place.rows(&format!("GRANT ALL ON {name}.* TO '{}'@'%';", place.guest));
    place.workspace.write("aludel.toml", format!("[database]\nurl = \"{}\"\n", place.url(&place.guest)));
    let screen = place.screen("upgrade a1");
    assert!(screen.ends_with("[exit 0]\n"), "{screen}");
    place.configure("");
    place.run_printed_sql();
    let screen = place.screen("upgrade");
    assert!(screen.ends_with("[exit 0]\n"), "{screen}");
    assert_eq!(place.rows("SELECT revision FROM HOUSE.aludel_history ORDER BY id;"), "a1\nb2");
    place.workspace.write("aludel.toml", format!("[database]\nurl = \"{}\"\n", place.url(&place.guest)));
    assert_screen!(place.screen("current"), @"
        $ aludel current
        ! error: the table `aludel_version` is in the schema `aludel_DATABASE`, where it was expected in `DATABASE`
        !   hint: it is kept there where migrations have a login of their own: set `guest_url`, or move the tables back
        [exit 13]
    ");
}

/// What code can try that no text shows, each as a migration of its own.
const HIDDEN: [&str; 11] = [
    "EXECUTE IMMEDIATE CONCAT('INSERT INTO HOUSE.aludel_', 'version VALUES (''evil'')')",
    "EXECUTE IMMEDIATE CONCAT('CALL HOUSE.aludel_', 'record(1, 2, 3)')",
    "EXECUTE IMMEDIATE CONCAT('DELETE FROM HOUSE.aludel_', 'version')",
    "EXECUTE IMMEDIATE CONCAT('SELECT secret INTO @evil FROM HOUSE.aludel_', 'guest')",
    "EXECUTE IMMEDIATE CONCAT('DROP PROCEDURE HOUSE.aludel_', 'record')",
    "EXECUTE IMMEDIATE CONCAT('DROP ', 'DATABASE HOUSE')",
    "EXECUTE IMMEDIATE CONCAT('GRANT ALL ON HOUSE', '.* TO ''GUEST''@''%''')",
    "EXECUTE IMMEDIATE CONCAT('SET PASS', 'WORD FOR ''OWN''@''%'' = PASSWORD(''mine'')')",
    "EXECUTE IMMEDIATE CONCAT('CREATE TRIGGER evil BEFORE INSERT ON HOUSE.aludel_', 'version FOR EACH ROW SET @evil = 1')",
    "CREATE PROCEDURE evil() BEGIN SET @sql = CONCAT('DELETE FROM HOUSE.aludel_', 'history'); PREPARE evil FROM @sql; EXECUTE evil; END;\nCALL evil()",
    "EXECUTE IMMEDIATE CONCAT('LOCK ', 'TABLES HOUSE.aludel_version WRITE')",
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
        let sql = sql.replace("HOUSE", &place.house()).replace("OWN", &place.own).replace("GUEST", &place.guest);
        place.workspace.sql("b2", "\"a1\"", &format!("DELETE FROM prey;\n{sql};"), "");
        let screen = place.screen("upgrade");
        assert!(
            ["[exit 10]\n", "[exit 11]\n", "[exit 12]\n"].iter().any(|end| screen.ends_with(end)),
            "{sql}\n{screen}"
        );
        // Definitions commit what came before them, on this server and in each of its migrations.
        place.rows("DROP PROCEDURE IF EXISTS evil; DELETE FROM prey; INSERT INTO prey VALUES (1, 'eats');");
        place.rows("DELETE FROM HOUSE.aludel_journal;");
        assert_eq!(place.canaries(), before, "{sql}");
    }
}

/// What would have the host's own call do something else, and stays when the guest is gone.
const PREPARED: [&str; 7] = [
    "SET SESSION sql_mode = 'STRICT_ALL_TABLES'",
    "SET SESSION sql_safe_updates = 1",
    "SET SESSION tx_isolation = 'SERIALIZABLE'",
    "SET @aludel_statement = 'DELETE FROM t'",
    "PREPARE aludel_statement FROM 'DELETE FROM prey'",
    "CREATE TEMPORARY TABLE evil_version (version_num INT)",
    "SET NAMES latin1",
];

#[test]
fn what_a_guest_leaves_does_not_change_what_the_house_writes() {
    let Some(place) = Place::set_up() else { return };
    place.workspace.sql("a1", "", "CREATE TABLE prey (id INT, word TEXT);", "DROP TABLE prey;");
    place.workspace.sql("c3", "\"b2\"", "INSERT INTO prey VALUES (1, 'Käse');", "DELETE FROM prey;");
    for (index, sql) in PREPARED.iter().enumerate() {
        place.workspace.sql("b2", "\"a1\"", &format!("{sql};\nINSERT INTO prey VALUES (2, 'x');"), "DELETE FROM prey;");
        let screen = place.screen("upgrade");
        assert!(screen.ends_with("[exit 0]\n"), "{sql}\n{screen}");
        assert_eq!(place.rows("SELECT version_num FROM HOUSE.aludel_version;"), "c3", "{sql}");
        let screen = place.screen("downgrade base");
        assert!(screen.ends_with("[exit 0]\n"), "{sql}\n{screen}");
        let count = 6 * (index + 1);
        assert_eq!(place.rows("SELECT COUNT(*) FROM HOUSE.aludel_history;"), count.to_string(), "{sql}");
    }
}

#[test]
fn a_login_that_walls_nothing_off_is_refused() {
    let Some(place) = Place::set_up() else { return };
    place.rows(&format!("GRANT FILE ON *.* TO '{}'@'%';", place.guest));
    assert_screen!(place.screen("upgrade"), @"
        $ aludel upgrade
        ! error: `mysql://GUEST:***@127.0.0.1:PORT/DATABASE` cannot be the login of migrations: `GUEST`@`%` has FILE on *.*
        !   hint: REVOKE FILE ON *.* FROM `GUEST`@`%`
        [exit 5]
    ");
    assert_screen!(place.screen("doctor"), @"
        $ aludel doctor
        error: `mysql://GUEST:***@127.0.0.1:PORT/DATABASE` cannot be the login of migrations: `GUEST`@`%` has FILE on *.*
          REVOKE FILE ON *.* FROM `GUEST`@`%`
        [exit 3]
    ");
    place.rows(&format!("REVOKE FILE ON *.* FROM '{0}'@'%'; GRANT SELECT ON `aludel%`.* TO '{0}'@'%';", place.guest));
    assert_screen!(place.screen("upgrade"), @"
        $ aludel upgrade
        ! error: `mysql://GUEST:***@127.0.0.1:PORT/DATABASE` cannot be the login of migrations: `GUEST`@`%` has SELECT on `aludel%`.*
        !   hint: REVOKE SELECT ON `aludel%`.* FROM `GUEST`@`%`
        [exit 5]
    ");
    place.rows(&format!(
        "REVOKE SELECT ON `aludel%`.* FROM '{0}'@'%'; GRANT SELECT ON crm.* TO '{0}'@'%';",
        place.guest
    ));
    assert_screen!(place.screen("doctor"), @"
        $ aludel doctor
        the database is at base
        warning: a migration that is granted code can do what `GUEST@%` can, and that reaches beyond the database
          `GUEST@%` has rights on other databases
        ! note: migrations run as `GUEST@%`, and the server keeps them away from the tables of Aludel
        [exit 3]
    ");
}
