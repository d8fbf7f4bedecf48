//! Guests with a login of their own: what of the house they cannot reach, with nothing else in their way.
//!
//! Nothing is armed here: no text is read, and nothing is counted. What holds, the server's own privileges hold.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use aludel_db::lock::status::{self, EndedSession};
use aludel_db::{
    ConnectError, ConnectOptions, DatabaseUrl, Fence, GuestLoginProblem, GuestLoginSetup, HistoryEntry, HistoryOutcome,
    Journal, JournalKey, JournalRow, JournalState, Ledger, LedgerError, Lock, LockError, LockIdentity, LockPurpose,
    LockRequest, Session, connect,
};
use aludel_revision::{Direction, HeadsChange, RevisionId};
use aludel_sql::{ErrorKind, SqlError, Value};

use crate::databases::TestDatabase;
use crate::{integer, rows, scalar, text};

mod postgres {
    crate::databases::one_test!(a_step_is_recorded_in_the_guest_s_transaction, Postgres);
    crate::databases::one_test!(nothing_of_the_house_is_in_reach, Postgres);
    crate::databases::one_test!(a_ticket_is_for_one_transaction_once, Postgres);
    crate::databases::one_test!(a_run_that_lost_its_lease_cannot_record, Postgres);
    crate::databases::one_test!(a_guest_that_is_left_keeps_others_out, Postgres);
    crate::databases::one_test!(the_journal_is_kept_in_and_out_of_transactions, Postgres);
    crate::databases::one_test!(a_login_that_is_too_much_is_refused, Postgres);
    crate::databases::one_test!(tables_that_were_left_behind_are_found, Postgres);
    crate::databases::one_test!(a_function_that_is_not_ours_is_made_anew, Postgres);
}

/// Two logins on a database, which go with this.
struct Logins<'a> {
    database: &'a TestDatabase,
    own: String,
    guest: String,
    ledger: Ledger,
}

impl<'a> Logins<'a> {
    /// Sets them up as the SQL for administrators says.
    async fn create(database: &'a TestDatabase) -> Self {
        let logins = Self::named(database);
        logins.set_up().await;
        logins
    }

    fn named(database: &'a TestDatabase) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = |part: &str| format!("aludel_test_{part}_{}_{number}", std::process::id());
        let ledger = Ledger::new("aludel_version").unwrap();
        Self { database, own: name("own"), guest: name("guest"), ledger }
    }

    async fn set_up(&self) {
        let (url, guest_url) = (self.url(&self.own), self.url(&self.guest));
        let setup = GuestLoginSetup { url: &url, guest_url: &guest_url, ledger: &self.ledger, owner: None };
        self.administer(&setup.sql().unwrap()).await;
    }

    fn url(&self, login: &str) -> DatabaseUrl {
        let (_, name) =
            self.database.url.to_string().rsplit_once('/').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
        let administrator = self.database.administrator_url();
        let (server, _) = administrator.rsplit_once('/').unwrap();
        let server = server.replacen("://aludel", &format!("://{login}"), 1);
        DatabaseUrl::parse(&format!("{server}/{name}"), Path::new("/")).unwrap()
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
            "SELECT version_num FROM aludel.aludel_version ORDER BY 1",
            "SELECT count(*) FROM aludel.aludel_history",
            "SELECT fencing, run_id FROM aludel.aludel_lock",
            "SELECT count(*) FROM aludel.aludel_ticket",
            "SELECT c.relname::text, pg_get_userbyid(c.relowner)::text, c.relacl::text, c.relhastriggers, c.relhasrules \
             FROM pg_class c WHERE c.relnamespace = 'aludel'::regnamespace ORDER BY 1",
            "SELECT p.proname::text, pg_get_userbyid(p.proowner)::text, md5(p.prosrc), p.proacl::text \
             FROM pg_proc p WHERE p.pronamespace = 'aludel'::regnamespace ORDER BY 1",
        ] {
            seen.extend(rows(&mut *session, sql, &[]).await);
        }
        session.close().await.unwrap();
        seen
    }

    async fn remove(self) {
        let (own, guest) = (&self.own, &self.guest);
        self.administer(&format!("DROP OWNED BY {own}, {guest} CASCADE; DROP ROLE {own}; DROP ROLE {guest};")).await;
    }
}

