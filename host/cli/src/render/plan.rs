//! What a run would do, for people.

use std::fmt::Write as _;
use std::path::Path;

use aludel_engine::amounts::{number, rows};
use aludel_engine::{
    AlterReport, Blocks, CopiedTable, DataReport, LintFinding, PlanReport, PlannedLock, PlannedStatement,
    PlannedStepReport, TableSize, Touched,
};

use crate::render::human::{counted, duration, excerpt, heads, path};
use crate::render::lint;
use crate::render::listing::Detail;
use crate::render::printable::one_line;
use crate::render::style::{ERROR, FAINT, NOTE, REVISION, paint};

/// The lines of a statement that are shown; with more detail all.
const LINES_MAX: usize = 4;

/// The tables of which it is said how much of them was copied.
const SAMPLES_MAX: usize = 5;

/// Each step with its statements and what it touches.
pub(crate) fn report(report: &PlanReport, detail: Detail) -> String {
    if report.steps.is_empty() {
        return format!("nothing to do: the database is at {}\n", heads(&report.heads_before));
    }
    let mut text: String = report.steps.iter().map(|planned| step(planned, &report.tables, detail)).collect();
    let (from, to) = (heads(&report.heads_before), heads(&report.heads_after));
    let (steps, time) = (counted(report.steps.len(), "step"), duration(report.duration_us / 1000));
    let counts = report.counts();
    let found = if counts.total() == 0 { String::new() } else { format!(": {}", lint::counts(counts)) };
    writeln!(text, "{steps} from {from} to {to} ({time}){found}").expect("writing to a String cannot fail");
    text
}

/// Where the plan was written, and what that is for.
pub(crate) fn written(report: &PlanReport, file: &Path) -> String {
    let name = path(file);
    if report.steps.is_empty() {
        return format!("wrote {name}");
    }
    format!("wrote {name}; `aludel {} --plan {name}` does this, or nothing", report.direction.verb())
}

/// What is to be known about the report as a whole.
pub(crate) fn remarks(report: &PlanReport) -> Vec<String> {
    let mut remarks: Vec<String> = report.notes.iter().map(|note| one_line(&note.text)).collect();
    match &report.data {
        _ if report.steps.is_empty() => {}
        None => remarks.push(
            "the copy has no rows: times and numbers of rows are those of empty tables, and loops over rows had no turn; \
             `--with-data 1000` copies some"
                .to_owned(),
        ),
        Some(data) => remarks.extend(copied(data)),
    }
    if !report.not_copied.is_empty() && !report.steps.is_empty() {
        let names: Vec<String> =
            report.not_copied.iter().map(|object| one_line(&format!("{} {}", object.kind, object.name))).collect();
        remarks.push(format!("the copy does not have {}", names.join(", ")));
    }
    remarks.extend(lint::explained(report.steps.iter().flat_map(|step| &step.findings)));
    remarks
}

/// What rows the copy has, and what that makes of the figures.
fn copied(data: &DataReport) -> Vec<String> {
    let all: u64 = data.tables.iter().map(|table| table.rows).sum();
    let mut partly: Vec<&CopiedTable> = data.tables.iter().filter(|table| table.has_more).collect();
    let tables = counted(data.tables.len(), "table");
    let mut remarks = Vec::new();
    if partly.is_empty() && data.not_copied.is_empty() && data.tables.iter().all(|table| table.orphans == 0) {
        remarks.push(format!("the copy has all rows: {} of {tables}", number(all)));
    } else if partly.is_empty() {
        remarks.push(format!("the copy has {} of {tables}", rows(all)));
    } else {
        // Where most is missing the figures say least.
        partly.sort_by_key(|table| std::cmp::Reverse(table.rows_in_all.unwrap_or(u64::MAX)));
        let told: Vec<String> = partly.iter().take(SAMPLES_MAX).map(|table| sampled(table)).collect();
        let others = partly.len().saturating_sub(SAMPLES_MAX);
        let others = if others == 0 { String::new() } else { format!(" and {} more", counted(others, "table")) };
        remarks.push(format!(
            "times and numbers of rows are those of a sample, {} of {tables}: on all rows it takes longer ({}{others})",
            rows(all),
            told.join(", ")
        ));
    }
    let along: Vec<String> = data.tables.iter().filter(|table| table.parents > 0).map(came_along).collect();
    if !along.is_empty() {
        remarks.push(format!("rows that others point at came along: {}", along.join(", ")));
    }
    for table in data.tables.iter().filter(|table| table.orphans > 0) {
        let what = if table.orphans == 1 { "what it points at" } else { "what they point at" };
        remarks.push(format!("{} of {} left out: {what} was not copied", rows(table.orphans), one_line(&table.table)));
    }
    let told = |other: &aludel_engine::NotCopied| one_line(&format!("{}: not copied: {}", other.table, other.reason));
    remarks.extend(data.not_copied.iter().map(told));
    remarks
}

