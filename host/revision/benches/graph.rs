//! Times of loading, planning and listing graphs of 100,000 revisions: `cargo bench -p aludel-revision`.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]
#![expect(clippy::disallowed_methods, reason = "a bench reads the clock")]

use std::time::Instant;

use aludel_revision::{Graph, Revision, RevisionId, Target};

const REVISION_COUNT: usize = 100_000;

fn id(number: usize) -> RevisionId {
    RevisionId::parse(&format!("{number:012x}")).expect("hexadecimal digits make an id")
}

fn graph_of(down: impl Fn(usize) -> Vec<usize>) -> Vec<Revision> {
    let revision = |number: usize| Revision {
        id: id(number),
        down: down(number).into_iter().map(id).collect(),
        depends_on: vec![],
        labels: vec![],
    };
    (0..REVISION_COUNT).map(revision).collect()
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    println!("  {what:<24} {:>9.1} ms", start.elapsed().as_secs_f64() * 1000.0);
    result
}

fn measure(name: &str, revisions: Vec<Revision>) {
    println!("{name}, {} revisions", revisions.len());
    let start = Instant::now();
    let graph = timed("build", || Graph::build(revisions)).expect("is a graph");
    let up = timed("plan upgrade heads", || graph.plan_upgrade(&[], &Target::heads())).expect("can be reached");
    timed("plan upgrade, no-op", || graph.plan_upgrade(&up.heads_after, &Target::heads())).expect("can be reached");
    timed("plan downgrade base", || graph.plan_downgrade(&up.heads_after, &Target::base())).expect("can be reached");
    let listed = timed("history", || graph.history(None, &[])).expect("can be listed");
    timed("draw", || graph.draw(&listed));
    timed("current", || graph.current(&up.heads_after)).expect("is declared");
    println!("  {:<24} {:>9.1} ms", "all of it", start.elapsed().as_secs_f64() * 1000.0);
}

fn main() {
    measure("a line", graph_of(|number| number.checked_sub(1).into_iter().collect()));
    measure("a ladder of merges", graph_of(ladder));
    measure("arms of one root", graph_of(|number| if number == 0 { vec![] } else { vec![0] }));
    measure("roots", graph_of(|_| vec![]));
}

/// Rungs of three: two arms that fork from the rung below, and their merge.
fn ladder(number: usize) -> Vec<usize> {
    match (number, number % 3) {
        (0, _) => vec![],
        (_, 0) => vec![number - 2, number - 1],
        (_, 1) => vec![number - 1],
        _ => vec![number - 2],
    }
}
