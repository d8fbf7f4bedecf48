//! Findings as [workflow commands](https://docs.github.com/actions/reference/workflow-commands-for-github-actions) of
//! GitHub, which shows them beside the source.

use std::fmt::Write as _;

use aludel_engine::{LintReport, LintSeverity};

use super::place::from_checkout;
use crate::render::printable::printable;

/// One command a finding.
pub(crate) fn annotations(report: &LintReport) -> String {
    let mut text = String::new();
    for revision in &report.revisions {
        let file = from_checkout(&report.root, &revision.path);
        for finding in &revision.findings {
            let title = format!("{} {} in {}", finding.code, finding.rule, revision.revision);
            let line = finding.line.map(|line| format!(",line={line}")).unwrap_or_default();
            let hint = finding.hint.as_deref().map(|hint| format!("\n{hint}")).unwrap_or_default();
            let (file, title) = (property(&file), property(&title));
            let message = data(&format!("{}{hint}", finding.message));
            writeln!(text, "::{} file={file}{line},title={title}::{message}", word(finding.severity))
                .expect("writing to a String cannot fail");
        }
    }
    text
}

fn word(severity: LintSeverity) -> &'static str {
    match severity {
        LintSeverity::Error => "error",
        LintSeverity::Warning => "warning",
        LintSeverity::Note | LintSeverity::Off => "notice",
    }
}

/// A message: one line, in which nothing begins another command.
fn data(text: &str) -> String {
    printable(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, which a comma or colon would end.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_ends_the_command_or_begins_another() {
        assert_eq!(data("100%\r\n::error::x"), "100%25\\u{d}%0A::error::x");
        assert_eq!(property("a,line=1::b"), "a%2Cline=1%3A%3Ab");
    }
}
