//! From a URL to a session.

use std::time::Duration;

use aludel_sql::{DatabaseInfo, Dialect, ErrorKind, SqlError, Value};
use sqlx::mysql::{MySqlConnectOptions, MySqlConnection, MySqlRow, MySqlSslMode, MySqlTypeInfo};
use sqlx::{AssertSqlSafe, Column as _, ConnectOptions as _, Executor as _, Row as _};

use super::cancel::MySqlCanceller;
use super::error::sql_error;
use super::lookout::{MySqlLookout, Questions};
use super::session::{Facts, MySqlSession};
use super::value::{KnownColumn, bytes_of, value};
use crate::connect::{ConnectError, ConnectOptions};
use crate::probe;
use crate::session::Session;
use crate::url::{DatabaseUrl, ServerTarget};

const KEPT_STATEMENTS: usize = 64;
/// A `MySQL` server speaks first and at once. After this silence somebody else may be there.
const SILENCE: Duration = Duration::from_secs(1);
const PORT: u16 = 3306;

const GREETING: &str = "SELECT VERSION(), CONNECTION_ID(), DATABASE(), @@max_allowed_packet, CURRENT_USER(), \
                        @@global.read_only, CAST(1.5 AS DECIMAL(2, 1))";

/// Grants of the whole server. Those that the login has by a role do not show before the role is set.
const SUPERUSER: &str = "SELECT COUNT(*) FROM information_schema.USER_PRIVILEGES \
                         WHERE PRIVILEGE_TYPE IN ('SUPER', 'FILE') AND GRANTEE = CONCAT('''', \
                         SUBSTRING_INDEX(CURRENT_USER(), '@', 1), '''@''', SUBSTRING_INDEX(CURRENT_USER(), '@', -1), '''')";

/// What the server says of itself and of the login.
struct Greeting {
    version: String,
    connection_id: u64,
    database: Option<String>,
    packet_bytes_max: usize,
    user: String,
    is_read_only: bool,
    decimal: MySqlTypeInfo,
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
) -> Result<MySqlSession, ConnectError> {
    let driver_options = driver_options(url, target)?;
    let timed_out = || ConnectError::TimedOut { database: url.to_string(), waited: options.connect_timeout };
    let connecting = tokio::time::timeout(options.connect_timeout, driver_options.connect());
    let connection = tokio::select! {
        biased;
        connected = connecting => match connected {
            Ok(Ok(connection)) => connection,
            Ok(Err(error)) => return Err(refusal(url, error)),
            Err(_) => return Err(timed_out()),
        },
        wrong = wrong_kind(url, target) => return Err(wrong),
    };
    prepare_session(url, connection, driver_options, options).await
}

/// Ends when it is sure that the server is another one; else never.
async fn wrong_kind(url: &DatabaseUrl, target: &ServerTarget) -> ConnectError {
    tokio::time::sleep(SILENCE).await;
    let host = target.host.as_deref().unwrap_or("localhost");
    if probe::who_answers(host, target.port.unwrap_or(PORT)).await != Some(Dialect::Postgres) {
        std::future::pending::<()>().await;
    }
    let found = "PostgreSQL server".to_owned();
    ConnectError::WrongKind { database: url.to_string(), expected: target.dialect, found }
}

async fn prepare_session(
    url: &DatabaseUrl,
    mut connection: MySqlConnection,
    driver_options: MySqlConnectOptions,
    options: &ConnectOptions,
) -> Result<MySqlSession, ConnectError> {
    let other = |error| ConnectError::Database { database: url.to_string(), error: Box::new(error) };
    let greeting = greet(&mut connection).await.map_err(other)?;
    let info = info(&greeting);
    check(url, &mut connection, &greeting, &info, options).await?;
    settle(&mut connection, info.dialect, options).await.map_err(other)?;
    let questions = Questions::new(&info, greeting.connection_id);
    let lookout = MySqlLookout::new(driver_options.clone(), questions, lock_wait(options.lock_timeout));
    let facts = Facts {
        info,
        lookout,
        canceller: MySqlCanceller::new(driver_options, greeting.connection_id),
        decimal: greeting.decimal,
        packet_bytes_max: greeting.packet_bytes_max,
    };
    let mut session = MySqlSession::new(connection, facts);
    for (index, statement) in options.on_connect.iter().enumerate() {
        session.run(statement, std::iter::empty()).await.map_err(|error| ConnectError::OnConnect {
            database: url.to_string(),
            number: index + 1,
            error: Box::new(error),
        })?;
    }
    Ok(session)
}

