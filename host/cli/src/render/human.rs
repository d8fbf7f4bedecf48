//! Failures and durations for people.

use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};

use aludel_engine::{Error, FailedBuild, FailureCause, MigrationFailure};

use crate::failure::Failure;
use crate::render::printable::{one_line, printable};
use crate::render::style::{ERROR, FAINT, HINT, paint};

/// The field of a database error in which a library for guests puts where it happened.
const TRACE: &str = "trace";

/// The longest statement that is shown whole, in lines.
const STATEMENT_LINES_MAX: usize = 12;

/// The failure as a paragraph: what, where, in what state things are, and what to type next.
pub(crate) fn failure(failure: &Failure) -> String {
    if let Failure::Engine(error) = failure
        && let builds @ [_, ..] = error.failed_builds().as_slice()
    {
        return failed_builds(builds);
    }
    let mut text = format!("{} {}\n", paint(ERROR, "error:"), printable(&failure.message()));
    if let Failure::Engine(error) = failure
        && let Error::MigrationFailed(migration) = error.as_ref()
    {
        text.push_str(&migration_details(migration));
    }
    if let Some(hint) = failure.hint() {
        text.push_str(&labelled(&paint(HINT, "hint:"), &hint));
    }
    text
}

/// Each of them with its hint; one that several share stands below the last of them.
fn failed_builds(builds: &[FailedBuild]) -> String {
    let mut text = format!("{} {} migrations cannot be built:\n", paint(ERROR, "error:"), builds.len());
    for (place, build) in builds.iter().enumerate() {
        writeln!(text, "{}", printable(&build.message)).expect("writing to a String cannot fail");
        if let Some(hint) = &build.hint
            && builds[place + 1..].iter().all(|later| later.hint.as_ref() != Some(hint))
        {
            text.push_str(&labelled(&paint(HINT, "hint:"), hint));
        }
    }
    text
}

fn migration_details(failure: &MigrationFailure) -> String {
    let mut text = String::new();
    if let Some(statement) = &failure.statement {
        text.push_str(&quoted_statement(&statement.text));
    }
    text.push_str(&cause_details(&failure.cause));
    text.push_str(&labelled("state:", &failure.state.sentence()));
    text
}

/// The first lines of a statement, with a bar before each.
fn quoted_statement(statement: &str) -> String {
    excerpt(statement, STATEMENT_LINES_MAX)
}

/// So many lines of a statement, with a bar before each, and how many more there are.
pub(crate) fn excerpt(statement: &str, lines_max: usize) -> String {
    let mut text = String::new();
    let lines: Vec<&str> = statement.trim().lines().collect();
    for line in lines.iter().take(lines_max) {
        writeln!(text, "  {} {}", paint(FAINT, "|"), printable(line)).expect("writing to a String cannot fail");
    }
    if lines.len() > lines_max {
        let rest = lines.len() - lines_max;
        writeln!(text, "  {} ({rest} more lines)", paint(FAINT, "|")).expect("writing to a String cannot fail");
    }
    text
}

fn cause_details(cause: &FailureCause) -> String {
    let mut text = String::new();
    match cause {
        FailureCause::Database(error) => {
            if let Some(sqlstate) = &error.sqlstate {
                text.push_str(&labelled("sqlstate:", sqlstate));
            }
            for (name, value) in &error.extras {
                if name == TRACE {
                    text.push_str(&trace(value));
                    continue;
                }
                text.push_str(&labelled(&format!("{}:", one_line(name)), value));
            }
        }
        FailureCause::Trapped { frames, .. } => {
            for frame in frames {
                let location = frame.location.as_deref().map(|location| format!(" ({location})")).unwrap_or_default();
                text.push_str(&labelled("at", &format!("{}{location}", frame.function)));
            }
        }
        _ => {}
    }
    text
}

/// The lines of a trace that a guest gives, each as it is: `at migrations/a.py:12 in upgrade`.
fn trace(lines: &str) -> String {
    lines.lines().map(|line| format!("  {}\n", printable(line.trim()))).collect()
}

fn labelled(label: &str, value: &str) -> String {
    let value = printable(value).replace('\n', "\n        ");
    format!("  {label} {value}\n")
}

/// `12 ms`, `3.4 s`, `2 min 5 s`.
pub(crate) fn duration(milliseconds: u64) -> String {
    match milliseconds {
        0..1_000 => format!("{milliseconds} ms"),
        1_000..60_000 => format!("{}.{} s", milliseconds / 1_000, milliseconds % 1_000 / 100),
        _ => format!("{} min {} s", milliseconds / 60_000, milliseconds % 60_000 / 1_000),
    }
}

/// A path, safe for a terminal, from the current folder on where it is below it.
pub(crate) fn path(path: &Path) -> String {
    let below = std::env::current_dir().ok().and_then(|here| path.strip_prefix(here).ok().map(Path::to_path_buf));
    let shown: PathBuf =
        below.as_deref().unwrap_or(path).components().filter(|part| *part != Component::CurDir).collect();
    one_line(&shown.display().to_string())
}

/// `1 migration`, `3 migrations`.
pub(crate) fn counted(count: usize, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}

/// The heads as one phrase; `base` when there is none.
pub(crate) fn heads(heads: &[String]) -> String {
    if heads.is_empty() {
        "base".to_owned()
    } else {
        heads.iter().map(|head| one_line(head)).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        assert_eq!([0, 999, 1_250, 59_999, 125_000].map(duration), ["0 ms", "999 ms", "1.2 s", "59.9 s", "2 min 5 s"]);
    }

    #[test]
    fn long_statements_are_cut() {
        let statement = "SELECT 1\n".repeat(20);
        let shown = quoted_statement(&statement);
        assert_eq!(shown.lines().count(), STATEMENT_LINES_MAX + 1);
        assert!(shown.contains("(8 more lines)"));
    }
}