pub(crate) fn id(text: &str) -> RevisionId {
    RevisionId::parse(text).unwrap()
}

pub(crate) fn first() -> HeadsChange {
    HeadsChange { removed: Vec::new(), added: vec![id("a1")] }
}

pub(crate) fn entry(revision: &str) -> HistoryEntry {
    let now = "2026-11-22T09:00:00Z".parse().unwrap();
    HistoryEntry {
        run_id: "run".to_owned(),
        revision: id(revision),
        direction: Direction::Up,
        source_digest: None,
        component_digest: None,
        started_at: now,
        finished_at: now,
        duration: std::time::Duration::from_millis(5),
        run_by: r"o'hara\n".to_owned(),
        run_from: "here".to_owned(),
        tool_version: "test".to_owned(),
        outcome: HistoryOutcome::Applied,
    }
}

async fn locked(logins: &Logins<'_>, session: &mut dyn Session) -> Lock {
    Lock::acquire(&logins.url(&logins.own), session, request(), &mut |_| {}).await.unwrap()
}

pub(crate) fn request() -> LockRequest {
    LockRequest {
        version_table: "aludel_version".to_owned(),
        timeout: std::time::Duration::ZERO,
        identity: LockIdentity { who: "ana".to_owned(), from: "here".to_owned(), process: 1 },
        run_id: "run".to_owned(),
        purpose: LockPurpose::Commit,
        kind: None,
    }
}

/// What a step writes, in the guest's transaction.
async fn settle(logins: &Logins<'_>, session: &mut dyn Session, fence: &Fence) {
    fence.check(session).await.unwrap();
    logins.ledger.advance(session, &first()).await.unwrap();
    logins.ledger.record(session, &entry("a1")).await.unwrap();
}

async fn a_step_is_recorded_in_the_guest_s_transaction(database: &TestDatabase) {
    let logins = Logins::create(database).await;
    let mut session = logins.session().await;
    let lock = locked(&logins, &mut *session).await;
    let fence = lock.fence().unwrap().clone();
    assert_eq!(scalar(&mut *session, "SELECT current_user::text").await, text(&logins.guest));
    for is_kept in [false, true] {
        session.begin().await.unwrap();
        session.execute("CREATE TABLE prey (id INT)", &[]).await.unwrap();
        settle(&logins, &mut *session, &fence).await;
        if is_kept {
            session.commit().await.unwrap();
        } else {
            session.rollback().await.unwrap();
            assert_eq!(logins.ledger.heads(&mut *session).await.unwrap(), Some(Vec::new()));
        }
        let is_there = logins.ledger.confirm(&mut *session, "run", &id("a1"), Direction::Up).await.unwrap();
        assert_eq!(is_there, is_kept);
    }
    assert_eq!(logins.ledger.heads(&mut *session).await.unwrap(), Some(vec![id("a1")]));
    let history = logins.ledger.history(&mut *session).await.unwrap();
    assert_eq!(history, [entry("a1")]);
    // No ticket is left, and none was used twice.
    assert_eq!(scalar(&mut *database.session().await, "SELECT count(*) FROM aludel.aludel_ticket").await, integer(0));
    session.begin().await.unwrap();
    let moved = logins.ledger.advance(&mut *session, &first()).await.unwrap_err();
    assert!(matches!(moved, LedgerError::HeadsMoved { .. }), "{moved:?}");
    session.rollback().await.unwrap();
    lock.release(&mut *session).await.unwrap();
    session.close().await.unwrap();
    logins.remove().await;
}

