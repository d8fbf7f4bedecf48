//! A judge with a memory.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::access::Access;
use crate::grants::Grants;
use crate::refusal::{Refusal, Section};

/// Says of each access whether it may be.
pub trait Judge: Send + Sync {
    /// Judges one access, before it happens where it can be known before.
    fn judge(&self, access: Access) -> Result<(), Refusal>;
}

/// Grants, and what was seen so far. It keeps each access once, and what it refused.
#[derive(Debug)]
pub struct Cage {
    grants: Grants,
    section: Section,
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    allowed: BTreeSet<Access>,
    refused: Vec<Refusal>,
}

/// How much a cage remembers of what it refused: a guest can try for ever.
const REFUSALS_MAX: usize = 1000;

impl Cage {
    /// A cage of those grants, which are written in that section.
    pub fn new(grants: Grants, section: Section) -> Self {
        Self { grants, section, seen: Mutex::default() }
    }

    /// What may be done in it.
    pub fn grants(&self) -> &Grants {
        &self.grants
    }

    /// Every access that it allowed, each once, in order of its kind.
    pub fn allowed(&self) -> Vec<Access> {
        self.seen().allowed.iter().cloned().collect()
    }

    /// What it refused, in the order of the tries; the first thousand of them.
    pub fn refused(&self) -> Vec<Refusal> {
        self.seen().refused.clone()
    }

    /// The last thing that it refused.
    pub fn last_refusal(&self) -> Option<Refusal> {
        self.seen().refused.last().cloned()
    }

    /// A thread that panicked left the lists as they were before or after it.
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Judge for Cage {
    fn judge(&self, access: Access) -> Result<(), Refusal> {
        let mut seen = self.seen();
        if seen.allowed.contains(&access) {
            return Ok(());
        }
        match self.grants.judge_in(&self.section, &access) {
            Ok(()) => {
                seen.allowed.insert(access);
                Ok(())
            }
            Err(refusal) => {
                if seen.refused.len() < REFUSALS_MAX {
                    seen.refused.push(refusal.clone());
                }
                Err(refusal)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::AccessKind;

    #[test]
    fn a_cage_keeps_each_access_once_and_what_it_refused() {
        let cage = Cage::new(Grants::own(), Section::Grants);
        for _ in 0..2 {
            assert_eq!(cage.judge(Access::to(AccessKind::Read, "orders")), Ok(()));
            assert!(cage.judge(Access::of(AccessKind::Transaction)).is_ok());
            assert!(cage.judge(Access::to(AccessKind::HouseTable, "aludel_version")).is_err());
        }
        assert_eq!(cage.allowed(), [Access::to(AccessKind::Read, "orders"), Access::of(AccessKind::Transaction)]);
        assert_eq!(cage.refused().len(), 2);
        assert_eq!(cage.last_refusal().unwrap().access.kind, AccessKind::HouseTable);
    }
}
