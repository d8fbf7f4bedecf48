//! The session as a guest's monitor has it: directly, with a journal beside it, or watched.

use std::ops::{Deref, DerefMut};

use aludel_db::{Guard, Session};
use aludel_schema::Operation;
use aludel_sql::Database;
use tokio::sync::OwnedMutexGuard;

use super::Recorder;
use crate::rehearsal::Watched;

/// A session that is lent, and whether what happens on it is written down.
pub(crate) enum Desk {
    /// A transaction holds all of it.
    Direct(OwnedMutexGuard<Box<dyn Session>>),
    /// Nothing holds it but the journal.
    Recorded(Box<Recorder>),
    /// Somebody wants to know what happens on it.
    Watched(Box<Watched>),
}

impl Desk {
    /// From here on what is asked for is a guest's.
    pub(crate) fn arm(&mut self, guard: Guard) {
        match self {
            Self::Direct(session) => session.arm(guard),
            Self::Recorded(recorder) => recorder.arm(guard),
            Self::Watched(watched) => watched.arm(guard),
        }
    }

    /// From here on what is asked for is the host's own.
    pub(crate) fn disarm(&mut self) {
        match self {
            Self::Direct(session) => session.disarm(),
            Self::Recorded(recorder) => recorder.disarm(),
            Self::Watched(watched) => watched.disarm(),
        }
    }

    /// From here on statements carry out an operation that was asked for.
    pub(crate) fn begin_request(&mut self, operation: &Operation) {
        if let Self::Watched(watched) = self {
            watched.begin_request(operation);
        }
    }

    /// The operation is carried out, or has failed.
    pub(crate) async fn end_request(&mut self) {
        if let Self::Watched(watched) = self {
            watched.end_request().await;
        }
    }
}

impl Deref for Desk {
    type Target = dyn Database;

    fn deref(&self) -> &Self::Target {
        match self {
            Self::Direct(session) => &***session,
            Self::Recorded(recorder) => &**recorder,
            Self::Watched(watched) => &**watched,
        }
    }
}

impl DerefMut for Desk {
    fn deref_mut(&mut self) -> &mut Self::Target {
        match self {
            Self::Direct(session) => &mut ***session,
            Self::Recorded(recorder) => &mut **recorder,
            Self::Watched(watched) => &mut **watched,
        }
    }
}
