//! The way back from what was rehearsed, rehearsed too: whether there is one, and what it takes.

use std::sync::Arc;

use aludel_revision::{Direction, HeadsChange, Plan, RevisionId, Step};
use aludel_schema::Schema;

use super::Rehearsal;
use super::reader::Reader;
use super::report::{DowngradeOutcome, DowngradeReport};
use super::structure::Structure;
use crate::error::{Error, FailureCause};
use crate::run::shared::SharedSession;
use crate::run::whole::Run;

/// How many steps are taken back: so many nobody takes back one by one, and each is a run of its own.
pub(super) const STEPS_MAX: usize = 50;

/// Takes the last steps of a plan back that has just run, the last one first, until one cannot be taken back. `schema` is
/// what they have made. Gives what came of each of these steps, in the order of the plan.
pub(crate) async fn way_back(
    run: &Run<'_>,
    session: &SharedSession,
    plan: &Plan,
    (reader, mut schema): (&Reader, Arc<Schema>),
) -> Result<Vec<DowngradeReport>, Error> {
    let steps = &plan.steps[plan.steps.len().saturating_sub(STEPS_MAX)..];
    let untried = DowngradeReport { outcome: DowngradeOutcome::NotTried, message: None, losses: Vec::new() };
    let mut reports = vec![untried; steps.len()];
    let mut heads = plan.heads_after.clone();
    for (step, report) in steps.iter().zip(&mut reports).rev() {
        let back = taken_back(step, &heads);
        heads.clone_from(&back.heads_after);
        let structure = Structure::from(reader.clone(), schema);
        let rehearsal = Arc::new(Rehearsal::default().with_structure(structure));
        let ran = run.rehearse(session, &back, Some(Arc::clone(&rehearsal))).await;
        if let Err(error) = ran {
            *report = failed(error)?;
            break;
        }
        let Some(mut states) = Rehearsal::end_of(rehearsal).await?.states else { break };
        let losses = states.lost.pop().unwrap_or_default();
        *report = DowngradeReport { outcome: DowngradeOutcome::Works, message: None, losses };
        schema = states.last;
    }
    Ok(reports)
}

/// The plan of one step back.
fn taken_back(step: &Step, heads: &[RevisionId]) -> Plan {
    let change = HeadsChange { removed: step.change.added.clone(), added: step.change.removed.clone() };
    let mut after: Vec<RevisionId> = heads.iter().filter(|head| !change.removed.contains(head)).cloned().collect();
    after.extend(change.added.iter().cloned());
    let step = Step { revision: step.revision.clone(), direction: Direction::Down, change };
    Plan { steps: vec![step], heads_before: heads.to_vec(), heads_after: after, warnings: Vec::new() }
}

/// A way back that does not work is what was to be found out; being asked to stop is not.
fn failed(error: Error) -> Result<DowngradeReport, Error> {
    let (outcome, message) = match error {
        Error::Cancelled { .. } => return Err(error),
        Error::MigrationFailed(failure) => match failure.cause {
            FailureCause::Irreversible(reason) => (DowngradeOutcome::Irreversible, reason),
            cause => (DowngradeOutcome::Fails, cause.to_string()),
        },
        error => (DowngradeOutcome::Fails, error.to_string()),
    };
    Ok(DowngradeReport { outcome, message: Some(message), losses: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn revisions(names: &[&str]) -> Vec<RevisionId> {
        names.iter().map(|name| name.parse().unwrap()).collect()
    }

    #[test]
    fn a_step_back_puts_the_heads_back() {
        let change = HeadsChange { removed: revisions(&["a"]), added: revisions(&["b"]) };
        let step = Step { revision: "b".parse().unwrap(), direction: Direction::Up, change };
        let back = taken_back(&step, &revisions(&["x", "b"]));
        assert_eq!(back.heads_after, revisions(&["x", "a"]));
        assert_eq!(back.steps[0].change.removed, revisions(&["b"]));
    }
}
