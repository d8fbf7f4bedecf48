//! Guests with a login of their own on `MariaDB` and `MySQL`: what of the house they cannot reach, with nothing else in their way.
//!
//! Nothing is armed here: no text is read. What holds, the server's own privileges hold.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use aludel_db::lock::status::{self, EndedSession};
use aludel_db::{
    ConnectError, ConnectOptions, DatabaseUrl, GuestLoginProblem, GuestLoginSetup, JournalState, Ledger, LedgerError,
    Lock, LockError, Session, connect, guest_login::guest_login,
};
use aludel_revision::Direction;
use aludel_sql::{Dialect, ErrorKind, Value};

use crate::databases::TestDatabase;
use crate::guest_login::{entry, first, id, request, row};
use crate::{integer, rows, scalar, text};

mod mariadb {
    crate::databases::one_test!(a_step_is_recorded_in_the_guest_s_transaction, MariaDb);
    crate::databases::one_test!(a_definition_of_the_guest_ends_no_seal, MariaDb);
    crate::databases::one_test!(nothing_of_the_house_is_in_reach, MariaDb);
    crate::databases::one_test!(a_seal_is_for_one_connection_once, MariaDb);
    crate::databases::one_test!(a_snapshot_of_before_is_in_nobody_s_way, MariaDb);
    crate::databases::one_test!(a_run_that_lost_its_lease_cannot_record, MariaDb);
    crate::databases::one_test!(a_guest_that_is_left_keeps_others_out, MariaDb);
    crate::databases::one_test!(the_journal_is_kept_in_and_out_of_transactions, MariaDb);
    crate::databases::one_test!(a_login_that_is_too_much_is_refused, MariaDb);
    crate::databases::one_test!(tables_that_were_left_behind_are_found, MariaDb);
    crate::databases::one_test!(a_procedure_that_is_not_ours_is_made_anew, MariaDb);
}

mod mysql {
    crate::databases::one_test!(a_step_is_recorded_in_the_guest_s_transaction, Mysql);
    crate::databases::one_test!(a_definition_of_the_guest_ends_no_seal, Mysql);
    crate::databases::one_test!(nothing_of_the_house_is_in_reach, Mysql);
    crate::databases::one_test!(a_seal_is_for_one_connection_once, Mysql);
    crate::databases::one_test!(a_run_that_lost_its_lease_cannot_record, Mysql);
    crate::databases::one_test!(a_guest_that_is_left_keeps_others_out, Mysql);
    crate::databases::one_test!(the_journal_is_kept_in_and_out_of_transactions, Mysql);
    crate::databases::one_test!(a_login_that_is_too_much_is_refused, Mysql);
    crate::databases::one_test!(tables_that_were_left_behind_are_found, Mysql);
}

const PASSWORD: &str = "opens";

/// Two logins on a database, which go with this.
struct Logins<'a> {
    database: &'a TestDatabase,
    name: String,
    own: String,
    guest: String,
    ledger: Ledger,
}

impl<'a> Logins<'a> {
    /// Sets them up as the SQL for administrators says.
    async fn create(database: &'a TestDatabase) -> Self {
        let logins = Self::named(database).await;
        logins.set_up().await;
        logins
    }

    /// Accounts that can connect and do nothing.
    async fn named(database: &'a TestDatabase) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let account = |part: &str| format!("aludel_test_{part}_{}_{number}", std::process::id());
        let name = database.url.to_string().rsplit_once('/').unwrap().1.to_owned();
        let ledger = Ledger::new("aludel_version").unwrap();
        let logins = Self { database, name, own: account("own"), guest: account("guest"), ledger };
        for login in [&logins.own, &logins.guest] {
            logins.administer(&format!("CREATE USER '{login}'@'%' IDENTIFIED BY '{PASSWORD}'")).await;
        }
        logins
    }

    async fn set_up(&self) {
        let (url, guest_url) = (self.url(&self.own), self.url(&self.guest));
        let setup = GuestLoginSetup { url: &url, guest_url: &guest_url, ledger: &self.ledger, owner: None };
        self.administer(&setup.sql().unwrap()).await;
    }

    fn house(&self) -> String {
        format!("aludel_{}", self.name)
    }