/// Everything that a login can try by itself, each alone.
fn attempts(own: &str) -> Vec<String> {
    let each = [
        "SELECT aludel.aludel_record('x')",
        "SELECT aludel.aludel_record(NULL)",
        "SELECT * FROM aludel.aludel_ticket",
        "SELECT * FROM aludel.aludel_version",
        "INSERT INTO aludel.aludel_version VALUES ('evil')",
        "DELETE FROM aludel.aludel_version",
        "TRUNCATE aludel.aludel_history",
        "UPDATE aludel.aludel_lock SET fencing = 99",
        "INSERT INTO aludel.aludel_ticket VALUES (sha256('x'), pg_backend_pid(), NULL, ARRAY['SELECT 1'])",
        "LOCK TABLE aludel.aludel_version",
        "DROP TABLE aludel.aludel_version",
        "DROP SCHEMA aludel CASCADE",
        "ALTER TABLE aludel.aludel_version RENAME TO gone",
        "ALTER TABLE aludel.aludel_version OWNER TO current_user",
        "ALTER SCHEMA aludel RENAME TO gone",
        "CREATE TABLE aludel.mine (id INT)",
        "CREATE FUNCTION aludel.aludel_record(text, int) RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE OR REPLACE FUNCTION aludel.aludel_record(token text) RETURNS int8[] LANGUAGE sql AS 'SELECT NULL::int8[]'",
        "ALTER FUNCTION aludel.aludel_record(text) RESET search_path",
        "ALTER FUNCTION aludel.aludel_record(text) SECURITY INVOKER",
        "DROP FUNCTION aludel.aludel_record(text)",
        "GRANT ALL ON aludel.aludel_version TO PUBLIC",
        "GRANT ALL ON ALL TABLES IN SCHEMA aludel TO current_user",
        "CREATE TRIGGER t BEFORE INSERT ON aludel.aludel_version FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "CREATE RULE r AS ON INSERT TO aludel.aludel_version DO INSTEAD NOTHING",
        "CREATE POLICY p ON aludel.aludel_version USING (true)",
        "CREATE TABLE child () INHERITS (aludel.aludel_version)",
        "CREATE TABLE pointing (v VARCHAR(255) REFERENCES aludel.aludel_version)",
        "CREATE INDEX ON aludel.aludel_history (revision)",
        "COMMENT ON TABLE aludel.aludel_version IS 'mine'",
        "RESET ROLE; DELETE FROM aludel.aludel_version",
        "SET SESSION AUTHORIZATION DEFAULT; DELETE FROM aludel.aludel_version",
        "DO $$ BEGIN EXECUTE 'DELETE FROM aludel.aludel_' || 'version'; END $$",
        "DO $$ BEGIN PERFORM set_config('role', 'OWN', false); END $$",
        "SET ROLE OWN",
        "SET SESSION AUTHORIZATION OWN",
        "GRANT OWN TO current_user",
        "ALTER ROLE OWN PASSWORD 'mine'",
        "ALTER ROLE OWN SET search_path = public",
        "REASSIGN OWNED BY OWN TO current_user",
        "ALTER DEFAULT PRIVILEGES FOR ROLE OWN GRANT ALL ON TABLES TO PUBLIC",
        "CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION pg_catalog.pg_event_trigger_ddl_commands()",
        "ALTER SYSTEM SET search_path = 'public'",
        "COPY aludel.aludel_version FROM PROGRAM 'echo evil'",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'OWN'",
        // What the function would look at, had it no search path of its own.
        "CREATE TEMPORARY TABLE aludel_ticket (digest bytea, backend int, transaction bigint, statements text[]); \
         SET search_path = pg_temp, aludel; SELECT aludel.aludel_record('x')",
        "CREATE FUNCTION public.sha256(bytea) RETURNS bytea LANGUAGE sql AS 'SELECT ''''::bytea'; \
         SET search_path = public, pg_catalog; SELECT aludel.aludel_record('x')",
    ];
    each.iter().map(|sql| sql.replace("OWN", own)).collect()
}

