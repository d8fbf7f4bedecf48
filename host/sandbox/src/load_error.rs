//! Why a file is no program.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::limits::{Allowance, Limit};
use crate::words;

/// Why a component cannot be loaded. Every case names the file and says what was expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum LoadError {
    /// The file is larger than a component may be.
    #[error("`{name}` has {bytes} bytes; a component may have {allowed}")]
    TooLarge {
        /// The file.
        name: String,
        /// Its size.
        bytes: usize,
        /// The limit.
        allowed: Allowance,
    },
    /// The file is something else than WebAssembly.
    #[error("`{name}` is {found}, not a WebAssembly component")]
    NotWasm {
        /// The file.
        name: String,
        /// What it looks like: `empty`, `a text file`.
        found: Cow<'static, str>,
    },
    /// The file is native code that somebody compiled from a component.
    #[error("`{name}` is a compiled component (.cwasm): native code is never taken from a file")]
    Precompiled {
        /// The file.
        name: String,
    },
    /// The file is a core WebAssembly module.
    #[error("`{name}` is a core WebAssembly module; a component of world `aludel:migration/migration` was expected")]
    CoreModule {
        /// The file.
        name: String,
    },
    /// The file ends too early.
    #[error("`{name}` is truncated: a section at byte {offset} goes on after the end of the file at {bytes}")]
    Truncated {
        /// The file.
        name: String,
        /// Where the section that is cut begins.
        offset: usize,
        /// The size of the file.
        bytes: usize,
    },
    /// The file is a component in shape, but not a valid one, or uses what this host does not allow.
    #[error("`{name}` is not a valid WebAssembly component: {reason}")]
    Invalid {
        /// The file.
        name: String,
        /// What the validator says.
        reason: String,
    },
    /// The component does not export what a migration exports.
    #[error("`{name}` is a component of another world: it does not export `{missing}`{}", exported(.exports))]
    OtherWorld {
        /// The file.
        name: String,
        /// The export that every migration has.
        missing: Cow<'static, str>,
        /// What it exports.
        exports: Vec<String>,
    },
    /// The component asks for something that the host does not have.
    #[error("`{name}` imports {}, which no migration is given; offered: {}", listed(.imports), listed(.offered))]
    UnknownImport {
        /// The file.
        name: String,
        /// All imports that the host does not have.
        imports: Vec<String>,
        /// All that it has.
        offered: Vec<Cow<'static, str>>,
    },
    /// The component is a script, and its interpreter was not given.
    #[error("`{name}` is a script, and does not say which interpreter runs it")]
    InterpreterMissing {
        /// The file.
        name: String,
    },
    /// The component was built for a version of the interfaces that this host does not know.
    #[error("`{name}` needs `{interface}`; this host knows the versions {}", listed(.known))]
    UnknownVersion {
        /// The file.
        name: String,
        /// The interface, with the version that it needs.
        interface: String,
        /// The versions that the host knows.
        known: Vec<Cow<'static, str>>,
    },
    /// An interface has the right name, but other types, or functions that this host does not have.
    #[error("`{name}` does not fit this host: {reason}")]
    Mismatch {
        /// The file.
        name: String,
        /// What does not fit.
        reason: String,
    },
    /// The compiler took too long.
    #[error("`{name}` was not compiled within {allowed}")]
    CompileTime {
        /// The file.
        name: String,
        /// The limit.
        allowed: Allowance,
    },
    /// The process that was to compile it ended before it had done so.
    #[error("the process that compiles `{name}` ended: {how}")]
    ProcessEnded {
        /// The file.
        name: String,
        /// How, as the system tells it.
        how: String,
    },
    /// This machine cannot run WebAssembly.
    #[error("the WebAssembly engine cannot be started, so `{name}` cannot be loaded: {reason}")]
    Engine {
        /// The file.
        name: String,
        /// What is in the way.
        reason: String,
    },
}

impl LoadError {
    /// The same of a component of that name, where somebody else gave it one.
    #[must_use]
    pub fn named(mut self, own: &str) -> Self {
        match &mut self {
            Self::TooLarge { name, .. }
            | Self::NotWasm { name, .. }
            | Self::Precompiled { name }
            | Self::CoreModule { name }
            | Self::Truncated { name, .. }
            | Self::Invalid { name, .. }
            | Self::OtherWorld { name, .. }
            | Self::UnknownImport { name, .. }
            | Self::InterpreterMissing { name }
            | Self::UnknownVersion { name, .. }
            | Self::Mismatch { name, .. }
            | Self::CompileTime { name, .. }
            | Self::ProcessEnded { name, .. }
            | Self::Engine { name, .. } => own.clone_into(name),
        }
        self
    }

    /// What to do about it, as a text to paste.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::TooLarge { allowed, .. } => Some(raise(Limit::ComponentSize, *allowed)),
            Self::CompileTime { allowed, .. } => Some(raise(Limit::CompileTime, *allowed)),
            Self::Precompiled { .. } => Some("give the `.wasm` file that it was compiled from".to_owned()),
            Self::CoreModule { .. } => Some("make a component of it: `wasm-tools component new`".to_owned()),
            Self::UnknownVersion { .. } => Some("build it for one of these, or use a newer aludel".to_owned()),
            _ => None,
        }
    }
}

fn raise(limit: Limit, allowed: Allowance) -> String {
    format!("allow more in aludel.toml, under `[limits]`: {}", limit.raise(allowed))
}

/// How many names a message gives.
const NAMES_TOLD: usize = 20;

fn listed<T: AsRef<str>>(names: &[T]) -> String {
    let told = names.iter().take(NAMES_TOLD).map(|name| format!("`{}`", words::name(name.as_ref())));
    let told = told.collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(NAMES_TOLD) {
        0 => told,
        more => format!("{told} and {more} more"),
    }
}

fn exported(exports: &[String]) -> String {
    if exports.is_empty() { ", nor anything else".to_owned() } else { format!(", but {}", listed(exports)) }
}
