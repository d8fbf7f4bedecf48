//! What is said when revisions make no graph and when targets cannot be reached.

use aludel_revision::{
    Declaration, Graph, GraphError, GraphErrors, Range, Revision, RevisionId, Target, TargetError, Warning,
};

fn id(text: &str) -> RevisionId {
    RevisionId::parse(text).expect("is an id")
}

fn ids(texts: &[&str]) -> Vec<RevisionId> {
    texts.iter().map(|text| id(text)).collect()
}

/// Reads `revision: parents / dependencies / labels`, of which only the first part is needed.
fn declared(line: &str) -> Revision {
    let (name, rest) = line.split_once(':').expect("has a colon");
    let mut parts = rest.split('/').map(|part| part.split_whitespace().collect::<Vec<_>>());
    let down = parts.next().unwrap_or_default();
    let [depends_on, labels] = [parts.next(), parts.next()].map(Option::unwrap_or_default);
    let texts = |texts: Vec<&str>| texts.into_iter().map(str::to_owned).collect();
    Revision { id: id(name), down: ids(&down), depends_on: texts(depends_on), labels: texts(labels) }
}

fn try_build(lines: &[&str]) -> Result<Graph, GraphErrors> {
    Graph::build(lines.iter().map(|line| declared(line)).collect())
}

fn build(lines: &[&str]) -> Graph {
    try_build(lines).expect("is a graph")
}

fn errors(lines: &[&str]) -> GraphErrors {
    try_build(lines).expect_err("is no graph")
}

fn fork() -> Graph {
    build(&["root:", "web1: root // web", "web2: web1", "job1: root // job", "job2: job1"])
}

fn upgrade(graph: &Graph, rows: &[&str], text: &str) -> TargetError {
    let target = Target::parse(text).expect("is of the form of a target");
    graph.plan_upgrade(&ids(rows), &target).expect_err("cannot be reached")
}

fn downgrade(graph: &Graph, rows: &[&str], text: &str) -> TargetError {
    let target = Target::parse(text).expect("is of the form of a target");
    graph.plan_downgrade(&ids(rows), &target).expect_err("cannot be reached")
}

#[test]
fn all_faults_are_found_at_once() {
    let errors = errors(&[
        "alpha: alpha",
        "beta: gone / / two",
        "gamma: beta / missing gamma / two",
        "one: three",
        "two2: one",
        "three: two2",
        "left: / right",
        "right: / left",
        "delta: alpha / / beta",
        "eps: beta / / head",
    ]);
    let expected = [
        "branch label `two` is declared by both `beta` and `gamma`",
        "branch label `beta` of revision `delta` is the id of a revision",
        "branch label \"head\" of revision `eps` is a word that targets use",
        "revision `alpha` is its own parent",
        "revision `beta` has the parent `gone`, which no migration declares",
        "revision `gamma` depends on `missing`, which no migration declares",
        "revision `gamma` depends on itself",
        "revisions are their own ancestors: `one` -> `three` -> `two2` -> `one`",
        "revisions need each other: `left` -> `right` -> `left`",
    ];
    let messages: Vec<String> = errors.errors.iter().map(ToString::to_string).collect();
    assert_eq!(messages, expected);
    let codes: Vec<&str> = errors.errors.iter().map(GraphError::code).collect();
    let expected = [
        "duplicate_label",
        "duplicate_label",
        "illegal_id",
        "self_parent",
        "no_such_revision",
        "no_such_revision",
        "self_dependency",
        "cycle",
        "dependency_cycle",
    ];
    assert_eq!(codes, expected);
    assert!(errors.to_string().starts_with("the migrations make no graph, for 9 reasons:\n  branch label `two`"));
}

#[test]
fn illegal_ids_are_found_with_the_other_faults() {
    let declaration = |id: &str, parent: &str| Declaration {
        id: id.to_owned(),
        down: vec![parent.to_owned()],
        ..Declaration::default()
    };
    let declarations = vec![declaration("a+1", "2026-01-01"), declaration("b", "a+1"), declaration("c", "gone")];
    let errors = Graph::build_declared(declarations).expect_err("has illegal ids");
    let messages: Vec<String> = errors.errors.iter().map(ToString::to_string).collect();
    let expected = [
        "revision id \"2026-01-01\" has the character '-', which ids may not have",
        "revision id \"a+1\" has the character '+', which ids may not have",
        "revision `c` has the parent `gone`, which no migration declares",
    ];
    assert_eq!(messages, expected);
    assert_eq!(errors.code(), "illegal_id");
}

