//! The answers of a correct tool, case by case, from `tests/cases/graph.json` at the top of the repository.

use std::collections::{BTreeMap, BTreeSet};

use aludel_revision::{
    Declaration, Direction, Graph, GraphError, GraphErrors, Plan, Range, Revision, RevisionId, Target, TargetError,
};
use serde::Deserialize;

const CASES: &str = include_str!("../../../tests/cases/graph.json");

#[derive(Deserialize)]
struct Case {
    name: String,
    revisions: Vec<Declared>,
    command: String,
    from_heads: Vec<String>,
    target: Option<Targets>,
    expect: Expected,
    order: Option<String>,
}

#[derive(Deserialize)]
struct Declared {
    id: String,
    down: Vec<String>,
    depends_on: Vec<String>,
    labels: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Targets {
    One(String),
    Several(Vec<String>),
}

impl Targets {
    fn texts(&self) -> Vec<&str> {
        match self {
            Self::One(text) => vec![text],
            Self::Several(texts) => texts.iter().map(String::as_str).collect(),
        }
    }
}

#[derive(Deserialize)]
struct Expected {
    steps: Option<Vec<(String, String)>>,
    heads_after_each_step: Option<Vec<Vec<String>>>,
    heads_after: Option<Vec<String>>,
    resolved: Option<Vec<String>>,
    listed: Option<Vec<String>>,
    current: Option<Vec<String>>,
    heads: Option<Vec<String>>,
    bases: Option<Vec<String>>,
    effective_heads: Option<Vec<String>>,
    branch_points: Option<Vec<String>>,
    merge_points: Option<Vec<String>>,
    labels_of: Option<BTreeMap<String, Vec<String>>>,
    error: Option<String>,
    warns: Option<String>,
}

#[derive(Debug)]
enum Answer {
    Loaded(Box<Graph>),
    Planned(Plan),
    Named(Vec<RevisionId>),
}

/// The code of an error, with its message for whoever reads a failed test.
#[derive(Debug)]
struct Refusal {
    code: &'static str,
    message: String,
}

impl From<GraphErrors> for Refusal {
    fn from(errors: GraphErrors) -> Self {
        Self { code: errors.code(), message: errors.to_string() }
    }
}

impl From<TargetError> for Refusal {
    fn from(error: TargetError) -> Self {
        Self { code: error.code(), message: error.to_string() }
    }
}

fn ids(texts: &[String]) -> Result<Vec<RevisionId>, Refusal> {
    let parse =
        |text: &String| RevisionId::parse(text).map_err(|error| GraphErrors { errors: vec![error.into()] }.into());
    texts.iter().map(parse).collect()
}

fn load(case: &Case) -> Result<Graph, Refusal> {
    let declaration = |declared: &Declared| Declaration {
        id: declared.id.clone(),
        down: declared.down.clone(),
        depends_on: declared.depends_on.clone(),
        labels: declared.labels.clone(),
    };
    Ok(Graph::build_declared(case.revisions.iter().map(declaration).collect())?)
}

fn answer(case: &Case) -> Result<Answer, Refusal> {
    let graph = load(case)?;
    let rows = ids(&case.from_heads)?;
    let texts = case.target.as_ref().map_or(Vec::new(), Targets::texts);
    let text = texts.first().copied().unwrap_or("");
    let answer = match case.command.as_str() {
        "load" => Answer::Loaded(Box::new(graph)),
        "upgrade" => Answer::Planned(graph.plan_upgrade(&rows, &Target::parse(text)?)?),
        "downgrade" => Answer::Planned(graph.plan_downgrade(&rows, &Target::parse(text)?)?),
        "stamp" => {
            let targets = texts.iter().map(|text| Target::parse(text)).collect::<Result<Vec<_>, _>>()?;
            Answer::Planned(graph.plan_stamp(&rows, &targets)?)
        }
        "upgrade_sql" => Answer::Planned(graph.plan_range_upgrade(&Range::parse_offline_upgrade(text)?)?),
        "downgrade_sql" => Answer::Planned(graph.plan_range_downgrade(&Range::parse_offline_downgrade(text)?)?),
        "resolve" => Answer::Named(graph.resolve(text, &rows)?),
        "history" => Answer::Named(graph.history(Some(&Range::parse(text)?), &rows)?),
        "current" => Answer::Named(graph.current(&rows)?),
        other => panic!("{}: no command {other}", case.name),
    };
    Ok(answer)
}

fn sorted(ids: &[RevisionId]) -> Vec<String> {
    let mut texts: Vec<String> = ids.iter().map(ToString::to_string).collect();
    texts.sort();
    texts
}

fn in_order(ids: &[RevisionId]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

fn check_plan(case: &Case, plan: &Plan) {
    let name = &case.name;
    assert_eq!(Some(sorted(&plan.heads_after)), case.expect.heads_after, "{name}: heads after");
    let word = |direction| if direction == Direction::Up { "up" } else { "down" };
    let step = |step: &aludel_revision::Step| (word(step.direction).to_owned(), step.revision.to_string());
    let mut steps: Vec<(String, String)> = plan.steps.iter().map(step).collect();
    let mut expected = case.expect.steps.clone().expect("a plan has steps");
    if case.order.as_deref() == Some("any_legal") {
        steps.sort();
        expected.sort();
    }
    assert_eq!(steps, expected, "{name}: steps");
    check_rows(case, plan);
}

/// Every change of rows is checked against the rows there are, so none can be removed twice or come twice.
fn check_rows(case: &Case, plan: &Plan) {
    let mut rows: BTreeSet<String> = plan.heads_before.iter().map(ToString::to_string).collect();
    if !case.command.ends_with("_sql") {
        assert_eq!(in_order(&plan.heads_before), case.from_heads, "{}: heads before", case.name);
    }
    let mut after_each_step = Vec::new();
    for step in &plan.steps {
        for row in &step.change.removed {
            assert!(rows.remove(row.as_str()), "{}: {row} is no row", case.name);
        }
        for row in &step.change.added {
            assert!(rows.insert(row.to_string()), "{}: {row} is a row already", case.name);
        }
        after_each_step.push(rows.iter().cloned().collect::<Vec<_>>());
    }
    if let Some(expected) = &case.expect.heads_after_each_step {
        assert_eq!(&after_each_step, expected, "{}: heads after each step", case.name);
    }
}

fn check_graph(case: &Case, graph: &Graph) {
    let check = |what: &str, found: Vec<RevisionId>, expected: &Option<Vec<String>>| {
        if let Some(expected) = expected {
            assert_eq!(&sorted(&found), expected, "{}: {what}", case.name);
        }
    };
    check("heads", graph.heads(), &case.expect.heads);
    check("bases", graph.bases(), &case.expect.bases);
    check("effective heads", graph.effective_heads(), &case.expect.effective_heads);
    check("branch points", graph.branch_points(), &case.expect.branch_points);
    check("merge points", graph.merge_points(), &case.expect.merge_points);
    if let Some(expected) = &case.expect.labels_of {
        let labelled = graph.nodes().filter(|node| !node.labels().is_empty());
        let found: BTreeMap<String, Vec<String>> = labelled
            .map(|node| (node.id().to_string(), node.labels().into_iter().map(str::to_owned).collect()))
            .collect();
        assert_eq!(&found, expected, "{}: labels", case.name);
    }
    let codes: Vec<&str> = graph.warnings().iter().map(aludel_revision::Warning::code).collect();
    let expected: Vec<&str> = case.expect.warns.as_deref().into_iter().collect();
    assert_eq!(codes, expected, "{}: warnings", case.name);
}

fn check_names(case: &Case, named: &[RevisionId]) {
    let name = &case.name;
    if let Some(expected) = &case.expect.resolved {
        assert_eq!(&in_order(named), expected, "{name}: resolved");
    }
    if let Some(expected) = &case.expect.listed {
        assert_eq!(&in_order(named), expected, "{name}: listed");
    }
    if let Some(expected) = &case.expect.current {
        assert_eq!(&sorted(named), expected, "{name}: current");
    }
}

fn check(case: &Case) {
    match (answer(case), &case.expect.error) {
        (Err(refusal), Some(expected)) if expected == "any" => assert!(!refusal.message.is_empty()),
        (Err(refusal), Some(expected)) => assert_eq!(refusal.code, expected, "{}: {}", case.name, refusal.message),
        (Ok(answer), Some(expected)) => panic!("{}: should be {expected}, is {answer:?}", case.name),
        (Err(refusal), None) => panic!("{}: is refused: {refusal:?}", case.name),
        (Ok(Answer::Planned(plan)), None) => check_plan(case, &plan),
        (Ok(Answer::Named(named)), None) => check_names(case, &named),
        (Ok(Answer::Loaded(graph)), None) => check_graph(case, &graph),
    }
}

#[test]
fn every_case_is_answered_as_expected() {
    let cases: Vec<Case> = serde_json::from_str(CASES).expect("the cases are JSON of this shape");
    assert!(cases.len() > 100);
    let failed: Vec<String> = cases.iter().filter_map(failure_of).collect();
    assert!(failed.is_empty(), "{} of {} cases fail:\n{}", failed.len(), cases.len(), failed.join("\n"));
}

/// Goes on after a failed case, so that one run shows all of them.
fn failure_of(case: &Case) -> Option<String> {
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(case)));
    caught.err().map(|_| case.name.clone())
}

#[test]
fn a_missing_dependency_is_named() {
    let id = RevisionId::parse("b").expect("is an id");
    let revision = Revision { id: id.clone(), down: vec![], depends_on: vec!["gone".to_owned()], labels: vec![] };
    let errors = Graph::build(vec![revision]).expect_err("depends on nothing there is").errors;
    assert_eq!(errors, [GraphError::MissingDependency { revision: id, dependency: "gone".to_owned(), nearest: None }]);
}
