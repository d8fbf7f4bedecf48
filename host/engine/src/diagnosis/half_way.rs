//! A migration that stopped half way, in words.

use aludel_db::{Fingerprint, JournalRow};
use aludel_sql::Dialect;

use super::report::{Finding, HalfWayReport, NextRun, Severity, StatementInDoubt};
use crate::catalogue::Catalogue;
use crate::event::Direction;
use crate::journal::resume::{Resume, in_doubt, resume};

/// Whether somebody has the lock, so that what looks half applied may be under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Runner {
    Nobody,
    AtIt,
}

/// What the rows of one migration in the journal (at least one) and what is there now come to.
pub(crate) fn report(
    catalogue: &Catalogue,
    rows: &[JournalRow],
    live: &Fingerprint,
    dialect: Dialect,
) -> Option<HalfWayReport> {
    let last = rows.last()?;
    let doubt = in_doubt(rows).map(|(statement, before)| StatementInDoubt {
        statement: statement.to_owned(),
        before: before.objects.into_keys().collect(),
        now: live.objects.keys().cloned().collect(),
    });
    let (next, differences) = match resume(rows, live, dialect) {
        Resume::GoOn { start, clear_away } => (NextRun::GoOn { after: start.statements, clear_away }, Vec::new()),
        Resume::StartAnew => (NextRun::StartAnew, Vec::new()),
        Resume::Unclear(unclear) => (NextRun::Stop { because: unclear.because.to_owned() }, unclear.differences),
    };
    Some(HalfWayReport {
        revision: last.key.revision.to_string(),
        direction: last.key.direction.into(),
        path: catalogue.find(&last.key.revision).map(|migration| migration.source.display_path.clone()),
        statements: last.statements,
        in_doubt: doubt,
        next,
        differences,
    })
}

/// The finding.
pub(crate) fn finding(half: &HalfWayReport, runner: Runner) -> Finding {
    let HalfWayReport { revision, direction, statements, .. } = half;
    let verb = direction.verb();
    let place = half.path.as_deref().map(|path| format!(" ({path})")).unwrap_or_default();
    if runner == Runner::AtIt {
        let text = format!("the {verb} of `{revision}`{place} is under way, {}", counted(*statements));
        return Finding::new(Severity::Note, "under_way", text);
    }
    let severity = match half.next {
        NextRun::Stop { .. } => Severity::Error,
        NextRun::GoOn { .. } | NextRun::StartAnew => Severity::Warning,
    };
    let text = format!("the {verb} of `{revision}`{place} stopped half way, {}", counted(*statements));
    let found = Finding::new(severity, "half_applied", text).with_details(details(half));
    match command(half) {
        Some(command) => found.with_command(command),
        None => found,
    }
}

fn counted(statements: u64) -> String {
    match statements {
        0 => "and none of its statements is certain to last".to_owned(),
        1 => "and 1 statement of it lasts".to_owned(),
        several => format!("and {several} statements of it last"),
    }
}

fn details(half: &HalfWayReport) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(doubt) = &half.in_doubt {
        lines.push(format!("statement {} was sent and never answered: {}", half.statements + 1, doubt.statement));
        lines.push(format!("before it: {}", listed(&doubt.before)));
        lines.push(format!("now: {}", listed(&doubt.now)));
    }
    lines.push(next(half));
    if !half.differences.is_empty() {
        lines.push(format!("since then: {}", half.differences.join("; ")));
    }
    if let NextRun::Stop { .. } = half.next {
        lines.push(ways_out(half));
    }
    if half.path.is_none() {
        lines.push("no file here declares it, so that it cannot go on before the file is back".to_owned());
    }
    lines
}

fn listed(objects: &[String]) -> String {
    if objects.is_empty() { "nothing under the names in it".to_owned() } else { objects.join(", ") }
}

fn next(half: &HalfWayReport) -> String {
    match &half.next {
        NextRun::GoOn { after, clear_away } if clear_away.is_empty() => {
            format!("the next run goes on after statement {after}")
        }
        NextRun::GoOn { after, clear_away } => {
            format!(
                "the next run drops the half built index {} and goes on after statement {after}",
                clear_away.join(", ")
            )
        }
        NextRun::StartAnew => "everything that it made is gone again: the next run starts it anew".to_owned(),
        NextRun::Stop { because } => format!("the next run cannot tell how to go on: {because}"),
    }
}

/// What a person can do about it.
fn ways_out(half: &HalfWayReport) -> String {
    let finished = match half.direction {
        Direction::Up => format!("finished by hand, `aludel stamp {}`", half.revision),
        Direction::Down => "finished by hand, `aludel stamp` with the revision below it".to_owned(),
    };
    match half.in_doubt {
        Some(_) => "was it carried out: `aludel doctor --mark-done`; was it not: `aludel doctor --not-done`; then \
                    `aludel doctor --resume`"
            .to_owned(),
        None => format!("undone by hand, `aludel doctor --roll-back`; {finished}"),
    }
}

fn command(half: &HalfWayReport) -> Option<String> {
    let option = match (&half.next, &half.in_doubt) {
        (NextRun::GoOn { .. } | NextRun::StartAnew, _) if half.path.is_none() => return None,
        (NextRun::GoOn { .. } | NextRun::StartAnew, _) => "--resume",
        // Which of the two ways out it is only a person knows.
        (NextRun::Stop { .. }, Some(_)) => return None,
        (NextRun::Stop { .. }, None) => "--roll-back",
    };
    Some(format!("aludel doctor {option}"))
}