    fn url(&self, login: &str) -> DatabaseUrl {
        let administrator = self.database.administrator_url();
        let host = administrator.rsplit_once('@').unwrap().1.split('/').next().unwrap();
        DatabaseUrl::parse(&format!("mysql://{login}:{PASSWORD}@{host}/{}", self.name), Path::new("/")).unwrap()
    }

    async fn administer(&self, sql: &str) {
        let mut session = self.database.session().await;
        session.execute_script(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
        session.close().await.unwrap();
    }

    async fn try_connect(&self) -> Result<Box<dyn Session>, ConnectError> {
        let guest_url = Some(Box::new(self.url(&self.guest)));
        connect(&self.url(&self.own), &ConnectOptions { guest_url, ..ConnectOptions::default() }).await
    }

    /// A session with both logins, and the tables of the house.
    async fn session(&self) -> Box<dyn Session> {
        let mut session = self.try_connect().await.unwrap();
        self.ledger.ensure(&mut *session).await.unwrap();
        session
    }

    /// The guest's login alone: whatever a migration can do, it can.
    async fn guest(&self) -> Box<dyn Session> {
        connect(&self.url(&self.guest), &ConnectOptions::default()).await.unwrap()
    }

    /// Everything of the house, as an administrator sees it.
    async fn canaries(&self) -> Vec<Vec<Value>> {
        let mut session = self.database.session().await;
        let mut seen = Vec::new();
        for sql in [
            "SELECT version_num FROM HOUSE.aludel_version ORDER BY 1",
            "SELECT COUNT(*) FROM HOUSE.aludel_history",
            "SELECT fencing, run_id FROM HOUSE.aludel_lock",
            "SELECT table_name, table_type, engine, create_options FROM information_schema.tables \
             WHERE table_schema = 'HOUSE' ORDER BY 1",
            "SELECT trigger_name FROM information_schema.triggers \
             WHERE trigger_schema = 'HOUSE' OR event_object_schema = 'HOUSE'",
            "SELECT constraint_name FROM information_schema.referential_constraints \
             WHERE unique_constraint_schema = 'HOUSE'",
            "SELECT event_name FROM information_schema.events WHERE event_schema = 'HOUSE'",
            "SELECT routine_name, definer, security_type, sql_mode, SHA2(routine_definition, 256) \
             FROM information_schema.routines WHERE routine_schema = 'HOUSE' ORDER BY 1",
            "SELECT user, db, select_priv, drop_priv FROM mysql.db WHERE user IN ('OWN', 'GUEST') ORDER BY 1, 2",
            "SELECT user, proc_priv FROM mysql.procs_priv WHERE db = 'HOUSE' ORDER BY 1",
        ] {
            let sql = sql.replace("HOUSE", &self.house()).replace("OWN", &self.own).replace("GUEST", &self.guest);
            seen.extend(rows(&mut *session, &sql, &[]).await);
        }
        session.close().await.unwrap();
        seen
    }

    async fn count(&self, table: &str) -> Value {
        let mut session = self.database.session().await;
        let count = scalar(&mut *session, &format!("SELECT COUNT(*) FROM {}.{table}", self.house())).await;
        session.close().await.unwrap();
        count
    }

    async fn remove(self) {
        let house = self.house();
        self.administer(&format!(
            "DROP DATABASE IF EXISTS {house}; DROP USER '{}'@'%', '{}'@'%'",
            self.own, self.guest
        ))
        .await;
    }
}

async fn locked(logins: &Logins<'_>, session: &mut dyn Session) -> Lock {
    Lock::acquire(&logins.url(&logins.own), session, request(), &mut |_| {}).await.unwrap()
}

/// What a step writes, in the guest's transaction.
async fn settle(logins: &Logins<'_>, session: &mut dyn Session, lock: &Lock) {
    lock.fence().unwrap().check(session).await.unwrap();
    logins.ledger.advance(session, &first()).await.unwrap();
    logins.ledger.record(session, &entry("a1")).await.unwrap();
}

async fn a_step_is_recorded_in_the_guest_s_transaction(database: &TestDatabase) {
    let logins = Logins::create(database).await;
    logins.administer("CREATE TABLE prey (id INT) ENGINE = InnoDB").await;
    let mut session = logins.session().await;
    let lock = locked(&logins, &mut *session).await;
    assert_eq!(scalar(&mut *session, "SELECT CURRENT_USER()").await, text(&format!("{}@%", logins.guest)));
    for is_kept in [false, true] {
        session.begin().await.unwrap();
        session.execute("INSERT INTO prey VALUES (1)", &[]).await.unwrap();
        settle(&logins, &mut *session, &lock).await;
        if is_kept {
            session.commit().await.unwrap();
        } else {
            session.rollback().await.unwrap();
            assert_eq!(logins.ledger.heads(&mut *session).await.unwrap(), Some(Vec::new()));
        }
        let is_there = logins.ledger.confirm(&mut *session, "run", &id("a1"), Direction::Up).await.unwrap();
        assert_eq!(is_there, is_kept);
        assert_eq!(scalar(&mut *session, "SELECT COUNT(*) FROM prey").await, integer(i64::from(is_kept)));
    }
    assert_eq!(logins.ledger.heads(&mut *session).await.unwrap(), Some(vec![id("a1")]));
    assert_eq!(logins.ledger.history(&mut *session).await.unwrap(), [entry("a1")]);
    session.begin().await.unwrap();
    let moved = logins.ledger.advance(&mut *session, &first()).await.unwrap_err();
    assert!(matches!(moved, LedgerError::HeadsMoved { .. }), "{moved:?}");
    session.rollback().await.unwrap();
    lock.release(&mut *session).await.unwrap();
    session.close().await.unwrap();
    // The secret goes with the connection that it was for.
    assert_eq!(logins.count("aludel_guest").await, integer(0));
    logins.remove().await;
}

async fn a_definition_of_the_guest_ends_no_seal(database: &TestDatabase) {
    let logins = Logins::create(database).await;
    let mut session = logins.session().await;
    let lock = locked(&logins, &mut *session).await;
    let journal = logins.ledger.journal();
    journal.ensure(&mut *session).await.unwrap();
    session.begin().await.unwrap();
    journal.append(&mut *session, &row(JournalState::Began)).await.unwrap();
    // It commits what was written before.
    session.execute("CREATE TABLE prey (id INT)", &[]).await.unwrap();
    session.restore_transaction().await.unwrap();
    settle(&logins, &mut *session, &lock).await;
    session.rollback().await.unwrap();
    assert_eq!(journal.rows(&mut *session).await.unwrap(), [row(JournalState::Began)]);
    assert_eq!(logins.ledger.heads(&mut *session).await.unwrap(), Some(Vec::new()));
    lock.release(&mut *session).await.unwrap();
    session.close().await.unwrap();
    logins.remove().await;
}

/// Everything that a login can try by itself, each alone.
fn attempts(logins: &Logins<'_>) -> Vec<String> {
    let each = [
        "CALL HOUSE.aludel_record(1, 'x', 'DO 0')",
        "CALL HOUSE.aludel_record(NULL, NULL, NULL)",
        "CALL HOUSE.aludel_record(99999999, REPEAT('x', 32), 'DELETE FROM aludel_version')",
        "SELECT * FROM HOUSE.aludel_guest",
        "SELECT * FROM HOUSE.aludel_version",
        "SELECT (SELECT COUNT(*) FROM HOUSE.aludel_version)",
        "INSERT INTO HOUSE.aludel_version VALUES ('evil')",
        "REPLACE INTO HOUSE.aludel_guest VALUES (CONNECTION_ID(), REPEAT('x', 32), 0, NOW())",
        "DELETE FROM HOUSE.aludel_version",
        "DELETE v FROM HOUSE.aludel_version v JOIN prey",
        "TRUNCATE HOUSE.aludel_history",
        "UPDATE HOUSE.aludel_lock SET fencing = 99",
        "UPDATE HOUSE.aludel_version v, prey p SET v.version_num = 'evil'",
        "LOAD DATA INFILE '/etc/hostname' INTO TABLE HOUSE.aludel_version",
        "SELECT 1 FOR UPDATE UNION SELECT version_num FROM HOUSE.aludel_version",
        "LOCK TABLES HOUSE.aludel_version WRITE",
        "LOCK TABLES HOUSE.aludel_version READ",
        "HANDLER HOUSE.aludel_version OPEN",
        "FLUSH TABLES HOUSE.aludel_version WITH READ LOCK",
        "DROP TABLE HOUSE.aludel_version",
        "DROP TABLE prey, HOUSE.aludel_version",
        "DROP DATABASE HOUSE",
        "ALTER DATABASE HOUSE CHARACTER SET latin1",
        "RENAME TABLE HOUSE.aludel_version TO gone",
        "RENAME TABLE prey TO HOUSE.prey",
        "ALTER TABLE HOUSE.aludel_version RENAME TO gone",
        "ALTER TABLE HOUSE.aludel_version ENGINE = MyISAM",
        "ALTER TABLE prey RENAME TO HOUSE.prey",
        "CREATE TABLE HOUSE.mine (id INT)",
        "CREATE TEMPORARY TABLE HOUSE.aludel_version (version_num INT)",
        "CREATE TABLE HOUSE.mine LIKE prey",
        "CREATE TABLE mine LIKE HOUSE.aludel_version",
        "CREATE TABLE mine AS SELECT * FROM HOUSE.aludel_version",
        "CREATE TABLE mine (version_num VARCHAR(255)) ENGINE = MERGE UNION = (HOUSE.aludel_version)",
        "CREATE TABLE mine (v VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, \
         FOREIGN KEY (v) REFERENCES HOUSE.aludel_version (version_num)) ENGINE = InnoDB",
        "CREATE INDEX mine ON HOUSE.aludel_history (revision)",
        "CREATE VIEW mine AS SELECT * FROM HOUSE.aludel_version",
        "CREATE DEFINER = 'OWN'@'%' VIEW mine AS SELECT 1",
        "CREATE VIEW HOUSE.mine AS SELECT 1",
        "CREATE TRIGGER mine BEFORE INSERT ON HOUSE.aludel_version FOR EACH ROW SET @evil = 1",
        "CREATE TRIGGER HOUSE.mine BEFORE INSERT ON HOUSE.aludel_version FOR EACH ROW SET @evil = 1",
        "CREATE TRIGGER HOUSE.mine BEFORE INSERT ON prey FOR EACH ROW SET @evil = 1",
        "CREATE DEFINER = 'OWN'@'%' TRIGGER mine BEFORE INSERT ON prey FOR EACH ROW DELETE FROM HOUSE.aludel_version",
        "CREATE DEFINER = 'OWN'@'%' PROCEDURE mine() DELETE FROM HOUSE.aludel_version",
        "CREATE DEFINER = 'OWN'@'%' EVENT mine ON SCHEDULE EVERY 1 SECOND DO DELETE FROM HOUSE.aludel_version",
        "CREATE EVENT HOUSE.mine ON SCHEDULE EVERY 1 SECOND DO DELETE FROM HOUSE.aludel_version",
        "CREATE PROCEDURE HOUSE.mine() SELECT 1",
        "CREATE OR REPLACE PROCEDURE HOUSE.aludel_record(a BIGINT, b INT, c INT) SELECT 1",
        "ALTER PROCEDURE HOUSE.aludel_record SQL SECURITY INVOKER",
        "DROP PROCEDURE HOUSE.aludel_record",
        "GRANT ALL ON HOUSE.* TO CURRENT_USER",
        "GRANT SELECT ON HOUSE.aludel_version TO CURRENT_USER",
        "GRANT EXECUTE ON PROCEDURE HOUSE.aludel_record TO 'OWN'@'%'",
        "REVOKE ALL ON HOUSE.* FROM 'OWN'@'%'",
        "SET PASSWORD FOR 'OWN'@'%' = PASSWORD('mine')",
        "ALTER USER 'OWN'@'%' IDENTIFIED BY 'mine'",
        "DROP USER 'OWN'@'%'",
        "RENAME USER 'OWN'@'%' TO 'gone'@'%'",
        "SET ROLE ALL",
        "OPTIMIZE TABLE HOUSE.aludel_version",
        "CHECKSUM TABLE HOUSE.aludel_version",
        "PREPARE evil FROM 'DELETE FROM HOUSE.aludel_version'",
        "EXECUTE IMMEDIATE CONCAT('DELETE FROM HOUSE.aludel_', 'version')",
        "BEGIN NOT ATOMIC EXECUTE IMMEDIATE CONCAT('CALL HOUSE.aludel_', 'record(1, 2, 3)'); END",
        "CREATE PROCEDURE mine() DELETE FROM HOUSE.aludel_version; CALL mine()",
        "USE HOUSE; DELETE FROM aludel_version",
        "SET GLOBAL read_only = 1",
        "SELECT * FROM mysql.proc",
        "INSERT INTO mysql.db SELECT * FROM mysql.db",
    ];
    each.iter().map(|sql| sql.replace("HOUSE", &logins.house()).replace("OWN", &logins.own)).collect()
}

async fn nothing_of_the_house_is_in_reach(database: &TestDatabase) {
    let logins = Logins::create(database).await;
    logins.administer("CREATE TABLE prey (id INT) ENGINE = InnoDB").await;
    let mut session = logins.session().await;
    let lock = locked(&logins, &mut *session).await;
    session.begin().await.unwrap();
    settle(&logins, &mut *session, &lock).await;
    session.commit().await.unwrap();
    let before = logins.canaries().await;
    // Whoever has no role may take all of them on MySQL.
    let is_harmless = |sql: &String| database.dialect() == Dialect::Mysql && sql == "SET ROLE ALL";
    for sql in attempts(&logins).into_iter().filter(|sql| !is_harmless(sql)) {
        // Once as a guest's transaction, and once by itself, where a statement is committed at once.
        session.begin().await.unwrap();
        let result = session.execute_script(&sql).await;
        assert!(result.is_err(), "{sql} went well");
        session.rollback().await.unwrap();
        let mut guest = logins.guest().await;
        assert!(guest.execute_script(&sql).await.is_err(), "{sql} went well by itself");
        guest.close().await.unwrap();
        assert_eq!(logins.canaries().await, before, "{sql}");
        session.execute_script(&format!("USE {0}; DROP PROCEDURE IF EXISTS mine", logins.name)).await.unwrap();
    }
    lock.release(&mut *session).await.unwrap();
    session.close().await.unwrap();
    logins.remove().await;
}

/// A secret that the test knows, in place of the host's.
async fn known_secret(logins: &Logins<'_>, session: &mut dyn Session) {
    let Value::Integer(connection) = scalar(session, "SELECT CONNECTION_ID()").await else { panic!("no number") };
    let sql = format!("REPLACE INTO {}.aludel_guest VALUES ({connection}, REPEAT('k', 32), 0, NOW())", logins.house());
    logins.administer(&sql).await;
}

/// A call as the host makes it, by somebody who has stolen the seal of a statement, and sends one.
fn sealed(logins: &Logins<'_>, number: u32, statement: &str, sent: &str) -> String {
    format!(
        "CALL {}.aludel_record({number}, UNHEX(SHA2(CONCAT(REPEAT('k', 32), UNHEX(SHA2(CONCAT(REPEAT('k', 32), \
         {number}, ':', \"{statement}\"), 256))), 256)), \"{sent}\")",
        logins.house()
    )
}

async fn a_seal_is_for_one_connection_once(database: &TestDatabase) {
    let logins = Logins::create(database).await;
    let mut session = logins.session().await;
    let mut other = logins.guest().await;
    known_secret(&logins, &mut *session).await;
    let insert = "INSERT INTO aludel_version VALUES ('evil')";
    let evil = sealed(&logins, 2, insert, insert);
    let earlier = sealed(&logins, 1, "DO 0", "DO 0");
    let other_text = sealed(&logins, 3, "DO 0", "DO 1");
    session.begin().await.unwrap();
    // Another connection of the same login has the seal, and cannot use it.
    let refused = other.execute(&evil, &[]).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::PermissionDenied, "{refused}");
    // The one that it is for can, once, and with none of before it afterwards.
    session.execute(&evil, &[]).await.unwrap();
    for sql in [&evil, &earlier, &other_text] {
        assert_eq!(session.execute(sql, &[]).await.unwrap_err().kind, ErrorKind::PermissionDenied, "{sql}");
    }
    session.rollback().await.unwrap();
    // The next transaction has another secret.
    session.begin().await.unwrap();
    assert_eq!(session.execute(&evil, &[]).await.unwrap_err().kind, ErrorKind::PermissionDenied);
    session.rollback().await.unwrap();
    assert_eq!(logins.ledger.heads(&mut *session).await.unwrap(), Some(Vec::new()));
    other.close().await.unwrap();
    session.close().await.unwrap();
    logins.remove().await;
}

