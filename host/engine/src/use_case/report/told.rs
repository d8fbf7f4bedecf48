//! A plan, as the report tells it.

use std::time::Duration;

use aludel_report::{Blocking, Fact, Lock, Report, Statement, Step};

use crate::event::Direction;
use crate::rehearsal::report::{Blocks, PlanReport, PlannedLock, PlannedStatement, PlannedStepReport, Touched};

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
}

fn step(planned: &PlannedStepReport) -> Step {
    Step {
        revision: planned.revision.clone(),
        verb: match planned.direction {
            Direction::Up => "upgrade",
            Direction::Down => "downgrade",
        },
        message: planned.message.clone(),
        path: planned.path.clone(),
        in_transaction: planned.in_transaction,
        took: Duration::from_micros(planned.duration_us),
        statements: planned.statements.iter().map(statement).collect(),
        statements_left_out: planned.statements_left_out,
        touched: planned.touched.iter().map(touched).collect(),
        findings: Vec::new(),
    }
}

fn statement(planned: &PlannedStatement) -> Statement {
    Statement {
        sql: planned.sql.clone(),
        times: planned.times,
        took: Duration::from_micros(planned.duration_us),
        rows_changed: planned.rows_changed,
        locks: planned.locks.iter().map(lock).collect(),
        remarks: Vec::new(),
        error: planned.error.clone(),
    }
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
