//! What a process that has shut itself in tries, and what becomes of it.
//!
//! The test is its own victim: it starts itself once more for each attempt. Whoever runs it as root sees what holds for root: the limit
//! on processes does not bind it, so that is not what these attempts meet.

#![cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64")))]

use std::fs::File;
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::unix::net::UnixStream;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, ExitCode};
use std::thread;

use libtest_mimic::{Arguments, Failed, Trial};

/// What is tried, how, and what has to become of whoever tries.
type Attempt = (&'static str, fn() -> bool, Fate);

const ATTEMPTS: [Attempt; 19] = [
    ("write-a-file", || File::create("/tmp/aludel-attempt").is_ok(), Fate::Death),
    ("append-to-a-file", || File::options().append(true).open("/etc/hosts").is_ok(), Fate::Death),
    ("read-a-file", || std::fs::read("/etc/passwd").is_ok(), Fate::Failure),
    ("list-a-folder", || std::fs::read_dir("/").is_ok(), Fate::Failure),
    ("remove-a-file", || std::fs::remove_file("/tmp/aludel-attempt").is_ok(), Fate::Death),
    ("connect", || TcpStream::connect("127.0.0.1:1").is_ok(), Fate::Death),
    ("listen", || TcpListener::bind("127.0.0.1:0").is_ok(), Fate::Death),
    ("send-a-datagram", || UdpSocket::bind("127.0.0.1:0").is_ok(), Fate::Death),
    ("talk-to-itself", || UnixStream::pair().is_ok(), Fate::Death),
    ("run-a-program", || Command::new("/bin/true").status().is_ok(), Fate::Death),
    ("start-a-thread", || thread::Builder::new().spawn(|| ()).is_ok(), Fate::Death),
    ("fork", || fork(libc::SIGCHLD.into()), Fate::Death),
    ("fork-with-shared-memory", || fork((libc::CLONE_VM | libc::CLONE_VFORK | libc::SIGCHLD).into()), Fate::Death),
    ("fork-into-namespaces-of-its-own", || fork((libc::CLONE_NEWUSER | libc::CLONE_NEWPID).into()), Fate::Death),
    ("fork-as-newer-systems-do", newer_fork, Fate::Failure),
    ("lift-the-limit-on-processes", lift_limit, Fate::Death),
    ("leave-for-a-namespace", || call(libc::SYS_unshare, [libc::CLONE_NEWUSER.into(), 0]) == 0, Fate::Death),
    ("signal-another-process", signal, Fate::Death),
    ("go-on-as-it-is", || vec![1_u8; 1 << 20].len() != 1 << 20, Fate::Failure),
];

/// What has to become of a process that tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Death,
    Failure,
}

/// The exit codes of a process that lives through its attempt.
const FAILED: u8 = 10;
const SUCCEEDED: u8 = 11;
const NOT_SHUT_IN: u8 = 12;

const SIGSYS: i32 = 31;

/// The call that begins processes and threads, without what C libraries do around it.
fn fork(flags: libc::c_long) -> bool {
    call(libc::SYS_clone, [flags, 0]) >= 0
}

/// Its newer form, whose flags no filter can read.
fn newer_fork() -> bool {
    // Of all zeros, 64 bytes: a process with everything of its own.
    let arguments = [0_u64; 8];
    call(libc::SYS_clone3, [arguments.as_ptr() as libc::c_long, 64]) >= 0
}

fn lift_limit() -> bool {
    use rustix::process::{Resource, Rlimit, setrlimit};
    setrlimit(Resource::Nproc, Rlimit { current: None, maximum: None }).is_ok()
}

#[expect(unsafe_code, reason = "the C library has no name for some of these calls, and does more than one for others")]
fn call(number: libc::c_long, [first, second]: [libc::c_long; 2]) -> libc::c_long {
    let nothing: libc::c_long = 0;
    // SAFETY: the calls are refused, which is what is tested; one that is not ends this process with its test.
    unsafe { libc::syscall(number, first, second, nothing, nothing, nothing) }
}

fn signal() -> bool {
    // Signal 0 would do no harm, and is the same call.
    rustix::process::test_kill_process(rustix::process::Pid::INIT).is_ok()
}

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    if words.next().as_deref() == Some("attempt") {
        let name = words.next().unwrap_or_default();
        return attempt(&name).into();
    }
    let trials = ATTEMPTS.map(|(name, _, fate)| Trial::test(name, move || check(name, fate).map_err(Failed::from)));
    libtest_mimic::run(&Arguments::from_args(), trials.into()).exit_code()
}

fn attempt(name: &str) -> u8 {
    let Some((_, attempt, _)) = ATTEMPTS.iter().find(|(known, _, _)| *known == name) else { return NOT_SHUT_IN };
    if aludel_process::shut_in().is_err() {
        return NOT_SHUT_IN;
    }
    if attempt() { SUCCEEDED } else { FAILED }
}

fn check(name: &str, fate: Fate) -> Result<(), String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let status = Command::new(program).args(["attempt", name]).status().map_err(|error| error.to_string())?;
    let found = match (status.signal(), status.code()) {
        (Some(SIGSYS), _) => Fate::Death,
        (None, Some(code)) if code == i32::from(FAILED) => Fate::Failure,
        _ => return Err(format!("it ended with {status}")),
    };
    if found == fate { Ok(()) } else { Err(format!("{found:?}, and not {fate:?}")) }
}
