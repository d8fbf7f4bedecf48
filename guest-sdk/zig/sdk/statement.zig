//! Prepared statements.

const bindings = @import("bindings.zig");
const failure = @import("failure.zig");
const runtime = @import("runtime.zig");
const value = @import("value.zig");
const BatchBuilder = @import("batch_builder.zig").BatchBuilder;
const Cursor = @import("cursor.zig").Cursor;

/// A prepared statement.
///
///     var insert = try db.prepare("INSERT INTO countries (code, name) VALUES (?1, ?2)");
///     defer insert.deinit();
///     _ = try insert.execute(.{ "DE", "Germany" });
pub const Statement = struct {
    handle: bindings.database.Statement,

    /// Closes it.
    pub fn deinit(self: *Statement) void {
        self.handle.drop();
        self.* = undefined;
    }

    /// Runs it once and drops its rows.
    pub noinline fn execute(self: Statement, parameters: anytype) failure.Error!bindings.types.Outcome {
        const values = value.row(parameters);
        return failure.check(self.handle.execute(value.slice(@TypeOf(parameters), &values), runtime.callAllocator()));
    }

    /// Runs it once and streams its rows.
    pub noinline fn query(self: Statement, parameters: anytype) failure.Error!Cursor {
        const values = value.row(parameters);
        const answer = self.handle.query(value.slice(@TypeOf(parameters), &values), runtime.callAllocator());
        return Cursor.init(try failure.check(answer));
    }

    /// Runs it once a row, in one call; gives the rows affected in all.
    pub noinline fn executeMany(self: Statement, rows: *const BatchBuilder) failure.Error!u64 {
        const allocator = runtime.callAllocator();
        return failure.check(self.handle.executeBatch(rows.raw(allocator), allocator));
    }
};
