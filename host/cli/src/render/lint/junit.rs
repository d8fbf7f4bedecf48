//! Findings as the XML of `JUnit`: a suite a migration, in which each finding is a test. Those that do not fail the
//! command are tests that say something.

use std::fmt::Write as _;

use aludel_engine::{LintFinding, LintReport, LintedRevision};

use crate::render::printable::xml;

/// The whole document.
pub(crate) fn document(report: &LintReport) -> String {
    let suites: String = report.revisions.iter().map(|revision| suite(revision, report)).collect();
    let tests: usize = report.revisions.iter().map(|revision| revision.findings.len().max(1)).sum();
    let failures: usize = report.revisions.iter().map(|revision| failures(revision, report)).sum();
    let head = format!("<testsuites name=\"aludel lint\" tests=\"{tests}\" failures=\"{failures}\">");
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{head}\n{suites}</testsuites>\n")
}

fn failures(revision: &LintedRevision, report: &LintReport) -> usize {
    revision.findings.iter().filter(|finding| finding.severity >= report.fail_on).count()
}

fn suite(revision: &LintedRevision, report: &LintReport) -> String {
    let name = xml(&format!("{} {}", revision.revision, revision.message));
    let (tests, failures) = (revision.findings.len().max(1), failures(revision, report));
    let mut text = format!("  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\">\n");
    if revision.findings.is_empty() {
        writeln!(text, "    <testcase name=\"lint\" classname=\"{}\"/>", xml(&revision.path))
            .expect("writing to a String cannot fail");
    }
    for finding in &revision.findings {
        text.push_str(&case(revision, finding, report));
    }
    text + "  </testsuite>\n"
}

fn case(revision: &LintedRevision, finding: &LintFinding, report: &LintReport) -> String {
    let line = finding.line.map(|line| format!(":{line}")).unwrap_or_default();
    let place = format!("{}{line}", revision.path);
    let name = xml(&format!("{} {}: {}", finding.code, finding.rule, finding.message));
    let head = format!("    <testcase name=\"{name}\" classname=\"{}\">", xml(&revision.path));
    let parts = [Some(place.as_str()), finding.sql.as_deref(), Some(&finding.message), finding.hint.as_deref()];
    let body = xml(&parts.into_iter().flatten().collect::<Vec<_>>().join("\n"));
    let body = if finding.severity >= report.fail_on {
        format!("<failure type=\"{}\" message=\"{}\">{body}</failure>", finding.code, xml(&finding.message))
    } else {
        format!("<system-out>{}: {body}</system-out>", finding.severity)
    };
    format!("{head}{body}</testcase>\n")
}
