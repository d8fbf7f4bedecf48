//! Comments that allow findings: `-- aludel:nolint AL102 nobody reads it since May`.
//!
//! Such a comment stands above the statement that it is for, or behind it on its line. `aludel:nolint-file` is for the
//! whole file. The codes (or names) of the rules are parted by commas; what follows them is the reason. It is read in
//! comments of any language, as the text of a migration may hold SQL in the code of another one.

use crate::catalogue::suppression::{NO_REASON, UNKNOWN_RULE, UNUSED};
use crate::finding::Finding;
use crate::rule::rule;

/// What begins a comment.
const SIGNS: [&str; 5] = ["--", "//", "#", "/*", ";;"];

const WORD: &str = "aludel:nolint";

/// The comments of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Suppressions(Vec<Suppression>);

/// One comment.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Suppression {
    /// Its own line, counted from 1.
    line: usize,
    /// The line that it is for; none for the whole file.
    target: Option<usize>,
    codes: Vec<&'static str>,
    unknown: Vec<String>,
    reason: Option<String>,
}

/// Findings after the comments were read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Suppressed {
    /// What is left, with what is wrong with the comments themselves.
    pub findings: Vec<Finding>,
    /// What a comment allows.
    pub allowed: Vec<Allowed>,
}

/// A finding that a comment allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    /// The finding.
    pub finding: Finding,
    /// The reason, where one is given.
    pub reason: Option<String>,
    /// The line of the comment.
    pub line: usize,
}

impl Suppressions {
    /// Reads the comments of a source file.
    pub fn parse(text: &str) -> Self {
        let lines: Vec<&str> = text.lines().collect();
        Self(lines.iter().enumerate().filter_map(|(index, line)| read(&lines, index, line)).collect())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes out what comments allow, and adds what is wrong with the comments. `findings` are those of the file; one
    /// whose line is not known is allowed by any comment of the file that names its rule.
    #[must_use]
    pub fn apply(&self, revision: &str, findings: Vec<Finding>) -> Suppressed {
        let mut result = Suppressed::default();
        let mut is_used = vec![false; self.0.len()];
        for finding in findings {
            match self.0.iter().position(|comment| comment.allows(&finding)) {
                Some(index) => {
                    is_used[index] = true;
                    let (reason, line) = (self.0[index].reason.clone(), self.0[index].line);
                    result.allowed.push(Allowed { finding, reason, line });
                }
                None => result.findings.push(finding),
            }
        }
        for (comment, is_used) in self.0.iter().zip(is_used) {
            result.findings.extend(comment.problems(revision, is_used));
        }
        result
    }
}

fn read(lines: &[&str], index: usize, line: &str) -> Option<Suppression> {
    let (before, rest) = divide(line)?;
    let is_for_file = rest.starts_with("-file");
    let rest = rest.strip_prefix("-file").unwrap_or(rest);
    if !rest.is_empty() && !rest.starts_with([' ', '\t']) {
        return None;
    }
    let own_line = index + 1;
    let below = || (own_line..lines.len()).find(|&each| !is_remark(lines[each])).map_or(own_line, |each| each + 1);
    let target = if before.trim().is_empty() { below() } else { own_line };
    let (codes, reason) = divide_codes(rest.trim().trim_end_matches("*/").trim());
    let known = codes.iter().filter_map(|code| rule(code)).map(|rule| rule.code).collect();
    let unknown = codes.into_iter().filter(|code| rule(code).is_none()).map(str::to_owned).collect();
    let reason = (!reason.is_empty()).then(|| reason.to_owned());
    Some(Suppression { line: own_line, target: (!is_for_file).then_some(target), codes: known, unknown, reason })
}

/// What stands before the comment, and what stands behind its word.
fn divide(line: &str) -> Option<(&str, &str)> {
    let place = line.find(WORD)?;
    let before = line[..place].trim_end();
    let sign = SIGNS.into_iter().find(|sign| before.ends_with(sign))?;
    Some((before.strip_suffix(sign)?, &line[place + WORD.len()..]))
}

/// The codes, which commas part, and the rest.
fn divide_codes(text: &str) -> (Vec<&str>, &str) {
    let mut codes = Vec::new();
    let mut rest = text;
    loop {
        let end = rest.find(|each: char| each.is_whitespace() || each == ',').unwrap_or(rest.len());
        if end > 0 {
            codes.push(&rest[..end]);
        }
        let behind = rest[end..].trim_start();
        match behind.strip_prefix(',') {
            Some(next) => rest = next.trim_start(),
            None => return (codes, behind),
        }
    }
}

fn is_remark(line: &str) -> bool {
    let line = line.trim_start();
    line.is_empty() || SIGNS.iter().any(|sign| line.starts_with(sign))
}

impl Suppression {
    fn allows(&self, finding: &Finding) -> bool {
        let is_there = self.target.is_none() || finding.line.is_none() || finding.line == self.target;
        is_there && self.codes.contains(&finding.code)
    }

