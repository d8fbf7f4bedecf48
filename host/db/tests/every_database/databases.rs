//! A database of its own for each test, on each kind of server.

use std::env;
use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use aludel_db::{ConnectOptions, DatabaseUrl, Session, connect};
use aludel_sql::Dialect;
use tempfile::TempDir;

/// The kinds of database that the tests run on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
    MariaDb,
    Mysql,
}

/// How a database is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// By the server itself, or the file.
    Straight,
    /// Through a pooler that lends a connection for one transaction.
    Pooler,
}

/// A new and empty database.
#[derive(Debug)]
pub(crate) struct TestDatabase {
    pub(crate) kind: Kind,
    pub(crate) url: DatabaseUrl,
    /// That of the server itself, where `url` leads through a pooler.
    pub(crate) straight_url: DatabaseUrl,
    /// Where a `SQLite` file is.
    _directory: TempDir,
    name: String,
    administrator: Option<DatabaseUrl>,
}

pub(crate) type TestFuture = Pin<Box<dyn Future<Output = ()> + Send>>;

pub(crate) fn options() -> ConnectOptions {
    ConnectOptions { allow_superuser: true, ..ConnectOptions::default() }
}

impl Kind {
    fn variable(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some("ALUDEL_TEST_POSTGRES_URL"),
            Self::MariaDb => Some("ALUDEL_TEST_MARIADB_URL"),
            Self::Mysql => Some("ALUDEL_TEST_MYSQL_URL"),
        }
    }

    /// The login that may make databases; none for `SQLite`.
    fn administrator(self) -> Result<Option<String>, String> {
        self.variable().map(required).transpose()
    }
}

impl Way {
    /// The URL of the pooler; none without one.
    fn pooler(self) -> Result<Option<String>, String> {
        match self {
            Self::Straight => Ok(None),
            Self::Pooler => required("ALUDEL_TEST_PGBOUNCER_URL").map(Some),
        }
    }
}

fn required(variable: &str) -> Result<String, String> {
    match (environment(variable), environment("TEST_REQUIRE")) {
        (Some(url), _) => Ok(url),
        (None, Some(_)) => panic!("{variable} is not set"),
        (None, None) => Err(format!("not run: {variable} is not set")),
    }
}

#[expect(clippy::disallowed_methods, reason = "where the test servers are is told by the environment")]
fn environment(variable: &str) -> Option<String> {
    env::var(variable).ok()
}

impl TestDatabase {
    async fn create(kind: Kind, administrator: Option<String>, pooler: Option<String>) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("aludel_test_{}_{}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let directory = TempDir::new().expect("a temporary folder");
        let Some(administrator) = administrator else {
            let url = DatabaseUrl::parse("sqlite://test.db", directory.path()).expect("a good URL");
            return Self { kind, straight_url: url.clone(), url, _directory: directory, name, administrator: None };
        };
        let parsed = DatabaseUrl::parse(&administrator, Path::new("/")).expect("a good administrator URL");
        administer(&parsed, &format!("CREATE DATABASE {name}")).await;
        let straight_url = parsed.with_database(&name);
        let pooler = pooler.map(|url| DatabaseUrl::parse(&url, Path::new("/")).expect("a good URL of the pooler"));
        let url = pooler.map_or_else(|| straight_url.clone(), |pooler| pooler.with_database(&name));
        Self { kind, url, straight_url, _directory: directory, name, administrator: Some(parsed) }
    }

    async fn remove(&self) {
        let Some(administrator) = &self.administrator else { return };
        let force = if self.kind == Kind::Postgres { " WITH (FORCE)" } else { "" };
        administer(administrator, &format!("DROP DATABASE {}{force}", self.name)).await;
    }

    /// A new connection.
    pub(crate) async fn session(&self) -> Box<dyn Session> {
        connect(&self.url, &options()).await.expect("the database is there")
    }

    /// A new connection that keeps its session.
    pub(crate) async fn straight_session(&self) -> Box<dyn Session> {
        connect(&self.straight_url, &options()).await.expect("the database is there")
    }

    /// The URL of the login that may make databases, as it was given.
    pub(crate) fn administrator_url(&self) -> String {
        self.kind.administrator().expect("the test runs").expect("it is a server")
    }

    pub(crate) fn dialect(&self) -> Dialect {
        match self.kind {
            Kind::Sqlite => Dialect::Sqlite,
            Kind::Postgres => Dialect::Postgres,
            Kind::MariaDb => Dialect::MariaDb,
            Kind::Mysql => Dialect::Mysql,
        }
    }
}

async fn administer(url: &DatabaseUrl, sql: &str) {
    let mut session = connect(url, &options()).await.expect("the test server is there");
    session.execute(sql, &[]).await.expect("the login may make databases");
    session.close().await.expect("the connection closes");
}

/// Runs a test on a database of its own, which is removed also when the test fails.
pub(crate) async fn run((kind, way): (Kind, Way), test: fn(Arc<TestDatabase>) -> TestFuture) {
    let (administrator, pooler) = match kind.administrator().and_then(|found| Ok((found, way.pooler()?))) {
        Ok(found) => found,
        Err(why) => {
            eprintln!("{why}");
            return;
        }
    };
    let database = Arc::new(TestDatabase::create(kind, administrator, pooler).await);
    let result = tokio::spawn(test(Arc::clone(&database))).await;
    database.remove().await;
    if let Err(failure) = result {
        std::panic::resume_unwind(failure.into_panic());
    }
}

/// Makes a test of each function for each kind of database.
macro_rules! on_every_database {
    ($($test:ident),+ $(,)?) => {
        mod sqlite { $(crate::databases::one_test!($test, Sqlite);)+ }
        mod postgres { $(crate::databases::one_test!($test, Postgres);)+ }
        mod pooler { $(crate::databases::one_test!($test, Postgres, Pooler);)+ }
        mod mariadb { $(crate::databases::one_test!($test, MariaDb);)+ }
        mod mysql { $(crate::databases::one_test!($test, Mysql);)+ }
    };
}

macro_rules! one_test {
    ($test:ident, $kind:ident) => {
        crate::databases::one_test!($test, $kind, Straight);
    };
    ($test:ident, $kind:ident, $way:ident) => {
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $test() {
            let place = (crate::databases::Kind::$kind, crate::databases::Way::$way);
            crate::databases::run(place, |database| Box::pin(async move { super::$test(&database).await })).await;
        }
    };
}

pub(crate) use {on_every_database, one_test};
