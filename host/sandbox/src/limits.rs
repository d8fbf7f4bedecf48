//! What a guest may take, each with a name, a unit and a default.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::sandbox::SandboxError;

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

/// What a guest may take. All of it is set before the guest is instantiated.
///
/// [`Limit`] names the fields, as `[limits]` of `aludel.toml` does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes of one component file. Default: 32 MiB.
    pub component_bytes: usize,
    /// How long a load waits for the compiler. Default: 60 s.
    ///
    /// The compiler cannot be stopped: what it makes after that is thrown away, and its thread ends with it. The
    /// size of the component is what bounds that.
    pub compile_time: Duration,
    /// How long a guest runs between two calls of the host, at a grain of 10 ms. Default: 60 s.
    ///
    /// Calls that use the database count, and lines of log and new tasks that are within their limits.
    /// The time of the database is not in it; the server's own timeouts are for that.
    pub guest_time: Duration,
    /// How long one run lasts from its start to its end, with the time of the database. Default: [`Limits::NO_END`].
    ///
    /// A guest that calls the host for ever takes little time between two calls, so nothing else ends it. Filling a
    /// large table may rightly take hours, though, so there is no time that suits everybody. The sandbox itself
    /// looks whenever the guest computes; to stop the database in the midst of a call is for whoever owns it.
    pub run_time: Duration,
    /// Bytes of all linear memories of one run together. Default: 128 MiB.
    pub memory_bytes: usize,
    /// Elements of all tables of one run together, 8 bytes each. Default: 1,000,000.
    pub table_elements: usize,
    /// Core instances, memories and tables of one run, each counted alone. Default: 1,000.
    pub instances: usize,
    /// Bytes of the guest's call stack. Default: 512 KiB.
    pub stack_bytes: usize,
    /// Bytes that the guest hands over in one call, counted as the host stores them. Default: 16 MiB.
    pub call_bytes: usize,
    /// Resources that are open at a time: cursors, statements, bulk writers, savepoints, tasks, and those of the
    /// guest itself. Default: 10,000.
    pub handles: usize,
    /// Rows of one page of a cursor. Default: 1,000.
    pub page_rows: u32,
    /// Bytes of one row, and of a page as soon as it has one row. Default: 16 MiB.
    pub row_bytes: usize,
    /// Bytes of a result that a session holds while its guest reads it. Default: 64 MiB.
    ///
    /// For whoever opens the session: the sandbox itself never holds more than a page.
    pub result_bytes: usize,
    /// Bytes of one SQL text. Default: 1 MiB.
    pub sql_bytes: usize,
    /// Parameters of one statement. Default: 32,766.
    pub binds: usize,
    /// Lines of log and tasks of one run. Default: 10,000.
    pub log_lines: usize,
    /// Bytes of all lines of one run together. Default: 1 MiB.
    pub log_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            component_bytes: 32 * MIB,
            compile_time: Duration::from_mins(1),
            guest_time: Duration::from_mins(1),
            run_time: Self::NO_END,
            memory_bytes: 128 * MIB,
            table_elements: 1_000_000,
            instances: 1_000,
            stack_bytes: 512 * KIB,
            call_bytes: 16 * MIB,
            handles: 10_000,
            page_rows: 1_000,
            row_bytes: 16 * MIB,
            result_bytes: 64 * MIB,
            sql_bytes: MIB,
            binds: 32_766,
            log_lines: 10_000,
            log_bytes: MIB,
        }
    }
}

/// Less than this leaves no guest, or no host, room to work in.
const STACK_BYTES_MIN: usize = 64 * KIB;
/// More than this asks for more address space than a thread should have.
const STACK_BYTES_MAX: usize = 64 * MIB;
/// A page of WebAssembly memory.
const MEMORY_BYTES_MIN: usize = 64 * KIB;

impl Limits {
    /// The time of what nobody ends.
    pub const NO_END: Duration = Duration::MAX;

    /// Refuses values that an engine cannot be made with, or that no guest can run with.
    pub(crate) fn check(&self) -> Result<(), SandboxError> {
        self.at_least(Limit::Stack, self.stack_bytes, STACK_BYTES_MIN)?;
        self.at_least(Limit::Memory, self.memory_bytes, MEMORY_BYTES_MIN)?;
        if self.stack_bytes > STACK_BYTES_MAX {
            let bound = format!("at most {}", Allowance::Bytes(STACK_BYTES_MAX));
            return Err(self.out_of_range(Limit::Stack, bound));
        }
        Ok(())
    }

    fn at_least(&self, limit: Limit, value: usize, least: usize) -> Result<(), SandboxError> {
        if value >= least {
            return Ok(());
        }
        Err(self.out_of_range(limit, format!("at least {}", Allowance::Bytes(least))))
    }

    fn out_of_range(&self, limit: Limit, bound: String) -> SandboxError {
        SandboxError::LimitOutOfRange { limit, value: limit.allowance(self).to_string(), bound }
    }
}

