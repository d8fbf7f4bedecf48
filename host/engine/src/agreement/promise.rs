//! The statements that a plan promises of one step.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use aludel_project::Digest;
use aludel_sql::{ErrorKind, SqlError};

use super::difference::PlanDifference;
use super::file::AgreedStatement;

/// Holds the statements of a step against those of the plan.
///
/// What counts is the text. Each text of the plan has to come, and for the first time in the order of the plan; once it
/// has come, it may come again at any place and as often as it likes. So the turns of a loop may be as many as there are
/// rows, and a text that the plan does not have never reaches the database. After the first difference nothing does.
#[derive(Debug)]
pub(crate) struct Promise {
    /// Each text of the plan once, in the order of the plan.
    texts: Vec<(Digest, String)>,
    places: HashMap<Digest, usize>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// How many of the texts have come.
    come: usize,
    difference: Option<PlanDifference>,
}

impl Promise {
    pub(crate) fn new(statements: &[AgreedStatement]) -> Self {
        let (mut texts, mut places) = (Vec::new(), HashMap::new());
        for AgreedStatement { digest, sql } in statements {
            places.entry(*digest).or_insert_with(|| {
                texts.push((*digest, sql.clone()));
                texts.len() - 1
            });
        }
        Self { texts, places, state: Mutex::default() }
    }

    /// Lets a statement pass, or says that it is not the plan's.
    pub(crate) fn admit(&self, sql: &str) -> Result<(), SqlError> {
        let mut state = self.state();
        if state.difference.is_none() {
            state.difference = self.step(sql, &mut state.come);
        }
        match &state.difference {
            None => Ok(()),
            Some(difference) => Err(SqlError::new(ErrorKind::Denied, difference.to_string())),
        }
    }

    fn step(&self, sql: &str, come: &mut usize) -> Option<PlanDifference> {
        match self.places.get(&Digest::of(sql.as_bytes())) {
            None => Some(PlanDifference::NotPlanned { sql: sql.to_owned() }),
            Some(place) if place < come => None,
            Some(place) if place == come => {
                *come += 1;
                None
            }
            Some(_) => self.missing(*come, Some(sql)),
        }
    }

    /// What was not as planned, now that the step has asked for all that it asks for.
    pub(crate) fn kept(&self) -> Result<(), PlanDifference> {
        let state = self.state();
        let difference = state.difference.clone().or_else(|| self.missing(state.come, None));
        difference.map_or(Ok(()), Err)
    }

    /// What was not as planned up to now.
    pub(crate) fn difference(&self) -> Option<PlanDifference> {
        self.state().difference.clone()
    }

    fn missing(&self, place: usize, before: Option<&str>) -> Option<PlanDifference> {
        let (_, sql) = self.texts.get(place)?;
        Some(PlanDifference::Missing { sql: sql.clone(), before: before.map(str::to_owned) })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A thread that panicked has left a state that is true all the same.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn promise(texts: &[&str]) -> Promise {
        let statement = |sql: &&str| AgreedStatement { digest: Digest::of(sql.as_bytes()), sql: (*sql).to_owned() };
        Promise::new(&texts.iter().map(statement).collect::<Vec<_>>())
    }

    fn told(promise: &Promise, texts: &[&str]) -> String {
        for text in texts {
            if let Err(error) = promise.admit(text) {
                return error.message;
            }
        }
        promise.kept().map_or_else(|difference| difference.to_string(), |()| "kept".to_owned())
    }

    #[test]
    fn a_text_may_come_again_and_none_may_come_or_go() {
        for (texts, expected) in [
            (&["a", "b", "c"][..], "kept"),
            (&["a", "a", "b", "a", "b", "c", "b"], "kept"),
            (&["a", "b", "x", "c"], "it asked for a statement that is not in the plan: x"),
            (&["a", "c"], "it asked for `c` where the plan has `b`"),
            (&["a", "b"], "it did not ask for a statement of the plan: c"),
            (&[], "it did not ask for a statement of the plan: a"),
        ] {
            assert_eq!(told(&promise(&["a", "b", "a", "c"]), texts), expected, "{texts:?}");
        }
        assert_eq!(told(&promise(&[]), &[]), "kept");
    }

    #[test]
    fn nothing_passes_after_a_difference() {
        let promise = promise(&["a"]);
        promise.admit("x").unwrap_err();
        promise.admit("a").unwrap_err();
        assert_eq!(promise.difference(), Some(PlanDifference::NotPlanned { sql: "x".to_owned() }));
        promise.kept().unwrap_err();
    }
}
