//! Points to return to within the transaction of a step.

const bindings = @import("bindings.zig");
const failure = @import("failure.zig");
const runtime = @import("runtime.zig");

/// An open savepoint. Unless it was released, `deinit` undoes what was done since.
///
///     var savepoint = try db.savepoint();
///     defer savepoint.deinit();
///     _ = try db.execute("CREATE UNIQUE INDEX customers_email ON customers (email)", .{});
///     try savepoint.release();
pub const Savepoint = struct {
    handle: ?bindings.database.Savepoint,

    /// Undoes what was done since, unless it was released or rolled back.
    pub fn deinit(self: *Savepoint) void {
        if (self.handle) |handle| handle.drop();
        self.handle = null;
    }

    /// Keeps what was done since.
    pub noinline fn release(self: *Savepoint) failure.Error!void {
        const handle = self.take();
        return failure.check(bindings.database.Savepoint.release(handle, runtime.callAllocator()));
    }

    /// Undoes what was done since.
    pub noinline fn rollback(self: *Savepoint) failure.Error!void {
        const handle = self.take();
        return failure.check(bindings.database.Savepoint.rollback(handle, runtime.callAllocator()));
    }

    fn take(self: *Savepoint) bindings.database.Savepoint {
        defer self.handle = null;
        return self.handle orelse @panic("the savepoint has ended already");
    }
};
