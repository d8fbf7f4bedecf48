//! What a run would do, for people.

use std::fmt::Write as _;

use aludel_engine::{Blocks, PlanReport, PlannedLock, PlannedStatement, PlannedStepReport, Touched};

use crate::render::human::{counted, duration, excerpt, heads};
use crate::render::listing::Detail;
use crate::render::printable::one_line;
use crate::render::style::{ERROR, FAINT, NOTE, REVISION, paint};

/// The lines of a statement that are shown; with more detail all.
const LINES_MAX: usize = 4;

/// Each step with its statements and what it touches.
pub(crate) fn report(report: &PlanReport, detail: Detail) -> String {
    if report.steps.is_empty() {
        return format!("nothing to do: the database is at {}\n", heads(&report.heads_before));
    }
    let mut text: String = report.steps.iter().map(|planned| step(planned, detail)).collect();
    let (from, to) = (heads(&report.heads_before), heads(&report.heads_after));
    writeln!(text, "{} from {from} to {to}", counted(report.steps.len(), "step"))
        .expect("writing to a String cannot fail");
    text
}

/// What is to be known about the report as a whole.
pub(crate) fn remarks(report: &PlanReport) -> Vec<String> {
    let mut remarks: Vec<String> = report.notes.iter().map(|note| one_line(&note.text)).collect();
    if !report.steps.is_empty() {
        remarks.push("the copy has no rows: times and numbers of rows are those of empty tables".to_owned());
    }
    if !report.not_copied.is_empty() && !report.steps.is_empty() {
        let names: Vec<String> =
            report.not_copied.iter().map(|object| one_line(&format!("{} {}", object.kind, object.name))).collect();
        remarks.push(format!("the copy does not have {}", names.join(", ")));
    }
    remarks
}

fn step(step: &PlannedStepReport, detail: Detail) -> String {
    let mut text =
        format!("{} {} {}", step.direction.verb(), paint(REVISION, &one_line(&step.revision)), one_line(&step.message));
    let outside = if step.in_transaction { "" } else { ", in no transaction" };
    writeln!(text, " ({}{outside})", duration(step.duration_us / 1000)).expect("writing to a String cannot fail");
    for planned in &step.statements {
        text.push_str(&statement(planned, detail));
    }
    if step.statements_left_out > 0 {
        writeln!(text, "  and {} more statements", step.statements_left_out).expect("writing to a String cannot fail");
    }
    for what in &step.touched {
        writeln!(text, "  {}", touched(what)).expect("writing to a String cannot fail");
    }
    text.push('\n');
    text
}

fn statement(statement: &PlannedStatement, detail: Detail) -> String {
    let lines_max = if detail == Detail::Line { LINES_MAX } else { usize::MAX };
    let mut text = excerpt(&statement.sql, lines_max);
    let mut remarks = Vec::new();
    if statement.times > 1 {
        remarks.push(format!("{} times", statement.times));
    }
    let least = if detail == Detail::Line { Blocks::Definitions } else { Blocks::Nothing };
    remarks.extend(statement.locks.iter().filter(|lock| lock.blocks >= least).map(locked));
    if !remarks.is_empty() {
        writeln!(text, "    {}", paint(FAINT, &remarks.join("; "))).expect("writing to a String cannot fail");
    }
    if let Some(error) = &statement.error {
        writeln!(text, "    {} {}", paint(ERROR, "failed, and it went on:"), one_line(error))
            .expect("writing to a String cannot fail");
    }
    text
}

fn locked(lock: &PlannedLock) -> String {
    let object = one_line(&lock.object);
    let words = format!("{object}: {}, {}", lock.mode, lock.blocks.words());
    if lock.blocks >= Blocks::Writes { paint(NOTE, &words) } else { words }
}

/// `create table: orders, lines`.
fn touched(touched: &Touched) -> String {
    let what = touched.access.replace('-', " ");
    if touched.objects.is_empty() {
        return what;
    }
    let objects: Vec<String> = touched.objects.iter().map(|object| one_line(object)).collect();
    format!("{what}: {}", objects.join(", "))
}
