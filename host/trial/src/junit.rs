//! What came of the checks, as build servers read it: the XML of `JUnit`, as the Ant task writes it.

use std::fmt::Write as _;

use crate::report::{Check, Outcome, Status, TestReport};

/// The document: a suite a check, a case a revision or test.
pub fn document(report: &TestReport) -> String {
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    let counts = counts(&report.outcomes.iter().collect::<Vec<_>>());
    add(&mut text, &format!("<testsuites name=\"aludel test\" {counts} time=\"{}\">", seconds(report.duration_ms)));
    for check in Check::ALL {
        let outcomes: Vec<&Outcome> = report.outcomes.iter().filter(|outcome| outcome.check == check).collect();
        if !outcomes.is_empty() {
            suite(&mut text, check, &outcomes);
        }
    }
    add(&mut text, "</testsuites>");
    text
}

fn suite(text: &mut String, check: Check, outcomes: &[&Outcome]) {
    let time = seconds(outcomes.iter().map(|outcome| outcome.duration_ms).sum());
    add(text, &format!("  <testsuite name=\"{check}\" {} time=\"{time}\">", counts(outcomes)));
    for outcome in outcomes {
        case(text, outcome);
    }
    add(text, "  </testsuite>");
}

fn case(text: &mut String, outcome: &Outcome) {
    let name = escaped(outcome.subject.as_deref().unwrap_or_else(|| outcome.check.name()));
    let start = format!(
        "    <testcase classname=\"{}\" name=\"{name}\" time=\"{}\"",
        outcome.check,
        seconds(outcome.duration_ms)
    );
    match (&outcome.problem, outcome.status) {
        (Some(problem), _) => {
            add(text, &format!("{start}>"));
            let body = format!("{}\nhint: {}", problem.differences.join("\n"), problem.hint);
            let body = escaped(body.trim_start());
            add(text, &format!("      <failure message=\"{}\">{body}</failure>", escaped(&problem.message)));
            add(text, "    </testcase>");
        }
        (None, Status::Skipped) => {
            add(text, &format!("{start}>"));
            add(text, &format!("      <skipped message=\"{}\"/>", escaped(&outcome.remark)));
            add(text, "    </testcase>");
        }
        (None, _) => add(text, &format!("{start}/>")),
    }
}

fn counts(outcomes: &[&Outcome]) -> String {
    let count = |status| outcomes.iter().filter(|outcome| outcome.status == status).count();
    let (failures, skipped) = (count(Status::Failed), count(Status::Skipped));
    format!("tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\"", outcomes.len())
}

fn seconds(milliseconds: u64) -> String {
    format!("{}.{:03}", milliseconds / 1000, milliseconds % 1000)
}

fn add(text: &mut String, line: &str) {
    writeln!(text, "{line}").expect("writing to a String cannot fail");
}

/// A text in XML: marks as entities, and nothing that XML 1.0 has no place for.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' => safe.push_str("&#10;"),
            '\t' => safe.push(character),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => safe.push('\u{fffd}'),
            _ => safe.push(character),
        }
    }
    safe
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
