//! Runs migration components in wasmtime, with limits, against a database that the host owns.
//!
//! A guest is given a database handle, what it may know of its run, and a log: nothing else. It has no files, no
//! sockets, no environment, no clock and no randomness, and everything that it takes has a limit with a name.
//!
//! - [`sandbox`]: where components become programs, with what was compiled kept in memory and on disk
//! - [`program`]: runs one function of a migration in a fresh instance
//! - [`apart`]: a run whose guest is in another process
//! - [`call`]: what is asked of a program
//! - [`target`]: what a component says of how a database should look
//! - [`interpreter`]: what runs the texts of others
//! - [`limits`]: what a guest may take
//! - [`observer`]: who hears what a guest tells
//! - [`load_error`], [`run_error`]: what can go wrong, and whose fault it is

pub mod apart;
pub mod call;
pub mod interpreter;
pub mod limits;
pub mod load_error;
pub mod observer;
pub mod program;
pub mod run_error;
pub mod sandbox;

mod cache;
mod compile;
mod crash;
mod log;
mod native;
mod outline;
mod places;
mod runtime;
mod state;
pub mod target;
mod ticker;
mod words;
mod worlds;

pub use apart::{Counter, Ending, Errand, Garbled, Line, Reply};
pub use cache::secret;
pub use call::{Call, Phase};
pub use compile::COMPILER_STACK_BYTES;
pub use crash::Crash;
pub use interpreter::Interpreter;
pub use limits::{Allowance, Limit, Limits};
pub use load_error::LoadError;
pub use native::{Departing, KeptPlace, Native, Script, Traits};
pub use observer::{LogLevel, Observer};
pub use outline::Sections;
pub use program::Program;
pub use run_error::{Failure, Frame, RunError};
pub use runtime::Hosts;
pub use sandbox::{Sandbox, SandboxError, SandboxOptions};
pub use target::TargetDefinition;
