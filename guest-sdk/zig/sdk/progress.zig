//! Progress bars.

const bindings = @import("bindings.zig");
const runtime = @import("runtime.zig");

/// Opens a bar with a label; `total` is the number of units, where it is known.
///
///     var bar = aludel.progress.task("splitting addresses", 1_000);
///     defer bar.deinit();
///     bar.advance(100);
pub fn task(label: []const u8, total: ?u64) Task {
    return .{ .handle = bindings.progress.Task.init(label, total, runtime.callAllocator()) };
}

/// A unit of work with a bar.
pub const Task = struct {
    handle: bindings.progress.Task,

    /// Closes the bar.
    pub fn deinit(self: *Task) void {
        self.handle.drop();
        self.* = undefined;
    }

    /// Moves the bar on by so many units.
    pub fn advance(self: Task, units: u64) void {
        self.handle.advance(units, runtime.callAllocator());
    }

    /// Tells the number of units once it is known.
    pub fn setTotal(self: Task, total: u64) void {
        self.handle.setTotal(total, runtime.callAllocator());
    }
};
