//! Somebody who listens to a guest.

use std::sync::Mutex;

use aludel_sandbox::{LogLevel, Observer};

/// Writes down what it hears.
#[derive(Default)]
pub(crate) struct Listener(Mutex<Vec<String>>);

impl Listener {
    pub(crate) fn lines(&self) -> Vec<String> {
        self.0.lock().expect("no test panics while it writes").clone()
    }

    fn write(&self, line: String) {
        self.0.lock().expect("no test panics while it writes").push(line);
    }
}

impl Observer for Listener {
    fn log(&self, level: LogLevel, message: &str, fields: &[(String, String)]) {
        let fields: Vec<_> = fields.iter().map(|(key, value)| format!(" {key}={value}")).collect();
        self.write(format!("{}: {message}{}", level.name(), fields.concat()));
    }

    fn task_started(&self, task: u64, label: &str, total: Option<u64>) {
        self.write(format!("task {task} started: {label} {total:?}"));
    }

    fn task_advanced(&self, task: u64, by: u64) {
        self.write(format!("task {task} advanced by {by}"));
    }

    fn task_total(&self, task: u64, total: u64) {
        self.write(format!("task {task} has {total}"));
    }

    fn task_finished(&self, task: u64) {
        self.write(format!("task {task} finished"));
    }
}
