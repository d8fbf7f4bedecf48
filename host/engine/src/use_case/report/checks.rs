//! What was checked, as the report tells it.

use std::time::Duration;

use aludel_report::{Check, Outcome};
use aludel_trial::{Outcome as Tested, Status, TestReport};

use crate::error::Error;
use crate::rehearsal::report::PlanReport;

/// What planning checks.
const PLANNED: &str = "the migrations run on a copy of the schema";

/// Whether the run came to its end.
pub(super) fn planned(plan: &Result<PlanReport, Error>, took: Duration) -> Check {
    match plan {
        Ok(_) => Check { name: PLANNED.to_owned(), outcome: Outcome::Passed, text: String::new(), took },
        Err(error) => Check { name: PLANNED.to_owned(), outcome: Outcome::Failed, text: stopped(error), took },
    }
}

/// The run that did not come to its end is what the reader has to know first.
fn stopped(error: &Error) -> String {
    let statement = match error {
        Error::MigrationFailed(failure) => failure.statement.as_ref().map(|statement| statement.text.trim()),
        _ => None,
    };
    let statement = statement.map(|text| format!("\n\n{text}\n")).unwrap_or_default();
    let hint = error.hint().map(|hint| format!("\nhint: {hint}")).unwrap_or_default();
    format!("{error}{statement}{hint}")
}

/// Tests that could not be made: a migration failed on an empty database.
pub(super) fn untested(error: &Error, took: Duration) -> Check {
    Check { name: "test".to_owned(), outcome: Outcome::Failed, text: stopped(error), took }
}

/// One entry a check; those of single revisions together, with what was found in each.
pub(super) fn tested(report: &TestReport) -> Vec<Check> {
    let mut checks: Vec<Check> = Vec::new();
    for outcome in &report.outcomes {
        let name = format!("test: {}", outcome.check);
        let at = checks.iter().position(|check| check.name == name).unwrap_or_else(|| {
            checks.push(Check { name, outcome: Outcome::Skipped, text: String::new(), took: Duration::ZERO });
            checks.len() - 1
        });
        add(&mut checks[at], outcome);
    }
    checks
}

fn add(check: &mut Check, tested: &Tested) {
    check.took += Duration::from_millis(tested.duration_ms);
    check.outcome = match (check.outcome, tested.status) {
        (Outcome::Failed, _) | (_, Status::Failed) => Outcome::Failed,
        (Outcome::Passed, _) | (_, Status::Passed) => Outcome::Passed,
        (Outcome::Skipped, Status::Skipped) => Outcome::Skipped,
    };
    if tested.status == Status::Skipped {
        check.text.extend([tested.remark.as_str(), "\n"]);
    }
    if let Some(problem) = &tested.problem {
        check.text.extend([problem.message.as_str(), "\n"]);
        check.text.extend(problem.differences.iter().map(|line| format!("  {line}\n")));
        check.text.extend(["hint: ", problem.hint.as_str(), "\n"]);
    }
    check.text.extend(tested.notes.iter().map(|note| format!("note: {note}\n")));
}

#[cfg(test)]
mod tests {
    use aludel_trial::{Check as Name, Coverage, Problem};

    use super::*;

    fn outcome(check: Name, status: Status, message: &str) -> Tested {
        let problem = (status == Status::Failed).then(|| Problem {
            message: message.to_owned(),
            differences: vec!["- table `a`".to_owned()],
            hint: "mend it".to_owned(),
        });
        let remark = if status == Status::Skipped { message.to_owned() } else { String::new() };
        Tested { check, subject: None, remark, status, duration_ms: 5, problem, notes: Vec::new() }
    }

    #[test]
    fn outcomes_of_a_check_are_one() {
        let report = TestReport {
            dialect: "sqlite",
            seed: 1,
            outcomes: vec![
                outcome(Name::Heads, Status::Passed, ""),
                outcome(Name::RoundTrip, Status::Skipped, "cannot go back"),
                outcome(Name::RoundTrip, Status::Failed, "b2 leaves a"),
                outcome(Name::RoundTrip, Status::Passed, ""),
                outcome(Name::Models, Status::Skipped, "no target"),
            ],
            coverage: Coverage::default(),
            duration_ms: 25,
        };
        let told: Vec<_> = tested(&report).into_iter().map(|check| (check.name, check.outcome, check.text)).collect();
        assert_eq!(
            told,
            [
                ("test: heads".to_owned(), Outcome::Passed, String::new()),
                (
                    "test: round_trip".to_owned(),
                    Outcome::Failed,
                    "cannot go back\nb2 leaves a\n  - table `a`\nhint: mend it\n".to_owned()
                ),
                ("test: models".to_owned(), Outcome::Skipped, "no target\n".to_owned()),
            ]
        );
    }
}
