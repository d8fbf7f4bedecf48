//! From a URL to a session.

use aludel_sql::{DatabaseInfo, Dialect, ErrorKind, SqlError};
use sqlx::postgres::{PgConnectOptions, PgRow, PgSslMode};

use super::cancel::PostgresCanceller;
use super::error::sql_error;
use super::lent::Lent;
use super::link::{Link, text_of};
use super::lookout::PostgresLookout;
use super::pooler::{Dialled, dial};
use super::process::Process;
use super::session::{Outside, PostgresSession};
use super::settings::{FORMS, Setting, client_check, limits};
use crate::connect::{ConnectError, ConnectOptions};
use crate::probe;
use crate::session::Session;
use crate::url::{DatabaseUrl, ServerTarget};

/// Statements with parameters that the driver keeps, until something is defined.
const KEPT_STATEMENTS: usize = 64;
/// The code of everything that a pooler has to say.
const POOLER: &str = "08P01";
const OLDEST_VERSION: u32 = 120_000;
/// The first that looks whether a client is still there while it works for it.
const CHECKS_CLIENTS_VERSION: u32 = 140_000;

/// What the server says of itself and of the login.
struct Greeting {
    version: String,
    version_number: u32,
    is_superuser: bool,
    user: String,
    default_schema: Option<String>,
    process: i32,
    is_in_recovery: bool,
    /// What a connection is marked with, as the server has it.
    mark: Option<String>,
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
    match dial(target, &driver_options, options.connect_timeout).await {
        Some(Ok(dialled)) => prepare_session(url, dialled, options).await,
        Some(Err(error)) => Err(refusal(url, &driver_options, error).await),
        None => Err(ConnectError::TimedOut { database: url.to_string(), waited: options.connect_timeout }),
    }
}

async fn prepare_session(
    url: &DatabaseUrl,
    mut dialled: Dialled,
    options: &ConnectOptions,
) -> Result<PostgresSession, ConnectError> {
    let greeting = greet(&mut dialled.link).await.map_err(|error| other(url, error))?;
    check(url, &greeting, options)?;
    if dialled.is_lent(greeting.mark.as_deref()) {
        prepare_lent(url, dialled, greeting, options).await
    } else {
        prepare_own(url, dialled, greeting, options).await
    }
}

/// A session that lasts: it is set up once.
async fn prepare_own(
    url: &DatabaseUrl,
    Dialled { mut link, options: driver_options, .. }: Dialled,
    greeting: Greeting,
    options: &ConnectOptions,
) -> Result<PostgresSession, ConnectError> {
    settle(&mut link, options).await.map_err(|error| other(url, error))?;
    for (index, statement) in options.on_connect.iter().enumerate() {
        let ran = link.run(statement, &[]).await;
        ran.map_err(|error| on_connect(url, index, error))?;
    }
    let outside = outside(driver_options, Process::Own(greeting.process), options);
    let mut info = info(greeting);
    if let Some(path) = &options.search_path {
        let setting = path.setting.replace('\'', "''");
        let sql = format!("SELECT pg_catalog.set_config('search_path', '{setting}', false)");
        link.run_own(&sql).await.map_err(|error| other(url, error))?;
        info.default_schema = Some(path.default_schema.clone());
    }
    Ok(PostgresSession::new(link, info, outside, None))
}

/// A session that is lent one transaction at a time: each of them is set up anew.
async fn prepare_lent(
    url: &DatabaseUrl,
    Dialled { mut link, options: driver_options, .. }: Dialled,
    greeting: Greeting,
    options: &ConnectOptions,
) -> Result<PostgresSession, ConnectError> {
    let check = (greeting.version_number >= CHECKS_CLIENTS_VERSION).then(client_check);
    let settled = Lent::settle(&mut link, options, check).await;
    let (mut lent, default_schema) = settled.map_err(|error| other(url, error))?;
    for (index, statement) in options.on_connect.iter().enumerate() {
        let added = lent.add_own(&mut link, statement).await;
        added.map_err(|error| on_connect(url, index, error))?;
    }
    let mut info = DatabaseInfo { default_schema, ..info(greeting) };
    if let Some(path) = &options.search_path {
        lent.add_search_path(&path.setting);
        info.default_schema = Some(path.default_schema.clone());
    }
    let outside = outside(driver_options, Process::lent(), options);
    Ok(PostgresSession::new(link, info, outside, Some(lent)))
}

fn outside(driver_options: PgConnectOptions, process: Process, options: &ConnectOptions) -> Outside {
    Outside {
        lookout: PostgresLookout::new(driver_options.clone(), process.clone(), options.lock_timeout),
        canceller: PostgresCanceller::new(driver_options, process.clone()),
        process,
    }
}

fn other(url: &DatabaseUrl, error: SqlError) -> ConnectError {
    ConnectError::Database { database: url.to_string(), error: Box::new(error) }
}

fn on_connect(url: &DatabaseUrl, index: usize, error: SqlError) -> ConnectError {
    ConnectError::OnConnect { database: url.to_string(), number: index + 1, error: Box::new(error) }
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
        Some(POOLER) if is_missing_database(&message) => ConnectError::DatabaseMissing { database },
        _ => ConnectError::Database { database, error: Box::new(error) },
    }
}

/// A pooler says all that is wrong with a connection under one code.
fn is_missing_database(message: &str) -> bool {
    message.starts_with("database \"") && message.ends_with("\" does not exist")
}

async fn greet(link: &mut Link) -> Result<Greeting, SqlError> {
    let sql = "SELECT current_setting('server_version'), current_setting('server_version_num'), \
               current_setting('is_superuser'), current_user, current_schema(), pg_catalog.pg_backend_pid(), \
               pg_catalog.pg_is_in_recovery(), current_setting('extra_float_digits')";
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
        mark: text_of(row, 7).map(str::to_owned),
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
    let forms = FORMS.map(|(name, value)| Setting { name, value: value.to_owned() });
    let statements =
        forms.into_iter().chain(limits(options)).map(|Setting { name, value }| format!("SET {name} TO {value}; "));
    let access = if options.read_only { "on" } else { "off" };
    let settings = format!(
        "{}SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3; \
         SET default_transaction_read_only = {access}",
        statements.collect::<String>()
    );
    link.run_own(&settings).await?;
    let Setting { name, value } = client_check();
    let _ = link.run_own(&format!("SET {name} TO {value}")).await;
    Ok(())
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