/// From version 11.6 on servers refuse by themselves to change rows that are newer than what a transaction has read.
async fn a_snapshot_of_before_is_in_nobody_s_way(database: &TestDatabase) {
    let logins = Logins::create(database).await;
    let mut session = logins.session().await;
    let lock = locked(&logins, &mut *session).await;
    session.execute("SET SESSION innodb_snapshot_isolation = ON", &[]).await.unwrap();
    logins.administer("CREATE TABLE prey (id INT) ENGINE = InnoDB").await;
    for is_kept in [false, true] {
        session.begin().await.unwrap();
        // The transaction sees the database as it is now, until it ends.
        assert_eq!(scalar(&mut *session, "SELECT COUNT(*) FROM prey").await, integer(0));
        settle(&logins, &mut *session, &lock).await;
        if is_kept { session.commit().await.unwrap() } else { session.rollback().await.unwrap() }
    }
    assert_eq!(logins.ledger.heads(&mut *session).await.unwrap(), Some(vec![id("a1")]));
    lock.release(&mut *session).await.unwrap();
    session.close().await.unwrap();
    logins.remove().await;
}

async fn a_run_that_lost_its_lease_cannot_record(database: &TestDatabase) {
    let logins = Logins::create(database).await;
    let mut session = logins.session().await;
    let lock = locked(&logins, &mut *session).await;
    session.begin().await.unwrap();
    let house = logins.house();
    logins.administer(&format!("UPDATE {house}.aludel_lock SET fencing = fencing + 1, run_id = 'another'")).await;
    let error = lock.fence().unwrap().check(&mut *session).await.unwrap_err();
    assert!(matches!(error, LockError::TakenOver { .. }), "{error:?}");
    session.rollback().await.unwrap();
    session.close().await.unwrap();
    logins.remove().await;
}