    fn problems(&self, revision: &str, is_used: bool) -> Vec<Finding> {
        let unknown = self.unknown.iter().map(|code| {
            let message = format!("the comment in line {} names `{code}`, which is no rule", self.line);
            self.finding(revision, UNKNOWN_RULE, message, "`aludel lint --rules` lists them")
        });
        let mut found: Vec<Finding> = unknown.collect();
        if self.codes.is_empty() && self.unknown.is_empty() {
            let message = format!("the comment in line {} names no rule, so it allows nothing", self.line);
            found.push(self.finding(revision, UNKNOWN_RULE, message, "write `aludel:nolint CODE reason`"));
        }
        if self.reason.is_none() {
            let message = format!("the comment in line {} gives no reason", self.line);
            found.push(self.finding(revision, NO_REASON, message, "say behind the code why it is fine here"));
        }
        if !is_used && !self.codes.is_empty() {
            let message = format!("the comment in line {} allows nothing that was found", self.line);
            found.push(self.finding(revision, UNUSED, message, "take it out"));
        }
        found
    }

    fn finding(&self, revision: &str, code: &str, message: String, hint: &str) -> Finding {
        let rule = rule(code).expect("the constants of the families are the codes of the rules");
        Finding {
            code: rule.code,
            rule: rule.name,
            severity: rule.severity,
            revision: Some(revision.to_owned()),
            statement: None,
            line: Some(self.line),
            object: None,
            message,
            hint: Some(hint.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::severity::Severity;

    fn finding(code: &'static str, line: Option<usize>) -> Finding {
        let rule = rule(code).unwrap();
        Finding {
            code: rule.code,
            rule: rule.name,
            severity: rule.severity,
            revision: Some("a1".to_owned()),
            statement: Some(1),
            line,
            object: None,
            message: "found".to_owned(),
            hint: None,
        }
    }

    /// The codes that are left, without those of unused comments.
    fn left(text: &str, findings: &[(&'static str, Option<usize>)]) -> Vec<&'static str> {
        let findings = findings.iter().map(|(code, line)| finding(code, *line)).collect();
        let left = Suppressions::parse(text).apply("a1", findings).findings;
        left.iter().filter(|finding| finding.severity > Severity::Off).map(|finding| finding.code).collect()
    }

    #[test]
    fn a_comment_is_for_the_statement_below_or_on_its_line() {
        let text = "-- aludel:nolint AL102,drop-column nobody reads it\n-- a remark\n\nDROP TABLE a;\nDROP TABLE b;";
        assert_eq!(left(text, &[("AL102", Some(4)), ("AL103", Some(4))]), Vec::<&str>::new());
        assert_eq!(left(text, &[("AL102", Some(5)), ("AL101", Some(4))]), ["AL102", "AL101"]);
        let behind = "DROP TABLE a; -- aludel:nolint AL102, AL103  is empty";
        assert_eq!(left(behind, &[("AL102", Some(1))]), Vec::<&str>::new());
    }

    #[test]
    fn without_a_line_or_for_a_file_it_counts_everywhere() {
        let text = "    // aludel:nolint AL102 is empty\n    db.execute(sql);";
        assert_eq!(left(text, &[("AL102", None)]), Vec::<&str>::new());
        let text = "# aludel:nolint-file AL102 is empty\ncode";
        assert_eq!(left(text, &[("AL102", Some(90))]), Vec::<&str>::new());
    }

    #[test]
    fn comments_that_say_too_little_are_found() {
        assert_eq!(left("/* aludel:nolint AL102 */\nDROP TABLE a;", &[("AL102", Some(2))]), ["AL901"]);
        assert_eq!(left("-- aludel:nolint AL999 because\nDROP TABLE a;", &[("AL102", Some(2))]), ["AL102", "AL903"]);
        assert_eq!(left("-- aludel:nolint\nDROP TABLE a;", &[]), ["AL903", "AL901"]);
        assert_eq!(left("SELECT 'aludel:nolint'; -- aludel:nolinted", &[]), Vec::<&str>::new());
    }

    #[test]
    fn what_is_allowed_keeps_its_reason() {
        let text = "-- aludel:nolint AL102 was never filled\nDROP TABLE a;";
        let applied = Suppressions::parse(text).apply("a1", vec![finding("AL102", Some(2))]);
        assert_eq!(applied.allowed[0].reason.as_deref(), Some("was never filled"));
        assert_eq!((applied.allowed[0].line, applied.findings.len()), (1, 0));
    }

    #[test]
    fn a_comment_that_allows_nothing_is_told_to_who_asks() {
        let applied = Suppressions::parse("-- aludel:nolint AL102 gone\nSELECT 1;").apply("a1", Vec::new());
        assert_eq!((applied.findings[0].code, applied.findings[0].severity), ("AL902", Severity::Off));
    }
}
