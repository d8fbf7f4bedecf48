//! What came of a test, for people.

use std::fmt::Write as _;

use aludel_engine::{Coverage, Outcome, Problem, Status, TestReport};

use crate::render::human::{counted, duration};
use crate::render::printable::one_line;
use crate::render::style::{ERROR, FAINT, HINT, NOTE, REVISION, paint};

/// One check, with what it found.
pub(crate) fn outcome(outcome: &Outcome) -> String {
    let mut text = format!("{} {}", word(outcome.status), outcome.check);
    if let Some(subject) = &outcome.subject {
        write!(text, " {}", paint(REVISION, &one_line(subject))).expect("writing to a String cannot fail");
    }
    if !outcome.remark.is_empty() {
        let between = if outcome.subject.is_some() { "" } else { ":" };
        write!(text, "{between} {}", one_line(&outcome.remark)).expect("writing to a String cannot fail");
    }
    if outcome.status != Status::Skipped {
        write!(text, " ({})", duration(outcome.duration_ms)).expect("writing to a String cannot fail");
    }
    text.push('\n');
    for note in &outcome.notes {
        writeln!(text, "  {} {}", paint(NOTE, "note:"), one_line(note)).expect("writing to a String cannot fail");
    }
    outcome.problem.iter().for_each(|found| text.push_str(&problem(found)));
    text
}

/// All of it in two lines.
pub(crate) fn summary(report: &TestReport) -> String {
    let count = |status| report.count(status);
    let passed = counted(count(Status::Passed), "check");
    let (failed, skipped) = (count(Status::Failed), count(Status::Skipped));
    let mut text = format!("{passed} passed, {failed} failed, {skipped} skipped");
    writeln!(text, " in {} ({}, seed {})", duration(report.duration_ms), report.dialect, report.seed)
        .expect("writing to a String cannot fail");
    text + &coverage(&report.coverage)
}

fn word(status: Status) -> String {
    match status {
        Status::Passed => "passed ".to_owned(),
        Status::Failed => paint(ERROR, "failed "),
        Status::Skipped => paint(FAINT, "skipped"),
    }
}

fn problem(problem: &Problem) -> String {
    let mut text = format!("  {} {}\n", paint(ERROR, "error:"), one_line(&problem.message));
    for line in &problem.differences {
        writeln!(text, "    {}", one_line(line)).expect("writing to a String cannot fail");
    }
    writeln!(text, "  {} {}", paint(HINT, "hint:"), one_line(&problem.hint)).expect("writing to a String cannot fail");
    text
}

fn coverage(coverage: &Coverage) -> String {
    if coverage.up.is_empty() {
        return String::new();
    }
    let (up, down, with_rows) = (coverage.up.len(), coverage.down.len(), coverage.with_rows.len());
    let of = counted(coverage.revisions, "revision");
    let mut text = format!("{of}: {up} ran up, {down} down and up again, {with_rows} with rows");
    if !coverage.irreversible.is_empty() {
        let names: Vec<String> = coverage.irreversible.iter().map(|revision| one_line(revision)).collect();
        write!(text, "; no way back from {}", names.join(", ")).expect("writing to a String cannot fail");
    }
    text + "\n"
}
