//! What only the system's own interface can do, and taking native code from the host.
#![expect(unsafe_code, reason = "three calls of the C library, and code that the host vouches for")]

use aludel_sandbox::{LoadError, Program, Sandbox};

/// Takes native code that the host has sent.
pub(super) fn load(sandbox: &Sandbox, name: &str, native: &[u8]) -> Result<Program, LoadError> {
    // SAFETY: this process has shut itself in before it read a byte of it, and has nothing that the code could take. It is
    // the host that says which code it is: its own, or what another process like this made of the very component.
    unsafe { sandbox.load_native(name, native) }
}

/// Descriptors above stderr: whoever started the host may have left some open.
#[cfg(unix)]
const FIRST_INHERITED: libc::c_int = 3;

/// Closes what was inherited beside stdin, stdout and stderr.
#[cfg(unix)]
pub(super) fn close_inherited() {
    #[cfg(target_os = "linux")]
    // SAFETY: nothing in this process has opened a descriptor yet that it means to use.
    if unsafe { libc::syscall(libc::SYS_close_range, FIRST_INHERITED, libc::c_uint::MAX, 0) } == 0 {
        return;
    }
    for descriptor in FIRST_INHERITED..last_descriptor() {
        // SAFETY: as above; one that is not open is an error that changes nothing.
        unsafe { libc::close(descriptor) };
    }
}

/// Where nobody says how many there can be, as many as anybody has.
#[cfg(unix)]
fn last_descriptor() -> libc::c_int {
    const MANY: u64 = 65_536;
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile).current.unwrap_or(MANY);
    libc::c_int::try_from(limit.min(MANY)).unwrap_or(libc::c_int::MAX)
}

/// Whether the host has closed its end of stdin, or is gone.
#[cfg(unix)]
pub(super) fn is_hung_up() -> bool {
    let mut descriptor = libc::pollfd { fd: libc::STDIN_FILENO, events: 0, revents: 0 };
    // SAFETY: it is told of one descriptor, and that is where it writes.
    let changed = unsafe { libc::poll(&raw mut descriptor, 1, 0) };
    changed == 1 && descriptor.revents & (libc::POLLHUP | libc::POLLERR | libc::POLLNVAL) != 0
}

/// Elsewhere it is noticed at the next question.
#[cfg(not(unix))]
pub(super) fn is_hung_up() -> bool {
    false
}
