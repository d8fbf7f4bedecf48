//! Stands between the library and a guest's statements: told by the library what one is about to do, it asks the judge.
//!
//! The library asks while it prepares a statement, and again when it prepares one anew because the schema has changed.
//! Nothing of it runs before every answer was yes.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aludel_grants::{Access, AccessKind, Judge, Refusal};
use libsqlite3_sys as ffi;

use super::action::{accesses, defines, tables};
use crate::session::Guard;

/// What the library says that a statement is about to do. What is not there is empty.
#[derive(Debug, Clone, Copy)]
pub(super) struct Action<'call> {
    pub(super) code: i32,
    pub(super) first: &'call str,
    pub(super) second: &'call str,
    pub(super) database: &'call str,
    /// Whether a definition was seen in the same statement.
    pub(super) is_defining: bool,
}

/// The guard of a connection, while a guest has it.
#[derive(Default)]
pub(super) struct Warden {
    is_armed: AtomicBool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    guard: Option<Guard>,
    /// What was refused in the statement that is at work.
    refusal: Option<Refusal>,
    is_defining: bool,
    /// VACUUM runs statements of its own, over all that is there.
    is_vacuuming: bool,
    is_temporary: bool,
}

/// Statements are the host's own while it lives.
pub(super) struct Suspended<'warden> {
    warden: &'warden Warden,
    was_armed: bool,
}

impl Drop for Suspended<'_> {
    fn drop(&mut self) {
        self.warden.is_armed.store(self.was_armed, Ordering::Relaxed);
    }
}

impl Warden {
    pub(super) fn arm(&self, guard: Guard) {
        self.state().guard = Some(guard);
        self.is_armed.store(true, Ordering::Relaxed);
    }

    pub(super) fn disarm(&self) {
        self.is_armed.store(false, Ordering::Relaxed);
        self.state().guard = None;
    }

    pub(super) fn is_armed(&self) -> bool {
        self.is_armed.load(Ordering::Relaxed)
    }

    pub(super) fn suspend(&self) -> Suspended<'_> {
        Suspended { warden: self, was_armed: self.is_armed.swap(false, Ordering::Relaxed) }
    }

    /// Forgets what was said about another statement.
    pub(super) fn start_statement(&self) {
        if self.is_armed() {
            let mut state = self.state();
            state.refusal = None;
            state.is_defining = false;
            state.is_vacuuming = false;
        }
    }

    /// From here to the end of the statement that is at work, what the library asks is VACUUM's. Refuses it where not
    /// all tables may be altered.
    pub(super) fn start_vacuum(&self) -> Result<(), Refusal> {
        let mut state = self.state();
        let Some(guard) = &state.guard else { return Ok(()) };
        guard.judge.judge(Access::of(AccessKind::Alter(aludel_grants::ObjectKind::Table)))?;
        state.is_vacuuming = true;
        Ok(())
    }

    /// The tables of the host, while a guest's statement is at work.
    pub(super) fn house_tables(&self) -> Option<Arc<[String]>> {
        if !self.is_armed() {
            return None;
        }
        self.state().guard.as_ref().map(|guard| Arc::clone(&guard.house_tables))
    }

    /// Whether something temporary was made since it was last asked.
    pub(super) fn take_is_temporary(&self) -> bool {
        std::mem::take(&mut self.state().is_temporary)
    }

    /// What was refused in the statement that is at work.
    pub(super) fn take_refusal(&self) -> Option<Refusal> {
        self.state().refusal.take()
    }

    /// Answers the library. A statement that was refused once is not asked about any more.
    pub(super) fn allows(&self, action: &Action<'_>) -> bool {
        let mut state = self.state();
        let Some(guard) = state.guard.clone() else { return true };
        let judged = if state.is_vacuuming {
            judge_vacuum(&*guard.judge, action)
        } else {
            state.is_defining |= defines(action.code);
            let action = Action { is_defining: state.is_defining, ..*action };
            judge_action(&guard, &action)
        };
        match judged {
            Ok(makes_temporary) => {
                state.is_temporary |= makes_temporary;
                true
            }
            Err(refusal) => {
                state.refusal = Some(refusal);
                false
            }
        }
    }

    /// A thread that panicked left the state as it was before or after it.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells whether something temporary is made.
fn judge_action(guard: &Guard, action: &Action<'_>) -> Result<bool, Refusal> {
    let is_house = |name: &&str| guard.house_tables.iter().any(|table| table.eq_ignore_ascii_case(name));
    if let Some(table) = tables(action).into_iter().find(is_house) {
        guard.judge.judge(Access::to(AccessKind::HouseTable, table))?;
    }
    let mut makes_temporary = false;
    for access in accesses(action) {
        makes_temporary |= matches!(access.kind, AccessKind::Temporary(_));
        guard.judge.judge(access)?;
    }
    Ok(makes_temporary)
}

/// VACUUM copies everything to a file without a name, or INTO one.
fn judge_vacuum(judge: &dyn Judge, action: &Action<'_>) -> Result<bool, Refusal> {
    if action.code == ffi::SQLITE_ATTACH && !action.first.is_empty() {
        judge.judge(Access::to(AccessKind::ServerFile, action.first))?;
    }
    Ok(false)
}
