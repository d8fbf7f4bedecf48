//! What a guest may not do on a server, and what of it does not outlive it.

use std::sync::Arc;

use aludel_db::{Guard, Ledger, Session};
use aludel_grants::{Access, AccessKind, Cage, Grants, Judge, ObjectKind, Refusal, Section};
use aludel_sql::{Batch, BulkKind, BulkTarget, ColumnBatch, ColumnData, ErrorKind, SqlError};

use crate::databases::TestDatabase;
use crate::{integer, rows, scalar, text};

mod postgres {
    crate::databases::one_test!(texts_are_judged, Postgres);
    crate::databases::one_test!(what_texts_do_not_show_is_found, Postgres);
    crate::databases::one_test!(what_hides_behind_other_calls_is_found, Postgres);
    crate::databases::one_test!(what_runs_with_plain_definitions_is_found, Postgres);
    crate::databases::one_test!(code_that_is_left_is_found, Postgres);
    crate::databases::one_test!(a_connection_is_as_before, Postgres);
    crate::databases::one_test!(deferred_triggers_belong_to_the_guest, Postgres);
    crate::databases::one_test!(an_aborted_transaction_is_left_to_its_owner, Postgres);
}

mod pooler {
    crate::databases::one_test!(texts_are_judged, Postgres, Pooler);
    crate::databases::one_test!(what_texts_do_not_show_is_found, Postgres, Pooler);
    crate::databases::one_test!(what_hides_behind_other_calls_is_found, Postgres, Pooler);
    crate::databases::one_test!(what_runs_with_plain_definitions_is_found, Postgres, Pooler);
    crate::databases::one_test!(code_that_is_left_is_found, Postgres, Pooler);
    crate::databases::one_test!(a_connection_is_as_before, Postgres, Pooler);
    crate::databases::one_test!(deferred_triggers_belong_to_the_guest, Postgres, Pooler);
    crate::databases::one_test!(an_aborted_transaction_is_left_to_its_owner, Postgres, Pooler);
}

mod mariadb {
    crate::databases::one_test!(texts_are_judged, MariaDb);
    crate::databases::one_test!(settings_of_mariadb_are_as_before, MariaDb);
    crate::databases::one_test!(files_of_the_client_stay_closed, MariaDb);
    crate::databases::one_test!(one_text_is_one_statement, MariaDb);
}

/// What own migrations may, inside of the host's transaction.
fn own() -> Arc<dyn Judge> {
    Arc::new(Cage::new(Grants { transaction: false, ..Grants::own() }, Section::Grants))
}

fn guard(judge: Arc<dyn Judge>) -> Guard {
    let house_tables = vec!["aludel_version".to_owned(), "aludel_history".to_owned()];
    Guard { judge, house_tables: house_tables.into(), sql_bytes_max: 1 << 20, value_bytes_max: 1 << 20 }
}

/// A session with the tables of the house, a transaction, and a guest in it.
async fn guarded(database: &TestDatabase, judge: Arc<dyn Judge>) -> Box<dyn Session> {
    let mut session = database.session().await;
    Ledger::new("aludel_version").unwrap().ensure(&mut *session).await.unwrap();
    session.execute("CREATE TABLE prey (id INT)", &[]).await.unwrap();
    session.begin().await.unwrap();
    session.arm(guard(judge));
    session
}

async fn left(session: &mut dyn Session) -> Result<(), SqlError> {
    session.disarm();
    session.release_handles().await.unwrap();
    session.check_left_behind().await
}

