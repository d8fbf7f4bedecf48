//! Migrations that cannot be built, each with what to do about it.

use serde::Serialize;

use super::Error;

/// One migration that cannot be built.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FailedBuild {
    /// A stable name of what is wrong, in `snake_case`.
    pub code: &'static str,
    /// What and where.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Error {
    /// Each migration that cannot be built, where there are several; otherwise nothing.
    pub fn failed_builds(&self) -> Vec<FailedBuild> {
        let Self::Builds { errors } = self else { return Vec::new() };
        let failed = errors.errors.iter();
        failed.map(|error| FailedBuild { code: error.code(), message: error.to_string(), hint: error.hint() }).collect()
    }
}
