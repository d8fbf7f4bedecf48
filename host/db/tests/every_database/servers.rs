//! What can be in the way of a connection to a server.

use std::path::Path;
use std::time::{Duration, Instant};

use aludel_db::{ConnectError, ConnectOptions, DatabaseUrl, connect};
use aludel_sql::Dialect;

use crate::databases::{TestDatabase, options};
use crate::{scalar, text};

mod postgres {
    crate::databases::one_test!(whatever_is_in_the_way_is_named, Postgres);
    crate::databases::one_test!(the_operator_s_statements_run_first, Postgres);
    crate::databases::one_test!(a_superuser_is_refused, Postgres);
    crate::databases::one_test!(a_reading_connection_cannot_write, Postgres);
}

mod mariadb {
    crate::databases::one_test!(whatever_is_in_the_way_is_named, MariaDb);
    crate::databases::one_test!(the_operator_s_statements_run_first, MariaDb);
    crate::databases::one_test!(a_superuser_is_refused, MariaDb);
    crate::databases::one_test!(a_reading_connection_cannot_write, MariaDb);
}

mod mysql {
    crate::databases::one_test!(whatever_is_in_the_way_is_named, Mysql);
    crate::databases::one_test!(the_operator_s_statements_run_first, Mysql);
    crate::databases::one_test!(a_superuser_is_refused, Mysql);
    crate::databases::one_test!(a_reading_connection_cannot_write, Mysql);
    crate::databases::one_test!(a_password_goes_over_tls_only, Mysql);
}

/// The URL of a database with one of its parts exchanged.
fn changed(url: &str, from: &str, to: &str) -> DatabaseUrl {
    assert!(url.contains(from), "{url} has no {from}");
    DatabaseUrl::parse(&url.replacen(from, to, 1), Path::new("/")).unwrap()
}

async fn failure(url: &DatabaseUrl, options: &ConnectOptions) -> ConnectError {
    let error = connect(url, options).await.err().expect("there is no connection");
    assert!(!error.to_string().contains("secret"), "{error}");
    error
}

fn port(url: &str) -> &str {
    let (_, rest) = url.rsplit_once(':').unwrap();
    rest.split('/').next().unwrap()
}

async fn whatever_is_in_the_way_is_named(database: &TestDatabase) {
    let url = database.administrator_url();
    let options = options();
    let nobody = format!(":{}/", port(&url));
    let error = failure(&changed(&url, &nobody, ":1/"), &options).await;
    assert!(matches!(error, ConnectError::Unreachable { .. }), "{error:?}");
    let name = url.rsplit_once('/').unwrap().1;
    let error = failure(&changed(&url, &format!("/{name}"), "/no_such_database"), &options).await;
    assert!(matches!(error, ConnectError::DatabaseMissing { .. }), "{error:?}");
    let error = failure(&changed(&url, "://aludel", "://nobody"), &options).await;
    assert!(matches!(error, ConnectError::LoginRefused { .. }), "{error:?}");
    let (scheme, other) =
        if database.dialect() == Dialect::Postgres { ("postgres", "mysql") } else { ("mysql", "postgres") };
    let started = Instant::now();
    let error = failure(&changed(&url, scheme, other), &options).await;
    assert!(matches!(error, ConnectError::WrongKind { .. }), "{error:?}");
    assert!(started.elapsed() < Duration::from_secs(8));
    // A port where somebody listens and never speaks.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!(":{}/", silent.local_addr().unwrap().port());
    let hasty = ConnectOptions { connect_timeout: Duration::from_millis(300), ..options };
    let error = failure(&changed(&url, &nobody, &address), &hasty).await;
    assert!(matches!(error, ConnectError::TimedOut { .. }), "{error:?}");
}

async fn the_operator_s_statements_run_first(database: &TestDatabase) {
    let (statement, question) = match database.dialect() {
        Dialect::Postgres => ("SET search_path = pg_catalog", "SELECT current_schema()::text"),
        _ => ("SET @place = 'pg_catalog'", "SELECT @place"),
    };
    let mut set = options();
    set.on_connect = vec![statement.to_owned()];
    let mut session = connect(&database.url, &set).await.unwrap();
    assert_eq!(scalar(&mut *session, question).await, text("pg_catalog"));
    set.on_connect.push("SELEC 1".to_owned());
    let error = failure(&database.url, &set).await;
    assert!(matches!(error, ConnectError::OnConnect { number: 2, .. }), "{error:?}");
}

async fn a_superuser_is_refused(database: &TestDatabase) {
    let error = failure(&database.url, &ConnectOptions::default()).await;
    assert!(matches!(&error, ConnectError::Superuser { user, .. } if user == "aludel"), "{error:?}");
    assert!(error.hint().is_some());
}

async fn a_reading_connection_cannot_write(database: &TestDatabase) {
    let reading = ConnectOptions { read_only: true, ..options() };
    let mut session = connect(&database.url, &reading).await.unwrap();
    session.execute("CREATE TABLE t (id INT)", &[]).await.unwrap_err();
}

/// The server knows a login that it has seen once without asking for the password, so this one is new.
async fn a_password_goes_over_tls_only(database: &TestDatabase) {
    let login = format!("aludel_open_{}", std::process::id());
    let mut session = database.session().await;
    session.execute(&format!("CREATE USER '{login}'@'%' IDENTIFIED BY 'hush'"), &[]).await.unwrap();
    session.execute(&format!("GRANT CREATE ON *.* TO '{login}'@'%'"), &[]).await.unwrap();
    let url = database.administrator_url();
    let host = url.rsplit_once('@').unwrap().1;
    let with = |mode: &str| {
        let url = format!("mysql://{login}:hush@{host}?ssl-mode={mode}");
        DatabaseUrl::parse(&url, Path::new("/")).unwrap()
    };
    let error = failure(&with("disabled"), &options()).await;
    assert!(matches!(error, ConnectError::Encryption { .. }), "{error:?}");
    connect(&with("required"), &options()).await.unwrap().close().await.unwrap();
    session.execute(&format!("DROP USER '{login}'@'%'"), &[]).await.unwrap();
}