#[test]
fn a_missing_parent_brings_the_nearest_id() {
    let errors = errors(&["3f9a1c20b7d4:", "8d02e5a71f36: 3f9a1c20b7d5"]);
    assert_eq!(errors.code(), "no_such_revision");
    assert_eq!(errors.hint().as_deref(), Some("did you mean `3f9a1c20b7d4`?"));
    assert_eq!(errors.errors[0].revision(), Some(&id("8d02e5a71f36")));
}

#[test]
fn labels_hold_no_character_of_targets() {
    for label in ["a@b", "a:b", "-a", "+1", "a\u{7}"] {
        let revision = Revision { id: id("a"), down: vec![], depends_on: vec![], labels: vec![label.to_owned()] };
        let errors = Graph::build(vec![revision]).expect_err("the label is illegal");
        assert!(matches!(&errors.errors[..], [GraphError::IllegalLabel { label: found, .. }] if found == label));
    }
}

#[test]
fn a_revision_declared_twice_is_listed_but_not_run() {
    let graph = build(&["a:", "b: a", "b: a"]);
    assert_eq!(graph.warnings(), [Warning::DuplicateId { revision: id("b"), declarations: 2 }]);
    assert_eq!(graph.warnings()[0].to_string(), "revision `b` is declared 2 times");
    let error = upgrade(&graph, &["a"], "b");
    assert_eq!(error, TargetError::DuplicateRevision { revision: id("b") });
    let plan = graph.plan_upgrade(&[], &Target::parse("a").expect("is a target"));
    assert_eq!(plan.map(|plan| plan.steps.len()), Ok(1));
}

#[test]
fn a_row_that_no_file_declares_is_named_with_the_way_on() {
    let graph = build(&["3f9a1c20b7d4:", "8d02e5a71f36: 3f9a1c20b7d4"]);
    for error in [upgrade(&graph, &["3f9a1c20b7d5"], "head"), downgrade(&graph, &["3f9a1c20b7d5"], "base")] {
        assert_eq!(error.code(), "no_such_revision");
        assert_eq!(error.to_string(), "the database is at `3f9a1c20b7d5`, which no migration here declares");
        let hint = "bring the file of `3f9a1c20b7d5` back (is it `3f9a1c20b7d4` now?), or, if the schema is known to \
                    be that of a declared revision, run `aludel stamp --purge 3f9a1c20b7d4`";
        assert_eq!(error.hint().as_deref(), Some(hint));
    }
    assert_eq!(graph.undeclared(&ids(&["zzz", "3f9a1c20b7d4"])), [&id("zzz")]);
}

#[test]
fn several_heads_are_named_with_the_ways_on() {
    let error = upgrade(&fork(), &[], "head");
    assert_eq!(error.to_string(), "`head` means 2 heads: `web2`, `job2`");
    let hint = "name one of them, write `heads` for all, or join them: `aludel merge web2 job2`";
    assert_eq!(error.hint().as_deref(), Some(hint));
}

#[test]
fn heads_of_others_are_not_offered_to_be_joined() {
    let with = |heads: &[&str], foreign: &str| {
        let graph = build(heads).with_foreign([(id(foreign), "audit".to_owned()), (id("nowhere"), "x".to_owned())]);
        upgrade(&graph, &[], "head").hint().expect("it has a hint")
    };
    let one_own = with(&["web:", "log: // audit"], "log");
    assert_eq!(one_own, "write `heads` for all, or name one: `web`, `audit@head`");
    let two_own = with(&["web:", "job:", "log: // audit"], "log");
    let joined = "write `heads` for all, or name one: `web`, `job`, `audit@head`; \
                  or join those of the project: `aludel merge web job`";
    assert_eq!(two_own, joined);
}

