//! What holds for every graph, tried on random ones.

use std::collections::BTreeSet;

use aludel_revision::{Direction, Graph, HeadsChange, Plan, Range, Revision, RevisionId, Target};
use proptest::prelude::*;
use proptest::sample::Index;

fn id(text: &str) -> RevisionId {
    RevisionId::parse(text).expect("is an id")
}

/// What one revision takes from those before it.
#[derive(Debug, Clone)]
struct Choice {
    parents: Vec<Index>,
    dependencies: Vec<Index>,
    is_labelled: bool,
}

fn choice() -> impl Strategy<Value = Choice> {
    let parents = prop_oneof![
        1 => Just(0_usize),
        6 => Just(1),
        2 => Just(2),
        1 => Just(3),
    ];
    let parents = parents.prop_flat_map(|count| proptest::collection::vec(any::<Index>(), count));
    let dependencies = prop_oneof![4 => Just(0_usize), 1 => Just(1), 1 => Just(2)];
    let dependencies = dependencies.prop_flat_map(|count| proptest::collection::vec(any::<Index>(), count));
    (parents, dependencies, prop::bool::weighted(0.2)).prop_map(|(parents, dependencies, is_labelled)| Choice {
        parents,
        dependencies,
        is_labelled,
    })
}

fn graph() -> impl Strategy<Value = Graph> {
    proptest::collection::vec(choice(), 1..30).prop_map(|choices| {
        let revisions = choices.iter().enumerate().map(|(number, choice)| revision(number, choice)).collect();
        Graph::build(revisions).expect("what only looks back has no cycle")
    })
}

fn revision(number: usize, choice: &Choice) -> Revision {
    let earlier = |index: &Index| format!("r{:03}", index.index(number));
    let picked = |indices: &[Index]| if number == 0 { vec![] } else { indices.iter().map(earlier).collect() };
    Revision {
        id: id(&format!("r{number:03}")),
        down: picked(&choice.parents).iter().map(|text| id(text)).collect(),
        depends_on: picked(&choice.dependencies),
        labels: if choice.is_labelled { vec![format!("label-{number}")] } else { vec![] },
    }
}

fn graph_and_picks() -> impl Strategy<Value = (Graph, Vec<Index>)> {
    (graph(), proptest::collection::vec(any::<Index>(), 0..4))
}

fn pick(graph: &Graph, index: Index) -> RevisionId {
    graph.nodes().nth(index.index(graph.len())).expect("the index is in range").id().clone()
}

fn needs(graph: &Graph, revision: &RevisionId) -> BTreeSet<RevisionId> {
    let node = graph.get(revision).expect("the plan names declared revisions");
    node.down().chain(node.depends_on()).cloned().collect()
}

/// Everything at or below the rows, found the slow way.
fn applied(graph: &Graph, rows: &[RevisionId]) -> BTreeSet<RevisionId> {
    let mut found = BTreeSet::new();
    let mut todo = rows.to_vec();
    while let Some(revision) = todo.pop() {
        if found.insert(revision.clone()) {
            todo.extend(needs(graph, &revision));
        }
    }
    found
}

/// The applied revisions that no applied one needs, found the slow way.
fn uppermost(graph: &Graph, applied: &BTreeSet<RevisionId>) -> BTreeSet<RevisionId> {
    let needed: BTreeSet<RevisionId> = applied.iter().flat_map(|revision| needs(graph, revision)).collect();
    applied.difference(&needed).cloned().collect()
}

/// The version rows that a database has after these revisions, as plans themselves leave them.
fn rows_after(graph: &Graph, picks: &[Index]) -> Vec<RevisionId> {
    let picked: Vec<RevisionId> = picks.iter().map(|index| pick(graph, *index)).collect();
    uppermost(graph, &applied(graph, &picked)).into_iter().collect()
}

/// Follows a plan and checks every step of it: that it may run, and that the rows are right afterwards.
fn check_legal(graph: &Graph, plan: &Plan) {
    let mut done = applied(graph, &plan.heads_before);
    let mut rows: BTreeSet<RevisionId> = plan.heads_before.iter().cloned().collect();
    for step in &plan.steps {
        match step.direction {
            Direction::Up => {
                assert!(needs(graph, &step.revision).is_subset(&done), "{} lacks something", step.revision);
                assert!(done.insert(step.revision.clone()), "{} is applied already", step.revision);
            }
            Direction::Down => {
                assert!(done.remove(&step.revision), "{} is not applied", step.revision);
                let needed_by = done.iter().find(|revision| needs(graph, revision).contains(&step.revision));
                assert_eq!(needed_by, None, "{} is still needed", step.revision);
            }
        }
        change(&mut rows, &step.change);
        assert_eq!(rows, uppermost(graph, &done), "after {}", step.revision);
    }
    assert_eq!(rows, plan.heads_after.iter().cloned().collect());
    assert_eq!(rows.len(), plan.heads_after.len());
}

fn change(rows: &mut BTreeSet<RevisionId>, change: &HeadsChange) {
    for row in &change.removed {
        assert!(rows.remove(row), "{row} is no row");
    }
    for row in &change.added {
        assert!(rows.insert(row.clone()), "{row} is a row already");
    }
}