/// What a killed process leaves for a while: its guest's connection at work, and none of the host's own.
async fn a_guest_that_is_left_keeps_others_out(database: &TestDatabase) {
    let logins = Logins::create(database).await;
    let mut killed = logins.session().await;
    let lock = locked(&logins, &mut *killed).await;
    let Value::Integer(own) = scalar(killed.control().unwrap(), "SELECT CONNECTION_ID()").await else { panic!("none") };
    logins.administer(&format!("KILL {own}")).await;
    let mut session = logins.session().await;
    let url = logins.url(&logins.own);
    let error = Lock::acquire(&url, &mut *session, request(), &mut |_| {}).await.unwrap_err();
    assert!(matches!(&error, LockError::TimedOut { holder, .. } if holder.who.as_deref() == Some("ana")), "{error:?}");
    // Whoever administers the server may end it.
    let broken = status::break_lock(&url, &mut *session, "aludel_version", ("ana", "it is gone")).await.unwrap();
    let EndedSession::Stays { statement, .. } = broken.session else { panic!("{broken:?}") };
    logins.administer(&statement).await;
    let _ = lock.release(&mut *killed).await;
    let patient = aludel_db::LockRequest { timeout: std::time::Duration::from_secs(30), ..request() };
    let lock = Lock::acquire(&url, &mut *session, patient, &mut |_| {}).await.unwrap();
    lock.release(&mut *session).await.unwrap();
    session.close().await.unwrap();
    drop(killed);
    logins.remove().await;
}

