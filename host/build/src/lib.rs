//! Builds migrations: sources to WebAssembly components.
//!
//! - [`builder`]: the migrations of a project to artefacts, each built once
//! - [`sql`]: SQL, in process
//! - [`rust`]: crates, with the Rust toolchain that is there
//! - [`toolchain`]: what the other compiled languages have in common
//! - [`script`], [`interpreter`]: texts for an interpreter, and the interpreters
//! - [`interpreter_recipe`]: how the interpreters of Python are made
//! - [`sdk`]: the libraries that migrations are written with
//! - [`shape`]: what a component imports and exports
//! - [`world`]: a core module, wrapped as a component of a world of `aludel:migration`

pub mod builder;
pub mod interpreter;
pub mod interpreter_recipe;
pub mod rust;
pub mod script;
pub mod sdk;
pub mod shape;
pub mod sql;
pub mod toolchain;
pub mod world;

mod cache;
mod embedded;
mod environment;
mod error;
mod language;
mod seal;
mod stored;
mod workshop;

pub use builder::{Builder, Reuse};
pub use environment::ToolEnvironment;
pub use error::{BuildError, BuildErrors};
pub use interpreter::{Interpreter, InterpreterError, Interpreters};
pub use toolchain::ToolchainError;
