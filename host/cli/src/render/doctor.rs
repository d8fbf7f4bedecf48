//! What `doctor` tells, in words.

use aludel_engine::{DoctorReport, Finding, SettleReport, Settlement, Severity};

use crate::render::human::heads;
use crate::render::printable::{one_line, printable};
use crate::render::style::{ERROR, HINT, NOTE, paint};

/// Where the database is, and everything that is to be done.
pub(crate) fn report(report: &DoctorReport) -> String {
    let mut text = if report.is_readable() { place(report) } else { String::new() };
    for finding in report.findings.iter().filter(|finding| finding.severity > Severity::Note) {
        text.push_str(&paragraph(finding));
    }
    if !report.needs_care() {
        text.push_str("nothing is to be done\n");
    }
    text
}

fn place(report: &DoctorReport) -> String {
    let all = if report.is_at_heads && !report.heads.is_empty() { ", with every revision applied" } else { "" };
    format!("the database is at {}{all}\n", heads(&report.heads))
}

/// What is good to know beside that.
pub(crate) fn notes(report: &DoctorReport) -> Vec<String> {
    let notes = report.findings.iter().filter(|finding| finding.severity == Severity::Note);
    notes.map(|note| paragraph(note).trim_end().to_owned()).collect()
}

fn paragraph(finding: &Finding) -> String {
    let label = match finding.severity {
        Severity::Error => paint(ERROR, "error:"),
        Severity::Warning => paint(NOTE, "warning:"),
        Severity::Note => paint(NOTE, "note:"),
    };
    let mut text = format!("{label} {}\n", printable(&finding.text).replace('\n', "\n  "));
    for detail in &finding.details {
        text.push_str(&below(&printable(detail).replace('\n', "\n    ")));
    }
    let next = finding.command.iter().map(|command| format!("run `{}`", one_line(command)));
    let next = next.chain(finding.sql.iter().map(|sql| format!("the statement is `{}`", one_line(sql))));
    for hint in next {
        text.push_str(&below(&format!("{} {hint}", paint(HINT, "hint:"))));
    }
    text
}

fn below(line: &str) -> String {
    format!("  {line}\n")
}

/// What a person has found out, as it was written down.
pub(crate) fn settled(settlement: Settlement, report: &SettleReport) -> String {
    let revision = one_line(&report.revision);
    let verb = report.direction.verb();
    let after = report.goes_on_after;
    match settlement {
        Settlement::Done => {
            format!("noted that statement {after} of `{revision}` was carried out: the next run goes on after it\n")
        }
        Settlement::NotDone => {
            format!("noted that statement {} of `{revision}` was not carried out: the next run sends it\n", after + 1)
        }
        Settlement::RolledBack => {
            format!("forgotten that the {verb} of `{revision}` was begun: the next run starts it anew\n")
        }
    }
}
