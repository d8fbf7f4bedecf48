//! How a process ended, in words.

use std::process::ExitStatus;

/// What is known of a process that is gone.
pub(crate) fn told(status: ExitStatus) -> String {
    match (signal(status), status.code()) {
        (Some(signal), _) => of_signal(signal),
        (None, Some(code)) => format!("it exited with {code} and left nothing"),
        (None, None) => "nobody knows how".to_owned(),
    }
}

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<i32> {
    None
}

#[cfg(unix)]
fn of_signal(signal: i32) -> String {
    match signal {
        libc::SIGSYS => "it made a system call that no guest makes, and the system ended it (SIGSYS)".to_owned(),
        libc::SIGKILL => "it was killed (SIGKILL): by a person, or by the system for want of memory".to_owned(),
        libc::SIGXCPU => "it used all of the processor time that it may have (SIGXCPU)".to_owned(),
        libc::SIGXFSZ => "it tried to write a file (SIGXFSZ)".to_owned(),
        libc::SIGABRT => "it gave up (SIGABRT), as it does when it gets no more memory".to_owned(),
        libc::SIGSEGV | libc::SIGBUS => format!("it reached for memory that is not there (signal {signal})"),
        _ => format!("it was ended by signal {signal}"),
    }
}

#[cfg(not(unix))]
fn of_signal(signal: i32) -> String {
    format!("it was ended by signal {signal}")
}
