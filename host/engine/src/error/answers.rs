//! Code, fault and hint of each error.

use super::{DatabaseState, Error, FailureCause, Fault, MigrationFailure};

impl Error {
    /// A stable name in `snake_case`, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::MigrationFailed(_) => "migration_failed",
            Self::Cancelled { .. } => "cancelled",
            Self::UnknownApplied { .. } => "unknown_applied_revision",
            Self::SourceChanged { .. } => "source_changed",
            Self::NotRecorded { .. } => "not_recorded",
            Self::LeftTransaction { .. } => "left_transaction",
            Self::Usage { code, .. } => code,
        }
    }

    /// Whose fault it is.
    pub fn fault(&self) -> Fault {
        match self {
            Self::MigrationFailed(failure) => migration_fault(failure),
            Self::Cancelled { .. } => Fault::Cancelled,
            Self::UnknownApplied { .. } => Fault::Graph,
            Self::SourceChanged { .. } | Self::NotRecorded { .. } | Self::LeftTransaction { .. } => Fault::Integrity,
            Self::Usage { .. } => Fault::Usage,
        }
    }

    /// What to do next, with a command that can be pasted.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::MigrationFailed(failure) => Some(failure.next.clone()),
            Self::Cancelled { state, .. } => Some(after_cancel(state)),
            Self::UnknownApplied { .. } => Some(
                "get the missing files (an older checkout, another branch?), or, if they are gone for good, set the \
                 version rows with `aludel stamp --purge REVISION`"
                    .to_owned(),
            ),
            Self::SourceChanged { changes } => changes.first().map(|change| {
                format!("put {} back as it was and write a new migration with `aludel revision -m ...`", change.path)
            }),
            Self::NotRecorded { .. } => {
                Some("look at the database, then set the version rows with `aludel stamp REVISION`".to_owned())
            }
            Self::LeftTransaction { .. } => Some(
                "take COMMIT, ROLLBACK and BEGIN out of the migration; one that must run outside of a transaction \
                 says `transaction = false` in its header"
                    .to_owned(),
            ),
            Self::Usage { hint, .. } => hint.clone(),
        }
    }
}

fn migration_fault(failure: &MigrationFailure) -> Fault {
    match (&failure.state, &failure.cause) {
        (DatabaseState::InDoubt { .. } | DatabaseState::Unknown { .. }, _) => Fault::MigrationInDoubt,
        (_, FailureCause::LimitReached { .. }) => Fault::SandboxRefused,
        (DatabaseState::RolledBack { .. } | DatabaseState::Committed { .. }, _) => Fault::MigrationRolledBack,
    }
}

fn after_cancel(state: &DatabaseState) -> String {
    match state {
        DatabaseState::RolledBack { .. } | DatabaseState::Committed { .. } => {
            "run the same command again to go on".to_owned()
        }
        DatabaseState::InDoubt { .. } | DatabaseState::Unknown { .. } => {
            "look at the database before anything else: `aludel current -v`".to_owned()
        }
    }
}
