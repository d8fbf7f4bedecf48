//! `user`: the tests that the project brings with it, `tests/*.sql`.

use std::path::Path;

use aludel_db::Session;
use aludel_revision::Target;
use aludel_trial::project_test::plain;
use aludel_trial::{Check, Expectation, Problem, ProjectTest, TestStatement};

use super::Trial;
use super::bench::Bench;
use super::fill::attempted;
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
        if files.is_empty() {
            self.skipped(Entry::new(Check::User), "there is no *.sql in the folder tests");
        }
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
        let ran = bench.run(self.migrator, &plan, None).await;
        let found = match ran {
            Ok(()) => self.run_statements(&bench, file, test).await,
            Err(error) => Err(error),
        };
        match bench.close(found).await {
            Ok(None) => self.passed(entry),
            Ok(Some(problem)) => self.failed(entry, problem),
            Err(error) => match Stopped::of(error, "the migrations up to there have to go well") {
                Stopped::Found(problem) => self.failed(entry, problem),
                Stopped::NoWayBack(reason) => self.skipped(entry, reason),
                Stopped::Fault(error) => return Err(error),
            },
        }
        Ok(())
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

fn problem(message: String, differences: Vec<String>, hint: &str) -> Problem {
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