fn target(graph: &Graph) -> impl Strategy<Value = String> + use<> {
    let ids: Vec<String> = graph.nodes().map(|node| node.id().to_string()).collect();
    let labels = graph.labels().into_iter().map(|(label, _)| label.to_owned());
    let branches: Vec<String> = labels.chain(ids.iter().cloned()).collect();
    let place = prop_oneof![
        Just("head".to_owned()),
        Just("heads".to_owned()),
        Just("base".to_owned()),
        Just(String::new()),
        proptest::sample::select(ids),
    ];
    let branch = proptest::option::of(proptest::sample::select(branches));
    let offset = proptest::option::of(-4_i64..5);
    (branch, place, offset).prop_filter_map("a target has a place or an offset", |(branch, place, offset)| {
        let offset = offset.map_or(String::new(), |offset| format!("{offset:+}"));
        let rest = format!("{place}{offset}");
        let prefix = branch.map_or(String::new(), |branch| format!("{branch}@"));
        (!rest.is_empty()).then(|| format!("{prefix}{rest}"))
    })
}

fn graph_rows_and_target() -> impl Strategy<Value = (Graph, Vec<RevisionId>, String)> {
    graph_and_picks().prop_flat_map(|(graph, picks)| {
        let rows = rows_after(&graph, &picks);
        let text = target(&graph);
        (Just(graph), Just(rows), text)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_step_is_legal((graph, rows, text) in graph_rows_and_target()) {
        let target = Target::parse(&text).expect("is of the form of a target");
        if let Ok(plan) = graph.plan_upgrade(&rows, &target) {
            check_legal(&graph, &plan);
        }
        if let Ok(plan) = graph.plan_downgrade(&rows, &target) {
            check_legal(&graph, &plan);
        }
        if let Ok(plan) = graph.plan_stamp(&rows, &[target]) {
            prop_assert!(plan.steps.is_empty());
            let rows: BTreeSet<_> = plan.heads_after.iter().cloned().collect();
            prop_assert_eq!(&rows, &uppermost(&graph, &applied(&graph, &plan.heads_after)));
        }
    }

    #[test]
    fn up_then_down_restores_the_heads((graph, picks) in graph_and_picks(), chosen in any::<Index>()) {
        let rows = rows_after(&graph, &picks);
        let up = graph.plan_upgrade(&rows, &Target::revision(&pick(&graph, chosen))).expect("an id can be reached");
        check_legal(&graph, &up);
        let mut rows: BTreeSet<RevisionId> = up.heads_after.iter().cloned().collect();
        for step in up.steps.iter().rev() {
            change(&mut rows, &HeadsChange { removed: step.change.added.clone(), added: step.change.removed.clone() });
        }
        prop_assert_eq!(rows, up.heads_before.iter().cloned().collect());
    }

    #[test]
    fn all_the_way_up_and_down_again(graph in graph()) {
        let up = graph.plan_upgrade(&[], &Target::heads()).expect("all heads can be reached");
        check_legal(&graph, &up);
        prop_assert_eq!(up.steps.len(), graph.len());
        let effective: BTreeSet<RevisionId> = graph.effective_heads().into_iter().collect();
        prop_assert_eq!(up.heads_after.iter().cloned().collect::<BTreeSet<_>>(), effective);
        let down = graph.plan_downgrade(&up.heads_after, &Target::base()).expect("the base can always be reached");
        check_legal(&graph, &down);
        prop_assert_eq!(down.steps.len(), graph.len());
        prop_assert!(down.heads_after.is_empty());
        let mut back: Vec<RevisionId> = down.steps.into_iter().map(|step| step.revision).collect();
        back.reverse();
        let there: Vec<RevisionId> = up.steps.into_iter().map(|step| step.revision).collect();
        prop_assert_eq!(back, there);
    }

    #[test]
    fn history_lists_everything_once_newest_first(graph in graph()) {
        let listed = graph.history(None, &[]).expect("everything can be listed");
        let mut unlisted: BTreeSet<RevisionId> = graph.nodes().map(|node| node.id().clone()).collect();
        for revision in &listed {
            prop_assert!(unlisted.remove(revision));
            prop_assert!(needs(&graph, revision).is_subset(&unlisted), "{} comes after what it needs", revision);
        }
        prop_assert!(unlisted.is_empty());
        let drawn: Vec<RevisionId> = graph.draw(&listed).into_iter().filter_map(|line| line.revision).collect();
        prop_assert_eq!(drawn, listed);
    }

    #[test]
    fn parse_and_print_of_targets_agree((_, _, text) in graph_rows_and_target()) {
        prop_assert_eq!(Target::parse(&text).map(|target| target.to_string()), Ok(text));
    }

    #[test]
    fn no_text_breaks_the_parser(text in any::<String>(), (graph, picks) in graph_and_picks()) {
        if let Ok(target) = Target::parse(&text) {
            prop_assert_eq!(target.to_string(), text.clone());
        }
        if let Ok(range) = Range::parse(&text) {
            prop_assert_eq!(range.to_string(), text.clone());
        }
        let rows = rows_after(&graph, &picks);
        if let Err(error) = graph.resolve(&text, &rows) {
            prop_assert!(!error.code().is_empty() && !error.to_string().is_empty());
        }
    }

    #[test]
    fn a_prefix_names_its_revision((graph, _) in graph_and_picks(), chosen in any::<Index>()) {
        let revision = pick(&graph, chosen);
        prop_assert_eq!(graph.resolve(revision.as_str(), &[]), Ok(vec![revision]));
    }
}
