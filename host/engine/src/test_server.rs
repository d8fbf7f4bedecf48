//! Databases on the servers that tests are given.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use aludel_db::{ConnectOptions, DatabaseUrl, GuestLoginSetup, Ledger, Session, connect};

/// A database of its own, and the login that made it.
pub(crate) struct Server {
    administrator: String,
    pub(crate) database: String,
}

#[expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "the environment tells a test where its servers are, and the reader of a test run what was not run"
)]
fn administrator(variable: &str) -> Option<String> {
    let found = std::env::var(variable).ok();
    if found.is_none() {
        assert!(std::env::var("TEST_REQUIRE").is_err(), "{variable} is not set");
        eprintln!("not run: {variable} is not set");
    }
    found
}

async fn session(url: &str) -> Box<dyn Session> {
    let url = DatabaseUrl::parse(url, Path::new("/")).expect("the test's own URL is right");
    let options = ConnectOptions { allow_superuser: true, ..ConnectOptions::default() };
    connect(&url, &options).await.expect("the server of the tests is running")
}

/// Runs one statement as the login that the URL names.
pub(crate) async fn run(url: &str, sql: &str) {
    session(url).await.execute(sql, &[]).await.expect("the test's own statement is right");
}

impl Server {
    /// A new database on the server that the variable tells of; none where it is not set, which fails where tests are required.
    pub(crate) async fn with_database(variable: &str) -> Option<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let administrator = administrator(variable)?;
        let database = format!("engine_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        run(&administrator, &format!("CREATE DATABASE {database}")).await;
        Some(Self { administrator, database })
    }

    /// The URL of the database.
    pub(crate) fn url(&self) -> String {
        let (server, _) = self.administrator.rsplit_once('/').expect("an administrative URL names a database");
        format!("{server}/{}", self.database)
    }

    /// The URL of the database for `login:password`.
    pub(crate) fn url_of(&self, login: &str) -> String {
        let url = self.url();
        let (scheme, rest) = url.split_once("://").expect("it is a URL");
        let (_, host) = rest.rsplit_once('@').expect("it has a login");
        format!("{scheme}://{login}@{host}")
    }

    /// Runs the statements in the database and drops it.
    pub(crate) async fn gone(self, before: &[&str]) {
        for statement in before {
            run(&self.url(), statement).await;
        }
        run(&self.administrator, &format!("DROP DATABASE {}", self.database)).await;
    }
}

/// The host's login and that of its guests in one database, set up as an administrator would.
pub(crate) struct TwoLogins {
    pub(crate) url: String,
    pub(crate) guest_url: String,
    drops: [String; 2],
}

impl TwoLogins {
    pub(crate) async fn on(server: &Server) -> Self {
        let [own, guest] = ["own", "guest"].map(|part| format!("{}_{part}", server.database));
        let parsed = |login: &str| DatabaseUrl::parse(&server.url_of(login), Path::new("/")).expect("it is a URL");
        let (url, guest_url) = (parsed(&own), parsed(&guest));
        let ledger = Ledger::new("aludel_version").expect("it is a name");
        let setup = GuestLoginSetup { url: &url, guest_url: &guest_url, ledger: &ledger, owner: None };
        let sql = setup.sql().expect("two logins of PostgreSQL can be set up");
        session(&server.url()).await.execute_script(&sql).await.expect("the login of the tests is an administrator");
        let drops = [format!("DROP OWNED BY {own}, {guest} CASCADE"), format!("DROP ROLE {own}, {guest}")];
        Self { url: server.url_of(&own), guest_url: server.url_of(&guest), drops }
    }

    /// What takes both away again.
    pub(crate) fn gone(&self) -> Vec<&str> {
        self.drops.iter().map(String::as_str).collect()
    }
}
