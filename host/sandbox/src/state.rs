//! What one run holds beside the guest's own memory.

use std::sync::Arc;

use aludel_schema::SchemaDatabase;
use aludel_schema::request::Naming;
use aludel_sql::SqlError;
use wasmtime::ResourceLimiter;
use wasmtime::component::ResourceTable;

use crate::apart::Line;
use crate::call::Call;
use crate::limits::{Limit, Limits};
use crate::log::Log;
use crate::observer::Observer;
use crate::outline::Sections;
use crate::places::Places;
use crate::runtime::Runtime;
use crate::ticker::GuestClock;

/// The data of one store.
pub(crate) struct State {
    /// None for a guest that only says what a database should look like.
    pub(crate) database: Option<Box<dyn SchemaDatabase>>,
    /// The way to a host in another process, for a guest that has its own.
    pub(crate) line: Option<Box<dyn Line>>,
    /// How what it defines is named.
    pub(crate) naming: Naming,
    pub(crate) call: Call,
    pub(crate) sections: Sections,
    pub(crate) limits: Arc<Limits>,
    pub(crate) log: Log,
    pub(crate) resources: Resources,
    pub(crate) growth: Growth,
    pub(crate) places: Places,
    pub(crate) clock: GuestClock,
    /// The first error of a close that the guest cannot be told of, because dropping a handle has no answer.
    pub(crate) drop_error: Option<SqlError>,
}

impl State {
    pub(crate) fn new(
        database: Option<Box<dyn SchemaDatabase>>,
        call: Call,
        observer: Arc<dyn Observer>,
        sections: Sections,
        limits: Arc<Limits>,
        runtime: &Runtime,
    ) -> Self {
        let log = Log::new(observer, limits.log_lines, limits.log_bytes);
        let resources = Resources::new(limits.handles);
        let growth = Growth::new(&limits);
        Self {
            database,
            line: None,
            naming: Naming::default(),
            call,
            sections,
            limits,
            log,
            resources,
            growth,
            places: Places::new(runtime.engine.weak()),
            clock: runtime.ticker.clock(),
            drop_error: None,
        }
    }
}

impl State {
    /// The limit on time that the guest has reached, as far as it computes.
    pub(crate) fn time_that_is_over(&self) -> Option<Limit> {
        if self.is_past_its_end() {
            return Some(Limit::RunTime);
        }
        self.clock.is_over(self.limits.guest_time).then_some(Limit::GuestTime)
    }

    /// Whether the run as a whole took longer than it may.
    pub(crate) fn is_past_its_end(&self) -> bool {
        self.clock.is_past(self.limits.run_time)
    }
}

/// The open handles, each with the place it has in the order of opening.
pub(crate) struct Resources {
    pub(crate) table: ResourceTable,
    opened_count: u64,
}

impl Resources {
    fn new(handles_max: usize) -> Self {
        let mut table = ResourceTable::new();
        table.set_max_capacity(handles_max);
        Self { table, opened_count: 0 }
    }

    /// The place of a handle that is opened now.
    pub(crate) fn next_place(&mut self) -> u64 {
        self.opened_count += 1;
        self.opened_count
    }
}

/// Bounds what the guest's memories and tables grow to, all of them together.
pub(crate) struct Growth {
    memory_bytes: usize,
    memory_bytes_max: usize,
    table_elements: usize,
    table_elements_max: usize,
    instances_max: usize,
    /// What the guest was last refused. It may go on, and often crashes for want of it.
    pub(crate) refused: Option<Limit>,
}

impl Growth {
    fn new(limits: &Limits) -> Self {
        Self {
            memory_bytes: 0,
            memory_bytes_max: limits.memory_bytes,
            table_elements: 0,
            table_elements_max: limits.table_elements,
            instances_max: limits.instances,
            refused: None,
        }
    }
}

impl ResourceLimiter for Growth {
    fn memory_growing(&mut self, current: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        let total = self.memory_bytes + (desired - current);
        if total > self.memory_bytes_max {
            self.refused = Some(Limit::Memory);
            return Ok(false);
        }
        self.memory_bytes = total;
        Ok(true)
    }

    fn table_growing(&mut self, current: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        let total = self.table_elements.saturating_add(desired - current);
        if total > self.table_elements_max {
            self.refused = Some(Limit::TableElements);
            return Ok(false);
        }
        self.table_elements = total;
        Ok(true)
    }

    fn instances(&self) -> usize {
        self.instances_max
    }

    fn tables(&self) -> usize {
        self.instances_max
    }

    fn memories(&self) -> usize {
        self.instances_max
    }
}
