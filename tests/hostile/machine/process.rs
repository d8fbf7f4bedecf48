//! What this process holds: threads, open files, memory.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

/// How much more memory may be held after thousands of runs: what an allocator keeps.
const MEMORY_KIB_MORE: u64 = 256 * 1024;
/// Threads that compile for nobody any more come to their end by then.
const PATIENCE: Duration = Duration::from_mins(1);

/// What the process held at one time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Usage {
    threads: usize,
    files: usize,
    memory_kib: u64,
}

impl Usage {
    pub(super) fn now() -> Self {
        let count = |folder: &str| fs::read_dir(folder).map_or(0, Iterator::count);
        Self { threads: count("/proc/self/task"), files: count("/proc/self/fd"), memory_kib: memory_kib() }
    }

    /// Refuses more threads and files than there were, and much more memory. What cannot be counted here is none.
    pub(super) fn check_same(self) -> Result<(), String> {
        let start = Instant::now();
        let mut now = Self::now();
        while !now.is_within(self) && start.elapsed() < PATIENCE {
            thread::yield_now();
            now = Self::now();
        }
        if now.is_within(self) { Ok(()) } else { Err(format!("something stays: {self:?}, then {now:?}")) }
    }

    fn is_within(self, before: Self) -> bool {
        // One thread more than were there: the runtime makes those for blocking work as it needs them.
        self.threads <= before.threads + 1
            && self.files <= before.files
            && self.memory_kib <= before.memory_kib + MEMORY_KIB_MORE
    }
}

/// Memory that is in use, where the system says so.
fn memory_kib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
}
