//! A judge with a memory.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::access::Access;
use crate::grants::Grants;
use crate::refusal::{Refusal, Section, words};

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
    purpose: Purpose,
    seen: Arc<Mutex<Seen>>,
}

/// What its statements are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// The work of a migration.
    Work,
    /// A check of that work, which changes nothing.
    Check,
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
        Self { grants, section, purpose: Purpose::Work, seen: Arc::default() }
    }

    /// The cage for a migration's check of its own work: the same grants, but nothing may be changed. What is seen in
    /// either of them, both have seen.
    #[must_use]
    pub fn for_check(&self) -> Self {
        let Self { grants, section, seen, .. } = self;
        Self { grants: grants.clone(), section: section.clone(), purpose: Purpose::Check, seen: Arc::clone(seen) }
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

impl Cage {
    /// No grant would help: what a check changes would stay, and nobody looks for it there.
    fn judge_purpose(&self, access: &Access) -> Result<(), Refusal> {
        if self.purpose == Purpose::Work || !access.kind.is_change() {
            return Ok(());
        }
        let what = format!("it may not {} in its check, which only reads", words(access));
        Err(Refusal { access: Box::new(access.clone()), what, grant: None })
    }

    /// Whether it may be, as far as it was not seen before.
    fn judge_anew(&self, seen: &Seen, access: &Access) -> Result<(), Refusal> {
        self.judge_purpose(access)?;
        if seen.allowed.contains(access) { Ok(()) } else { self.grants.judge_in(&self.section, access) }
    }
}

impl Judge for Cage {
    fn judge(&self, access: Access) -> Result<(), Refusal> {
        let mut seen = self.seen();
        match self.judge_anew(&seen, &access) {
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

    #[test]
    fn a_check_reads_and_changes_nothing() {
        let cage = Cage::new(Grants::own(), Section::Grants);
        let update = Access::to(AccessKind::Update, "orders");
        assert_eq!(cage.judge(update.clone()), Ok(()));
        let check = cage.for_check();
        assert_eq!(check.judge(Access::to(AccessKind::Read, "orders")), Ok(()));
        assert_eq!(check.judge(Access::of(AccessKind::Code)), Ok(()));
        let refusal = check.judge(update.clone()).expect_err("it is a change");
        assert_eq!(refusal.to_string(), "it may not update the table `orders` in its check, which only reads");
        assert_eq!(refusal.grant, None);
        assert_eq!(cage.refused().len(), 1);
        assert_eq!(cage.judge(update), Ok(()), "the check is over");
    }
}
