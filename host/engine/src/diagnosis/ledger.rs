//! The version rows against the files and the history.

use std::collections::{HashMap, HashSet};

use aludel_db::{HistoryEntry, HistoryOutcome};
use aludel_revision::{Direction, RevisionId, Target};

use super::report::{Finding, Severity};
use crate::catalogue::Catalogue;
use crate::error::{Error, SourceChange};

/// What the version rows and the files do not agree on.
pub(crate) fn of_rows(catalogue: &Catalogue, rows: &[RevisionId]) -> Result<Vec<Finding>, Error> {
    let unknown = catalogue.graph().undeclared(rows);
    if unknown.is_empty() { pending(catalogue, rows) } else { Ok(unknown.into_iter().map(undeclared).collect()) }
}

fn undeclared(revision: &RevisionId) -> Finding {
    let text = format!("the version table names `{revision}`, which no file here declares");
    Finding::new(Severity::Error, "unknown_revision", text)
        .with_details(vec![format!(
            "bring the file of `{revision}` back, or, if the schema is known to be that of a declared revision, run \
         `aludel stamp --purge REVISION`"
        )])
        .with_command("aludel history")
}

fn pending(catalogue: &Catalogue, rows: &[RevisionId]) -> Result<Vec<Finding>, Error> {
    let plan = catalogue.graph().plan_upgrade(rows, &Target::parse("heads")?)?;
    let names: Vec<String> = plan.steps.iter().map(|step| format!("`{}`", step.revision)).collect();
    let text = match names.as_slice() {
        [] => return Ok(Vec::new()),
        [one] => format!("{one} is not applied"),
        [first, .., last] => format!("{} revisions are not applied, from {first} to {last}", names.len()),
    };
    Ok(vec![Finding::new(Severity::Warning, "pending", text).with_command("aludel upgrade heads")])
}

/// Everything that the version rows say is applied. Each of them must be declared.
pub(crate) fn applied(catalogue: &Catalogue, rows: &[RevisionId]) -> Result<HashSet<RevisionId>, Error> {
    let way_back = catalogue.graph().plan_downgrade(rows, &Target::base())?;
    Ok(way_back.steps.into_iter().map(|step| step.revision).collect())
}

/// What the version rows and the history (oldest first) do not agree on.
pub(crate) fn of_history(rows: &[RevisionId], applied: &HashSet<RevisionId>, history: &[HistoryEntry]) -> Vec<Finding> {
    let last = last_entries(history);
    let mut findings: Vec<Finding> =
        rows.iter().filter(|row| !last.contains_key(row)).map(|row| not_in_history(row, history)).collect();
    let mut entries: Vec<&(usize, &HistoryEntry)> = last.values().collect();
    entries.sort_by_key(|(place, _)| *place);
    // Whoever stamps says where the database is, whatever came before.
    let stamped = history.iter().rposition(|entry| entry.outcome == HistoryOutcome::Stamped);
    for (place, entry) in entries {
        let is_settled = stamped.is_some_and(|stamped| *place <= stamped && entry.outcome != HistoryOutcome::Stamped);
        let is_applied = applied.contains(&entry.revision);
        if !is_settled && is_applied != (entry.direction == Direction::Up) {
            findings.push(contradiction(entry));
        }
    }
    findings
}

fn last_entries(history: &[HistoryEntry]) -> HashMap<&RevisionId, (usize, &HistoryEntry)> {
    history.iter().enumerate().map(|(place, entry)| (&entry.revision, (place, entry))).collect()
}

/// A version row of another tool has no history, and that of this one has it from the same transaction.
fn not_in_history(row: &RevisionId, history: &[HistoryEntry]) -> Finding {
    if history.is_empty() {
        let text = format!("`{row}` is a version row from before this history: when it was applied is not known");
        return Finding::new(Severity::Note, "before_history", text);
    }
    let text = format!("`{row}` is a version row, and the history never heard of it: somebody wrote it by hand");
    Finding::new(Severity::Warning, "not_in_history", text)
        .with_details(vec![format!("if the schema is that of `{row}`, `aludel stamp --purge {row}` puts it on record")])
        .with_command("aludel check --drift")
}

