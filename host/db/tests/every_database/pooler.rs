//! What holds behind a pooler that lends a connection for one transaction: nothing of a session is left in it for
//! whoever is lent it next.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use aludel_db::{ConnectError, ConnectOptions, DatabaseUrl, Guard, GuestLoginProblem, Session, connect};
use aludel_grants::{Cage, Grants, Section};
use aludel_sql::{ErrorKind, Row};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Executor as _, Row as _};

use crate::databases::{TestDatabase, options};
use crate::{integer, rows, scalar, text};

macro_rules! behind_a_pooler {
    ($($test:ident),+ $(,)?) => {
        mod cases { $(crate::databases::one_test!($test, Postgres, Pooler);)+ }
    };
}

behind_a_pooler!(
    it_is_found_out,
    the_url_can_say_that_sessions_last,
    settings_are_for_one_transaction,
    a_guest_that_went_well_leaves_nothing,
    a_guest_that_failed_leaves_nothing,
    what_others_left_leads_nobody_astray,
    a_statement_is_cancelled_in_its_transaction_only,
    statements_of_the_operator_are_done_anew,
    what_reads_only_cannot_write,
    two_logins_need_a_session_each,
);

async fn it_is_found_out(database: &TestDatabase) {
    assert!(!database.session().await.keeps_session());
    assert!(database.straight_session().await.keeps_session());
}

/// Nothing of this is checked by the pooler, so that it shows that the URL is believed.
async fn the_url_can_say_that_sessions_last(database: &TestDatabase) {
    let with = |url: &DatabaseUrl, pooler: &str| {
        DatabaseUrl::parse(&format!("{url}?pooler={pooler}"), Path::new("/")).map_err(|error| error.to_string())
    };
    assert!(connect(&with(&database.url, "session").unwrap(), &options()).await.unwrap().keeps_session());
    let straight = with(&database.straight_url, "transaction").unwrap();
    let mut session = connect(&straight, &options()).await.unwrap();
    assert!(!session.keeps_session());
    assert_eq!(scalar(&mut *session, "SELECT current_setting('lock_timeout')").await, text("5s"));
    let wrong = with(&database.url, "on").unwrap_err();
    assert!(wrong.ends_with("`pooler` cannot be `on`; it is one of session, transaction"), "{wrong}");
}

/// What is left in the connection that the server lent just now, as anybody sees it who is lent it next. In the pool of
/// one client the last connection is the next.
async fn left_in_connection(session: &mut dyn Session) -> Vec<Row> {
    let sql = "SELECT 'process', pg_backend_pid()::text \
        UNION ALL SELECT name, setting FROM pg_settings WHERE source = 'session' \
        UNION ALL SELECT 'lock', objid::text FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory' \
        UNION ALL SELECT 'prepared', name FROM pg_prepared_statements WHERE name !~ '^(sqlx_s_|aludel_)' \
        UNION ALL SELECT 'cursor', name FROM pg_cursors WHERE is_holdable \
        UNION ALL SELECT 'channel', channel FROM pg_listening_channels() AS channel \
        UNION ALL SELECT 'temporary', relname FROM pg_class WHERE relnamespace = pg_my_temp_schema() ORDER BY 1, 2";
    rows(session, sql, &[]).await
}

fn guard() -> Guard {
    let judge = Arc::new(Cage::new(Grants { transaction: false, ..Grants::own() }, Section::Grants));
    Guard { judge, house_tables: Vec::new().into(), sql_bytes_max: 1 << 20, value_bytes_max: 1 << 20 }
}

const TOUCHING: [&str; 8] = [
    "SET search_path = pg_catalog",
    "SET lock_timeout = '7min'",
    "SET work_mem = '7MB'",
    "SELECT set_config('tracker.note', 'x', false)",
    "SELECT pg_advisory_lock(77)",
    "CREATE TEMPORARY TABLE stray (id int)",
    "PREPARE stray AS SELECT 1",
    "LISTEN stray",
];

/// Each on its own, since some are refused in any case.
async fn touch(session: &mut dyn Session) {
    session.begin().await.unwrap();
    session.arm(guard());
    let mut done = 0;
    for sql in TOUCHING {
        let savepoint = session.savepoint().await.unwrap();
        if session.execute(sql, &[]).await.is_ok() {
            session.release_savepoint(savepoint).await.unwrap();
            done += 1;
        } else {
            session.rollback_savepoint(savepoint).await.unwrap();
        }
    }
    assert!(done >= 6, "{done}");
    let statement = session.prepare("SELECT $1::int").await.unwrap();
    session.execute_prepared(statement, &[integer(1)]).await.unwrap();
    session.disarm();
}

async fn settings_are_for_one_transaction(database: &TestDatabase) {
    let mut session = database.session().await;
    session.begin().await.unwrap();
    assert_eq!(scalar(&mut *session, "SELECT current_setting('lock_timeout')").await, text("5s"));
    session.rollback().await.unwrap();
    let bare = "SELECT current_setting('lock_timeout')";
    let mut next = plain(database).await;
    assert_eq!(next.ask(bare).await, "0");
}