/// `1,000 of about 12,000,000 rows of orders`.
fn sampled(table: &CopiedTable) -> String {
    let (copied, name) = (number(table.rows), one_line(&table.table));
    let about = if table.is_estimate { "about " } else { "" };
    match table.rows_in_all {
        Some(all) => format!("{copied} of {about}{} of {name}", rows(all)),
        None => format!("{copied} of the rows of {name}"),
    }
}

fn came_along(table: &CopiedTable) -> String {
    format!("{} of {}", number(table.parents), one_line(&table.table))
}

fn step(step: &PlannedStepReport, tables: &[TableSize], detail: Detail) -> String {
    let mut text =
        format!("{} {} {}", step.direction.verb(), paint(REVISION, &one_line(&step.revision)), one_line(&step.message));
    if let Some(package) = &step.package {
        write!(text, " ({})", one_line(&package.title())).expect("writing to a String cannot fail");
    }
    let outside = if step.in_transaction { "" } else { ", in no transaction" };
    writeln!(text, " ({}{outside})", duration(step.duration_us / 1000)).expect("writing to a String cannot fail");
    for planned in &step.statements {
        text.push_str(&statement(planned, tables, detail));
    }
    if step.statements_left_out > 0 {
        writeln!(text, "  and {} more statements", step.statements_left_out).expect("writing to a String cannot fail");
    }
    for what in &step.touched {
        writeln!(text, "  {}", touched(what)).expect("writing to a String cannot fail");
    }
    for loss in &step.losses {
        writeln!(text, "  {}", paint(NOTE, &one_line(&loss.sentence()))).expect("writing to a String cannot fail");
    }
    if let Some(downgrade) = &step.downgrade {
        text.extend(downgrade.sentences().iter().map(|sentence| format!("  {}\n", one_line(sentence))));
    }
    text.extend(step.findings.iter().map(|finding| lint::told(finding, &place(step, finding), "  ")));
    let allowed = if detail == Detail::Paragraph { step.allowed.as_slice() } else { &[] };
    text.extend(allowed.iter().map(|allowed| format!("  {}", lint::excused(allowed))));
    text.push('\n');
    text
}

/// `migrations/b2.sql:7: `, where the line is known.
fn place(step: &PlannedStepReport, finding: &LintFinding) -> String {
    finding.line.map(|line| format!("{}:{line}: ", one_line(&step.path))).unwrap_or_default()
}

fn statement(statement: &PlannedStatement, tables: &[TableSize], detail: Detail) -> String {
    let lines_max = if detail == Detail::Line { LINES_MAX } else { usize::MAX };
    let mut text = excerpt(&statement.sql, lines_max);
    let mut remarks = Vec::new();
    if statement.times > 1 {
        remarks.push(format!("{} times", statement.times));
    }
    let least = if detail == Detail::Line { Blocks::Definitions } else { Blocks::Nothing };
    remarks.extend(statement.locks.iter().filter(|lock| lock.blocks >= least).map(|lock| locked(lock, tables)));
    remarks.extend(statement.alter.iter().map(|alter| altered(alter, tables)));
    remarks.extend(statement.rewrites.iter().map(|table| rewritten(table, tables)));
    if !remarks.is_empty() {
        writeln!(text, "    {}", paint(FAINT, &remarks.join("; "))).expect("writing to a String cannot fail");
    }
    if let Some(error) = &statement.error {
        writeln!(text, "    {} {}", paint(ERROR, "failed, and it went on:"), one_line(error))
            .expect("writing to a String cannot fail");
    }
    text
}

/// `orders: ACCESS EXCLUSIVE, blocks reads and writes for 3 ms (about 12,000,000 rows, 4.1 GB)`.
fn locked(lock: &PlannedLock, tables: &[TableSize]) -> String {
    let object = one_line(&lock.object);
    let held = duration(lock.held_us / 1000);
    if lock.blocks < Blocks::Writes {
        return format!("{object}: {}, {} for {held}", lock.mode, lock.blocks.words());
    }
    let size = size(&lock.object, tables);
    paint(NOTE, &format!("{object}: {}, {} for {held}{size}", lock.mode, lock.blocks.words()))
}

fn altered(alter: &AlterReport, tables: &[TableSize]) -> String {
    let AlterReport { table, algorithm, lock, .. } = alter;
    let words = format!("{}: ALGORITHM={algorithm}, LOCK={lock}{}", one_line(table), size(table, tables));
    if *lock == "NONE" { words } else { paint(NOTE, &words) }
}

fn rewritten(table: &str, tables: &[TableSize]) -> String {
    paint(NOTE, &format!("writes all of {} anew{}", one_line(table), size(table, tables)))
}

/// How large a table of the live database is, in parentheses.
fn size(table: &str, tables: &[TableSize]) -> String {
    let size = tables.iter().find(|size| size.table == table).and_then(TableSize::words);
    size.map(|words| format!(" ({words})")).unwrap_or_default()
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
