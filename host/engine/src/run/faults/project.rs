//! A line of migrations, and the database that they run on.

use std::sync::Arc;

use aludel_db::{ConnectError, ConnectOptions, DatabaseUrl, Session, fetch_all};
use aludel_sandbox::Sandbox;
use aludel_sql::{PageLimit, Value};
use tempfile::TempDir;
use tokio::sync::Notify;

use crate::address::Access;
use crate::connection::Connector;
use crate::error::Error;
use crate::event::{Event, Observer};
use crate::in_memory::Component;
use crate::outage::{Fault, FaultyConnector};
use crate::report::RunReport;
use crate::{GUEST_URL_VARIABLE, Identity, Migrator, OpenOptions, RunRequest, TransactionMode};

/// The revision of a migration; they are counted from 1.
pub(super) fn revision(number: usize) -> String {
    format!("r{number:02}")
}

/// Which migration it is.
pub(super) fn number(revision: &str) -> usize {
    revision.trim_start_matches('r').parse().expect("it is one of ours")
}

fn component(number: usize) -> Component {
    let revision = revision(number);
    let header = match number {
        1 => String::new(),
        _ => format!("-- down_revision = \"{}\"\n", self::revision(number - 1)),
    };
    let text = format!(
        "-- /// migration\n-- revision = \"{revision}\"\n{header}-- ///\n-- aludel:upgrade\n{}",
        statements(number)
    );
    Component::from_sql(&revision, &text).expect("the text is right")
}

/// A table with a row; every third is changed as well, and every fifth has an index.
fn statements(number: usize) -> String {
    let table = revision(number);
    let mut statements = vec![
        format!("CREATE TABLE {table} (id INTEGER PRIMARY KEY, note INTEGER);"),
        format!("INSERT INTO {table} (id, note) VALUES (1, 0);"),
    ];
    if number.is_multiple_of(3) {
        statements.push(format!("ALTER TABLE {table} ADD more INTEGER;"));
        statements.push(format!("UPDATE {table} SET note = note + 1;"));
    }
    if number.is_multiple_of(5) {
        statements.push(format!("CREATE INDEX {table}_note ON {table} (note);"));
    }
    statements.join("\n") + "\n"
}

/// What the note of a migration's row is when each of its statements ran once.
fn note(number: usize) -> i64 {
    i64::from(number.is_multiple_of(3))
}

/// A database in its own folder or on a server, and what runs on it.
pub(super) struct Place {
    folder: TempDir,
    url: String,
    /// Where migrations have a login of their own.
    guest_url: Option<String>,
    sandbox: Sandbox,
    migrations: usize,
}

/// What a run came to.
pub(super) struct Ran {
    /// None where its process was killed.
    pub(super) result: Option<Result<RunReport, Error>>,
    /// How many migrations it told to be applied.
    pub(super) told: usize,
}

/// How far a database is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Done {
    /// By its version row, and by its tables: those are there or not as a whole.
    pub(super) migrations: usize,
    /// Whether each statement ran once.
    pub(super) once: bool,
}

impl Place {
    pub(super) fn new(sandbox: &Sandbox, migrations: usize) -> Self {
        Self::at("sqlite://app.db".to_owned(), sandbox, migrations)
    }

    pub(super) fn at(url: String, sandbox: &Sandbox, migrations: usize) -> Self {
        // Thousands of runs would wait for a disk, where the system has a folder in memory.
        let folder =
            TempDir::new_in("/dev/shm").or_else(|_| TempDir::new()).expect("the system has a temporary folder");
        Self { folder, url, guest_url: None, sandbox: sandbox.clone(), migrations }
    }

    pub(super) fn with_guest(self, guest_url: String) -> Self {
        Self { guest_url: Some(guest_url), ..self }
    }

