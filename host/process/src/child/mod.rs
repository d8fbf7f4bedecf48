//! What the process of a guest does: it shuts itself in, and then it takes one order.
//!
//! - [`walls`]: what it gives up before it reads a byte that is not the host's
//! - [`calls`]: the system calls that are left to it
//! - [`line`]: its way to the host
//! - [`system`]: the few things that only the system's own interface can do

#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64")))]
mod calls;
mod line;
mod system;
mod walls;

use std::io;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use aludel_sandbox::{Ending, Hosts, Limits, LoadError, Phase, Sandbox, SandboxOptions};

use crate::frame::{self, FrameError, Kind};
use crate::message::{Order, Traits, Word};
use line::Pipes;

/// Why the process of a guest did not do what it was told.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// There is no host at the other end, or it went away.
    #[error("there is no host at the other end of the pipe: {0}")]
    NoHost(String),
}

impl From<FrameError> for ServeError {
    fn from(error: FrameError) -> Self {
        Self::NoHost(error.to_string())
    }
}

impl From<io::Error> for ServeError {
    fn from(error: io::Error) -> Self {
        Self::NoHost(error.to_string())
    }
}

/// Is the process of a guest: shuts this process in, takes one order from stdin, and tells what came of it on stdout.
///
/// It has to be called by a process that was started for this, before it has a second thread. There is no way back: what this
/// process may do afterwards is next to nothing.
pub fn serve() -> Result<(), ServeError> {
    #[cfg(unix)]
    system::close_inherited();
    let pipes = Pipes::take()?;
    if let Err(error) = walls::shut_in() {
        return tell(&pipes, &Word::Unwalled(error));
    }
    let order = frame::read(&mut &*pipes.input, Kind::Order)?;
    let order: Order = postcard::from_bytes(&order).map_err(|error| ServeError::NoHost(error.to_string()))?;
    if let Err(error) = walls::bound(&order) {
        return tell(&pipes, &Word::Unwalled(error));
    }
    let parcel = frame::read(&mut &*pipes.input, Kind::Parcel)?;
    match order {
        Order::Compile { name, limits } => compile(pipes, &name, limits, &parcel),
        Order::Run { name, limits, phase, .. } => run(pipes, &name, (limits, phase), &parcel),
    }
}

/// Gives up what the process of a guest gives up before its guest runs, for whoever wants to see what is left.
///
/// The text of the error says what stays open.
pub fn shut_in() -> Result<(), String> {
    walls::shut_in()?;
    walls::lock()
}

fn tell(pipes: &Pipes, word: &Word) -> Result<(), ServeError> {
    let word = postcard::to_allocvec(word).map_err(|error| ServeError::NoHost(error.to_string()))?;
    Ok(frame::write(&mut &*pipes.output, Kind::Word, &word)?)
}

fn sandbox(name: &str, limits: Limits) -> Result<Sandbox, LoadError> {
    let options = SandboxOptions { limits, hosts: Hosts::Apart, ..SandboxOptions::default() };
    Sandbox::new(options).map_err(|error| LoadError::Engine { name: name.to_owned(), reason: error.to_string() })
}

fn compile(pipes: Pipes, name: &str, limits: Limits, component: &[u8]) -> Result<(), ServeError> {
    match compiled(name, limits, component) {
        Ok((traits, native)) => {
            tell(&pipes, &Word::Compiled(traits))?;
            Ok(frame::write(&mut &*pipes.output, Kind::Parcel, &native)?)
        }
        Err(error) => tell(&pipes, &Word::Refused(error)),
    }
}

fn compiled(name: &str, limits: Limits, component: &[u8]) -> Result<(Traits, Vec<u8>), LoadError> {
    let program = sandbox(name, limits)?.load(name, component)?;
    let traits = Traits { has_check: program.exports_check(), imports_operations: program.imports_operations() };
    Ok((traits, program.native()?))
}

fn run(pipes: Pipes, name: &str, (limits, phase): (Limits, Phase), native: &[u8]) -> Result<(), ServeError> {
    let loaded = sandbox(name, limits).and_then(|sandbox| system::load(&sandbox, name, native));
    let program = match loaded {
        Ok(program) => program,
        Err(error) => return tell(&pipes, &Word::Refused(error)),
    };
    let ready = program.get_ready().map_err(|error| error.to_string()).and_then(|()| walls::lock());
    if let Err(error) = ready {
        return tell(&pipes, &Word::Unwalled(error));
    }
    let ending = until_alone(program.run_apart(phase, Box::new(pipes.clone())));
    ending.map_or(Ok(()), |ending| tell(&pipes, &Word::Ended(ending)))
}

/// Lets a guest run until it ends, or its host has gone. It gives way every 10 ms, and waits for nothing but the pipe.
fn until_alone(running: impl Future<Output = Ending>) -> Option<Ending> {
    let mut running = pin!(running);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(ending) = running.as_mut().poll(&mut context) {
            return Some(ending);
        }
        if system::is_hung_up() {
            return None;
        }
    }
}
