//! What the page and the comment both say.

use std::time::Duration;

use crate::model::{Blocking, Level, Outcome, Report};

/// How it stands, in a few words, and whether that is good.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing speaks against it.
    Good(String),
    /// To be read before.
    Care(String),
    /// Not so.
    Bad(String),
}

impl Verdict {
    pub(crate) fn of(report: &Report) -> Self {
        let failed = report.checks.iter().filter(|check| check.outcome == Outcome::Failed).count();
        let levels = |level| report.findings().iter().filter(|(_, finding)| finding.level == level).count();
        let (errors, warnings) = (levels(Level::Error), levels(Level::Warning));
        if failed > 0 || errors > 0 {
            let parts = [(failed, "failed check"), (errors, "error")];
            let parts = parts.iter().filter(|(count, _)| *count > 0).map(|(count, thing)| counted(*count, thing));
            return Self::Bad(parts.collect::<Vec<_>>().join(", "));
        }
        let (blocking, losing) =
            (blocking_steps(report), report.steps.iter().filter(|step| !step.losses.is_empty()).count());
        if warnings > 0 {
            Self::Care(counted(warnings, "warning"))
        } else if losing > 0 {
            Self::Care(if losing == 1 { "1 step loses data".to_owned() } else { format!("{losing} steps lose data") })
        } else if blocking > 0 {
            Self::Care(if blocking == 1 {
                "1 step blocks others".to_owned()
            } else {
                format!("{blocking} steps block others")
            })
        } else if report.steps.is_empty() {
            Self::Good("nothing to do".to_owned())
        } else {
            Self::Good("nothing speaks against it".to_owned())
        }
    }
}

fn blocking_steps(report: &Report) -> usize {
    let blocks = |step: &&crate::Step| {
        step.statements.iter().flat_map(|statement| &statement.locks).any(|lock| lock.blocking > Blocking::Little)
    };
    report.steps.iter().filter(blocks).count()
}

/// `1 step`, `3 steps`.
pub(crate) fn counted(count: usize, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}

/// `12 ms`, `3.4 s`.
pub(crate) fn took(time: Duration) -> String {
    match time.as_millis() {
        0 => format!("{} µs", time.as_micros()),
        milliseconds @ 1..1_000 => format!("{milliseconds} ms"),
        _ => format!("{:.1} s", time.as_secs_f64()),
    }
}
