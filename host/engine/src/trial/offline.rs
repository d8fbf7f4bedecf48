//! `offline`: the SQL that `upgrade --sql` writes makes the same schema as the run.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use aludel_sql::{Dialect, ErrorKind, split};
use aludel_trial::{Check, Problem};

use super::bench::Bench;
use super::snapshot::schema_differences;
use super::verdict::{Entry, Stopped};
use super::{FirstRun, Trial};
use crate::error::{Error, FailureCause};
use crate::event::Silent;
use crate::request::{RunMode, RunRequest};
use crate::target::refused;

/// What to do about it.
const HINT: &str =
    "`aludel upgrade --sql heads` writes it: let the migration send the same statements without a connection";

/// A text that is written to from elsewhere.
#[derive(Clone, Default)]
struct Page(Arc<Mutex<Vec<u8>>>);

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Trial<'_> {
    pub(super) async fn check_offline(&mut self, first: &FirstRun) -> Result<(), Error> {
        let entry = Entry::new(Check::Offline);
        let text = match self.written().await {
            Ok(text) => text,
            Err(error) if asks(&error) => {
                self.skipped(entry, format!("its SQL cannot be written: {error}"));
                return Ok(());
            }
            Err(error) => return self.offline_stopped(entry, Stopped::of(error, HINT)),
        };
        let bench = Bench::open(self).await?;
        let judged = self.apply_written(&bench, first, &text).await;
        let judged = match judged {
            Err(Stopped::Fault(error)) => return bench.close(Err(error)).await,
            judged => bench.close(Ok(judged)).await?,
        };
        match judged {
            Ok(()) => self.passed(entry),
            Err(stopped) => return self.offline_stopped(entry, stopped),
        }
        Ok(())
    }

    fn offline_stopped(&mut self, entry: Entry, stopped: Stopped) -> Result<(), Error> {
        match stopped {
            Stopped::Found(problem) => self.failed(entry, problem),
            Stopped::NoWayBack(reason) => self.skipped(entry, reason),
            Stopped::Fault(error) => return Err(error),
        }
        Ok(())
    }

    /// The SQL of an upgrade from the base to the heads.
    async fn written(&self) -> Result<String, Error> {
        let page = Page::default();
        let request = RunRequest {
            mode: RunMode::WriteSql(Box::new(page.clone())),
            arguments: self.request.arguments.clone(),
            tag: self.request.tag.clone(),
            ..RunRequest::to("heads")
        };
        // What is written here runs on a scratch database alone.
        let url = self.migrator.address()?.url;
        let writer = self.migrator.beside(url, Arc::clone(&self.migrator.connector));
        writer.upgrade(request, Arc::new(Silent)).await?;
        let bytes = std::mem::take(&mut *page.0.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    async fn apply_written(&self, bench: &Bench, first: &FirstRun, text: &str) -> Result<(), Stopped> {
        {
            let mut session = bench.session.lend().await;
            if bench.scratch.is_schema() {
                session.begin().await.map_err(|error| Error::from(refused(&bench.scratch, error)))?;
            }
            let dialect = session.dialect();
            for (number, statement) in statements(text, dialect)?.iter().enumerate() {
                let ran = session.execute(statement, &[]).await;
                ran.map_err(|error| unusable(number + 1, statement, &error))?;
            }
        }
        let differences = schema_differences(&first.schema, &bench.schema().await?)?;
        if differences.is_empty() {
            return Ok(());
        }
        let message = "the SQL of `upgrade --sql` makes another schema than the upgrade".to_owned();
        Err(Stopped::Found(Problem { message, differences, hint: HINT.to_owned() }))
    }
}

/// The statements without those that begin and end transactions: each is a transaction of its own here.
fn statements(text: &str, dialect: Dialect) -> Result<Vec<String>, Stopped> {
    let found = split(text, dialect).map_err(|problem| {
        let message = format!("line {} of the SQL of `upgrade --sql` cannot be read: {problem}", problem.line());
        Stopped::Found(Problem { message, differences: Vec::new(), hint: HINT.to_owned() })
    })?;
    let is_frame = |sql: &str| ["BEGIN", "COMMIT"].contains(&sql.trim());
    let texts = found.iter().map(|statement| statement.text.to_owned());
    Ok(texts.filter(|sql| !is_frame(sql)).collect())
}

fn unusable(number: usize, statement: &str, error: &aludel_sql::SqlError) -> Stopped {
    let message = format!("statement {number} of the SQL of `upgrade --sql` cannot be run: {error}");
    let lines = statement.lines().take(12).map(|line| format!("| {line}")).collect();
    Stopped::Found(Problem { message, differences: lines, hint: HINT.to_owned() })
}

/// Whether a migration asked the database something, which it may: then its SQL depends on the answer.
fn asks(error: &Error) -> bool {
    match error {
        Error::MigrationFailed(failure) => {
            matches!(&failure.cause, FailureCause::Database(error) if error.kind == ErrorKind::Offline)
        }
        _ => false,
    }
}
