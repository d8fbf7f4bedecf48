//! What a host and the process of a guest say to each other.

use aludel_sandbox::{Ending, Errand, Limits, LoadError, Traits};
use serde::{Deserialize, Serialize};

/// What a process is for. A parcel comes after it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Order {
    /// Compile the component in the parcel.
    Compile {
        /// What the compiler may take, and what guests may take that run on its code.
        limits: Limits,
    },
    /// Run native code.
    Run {
        /// What the guest may take.
        limits: Limits,
        /// What it is to do.
        errand: Errand,
        /// Where the native code is.
        place: Place,
        /// How long it is.
        native_bytes: usize,
    },
}

/// Where the process finds the native code of its guest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Place {
    /// In the parcel.
    Parcel,
    /// In the file that it has for stderr, since it has nothing to say there. The parcel is empty.
    Stderr,
}

impl Order {
    pub(crate) fn limits(&self) -> &Limits {
        match self {
            Self::Compile { limits, .. } | Self::Run { limits, .. } => limits,
        }
    }
}

/// What a process says that is no question of a guest.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Word {
    /// It could not shut itself in, so it did nothing.
    Unwalled(String),
    /// The component is no program.
    Refused(LoadError),
    /// The component is compiled. Its native code is in the parcel after it.
    Compiled {
        /// What it saw of the component.
        traits: Traits,
        /// Of the engine that compiled it.
        compatibility: [u8; 32],
    },
    /// The guest came to its end.
    Ended(Ending),
}
