//! What a screen shows, with what differs from run to run taken out.

use std::process::Output;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use similar::{ChangeTag, TextDiff};

use crate::workspace::Workspace;

/// What is masked, and by what.
static MASKS: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    [
        (r"\(\d+(\.\d)? (ms|s)(\)|, )", "(TIME$3"),
        (r"in \d+(\.\d)? (ms|s)(;| \()", "in TIME$3"),
        (r"(writes|definition) for \d+(\.\d)? (ms|s)", "$1 for TIME"),
        // A heartbeat is a call as well, and comes with time.
        (r"of \d+ lost connections", "of COUNT lost connections"),
        (r#""duration_ms":\d+"#, r#""duration_ms":0"#),
        (r#""run_id":"[^"]+""#, r#""run_id":"RUN""#),
        // What a component comes to is not what scripts are about.
        (r"(revisions?), \d+ bytes\)", "$1, SIZE)"),
        (r"//[^/\s]+@[^/\s]+/", "//SERVER/"),
        // What says which database it is leaves the login out.
        (r"//[^/\s]+:\d+/", "//SERVER/"),
        // The database before the one that a script has now.
        (r"aludel_matrix_\d+_\d+", "EARLIER"),
        // The present: what scripts write themselves is older.
        (r"20(2[5-9]|[3-9]\d)-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", "NOW"),
    ]
    .map(|(pattern, mask)| (Regex::new(pattern).expect("the patterns are constants"), mask))
    .into()
});

static DIGEST: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b[0-9a-f]{64}\b").expect("the pattern is a constant"));

/// SQL for two logins gives the tables of the house to one of them.
static GIVEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?m)^ALTER TABLE "aludel_\w+" OWNER TO "[^"]+";\n\n?"#).expect("the pattern is a constant")
});

/// A login of its own for migrations has privileges on a schema, which no copy has.
const PRIVILEGES: &str = "! the copy does not have privileges on schema public";

/// Both streams and the exit code, as scripts write them.
pub(crate) fn lines(output: &Output, workspace: &Workspace) -> Vec<String> {
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    let mut screen: Vec<String> = stdout.lines().map(str::to_owned).collect();
    screen.extend(stderr.lines().map(|line| format!("! {line}")));
    match output.status.code() {
        Some(0) => {}
        Some(code) => screen.push(format!("[exit {code}]")),
        None => screen.push("[ended by a signal]".to_owned()),
    }
    if workspace.house_prefix().is_some() {
        screen.retain(|line| line != PRIVILEGES);
    }
    tidy(&mask(&screen.join("\n"), workspace))
}

/// The lines without spaces at their ends, and without blank ones at the end.
pub(crate) fn tidy(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = text.lines().map(|line| line.trim_end().to_owned()).collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// Takes out the folder, the server, the database's name, times and digests. Digests are numbered, so that two differ visibly.
fn mask(text: &str, workspace: &Workspace) -> String {
    let mut text = match workspace.house_prefix() {
        Some(prefix) => GIVEN.replace_all(&text.replace(&prefix, ""), "").into_owned(),
        None => text.to_owned(),
    };
    for (name, mask) in workspace.names() {
        text = text.replace(&name, mask);
    }
    for (pattern, mask) in MASKS.iter() {
        text = pattern.replace_all(&text, *mask).into_owned();
    }
    let mut digests: Vec<String> = Vec::new();
    let numbered = DIGEST.replace_all(&text, |found: &Captures<'_>| {
        let index = digests.iter().position(|digest| *digest == found[0]).unwrap_or_else(|| {
            digests.push(found[0].to_owned());
            digests.len() - 1
        });
        format!("DIGEST-{}", index + 1)
    });
    numbered.into_owned()
}

/// The lines that differ, each with a mark, between those that do not.
pub(crate) fn difference(expected: &str, seen: &str) -> String {
    let difference = TextDiff::from_lines(expected, seen);
    let lines = difference.iter_all_changes().map(|change| {
        let mark = match change.tag() {
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
            ChangeTag::Equal => ' ',
        };
        format!("  {mark} {}\n", change.value().trim_end_matches('\n'))
    });
    lines.collect()
}
