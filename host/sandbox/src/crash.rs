//! Why a guest ended without an answer.

use serde::{Deserialize, Serialize};
use wasmtime::{AsContext, Error, FrameInfo, FrameSymbol, Trap, WasmBacktrace};

use crate::limits::Limit;
use crate::run_error::{Frame, RunError};
use crate::state::State;
use crate::words;

/// Ends the guest because of a limit.
#[derive(Debug, thiserror::Error)]
#[error("the limit `{0}` was reached")]
pub(crate) struct LimitHit(pub(crate) Limit);

/// wasmtime's words for limits whose errors have no public type. A test runs into each.
const FUEL_WORDS: &str = "fuel allocated for hostcalls has been exhausted";
const HANDLE_WORDS: &str = "store handle limit exceeded";
const COUNT_WORDS: &str = "resource limit exceeded";

/// How many frames of a stack are kept, whoever says what they are.
const FRAME_COUNT_MAX: usize = 256;

/// What is seen of a guest that ended without an answer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Crash {
    limit: Option<Limit>,
    trap: String,
    frames: Vec<Frame>,
}

/// Makes an error for people of what wasmtime says.
pub(crate) fn explain(error: &Error, state: &State) -> RunError {
    Crash::of(error, state.growth.refused).explained(state)
}

/// The error of a run that took too long, whatever its guest answered.
pub(crate) fn out_of_time<Answer>(answer: wasmtime::Result<Answer>, state: &State) -> RunError {
    let frames = answer.err().map(|error| frames(&error)).unwrap_or_default();
    Crash { frames, ..Crash::at_limit(Limit::RunTime) }.explained(state)
}

impl Crash {
    /// What wasmtime says. `refused` is what the guest was last refused to grow.
    pub(crate) fn of(error: &Error, refused: Option<Limit>) -> Self {
        let trap = error.root_cause().to_string();
        let trap = trap.strip_prefix("wasm trap: ").unwrap_or(&trap).to_owned();
        Self { limit: limit_of(error, refused), trap: words::shortened(trap), frames: frames(error) }
    }

    /// The end of a guest that nobody looked into.
    pub(crate) fn at_limit(limit: Limit) -> Self {
        Self { limit: Some(limit), trap: String::new(), frames: Vec::new() }
    }

    /// The same, for that reason.
    pub(crate) fn at(self, limit: Limit) -> Self {
        Self { limit: Some(limit), ..self }
    }

    /// No more of it than anybody reads, where somebody else wrote it.
    pub(crate) fn shortened(mut self) -> Self {
        self.frames.truncate(FRAME_COUNT_MAX);
        self.frames = self.frames.into_iter().map(words::shortened_frame).collect();
        Self { trap: words::shortened(self.trap), ..self }
    }

    /// With what the host knows of the run.
    pub(crate) fn explained(self, state: &State) -> RunError {
        let Self { limit, trap, frames } = self;
        if let Some(limit) = limit {
            return RunError::LimitReached { limit, allowed: limit.allowance(&state.limits), frames };
        }
        let message = state.log.last_error().unwrap_or(&trap).to_owned();
        RunError::Trapped { message, trap, frames }
    }
}

fn limit_of(error: &Error, refused: Option<Limit>) -> Option<Limit> {
    if let Some(hit) = error.downcast_ref::<LimitHit>() {
        return Some(hit.0);
    }
    if let Some(trap) = error.downcast_ref::<Trap>() {
        return limit_of_trap(*trap, refused);
    }
    let words = error.root_cause().to_string();
    if words.contains(FUEL_WORDS) {
        Some(Limit::CallSize)
    } else if words.contains(HANDLE_WORDS) {
        Some(Limit::Handles)
    } else if words.contains(COUNT_WORDS) {
        Some(Limit::Instances)
    } else {
        // What is left are errors of instantiation: a memory or table that starts too large.
        refused
    }
}

/// A guest that was refused memory, or room in a table, gives up with one of these traps.
fn limit_of_trap(trap: Trap, refused: Option<Limit>) -> Option<Limit> {
    match trap {
        Trap::StackOverflow => Some(Limit::Stack),
        Trap::UnreachableCodeReached | Trap::MemoryOutOfBounds | Trap::TableOutOfBounds => refused,
        _ => None,
    }
}

/// The guest's stack as it is now, innermost first.
pub(crate) fn frames_now(store: impl AsContext) -> Vec<Frame> {
    frames_in(&WasmBacktrace::capture(store))
}

fn frames(error: &Error) -> Vec<Frame> {
    error.downcast_ref::<WasmBacktrace>().map_or_else(Vec::new, frames_in)
}

fn frames_in(backtrace: &WasmBacktrace) -> Vec<Frame> {
    backtrace.frames().iter().flat_map(frames_of).map(words::shortened_frame).collect()
}

/// One frame of the machine can be several of the source, where functions were inlined.
fn frames_of(info: &FrameInfo) -> Vec<Frame> {
    if info.symbols().is_empty() {
        return vec![Frame { function: function_name(info, None), file: None, line: None }];
    }
    info.symbols().iter().map(|symbol| frame_of(info, symbol)).collect()
}

fn frame_of(info: &FrameInfo, symbol: &FrameSymbol) -> Frame {
    // A compiler that was run in the root of the project may call it `.`.
    let file = symbol.file().map(|file| file.strip_prefix("./").unwrap_or(file).to_owned());
    Frame { function: function_name(info, symbol.name()), file, line: symbol.line() }
}

fn function_name(info: &FrameInfo, symbol: Option<&str>) -> String {
    match symbol.or_else(|| info.func_name()) {
        Some(name) => format!("{:#}", rustc_demangle::demangle(name)),
        None => format!("wasm function {}", info.func_index()),
    }
}

#[cfg(test)]
mod tests {
    use wasmtime::component::{Component, Linker};
    use wasmtime::{Engine, Store};

    use super::*;

    const HOARDER: &str = r#"
        (component
          (type $thing (resource (rep i32)))
          (core func $new (canon resource.new $thing))
          (core module $hoarder
            (import "" "new" (func $new (param i32) (result i32)))
            (func (export "run") (loop $again (drop (call $new (i32.const 0))) (br $again))))
          (core instance $instance (instantiate $hoarder (with "" (instance (export "new" (func $new))))))
          (func (export "run") (canon lift (core func $instance "run"))))"#;

    #[test]
    fn resources_of_the_guest_itself_count_as_handles() {
        let engine = Engine::default();
        let component =
            Component::new(&engine, wat::parse_str(HOARDER).expect("the text parses")).expect("it compiles");
        let mut store = Store::new(&engine, ());
        store.set_max_component_handles(100);
        let instance = Linker::new(&engine).instantiate(&mut store, &component).expect("it needs nothing");
        let run = instance.get_typed_func::<(), ()>(&mut store, "run").expect("it exports `run`");
        let error = run.call(&mut store, ()).expect_err("nobody may have that many");
        assert_eq!(limit_of(&error, None), Some(Limit::Handles));
    }
}
