//! Why a command failed, and which exit code that is.

use aludel_engine::{Error, Fault};
use serde_json::{Map, Value, json};

use crate::exit::Exit;

/// Why a command failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A use case said no.
    Engine(Box<Error>),
    /// Something that the command line did itself.
    Unexpected(anyhow::Error),
}

impl Failure {
    /// What was typed cannot be done.
    pub(crate) fn usage(code: &'static str, message: String, hint: &str) -> Self {
        Self::Engine(Box::new(Error::Usage { code, message, hint: Some(hint.to_owned()) }))
    }

    /// The exit code.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Engine(error) => exit_of(error.fault()),
            Self::Unexpected(_) => Exit::Unexpected,
        }
    }

    /// A stable name.
    pub(crate) fn code(&self) -> &str {
        match self {
            Self::Engine(error) => error.code(),
            Self::Unexpected(_) => "unexpected",
        }
    }

    /// What went wrong, with its causes.
    pub(crate) fn message(&self) -> String {
        match self {
            Self::Engine(error) => error.to_string(),
            Self::Unexpected(error) => format!("{error:#}"),
        }
    }

    /// What to type next.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::Engine(error) => error.hint(),
            Self::Unexpected(_) => None,
        }
    }

    /// `{"error":{"code":…,"message":…,"hint":…,…}}`.
    pub(crate) fn to_json(&self) -> Value {
        let mut fields = Map::new();
        fields.insert("code".to_owned(), json!(self.code()));
        fields.insert("message".to_owned(), json!(self.message()));
        if let Some(hint) = self.hint() {
            fields.insert("hint".to_owned(), json!(hint));
        }
        fields.insert("exit_code".to_owned(), json!(self.exit() as u8));
        if let Self::Engine(error) = self {
            fields.extend(error.details());
        }
        json!({ "error": fields })
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Engine(Box::new(error))
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Unexpected(error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Unexpected(error.into())
    }
}

fn exit_of(fault: Fault) -> Exit {
    match fault {
        Fault::Usage | Fault::Project => Exit::Usage,
        Fault::Behind => Exit::Drift,
        Fault::Graph => Exit::Graph,
        Fault::DatabaseUnreachable => Exit::Unreachable,
        Fault::LockNotObtained => Exit::Locked,
        Fault::MigrationRolledBack => Exit::RolledBack,
        Fault::MigrationInDoubt => Exit::InDoubt,
        Fault::SandboxRefused => Exit::Refused,
        Fault::Integrity => Exit::Integrity,
        Fault::Cancelled => Exit::Interrupted,
        Fault::Unexpected => Exit::Unexpected,
    }
}
