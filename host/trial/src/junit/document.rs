//! The XML of `JUnit`, as the Ant task writes it and build servers read it.

use std::fmt::Write as _;

/// A document of suites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suites {
    /// What ran.
    pub name: String,
    /// How long all of it took, in milliseconds, where that was measured.
    pub duration_ms: Option<u64>,
    /// The suites.
    pub suites: Vec<Suite>,
}

/// Tests that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suite {
    /// What they are of.
    pub name: String,
    /// How long they took, in milliseconds, where that was measured.
    pub duration_ms: Option<u64>,
    /// The tests.
    pub cases: Vec<Case>,
}

/// One test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// What it is called.
    pub name: String,
    /// What it is listed under: a file, or a kind of check.
    pub class: String,
    /// How long it took, in milliseconds, where that was measured.
    pub duration_ms: Option<u64>,
    /// What came of it.
    pub end: End,
}

/// What came of a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// It passed.
    Passed,
    /// It passed, and says something.
    Said {
        /// What it says.
        text: String,
    },
    /// It failed.
    Failed {
        /// What kind of failure it is, if it has a name.
        kind: Option<String>,
        /// Why, in a line.
        message: String,
        /// The whole of it.
        text: String,
    },
    /// It did not run.
    Skipped {
        /// Why not.
        reason: String,
    },
}

impl Suites {
    /// The document.
    pub fn to_xml(&self) -> String {
        let cases: Vec<&Case> = self.suites.iter().flat_map(|suite| &suite.cases).collect();
        let head = head(&self.name, &cases, self.duration_ms);
        let mut text = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {head}>\n");
        for suite in &self.suites {
            let cases: Vec<&Case> = suite.cases.iter().collect();
            add(&mut text, &format!("  <testsuite {}>", head_of(suite, &cases)));
            for case in cases {
                case.add_to(&mut text);
            }
            add(&mut text, "  </testsuite>");
        }
        text + "</testsuites>\n"
    }
}

impl Case {
    fn add_to(&self, text: &mut String) {
        let (class, name, time) = (escaped(&self.class), escaped(&self.name), time(self.duration_ms));
        let start = format!("    <testcase classname=\"{class}\" name=\"{name}\"{time}");
        let body = match &self.end {
            End::Passed => return add(text, &format!("{start}/>")),
            End::Said { text } => format!("<system-out>{}</system-out>", escaped(text)),
            End::Failed { kind, message, text } => {
                let kind = kind.as_ref().map(|kind| format!(" type=\"{}\"", escaped(kind))).unwrap_or_default();
                format!("<failure{kind} message=\"{}\">{}</failure>", escaped(message), escaped(text))
            }
            End::Skipped { reason } => format!("<skipped message=\"{}\"/>", escaped(reason)),
        };
        add(text, &format!("{start}>\n      {body}\n    </testcase>"));
    }
}

fn head_of(suite: &Suite, cases: &[&Case]) -> String {
    head(&suite.name, cases, suite.duration_ms)
}

fn head(name: &str, cases: &[&Case], duration_ms: Option<u64>) -> String {
    let failures = cases.iter().filter(|case| matches!(case.end, End::Failed { .. })).count();
    let skipped = cases.iter().filter(|case| matches!(case.end, End::Skipped { .. })).count();
    format!(
        "name=\"{}\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\"{}",
        escaped(name),
        cases.len(),
        time(duration_ms)
    )
}

/// In seconds.
fn time(milliseconds: Option<u64>) -> String {
    milliseconds.map(|time| format!(" time=\"{}.{:03}\"", time / 1000, time % 1000)).unwrap_or_default()
}

fn add(text: &mut String, line: &str) {
    writeln!(text, "{line}").expect("writing to a String cannot fail");
}

/// Text in XML, in an attribute or between tags. What XML cannot hold, or what reorders what is read, is replaced.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' => safe.push_str("&#10;"),
            '\t' => safe.push_str("&#9;"),
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}' => {
                safe.push('\u{fffd}');
            }
            character if character.is_control() => safe.push('\u{fffd}'),
            character => safe.push(character),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xml_holds_text_and_no_tags() {
        let text = "a <b c=\"d\"> & ]]>\n\t\u{1b}[2J\u{202e}";
        assert_eq!(escaped(text), "a &lt;b c=&quot;d&quot;&gt; &amp; ]]&gt;&#10;&#9;\u{fffd}[2J\u{fffd}");
        assert_eq!(escaped("zażółć"), "zażółć");
    }
}