async fn the_journal_is_kept_in_and_out_of_transactions(database: &TestDatabase) {
    let logins = Logins::create(database).await;
    let mut session = logins.session().await;
    let journal = logins.ledger.journal();
    journal.ensure(&mut *session).await.unwrap();
    let mut began = row(JournalState::Began);
    began.statement = Some("UPDATE t SET c = 'ä\\'' -- \u{1f40d} ? \u{7}".to_owned());
    journal.append(&mut *session, &began).await.unwrap();
    assert_eq!(journal.rows(&mut *session).await.unwrap(), std::slice::from_ref(&began));
    // A savepoint that nothing is around of begins a transaction of its own.
    let savepoint = session.savepoint().await.unwrap();
    journal.answered(&mut *session, &began.key).await.unwrap();
    session.rollback_savepoint(savepoint).await.unwrap();
    assert_eq!(journal.rows(&mut *session).await.unwrap(), std::slice::from_ref(&began));
    let savepoint = session.savepoint().await.unwrap();
    journal.answered(&mut *session, &began.key).await.unwrap();
    session.release_savepoint(savepoint).await.unwrap();
    let done = aludel_db::JournalRow { state: JournalState::Done, ..began };
    assert_eq!(journal.rows(&mut *session).await.unwrap(), std::slice::from_ref(&done));
    assert_eq!(journal.clear(&mut *session, &done.key).await.unwrap(), 1);
    session.close().await.unwrap();
    logins.remove().await;
}

