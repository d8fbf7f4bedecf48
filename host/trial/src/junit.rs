//! What came of the checks, as build servers read it: the XML of `JUnit`.
//!
//! - [`document`](mod@document): the XML, of whatever ran

pub mod document;

use document::{Case, End, Suite, Suites};

use crate::report::{Check, Outcome, Status, TestReport};

/// The document: a suite a check, a case a revision or test.
pub fn document(report: &TestReport) -> String {
    let of = |check: Check| report.outcomes.iter().filter(move |outcome| outcome.check == check);
    let suites = Check::ALL.into_iter().filter(|check| of(*check).next().is_some()).map(|check| Suite {
        name: check.to_string(),
        duration_ms: Some(of(check).map(|outcome| outcome.duration_ms).sum()),
        cases: of(check).map(case).collect(),
    });
    let (name, duration_ms) = ("aludel test".to_owned(), Some(report.duration_ms));
    Suites { name, duration_ms, suites: suites.collect() }.to_xml()
}

fn case(outcome: &Outcome) -> Case {
    let end = match (&outcome.problem, outcome.status) {
        (Some(problem), _) => {
            let text = format!("{}\nhint: {}", problem.differences.join("\n"), problem.hint);
            let (kind, message) = (None, problem.message.clone());
            End::Failed { kind, message, text: text.trim_start().to_owned() }
        }
        (None, Status::Skipped) => End::Skipped { reason: outcome.remark.clone() },
        (None, _) => End::Passed,
    };
    let name = outcome.subject.clone().unwrap_or_else(|| outcome.check.name().to_owned());
    Case { name, class: outcome.check.to_string(), duration_ms: Some(outcome.duration_ms), end }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Coverage, Problem};

    fn outcome(check: Check, subject: &str, status: Status, problem: Option<Problem>) -> Outcome {
        let (subject, remark) = (Some(subject.to_owned()), "there is no target".to_owned());
        Outcome { check, subject, remark, status, duration_ms: 1234, problem, notes: Vec::new() }
    }

    #[test]
    fn a_case_is_a_revision_and_foreign_text_is_escaped() {
        let problem = Problem {
            message: "`a<b` & \"c\"".to_owned(),
            differences: vec!["+ drop table a\u{1b}[31m".to_owned()],
            hint: "mend it".to_owned(),
        };
        let report = TestReport {
            dialect: "sqlite",
            seed: 7,
            outcomes: vec![
                outcome(Check::RoundTrip, "a1", Status::Passed, None),
                outcome(Check::RoundTrip, "b2", Status::Failed, Some(problem)),
                outcome(Check::Models, "target", Status::Skipped, None),
            ],
            coverage: Coverage::default(),
            duration_ms: 5000,
        };
        let expected = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="aludel test" tests="3" failures="1" errors="0" skipped="1" time="5.000">
  <testsuite name="round_trip" tests="2" failures="1" errors="0" skipped="0" time="2.468">
    <testcase classname="round_trip" name="a1" time="1.234"/>
    <testcase classname="round_trip" name="b2" time="1.234">
      <failure message="`a&lt;b` &amp; &quot;c&quot;">+ drop table a�[31m&#10;hint: mend it</failure>
    </testcase>
  </testsuite>
  <testsuite name="models" tests="1" failures="0" errors="0" skipped="1" time="1.234">
    <testcase classname="models" name="target" time="1.234">
      <skipped message="there is no target"/>
    </testcase>
  </testsuite>
</testsuites>
"#;
        assert_eq!(document(&report), expected);
    }
}