fn driver_options(url: &DatabaseUrl, target: &ServerTarget) -> Result<MySqlConnectOptions, ConnectError> {
    // The driver would change the SQL mode, so that `||` means something else than everywhere on this server.
    let mut options = MySqlConnectOptions::new()
        .host(target.host.as_deref().unwrap_or("localhost"))
        .port(target.port.unwrap_or(PORT))
        .pipes_as_concat(false)
        .no_engine_substitution(false)
        .charset(target.parameter("charset").unwrap_or("utf8mb4"))
        .statement_cache_capacity(KEPT_STATEMENTS);
    if let Some(collation) = target.parameter("collation") {
        options = options.collation(collation);
    }
    if let Some(socket) = target.parameter("socket") {
        options = options.socket(socket);
    }
    if let Some(user) = &target.user {
        options = options.username(user);
    }
    if let Some(password) = &target.password {
        options = options.password(password);
    }
    if let Some(database) = &target.database {
        options = options.database(database);
    }
    with_encryption(url, target, options)
}

fn with_encryption(
    url: &DatabaseUrl,
    target: &ServerTarget,
    mut options: MySqlConnectOptions,
) -> Result<MySqlConnectOptions, ConnectError> {
    let first = |names: &[&str]| names.iter().find_map(|name| target.parameter(name)).map(str::to_owned);
    if let Some(mode) = first(&["sslmode", "ssl-mode"]) {
        let unknown =
            |error: sqlx::Error| ConnectError::Encryption { database: url.to_string(), message: error.to_string() };
        options = options.ssl_mode(mode.parse::<MySqlSslMode>().map_err(unknown)?);
    }
    if let Some(path) = first(&["sslca", "ssl-ca"]) {
        options = options.ssl_ca(path);
    }
    if let Some(path) = first(&["sslcert", "ssl-cert"]) {
        options = options.ssl_client_cert(path);
    }
    if let Some(path) = first(&["sslkey", "ssl-key"]) {
        options = options.ssl_client_key(path);
    }
    Ok(options)
}

fn refusal(url: &DatabaseUrl, error: sqlx::Error) -> ConnectError {
    let database = url.to_string();
    match error {
        sqlx::Error::Io(error) => ConnectError::Unreachable { database, message: error.to_string() },
        sqlx::Error::Tls(error) => ConnectError::Encryption { database, message: error.to_string() },
        // The driver was built without the way that MySQL has for passwords on open lines.
        sqlx::Error::Configuration(error) if error.to_string().contains("use TLS") => {
            let message = "the login takes its password (`caching_sha2_password`) over TLS only".to_owned();
            ConnectError::Encryption { database, message }
        }
        error => {
            let error = sql_error(error);
            let message = error.message.clone();
            match error.native_code {
                Some(1045 | 1698) => ConnectError::LoginRefused { database, message },
                Some(1044) => ConnectError::PermissionDenied { database, message },
                Some(1049) => ConnectError::DatabaseMissing { database },
                _ => ConnectError::Database { database, error: Box::new(error) },
            }
        }
    }
}

async fn greet(connection: &mut MySqlConnection) -> Result<Greeting, SqlError> {
    let row = connection.fetch_one(sqlx::query(GREETING).persistent(false)).await.map_err(sql_error)?;
    let greeting = greeting(&row);
    greeting.ok_or_else(|| SqlError::new(ErrorKind::Connection, "the server does not say who it is"))
}

fn greeting(row: &MySqlRow) -> Option<Greeting> {
    Some(Greeting {
        version: text(row, 0)?,
        connection_id: number(row, 1)?,
        database: text(row, 2),
        packet_bytes_max: usize::try_from(number(row, 3)?).ok()?,
        user: text(row, 4)?,
        is_read_only: number(row, 5)? != 0,
        decimal: row.columns().get(6)?.type_info().clone(),
    })
}

fn text(row: &MySqlRow, index: usize) -> Option<String> {
    bytes_of(row, index).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
}