async fn nothing_of_the_house_is_in_reach(database: &TestDatabase) {
    let logins = Logins::create(database).await;
    let mut session = logins.session().await;
    let lock = locked(&logins, &mut *session).await;
    session.begin().await.unwrap();
    settle(&logins, &mut *session, lock.fence().unwrap()).await;
    session.commit().await.unwrap();
    let before = logins.canaries().await;
    for sql in attempts(&logins.own) {
        // Once as a guest's transaction, and once by itself, where a statement is committed at once.
        session.begin().await.unwrap();
        let result = session.execute_script(&sql).await;
        assert!(result.is_err(), "{sql} went well");
        session.rollback().await.unwrap();
        let mut guest = logins.guest().await;
        assert!(guest.execute_script(&sql).await.is_err(), "{sql} went well by itself");
        guest.close().await.unwrap();
        assert_eq!(logins.canaries().await, before, "{sql}");
    }
    lock.release(&mut *session).await.unwrap();
    session.close().await.unwrap();
    logins.remove().await;
}

/// A ticket as the control connection writes it, by somebody who has stolen its token.
async fn stolen(logins: &Logins<'_>, backend: &str, transaction: &str) {
    let insert = format!(
        "INSERT INTO aludel.aludel_ticket VALUES (sha256('stolen'), {backend}, {transaction}, \
         ARRAY['INSERT INTO aludel.aludel_version VALUES (''evil'')'])"
    );
    logins.administer(&insert).await;
}

async fn call(session: &mut dyn Session) -> Result<(), SqlError> {
    session.execute("SELECT aludel.aludel_record('stolen')", &[]).await.map(drop)
}

async fn a_ticket_is_for_one_transaction_once(database: &TestDatabase) {
    let logins = Logins::create(database).await;
    let mut session = logins.session().await;
    let mut other = logins.guest().await;
    let Value::Integer(pid) = scalar(&mut *session, "SELECT pg_backend_pid()").await else { panic!("no number") };
    session.begin().await.unwrap();
    let Value::Integer(xid) = scalar(&mut *session, "SELECT txid_current()").await else { panic!("no number") };
    stolen(&logins, &pid.to_string(), &xid.to_string()).await;
    // Another connection of the same login has the token, and cannot use it.
    let refused = call(&mut *other).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::PermissionDenied, "{refused}");
    // The one that it is for can, once.
    call(&mut *session).await.unwrap();
    session.execute("SAVEPOINT s", &[]).await.unwrap();
    assert_eq!(call(&mut *session).await.unwrap_err().kind, ErrorKind::PermissionDenied);
    session.execute("ROLLBACK TO SAVEPOINT s", &[]).await.unwrap();
    session.rollback().await.unwrap();
    // In its next transaction it cannot, though the ticket was never used up.
    session.begin().await.unwrap();
    assert_eq!(call(&mut *session).await.unwrap_err().kind, ErrorKind::PermissionDenied);
    session.rollback().await.unwrap();
    assert_eq!(logins.ledger.heads(&mut *session).await.unwrap(), Some(Vec::new()));
    // What nobody can use any more goes when its connection is gone and the next one comes.
    session.close().await.unwrap();
    other.close().await.unwrap();
    logins.administer("UPDATE aludel.aludel_ticket SET backend = -1").await;
    logins.session().await.close().await.unwrap();
    assert_eq!(scalar(&mut *database.session().await, "SELECT count(*) FROM aludel.aludel_ticket").await, integer(0));
    logins.remove().await;
}