async fn texts_are_judged(database: &TestDatabase) {
    let mut session = guarded(database, own()).await;
    let refused = ["COMMIT", "DELETE FROM aludel_version", "SAVEPOINT aludel_step"];
    for sql in refused {
        for error in [
            session.execute(sql, &[]).await.map(drop),
            session.query(sql, &[]).await.map(drop),
            session.prepare(sql).await.map(drop),
            session.execute_script(&format!("SELECT 1; {sql}")).await,
        ] {
            let error = error.expect_err(sql);
            assert_eq!(error.kind, ErrorKind::Denied, "{sql}: {error}");
            assert!(error.extra("access").is_some(), "{sql}: {error:?}");
        }
    }
    session.execute("INSERT INTO prey VALUES (1)", &[]).await.unwrap();
    let long = format!("SELECT '{}'", "x".repeat(1 << 20));
    assert_eq!(session.execute(&long, &[]).await.unwrap_err().kind, ErrorKind::LimitExceeded);
    left(&mut *session).await.unwrap();
    assert_eq!(scalar(&mut *session, "SELECT COUNT(*) FROM aludel_version").await, integer(0));
    session.commit().await.unwrap();
}

async fn what_texts_do_not_show_is_found(database: &TestDatabase) {
    let hidden = [
        ("DO $$ BEGIN EXECUTE 'INSERT INTO aludel_' || 'version VALUES (''x'')'; END $$", "house-table"),
        ("DO $$ BEGIN EXECUTE 'CREATE ' || 'ROLE aludel_test_hidden'; END $$", "role"),
        ("DO $$ BEGIN EXECUTE 'ALTER ' || 'ROLE aludel SET work_mem = ''8MB'''; END $$", "role"),
    ];
    for (sql, access) in hidden {
        let mut session = database.session().await;
        Ledger::new("aludel_version").unwrap().ensure(&mut *session).await.unwrap();
        session.begin().await.unwrap();
        session.arm(guard(own()));
        session.execute(sql, &[]).await.unwrap();
        let error = left(&mut *session).await.expect_err(sql);
        assert_eq!((error.kind, error.extra("access")), (ErrorKind::Denied, Some(access)), "{sql}");
        session.rollback().await.unwrap();
    }
}

const HIDDEN: &str = "BEGIN EXECUTE 'INSERT INTO public.aludel_' || 'version VALUES (''x'')'; RETURN NEW; END";

/// A trigger of the operator's that changes the version wherever rows come to `prey`.
async fn trapped(database: &TestDatabase) -> Box<dyn Session> {
    let mut session = database.session().await;
    Ledger::new("aludel_version").unwrap().ensure(&mut *session).await.unwrap();
    session.execute("CREATE TABLE prey (id INT)", &[]).await.unwrap();
    let function = format!("CREATE FUNCTION spring() RETURNS trigger LANGUAGE plpgsql AS $$ {HIDDEN} $$");
    session.execute(&function, &[]).await.unwrap();
    let trigger = "CREATE TRIGGER spring BEFORE INSERT ON prey FOR EACH ROW EXECUTE FUNCTION spring()";
    session.execute(trigger, &[]).await.unwrap();
    session
}

async fn what_hides_behind_other_calls_is_found(database: &TestDatabase) {
    let mut session = trapped(database).await;
    for (has_text, is_bulk) in [(true, true), (false, true), (true, false)] {
        session.begin().await.unwrap();
        session.arm(guard(own()));
        if has_text {
            session.execute("CREATE TABLE plain (id INT)", &[]).await.unwrap();
        }
        if is_bulk {
            let kind = BulkKind::Insert;
            let target = BulkTarget { schema: None, table: "prey".to_owned(), kind, columns: vec!["id".to_owned()] };
            let bulk = session.open_bulk(target).await.unwrap();
            let column = ColumnBatch { data: ColumnData::Integers(vec![1]), nulls: Vec::new() };
            let rows = Batch { row_count: 1, columns: vec![column] };
            session.write_bulk(bulk, rows).await.unwrap();
            session.finish_bulk(bulk).await.unwrap();
        } else {
            session.execute("INSERT INTO prey VALUES (1)", &[]).await.unwrap();
        }
        let error = left(&mut *session).await.expect_err("the version was changed");
        assert_eq!(error.extra("access"), Some("house-table"), "{error}");
        session.rollback().await.unwrap();
    }
}

