//! The limits on a guest that a project or a header may set, by name.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::unit;

/// One limit on what a guest may take. What each is when nobody sets it is the sandbox's to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// The size of a component.
    ComponentSize,
    /// The time to compile it.
    CompileTime,
    /// The time that a guest runs between two calls of the host.
    GuestTime,
    /// The time that one of its functions takes, with that of the database.
    RunTime,
    /// Linear memory.
    Memory,
    /// The elements of its tables.
    TableElements,
    /// Its core instances, memories and tables.
    Instances,
    /// The stack.
    Stack,
    /// The bytes that one call may carry.
    CallSize,
    /// Open cursors, statements, savepoints and the like.
    Handles,
    /// The rows of one page of a cursor.
    PageRows,
    /// The size of one row.
    RowSize,
    /// The part of a result that is held at a time.
    ResultSize,
    /// The length of one SQL text.
    SqlSize,
    /// The parameters of one statement.
    Binds,
    /// The lines that a guest may log.
    LogLines,
    /// All of a guest's log together.
    LogSize,
}

/// What a limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitUnit {
    /// Milliseconds, written as `5s`, `250ms`.
    Milliseconds,
    /// Bytes, written as `128MiB`.
    Bytes,
    /// Things, written as a number.
    Count,
}

impl Limit {
    /// Every limit.
    pub const ALL: [Self; 17] = [
        Self::ComponentSize,
        Self::CompileTime,
        Self::GuestTime,
        Self::RunTime,
        Self::Memory,
        Self::TableElements,
        Self::Instances,
        Self::Stack,
        Self::CallSize,
        Self::Handles,
        Self::PageRows,
        Self::RowSize,
        Self::ResultSize,
        Self::SqlSize,
        Self::Binds,
        Self::LogLines,
        Self::LogSize,
    ];

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

    /// What it counts.
    pub fn unit(self) -> LimitUnit {
        match self {
            Self::CompileTime | Self::GuestTime | Self::RunTime => LimitUnit::Milliseconds,
            Self::TableElements | Self::Instances | Self::Handles | Self::PageRows | Self::Binds | Self::LogLines => {
                LimitUnit::Count
            }
            _ => LimitUnit::Bytes,
        }
    }
}

/// The limits that somebody set, each in its unit: milliseconds, bytes or a count.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LimitSection {
    values: BTreeMap<Limit, u64>,
}

impl LimitSection {
    /// What was set, in the limit's unit.
    pub fn get(&self, limit: Limit) -> Option<u64> {
        self.values.get(&limit).copied()
    }

    /// Sets one, in the limit's unit.
    pub fn set(&mut self, limit: Limit, value: u64) {
        self.values.insert(limit, value);
    }

    /// Whether nothing was set.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// What was set, in the order of [`Limit::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = (Limit, u64)> + '_ {
        self.values.iter().map(|(limit, value)| (*limit, *value))
    }

    /// Writes a value as it stands in TOML: `"5s"`, `"128MiB"`, `1000`.
    pub fn print(limit: Limit, value: u64) -> String {
        match limit.unit() {
            LimitUnit::Milliseconds => format!("\"{}\"", unit::print_duration(value)),
            LimitUnit::Bytes => format!("\"{}\"", unit::print_size(value)),
            LimitUnit::Count => value.to_string(),
        }
    }
}