async fn a_guest_that_went_well_leaves_nothing(database: &TestDatabase) {
    let mut session = database.session().await;
    let before = left_in_connection(&mut *session).await;
    touch(&mut *session).await;
    session.release_handles().await.unwrap();
    session.check_left_behind().await.unwrap();
    assert_eq!(scalar(&mut *session, "SELECT current_setting('lock_timeout')").await, text("5s"));
    session.commit().await.unwrap();
    assert_eq!(left_in_connection(&mut *session).await, before);
    assert_eq!(plain(database).await.ask("SELECT count(*) FROM pg_prepared_statements").await, "0");
}

async fn a_guest_that_failed_leaves_nothing(database: &TestDatabase) {
    let mut session = database.session().await;
    let before = left_in_connection(&mut *session).await;
    for statement in ["SELECT 1", "SELECT 1 / 0"] {
        touch(&mut *session).await;
        let _ = session.execute(statement, &[]).await;
        session.rollback().await.unwrap();
        assert_eq!(left_in_connection(&mut *session).await, before, "{statement}");
    }
    touch(&mut *session).await;
    session.execute("SELECT 1 / 0", &[]).await.unwrap_err();
    session.release_handles().await.unwrap();
    session.check_left_behind().await.unwrap();
    assert!(session.commit().await.is_err());
    assert_eq!(left_in_connection(&mut *session).await, before);
    assert_eq!(plain(database).await.ask("SELECT count(*) FROM pg_prepared_statements").await, "0");
}

/// A dump that was restored through the pooler leaves an empty search path.
async fn what_others_left_leads_nobody_astray(database: &TestDatabase) {
    let mut other = plain(database).await;
    other.ask("SELECT set_config('search_path', '', false), set_config('bytea_output', 'escape', false)").await;
    let mut session = database.session().await;
    assert_eq!(session.info().default_schema.as_deref(), Some("public"));
    session.execute("CREATE TABLE found (data bytea)", &[]).await.unwrap();
    assert_eq!(scalar(&mut *session, "SELECT to_regclass('public.found')::text").await, text("found"));
}

async fn a_statement_is_cancelled_in_its_transaction_only(database: &TestDatabase) {
    let mut session = database.session().await;
    let canceller = session.canceller();
    session.begin().await.unwrap();
    let mut sleeping = session.execute("SELECT pg_sleep(600)", &[]);
    let error = loop {
        tokio::select! {
            biased;
            slept = &mut sleeping => break slept.unwrap_err(),
            () = tokio::time::sleep(Duration::from_millis(100)) => canceller.cancel().await.unwrap(),
        }
    };
    drop(sleeping);
    assert_eq!(error.kind, ErrorKind::Cancelled);
    session.rollback().await.unwrap();
    // Now the same process works for somebody else, or for nobody.
    let mut other = plain(database).await;
    let asking = tokio::spawn(async move { other.ask("SELECT pg_sleep(0.3)").await });
    while !asking.is_finished() {
        canceller.cancel().await.unwrap();
        tokio::task::yield_now().await;
    }
    asking.await.unwrap();
}

async fn statements_of_the_operator_are_done_anew(database: &TestDatabase) {
    let with = |statement: &str| ConnectOptions { on_connect: vec![statement.to_owned()], ..options() };
    let mut session = connect(&database.url, &with("SET work_mem = '9MB'")).await.unwrap();
    for _ in 0..2 {
        assert_eq!(scalar(&mut *session, "SELECT current_setting('work_mem')").await, text("9MB"));
    }
    assert_ne!(plain(database).await.ask("SELECT current_setting('work_mem')").await, "9MB");
    let Err(error) = connect(&database.url, &with("SELECT pg_sleep(0)")).await else { panic!("it cannot last") };
    assert!(matches!(error, ConnectError::OnConnect { number: 1, .. }), "{error}");
    assert!(error.hint().is_some_and(|hint| hint.starts_with("write it as `SET name = value`")));
    assert!(connect(&database.url, &with("SET no_such_thing = 1")).await.is_err());
}

async fn what_reads_only_cannot_write(database: &TestDatabase) {
    let reading = ConnectOptions { read_only: true, ..options() };
    let mut session = connect(&database.url, &reading).await.unwrap();
    let error = session.execute("CREATE TABLE no (id int)", &[]).await.unwrap_err();
    assert_eq!(error.sqlstate.as_deref(), Some("25006"));
}

async fn two_logins_need_a_session_each(database: &TestDatabase) {
    let two = ConnectOptions { guest_url: Some(Box::new(database.url.clone())), ..options() };
    let Err(error) = connect(&database.straight_url, &two).await else { panic!("nothing binds the two together") };
    let ConnectError::GuestLogin { problem, .. } = error else { panic!("{error}") };
    assert_eq!(*problem, GuestLoginProblem::Pooled);
}

/// Whoever is lent a connection with nothing set: what is there was left by others.
struct Plain(PgConnection);

async fn plain(database: &TestDatabase) -> Plain {
    let options: PgConnectOptions = database.url.to_string().parse().unwrap();
    Plain(options.extra_float_digits(None).connect().await.unwrap())
}

impl Plain {
    /// The first value of the first row, as text. One message, and so one connection.
    async fn ask(&mut self, sql: &str) -> String {
        let row = self.0.fetch_one(sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))).await.unwrap();
        row.try_get_raw(0).unwrap().as_str().unwrap().to_owned()
    }
}
