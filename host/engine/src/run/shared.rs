//! The session, lent to guests.

use std::sync::Arc;

use aludel_db::Session;
use tokio::sync::{Mutex, OwnedMutexGuard};

/// A session that its owner keeps while a guest works on it.
///
/// A guest gets the guard. When its future is dropped in the middle, the guard is dropped too, and the owner can roll
/// back.
#[derive(Clone)]
pub(crate) struct SharedSession(Arc<Mutex<Box<dyn Session>>>);

impl SharedSession {
    pub(crate) fn new(session: Box<dyn Session>) -> Self {
        Self(Arc::new(Mutex::new(session)))
    }

    /// The session, as soon as no guest has it.
    pub(crate) async fn lend(&self) -> OwnedMutexGuard<Box<dyn Session>> {
        Arc::clone(&self.0).lock_owned().await
    }

    /// Ends the connection with a goodbye. What was to be done is done, so a failure of it changes nothing.
    pub(crate) async fn close(self) {
        if let Some(session) = Arc::into_inner(self.0) {
            let _ = session.into_inner().close().await;
        }
    }
}
