//! Scratch databases: like the one they stand for, and gone afterwards.

use std::path::Path;

use aludel_db::{ConnectOptions, DatabaseUrl, ScratchDatabase, ScratchError, ScratchRequest, Session};

use crate::databases::{Kind, TestDatabase, on_every_database, options};
use crate::{rows, scalar, text};

on_every_database!(
    a_scratch_database_is_empty_and_gone_afterwards,
    what_was_left_behind_is_swept,
    a_login_without_the_right_is_told,
    the_database_need_not_be_there_yet,
    one_that_is_forgotten_is_dropped_all_the_same,
);

/// The names of all scratch databases and schemas that a login sees.
async fn scratch_names(database: &TestDatabase) -> Vec<String> {
    let sql = match database.kind {
        Kind::Sqlite => return Vec::new(),
        Kind::Postgres => {
            "SELECT datname::text FROM pg_database WHERE datname LIKE 'aludel_scratch_%' \
             UNION ALL SELECT nspname::text FROM pg_namespace WHERE nspname LIKE 'aludel_scratch_%'"
        }
        Kind::MariaDb | Kind::Mysql => {
            "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE 'aludel_scratch_%'"
        }
    };
    let name = |row: Vec<aludel_sql::Value>| format!("{:?}", row[0]);
    rows(&mut *database.session().await, sql, &[]).await.into_iter().map(name).collect()
}

async fn create(like: &DatabaseUrl) -> Result<(ScratchDatabase, Box<dyn Session>), ScratchError> {
    ScratchDatabase::create(ScratchRequest { like, at: None, options: &options() }).await
}

async fn remove(scratch: ScratchDatabase, session: Box<dyn Session>) {
    session.close().await.unwrap();
    scratch.remove().await.unwrap();
}

fn name_of(scratch: &ScratchDatabase) -> String {
    scratch.url().to_string().rsplit('/').next().unwrap().to_owned()
}

async fn a_scratch_database_is_empty_and_gone_afterwards(database: &TestDatabase) {
    let mut live = database.session().await;
    live.execute("CREATE TABLE book (id INTEGER)", &[]).await.unwrap();
    let asked = match database.kind {
        Kind::Sqlite => "PRAGMA encoding",
        Kind::Postgres => {
            "SELECT datcollate || ' ' || encoding || ' ' || datctype FROM pg_database WHERE datname = current_database()"
        }
        Kind::MariaDb | Kind::Mysql => {
            live.execute("ALTER DATABASE CHARACTER SET latin1 COLLATE latin1_german2_ci", &[]).await.unwrap();
            live = database.session().await;
            "SELECT CONCAT(@@character_set_database, ' ', @@collation_database)"
        }
    };
    let (scratch, mut session) = create(&database.url).await.unwrap();
    assert_eq!(scalar(&mut *session, asked).await, scalar(&mut *live, asked).await);
    assert!(session.execute("SELECT * FROM book", &[]).await.is_err());
    session.execute("CREATE TABLE book (id INTEGER)", &[]).await.unwrap();
    let name = name_of(&scratch);
    remove(scratch, session).await;
    assert!(!scratch_names(database).await.iter().any(|found| found.contains(&name)));
}

async fn what_was_left_behind_is_swept(database: &TestDatabase) {
    if database.kind == Kind::Sqlite {
        return;
    }
    let mut live = database.session().await;
    let left_behind = format!("aludel_scratch_1000_{:08x}", std::process::id());
    if live.keeps_session() {
        live.execute(&format!("CREATE DATABASE {left_behind}"), &[]).await.unwrap();
    }
    if database.kind == Kind::Postgres {
        live.execute(&format!("CREATE SCHEMA {left_behind}"), &[]).await.unwrap();
    }
    let (fresh, fresh_session) = create(&database.url).await.unwrap();
    let (scratch, session) = create(&database.url).await.unwrap();
    let found = scratch_names(database).await;
    assert!(!found.iter().any(|name| name.contains(&left_behind)), "{found:?}");
    let is_there = |name: &str| found.iter().any(|found| found.contains(name));
    assert!(if fresh.is_schema() { found.len() == 2 } else { is_there(&name_of(&fresh)) }, "{found:?}");
    remove(fresh, fresh_session).await;
    remove(scratch, session).await;
}