fn contradiction(entry: &HistoryEntry) -> Finding {
    let HistoryEntry { revision, finished_at, run_by, .. } = entry;
    let (code, was, row) = match entry.direction {
        Direction::Up => ("not_in_versions", "applied", "is not"),
        Direction::Down => ("taken_back", "taken back", "is applied"),
    };
    let text = format!(
        "by the history `{revision}` was {was} last ({finished_at:.0}, by {run_by}), and by the version rows it {row}: \
         they were changed by `stamp` or by hand"
    );
    Finding::new(Severity::Warning, code, text)
        .with_details(vec!["`aludel stamp REVISION` sets the version rows to what the schema is".to_owned()])
        .with_command("aludel check --drift")
}

/// Applied migrations that were edited afterwards.
pub(crate) fn of_sources(changes: Vec<SourceChange>) -> impl Iterator<Item = Finding> {
    changes.into_iter().map(|change| {
        let SourceChange { revision, path, applied_digest, found_digest } = change;
        let text = format!("`{revision}` was edited after it was applied ({path})");
        let digests = format!("applied as {applied_digest}, now {found_digest}");
        let advice = format!("put {path} back as it was, and write what it was to change as a new migration");
        Finding::new(Severity::Error, "source_changed", text)
            .with_details(vec![digests, advice])
            .with_command("aludel revision -m \"...\"")
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::Timestamp;

    use super::*;
    use crate::catalogue::tests::catalogue;

    fn id(text: &str) -> RevisionId {
        RevisionId::parse(text).expect("the tests use legal ids")
    }

    fn entry(revision: &str, direction: Direction, outcome: HistoryOutcome) -> HistoryEntry {
        HistoryEntry {
            run_id: "run".to_owned(),
            revision: id(revision),
            direction,
            source_digest: None,
            component_digest: None,
            started_at: Timestamp::UNIX_EPOCH,
            finished_at: Timestamp::UNIX_EPOCH,
            duration: Duration::ZERO,
            run_by: "ana".to_owned(),
            run_from: "build-7".to_owned(),
            tool_version: "aludel".to_owned(),
            outcome,
        }
    }

    fn codes(rows: &[&str], history: &[HistoryEntry]) -> Vec<&'static str> {
        let catalogue = catalogue(&["a", "b < a"]);
        let rows: Vec<RevisionId> = rows.iter().map(|row| id(row)).collect();
        let applied = applied(&catalogue, &rows).expect("all of them are declared");
        of_history(&rows, &applied, history).into_iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn rows_and_history_that_agree_are_no_finding() {
        use HistoryOutcome::Applied;
        let [a, b] = ["a", "b"].map(|revision| entry(revision, Direction::Up, Applied));
        assert_eq!(codes(&["b"], &[a.clone(), b.clone()]), [""; 0]);
        assert_eq!(codes(&["a"], &[a, b, entry("b", Direction::Down, Applied)]), [""; 0]);
    }

    #[test]
    fn rows_that_were_changed_by_hand_are_found() {
        use HistoryOutcome::Applied;
        let [a, b] = ["a", "b"].map(|revision| entry(revision, Direction::Up, Applied));
        assert_eq!(codes(&["a"], &[a.clone(), b.clone()]), ["not_in_versions"]);
        assert_eq!(codes(&["b"], std::slice::from_ref(&a)), ["not_in_history"]);
        assert_eq!(codes(&["b"], &[a, b, entry("b", Direction::Down, Applied)]), ["taken_back"]);
    }

    #[test]
    fn whoever_stamps_has_the_last_word() {
        use HistoryOutcome::{Applied, Stamped};
        let [a, b] = ["a", "b"].map(|revision| entry(revision, Direction::Up, Applied));
        assert_eq!(codes(&["a"], &[a, b, entry("a", Direction::Up, Stamped)]), [""; 0]);
        assert_eq!(codes(&["b"], &[entry("b", Direction::Up, Stamped)]), [""; 0]);
    }

    #[test]
    fn rows_from_before_the_history_are_a_note() {
        let catalogue = catalogue(&["a"]);
        let rows = [id("a")];
        let applied = applied(&catalogue, &rows).expect("it is declared");
        let found = of_history(&rows, &applied, &[]);
        assert_eq!(
            found.iter().map(|found| (found.severity, found.code)).collect::<Vec<_>>(),
            [(Severity::Note, "before_history")]
        );
    }
}
