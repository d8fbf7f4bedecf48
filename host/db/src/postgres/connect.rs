//! From a URL to a session.

use aludel_sql::{DatabaseInfo, Dialect, ErrorKind, SqlError};
use sqlx::ConnectOptions as _;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgRow, PgSslMode};

use super::cancel::PostgresCanceller;
use super::error::sql_error;
use super::link::{Link, text_of};
use super::lookout::PostgresLookout;
use super::session::PostgresSession;
use crate::connect::{ConnectError, ConnectOptions};
use crate::probe;
use crate::session::Session;
use crate::url::{DatabaseUrl, ServerTarget};

/// Statements with parameters that the driver keeps, until something is defined.
const KEPT_STATEMENTS: usize = 64;
const OLDEST_VERSION: u32 = 120_000;

/// What the server says of itself and of the login.
struct Greeting {
    version: String,
    version_number: u32,
    is_superuser: bool,
    user: String,
    default_schema: Option<String>,
    process: i32,
    is_in_recovery: bool,
}

/// Connects, and checks server and login.
pub(crate) async fn connect(
    url: &DatabaseUrl,
    target: &ServerTarget,
    options: &ConnectOptions,
) -> Result<Box<dyn Session>, ConnectError> {
    Ok(Box::new(connect_session(url, target, options).await?))
}

pub(super) async fn connect_session(
    url: &DatabaseUrl,
    target: &ServerTarget,
    options: &ConnectOptions,
) -> Result<PostgresSession, ConnectError> {
    let driver_options = driver_options(url, target, options)?;
    let connecting = driver_options.connect();
    let connection = match tokio::time::timeout(options.connect_timeout, connecting).await {
        Ok(Ok(connection)) => connection,
        Ok(Err(error)) => return Err(refusal(url, &driver_options, error).await),
        Err(_) => {
            return Err(ConnectError::TimedOut { database: url.to_string(), waited: options.connect_timeout });
        }
    };
    prepare_session(url, connection, driver_options, options).await
}

async fn prepare_session(
    url: &DatabaseUrl,
    connection: PgConnection,
    driver_options: PgConnectOptions,
    options: &ConnectOptions,
) -> Result<PostgresSession, ConnectError> {
    let other = |error| ConnectError::Database { database: url.to_string(), error: Box::new(error) };
    let mut link = Link::new(connection);
    let greeting = greet(&mut link).await.map_err(other)?;
    check(url, &greeting, options)?;
    settle(&mut link, options).await.map_err(other)?;
    for (index, statement) in options.on_connect.iter().enumerate() {
        link.run(statement, &[]).await.map_err(|error| ConnectError::OnConnect {
            database: url.to_string(),
            number: index + 1,
            error: Box::new(error),
        })?;
    }
    let lookout = PostgresLookout::new(driver_options.clone(), greeting.process, options.lock_timeout);
    let canceller = PostgresCanceller::new(driver_options, greeting.process);
    let mut info = info(greeting);
    if let Some(path) = &options.search_path {
        let setting = path.setting.replace('\'', "''");
        let sql = format!("SELECT pg_catalog.set_config('search_path', '{setting}', false)");
        link.run_own(&sql).await.map_err(other)?;
        info.default_schema = Some(path.default_schema.clone());
    }
    Ok(PostgresSession::new(link, info, canceller, lookout))
}

fn driver_options(
    url: &DatabaseUrl,
    target: &ServerTarget,
    options: &ConnectOptions,
) -> Result<PgConnectOptions, ConnectError> {
    let port = target.port.or_else(|| target.parameter("port").and_then(|port| port.parse().ok())).unwrap_or(5432);
    let host = target.parameter("host").or(target.host.as_deref()).unwrap_or("localhost");
    let name = target.parameter("application_name").unwrap_or(&options.application_name);
    let mut driver_options = PgConnectOptions::new_without_pgpass()
        .host(host)
        .port(port)
        .application_name(name)
        .extra_float_digits(3)
        .statement_cache_capacity(KEPT_STATEMENTS);
    if let Some(user) = &target.user {
        driver_options = driver_options.username(user);
    }
    if let Some(password) = &target.password {
        driver_options = driver_options.password(password);
    }
    if let Some(database) = &target.database {
        driver_options = driver_options.database(database);
    }
    with_encryption(url, target, driver_options)
}

fn with_encryption(
    url: &DatabaseUrl,
    target: &ServerTarget,
    mut options: PgConnectOptions,
) -> Result<PgConnectOptions, ConnectError> {
    let first = |names: &[&str]| names.iter().find_map(|name| target.parameter(name)).map(str::to_owned);
    if let Some(mode) = first(&["sslmode", "ssl-mode"]) {
        let unknown =
            |error: sqlx::Error| ConnectError::Encryption { database: url.to_string(), message: error.to_string() };
        options = options.ssl_mode(mode.parse::<PgSslMode>().map_err(unknown)?);
    }
    if let Some(path) = first(&["sslrootcert", "ssl-root-cert", "ssl-ca"]) {
        options = options.ssl_root_cert(path);
    }
    if let Some(path) = first(&["sslcert", "ssl-cert"]) {
        options = options.ssl_client_cert(path);
    }
    if let Some(path) = first(&["sslkey", "ssl-key"]) {
        options = options.ssl_client_key(path);
    }
    Ok(options)
}

