//! What the rules found in the steps.

use super::report::PlannedStepReport;
use crate::event::Note;
use crate::lint::bench::Bench;

/// Tells each step what was found in it, and what nobody looked at.
pub(super) fn add_findings(bench: Bench, steps: &mut [PlannedStepReport]) -> Vec<Note> {
    let mut notes = Vec::new();
    // A step is judged when it is over, so both are in one order.
    for (step, linted) in steps.iter_mut().zip(bench.into_revisions()) {
        if linted.statements_left_out > 0 {
            let text = format!(
                "{} statements of `{}` were too many for the rules to look at",
                linted.statements_left_out, linted.revision
            );
            notes.push(Note { code: "statements_not_judged", text });
        }
        (step.findings, step.allowed) = (linted.findings, linted.allowed);
    }
    notes
}
