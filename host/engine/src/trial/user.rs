//! `user`: the tests that the project brings with it. Here those in SQL, `tests/*.sql`.

use std::path::Path;
use std::time::Duration;

use aludel_db::Session;
use aludel_revision::Target;
use aludel_trial::project_test::plain;
use aludel_trial::{Check, Expectation, Problem, ProjectTest, TestStatement};

use super::Trial;
use super::bench::Bench;
use super::fill::attempted;
use super::limit::within;
use super::seed::{TESTS_FOLDER, sql_files};
use super::snapshot::fetch;
use super::verdict::{Entry, Stopped};
use crate::error::Error;
use crate::target::refused;

/// The rows of a result that are held against what is expected.
const ROWS_MAX: u32 = 1_000;

impl Trial<'_> {
    pub(super) async fn check_user_tests(&mut self) -> Result<(), Error> {
        let dialect = self.migrator.address()?.url.dialect();
        let files = sql_files(self.migrator, Path::new(TESTS_FOLDER))?;
        let told_before = self.outcomes.len();
        for (file, text) in files {
            match ProjectTest::read(&file, &text, dialect) {
                Ok(tests) => {
                    for test in tests {
                        self.check_user_test(&file, &test).await?;
                    }
                }
                Err(error) => {
                    let hint =
                        "a test begins with `-- aludel:test NAME at REVISION`, its expectations with `-- expect`";
                    let problem = problem(error.to_string(), Vec::new(), hint);
                    self.failed(Entry::new(Check::User).about(&file, ""), problem);
                }
            }
        }
        self.check_code_tests().await?;
        if self.outcomes.len() == told_before {
            self.skipped(Entry::new(Check::User), "there is no test in the folder tests");
        }
        Ok(())
    }

    async fn check_user_test(&mut self, file: &str, test: &ProjectTest) -> Result<(), Error> {
        let entry = Entry::new(Check::User).about(&test.name, format!("at {}", test.target));
        let graph = self.migrator.catalogue()?.graph();
        let plan = match Target::parse(&test.target).and_then(|target| graph.plan_upgrade(&[], &target)) {
            Ok(plan) => plan,
            Err(error) => {
                let hint = "name a revision that is there behind ` at `; `aludel history` lists them";
                self.failed(entry, problem(format!("{file}:{}: {error}", test.line), Vec::new(), hint));
                return Ok(());
            }
        };
        let mut bench = Bench::open(self).await?;
        let canceller = bench.session.lend().await.canceller();
        let place = format!("{file}:{}", test.line);
        let work = async {
            bench.run(self.migrator, &plan, None).await?;
            self.run_statements(&bench, file, test).await
        };
        let found = within(self.timeout(), canceller, work).await;
        let found = found.unwrap_or_else(|| Ok(Some(self.overrun(&place))));
        match bench.close(found).await {
            Ok(None) => self.passed(entry),
            Ok(Some(problem)) => self.failed(entry, problem),
            Err(error) => return self.user_test_stopped(entry, error),
        }
        Ok(())
    }

    /// The migrations that lead to a test did not go well.
    pub(super) fn user_test_stopped(&mut self, entry: Entry, error: Error) -> Result<(), Error> {
        match Stopped::of(error, "the migrations up to there have to go well") {
            Stopped::Found(problem) => self.failed(entry, problem),
            Stopped::NoWayBack(reason) => self.skipped(entry, reason),
            Stopped::Fault(error) => return Err(error),
        }
        Ok(())
    }

    /// How long a test may take.
    pub(super) fn timeout(&self) -> Option<Duration> {
        let timeout = self.request.timeout.or(self.migrator.config.test.timeout);
        timeout.filter(|timeout| !timeout.is_zero())
    }

    /// What is told of a test that took longer.
    pub(super) fn overrun(&self, place: &str) -> Problem {
        let limit = words(self.timeout().unwrap_or_default());
        let hint = "make it do less, or allow more: --timeout TIME, or timeout = \"TIME\" under [test] in aludel.toml";
        problem(format!("{place}: it was stopped after {limit}"), Vec::new(), hint)
    }

    /// Runs the statements of a test, to the first that is not as expected.
    async fn run_statements(&self, bench: &Bench, file: &str, test: &ProjectTest) -> Result<Option<Problem>, Error> {
        let mut session = bench.session.lend().await;
        for statement in &test.statements {
            let judged = judge(&mut **session, statement).await.map_err(|error| refused(&bench.scratch, error))?;
            if let Some((words, differences)) = judged {
                let message = format!("{file}:{}: {words}", statement.line);
                let lines = statement.sql.lines().map(|line| format!("| {line}")).chain(differences).collect();
                let hint = "mend the migrations, or what the test expects of them";
                return Ok(Some(problem(message, lines, hint)));
            }
        }
        Ok(None)
    }
}

/// A time as a person writes it.
fn words(time: Duration) -> String {
    match time.as_millis() {
        whole if whole.is_multiple_of(1_000) => format!("{}s", whole / 1_000),
        milliseconds => format!("{milliseconds}ms"),
    }
}

pub(super) fn problem(message: String, differences: Vec<String>, hint: &str) -> Problem {
    Problem { message, differences, hint: hint.to_owned() }
}

/// What is wrong with a statement, and what is different.
async fn judge(
    session: &mut dyn Session,
    statement: &TestStatement,
) -> Result<Option<(String, Vec<String>)>, aludel_sql::SqlError> {
    if matches!(statement.expectation, Expectation::Rows(_)) {
        return Ok(match fetch(session, &statement.sql, ROWS_MAX).await {
            Ok(rows) => {
                let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(plain).collect()).collect();
                let differences = statement.expectation.check_rows(&rows);
                (!differences.is_empty()).then(|| ("the rows are not those that were expected".to_owned(), differences))
            }
            Err(error) => Some((error.to_string(), Vec::new())),
        });
    }
    Ok(match (attempted(session, &statement.sql).await?, &statement.expectation) {
        (Ok(()), Expectation::GoesWell) => None,
        (Ok(()), _) => Some(("it went well, and an error was expected".to_owned(), Vec::new())),
        (Err(error), expectation) if expectation.allows(&error) => None,
        (Err(error), _) => Some((told(&error), Vec::new())),
    })
}

/// An error with what an expectation could name it by.
fn told(error: &aludel_sql::SqlError) -> String {
    let kind = aludel_trial::project_test::kind_name(error.kind);
    let codes = [error.sqlstate.clone(), error.native_code.map(|code| code.to_string()), Some(kind.to_owned())];
    format!("{error} (error {})", codes.into_iter().flatten().collect::<Vec<_>>().join(" or "))
}
