//! A plan, as the report tells it.

use std::time::Duration;

use aludel_lint::Severity;
use aludel_report::{Blocking, Fact, Finding, Level, Lock, Pictures, Report, Statement, Step};
use aludel_schema::draw::difference;
use aludel_schema::{DiffOptions, Schema, diff, summaries};

use crate::installation::report::RevisionPackage;
use crate::lint::report::{AllowedFinding, LintFinding};
use crate::rehearsal::report::{
    Blocks, DowngradeReport, PlanReport, PlannedLock, PlannedLoss, PlannedStatement, PlannedStepReport, TableSize,
    Touched,
};

/// Puts a plan into the report.
pub(super) fn tell(plan: &PlanReport, report: &mut Report) {
    let at = |heads: &[String]| if heads.is_empty() { "base".to_owned() } else { heads.join(", ") };
    report.facts = vec![
        Fact { name: "database", value: format!("{} ({})", plan.database, plan.dialect) },
        Fact { name: "now at", value: at(&plan.heads_before) },
        Fact { name: "then at", value: format!("{} (target: {})", at(&plan.heads_after), plan.target) },
    ];
    report.notes = plan.notes.iter().map(|note| note.text.clone()).collect();
    if !plan.not_copied.is_empty() {
        let names: Vec<String> =
            plan.not_copied.iter().map(|object| format!("{} {}", object.kind, object.name)).collect();
        report.notes.push(format!("the copy does not have {}", names.join(", ")));
    }
    report.steps = plan.steps.iter().map(step).collect();
    report.facts.extend(plan.tables.iter().filter_map(size));
    if let Some(schemas) = &plan.schemas {
        let (before, after) = schemas;
        report.differences = differences(before, after);
        let drawn = difference(before, after);
        let pictures = Pictures { before: drawn.before, after: drawn.after, left_out: drawn.left_out };
        report.pictures = (pictures.before.is_some() || pictures.after.is_some()).then_some(pictures);
    }
}

/// In words; none where the schemas cannot be led into each other, which the statements tell all the same.
fn differences(before: &Schema, after: &Schema) -> Vec<String> {
    let difference = diff(before, after, &DiffOptions::default());
    let operations = difference.map(|difference| difference.operations).unwrap_or_default();
    summaries(&operations).into_iter().flatten().map(|summary| summary.text).collect()
}

fn size(table: &TableSize) -> Option<Fact> {
    Some(Fact { name: "table", value: format!("{} has {}", table.table, table.words()?) })
}

fn step(planned: &PlannedStepReport) -> Step {
    let downgrade = planned.downgrade.as_ref().map(DowngradeReport::sentences).unwrap_or_default();
    Step {
        revision: planned.revision.clone(),
        verb: planned.direction.verb(),
        message: planned.message.clone(),
        path: planned.path.clone(),
        package: planned.package.as_ref().map(RevisionPackage::title),
        in_transaction: planned.in_transaction,
        took: Duration::from_micros(planned.duration_us),
        statements: planned.statements.iter().map(statement).collect(),
        statements_left_out: planned.statements_left_out,
        touched: planned.touched.iter().map(touched).collect(),
        losses: planned.losses.iter().map(PlannedLoss::sentence).collect(),
        remarks: downgrade.into_iter().chain(planned.allowed.iter().map(AllowedFinding::sentence)).collect(),
        findings: planned.findings.iter().map(finding).collect(),
    }
}

fn finding(found: &LintFinding) -> Finding {
    let level = match found.severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
        Severity::Note | Severity::Off => Level::Note,
    };
    let (message, hint) = (found.message.clone(), found.hint.clone().unwrap_or_default());
    Finding { code: found.code.to_owned(), level, line: found.line, message, hint }
}

fn statement(planned: &PlannedStatement) -> Statement {
    Statement {
        sql: planned.sql.clone(),
        times: planned.times,
        took: Duration::from_micros(planned.duration_us),
        rows_changed: planned.rows_changed,
        locks: planned.locks.iter().map(lock).collect(),
        remarks: carried_out(planned),
        error: planned.error.clone(),
    }
}

/// Which tables it writes anew, and how the server changes them.
fn carried_out(planned: &PlannedStatement) -> Vec<String> {
    let rewrites = planned.rewrites.iter().map(|table| format!("writes every row of {table} anew"));
    let alter = planned.alter.iter().map(|alter| {
        let rebuilds = if alter.rebuilds == Some(true) { ", builds it anew" } else { "" };
        format!("{}: ALGORITHM={}, LOCK={}{rebuilds}", alter.table, alter.algorithm, alter.lock)
    });
    rewrites.chain(alter).collect()
}

fn lock(lock: &PlannedLock) -> Lock {
    let blocking = match lock.blocks {
        Blocks::Nothing | Blocks::Definitions => Blocking::Little,
        Blocks::Writes => Blocking::Writes,
        Blocks::ReadsAndWrites => Blocking::Everything,
    };
    Lock { text: format!("{}: {}, {}", lock.object, lock.mode, lock.blocks.words()), blocking }
}

fn touched(touched: &Touched) -> String {
    let what = touched.access.replace('-', " ");
    if touched.objects.is_empty() { what } else { format!("{what}: {}", touched.objects.join(", ")) }
}
