//! What one guest's session is heard and seen to do, for an inquiry.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aludel_db::Guard;
use aludel_grants::{Access, Judge, Refusal};
use aludel_schema::{Operation, Schema};
use aludel_sql::Dialect;

use super::inquiry::{Deed, Inquiry};
use super::report::PlannedLock;

/// Stands beside the session of a guest.
pub(super) struct Witness {
    pub(super) inquiry: Arc<Inquiry>,
    hearing: Arc<Hearing>,
    /// The guard that the session has now, with this witness listening to its judge.
    guard: Option<Guard>,
    /// A request whose statements are running.
    request: Option<Request>,
}

/// A request, and what ran of it.
struct Request {
    operation: Operation,
    statements: Vec<String>,
    locks: Vec<PlannedLock>,
    error: Option<String>,
}

/// A statement that has just run.
pub(super) struct Ran<'run> {
    pub(super) sql: &'run str,
    pub(super) locks: Vec<PlannedLock>,
    pub(super) error: Option<String>,
}

impl Witness {
    pub(super) fn new(inquiry: Arc<Inquiry>) -> Self {
        Self { inquiry, hearing: Arc::default(), guard: None, request: None }
    }

    /// The same guard with somebody who listens to what its judge is asked.
    pub(super) fn listen(&mut self, guard: Guard) -> Guard {
        let judge = Arc::new(Overheard { judge: guard.judge, hearing: Arc::clone(&self.hearing) });
        let guard = Guard { judge, ..guard };
        self.guard = Some(guard.clone());
        guard
    }

    pub(super) fn guard(&self) -> Option<Guard> {
        self.guard.clone()
    }

    /// What was heard since this was last asked.
    pub(super) fn heard(&self) -> Vec<Access> {
        self.hearing.take()
    }

    pub(super) fn begin_request(&mut self, operation: &Operation) {
        self.request =
            Some(Request { operation: operation.clone(), statements: Vec::new(), locks: Vec::new(), error: None });
    }

    pub(super) fn is_in_request(&self) -> bool {
        self.request.is_some()
    }

    /// Counts a statement as a part of the request that is running.
    pub(super) fn add_to_request(&mut self, ran: Ran<'_>) {
        let Some(request) = &mut self.request else { return };
        request.statements.push(ran.sql.to_owned());
        request.locks.extend(ran.locks);
        request.error = ran.error.or(request.error.take());
    }

    /// The request is over, whether it went well or not; what it did, if it had anything run.
    pub(super) fn end_request(&mut self, dialect: Dialect) -> Option<Deed> {
        let request = self.request.take().filter(|request| !request.statements.is_empty())?;
        let before = self.known(dialect);
        Some(Deed {
            number: self.inquiry.next_call(),
            sql: request.statements.join(";\n"),
            is_request: true,
            after: Arc::clone(&before),
            before,
            changes: vec![request.operation],
            locks: request.locks,
            error: request.error,
        })
    }

    /// What a statement of the guest's own did.
    pub(super) fn deed(&self, ran: Ran<'_>, dialect: Dialect) -> Deed {
        let before = self.known(dialect);
        Deed {
            number: self.inquiry.next_call(),
            sql: ran.sql.to_owned(),
            is_request: false,
            after: Arc::clone(&before),
            before,
            changes: Vec::new(),
            locks: ran.locks,
            error: ran.error,
        }
    }

    fn known(&self, dialect: Dialect) -> Arc<Schema> {
        self.inquiry.known().unwrap_or_else(|| Arc::new(Schema::empty(dialect, (0, 0, 0))))
    }
}

/// What a judge was asked.
#[derive(Default)]
struct Hearing(Mutex<BTreeSet<Access>>);

impl Hearing {
    fn add(&self, access: Access) {
        self.heard().insert(access);
    }

    fn take(&self) -> Vec<Access> {
        std::mem::take(&mut *self.heard()).into_iter().collect()
    }

    fn heard(&self) -> MutexGuard<'_, BTreeSet<Access>> {
        // What was heard before somebody panicked was heard all the same.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A judge, and whoever listens.
struct Overheard {
    judge: Arc<dyn Judge>,
    hearing: Arc<Hearing>,
}

impl Judge for Overheard {
    fn judge(&self, access: Access) -> Result<(), Refusal> {
        self.hearing.add(access.clone());
        self.judge.judge(access)
    }
}
