use std::time::Duration;

use crate::markdown::BYTES_MAX;
use crate::*;

fn report() -> Report {
    Report {
        title: "shop".to_owned(),
        facts: vec![Fact { name: "database", value: "postgres://app:***@db/shop".to_owned() }],
        graph: vec![
            line("●", "b2", Standing::Planned),
            GraphLine { lanes: "│".to_owned(), ..line("", "", Standing::Beyond) },
            line("●", "a1", Standing::Applied),
        ],
        steps: vec![step("b2", "CREATE INDEX orders_at ON orders (at)")],
        differences: vec!["add index `orders_at` on `orders`".to_owned()],
        pictures: Some(Pictures {
            after: Some("<svg id=\"after\"></svg>".to_owned()),
            left_out: 2,
            ..Pictures::default()
        }),
        checks: vec![check("round_trip", Outcome::Passed), check("heads", Outcome::Skipped)],
        notes: vec!["the copy has no rows".to_owned()],
    }
}

fn line(lanes: &str, revision: &str, standing: Standing) -> GraphLine {
    let revision = (!revision.is_empty()).then(|| revision.to_owned());
    GraphLine { lanes: lanes.to_owned(), revision, message: "add it".to_owned(), marks: Vec::new(), standing }
}

fn step(revision: &str, sql: &str) -> Step {
    Step {
        revision: revision.to_owned(),
        verb: "upgrade",
        message: "add an index".to_owned(),
        path: "migrations/b2.sql".to_owned(),
        package: Some("acme/audit 1.2.0".to_owned()),
        in_transaction: true,
        took: Duration::from_millis(12),
        statements: vec![statement(sql)],
        statements_left_out: 0,
        touched: vec!["create index: orders".to_owned()],
        losses: Vec::new(),
        remarks: vec!["a downgrade loses nothing".to_owned()],
        findings: Vec::new(),
    }
}

fn statement(sql: &str) -> Statement {
    let lock = Lock { text: "orders: SHARE, blocks writes".to_owned(), blocking: Blocking::Writes };
    Statement { sql: sql.to_owned(), times: 1, locks: vec![lock], ..Statement::default() }
}

fn check(name: &str, outcome: Outcome) -> Check {
    Check { name: name.to_owned(), outcome, text: "what was found".to_owned(), took: Duration::from_millis(40) }
}

fn finding(level: Level) -> Finding {
    let (message, hint) = ("blocks writes while it is built".to_owned(), "CREATE INDEX CONCURRENTLY".to_owned());
    Finding { code: "AL401".to_owned(), level, line: Some(3), message, hint }
}

#[test]
fn the_page_tells_all_of_it() {
    let page = html(&report());
    for part in [
        "<h1>shop</h1>",
        "1 step blocks others",
        "postgres://app:***@db/shop",
        "the copy has no rows",
        "<h3>round_trip</h3> <span class=\"r-good\">passed</span>",
        "<svg id=\"after\"></svg>",
        "2 tables that nothing changes around not shown",
        "add index `orders_at` on `orders`",
        "id=\"upgrade-b2\"",
        "migrations/b2.sql · from acme/audit 1.2.0 · 1 statement",
        "CREATE INDEX orders_at ON orders (at)",
        "<span class=\"r-care\">orders: SHARE, blocks writes</span>",
        "<span class=\"planned\">● b2 add it (would run)</span>",
        "<span class=\"beyond\">│ </span>",
        "<span class=\"applied\">● a1 add it (applied)</span>",
    ] {
        assert!(page.contains(part), "no {part} in\n{page}");
    }
}

#[test]
fn the_page_loads_and_runs_nothing() {
    let page = html(&report());
    assert!(page.contains("default-src 'none'"));
    for word in ["<script", "<link", "<img", "http://", "https://", "url(", "@import", "src=\""] {
        assert!(!page.contains(word), "{word} in\n{page}");
    }
}

#[test]
fn nothing_of_a_stranger_is_markup() {
    let hostile = "</code></pre><script>alert(1)</script>\u{1b}[31m\u{202e}";
    let mut report = report();
    report.title = hostile.to_owned();
    report.facts[0].value = hostile.to_owned();
    report.notes = vec![hostile.to_owned()];
    report.differences = vec![hostile.to_owned()];
    report.graph[0].revision = Some(hostile.to_owned());
    report.graph[0].marks = vec![hostile.to_owned()];
    report.checks = vec![Check { text: hostile.to_owned(), ..check(hostile, Outcome::Failed) }];
    let mut step = step(hostile, hostile);
    (step.message, step.path, step.package) = (hostile.to_owned(), hostile.to_owned(), Some(hostile.to_owned()));
    step.touched = vec![hostile.to_owned()];
    (step.losses, step.remarks) = (vec![hostile.to_owned()], vec![hostile.to_owned()]);
    step.findings = vec![Finding { code: hostile.to_owned(), message: hostile.to_owned(), ..finding(Level::Error) }];
    step.statements[0].error = Some(hostile.to_owned());
    step.statements[0].remarks = vec![hostile.to_owned()];
    step.statements[0].locks[0].text = hostile.to_owned();
    report.steps = vec![step];
    let (page, comment) = (html(&report), markdown(&report));
    for text in [&page, &comment] {
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'));
    }
    assert!(!page.contains("<script"), "{page}");
    let outside: String = comment.split("```").step_by(2).flat_map(|text| text.split('`').step_by(2)).collect();
    assert!(!outside.contains("<script"), "{comment}");
}

#[test]
fn what_matters_most_is_the_verdict() {
    let verdict = |change: &dyn Fn(&mut Report)| {
        let mut report = report();
        change(&mut report);
        let comment = markdown(&report);
        comment.lines().nth(2).unwrap_or_default().to_owned()
    };
    assert_eq!(verdict(&|_| {}), "**⚠️ 1 step blocks others**");
    assert_eq!(verdict(&|report| report.steps[0].statements[0].locks.clear()), "**✅ nothing speaks against it**");
    assert_eq!(verdict(&|report| report.steps[0].losses.push("loses t".to_owned())), "**⚠️ 1 step loses data**");
    assert_eq!(verdict(&|report| report.steps.clear()), "**✅ nothing to do**");
    assert_eq!(verdict(&|report| report.steps[0].findings.push(finding(Level::Warning))), "**⚠️ 1 warning**");
    let failed = |report: &mut Report| {
        report.checks[0].outcome = Outcome::Failed;
        report.steps[0].findings = vec![finding(Level::Warning), finding(Level::Error), finding(Level::Error)];
    };
    assert_eq!(verdict(&failed), "**❌ 1 failed check, 2 errors**");
}

#[test]
fn a_comment_is_never_too_long() {
    let mut report = report();
    report.steps = (0..500).map(|number| step(&format!("r{number}"), &"SELECT 'é' ".repeat(900))).collect();
    let comment = markdown(&report);
    assert!(comment.len() <= BYTES_MAX + 100, "{}", comment.len());
    assert!(comment.contains("steps left out here"));
    report.differences = (0..60).map(|number| format!("add table `t{number}`")).collect();
    assert!(markdown(&report).contains("- and 10 more"));
    report.steps[0].findings = vec![finding(Level::Warning); 73];
    let comment = markdown(&report);
    assert!(comment.contains("AL401 in `r0`, line 3: blocks writes while it is built"), "{comment}");
    assert!(comment.contains("- and 23 more"));
}
