//! Databases made for one case.

use std::env;
use std::path::Path;
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use aludel_db::{ConnectOptions, DatabaseUrl, Session, connect};

/// Where databases can be made.
pub(crate) enum Server {
    /// In memory.
    Sqlite,
    /// By a login that may make databases.
    Remote { administrator: String, drop_suffix: &'static str },
}

/// An empty database, and a connection to it.
pub(crate) struct Scratch {
    pub(crate) session: Box<dyn Session>,
    name: Option<String>,
}

/// Whether a server that is missing fails the test.
pub(crate) fn is_required() -> bool {
    environment("TEST_REQUIRE").is_some()
}

#[expect(clippy::disallowed_methods, reason = "where the test servers are is told by the environment")]
fn environment(name: &str) -> Option<String> {
    env::var(name).ok()
}

impl Server {
    /// The server of that name, or what is missing.
    pub(crate) fn find(name: &str) -> Result<Self, String> {
        let (variable, drop_suffix) = match name {
            "sqlite" => return Ok(Self::Sqlite),
            "postgresql" => ("ALUDEL_TEST_POSTGRES_URL", " WITH (FORCE)"),
            "mysql" => ("ALUDEL_TEST_MYSQL_URL", ""),
            _ => ("ALUDEL_TEST_MARIADB_URL", ""),
        };
        let administrator = environment(variable).ok_or_else(|| format!("{variable} is not set"))?;
        Ok(Self::Remote { administrator, drop_suffix })
    }

    /// Makes a database.
    pub(crate) async fn create(&self) -> Scratch {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let Self::Remote { administrator, .. } = self else {
            return Scratch { session: session("sqlite::memory:").await, name: None };
        };
        let name = format!("aludel_case_{}_{}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        administer(administrator, &format!("CREATE DATABASE {name}")).await;
        let (server, _) = administrator.rsplit_once('/').expect("the URL names a database");
        Scratch { session: session(&format!("{server}/{name}")).await, name: Some(name) }
    }

    /// Drops it.
    pub(crate) async fn remove(&self, scratch: Scratch) {
        scratch.session.close().await.expect("the connection closes");
        if let (Self::Remote { administrator, drop_suffix }, Some(name)) = (self, scratch.name) {
            administer(administrator, &format!("DROP DATABASE {name}{drop_suffix}")).await;
        }
    }
}

async fn session(url: &str) -> Box<dyn Session> {
    let url = DatabaseUrl::parse(url, Path::new("/")).expect("a good URL");
    let options = ConnectOptions { allow_superuser: true, ..ConnectOptions::default() };
    connect(&url, &options).await.expect("the test server is there")
}

async fn administer(url: &str, sql: &str) {
    let mut session = session(url).await;
    session.execute(sql, &[]).await.expect("the login may make databases");
    session.close().await.expect("the connection closes");
}
