//! Why there is no scratch database.

use aludel_sql::SqlError;

use crate::connect::ConnectError;

/// Why a scratch database could not be made, used or dropped. `database` is always a URL without its password.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ScratchError {
    /// There is no connection to where it would be made.
    #[error("no scratch database: {0}")]
    Connect(#[from] ConnectError),
    /// The login has no right to make one.
    #[error("no scratch database: the login of `{database}` may not make one: {message}")]
    NotAllowed {
        /// Where it would be made.
        database: String,
        /// What the server said.
        message: String,
        /// The statement that would allow it.
        grant: String,
    },
    /// The server did not do what is needed for it.
    #[error("no scratch database: {action} on `{database}`: {error}")]
    Refused {
        /// What was tried: `asking what the database is like`.
        action: &'static str,
        /// Where.
        database: String,
        /// What the server said.
        error: Box<SqlError>,
    },
    /// The URL of scratch databases leads to another kind of database.
    #[error("no scratch database: `scratch_url` leads to {found}, and the database is {expected}")]
    OtherKind {
        /// What `scratch_url` leads to.
        found: &'static str,
        /// What the database is.
        expected: &'static str,
    },
    /// Its name needs random numbers.
    #[error("no scratch database: the system gives no random numbers: {reason}")]
    NoRandomness {
        /// What the system said.
        reason: String,
    },
}

impl ScratchError {
    /// What to do, where that can be told.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Connect(error) => error.hint(),
            Self::NotAllowed { grant, .. } => Some(format!(
                "`{grant}`, or name a server where the login may make databases: `scratch_url = \"...\"` under `[database]`"
            )),
            Self::OtherKind { .. } => Some("give both URLs the same scheme".to_owned()),
            Self::Refused { .. } | Self::NoRandomness { .. } => None,
        }
    }

    /// The name of the error for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Connect(_) => "scratch_unreachable",
            Self::NotAllowed { .. } => "scratch_not_allowed",
            Self::Refused { .. } => "scratch_refused",
            Self::OtherKind { .. } => "scratch_kind",
            Self::NoRandomness { .. } => "scratch_name",
        }
    }
}
