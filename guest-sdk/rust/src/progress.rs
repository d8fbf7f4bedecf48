//! Progress bars.

use crate::bindings::aludel::migration::progress;

/// Opens a bar with a label; `total` is the number of units, where it is known.
///
/// ```no_run
/// use aludel_guest::progress;
///
/// let task = progress::task("splitting addresses", Some(1_000));
/// for _ in 0..10 {
///     task.advance(100);
/// }
/// ```
pub fn task(label: &str, total: Option<u64>) -> Task {
    Task { handle: progress::Task::new(label, total) }
}

/// A unit of work with a bar. Dropping it closes the bar.
#[derive(Debug)]
pub struct Task {
    handle: progress::Task,
}

impl Task {
    /// Moves the bar on by so many units.
    pub fn advance(&self, units: u64) {
        self.handle.advance(units);
    }

    /// Tells the number of units once it is known.
    pub fn set_total(&self, total: u64) {
        self.handle.set_total(total);
    }
}