/// A login that may work in the database and make none.
async fn poor_login(database: &TestDatabase) -> Option<DatabaseUrl> {
    let mut live = database.session().await;
    let user = format!("aludel_poor_{}", std::process::id());
    let (statements, secret) = match database.kind {
        Kind::Sqlite => return None,
        Kind::Postgres => (
            vec![
                format!("CREATE ROLE {user} LOGIN PASSWORD 'poor'"),
                format!(
                    "DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO {user}', current_database()); END $$"
                ),
            ],
            ":poor",
        ),
        Kind::MariaDb | Kind::Mysql => {
            let name = name_in(&database.url);
            let grant = format!("GRANT ALL ON {name}.* TO '{user}'@'127.0.0.1'");
            (vec![format!("CREATE USER '{user}'@'127.0.0.1' IDENTIFIED BY 'poor'"), grant], ":poor")
        }
    };
    for statement in statements {
        live.execute(&statement, &[]).await.unwrap();
    }
    let url = database.administrator_url();
    let (scheme, rest) = url.split_once("://").unwrap();
    let (_, host) = rest.rsplit_once('@').unwrap();
    let (host, _) = host.split_once('/').unwrap();
    let url = format!("{scheme}://{user}{secret}@{host}/{}", name_in(&database.url));
    Some(DatabaseUrl::parse(&url, Path::new("/")).unwrap())
}

fn name_in(url: &DatabaseUrl) -> String {
    url.to_string().rsplit('/').next().unwrap().to_owned()
}

async fn forget_login(database: &TestDatabase) {
    let user = format!("aludel_poor_{}", std::process::id());
    let mut live = database.session().await;
    if database.kind == Kind::Postgres {
        live.execute(&format!("DROP OWNED BY {user}"), &[]).await.unwrap();
        live.execute(&format!("DROP ROLE {user}"), &[]).await.unwrap();
    } else {
        live.execute(&format!("DROP USER '{user}'@'127.0.0.1'"), &[]).await.unwrap();
    }
}

async fn a_login_without_the_right_is_told(database: &TestDatabase) {
    let Some(url) = poor_login(database).await else { return };
    let made =
        ScratchDatabase::create(ScratchRequest { like: &url, at: None, options: &ConnectOptions::default() }).await;
    match made {
        Ok((scratch, mut session)) => {
            assert!(scratch.is_schema());
            session.begin().await.unwrap();
            session.execute("CREATE TABLE book (id INTEGER)", &[]).await.unwrap();
            let default_schema = session.info().default_schema.clone().unwrap();
            assert!(default_schema.starts_with("aludel_scratch_"));
            let found = scalar(&mut *session, "SELECT current_schema()::text").await;
            assert_eq!(found, text(&default_schema));
            session.rollback().await.unwrap();
            remove(scratch, session).await;
            assert!(!scratch_names(database).await.iter().any(|name| name.contains(&default_schema)));
        }
        Err(error) => {
            assert!(database.dialect().is_mysql_family(), "{error}");
            let user = format!("aludel_poor_{}", std::process::id());
            let hint = error.hint().unwrap();
            let grant = format!("`GRANT ALL ON `aludel\\_scratch\\_%`.* TO '{user}'@'127.0.0.1'`");
            assert!(hint.starts_with(&grant), "{hint}");
            assert!(hint.ends_with("`scratch_url = \"...\"` under `[database]`"), "{hint}");
        }
    }
    forget_login(database).await;
}

async fn the_database_need_not_be_there_yet(database: &TestDatabase) {
    let (scratch, session) = create(&database.url.with_database("aludel_test_not_there_yet")).await.unwrap();
    remove(scratch, session).await;
}

async fn one_that_is_forgotten_is_dropped_all_the_same(database: &TestDatabase) {
    let (scratch, session) = create(&database.url).await.unwrap();
    let name = name_of(&scratch);
    session.close().await.unwrap();
    drop(scratch);
    for _ in 0..100 {
        if !scratch_names(database).await.iter().any(|found| found.contains(&name)) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("`{name}` is still there");
}