/// Event triggers run with definitions whose texts show nothing of them.
async fn what_runs_with_plain_definitions_is_found(database: &TestDatabase) {
    let mut session = trapped(database).await;
    let hidden = HIDDEN.replace("RETURN NEW; ", "");
    for statement in [
        format!("CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS $$ {hidden} $$"),
        "CREATE EVENT TRIGGER watch ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION watch()"
            .to_owned(),
    ] {
        session.execute(&statement, &[]).await.unwrap();
    }
    session.begin().await.unwrap();
    session.arm(guard(own()));
    session.execute("CREATE TABLE plain (id INT)", &[]).await.unwrap();
    let error = left(&mut *session).await.expect_err("the version was changed");
    assert_eq!(error.extra("access"), Some("house-table"), "{error}");
    session.rollback().await.unwrap();
}

/// Lets everything pass but one kind of thing.
struct AllBut(AccessKind);

impl Judge for AllBut {
    fn judge(&self, access: Access) -> Result<(), Refusal> {
        let cage = Cage::new(Grants::nothing(), Section::Grants);
        if access.kind == self.0 { cage.judge(access) } else { Ok(()) }
    }
}

async fn code_that_is_left_is_found(database: &TestDatabase) {
    let mut session = guarded(database, Arc::new(AllBut(AccessKind::Create(ObjectKind::Routine)))).await;
    session.execute("CREATE TABLE with_keys (id INT PRIMARY KEY, other INT REFERENCES with_keys)", &[]).await.unwrap();
    session.execute("CREATE VIEW seen AS SELECT id FROM with_keys", &[]).await.unwrap();
    session.execute("CREATE TYPE span AS RANGE (subtype = int4)", &[]).await.unwrap();
    left(&mut *session).await.unwrap();
    session.arm(guard(Arc::new(AllBut(AccessKind::Create(ObjectKind::Routine)))));
    let hidden = "DO $$ BEGIN EXECUTE 'CREATE ' || 'FUNCTION later() RETURNS int LANGUAGE sql AS ''SELECT 1'''; END $$";
    session.execute(hidden, &[]).await.unwrap();
    let error = left(&mut *session).await.unwrap_err();
    assert_eq!(error.extra("access"), Some("create-routine"), "{error}");
    assert!(error.message.contains("later"), "{error}");
    session.rollback().await.unwrap();
}

async fn a_connection_is_as_before(database: &TestDatabase) {
    let mut session = guarded(database, own()).await;
    let state = "SELECT current_setting('search_path'), current_setting('lock_timeout'), current_setting('role')";
    session.disarm();
    let before = rows(&mut *session, state, &[]).await;
    session.arm(guard(own()));
    for sql in [
        "SET search_path = pg_catalog",
        "SET lock_timeout = 0",
        "SELECT set_config('tracker.note', 'x', false)",
        "CREATE TEMPORARY TABLE passing (id int)",
        "PREPARE kept AS SELECT 1",
        "DECLARE held CURSOR WITH HOLD FOR SELECT 1",
        "LISTEN somebody",
        "DO $$ BEGIN EXECUTE 'SET LOCAL ' || 'ROLE pg_monitor'; END $$",
    ] {
        session.execute(sql, &[]).await.unwrap();
    }
    left(&mut *session).await.unwrap();
    assert_eq!(rows(&mut *session, state, &[]).await, before);
    let kept = "SELECT (SELECT count(*) FROM pg_prepared_statements WHERE name = 'kept') \
                + (SELECT count(*) FROM pg_cursors WHERE name = 'held') + (SELECT count(*) FROM pg_listening_channels()) \
                + (SELECT count(*) FROM pg_class WHERE relname = 'passing')";
    assert_eq!(scalar(&mut *session, kept).await, integer(0));
    session.commit().await.unwrap();
    assert_eq!(rows(&mut *session, state, &[]).await, before);
    assert_eq!(scalar(&mut *session, "SELECT count(*) FROM prey").await, integer(0));
}