#[test]
fn a_wrong_name_brings_the_nearest_one() {
    let graph = build(&["customers:", "orders: customers // shop"]);
    let error = upgrade(&graph, &[], "custmers");
    assert_eq!(error.hint().as_deref(), Some("did you mean `customers`?"));
    let error = upgrade(&graph, &[], "shpp@head");
    assert_eq!((error.code(), error.hint().as_deref()), ("no_such_branch", Some("did you mean `shop`?")));
    let error = upgrade(&graph, &[], "zz");
    assert_eq!(error.code(), "prefix_too_short");
}

#[test]
fn walks_say_where_they_fork() {
    let error = upgrade(&fork(), &["root"], "+1");
    assert_eq!(error.to_string(), "`+1` could go on from `root` to `web1`, `job1`");
    assert_eq!(error.hint().as_deref(), Some("name the revision itself, such as `web1`"));
    let graph = build(&["a:", "b:", "m: a b"]);
    assert_eq!(downgrade(&graph, &["m"], "-1").code(), "ambiguous_walk");
    assert_eq!(upgrade(&graph, &[], "+1").to_string(), "`+1` could go on from the base to `a`, `b`");
}

#[test]
fn going_back_from_the_first_of_several_rows_warns() {
    let target = Target::parse("-1").expect("is a target");
    let plan = fork().plan_downgrade(&ids(&["job2", "web2"]), &target).expect("the first row tells");
    assert_eq!(plan.heads_after, ids(&["web2", "job1"]));
    assert_eq!(plan.warnings, [Warning::AmbiguousDowngrade { start: id("job2"), others: ids(&["web2"]) }]);
    assert_eq!(plan.warnings[0].hint().as_deref(), Some("say which: `job2@-1`"));
}

#[test]
fn ranges_say_where_they_belong() {
    let error = Target::parse("a:b").expect_err("is a range");
    assert_eq!(error.hint().as_deref(), Some("add `--sql`, or give one target"));
    let error = Range::parse_offline_downgrade("base").expect_err("has no start");
    assert_eq!(error.hint().as_deref(), Some("say where it starts: `aludel downgrade --sql head:base`"));
    let range = Range::parse("web2:job2").expect("is a range");
    let error = fork().history(Some(&range), &[]).expect_err("is on another branch");
    assert_eq!(error.code(), "not_ancestor");
}

#[test]
fn two_stamps_that_include_each_other_are_refused() {
    let targets = ["root", "web2"].map(|text| Target::parse(text).expect("is a target"));
    let error = fork().plan_stamp(&[], &targets).expect_err("web2 includes root");
    assert_eq!(error, TargetError::Overlapping { upper: id("web2"), lower: id("root") });
    assert!(fork().check_side_by_side(&ids(&["web2", "job2"])).is_ok());
}

#[test]
fn labels_go_up_the_line_and_down_to_where_it_forks() {
    let graph =
        build(&["a0:", "a1: a0", "b1: a1", "b2: b1 // blue", "b3: b2", "c1: a1", "c2: c1 // cyan", "c3: c2", "c4: c2"]);
    let labels = |text: &str| graph.get(&id(text)).expect("is declared").labels();
    assert_eq!(["a1", "b1", "b2", "b3"].map(labels), [vec![], vec!["blue"], vec!["blue"], vec!["blue"]]);
    // Above the label the line forks, so below it nothing is labelled.
    assert_eq!(["c1", "c2", "c3", "c4"].map(labels), [vec![], vec!["cyan"], vec!["cyan"], vec!["cyan"]]);
}

#[test]
fn current_is_a_target_and_a_side_of_a_range() {
    let graph = fork();
    let rows = ids(&["web1"]);
    assert_eq!(graph.resolve("current", &rows), Ok(rows.clone()));
    assert_eq!(graph.resolve("current+1", &rows), Ok(ids(&["web2"])));
    let range = Range::parse("current:web@head").expect("is a range");
    assert_eq!(graph.history(Some(&range), &rows), Ok(ids(&["web2", "web1"])));
    let target = Target::parse("current").expect("is a target");
    assert!(graph.plan_upgrade(&rows, &target).is_ok_and(|plan| plan.is_empty()));
}