async fn refusal(url: &DatabaseUrl, options: &PgConnectOptions, error: sqlx::Error) -> ConnectError {
    let database = url.to_string();
    match error {
        sqlx::Error::Io(error) => ConnectError::Unreachable { database, message: error.to_string() },
        sqlx::Error::Tls(error) => ConnectError::Encryption { database, message: error.to_string() },
        error @ sqlx::Error::Protocol(_) => match probe::who_answers(options.get_host(), options.get_port()).await {
            Some(Dialect::Mysql) => {
                let found = "MySQL or MariaDB server".to_owned();
                ConnectError::WrongKind { database, expected: Dialect::Postgres, found }
            }
            _ => ConnectError::Database { database, error: Box::new(sql_error(error)) },
        },
        error => login_refusal(database, sql_error(error)),
    }
}

fn login_refusal(database: String, error: SqlError) -> ConnectError {
    let message = error.message.clone();
    match error.sqlstate.as_deref() {
        Some("28P01" | "28000") => ConnectError::LoginRefused { database, message },
        Some("3D000") => ConnectError::DatabaseMissing { database },
        Some("42501") => ConnectError::PermissionDenied { database, message },
        _ => ConnectError::Database { database, error: Box::new(error) },
    }
}

async fn greet(link: &mut Link) -> Result<Greeting, SqlError> {
    let sql = "SELECT current_setting('server_version'), current_setting('server_version_num'), \
               current_setting('is_superuser'), current_user, current_schema(), pg_catalog.pg_backend_pid(), \
               pg_catalog.pg_is_in_recovery()";
    let rows = link.rows(sql).await?;
    let greeting = rows.first().and_then(greeting);
    greeting.ok_or_else(|| SqlError::new(ErrorKind::Connection, "the server does not say who it is"))
}

fn greeting(row: &PgRow) -> Option<Greeting> {
    Some(Greeting {
        version: text_of(row, 0)?.to_owned(),
        version_number: text_of(row, 1)?.parse().ok()?,
        is_superuser: text_of(row, 2)? == "on",
        user: text_of(row, 3)?.to_owned(),
        default_schema: text_of(row, 4).map(str::to_owned),
        process: text_of(row, 5)?.parse().ok()?,
        is_in_recovery: text_of(row, 6)? == "t",
    })
}

fn check(url: &DatabaseUrl, greeting: &Greeting, options: &ConnectOptions) -> Result<(), ConnectError> {
    let database = url.to_string();
    if greeting.version_number < OLDEST_VERSION {
        let found = format!("PostgreSQL {}", greeting.version);
        return Err(ConnectError::VersionUnsupported { database, found, minimum: "PostgreSQL 12".to_owned() });
    }
    if greeting.is_superuser && !options.allow_superuser {
        return Err(ConnectError::Superuser { database, user: greeting.user.clone() });
    }
    if greeting.is_in_recovery && !options.read_only {
        let message = "the server is a standby in recovery".to_owned();
        return Err(ConnectError::ReadOnly { database, message });
    }
    Ok(())
}

/// Sets what this connection needs: the forms that values are read in, and the server's own timeouts.
async fn settle(link: &mut Link, options: &ConnectOptions) -> Result<(), SqlError> {
    let read_only = if options.read_only { "on" } else { "off" };
    let settings = format!(
        "SET standard_conforming_strings = on; SET intervalstyle = 'postgres'; SET bytea_output = 'hex'; SET cursor_tuple_fraction = 1.0; \
         SET statement_timeout = {}; SET lock_timeout = {}; SET idle_in_transaction_session_timeout = '5min'; \
         SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3; \
         SET default_transaction_read_only = {read_only}",
        milliseconds(options.statement_timeout),
        milliseconds(options.lock_timeout),
    );
    link.run_own(&settings).await?;
    // Frees the lock of a client that was killed soon. Servers before 14, and those that run on systems which cannot
    // tell, refuse it.
    let _ = link.run_own("SET client_connection_check_interval = '1s'").await;
    Ok(())
}

/// At least one, because zero stands for no timeout.
fn milliseconds(duration: std::time::Duration) -> u128 {
    if duration.is_zero() { 0 } else { duration.as_millis().clamp(1, i32::MAX as u128) }
}

fn info(greeting: Greeting) -> DatabaseInfo {
    let number = greeting.version_number;
    DatabaseInfo {
        dialect: Dialect::Postgres,
        server_version: greeting.version,
        version_number: (number / 10_000, number % 10_000, 0),
        default_schema: greeting.default_schema,
    }
}
