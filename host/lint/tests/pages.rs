//! Each rule has a page, each page a rule, and the index lists them all.
//!
//! `UPDATE_DOCS=1` writes what follows from the rules themselves: the head and the foot of each page, and the index.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

use aludel_lint::{Family, Rule, rules};

/// What a person writes in a page.
const HEADINGS: [&str; 4] = ["## Why", "## When it is fine", "## The safe way", "## Versions"];

/// What the index says beside the rules.
const INTRODUCTION: &str = include_str!("introduction.md");
const LEFT_OUT: &str = include_str!("left_out.md");

#[test]
fn each_page_has_its_headings_in_order() {
    for rule in rules() {
        let places: Vec<_> = HEADINGS.iter().map(|heading| rule.page.find(&format!("\n{heading}\n\n"))).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{}: {places:?}", rule.code);
        let body = body(rule);
        assert_eq!(body.matches("\n## ").count() + 1, HEADINGS.len(), "{} has other headings", rule.code);
        assert_eq!(body.matches("```").count() % 2, 0, "{} has a block that does not end", rule.code);
        let is_long = |line: &&str| line.chars().count() > 120;
        assert_eq!(body.lines().find(is_long), None, "{} has a long line", rule.code);
    }
}

#[test]
fn heads_feet_and_index_are_those_of_the_rules() {
    let mut expected: Vec<_> = rules().map(|rule| (rule.page_file(), page(rule))).collect();
    expected.push(("README.md".to_owned(), index()));
    if is_updated() {
        for (file, text) in &expected {
            write(file, text);
        }
    }
    for (file, text) in expected {
        assert_eq!(read(&file), text, "docs/lint/{file}: `UPDATE_DOCS=1` writes it");
    }
}

#[test]
fn each_page_belongs_to_a_rule() {
    let known: BTreeSet<String> = rules().map(Rule::page_file).chain(["README.md".to_owned()]).collect();
    let there: BTreeSet<String> =
        std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(there, known);
}

#[test]
fn codes_and_names_are_of_one_rule_each_and_codes_stand_in_order() {
    let codes: Vec<_> = rules().map(|rule| rule.code).collect();
    assert!(codes.is_sorted(), "{codes:?}");
    let names: BTreeSet<_> = rules().flat_map(|rule| [rule.code, rule.name]).collect();
    assert_eq!(names.len(), codes.len() * 2);
    for (number, family) in Family::ALL.into_iter().enumerate() {
        let own = rules().filter(|rule| rule.family == family);
        own.for_each(|rule| assert!(rule.code.starts_with(&format!("AL{}", number + 1)), "{}", rule.code));
    }
}

fn page(rule: &Rule) -> String {
    let mut text = format!("# {} {}\n\n{}.\n\n{}\n\n{}\n", rule.code, rule.name, rule.title, facts(rule), body(rule));
    let peers =
        if rule.peers.is_empty() { "No other tool that we know of.".to_owned() } else { rule.peers.join(", ") + "." };
    let _ = write!(text, "\n## Elsewhere\n\n{peers}\n\n## Allow it\n\n{}", allowance(rule));
    text
}

fn facts(rule: &Rule) -> String {
    format!("Severity: **{}**. Databases: {}.", rule.severity, databases(rule))
}

fn databases(rule: &Rule) -> String {
    let names: Vec<_> = rule.dialects.iter().map(|dialect| dialect.display_name()).collect();
    if names.len() == 4 { "all".to_owned() } else { names.join(", ") }
}

fn allowance(rule: &Rule) -> String {
    let code = rule.code;
    format!(
        "Once, by a comment above the statement that says why:\n\n```sql\n-- aludel:nolint {code} the reason\n```\n\n\
         Everywhere, in `aludel.toml`:\n\n```toml\n[lint]\n{code} = \"off\"\n```\n"
    )
}

/// What a person wrote: from the first heading to those that follow from the rule.
fn body(rule: &Rule) -> &'static str {
    let start = rule.page.find(HEADINGS[0]).unwrap_or(0);
    let end = rule.page.find("\n## Elsewhere").unwrap_or(rule.page.len());
    rule.page[start..end].trim()
}

fn index() -> String {
    let mut text = INTRODUCTION.trim_end().to_owned() + "\n";
    for family in Family::ALL {
        let _ = write!(text, "\n## {}\n\n| code | name | finds | severity | databases | elsewhere |\n", family.title());
        text.push_str("|---|---|---|---|---|---|\n");
        for rule in rules().filter(|rule| rule.family == family) {
            let (code, peers) = (rule.code, rule.peers.join(", "));
            let title = rule.title.replace('|', "\\|");
            let _ = writeln!(
                text,
                "| [{code}]({code}.md) | {} | {title} | {} | {} | {peers} |",
                rule.name,
                rule.severity,
                databases(rule)
            );
        }
    }
    text + "\n" + LEFT_OUT
}

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/lint"))
}

#[expect(clippy::disallowed_methods, reason = "the test compares with the files as they are")]
fn read(file: &str) -> String {
    std::fs::read_to_string(folder().join(file)).unwrap_or_default()
}

#[expect(clippy::disallowed_methods, reason = "the test writes the files when it is asked to")]
fn write(file: &str, text: &str) {
    std::fs::write(folder().join(file), text).expect("the folder of the pages is there");
}

#[expect(clippy::disallowed_methods, reason = "a test is asked by its environment")]
fn is_updated() -> bool {
    std::env::var_os("UPDATE_DOCS").is_some()
}
