//! Who runs a migration, from where: kept in the history and shown to whoever waits for the lock.

/// The person and the process behind a run.
///
/// The library does not look these up: the program that embeds it knows better what to say (a service's name, the
/// person who pressed a button).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Who: a login name or a service.
    pub user: String,
    /// The machine.
    pub host: String,
    /// The process, as the machine counts.
    pub process_id: u32,
    /// The program and its version, such as `aludel 0.1.0`.
    pub tool_version: String,
}

impl Identity {
    /// The current process as far as the standard library knows it, under the names given.
    pub fn of_this_process(user: impl Into<String>, host: impl Into<String>) -> Self {
        Self {
            user: user.into(),
            host: host.into(),
            process_id: std::process::id(),
            tool_version: concat!("aludel ", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }

    /// Where from: the machine and the process.
    pub fn origin(&self) -> String {
        format!("{} (process {})", self.host, self.process_id)
    }
}
