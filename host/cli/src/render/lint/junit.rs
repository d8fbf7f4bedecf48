//! Findings as the XML of `JUnit`: a suite a migration, in which each finding is a test. Those that do not fail the
//! command are tests that say something.

use aludel_engine::junit::document::{Case, End, Suite, Suites};
use aludel_engine::{LintFinding, LintReport, LintedRevision};

/// The whole document.
pub(crate) fn document(report: &LintReport) -> String {
    let suites = report.revisions.iter().map(|revision| suite(revision, report)).collect();
    Suites { name: "aludel lint".to_owned(), duration_ms: None, suites }.to_xml()
}

fn suite(revision: &LintedRevision, report: &LintReport) -> Suite {
    let mut cases: Vec<Case> = revision.findings.iter().map(|finding| case(revision, finding, report)).collect();
    if cases.is_empty() {
        let (name, class) = ("lint".to_owned(), revision.path.clone());
        cases.push(Case { name, class, duration_ms: None, end: End::Passed });
    }
    Suite { name: format!("{} {}", revision.revision, revision.message), duration_ms: None, cases }
}

fn case(revision: &LintedRevision, finding: &LintFinding, report: &LintReport) -> Case {
    let line = finding.line.map(|line| format!(":{line}")).unwrap_or_default();
    let place = format!("{}{line}", revision.path);
    let parts = [Some(place.as_str()), finding.sql.as_deref(), Some(&finding.message), finding.hint.as_deref()];
    let text = parts.into_iter().flatten().collect::<Vec<_>>().join("\n");
    let end = if finding.severity >= report.fail_on {
        End::Failed { kind: Some(finding.code.to_string()), message: finding.message.clone(), text }
    } else {
        End::Said { text: format!("{}: {text}", finding.severity) }
    };
    let name = format!("{} {}: {}", finding.code, finding.rule, finding.message);
    Case { name, class: revision.path.clone(), duration_ms: None, end }
}
