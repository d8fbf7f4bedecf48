//! How the process of a guest is started.

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;

use crate::chamber::Chamber;
use crate::given::Interpreters;

const GRACE: Duration = Duration::from_secs(15);

/// What stands around the process of a guest on this system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Walls {
    /// Limits, and a list of the few system calls that are left to it.
    CallsAndLimits,
    /// Limits on what it takes. It has no environment and no descriptors, but may make any system call.
    LimitsOnly,
    /// Nothing that would be worth a process.
    Nothing,
}

impl Walls {
    /// Those of this system.
    pub const HERE: Self = if cfg!(all(
        target_os = "linux",
        any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64")
    )) {
        Self::CallsAndLimits
    } else if cfg!(unix) {
        Self::LimitsOnly
    } else {
        Self::Nothing
    };
}

/// The program that calls [`crate::serve()`], and what it is told so that it does.
#[derive(Debug, Clone)]
pub struct Launcher {
    program: PathBuf,
    arguments: Vec<OsString>,
    pub(crate) grace: Duration,
    pub(crate) interpreters: Interpreters,
}

impl Launcher {
    /// A program with its arguments.
    pub fn new(program: impl Into<PathBuf>, arguments: impl IntoIterator<Item = OsString>) -> Self {
        Self {
            program: program.into(),
            arguments: arguments.into_iter().collect(),
            grace: GRACE,
            interpreters: Interpreters::default(),
        }
    }

    /// Gives its processes that much time beside what their guests may take: to start, and to be late on a machine with much
    /// to do. Default: 15 s.
    #[must_use]
    pub fn with_grace(self, grace: Duration) -> Self {
        Self { grace, ..self }
    }

    /// Starts it, with nothing of what this process has: no variables, no folder, and of the descriptors only two pipes,
    /// and a file to read if there is one.
    pub(crate) fn launch(&self, file: Option<&File>) -> io::Result<Chamber> {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).env_clear().current_dir(Path::new("/")).kill_on_drop(true);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        command.stderr(file.map_or_else(|| Ok(Stdio::null()), |file| file.try_clone().map(Stdio::from))?);
        // A signal from the keyboard is for the host, which decides what becomes of the guest.
        #[cfg(unix)]
        command.process_group(0);
        Ok(Chamber::new(command.spawn()?))
    }
}
