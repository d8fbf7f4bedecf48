//! Findings as [SARIF 2.1.0](https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), the format in which code
//! scanning takes them.

use std::fmt::Write as _;

use aludel_engine::{
    AllowedFinding, LintFinding, LintReport, LintSeverity, LintedRevision, RuleReport, lint_rule, lint_rules,
};
use serde_json::{Map, Value, json};

use super::place::from_checkout;
use crate::render::printable::printable_json;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The whole document, on one line.
pub(crate) fn document(report: &LintReport) -> String {
    let rules = lint_rules();
    let results: Vec<Value> = report.revisions.iter().flat_map(|revision| results(report, revision, &rules)).collect();
    let driver = json!({
        "name": "aludel",
        "version": env!("CARGO_PKG_VERSION"),
        "informationUri": env!("CARGO_PKG_REPOSITORY"),
        "rules": rules.iter().map(rule).collect::<Vec<_>>(),
    });
    let run = json!({ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results });
    let document = json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] }).to_string();
    format!("{}\n", printable_json(&document))
}

fn rule(rule: &RuleReport) -> Value {
    let page = lint_rule(rule.code).and_then(|rule| rule.page).unwrap_or(rule.title);
    json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": { "text": rule.title },
        "help": { "text": page, "markdown": page },
        "helpUri": format!("{}/blob/main/docs/lint/{}.md", env!("CARGO_PKG_REPOSITORY"), rule.code),
        "defaultConfiguration": { "level": level(rule.severity), "enabled": rule.severity != LintSeverity::Off },
        "properties": { "tags": [rule.family] },
    })
}

fn results(report: &LintReport, revision: &LintedRevision, rules: &[RuleReport]) -> Vec<Value> {
    let file = uri(&from_checkout(&report.root, &revision.path));
    let found = revision.findings.iter().map(|finding| result(revision, finding, (rules, &file)));
    let allowed = revision.allowed.iter().map(|allowed| suppressed(revision, allowed, (rules, &file)));
    found.chain(allowed).map(Value::Object).collect()
}

fn suppressed(revision: &LintedRevision, allowed: &AllowedFinding, place: (&[RuleReport], &str)) -> Map<String, Value> {
    let mut result = result(revision, &allowed.finding, place);
    let mut suppression = json!({ "kind": "inSource" });
    if let Some(reason) = &allowed.reason {
        suppression["justification"] = json!(reason);
    }
    result.insert("suppressions".to_owned(), json!([suppression]));
    result
}

fn result(
    revision: &LintedRevision,
    finding: &LintFinding,
    (rules, file): (&[RuleReport], &str),
) -> Map<String, Value> {
    let hint = finding.hint.as_deref().map(|hint| format!(" ({hint})")).unwrap_or_default();
    let mut place = json!({ "artifactLocation": { "uri": file } });
    if let Some(line) = finding.line {
        place["region"] = json!({ "startLine": line });
    }
    let mut result = Map::new();
    result.insert("ruleId".to_owned(), json!(finding.code));
    if let Some(index) = rules.iter().position(|rule| rule.code == finding.code) {
        result.insert("ruleIndex".to_owned(), json!(index));
    }
    result.insert("level".to_owned(), json!(level(finding.severity)));
    result.insert("message".to_owned(), json!({ "text": format!("{}{hint}", finding.message) }));
    result.insert("locations".to_owned(), json!([{ "physicalLocation": place }]));
    result.insert("partialFingerprints".to_owned(), json!({ "aludel/v1": fingerprint(revision, finding) }));
    result
}

/// What stays the same when lines move.
fn fingerprint(revision: &LintedRevision, finding: &LintFinding) -> String {
    let object = finding.object.as_deref().unwrap_or_default();
    let statement = finding.statement.map(|number| number.to_string()).unwrap_or_default();
    format!("{}/{}/{}/{statement}/{object}", finding.code, revision.revision, finding.direction.verb())
}

fn level(severity: LintSeverity) -> &'static str {
    match severity {
        LintSeverity::Error => "error",
        LintSeverity::Warning => "warning",
        LintSeverity::Note => "note",
        LintSeverity::Off => "none",
    }
}

/// A path as a relative URI reference: what has a meaning in one is escaped.
fn uri(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            text.push(char::from(byte));
        } else {
            write!(text, "%{byte:02X}").expect("writing to a String cannot fail");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_uri_in_which_nothing_means_anything() {
        assert_eq!(uri("migrations/ä b:c#d?.sql"), "migrations/%C3%A4%20b%3Ac%23d%3F.sql");
    }
}
