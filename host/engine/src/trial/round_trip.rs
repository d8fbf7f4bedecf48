//! `round_trip`: a revision up, down and up again, with equal schema and equal rows.

use aludel_revision::Step;
use aludel_trial::{Check, Problem};

use super::bench::{Bench, inverse};
use super::snapshot::{Snapshot, schema_differences};
use super::verdict::{Entry, Stopped};
use super::{FirstRun, Trial};
use crate::error::Error;

/// What is told of a revision whose downgrade loses what its header says.
const LOSES: &str = ", with a loss of data that it announces";

/// What to do where rows cannot come back.
const OR_SAY_SO: &str = "; or say in its header what cannot come back: data_loss = \"...\"";

impl Trial<'_> {
    /// Checks one revision. Gives whether the bench stands behind it.
    pub(super) async fn round_trip(&mut self, bench: &mut Bench, first: &FirstRun, step: &Step) -> Result<bool, Error> {
        let (message, path) = self.described(&step.revision)?;
        let mut entry = Entry::new(Check::RoundTrip).about(&step.revision, message);
        match self.there_and_back(bench, first, step, &mut entry).await {
            Ok(()) => self.passed(entry),
            Err(Stopped::Found(problem)) => {
                self.failed(entry, problem);
                return Ok(false);
            }
            Err(Stopped::NoWayBack(reason)) => {
                let because = if reason.is_empty() { String::new() } else { format!(": {reason}") };
                entry.notes.push(format!("there is no way back from it ({path}){because}"));
                self.coverage.irreversible.push(step.revision.to_string());
                self.passed(entry);
                // It may have done something before it said so.
                return Ok(false);
            }
            Err(Stopped::Fault(error)) => return Err(error),
        }
        Ok(true)
    }

    async fn there_and_back(
        &mut self,
        bench: &mut Bench,
        first: &FirstRun,
        step: &Step,
        entry: &mut Entry,
    ) -> Result<(), Stopped> {
        let (revision, path) = (step.revision.to_string(), self.described(&step.revision)?.1);
        let schema = bench.schema().await?;
        entry.notes.extend(self.fill(bench, (&schema, &first.schema), |_| true).await?);
        let before = Snapshot::take(bench).await?;
        let up = format!(
            "on an empty database it goes well: mend {path} for rows, or bring such as it is made for in tests/seeds"
        );
        self.go(bench, step, &up).await.map_err(|stopped| stopped.with(rows_in(&before)))?;
        let made = Snapshot::take(bench).await?;
        let is_new = |name: &aludel_schema::ObjectName| !before.schema.tables.contains_key(name);
        entry.notes.extend(self.fill(bench, (&made.schema, &first.schema), is_new).await?);
        let full = Snapshot::take(bench).await?;
        if full.has_rows() {
            self.coverage.with_rows.push(revision.clone());
        }
        let down = format!("mend the downgrade in {path}, or say in it that there is no way back");
        self.go(bench, &inverse(step), &down).await.map_err(|stopped| stopped.with(rows_in(&full)))?;
        self.compare_back(bench, (&before, &made), (step, &path), entry).await?;
        let again = format!("mend {path}: what its downgrade leaves is not what its upgrade starts from");
        self.go(bench, step, &again).await?;
        self.compare_again(bench, &made, (step, &path), entry).await?;
        self.coverage.down.push(revision);
        // From here on they go with the others, through all later revisions and back to the base.
        self.sow(bench, &step.revision).await?;
        Ok(())
    }

    async fn go(&self, bench: &mut Bench, step: &Step, hint: &str) -> Result<(), Stopped> {
        bench.step(self.migrator, step).await.map_err(|error| Stopped::of(error, hint))
    }

    async fn compare_back(
        &self,
        bench: &Bench,
        (before, made): (&Snapshot, &Snapshot),
        (step, path): (&Step, &str),
        entry: &mut Entry,
    ) -> Result<(), Stopped> {
        let back = Snapshot::take(bench).await?;
        let missing = before.missing_in(made, &back, &self.days)?;
        entry.notes.extend(missing.lost);
        let rows = self.unannounced(step, missing.rows, entry)?;
        let or_say_so = if rows.is_empty() { "" } else { OR_SAY_SO };
        found([missing.schema, rows].concat(), || Problem {
            message: format!(
                "the downgrade of `{}` does not lead back to where its upgrade started ({path})",
                step.revision
            ),
            differences: Vec::new(),
            hint: format!(
                "mend the downgrade in {path}: the lines tell what it has yet to do, and which rows it changes{or_say_so}"
            ),
        })
    }

    async fn compare_again(
        &self,
        bench: &Bench,
        made: &Snapshot,
        (step, path): (&Step, &str),
        entry: &mut Entry,
    ) -> Result<(), Stopped> {
        let again = Snapshot::take(bench).await?;
        let rows = made.row_differences_to(&again, &self.days);
        let rows = self.unannounced(step, rows, entry)?;
        let schema = schema_differences(&made.schema, &again.schema)?;
        found([schema, rows].concat(), || Problem {
            message: format!("the upgrade of `{}` makes something else after its downgrade ({path})", step.revision),
            differences: Vec::new(),
            hint: format!("mend {path}: upgrade, downgrade and upgrade have to end where the first upgrade did"),
        })
    }

    /// The rows that differ, where nobody said that they would. Else it is told what was lost, and that it was said.
    fn unannounced(&self, step: &Step, rows: Vec<String>, entry: &mut Entry) -> Result<Vec<String>, Error> {
        let said = &self.migrator.catalogue()?.migration(&step.revision).header.data_loss;
        let (Some(words), [first, rest @ ..]) = (said, rows.as_slice()) else { return Ok(rows) };
        // What is lost on the way back is missing after the second upgrade as well.
        if !entry.remark.ends_with(LOSES) {
            entry.remark.push_str(LOSES);
            let more = if rest.is_empty() { String::new() } else { format!("; and {} more", rest.len()) };
            entry.notes.push(format!("its header says what is lost: {words} ({first}{more})"));
        }
        Ok(Vec::new())
    }
}

/// The tables that had rows when it happened.
fn rows_in(snapshot: &Snapshot) -> Option<String> {
    let filled = snapshot.rows.values().filter(|table| !table.rows.is_empty());
    let tables: Vec<String> = filled.map(|table| format!("{} ({})", table.table, table.rows.len())).collect();
    (!tables.is_empty()).then(|| format!("there were rows in {}", tables.join(", ")))
}

fn found(differences: Vec<String>, problem: impl FnOnce() -> Problem) -> Result<(), Stopped> {
    if differences.is_empty() {
        return Ok(());
    }
    Err(Stopped::Found(Problem { differences, ..problem() }))
}
