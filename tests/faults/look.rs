//! What has to be so wherever a run was cut off, and when a run has gone well after all.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::databases::Kind;
use crate::line;
use crate::ordeal::Way;
use crate::project::{Project, Reference, State};
use crate::run::Told;

/// Looks at a database whose run was cut off, and says in words how it was left.
pub(crate) fn at_blow(
    project: &Project,
    way: Way,
    reference: &Reference,
    promises: &[Told],
) -> Result<&'static str, String> {
    check_state(&project.state()?, project.kind(), way, reference, promises)
}

/// Looks at what was read of it.
pub(crate) fn check_state(
    state: &State,
    kind: Kind,
    way: Way,
    reference: &Reference,
    promises: &[Told],
) -> Result<&'static str, String> {
    check_history(state, way, reference)?;
    check_promises(state, way, promises)?;
    if state.journal.is_empty() {
        same(reference.dump(&state.head)?, &state.dump).map_err(|problem| format!("at {}: {problem}", state.head))?;
        return Ok("left whole migrations");
    }
    check_journal(state, way, reference, kind)?;
    Ok("left one half way")
}

/// Looks at a database that is where it was to go.
pub(crate) fn at_end(project: &Project, way: Way, reference: &Reference, promises: &[Told]) -> Result<(), String> {
    let state = project.state()?;
    check_history(&state, way, reference)?;
    check_promises(&state, way, promises)?;
    let last = if way == Way::Up { reference.line.last().map_or("base", String::as_str) } else { "base" };
    if state.head != last || !state.journal.is_empty() {
        return Err(format!("it ended at {}, with the journal {:?}", state.head, state.journal));
    }
    same(reference.dump(last)?, &state.dump)?;
    if way == Way::Down {
        return Ok(());
    }
    let doctor = project.aludel(&["doctor"])?;
    if doctor.exit == 0 { Ok(()) } else { Err(format!("the doctor: {}{}", doctor.stdout, doctor.stderr)) }
}

/// The history and the version row say the same, and no revision went one way twice.
fn check_history(state: &State, way: Way, reference: &Reference) -> Result<(), String> {
    let height = reference.height(&state.head)?;
    let gone = |way: Way| -> Vec<&str> {
        let rows = state.history.iter().filter(|[_, direction, _]| direction == way.word());
        rows.map(|[revision, ..]| revision.as_str()).collect()
    };
    let line: Vec<&str> = reference.line.iter().map(String::as_str).collect();
    let (up, down) = match way {
        Way::Up => (line[..height].to_vec(), Vec::new()),
        Way::Down => (line.clone(), line[height..].iter().rev().copied().collect()),
    };
    if gone(Way::Up) == up && gone(Way::Down) == down {
        return Ok(());
    }
    Err(format!("at {} the history is {:?}", state.head, state.history))
}

/// Whoever was told that a revision is done finds it in the history, as done by that run.
fn check_promises(state: &State, way: Way, promises: &[Told]) -> Result<(), String> {
    for told in promises {
        let kept: BTreeSet<&str> = state
            .history
            .iter()
            .filter(|[_, direction, run]| direction == way.word() && *run == told.run_id)
            .map(|[revision, ..]| revision.as_str())
            .collect();
        if let Some(broken) = told.finished.iter().find(|revision| !kept.contains(revision.as_str())) {
            return Err(format!("`{broken}` was told to be finished, and is not: {told:?}"));
        }
    }
    promises.last().map_or(Ok(()), |told| check_word(state, told))
}

/// Where a run that failed says that the database is, it is.
fn check_word(state: &State, told: &Told) -> Result<(), String> {
    let word = &told.error["database"];
    let is_sure = ["rolled_back", "committed"].iter().any(|sure| word["state"] == *sure);
    let heads: Vec<&str> = word["heads"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let is_there = state.head == if heads.is_empty() { "base".to_owned() } else { heads.join(" ") };
    if is_there || !is_sure {
        Ok(())
    } else {
        Err(format!("it is at {}, and was told to be elsewhere: {told:?}", state.head))
    }
}

/// One migration at most is half applied: the next one. Of its rows only the last can tell of a statement in doubt.
fn check_journal(state: &State, way: Way, reference: &Reference, kind: Kind) -> Result<(), String> {
    let height = reference.height(&state.head)?;
    let next =
        if way == Way::Up { reference.line.get(height) } else { height.checked_sub(1).map(|at| &reference.line[at]) };
    let next = next.ok_or("a journal, and nothing left to do")?;
    let is_of_next = |row: &[String; 3]| row[0] == *next && row[1] == way.word();
    let may_be_half = kind.is_mysql_family() || line::is_loose(next);
    if state.journal.iter().all(is_of_next) && may_be_half {
        return Ok(());
    }
    Err(format!("at {} the journal is {:?}", state.head, state.journal))
}

/// The first line in which two dumps differ.
fn same(wanted: &str, found: &str) -> Result<(), String> {
    if wanted == found {
        return Ok(());
    }
    let (mut wanted, mut found) = (wanted.lines(), found.lines());
    loop {
        match (wanted.next(), found.next()) {
            (None, None) => return Err("another dump".to_owned()),
            (one, other) if one == other => {}
            (one, other) => return Err(format!("wanted {one:?}, found {other:?}")),
        }
    }
}
