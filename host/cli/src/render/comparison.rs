//! What differs between two databases, for people.

use std::fmt::Write as _;

use aludel_engine::{AutogenerateReport, CheckReport, DiffReport, DifferenceReport, SuspicionReport};

use crate::render::human::path;
use crate::render::listing::Detail;
use crate::render::printable::{one_line, printable};
use crate::render::style::{FAINT, NOTE, paint};
use crate::shell::Shell;

/// Every difference on a line; with more detail, its SQL below.
pub(crate) fn difference(report: &DiffReport, detail: Detail) -> String {
    if report.operations.is_empty() {
        return "no differences\n".to_owned();
    }
    let lines: String = report.operations.iter().map(|operation| entry(operation, detail)).collect();
    lines + &report.suspicions.iter().map(suspicion).collect::<String>()
}

/// The differences, or that there are none.
pub(crate) fn check(report: &CheckReport, detail: Detail) -> String {
    if report.difference.operations.is_empty() {
        return format!("{}\n", report.verdict);
    }
    format!("{}\n{}", report.verdict, indented(&difference(&report.difference, detail)))
}

/// What was written, with what it does.
pub(crate) fn generated(report: &AutogenerateReport) -> String {
    match &report.written {
        None => "nothing to do: the target is what is there\n".to_owned(),
        Some(written) => {
            format!("{}wrote {}\n", difference(&report.difference, Detail::Line), path(&written.path))
        }
    }
}

/// Says what is not compared.
pub(crate) fn remark(report: &DiffReport, shell: &Shell) {
    for object in &report.uncompared {
        shell.remark(&format!("not compared: {} {}", object.kind, one_line(&object.name)));
    }
}

fn entry(operation: &DifferenceReport, detail: Detail) -> String {
    let mut text = one_line(&operation.summary.text);
    for loss in &operation.losses {
        write!(text, "  {}", paint(NOTE, &one_line(&loss.text))).expect("writing to a String cannot fail");
    }
    text.push('\n');
    if detail == Detail::Paragraph {
        for statement in &operation.sql {
            text.push_str(&paint(FAINT, &indented(&format!("{};\n", printable(statement)))));
        }
    }
    text
}

/// A question with both answers, as they are typed.
fn suspicion(suspicion: &SuspicionReport) -> String {
    format!("{} {}\n", paint(NOTE, "undecided:"), printable(&suspicion.to_string()))
}

fn indented(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("  {line}\n") }).collect()
}
