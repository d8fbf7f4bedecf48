//! `user`: the tests of a project that are written in code, as migrations are.
//!
//! Such a test is a migration on top of the one that it names: built the same way, run in the same cage, on a database that
//! is dropped behind it. What its `upgrade` does not fail with, it passes.

use std::path::Path;

use aludel_project::{Directory, Migration};
use aludel_revision::Target;
use aludel_trial::{Check, Problem};

use super::Trial;
use super::bench::Bench;
use super::limit::within;
use super::seed::TESTS_FOLDER;
use super::user::problem;
use super::verdict::{Entry, statement};
use crate::error::{Error, MigrationFailure};

/// What to do about a file that cannot be a test.
const HEADER: &str =
    "a test in code has the header of a migration: `revision` is its name, `down_revision` where it runs";

impl Trial<'_> {
    pub(super) async fn check_code_tests(&mut self) -> Result<(), Error> {
        match Directory::read_tests(&self.migrator.config, Path::new(TESTS_FOLDER)) {
            Ok(tests) => {
                for test in tests {
                    self.check_code_test(test).await?;
                }
            }
            Err(errors) => {
                for error in &errors.errors {
                    let hint = error.hint().unwrap_or_else(|| HEADER.to_owned());
                    let found = problem(error.to_string(), Vec::new(), &hint);
                    self.failed(Entry::new(Check::User).about(TESTS_FOLDER, ""), found);
                }
            }
        }
        Ok(())
    }

    async fn check_code_test(&mut self, mut test: Migration) -> Result<(), Error> {
        let catalogue = self.migrator.catalogue()?;
        if test.header.down_revision.is_empty() {
            test.header.down_revision = catalogue.graph().heads().iter().map(ToString::to_string).collect();
        }
        let header = &test.header;
        let name = if header.message.is_empty() { &header.revision } else { &header.message };
        let entry = Entry::new(Check::User).about(name, format!("at {}", header.down_revision.join(", ")));
        let (revision, path) = (header.revision.clone(), test.source.display_path.clone());
        let migrations = catalogue.migrations().iter().cloned().chain([test]).collect();
        let planned = self.migrator.with_migrations(migrations).and_then(|migrator| {
            let target = Target::parse(&revision)?;
            let plan = migrator.catalogue()?.graph().plan_upgrade(&[], &target)?;
            Ok((migrator, plan))
        });
        let (migrator, plan) = match planned {
            Ok(planned) => planned,
            Err(error) => {
                self.failed(entry, told(&error.to_string(), Vec::new(), HEADER));
                return Ok(());
            }
        };
        let mut bench = Bench::open(self).await?;
        let canceller = bench.session.lend().await.canceller();
        let ran = within(self.timeout(), canceller, bench.run(&migrator, &plan, None)).await;
        let found = match ran {
            None => Ok(Some(self.overrun(&path))),
            Some(Ok(())) => Ok(None),
            Some(Err(Error::MigrationFailed(failure))) if failure.revision == revision => Ok(Some(failed(&failure))),
            Some(Err(error)) => Err(error),
        };
        match bench.close(found).await {
            Ok(None) => self.passed(entry),
            Ok(Some(problem)) => self.failed(entry, problem),
            Err(error @ (Error::Build(_) | Error::Builds { .. })) => self.failed(entry, unbuilt(&error)),
            Err(error) => return self.user_test_stopped(entry, error),
        }
        Ok(())
    }
}

/// A test that did not go well, in its own words.
fn failed(failure: &MigrationFailure) -> Problem {
    let words = format!("{}: {}", failure.location(), failure.cause);
    told(&words, statement(failure), "mend the migrations, or what the test expects of them")
}

fn unbuilt(error: &Error) -> Problem {
    told(&error.to_string(), Vec::new(), "mend the test so that it can be built")
}

/// The first line is what is wrong, and the others are more to read about it.
fn told(words: &str, more: Vec<String>, hint: &str) -> Problem {
    let (message, rest) = words.split_once('\n').unwrap_or((words, ""));
    problem(message.to_owned(), rest.lines().map(str::to_owned).chain(more).collect(), hint)
}
