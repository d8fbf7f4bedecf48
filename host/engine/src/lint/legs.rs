//! How migrations run for the rules: those that were chosen are looked at, and the others only run.

use aludel_revision::{Direction, HeadsChange, Plan, RevisionId, Step};

use super::selection::Chosen;

/// Which directions are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LintedDirections {
    /// The upgrades.
    #[default]
    Up,
    /// The downgrades too.
    UpAndDown,
}

/// A part of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Leg {
    pub(crate) plan: Plan,
    pub(crate) kind: LegKind,
}

/// What a part of a run is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LegKind {
    /// To be looked at.
    Watched,
    /// To get to the next one.
    Passing,
    /// A downgrade to be looked at. One that turns out to have no way back does not run.
    WayBack,
    /// Up again after a way back, if that ran.
    UpAgain,
}

/// The run that leads up to the last chosen revision. Where downgrades are looked at as well, each chosen revision goes
/// up, down and up again, so that what stands below it need not have a way back. `has_way_back` says no where it is known
/// that a revision has none.
pub(crate) fn legs(
    plan: Plan,
    chosen: &Chosen,
    directions: LintedDirections,
    has_way_back: impl Fn(&RevisionId) -> Option<bool>,
) -> Vec<Leg> {
    let mut heads = plan.heads_before;
    let mut legs: Vec<Leg> = Vec::new();
    let mut steps = plan.steps;
    let end = steps.iter().rposition(|step| chosen.revisions.contains(&step.revision)).map_or(0, |last| last + 1);
    steps.truncate(end);
    for step in steps {
        if !chosen.revisions.contains(&step.revision) {
            add(&mut legs, &mut heads, step, LegKind::Passing);
            continue;
        }
        let goes_back = directions == LintedDirections::UpAndDown && has_way_back(&step.revision) != Some(false);
        add(&mut legs, &mut heads, step.clone(), LegKind::Watched);
        if goes_back {
            add(&mut legs, &mut heads, back(&step), LegKind::WayBack);
            add(&mut legs, &mut heads, step, LegKind::UpAgain);
        }
    }
    legs
}

fn back(step: &Step) -> Step {
    let HeadsChange { removed, added } = step.change.clone();
    let change = HeadsChange { removed: added, added: removed };
    Step { revision: step.revision.clone(), direction: Direction::Down, change }
}

/// Adds a step to the last leg, or as a new one.
fn add(legs: &mut Vec<Leg>, heads: &mut Vec<RevisionId>, step: Step, kind: LegKind) {
    let heads_before = heads.clone();
    heads.retain(|head| !step.change.removed.contains(head));
    heads.extend(step.change.added.iter().cloned());
    let goes_on = matches!(kind, LegKind::Watched | LegKind::Passing);
    match legs.last_mut() {
        Some(last) if goes_on && last.kind == kind => {
            last.plan.steps.push(step);
            last.plan.heads_after.clone_from(heads);
        }
        _ => {
            let plan = Plan { steps: vec![step], heads_before, heads_after: heads.clone(), warnings: Vec::new() };
            legs.push(Leg { plan, kind });
        }
    }
}

#[cfg(test)]
mod tests {
    use aludel_revision::Target;

    use super::*;
    use crate::catalogue::tests::catalogue;
    use crate::lint::selection::{Deployment, Start};

    fn told(chosen: &[&str], directions: LintedDirections, without_way_back: &str) -> Vec<String> {
        let catalogue = catalogue(&["a1", "b2 < a1", "c3 < b2", "d4 < c3"]);
        let plan = catalogue.graph().plan_upgrade(&[], &Target::heads()).expect("there is one head");
        let revisions = chosen.iter().map(|id| RevisionId::parse(id).expect("it is an id")).collect();
        let chosen = Chosen { revisions, start: Start::Empty, deployment: Deployment::Apart };
        let has_way_back = |revision: &RevisionId| (revision.as_str() == without_way_back).then_some(false);
        let leg = |leg: &Leg| {
            let sign = |step: &Step| if step.direction == Direction::Up { '+' } else { '-' };
            let steps: Vec<String> =
                leg.plan.steps.iter().map(|step| format!("{}{}", sign(step), step.revision)).collect();
            let mark = if matches!(leg.kind, LegKind::Watched | LegKind::WayBack) { "!" } else { "" };
            let heads: Vec<&str> = leg.plan.heads_after.iter().map(RevisionId::as_str).collect();
            format!("{}{mark} -> {}", steps.join(" "), heads.join(" "))
        };
        legs(plan, &chosen, directions, has_way_back).iter().map(leg).collect()
    }

    #[test]
    fn what_was_not_chosen_only_runs() {
        assert_eq!(told(&["b2", "c3"], LintedDirections::Up, ""), ["+a1 -> a1", "+b2 +c3! -> c3"]);
        assert_eq!(told(&["a1", "c3"], LintedDirections::Up, ""), ["+a1! -> a1", "+b2 -> b2", "+c3! -> c3"]);
        assert_eq!(told(&[], LintedDirections::Up, ""), Vec::<String>::new());
    }

    #[test]
    fn each_goes_down_and_up_again_by_itself() {
        let expected = ["+a1 -> a1", "+b2! -> b2", "-b2! -> a1", "+b2 -> b2", "+c3! -> c3"];
        assert_eq!(told(&["b2", "c3"], LintedDirections::UpAndDown, "c3"), expected);
    }
}