async fn problem(logins: &Logins<'_>) -> (GuestLoginProblem, Option<String>) {
    match logins.try_connect().await.err().expect("there is no connection") {
        error @ ConnectError::GuestLogin { .. } => {
            let hint = error.hint();
            let ConnectError::GuestLogin { problem, .. } = error else { unreachable!() };
            (*problem, hint)
        }
        other => panic!("{other:?}"),
    }
}

async fn a_login_that_is_too_much_is_refused(database: &TestDatabase) {
    let mut logins = Logins::named(database).await;
    logins.administer(&format!("GRANT ALL ON {}.* TO '{}'@'%'", logins.name, logins.guest)).await;
    let missing = GuestLoginProblem::NotSetUp { what: "database", name: logins.house() };
    assert_eq!(problem(&logins).await.0, missing);
    logins.administer(&format!("CREATE DATABASE {}", logins.house())).await;
    assert_eq!(problem(&logins).await.0, missing);
    logins.set_up().await;
    logins.session().await.close().await.unwrap();
    let role = format!("{}_r", logins.guest);
    // A role of the role changes nothing.
    let nested = "CREATE ROLE outer, outer_in; GRANT outer_in TO outer; GRANT outer TO 'guest'@'%'";
    logins.administer(&nested.replace("outer", &role).replace("'guest'", &format!("'{}'", logins.guest))).await;
    let definer = match database.dialect() {
        Dialect::MariaDb => ("SET USER ON *.*", "SET USER on *.*"),
        _ => ("SET_ANY_DEFINER ON *.*", "SET_ANY_DEFINER on *.*"),
    };
    let grants = [
        ("SUPER ON *.*", "SUPER on *.*"),
        ("FILE ON *.*", "FILE on *.*"),
        ("PROCESS ON *.*", "PROCESS on *.*"),
        ("CREATE USER ON *.*", "CREATE USER on *.*"),
        definer,
        ("SELECT ON `aludel%`.*", "SELECT on `aludel%`.*"),
        ("SELECT ON mysql.*", "SELECT on `mysql`.*"),
        ("INDEX ON HOUSE.aludel_version", "INDEX on `HOUSE`.`aludel_version`"),
        ("UPDATE (version_num) ON HOUSE.aludel_version", "UPDATE on `HOUSE`.`aludel_version`"),
        ("ALTER ROUTINE ON PROCEDURE HOUSE.aludel_record", "ALTER ROUTINE on PROCEDURE `HOUSE`.`aludel_record`"),
    ];
    for (grant, words) in grants {
        // By itself, and by a role that it may take.
        for to in [format!("'{}'@'%'", logins.guest), role.clone()] {
            let grant = grant.replace("HOUSE", &logins.house());
            logins.administer(&format!("GRANT {grant} TO {to}")).await;
            let (found, hint) = problem(&logins).await;
            let words = words.replace("HOUSE", &logins.house());
            assert!(found.to_string().ends_with(&words), "{grant}: {found}");
            // What the hint says takes it back.
            logins.administer(&hint.unwrap()).await;
            logins.session().await.close().await.unwrap();
        }
    }
    logins.administer(&format!("GRANT SELECT ON mysql_not.* TO {role}")).await;
    let mut session = logins.session().await;
    let found = guest_login(&mut *session).await.unwrap().unwrap();
    let told: Vec<_> = found.abilities.iter().map(|ability| format!("{} {}", ability.role, ability.what)).collect();
    let (known_as, no_role) = match database.dialect() {
        Dialect::MariaDb => (role.clone(), Value::Null),
        _ => (format!("{role}@%"), text("NONE")),
    };
    assert_eq!(told, [format!("{known_as} has rights on other databases")]);
    assert_eq!(scalar(&mut *session, "SELECT CURRENT_ROLE()").await, no_role);
    session.close().await.unwrap();
    logins.administer(&format!("DROP ROLE {role}, {role}_in")).await;
    let guest = std::mem::replace(&mut logins.guest, logins.own.clone());
    let (found, _) = problem(&logins).await;
    assert!(matches!(found, GuestLoginProblem::SameLogin { .. }), "{found}");
    logins.guest = guest;
    logins.remove().await;
}

