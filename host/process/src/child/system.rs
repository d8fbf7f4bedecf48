//! What only the system's own interface can do, and taking native code from the host.
#![expect(unsafe_code, reason = "four calls of the C library, and code that the host vouches for")]

use aludel_sandbox::{LoadError, Program, Sandbox};

/// Takes native code that the host has sent.
pub(super) fn load(sandbox: &Sandbox, name: &str, native: &[u8]) -> Result<Program, LoadError> {
    // SAFETY: this process has shut itself in before it read a byte of it, and has nothing that the code could take. It is
    // the host that says which code it is: its own, or what another process like this made of the very component.
    unsafe { sandbox.load_native(name, native) }
}

/// The content of the file that is open as stderr. It stays where it is until this process ends.
#[cfg(unix)]
pub(super) fn map_stderr(bytes: usize) -> std::io::Result<&'static [u8]> {
    let (protection, flags) = (libc::PROT_READ, libc::MAP_PRIVATE);
    // SAFETY: it asks for a new place, and for one to read alone.
    let start = unsafe { libc::mmap(std::ptr::null_mut(), bytes, protection, flags, libc::STDERR_FILENO, 0) };
    if start == libc::MAP_FAILED {
        return Err(std::io::Error::last_os_error());
    }
    // SAFETY: the host sealed the file when it had that many bytes, so nobody changes or shortens it, and nobody unmaps it.
    Ok(unsafe { std::slice::from_raw_parts(start.cast::<u8>(), bytes) })
}

/// No host gives its process such a file here.
#[cfg(not(unix))]
pub(super) fn map_stderr(_: usize) -> std::io::Result<&'static [u8]> {
    Err(std::io::Error::from(std::io::ErrorKind::Unsupported))
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
