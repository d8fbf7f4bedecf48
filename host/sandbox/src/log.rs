//! The guest's log and tasks, on their way to the observer.

use std::sync::Arc;

use crate::observer::{LogLevel, Observer};
use crate::words;

/// Passes lines on until the run has logged as much as it may, then counts them.
pub(crate) struct Log {
    observer: Arc<dyn Observer>,
    lines_left: usize,
    bytes_left: usize,
    left_out_count: u64,
    last_error: Option<String>,
    task_count: u64,
}

impl Log {
    pub(crate) fn new(observer: Arc<dyn Observer>, lines_max: usize, bytes_max: usize) -> Self {
        Self {
            observer,
            lines_left: lines_max,
            bytes_left: bytes_max,
            left_out_count: 0,
            last_error: None,
            task_count: 0,
        }
    }

    /// Passes a line on; gives whether somebody heard it.
    pub(crate) fn line(&mut self, level: LogLevel, message: &str, fields: &[(String, String)]) -> bool {
        let message = visible(message);
        let fields: Vec<_> = fields.iter().map(|(key, value)| (visible(key), visible(value))).collect();
        if level == LogLevel::Error {
            self.last_error = Some(words::shortened(message.clone()));
        }
        let size = message.len() + fields.iter().map(|(key, value)| key.len() + value.len()).sum::<usize>();
        let is_admitted = self.admits(size);
        if is_admitted {
            self.observer.log(level, &message, &fields);
        }
        is_admitted
    }

    /// The last line of level error, also when it was left out.
    pub(crate) fn last_error(&self) -> Option<&str> {
        self.last_error.as_deref()
    }

    /// Begins a task. One that is over the limit has no number, and nobody hears of it.
    pub(crate) fn start_task(&mut self, label: &str, total: Option<u64>) -> Option<u64> {
        let label = visible(label);
        if !self.admits(label.len()) {
            return None;
        }
        self.task_count += 1;
        self.observer.task_started(self.task_count, &label, total);
        Some(self.task_count)
    }

    pub(crate) fn advance_task(&self, task: u64, by: u64) {
        self.observer.task_advanced(task, by);
    }

    pub(crate) fn resize_task(&self, task: u64, total: u64) {
        self.observer.task_total(task, total);
    }

    pub(crate) fn finish_task(&self, task: u64) {
        self.observer.task_finished(task);
    }

    /// Says how much was left out, if anything was.
    pub(crate) fn close(&mut self) {
        let count = std::mem::take(&mut self.left_out_count);
        if count > 0 {
            let message =
                format!("{count} more lines of log or tasks were left out: the limits on a run's log were reached");
            self.observer.log(LogLevel::Warn, &message, &[]);
        }
    }

    fn admits(&mut self, bytes: usize) -> bool {
        let is_admitted = self.lines_left > 0 && bytes <= self.bytes_left;
        if is_admitted {
            self.lines_left -= 1;
            self.bytes_left -= bytes;
        } else {
            // Nothing comes after a line that was left out, so that what is shown has no gap in it.
            self.lines_left = 0;
            self.left_out_count += 1;
        }
        is_admitted
    }
}

fn visible(text: &str) -> String {
    text.replace('\0', "\\0")
}