async fn tables_that_were_left_behind_are_found(database: &TestDatabase) {
    let mut alone = database.session().await;
    let logins = Logins::named(database).await;
    logins.ledger.ensure(&mut *alone).await.unwrap();
    alone.execute("INSERT INTO aludel_version VALUES ('a1')", &[]).await.unwrap();
    let (house, own, guest) = (logins.house(), &logins.own, &logins.guest);
    let grants = format!(
        "CREATE DATABASE {house}; GRANT ALL ON {house}.* TO '{own}'@'%' WITH GRANT OPTION; \
         GRANT ALL ON {}.* TO '{guest}'@'%'",
        logins.name
    );
    logins.administer(&grants).await;
    let mut session = logins.try_connect().await.unwrap();
    let error = logins.ledger.heads(&mut *session).await.unwrap_err();
    assert!(matches!(&error, LedgerError::Elsewhere { found, .. } if *found == logins.name), "{error:?}");
    session.close().await.unwrap();
    // What an administrator runs moves them with what is in them.
    logins.set_up().await;
    logins.set_up().await;
    let mut session = logins.session().await;
    assert_eq!(logins.ledger.heads(&mut *session).await.unwrap(), Some(vec![id("a1")]));
    session.close().await.unwrap();
    // Also with the guests' login, which has no rights on them.
    for session in [&mut alone, &mut logins.guest().await] {
        let error = logins.ledger.heads(&mut **session).await.unwrap_err();
        assert!(matches!(&error, LedgerError::Elsewhere { found, .. } if *found == house), "{error:?}");
        assert!(error.hint().is_some_and(|hint| hint.contains("guest_url")), "{:?}", error.hint());
    }
    alone.close().await.unwrap();
    logins.remove().await;
}

async fn a_procedure_that_is_not_ours_is_made_anew(database: &TestDatabase) {
    let logins = Logins::create(database).await;
    let mut session = logins.session().await;
    locked(&logins, &mut *session).await.release(&mut *session).await.unwrap();
    session.close().await.unwrap();
    let before = logins.canaries().await;
    let (house, own) = (logins.house(), &logins.own);
    let changes = [
        format!("ALTER PROCEDURE {house}.aludel_record SQL SECURITY INVOKER"),
        format!("DROP PROCEDURE {house}.aludel_record"),
        format!(
            "CREATE OR REPLACE DEFINER = '{own}'@'%' PROCEDURE {house}.aludel_record(a INT, b INT, c INT) SELECT 1"
        ),
        format!("REVOKE EXECUTE ON PROCEDURE {house}.aludel_record FROM '{}'@'%'", logins.guest),
        format!("DROP TABLE {house}.aludel_guest"),
    ];
    for change in changes {
        logins.administer(&change).await;
        logins.session().await.close().await.unwrap();
        assert_eq!(logins.canaries().await, before, "{change}");
    }
    logins.remove().await;
}