pub(super) fn number(row: &MySqlRow, index: usize) -> Option<u64> {
    match value(bytes_of(row, index)?, &KnownColumn::new(row.columns().get(index)?)) {
        Value::Integer(integer) => integer.try_into().ok(),
        Value::UnsignedInteger(integer) => Some(integer),
        _ => None,
    }
}

fn info(greeting: &Greeting) -> DatabaseInfo {
    let dialect = if greeting.version.contains("MariaDB") { Dialect::MariaDb } else { Dialect::Mysql };
    // Replication once needed a 5.5.5- in front of it.
    let version = greeting.version.strip_prefix("5.5.5-").unwrap_or(&greeting.version);
    let mut numbers =
        version.split(|character: char| !character.is_ascii_digit()).map(|part| part.parse().unwrap_or(0));
    let mut next = || numbers.next().unwrap_or(0);
    DatabaseInfo {
        dialect,
        server_version: greeting.version.clone(),
        version_number: (next(), next(), next()),
        default_schema: greeting.database.clone(),
    }
}

async fn check(
    url: &DatabaseUrl,
    connection: &mut MySqlConnection,
    greeting: &Greeting,
    info: &DatabaseInfo,
    options: &ConnectOptions,
) -> Result<(), ConnectError> {
    let database = url.to_string();
    let oldest = if info.dialect == Dialect::MariaDb { (10, 5, 0) } else { (8, 0, 0) };
    if info.version_number < oldest {
        let found = format!("{} {}", info.dialect.display_name(), info.server_version);
        let minimum = format!("{} {}.{}", info.dialect.display_name(), oldest.0, oldest.1);
        return Err(ConnectError::VersionUnsupported { database, found, minimum });
    }
    let user = greeting.user.split('@').next().unwrap_or_default().to_owned();
    if !options.allow_superuser && is_superuser(connection).await {
        return Err(ConnectError::Superuser { database, user });
    }
    if greeting.is_read_only && !options.read_only && !is_superuser(connection).await {
        let message = "`read_only` is set on the server".to_owned();
        return Err(ConnectError::ReadOnly { database, message });
    }
    Ok(())
}

/// Whether the login can read and write files of the server, or do anything at all.
async fn is_superuser(connection: &mut MySqlConnection) -> bool {
    let row = connection.fetch_one(sqlx::query(SUPERUSER).persistent(false)).await;
    row.is_ok_and(|row| number(&row, 0).is_some_and(|count| count > 0))
}

/// Sets the server's own timeouts.
async fn settle(connection: &mut MySqlConnection, dialect: Dialect, options: &ConnectOptions) -> Result<(), SqlError> {
    let mut settings = vec![
        // The driver asks for IGNORE_SPACE when it connects, which makes reserved words of the names of functions.
        "sql_mode = @@global.sql_mode".to_owned(),
        format!("innodb_lock_wait_timeout = {}", lock_seconds(options.lock_timeout)),
        format!("lock_wait_timeout = {}", lock_seconds(options.lock_timeout)),
    ];
    let limit = options.statement_timeout;
    if !limit.is_zero() {
        settings.push(match dialect {
            Dialect::MariaDb => format!("max_statement_time = {}", limit.as_secs_f64().max(0.001)),
            // It only ends SELECTs there.
            _ => format!("max_execution_time = {}", limit.as_millis().max(1)),
        });
    }
    run(connection, &format!("SET SESSION {}", settings.join(", SESSION "))).await?;
    if options.read_only {
        run(connection, "SET SESSION TRANSACTION READ ONLY").await?;
    }
    Ok(())
}

async fn run(connection: &mut MySqlConnection, sql: &str) -> Result<(), SqlError> {
    connection.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.map(drop).map_err(sql_error)
}

/// How long the server waits in fact; zero without an end.
fn lock_wait(timeout: Duration) -> Duration {
    if timeout.is_zero() { Duration::ZERO } else { Duration::from_secs(lock_seconds(timeout)) }
}

/// Whole seconds, at least one; the server knows no "for ever", so zero is a year.
fn lock_seconds(timeout: Duration) -> u64 {
    const YEAR: u64 = 31_536_000;
    let seconds = timeout.as_secs() + u64::from(timeout.subsec_nanos() > 0);
    if seconds == 0 { YEAR } else { seconds.min(YEAR) }
}
