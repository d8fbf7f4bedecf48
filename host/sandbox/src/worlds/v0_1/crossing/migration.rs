//! Interfaces `aludel:migration/context` and `aludel:migration/progress`.

use wasmtime::component::Resource;

use super::crossing;
use crate::worlds::v0_1::bindings::aludel::migration::{context, progress};
use crate::worlds::v0_1::resources::Task;

crossing!(
    /// What a guest may know of its run.
    ContextCall, Context, context::Host {
        asks revision() -> String;
        asks current_phase() -> context::Phase;
        asks offline() -> bool;
        asks argument(name: String) -> Option<String>;
        asks arguments() -> Vec<(String, String)>;
        asks tag() -> Option<String>;
        asks section(name: String) -> Option<Vec<u8>>;
    }
);

crossing!(
    /// Lines of log.
    ProgressCall, Progress, progress::Host {
        asks log(level: progress::Level, message: String) -> ();
        asks log_with(level: progress::Level, message: String, fields: Vec<(String, String)>) -> ();
    }
);

crossing!(
    /// Calls of `resource task`.
    TaskCall, Task, progress::HostTask {
        asks new(label: String, total: Option<u64>) -> Resource<Task>;
        asks advance(task: Resource<Task>, by: u64) -> ();
        asks set_total(task: Resource<Task>, total: u64) -> ();
        asks drop(task: Resource<Task>) -> ();
    }
);
