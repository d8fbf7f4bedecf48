//! Which savepoints of a connection are open, innermost last.
//!
//! Guests and bulk writers close theirs in any order; a server closes every savepoint that was opened after the one
//! it is told about. The stack tells what to say to the server, and which handles that ends.

use aludel_sql::{ErrorKind, SqlError};

/// The open savepoints of one connection.
#[derive(Debug, Default)]
pub(crate) struct SavepointStack {
    open: Vec<Open>,
}

#[derive(Debug)]
struct Open {
    id: u64,
    /// Its owner wants it kept, but another one that is still in use was opened after it.
    is_done: bool,
}

impl SavepointStack {
    /// The name of a savepoint in SQL.
    pub(crate) fn name(id: u64) -> String {
        format!("aludel_savepoint_{id}")
    }

    pub(crate) fn push(&mut self, id: u64) {
        self.open.push(Open { id, is_done: false });
    }

    pub(crate) fn is_open(&self, id: u64) -> bool {
        self.open.iter().any(|savepoint| savepoint.id == id && !savepoint.is_done)
    }

    fn check(&self, id: u64) -> Result<(), SqlError> {
        if self.is_open(id) {
            return Ok(());
        }
        let message = "the savepoint is not open: it was closed, or one that was opened before it was";
        Err(SqlError::new(ErrorKind::Other, message))
    }

    /// Marks one as kept; gives the outermost savepoint that the server may now release, if any.
    pub(crate) fn release(&mut self, id: u64) -> Result<Option<u64>, SqlError> {
        self.check(id)?;
        for savepoint in &mut self.open {
            savepoint.is_done |= savepoint.id == id;
        }
        let kept = self.open.iter().rposition(|savepoint| !savepoint.is_done).map_or(0, |index| index + 1);
        let outermost = self.open.get(kept).map(|savepoint| savepoint.id);
        self.open.truncate(kept);
        Ok(outermost)
    }

    /// Forgets one and all that were opened after it, because the server is about to roll back to it.
    pub(crate) fn roll_back(&mut self, id: u64) -> Result<(), SqlError> {
        self.check(id)?;
        self.open.retain(|savepoint| savepoint.id < id);
        Ok(())
    }

    /// The first one that is still in use.
    pub(crate) fn outermost(&self) -> Option<u64> {
        self.open.iter().find(|savepoint| !savepoint.is_done).map(|savepoint| savepoint.id)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    pub(crate) fn clear(&mut self) {
        self.open.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outer_savepoint_that_is_done_waits_for_the_inner_one() {
        let mut stack = SavepointStack::default();
        stack.push(1);
        stack.push(2);
        assert_eq!(stack.release(1), Ok(None));
        assert!(!stack.is_open(1) && stack.is_open(2));
        assert_eq!(stack.release(2), Ok(Some(1)));
    }

    #[test]
    fn rolling_back_ends_those_opened_later() {
        let mut stack = SavepointStack::default();
        (1..=3).for_each(|id| stack.push(id));
        assert_eq!(stack.roll_back(2), Ok(()));
        assert!(stack.is_open(1));
        assert!(stack.release(3).is_err() && stack.roll_back(2).is_err());
        assert_eq!(stack.release(1), Ok(Some(1)));
    }
}
