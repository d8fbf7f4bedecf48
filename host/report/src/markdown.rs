//! The comment.

use std::fmt::Write as _;

use crate::escape::{code, fenced, markdown as escaped};
use crate::model::{Blocking, Check, Finding, Level, Outcome, Report, Step};
use crate::summary::{Verdict, counted, took};

/// What a forge takes as one comment, with room for what it adds.
pub const BYTES_MAX: usize = 60_000;

/// What a list of a comment has room for.
const ENTRIES_MAX: usize = 50;

const FITS: &str = "writing to a String cannot fail";

/// A comment of GitHub or GitLab, of [`BYTES_MAX`] bytes at most: what does not fit is left out, and it says so.
pub fn markdown(report: &Report) -> String {
    let verdict = match Verdict::of(report) {
        Verdict::Good(words) => format!("✅ {words}"),
        Verdict::Care(words) => format!("⚠️ {words}"),
        Verdict::Bad(words) => format!("❌ {words}"),
    };
    let mut text = format!("## {}\n\n**{verdict}**\n\n", escaped(&report.title));
    for fact in &report.facts {
        writeln!(text, "- {}: {}", fact.name, escaped(&fact.value)).expect(FITS);
    }
    text.extend(report.notes.iter().map(|note| format!("- {}\n", escaped(note))));
    text.push('\n');
    text.push_str(&checks(&report.checks));
    text.push_str(&findings(report));
    text.push_str(&differences(&report.differences));
    let mut left_out = 0;
    for step in &report.steps {
        let told = told(step);
        if text.len() + told.len() > BYTES_MAX {
            left_out += 1;
        } else {
            text.push_str(&told);
        }
    }
    if left_out > 0 {
        writeln!(text, "*{} left out here: see the report*", counted(left_out, "step")).expect(FITS);
    }
    cut(text)
}

fn checks(checks: &[Check]) -> String {
    if checks.is_empty() {
        return String::new();
    }
    let mut text = "| check | | time |\n|---|---|---|\n".to_owned();
    for check in checks {
        let sign = match check.outcome {
            Outcome::Passed => "✅ passed",
            Outcome::Failed => "❌ failed",
            Outcome::Skipped => "➖ skipped",
        };
        writeln!(text, "| {} | {sign} | {} |", escaped(&check.name), took(check.took)).expect(FITS);
    }
    text.push('\n');
    for check in checks.iter().filter(|check| check.outcome == Outcome::Failed && !check.text.is_empty()) {
        writeln!(text, "**{}**\n\n{}", escaped(&check.name), fenced(start(&check.text), "")).expect(FITS);
    }
    text
}

/// What a comment has room for of one thing.
fn start(text: &str) -> &str {
    const MAX: usize = 4_000;
    if text.len() <= MAX {
        return text;
    }
    let end = (0..=MAX).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
    &text[..end]
}

fn findings(report: &Report) -> String {
    let findings = report.findings();
    if findings.is_empty() {
        return String::new();
    }
    let mut text = "**Findings**\n\n".to_owned();
    for (step, finding) in findings.iter().take(ENTRIES_MAX) {
        let line = finding.line.map(|line| format!(", line {line}")).unwrap_or_default();
        let (sign, revision, message) = (sign(finding), code(&step.revision), escaped(&finding.message));
        writeln!(text, "- {sign} in {revision}{line}: {message}").expect(FITS);
    }
    text + &more(findings.len()) + "\n"
}

/// That not all of so many entries are told.
fn more(count: usize) -> String {
    match count.saturating_sub(ENTRIES_MAX) {
        0 => String::new(),
        more => format!("- and {more} more\n"),
    }
}

fn sign(finding: &Finding) -> String {
    let sign = match finding.level {
        Level::Note => "ℹ️",
        Level::Warning => "⚠️",
        Level::Error => "❌",
    };
    format!("{sign} {}", escaped(&finding.code))
}

fn differences(differences: &[String]) -> String {
    if differences.is_empty() {
        return String::new();
    }
    let mut text = "**The schema**\n\n".to_owned();
    for difference in differences.iter().take(ENTRIES_MAX) {
        writeln!(text, "- {}", escaped(difference)).expect(FITS);
    }
    text + &more(differences.len()) + "\n"
}

fn told(step: &Step) -> String {
    let (count, time) = (counted(step.statements.len(), "statement"), took(step.took));
    let message = escaped(&step.message);
    let package = step.package.as_ref().map(|package| format!(", from {}", escaped(package))).unwrap_or_default();
    let mut text = format!(
        "<details><summary>{} <code>{}</code> {message} ({count}, {time}{package})</summary>\n\n",
        step.verb,
        escaped(&step.revision)
    );
    text.extend(step.losses.iter().map(|loss| format!("- ⚠️ {}\n", escaped(loss))));
    text.extend(step.remarks.iter().map(|remark| format!("- {}\n", escaped(remark))));
    for statement in &step.statements {
        text.push_str(&fenced(start(statement.sql.trim()), "sql"));
        for lock in statement.locks.iter().filter(|lock| lock.blocking > Blocking::Little) {
            writeln!(text, "- ⚠️ {}", escaped(&lock.text)).expect(FITS);
        }
        text.extend(statement.remarks.iter().map(|remark| format!("- {}\n", escaped(remark))));
    }
    text + "\n</details>\n\n"
}

fn cut(mut text: String) -> String {
    if text.len() > BYTES_MAX {
        let end = (0..=BYTES_MAX).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
        text.truncate(end);
        text.push_str("\n\n*cut here: see the report*\n");
    }
    text
}
