//! What the process of a guest gives up.
//!
//! In three steps: what no guest needs, before anything is read; what this guest may take, once the host has said it; and
//! threads, once those run that are needed, and before a byte is read that somebody else wrote. Each of them is for good.

use crate::message::Order;

/// Data that the host's code needs in the process of a guest: its own, and of what crosses several copies.
#[cfg(unix)]
const DATA_BYTES_BASE: usize = 256 << 20;
#[cfg(unix)]
const CALL_COPIES: usize = 8;
#[cfg(unix)]
const TABLE_ELEMENT_BYTES: usize = 16;
/// What the compiler may take, which for the largest components is much.
#[cfg(unix)]
const DATA_BYTES_OF_COMPILER: usize = 3 << 30;

/// Seconds beside those that a guest and the compiler may take. A run without an end has a day: the limit is for a process
/// whose host was killed, and which does not notice.
#[cfg(unix)]
const SECONDS_BASE: u64 = 60;
#[cfg(unix)]
const RUN_SECONDS_MAX: u64 = 24 * 3600;

/// Stdin, stdout, stderr and the two that the pipes are known by.
#[cfg(unix)]
const DESCRIPTORS_MAX: u64 = 5;

/// The first step: descriptors, files, and all system calls but a few.
#[cfg(unix)]
pub(super) fn shut_in() -> Result<(), String> {
    use rustix::process::Resource;

    wake_allocator()?;
    lower(Resource::Core, 0)?;
    lower(Resource::Fsize, 0)?;
    lower(Resource::Nofile, DESCRIPTORS_MAX)?;
    keep_few_calls()
}

/// The second step: memory and time.
///
/// The address space is not bounded: for each memory of a guest 4 GiB of it are set aside, so that an address need not
/// be checked. What can be written to is bounded, which is what memory comes to.
#[cfg(unix)]
pub(super) fn bound(order: &Order) -> Result<(), String> {
    use rustix::process::Resource;

    let limits = order.limits();
    let (data_bytes, seconds) = match order {
        Order::Compile { .. } => (DATA_BYTES_OF_COMPILER, limits.compile_time.as_secs()),
        Order::Run { native_bytes, .. } => {
            let tables = limits.table_elements.saturating_mul(TABLE_ELEMENT_BYTES);
            let calls = limits.call_bytes.max(limits.row_bytes).saturating_mul(CALL_COPIES);
            let code = native_bytes.saturating_mul(3);
            let parts = [DATA_BYTES_BASE, limits.memory_bytes, tables, calls, code];
            (parts.iter().fold(0_usize, |sum, part| sum.saturating_add(*part)), limits.run_time.as_secs())
        }
    };
    lower(Resource::Data, data_bytes as u64)?;
    lower(Resource::Cpu, seconds.min(RUN_SECONDS_MAX) + SECONDS_BASE)
}

/// The last step: no thread begins any more, and no process.
#[cfg(unix)]
pub(super) fn lock() -> Result<(), String> {
    lower(rustix::process::Resource::Nproc, 0)?;
    keep_fewer_calls()
}

/// A limit that is lower already stays as it is.
#[cfg(unix)]
fn lower(resource: rustix::process::Resource, wanted: u64) -> Result<(), String> {
    use rustix::process::{Rlimit, getrlimit, setrlimit};

    let wanted = getrlimit(resource).maximum.map_or(wanted, |maximum| maximum.min(wanted));
    let limit = Rlimit { current: Some(wanted), maximum: Some(wanted) };
    setrlimit(resource, limit).map_err(|error| format!("the limit on {resource:?} cannot be set: {error}"))
}

/// The C library looks once, when a second thread first allocates, how many processors there are; older ones do it in a file.
#[cfg(unix)]
fn wake_allocator() -> Result<(), String> {
    let thread = std::thread::Builder::new().spawn(|| vec![0_u8; 1024].len());
    let allocated = thread.map_err(|error| error.to_string())?.join();
    allocated.map(drop).map_err(|_| "a thread that only allocates panicked".to_owned())
}

#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64")))]
use super::calls::{keep_few_calls, keep_fewer_calls};

/// There is no such thing on this system, which `Walls::LimitsOnly` says.
#[cfg(all(
    unix,
    not(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64")))
))]
fn keep_few_calls() -> Result<(), String> {
    Ok(())
}

#[cfg(all(
    unix,
    not(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64")))
))]
fn keep_fewer_calls() -> Result<(), String> {
    Ok(())
}

#[cfg(not(unix))]
const NO_WALLS: &str = "this system has no walls that a process could put around itself";

#[cfg(not(unix))]
pub(super) fn shut_in() -> Result<(), String> {
    Err(NO_WALLS.to_owned())
}

#[cfg(not(unix))]
pub(super) fn bound(_: &Order) -> Result<(), String> {
    Err(NO_WALLS.to_owned())
}

#[cfg(not(unix))]
pub(super) fn lock() -> Result<(), String> {
    Err(NO_WALLS.to_owned())
}
