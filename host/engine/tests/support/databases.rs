//! The databases that tests run on: one table, each test with a database of its own.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use aludel_db::{ConnectOptions, DatabaseUrl, Session};
use aludel_sql::{Dialect, PageLimit, Value};

use super::Project;

/// A database that is made for one test.
pub(crate) struct TestDatabase {
    pub(crate) dialect: Dialect,
    pub(crate) project: Project,
    pub(crate) url: String,
    server: Option<(String, String)>,
}

static COUNT: AtomicU32 = AtomicU32::new(0);

const SERVERS: [(Dialect, &str); 2] =
    [(Dialect::Postgres, "ALUDEL_TEST_POSTGRES_URL"), (Dialect::MariaDb, "ALUDEL_TEST_MARIADB_URL")];

/// One database of each kind, empty, each with a project around it.
pub(crate) async fn all(name: &str) -> Vec<TestDatabase> {
    let mut databases = vec![sqlite()];
    for (dialect, variable) in SERVERS {
        databases.extend(server(name, dialect, variable).await);
    }
    databases
}

/// The one of that kind, if its server is there.
pub(crate) async fn one(name: &str, dialect: Dialect) -> Option<TestDatabase> {
    match SERVERS.iter().find(|(kind, _)| *kind == dialect) {
        Some((_, variable)) => server(name, dialect, variable).await,
        None => Some(sqlite()),
    }
}

/// A SQLite file in the project's folder.
pub(crate) fn sqlite() -> TestDatabase {
    let project = Project::with_config("[database]\nurl = \"sqlite://app.db\"\n");
    let url = format!("sqlite://{}", project.root().join("app.db").display());
    TestDatabase { dialect: Dialect::Sqlite, project, url, server: None }
}

#[expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "the environment tells a test where its servers are, and the reader of a test run what was not run"
)]
fn administrative_url(variable: &str) -> Option<String> {
    if let Ok(url) = std::env::var(variable) {
        return Some(url);
    }
    assert!(std::env::var("TEST_REQUIRE").is_err(), "{variable} is not set");
    eprintln!("not run: {variable} is not set");
    None
}

async fn server(name: &str, dialect: Dialect, variable: &str) -> Option<TestDatabase> {
    let admin = administrative_url(variable)?;
    let database = format!("engine_{name}_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    execute(&admin, &format!("CREATE DATABASE {database}")).await;
    let (server, _) = admin.rsplit_once('/').expect("an administrative URL names a database");
    let url = format!("{server}/{database}");
    let project =
        Project::with_config(&format!("[database]\nurl = \"{url}\"\nallow_superuser = true\nlock_timeout = \"20s\"\n"));
    Some(TestDatabase { dialect, project, url, server: Some((admin, database)) })
}

impl TestDatabase {
    /// Its name in messages.
    pub(crate) fn name(&self) -> &'static str {
        self.dialect.name()
    }

    /// A connection beside those of the run.
    pub(crate) async fn session(&self) -> Box<dyn Session> {
        session(&self.url).await
    }

    /// Whether a table is there.
    pub(crate) async fn has_table(&self, table: &str) -> bool {
        self.session().await.execute(&format!("SELECT 1 FROM {table} WHERE 1 = 0"), &[]).await.is_ok()
    }

    /// The first column of every row, as text.
    pub(crate) async fn column(&self, sql: &str) -> Vec<String> {
        let mut session = self.session().await;
        let cursor = session.query(sql, &[]).await.expect("the test's own query is right");
        let limit = PageLimit { rows: 1000, bytes: 1 << 20 };
        let rows = session.next_rows(cursor, limit).await.expect("the test's own query is right");
        rows.into_iter().map(|row| text(&row[0])).collect()
    }

    /// The version rows, sorted.
    pub(crate) async fn heads(&self) -> Vec<String> {
        if !self.has_table("aludel_version").await {
            return Vec::new();
        }
        self.column("SELECT version_num FROM aludel_version ORDER BY version_num").await
    }

    /// Drops it; a test that fails leaves its database for a look.
    pub(crate) async fn gone(self) {
        if let Some((admin, database)) = &self.server {
            let force = if self.dialect == Dialect::Postgres { " WITH (FORCE)" } else { "" };
            execute(admin, &format!("DROP DATABASE {database}{force}")).await;
        }
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        other => format!("{other:?}"),
    }
}

async fn session(url: &str) -> Box<dyn Session> {
    let url = DatabaseUrl::parse(url, std::path::Path::new("/")).expect("the test's own URL is right");
    let options =
        ConnectOptions { allow_superuser: true, connect_timeout: Duration::from_mins(1), ..ConnectOptions::default() };
    aludel_db::connect(&url, &options).await.expect("the server of the tests is running")
}

async fn execute(url: &str, sql: &str) {
    session(url).await.execute(sql, &[]).await.expect("the test's own statement is right");
}
