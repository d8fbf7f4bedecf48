//! What `--json` adds to code, message and hint.

use aludel_revision::TargetError;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Error, FailureCause, MigrationFailure};

impl Error {
    /// The fields of the error by name, beside code, message and hint.
    pub fn details(&self) -> Map<String, Value> {
        let details = match self {
            Self::MigrationFailed(failure) => migration_details(failure),
            Self::NeedsRefused { needs } => json!({ "needs": needs }),
            Self::Cancelled { revision, state } | Self::LockTaken { revision, state, .. } => {
                json!({ "revision": revision, "database": state })
            }
            Self::HalfApplied(half) => json!({
                "revision": half.revision,
                "direction": half.direction,
                "path": half.path,
                "statements": half.statements,
                "statement": half.statement,
                "differences": half.differences,
            }),
            Self::SourceChanged { changes } => json!({ "changes": changes }),
            Self::NotRecorded { revision, direction, because: _, heads } => {
                json!({ "revision": revision, "direction": direction, "heads": heads })
            }
            Self::PlanOutdated { path, differences, .. } => json!({ "plan": path, "differences": differences }),
            Self::OffPlan { revision, direction, path, difference, state } => json!({
                "revision": revision,
                "direction": direction,
                "path": path,
                "difference": difference,
                "database": state,
            }),
            Self::LeftTransaction { revision, path, state } => {
                json!({ "revision": revision, "path": path, "database": state })
            }
            Self::Target(error) => target_details(error),
            Self::Graph { source, .. } => json!({ "errors": listed(&source.errors) }),
            Self::Config(errors) => json!({ "errors": listed(&errors.errors) }),
            Self::Directory(errors) => json!({ "errors": listed(&errors.errors) }),
            Self::ConfigMissing { directory } | Self::FolderMissing { directory } => json!({ "directory": directory }),
            Self::UrlMissing { section, .. } => json!({ "database": section }),
            Self::Transaction { state, .. } => json!({ "database": state }),
            Self::Load { revision, .. } | Self::Interpreter { revision, .. } => json!({ "revision": revision }),
            Self::Installation(error) => error.details(),
            Self::Builds { .. } => json!({ "builds": self.failed_builds() }),
            Self::Hook { command, path, .. } => json!({ "command": command, "path": path }),
            Self::NotUpToDate { at, heads, .. } => json!({ "at": at, "heads": heads }),
            Self::RenameUndecided { suspicions } => json!({ "suspicions": suspicions }),
            Self::EmptyTarget { tables } => json!({ "tables": tables }),
            _ => Value::Null,
        };
        match details {
            Value::Object(map) => map,
            _ => Map::new(),
        }
    }
}

fn listed<E: std::fmt::Display>(errors: &[E]) -> Vec<String> {
    errors.iter().map(ToString::to_string).collect()
}

fn target_details(error: &TargetError) -> Value {
    match error {
        TargetError::MultipleHeads { heads, .. } => json!({ "heads": listed(heads) }),
        TargetError::UnknownApplied { revisions, .. } => json!({ "revisions": listed(revisions) }),
        TargetError::AmbiguousPrefix { candidates, .. } => json!({ "candidates": candidates }),
        _ => Value::Null,
    }
}

fn migration_details(failure: &MigrationFailure) -> Value {
    json!({
        "revision": failure.revision,
        "direction": failure.direction,
        "path": failure.path,
        "statement": failure.statement,
        "cause": cause_details(&failure.cause),
        "database": failure.state,
    })
}

fn cause_details(cause: &FailureCause) -> Value {
    let mut details = json!({ "kind": cause.code(), "message": cause.to_string() });
    match cause {
        FailureCause::Database(error) | FailureCause::Refused(error) => {
            add(&mut details, "sqlstate", &error.sqlstate);
            add(&mut details, "native_code", &error.native_code);
            for (name, value) in &error.extras {
                add(&mut details, name, value);
            }
        }
        FailureCause::Trapped { frames, .. } => add(&mut details, "frames", frames),
        FailureCause::LimitReached { limit, allowed, frames, .. } => {
            add(&mut details, "frames", frames);
            add(&mut details, "limit", limit);
            add(&mut details, "allowed", allowed);
        }
        FailureCause::ForeignKeys(rows) => add(&mut details, "rows", rows),
        FailureCause::Irreversible(_)
        | FailureCause::Precondition(_)
        | FailureCause::Guest(_)
        | FailureCause::ProcessEnded(_)
        | FailureCause::Bookkeeping(_) => {}
    }
    details
}

/// What is there already stays: the names of a database error's extras may be the guest's own.
fn add(details: &mut Value, name: &str, value: &impl Serialize) {
    if details.get(name).is_none() {
        details[name] = json!(value);
    }
}

#[cfg(test)]
mod tests {
    use aludel_sql::{ErrorKind, SqlError};

    use super::*;

    #[test]
    fn an_error_that_a_guest_made_up_does_not_speak_for_the_host() {
        let error = SqlError::new(ErrorKind::Other, "no").with_extra("kind", "bookkeeping").with_extra("table", "prey");
        let details = cause_details(&FailureCause::Database(error));
        assert_eq!((&details["kind"], &details["table"]), (&json!("database"), &json!("prey")));
    }
}
