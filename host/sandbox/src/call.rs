//! What is asked of a program.

use serde::{Deserialize, Serialize};

/// The exported function that a run calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Phase {
    /// `revision.upgrade`.
    Upgrade,
    /// `revision.downgrade`.
    Downgrade,
    /// `check.verify`, which not every migration exports.
    Verify,
}

impl Phase {
    /// The function in the words of the WIT.
    pub fn export(self) -> &'static str {
        match self {
            Self::Upgrade => "revision.upgrade",
            Self::Downgrade => "revision.downgrade",
            Self::Verify => "check.verify",
        }
    }
}

/// One run of a program: what the guest can learn through the interface `context`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The id of the revision. A component that bundles several switches on it.
    pub revision: String,
    /// Which function to call.
    pub phase: Phase,
    /// Whether SQL is only written out.
    pub offline: bool,
    /// The values of `-x name=value`, in their order. Of two with one name, the last counts.
    pub arguments: Vec<(String, String)>,
    /// The value of `--tag`.
    pub tag: Option<String>,
}

impl Call {
    /// What a guest that is no migration may learn: nothing.
    pub(crate) fn without_revision() -> Self {
        Self { revision: String::new(), phase: Phase::Verify, offline: true, arguments: Vec::new(), tag: None }
    }
}