/// One field of [`Limits`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Limit {
    /// [`Limits::component_bytes`].
    ComponentSize,
    /// [`Limits::compile_time`].
    CompileTime,
    /// [`Limits::guest_time`].
    GuestTime,
    /// [`Limits::run_time`].
    RunTime,
    /// [`Limits::memory_bytes`].
    Memory,
    /// [`Limits::table_elements`].
    TableElements,
    /// [`Limits::instances`].
    Instances,
    /// [`Limits::stack_bytes`].
    Stack,
    /// [`Limits::call_bytes`].
    CallSize,
    /// [`Limits::handles`].
    Handles,
    /// [`Limits::page_rows`].
    PageRows,
    /// [`Limits::row_bytes`].
    RowSize,
    /// [`Limits::result_bytes`].
    ResultSize,
    /// [`Limits::sql_bytes`].
    SqlSize,
    /// [`Limits::binds`].
    Binds,
    /// [`Limits::log_lines`].
    LogLines,
    /// [`Limits::log_bytes`].
    LogSize,
}

/// The value of one limit, with its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Allowance {
    /// A span of time, written `60s` or `250ms`.
    Time(Duration),
    /// Bytes, written `128MiB`, `512KiB` or `100B`.
    Bytes(usize),
    /// A number of things.
    Count(usize),
}

impl Limit {
    /// Its key in `[limits]`.
    pub fn key(self) -> &'static str {
        match self {
            Self::ComponentSize => "component_size",
            Self::CompileTime => "compile_time",
            Self::GuestTime => "guest_time",
            Self::RunTime => "run_time",
            Self::Memory => "memory",
            Self::TableElements => "table_elements",
            Self::Instances => "instances",
            Self::Stack => "stack",
            Self::CallSize => "call_size",
            Self::Handles => "handles",
            Self::PageRows => "page_rows",
            Self::RowSize => "row_size",
            Self::ResultSize => "result_size",
            Self::SqlSize => "sql_size",
            Self::Binds => "binds",
            Self::LogLines => "log_lines",
            Self::LogSize => "log_size",
        }
    }

    /// What it bounds, as the end of "the limit on ...".
    pub fn subject(self) -> &'static str {
        match self {
            Self::ComponentSize => "the size of a component",
            Self::CompileTime => "the time to compile a component",
            Self::GuestTime => "the time that a guest runs between two calls of the host",
            Self::RunTime => "the time that a migration takes, the database's included",
            Self::Memory => "the guest's memory",
            Self::TableElements => "the elements of the guest's tables",
            Self::Instances => "the guest's core instances, memories and tables",
            Self::Stack => "the guest's call stack",
            Self::CallSize => "what a guest hands over in one call",
            Self::Handles => "open handles",
            Self::PageRows => "the rows of a page",
            Self::RowSize => "the size of a row",
            Self::ResultSize => "the part of a result that is held",
            Self::SqlSize => "the size of a SQL text",
            Self::Binds => "the parameters of a statement",
            Self::LogLines => "the lines of a run's log",
            Self::LogSize => "the size of a run's log",
        }
    }

    /// What the limits say of it.
    pub fn allowance(self, limits: &Limits) -> Allowance {
        match self {
            Self::CompileTime => Allowance::Time(limits.compile_time),
            Self::GuestTime => Allowance::Time(limits.guest_time),
            Self::RunTime => Allowance::Time(limits.run_time),
            Self::ComponentSize => Allowance::Bytes(limits.component_bytes),
            Self::Memory => Allowance::Bytes(limits.memory_bytes),
            Self::Stack => Allowance::Bytes(limits.stack_bytes),
            Self::CallSize => Allowance::Bytes(limits.call_bytes),
            Self::RowSize => Allowance::Bytes(limits.row_bytes),
            Self::ResultSize => Allowance::Bytes(limits.result_bytes),
            Self::SqlSize => Allowance::Bytes(limits.sql_bytes),
            Self::LogSize => Allowance::Bytes(limits.log_bytes),
            Self::TableElements => Allowance::Count(limits.table_elements),
            Self::Instances => Allowance::Count(limits.instances),
            Self::Handles => Allowance::Count(limits.handles),
            Self::PageRows => Allowance::Count(limits.page_rows as usize),
            Self::Binds => Allowance::Count(limits.binds),
            Self::LogLines => Allowance::Count(limits.log_lines),
        }
    }

    /// A line of `[limits]` that allows more than `allowance`: `guest_time = "120s"`.
    pub fn raise(self, allowance: Allowance) -> String {
        let more = allowance.doubled();
        match more {
            Allowance::Count(_) => format!("{} = {more}", self.key()),
            Allowance::Time(_) | Allowance::Bytes(_) => format!("{} = \"{more}\"", self.key()),
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.key())
    }
}

impl Allowance {
    fn doubled(self) -> Self {
        match self {
            Self::Time(time) => Self::Time(time.saturating_mul(2)),
            Self::Bytes(bytes) => Self::Bytes(bytes.saturating_mul(2)),
            Self::Count(count) => Self::Count(count.saturating_mul(2)),
        }
    }
}

impl fmt::Display for Allowance {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Time(time) if time.subsec_nanos() == 0 => write!(out, "{}s", time.as_secs()),
            Self::Time(time) => write!(out, "{}ms", time.as_millis()),
            Self::Bytes(bytes) if bytes >= MIB && bytes.is_multiple_of(MIB) => write!(out, "{}MiB", bytes / MIB),
            Self::Bytes(bytes) if bytes >= KIB && bytes.is_multiple_of(KIB) => write!(out, "{}KiB", bytes / KIB),
            Self::Bytes(bytes) => write!(out, "{bytes}B"),
            Self::Count(count) => write!(out, "{count}"),
        }
    }
}