    fn migrator(&self, fault: &Arc<Fault>) -> Migrator {
        let mut options = OpenOptions::new(self.folder.path(), Identity::of_this_process("tester", "testhost"));
        options.url = Some(self.url.clone());
        if let Some(guest_url) = self.guest_url.clone() {
            options.variables = Arc::new(move |name| (name == GUEST_URL_VARIABLE).then(|| guest_url.clone()));
        }
        let components = (1..=self.migrations).map(component).collect();
        let migrator = Migrator::in_memory(components, options).expect("the components are right");
        let connector = FaultyConnector::new(Arc::new(AsSuperuser), Arc::clone(fault));
        migrator.with(Arc::new(connector), self.sandbox.clone())
    }

    /// Upgrades, until the end or the end of the process.
    pub(super) async fn run(&self, fault: &Arc<Fault>, mode: TransactionMode) -> Ran {
        let request = RunRequest { transaction: Some(mode), ..RunRequest::to("head") };
        let teller = Arc::new(Teller::default());
        let migrator = self.migrator(fault);
        // When a process is killed, nothing of it goes on: its future is dropped where it stands.
        let result = tokio::select! {
            biased;
            result = migrator.upgrade(request, Arc::clone(&teller) as _) => Some(result),
            () = killed(&fault.killed) => None,
        };
        Ran { result, told: teller.0.load(std::sync::atomic::Ordering::Relaxed) }
    }

    /// How far the database is; panics where version row and tables are at different places.
    pub(super) async fn done(&self, context: &str) -> Done {
        let migrator = self.migrator(&Arc::new(Fault::never()));
        let heads = migrator.current().await.expect("the database can be read").heads;
        let migrations = match heads.as_slice() {
            [] => 0,
            [head] => number(&head.revision),
            several => panic!("{context}: several heads: {several:?}"),
        };
        let address = migrator.address().expect("the URL is right");
        let mut session = migrator.connect(&address, Access::Write).await.expect("the database can be opened");
        let mut once = true;
        for number in 1..=self.migrations {
            let found = note_in(&mut *session, number).await;
            assert_eq!(found.is_some(), number <= migrations, "{context}: table {number}, version row {migrations}");
            once &= found.is_none_or(|found| found == note(number));
        }
        Done { migrations, once }
    }

    /// How many rows tell of migrations that are half way.
    pub(super) async fn half_way(&self) -> usize {
        let migrator = self.migrator(&Arc::new(Fault::never()));
        let address = migrator.address().expect("the URL is right");
        let mut session = migrator.connect(&address, Access::Write).await.expect("the database can be opened");
        // Before the first of them there is no table.
        fetch_all(&mut *session, "SELECT revision FROM aludel_journal", &[]).await.map_or(0, |rows| rows.len())
    }
}

/// The server of the tests has one login, which may do anything.
struct AsSuperuser;

#[async_trait::async_trait]
impl Connector for AsSuperuser {
    async fn connect(&self, url: &DatabaseUrl, options: &ConnectOptions) -> Result<Box<dyn Session>, ConnectError> {
        aludel_db::connect(url, &ConnectOptions { allow_superuser: true, ..options.clone() }).await
    }
}

async fn killed(notify: &Notify) {
    notify.notified().await;
}

/// The note of the one row of a migration's table; none without the table or the row.
async fn note_in(session: &mut dyn Session, number: usize) -> Option<i64> {
    let cursor = session.query(&format!("SELECT note FROM {}", revision(number)), &[]).await.ok()?;
    let rows = session.next_rows(cursor, PageLimit { rows: 2, bytes: 1 << 16 }).await.ok()?;
    session.close_cursor(cursor).await;
    match rows.as_slice() {
        [row] => match row[0] {
            Value::Integer(note) => Some(note),
            _ => None,
        },
        _ => None,
    }
}

/// Counts what it is told to be applied.
#[derive(Default)]
struct Teller(std::sync::atomic::AtomicUsize);

impl Observer for Teller {
    fn event(&self, event: &Event) {
        if matches!(event, Event::StepFinished { .. }) {
            self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        }
    }
}
