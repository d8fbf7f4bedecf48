//! Interface `progress`: what the person at the terminal sees.

use wasmtime::Result;
use wasmtime::component::{Resource, ResourceTableError};

use super::bindings::aludel::migration::progress;
use super::host_call::HostCall;
use super::resources::Task;
use crate::crash::LimitHit;
use crate::limits::Limit;

impl progress::Host for HostCall<'_> {
    fn log(&mut self, level: progress::Level, message: String) -> Result<()> {
        let is_heard = self.log.line(level.into(), &message, &[]);
        self.note(is_heard);
        Ok(())
    }

    fn log_with(&mut self, level: progress::Level, message: String, fields: Vec<(String, String)>) -> Result<()> {
        let is_heard = self.log.line(level.into(), &message, &fields);
        self.note(is_heard);
        Ok(())
    }
}

impl progress::HostTask for HostCall<'_> {
    fn new(&mut self, label: String, total: Option<u64>) -> Result<Resource<Task>> {
        let handle = self.resources.table.push(Task { number: None }).map_err(|error| match error {
            // A constructor has no error to return, so the guest ends here.
            ResourceTableError::Full => LimitHit(Limit::Handles).into(),
            other => wasmtime::Error::from(other),
        })?;
        let number = self.log.start_task(&label, total);
        self.note(number.is_some());
        self.resources.table.get_mut(&handle)?.number = number;
        Ok(handle)
    }

    fn advance(&mut self, task: Resource<Task>, by: u64) -> Result<()> {
        if let Some(number) = self.resources.table.get(&task)?.number {
            self.log.advance_task(number, by);
        }
        Ok(())
    }

    fn set_total(&mut self, task: Resource<Task>, total: u64) -> Result<()> {
        if let Some(number) = self.resources.table.get(&task)?.number {
            self.log.resize_task(number, total);
        }
        Ok(())
    }

    fn drop(&mut self, task: Resource<Task>) -> Result<()> {
        if let Some(number) = self.resources.table.delete(task)?.number {
            self.log.finish_task(number);
        }
        Ok(())
    }
}
