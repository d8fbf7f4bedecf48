//! What the rules found, for people; and for programs that show it beside the source.

pub(crate) mod github;
pub(crate) mod junit;
mod place;
pub(crate) mod sarif;

use std::fmt::Write as _;

use aludel_engine::{
    AllowedFinding, Direction, LintCounts, LintFinding, LintReport, LintSeverity, LintedRevision, RuleReport,
};
use anstyle::Style;

use crate::render::human::{counted, excerpt};
use crate::render::listing::Detail;
use crate::render::printable::{one_line, printable};
use crate::render::style::{ERROR, FAINT, HINT, NOTE, REVISION, paint};

/// The lines of a statement that are shown; with more detail all.
const LINES_MAX: usize = 4;

/// Each migration in which something was found, statement by statement.
pub(crate) fn report(report: &LintReport, detail: Detail) -> String {
    let mut text: String = report.revisions.iter().map(|revision| entry(revision, detail)).collect();
    text.push_str(&verdict(report));
    text
}

/// What is to be known about the report as a whole.
pub(crate) fn remarks(report: &LintReport) -> Vec<String> {
    let mut remarks = Vec::new();
    for revision in report.revisions.iter().filter(|revision| revision.statements_left_out > 0) {
        let (left_out, name) = (revision.statements_left_out, one_line(&revision.revision));
        remarks.push(format!("{left_out} statements of {name} were too many to look at"));
    }
    remarks.extend(explained(report.revisions.iter().flat_map(|revision| &revision.findings)));
    if report.revisions.is_empty() {
        remarks.push("`aludel lint :` looks at every revision".to_owned());
    }
    remarks
}

/// Where more is said of the first of those that weigh most.
pub(crate) fn explained<'found>(findings: impl Iterator<Item = &'found LintFinding> + Clone) -> Option<String> {
    let worst = findings.clone().map(|finding| finding.severity).max()?;
    let first = findings.into_iter().find(|finding| finding.severity == worst)?;
    Some(format!("`aludel lint --explain {}` says why, and what is safe", first.code))
}

fn verdict(report: &LintReport) -> String {
    let of = counted(report.revisions.len(), "revision");
    match (report.revisions.len(), report.counts.total()) {
        (0, _) => "nothing to look at\n".to_owned(),
        (_, 0) => format!("nothing found in {of}\n"),
        _ => format!("{} in {of}\n", counts(report.counts)),
    }
}

/// `1 error, 2 warnings`.
pub(crate) fn counts(counts: LintCounts) -> String {
    let words = [(counts.error, "error"), (counts.warning, "warning"), (counts.note, "note")];
    let told = words.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| counted(count, word));
    told.collect::<Vec<_>>().join(", ")
}

fn entry(revision: &LintedRevision, detail: Detail) -> String {
    let allowed = if detail == Detail::Paragraph { revision.allowed.as_slice() } else { &[] };
    if revision.findings.is_empty() && allowed.is_empty() {
        return String::new();
    }
    let name = paint(REVISION, &one_line(&revision.revision));
    let mut text = format!("{name} {}\n", one_line(&revision.message));
    let mut last = None;
    for finding in &revision.findings {
        let about = (finding.direction, finding.statement, finding.line);
        if last != Some(about) {
            text.push_str(&statement(revision, finding, detail));
        }
        last = Some(about);
        text.push_str(&told(finding, "", "    "));
    }
    text.extend(allowed.iter().map(|allowed| format!("    {}", excused(allowed))));
    text.push('\n');
    text
}

/// Where it stands, and its text.
fn statement(revision: &LintedRevision, finding: &LintFinding, detail: Detail) -> String {
    let line = finding.line.map(|line| format!(":{line}")).unwrap_or_default();
    let way = if finding.direction == Direction::Down { " (downgrade)" } else { "" };
    let lines_max = if detail == Detail::Line { LINES_MAX } else { usize::MAX };
    let text = finding.sql.as_deref().map(|sql| excerpt(sql, lines_max)).unwrap_or_default();
    format!("  {}{line}{way}\n{text}", one_line(&revision.path))
}

/// A finding, and below it what is safe. `place` is told before it.
pub(crate) fn told(finding: &LintFinding, place: &str, indent: &str) -> String {
    let head = paint(style(finding.severity), &format!("{} {}", finding.severity, finding.code));
    let mut text = format!("{indent}{head} {place}{}\n", one_line(&finding.message));
    if let Some(hint) = &finding.hint {
        writeln!(text, "{indent}  {} {}", paint(HINT, "hint:"), one_line(hint))
            .expect("writing to a String cannot fail");
    }
    text
}

/// A finding that a comment allows, on a line.
pub(crate) fn excused(allowed: &AllowedFinding) -> String {
    format!("{}\n", paint(FAINT, &one_line(&allowed.sentence())))
}

fn style(severity: LintSeverity) -> Style {
    match severity {
        LintSeverity::Error => ERROR,
        LintSeverity::Warning => NOTE,
        LintSeverity::Note | LintSeverity::Off => FAINT,
    }
}

/// The rules, each on a line, below the heading of its kind.
pub(crate) fn rules(rules: &[RuleReport]) -> String {
    let mut text = String::new();
    let mut family = "";
    for rule in rules {
        if rule.family != family {
            let gap = if family.is_empty() { "" } else { "\n" };
            writeln!(text, "{gap}{}", paint(HINT, rule.family)).expect("writing to a String cannot fail");
            family = rule.family;
        }
        let severity = paint(style(rule.severity), &format!("{:8}", rule.severity.name()));
        writeln!(text, "{} {severity} {} ({})", rule.code, printable(rule.title), rule.name)
            .expect("writing to a String cannot fail");
    }
    text
}
