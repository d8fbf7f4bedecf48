//! Who hears what a guest tells while it runs.

/// How much a line of log matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LogLevel {
    /// Every little step.
    Trace,
    /// For whoever writes the migration.
    Debug,
    /// For whoever runs it.
    Info,
    /// Something to look at.
    Warn,
    /// Something failed.
    Error,
}

impl LogLevel {
    /// The level's name: `trace`, `debug`, `info`, `warn`, `error`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Trace => "trace",
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }
}

/// Hears the guest's log and the progress of its tasks. Called from within the run, so it should not block.
///
/// Texts come from the guest: a NUL is written as `\0`, anything else is as the guest wrote it, control characters
/// included.
pub trait Observer: Send + Sync {
    /// A line of log.
    fn log(&self, level: LogLevel, message: &str, fields: &[(String, String)]);
    /// A unit of work began. `task` is unique within the run.
    fn task_started(&self, task: u64, label: &str, total: Option<u64>);
    /// A task came on by so much.
    fn task_advanced(&self, task: u64, by: u64);
    /// A task's size is known, or is another one than was said.
    fn task_total(&self, task: u64, total: u64);
    /// A task's handle was dropped.
    fn task_finished(&self, task: u64);
}