async fn a_run_that_lost_its_lease_cannot_record(database: &TestDatabase) {
    let logins = Logins::create(database).await;
    let mut session = logins.session().await;
    let lock = locked(&logins, &mut *session).await;
    session.begin().await.unwrap();
    logins.administer("UPDATE aludel.aludel_lock SET fencing = fencing + 1, run_id = 'another'").await;
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
    let Value::Integer(own) = scalar(killed.control().unwrap(), "SELECT pg_backend_pid()").await else {
        panic!("none")
    };
    logins.administer(&format!("SELECT pg_terminate_backend({own}, 10000)")).await;
    let mut session = logins.session().await;
    let url = logins.url(&logins.own);
    let error = Lock::acquire(&url, &mut *session, request(), &mut |_| {}).await.unwrap_err();
    assert!(matches!(&error, LockError::TimedOut { holder, .. } if holder.who.as_deref() == Some("ana")), "{error:?}");
    // Whoever administers the server may end it.
    let broken = status::break_lock(&url, &mut *session, "aludel_version", ("ana", "it is gone")).await.unwrap();
    let EndedSession::Stays { statement, .. } = broken.session else { panic!("{broken:?}") };
    logins.administer(&statement.replace(')', ", 10000)")).await;
    let _ = lock.release(&mut *killed).await;
    locked(&logins, &mut *session).await.release(&mut *session).await.unwrap();
    session.close().await.unwrap();
    drop(killed);
    logins.remove().await;
}

pub(crate) fn row(journal_state: JournalState) -> JournalRow {
    JournalRow {
        key: JournalKey { revision: id("a1"), direction: Direction::Up },
        run_id: "run".to_owned(),
        state: journal_state,
        statements: 1,
        statement: Some("UPDATE t SET c = '$1'".to_owned()),
        entries: vec![0, 1, 255, b'\'', b'\\'],
        fingerprint: Vec::new(),
    }
}

async fn the_journal_is_kept_in_and_out_of_transactions(database: &TestDatabase) {
    let logins = Logins::create(database).await;
    let mut session = logins.session().await;
    let journal: Journal = logins.ledger.journal();
    journal.ensure(&mut *session).await.unwrap();
    journal.append(&mut *session, &row(JournalState::Began)).await.unwrap();
    assert_eq!(journal.rows(&mut *session).await.unwrap(), [row(JournalState::Began)]);
    // A savepoint that nothing is around of begins a transaction of its own.
    let savepoint = session.savepoint().await.unwrap();
    journal.answered(&mut *session, &row(JournalState::Began).key).await.unwrap();
    session.rollback_savepoint(savepoint).await.unwrap();
    assert_eq!(journal.rows(&mut *session).await.unwrap(), [row(JournalState::Began)]);
    let savepoint = session.savepoint().await.unwrap();
    journal.answered(&mut *session, &row(JournalState::Began).key).await.unwrap();
    session.release_savepoint(savepoint).await.unwrap();
    assert_eq!(journal.rows(&mut *session).await.unwrap(), [row(JournalState::Done)]);
    assert_eq!(journal.clear(&mut *session, &row(JournalState::Done).key).await.unwrap(), 1);
    session.close().await.unwrap();
    logins.remove().await;
}

async fn problem(logins: &Logins<'_>) -> GuestLoginProblem {
    match logins.try_connect().await.err().expect("there is no connection") {
        error @ ConnectError::GuestLogin { .. } => {
            assert!(error.hint().is_some(), "{error}");
            let ConnectError::GuestLogin { problem, .. } = error else { unreachable!() };
            *problem
        }
        other => panic!("{other:?}"),
    }
}

