//! Runs migration components in processes of their own.
//!
//! The sandbox is a wall by itself. A guest in a process of its own stands behind a second one, which the operating system
//! keeps: what breaks out of the first is in a process without files, sockets, environment, descriptors and rights, where
//! nothing is left but a pipe to its host. The host takes what comes through it for what any guest might ask.
//!
//! - [`launcher`]: how such a process is started, and what walls there are on this system
//! - [`program`]: a component that is compiled and run in processes of its own
//! - [`serve()`]: what the process does
//! - `message`: what the two say to each other; `frame`: how it goes through the pipe
//! - `given`: the native code that processes are given
//! - `chamber`: the process, as its host has it; `death`: how it ended, in words

pub mod launcher;
pub mod program;

mod chamber;
mod child;
mod death;
mod frame;
mod given;
mod message;

pub use child::{ServeError, serve, shut_in};
pub use launcher::{Launcher, Walls};
pub use program::Program;
