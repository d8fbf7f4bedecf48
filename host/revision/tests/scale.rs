//! Very long and very wide graphs: nothing overflows, nothing grows with the square.

use aludel_revision::{Graph, GraphError, Range, Revision, RevisionId, Target};

const REVISION_COUNT: usize = 100_000;

/// For the shapes that nobody has at that size.
const ODD_COUNT: usize = 20_000;

fn id(number: usize) -> RevisionId {
    RevisionId::parse(&format!("r{number:06}")).expect("is an id")
}

fn revision(number: usize, down: Vec<usize>) -> Revision {
    Revision { id: id(number), down: down.into_iter().map(id).collect(), depends_on: vec![], labels: vec![] }
}

/// Loads, plans all the way up and down, lists and draws.
fn check_all(revisions: Vec<Revision>) {
    let count = revisions.len();
    let graph = Graph::build(revisions).expect("is a graph");
    let up = graph.plan_upgrade(&[], &Target::heads()).expect("the heads can be reached");
    assert_eq!(up.steps.len(), count);
    let down = graph.plan_downgrade(&up.heads_after, &Target::base()).expect("the base can be reached");
    assert_eq!(down.steps.len(), count);
    assert!(down.heads_after.is_empty());
    let listed = graph.history(None, &[]).expect("everything can be listed");
    assert_eq!(listed.len(), count);
    assert!(graph.draw(&listed).len() >= count);
    assert_eq!(graph.current(&up.heads_after).map(|current| current.len()), Ok(up.heads_after.len()));
}

#[test]
fn a_long_line() {
    let parent = |number: usize| number.checked_sub(1).into_iter().collect();
    let mut revisions: Vec<Revision> = (0..REVISION_COUNT).map(|number| revision(number, parent(number))).collect();
    revisions[0].labels = vec!["main".to_owned()];
    let graph = Graph::build(revisions.clone()).expect("is a graph");
    let current = [id(REVISION_COUNT - 2)];
    let plan = graph.plan_upgrade(&current, &Target::head()).expect("the head can be reached");
    assert_eq!(plan.steps.len(), 1);
    let range = Range::parse("-3:").expect("is a range");
    assert_eq!(graph.history(Some(&range), &[]).map(|listed| listed.len()), Ok(4));
    assert_eq!(graph.resolve("main@head-99999", &[]), Ok(vec![id(0)]));
    check_all(revisions);
}

#[test]
fn a_line_in_which_every_revision_has_a_label() {
    let labelled = |number: usize| Revision {
        labels: vec![format!("label-{number}")],
        ..revision(number, number.checked_sub(1).into_iter().collect())
    };
    let graph = Graph::build((0..ODD_COUNT).map(labelled).collect()).expect("is a graph");
    let head = graph.get(&id(ODD_COUNT - 1)).expect("is declared");
    assert_eq!(head.labels().len(), ODD_COUNT);
}

#[test]
fn many_roots_and_one_merge() {
    let mut revisions: Vec<Revision> = (0..ODD_COUNT).map(|number| revision(number, vec![])).collect();
    check_all(revisions.clone());
    revisions.push(revision(ODD_COUNT, (0..ODD_COUNT).collect()));
    check_all(revisions);
}

#[test]
fn many_arms_of_one_root() {
    let arm = |number: usize| revision(number, if number == 0 { vec![] } else { vec![0] });
    check_all((0..ODD_COUNT).map(arm).collect());
}

#[test]
fn a_ladder_of_merges() {
    // Rungs of three: two arms that fork from the rung below, and their merge.
    let rung = |number: usize| match (number, number % 3) {
        (0, _) => vec![],
        (_, 0) => vec![number - 2, number - 1],
        (_, 1) => vec![number - 1],
        _ => vec![number - 2],
    };
    check_all((0..ODD_COUNT).map(|number| revision(number, rung(number))).collect());
}

#[test]
fn a_main_line_into_which_fresh_roots_are_merged() {
    // Even revisions are fresh roots and first parents, so the way down always leaves the main line.
    let down =
        |number: usize| if number < 3 || number.is_multiple_of(2) { vec![] } else { vec![number - 1, number - 2] };
    let mut revisions: Vec<Revision> = (0..ODD_COUNT).map(|number| revision(number, down(number))).collect();
    revisions.insert(0, revision(ODD_COUNT, vec![1]));
    check_all(revisions);
}

#[test]
fn a_cycle_of_all_revisions() {
    let parent = |number: usize| vec![if number == 0 { ODD_COUNT - 1 } else { number - 1 }];
    let errors = Graph::build((0..ODD_COUNT).map(|number| revision(number, parent(number))).collect());
    let errors = errors.expect_err("has no root").errors;
    assert!(matches!(errors.as_slice(), [GraphError::Cycle { revisions }] if revisions.len() == ODD_COUNT));
    assert!(errors[0].to_string().len() < 300);
}
