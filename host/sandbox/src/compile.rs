//! From a component's bytes to native code.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use wasmtime::Engine;
use wasmtime::component::Component;

use crate::cache::Verified;

/// The compiler recurses over what it is given, so this is the stack of a thread on which it works.
pub const COMPILER_STACK_BYTES: usize = 16 * 1024 * 1024;

/// Why nothing was compiled.
#[derive(Debug)]
pub(crate) enum CompileError {
    /// The bytes are no component that this engine takes.
    Refused(wasmtime::Error),
    /// It took longer than it may.
    TimedOut,
    /// No thread could be had, or the compiler panicked.
    Broken(String),
}

/// Compiles on a thread of its own, and waits that long for it.
///
/// The compiler cannot be stopped. One that is late goes on until it is done, and what it made is dropped.
pub(crate) fn compile(engine: &Engine, code: Vec<u8>, wait_max: Duration) -> Result<Component, CompileError> {
    let (sender, receiver) = mpsc::sync_channel(1);
    let engine = engine.clone();
    let work = move || {
        // Nobody listens any more when the wait was over: that is what dropping it means.
        let _ = sender.send(Component::from_binary(&engine, &code));
    };
    let thread = thread::Builder::new().name("aludel-compiler".to_owned()).stack_size(COMPILER_STACK_BYTES);
    thread.spawn(work).map_err(|error| CompileError::Broken(error.to_string()))?;
    match receiver.recv_timeout(wait_max) {
        Ok(compiled) => compiled.map_err(CompileError::Refused),
        Err(RecvTimeoutError::Timeout) => Err(CompileError::TimedOut),
        Err(RecvTimeoutError::Disconnected) => Err(CompileError::Broken("the compiler panicked".to_owned())),
    }
}

/// Compiles on this thread, for as long as it takes.
pub(crate) fn compile_here(engine: &Engine, code: &[u8]) -> Result<Component, CompileError> {
    Component::from_binary(engine, code).map_err(CompileError::Refused)
}

/// Takes native code that the cache vouches for. None when the engine does not take it.
#[expect(unsafe_code, reason = "running native code from a file is safe only if we wrote it, which the MAC proved")]
pub(crate) fn take_compiled(engine: &Engine, verified: &Verified<'_>) -> Option<Component> {
    // SAFETY: a `Verified` holds bytes that `Component::serialize` gave in a process that knew our key.
    unsafe { Component::deserialize(engine, verified.native()) }.ok()
}
