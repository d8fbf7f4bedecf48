//! `determinism`: two runs send the same statements in the same order.

use aludel_trial::{Check, Problem};

use super::verdict::{Entry, Stopped};
use super::{FirstRun, Trial};
use crate::error::Error;
use crate::rehearsal::report::{PlannedStatement, PlannedStepReport};

/// What to do about it.
const HINT: &str = "what a migration sends must depend on nothing but the database and its arguments: no clock, no chance, \
                    no order of rows that nothing gives";

impl Trial<'_> {
    pub(super) async fn check_determinism(&mut self, first: &FirstRun) -> Result<(), Error> {
        let entry = Entry::new(Check::Determinism);
        let second = match self.first_run().await {
            Ok(second) => second,
            Err(error) => return self.failed_second(entry, error),
        };
        let differing: Vec<(String, Vec<String>)> =
            first.steps.iter().zip(&second.steps).filter_map(differing).collect();
        let revisions: Vec<String> = differing.iter().map(|(revision, _)| format!("`{revision}`")).collect();
        let message = format!("two runs on an empty database sent different statements: {}", revisions.join(", "));
        self.judged(entry, differing.into_iter().flat_map(|(_, lines)| lines).collect(), &message, HINT);
        Ok(())
    }

    fn failed_second(&mut self, entry: Entry, error: Error) -> Result<(), Error> {
        match Stopped::of(error, HINT) {
            Stopped::Fault(error) => return Err(error),
            Stopped::Found(problem) => self.failed(entry, problem),
            Stopped::NoWayBack(reason) => {
                self.failed(entry, Problem { message: reason, differences: Vec::new(), hint: HINT.to_owned() });
            }
        }
        Ok(())
    }
}

/// The first statement of a step that was another one.
fn differing((first, second): (&PlannedStepReport, &PlannedStepReport)) -> Option<(String, Vec<String>)> {
    let is_same = |one: Option<&PlannedStatement>, other: Option<&PlannedStatement>| match (one, other) {
        (Some(one), Some(other)) => one.sql == other.sql && one.times == other.times,
        (None, None) => true,
        _ => false,
    };
    let count = first.statements.len().max(second.statements.len());
    let at = |index: usize| (first.statements.get(index), second.statements.get(index));
    let index = (0..count).find(|index| !is_same(at(*index).0, at(*index).1))?;
    let told = |run: &str, statement: Option<&PlannedStatement>| {
        let words = statement.map_or_else(|| "nothing".to_owned(), words);
        format!("statement {} of `{}` in the {run} run: {words}", index + 1, first.revision)
    };
    Some((first.revision.clone(), vec![told("first", at(index).0), told("second", at(index).1)]))
}

fn words(statement: &PlannedStatement) -> String {
    const CHARACTERS_MAX: usize = 120;
    let text: String = statement.sql.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = text.chars().take(CHARACTERS_MAX).collect();
    if statement.times > 1 { format!("{short} ({} times)", statement.times) } else { short }
}
