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
use std::sync::mpsc::{self, RecvTimeoutError, SyncSender};
use std::task::{Context, Poll, Waker};
use std::thread;

use aludel_sandbox::{
    COMPILER_STACK_BYTES, Ending, Errand, Hosts, Limit, Limits, LoadError, Native, Program, Sandbox, SandboxOptions,
};

use crate::frame::{self, FrameError, Kind};
use crate::message::{Order, Place, Word};
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
    match order {
        Order::Compile { limits } => compile(&pipes, limits),
        Order::Run { limits, errand, place, native_bytes } => run(&pipes, (limits, errand), (place, native_bytes)),
    }
}

/// What the host names a component is for its own errors. A process is told nothing but the bytes.
const NAMELESS: &str = "the component";

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

fn sandbox(limits: Limits) -> Result<Sandbox, LoadError> {
    let options = SandboxOptions { limits, hosts: Hosts::Apart, ..SandboxOptions::default() };
    Sandbox::new(options).map_err(|error| LoadError::Engine { name: NAMELESS.to_owned(), reason: error.to_string() })
}

/// Starts what has to be there, locks this process, and only then takes the bytes that somebody else wrote.
fn lock_and_take(pipes: &Pipes, limits: Limits) -> Result<(Sandbox, Vec<u8>), Word> {
    let sandbox = sandbox(limits).map_err(Word::Refused)?;
    sandbox.get_ready(NAMELESS).map_err(Word::Refused)?;
    walls::lock().map_err(Word::Unwalled)?;
    let parcel = frame::read(&mut &*pipes.input, Kind::Parcel);
    parcel.map(|parcel| (sandbox, parcel)).map_err(|error| Word::Unwalled(error.to_string()))
}

/// Compiles on a thread of its own: the compiler recurses, and cannot be stopped when it is late.
fn compile(pipes: &Pipes, limits: Limits) -> Result<(), ServeError> {
    let (allowed, time) = (Limit::CompileTime.allowance(&limits), limits.compile_time);
    let (sender, receiver) = mpsc::sync_channel(2);
    let own = pipes.clone();
    // Nobody listens any more when the wait was over, and then this process ends.
    let compiling = move || drop(sender.send(compiled(&own, limits, &sender)));
    thread::Builder::new().name("aludel-compiler".to_owned()).stack_size(COMPILER_STACK_BYTES).spawn(compiling)?;
    // Its time begins when it has the component.
    let taken = receiver.recv().map_err(|_| RecvTimeoutError::Disconnected);
    let heard = taken.and_then(|taken| match taken {
        Step::Taken => receiver.recv_timeout(time),
        ended => Ok(ended),
    });
    let engine = |reason: &str| LoadError::Engine { name: NAMELESS.to_owned(), reason: reason.to_owned() };
    let word = match heard {
        Ok(Step::Compiled(Native { traits, compatibility, code })) => {
            tell(pipes, &Word::Compiled { traits, compatibility })?;
            return Ok(frame::write(&mut &*pipes.output, Kind::Parcel, &code)?);
        }
        Ok(Step::Failed(word)) => word,
        Err(RecvTimeoutError::Timeout) => Word::Refused(LoadError::CompileTime { name: NAMELESS.to_owned(), allowed }),
        Ok(Step::Taken) | Err(RecvTimeoutError::Disconnected) => Word::Refused(engine("the compiler panicked")),
    };
    tell(pipes, &word)
}

/// How far the compiler is.
enum Step {
    /// It has the component.
    Taken,
    Compiled(Native),
    Failed(Word),
}

fn compiled(pipes: &Pipes, limits: Limits, taken: &SyncSender<Step>) -> Step {
    let compiled = lock_and_take(pipes, limits).and_then(|(sandbox, component)| {
        drop(taken.send(Step::Taken));
        sandbox.compile_apart(NAMELESS, &component).map_err(Word::Refused)
    });
    compiled.map_or_else(Step::Failed, Step::Compiled)
}

fn run(pipes: &Pipes, (limits, errand): (Limits, Errand), native: (Place, usize)) -> Result<(), ServeError> {
    match loaded(pipes, limits, native) {
        Ok(program) => {
            let ending = until_alone(program.run_apart(errand, Box::new(pipes.clone())));
            ending.map_or(Ok(()), |ending| tell(pipes, &Word::Ended(ending)))
        }
        Err(word) => tell(pipes, &word),
    }
}

fn loaded(pipes: &Pipes, limits: Limits, (place, native_bytes): (Place, usize)) -> Result<Program, Word> {
    let (sandbox, parcel) = lock_and_take(pipes, limits)?;
    let loaded = match place {
        Place::Parcel => system::load(&sandbox, NAMELESS, &parcel),
        Place::Stderr => {
            let mapped = system::map_stderr(native_bytes);
            system::load(&sandbox, NAMELESS, mapped.map_err(|error| Word::Unwalled(error.to_string()))?)
        }
    };
    loaded.map_err(Word::Refused)
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
