//! Where in its source a guest was when a call of it failed.
//!
//! Not every language can say where an error comes from that was returned. The stack of the guest can, at the moment of
//! the call, if the component has a table of lines. So the stack is looked at whenever a call fails, and what it says is put
//! beside the error if the migration ends with it.

use aludel_sql::SqlError;
use wasmtime::{AsContext, EngineWeak, StoreContextMut};

use crate::crash;
use crate::run_error::Frame;
use crate::state::State;

/// The extra of a database error that says where it happened, a line for each call, the innermost last.
const TRACE: &str = "trace";

/// How many failed calls of a run are looked at: reading a table of lines takes up to a millisecond, and a migration may go
/// on after any number of them.
const LOOKED_AT_MAX: usize = 64;

/// What begins the names of folders and files that are no part of the project: `/lib`, `~lib/array.ts`, `.aludel/sdk`.
const NOT_OF_PROJECT: [char; 3] = ['/', '~', '.'];

/// The failed calls of one run.
pub(crate) struct Places {
    engine: EngineWeak,
    left_count: usize,
    /// An error that the guest is about to be told.
    expected: Option<SqlError>,
    known: Vec<(SqlError, String)>,
}

impl Places {
    pub(crate) fn new(engine: EngineWeak) -> Self {
        Self { engine, left_count: LOOKED_AT_MAX, expected: None, known: Vec::new() }
    }

    /// Has the stack looked at when the guest runs next.
    ///
    /// The function that answers the guest has no access to the stack, but what is called at the end of an epoch has. The
    /// guest makes room for the text of the error before it goes on, which is where it runs next.
    pub(crate) fn expect(&mut self, error: &SqlError) {
        if self.left_count == 0 || error.extra(TRACE).is_some() {
            return;
        }
        let Some(engine) = self.engine.upgrade() else { return };
        self.left_count -= 1;
        self.expected = Some(error.clone());
        engine.increment_epoch();
    }

    /// The error with the place that it came from; as it is, where the guest said so itself or no place is known.
    pub(crate) fn locate(&self, error: SqlError) -> SqlError {
        if error.extra(TRACE).is_some() {
            return error;
        }
        match self.known.iter().rfind(|(known, _)| *known == error) {
            Some((_, trace)) => error.with_extra(TRACE, trace.clone()),
            None => error,
        }
    }

    fn keep(&mut self, error: SqlError, frames: &[Frame]) {
        let trace = trace(frames);
        if !trace.is_empty() {
            self.known.push((error, trace));
        }
    }
}

/// Looks at the stack, if a call has failed since the guest ran last.
pub(crate) fn look(context: &mut StoreContextMut<'_, State>) {
    if let Some(error) = context.data_mut().places.expected.take() {
        let frames = crash::frames_now(context.as_context());
        context.data_mut().places.keep(error, &frames);
    }
}

/// A line for each place in the files of the project, the innermost last.
fn trace(frames: &[Frame]) -> String {
    let mut lines: Vec<String> = frames.iter().rev().filter_map(line).collect();
    lines.dedup();
    lines.join("\n")
}

/// Without the function: where the compiler put one into another, the name is that of the other.
fn line(frame: &Frame) -> Option<String> {
    let file = frame.file.as_deref().filter(|file| is_of_project(file))?;
    Some(format!("  at {file}:{}", frame.line?))
}

fn is_of_project(file: &str) -> bool {
    file.split('/').all(|part| !part.is_empty() && !part.starts_with(NOT_OF_PROJECT))
}

#[cfg(test)]
mod tests {
    use aludel_sql::ErrorKind;

    use super::*;

    fn frame(file: &str, line: u32) -> Frame {
        Frame { function: "run".to_owned(), file: Some(file.to_owned()), line: Some(line) }
    }

    fn places() -> Places {
        Places::new(wasmtime::Engine::default().weak())
    }

    #[test]
    fn the_calls_in_the_project_are_told_the_innermost_last() {
        let frames = [
            frame(".aludel/sdk/zig/canonical.zig", 27),
            frame("/zig/mem.zig", 3),
            frame("~lib/aludel/database.ts", 66),
            frame("migrations/a.zig", 391),
            Frame { function: "wasm function 12".to_owned(), file: None, line: None },
            frame("migrations/a.zig", 14),
            frame("migrations/a.zig", 14),
        ];
        assert_eq!(trace(&frames), "  at migrations/a.zig:14\n  at migrations/a.zig:391");
    }

    #[test]
    fn an_error_gets_its_own_place() {
        let (first, second) = (SqlError::new(ErrorKind::Syntax, "one"), SqlError::new(ErrorKind::Syntax, "two"));
        let mut places = places();
        places.keep(first.clone(), &[frame("migrations/a.zig", 1)]);
        places.keep(second.clone(), &[frame("migrations/a.zig", 2)]);
        places.keep(first.clone(), &[frame("migrations/a.zig", 3)]);
        assert_eq!(places.locate(first).extra(TRACE), Some("  at migrations/a.zig:3"), "the last counts");
        assert_eq!(places.locate(second).extra(TRACE), Some("  at migrations/a.zig:2"));
        let other = SqlError::new(ErrorKind::Conversion, "the guest's own");
        assert_eq!(places.locate(other.clone()), other);
    }

    #[test]
    fn a_trace_of_the_guest_stays() {
        let mut places = places();
        places.keep(SqlError::new(ErrorKind::Syntax, "one"), &[frame("migrations/a.zig", 1)]);
        let told = SqlError::new(ErrorKind::Syntax, "one").with_extra(TRACE, "  at migrations/a.py:9 in upgrade");
        assert_eq!(places.locate(told.clone()), told);
    }
}