async fn a_login_that_is_too_much_is_refused(database: &TestDatabase) {
    let mut logins = Logins::named(database);
    logins.administer(&format!("CREATE ROLE {0} LOGIN; CREATE ROLE {1} LOGIN;", logins.own, logins.guest)).await;
    assert_eq!(problem(&logins).await, GuestLoginProblem::NotSetUp { what: "schema", name: "aludel".to_owned() });
    logins.set_up().await;
    logins.session().await.close().await.unwrap();
    let (own, guest) = (logins.own.clone(), logins.guest.clone());
    let cases = [
        ("ALTER ROLE GUEST SUPERUSER", "ALTER ROLE GUEST NOSUPERUSER", "superuser"),
        ("GRANT OWN TO GUEST", "REVOKE OWN FROM GUEST", "owns `aludel`"),
        ("GRANT CREATE ON SCHEMA aludel TO GUEST", "REVOKE CREATE ON SCHEMA aludel FROM GUEST", "may create"),
        (
            "GRANT TRIGGER ON aludel.aludel_history TO PUBLIC",
            "REVOKE ALL ON aludel.aludel_history FROM PUBLIC",
            "aludel_history",
        ),
        (
            "GRANT UPDATE (version_num) ON aludel.aludel_version TO GUEST",
            "REVOKE ALL (version_num) ON aludel.aludel_version FROM GUEST",
            "aludel_version",
        ),
        ("ALTER TABLE aludel.aludel_history OWNER TO GUEST", "ALTER TABLE aludel.aludel_history OWNER TO OWN", "owns"),
        ("GRANT pg_write_all_data TO GUEST", "REVOKE pg_write_all_data FROM GUEST", "more than read"),
    ];
    for (open, shut, words) in cases {
        let named = |sql: &str| {
            sql.replace("GUEST", &guest).replace("OWN", if sql.contains("OWNER TO GUEST") { "OWN" } else { &own })
        };
        logins.administer(&named(open).replace(&format!("{own}ER TO"), "OWNER TO")).await;
        let found = problem(&logins).await;
        assert!(found.to_string().contains(words), "{open}: {found}");
        logins.administer(&named(shut).replace(&format!("{own}ER TO"), "OWNER TO")).await;
        logins.session().await.close().await.unwrap();
    }
    logins.guest.clone_from(&own);
    assert_eq!(problem(&logins).await, GuestLoginProblem::SameLogin { login: own });
    logins.guest = guest;
    logins.remove().await;
}

async fn tables_that_were_left_behind_are_found(database: &TestDatabase) {
    let mut alone = database.session().await;
    let logins = Logins::named(database);
    logins.ledger.ensure(&mut *alone).await.unwrap();
    alone.execute("INSERT INTO aludel_version VALUES ('a1')", &[]).await.unwrap();
    alone.execute("CREATE SCHEMA aludel", &[]).await.unwrap();
    logins.administer(&format!("CREATE ROLE {0} LOGIN; CREATE ROLE {1} LOGIN;", logins.own, logins.guest)).await;
    let mut session = logins.try_connect().await.unwrap();
    let error = logins.ledger.heads(&mut *session).await.unwrap_err();
    assert!(matches!(&error, LedgerError::Elsewhere { found, .. } if found == "public"), "{error:?}");
    session.close().await.unwrap();
    // What an administrator runs moves them with what is in them.
    logins.set_up().await;
    let mut session = logins.session().await;
    assert_eq!(logins.ledger.heads(&mut *session).await.unwrap(), Some(vec![id("a1")]));
    session.close().await.unwrap();
    let error = logins.ledger.heads(&mut *alone).await.unwrap_err();
    assert!(matches!(&error, LedgerError::Elsewhere { found, .. } if found == "aludel"), "{error:?}");
    alone.close().await.unwrap();
    logins.remove().await;
}

async fn a_function_that_is_not_ours_is_made_anew(database: &TestDatabase) {
    let logins = Logins::create(database).await;
    let mut session = logins.session().await;
    locked(&logins, &mut *session).await.release(&mut *session).await.unwrap();
    session.close().await.unwrap();
    let before = logins.canaries().await;
    let changes = [
        "ALTER FUNCTION aludel.aludel_record(text) SECURITY INVOKER",
        "ALTER FUNCTION aludel.aludel_record(text) RESET search_path",
        "GRANT EXECUTE ON FUNCTION aludel.aludel_record(text) TO PUBLIC",
        "DROP FUNCTION aludel.aludel_record(text)",
        "DROP TABLE aludel.aludel_ticket",
    ];
    for change in changes {
        logins.administer(&format!("SET ROLE {}; {change};", logins.own)).await;
        logins.session().await.close().await.unwrap();
        assert_eq!(logins.canaries().await, before, "{change}");
    }
    logins.remove().await;
}