async fn deferred_triggers_belong_to_the_guest(database: &TestDatabase) {
    let mut session = guarded(database, own()).await;
    session
        .execute_script(
            "CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
             EXECUTE 'INSERT INTO aludel_' || 'version VALUES (''late'')'; RETURN NULL; END $$; \
             CREATE CONSTRAINT TRIGGER late AFTER INSERT ON prey DEFERRABLE INITIALLY DEFERRED \
             FOR EACH ROW EXECUTE FUNCTION late(); INSERT INTO prey VALUES (1)",
        )
        .await
        .unwrap();
    session.disarm();
    session.release_handles().await.unwrap();
    session.run_deferred().await.unwrap();
    let error = session.check_left_behind().await.unwrap_err();
    assert_eq!(error.extra("access"), Some("house-table"), "{error}");
    session.rollback().await.unwrap();
}

async fn an_aborted_transaction_is_left_to_its_owner(database: &TestDatabase) {
    let mut session = guarded(database, own()).await;
    session.execute("SET search_path = pg_catalog", &[]).await.unwrap();
    session.execute("SELECT 1 / 0", &[]).await.unwrap_err();
    session.disarm();
    session.release_handles().await.unwrap();
    session.run_deferred().await.unwrap();
    session.check_left_behind().await.unwrap();
    assert!(session.commit().await.is_err());
    assert_eq!(scalar(&mut *session, "SELECT count(*) FROM prey").await, integer(0));
}

async fn settings_of_mariadb_are_as_before(database: &TestDatabase) {
    let mut session = guarded(database, own()).await;
    session.disarm();
    let state = "SELECT @@session.sql_mode, @@session.foreign_key_checks, @@session.lock_wait_timeout, \
                 @@session.character_set_results, DATABASE(), @note, @@session.sql_select_limit";
    let before = rows(&mut *session, state, &[]).await;
    session.arm(guard(own()));
    for sql in [
        "SET SESSION sql_mode = 'STRICT_ALL_TABLES'",
        "SET FOREIGN_KEY_CHECKS = 0, lock_wait_timeout = 7",
        "SET NAMES latin1",
        "SET @note = 'x'",
        "SET SESSION sql_select_limit = 1",
    ] {
        session.execute(sql, &[]).await.unwrap();
    }
    let elsewhere = session.execute("USE information_schema", &[]).await.unwrap_err();
    assert_eq!(elsewhere.kind, ErrorKind::Denied, "{elsewhere}");
    left(&mut *session).await.unwrap();
    assert_eq!(rows(&mut *session, state, &[]).await, before);
    session.arm(guard(own()));
    session.execute("LOCK TABLES prey WRITE", &[]).await.unwrap();
    left(&mut *session).await.unwrap();
    // With tables locked, no other one could be read.
    assert_eq!(scalar(&mut *session, "SELECT COUNT(*) FROM aludel_version").await, integer(0));
}

/// The host's own statement, so that nothing but the driver and the server is in the way.
async fn files_of_the_client_stay_closed(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute("CREATE TABLE prey (word TEXT)", &[]).await.unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "secret\n").unwrap();
    let sql = format!("LOAD DATA LOCAL INFILE '{}' INTO TABLE prey", file.path().display());
    assert!(session.execute(&sql, &[]).await.is_err());
    assert!(session.query(&sql, &[]).await.is_err());
    assert_eq!(scalar(&mut *session, "SELECT COUNT(*) FROM prey").await, integer(0));
}

async fn one_text_is_one_statement(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute("CREATE TABLE prey (word VARCHAR(20))", &[]).await.unwrap();
    for sql in [
        "SELECT 1; INSERT INTO prey VALUES ('x')",
        "LOCK TABLES prey WRITE; INSERT INTO prey VALUES ('x')",
        "SELECT 1 /*! ; INSERT INTO prey VALUES ('x') */",
    ] {
        assert!(session.execute(sql, &[]).await.is_err(), "{sql}");
        assert!(session.query(sql, &[]).await.is_err(), "{sql}");
        assert!(session.prepare(sql).await.is_err(), "{sql}");
    }
    assert_eq!(scalar(&mut *session, "SELECT COUNT(*) FROM prey").await, integer(0));
    assert_eq!(scalar(&mut *session, "SELECT 'a;b'").await, text("a;b"));
}
