//! The rows of a running query.

const std = @import("std");
const bindings = @import("bindings.zig");
const failure = @import("failure.zig");
const runtime = @import("runtime.zig");
const Batch = @import("batch.zig").Batch;
const Row = @import("row.zig").Row;

/// How many rows an iteration asks the host for at once.
const page_rows = 1_000;

/// The rows of a running query, fetched page by page.
///
///     var rows = try db.query("SELECT id, name FROM customers", .{});
///     defer rows.deinit();
///     while (try rows.next()) |row| {
///         const id, const name = try row.as(struct { i64, []const u8 });
///     }
///
/// Statements may run while it is open.
pub const Cursor = struct {
    handle: bindings.database.Cursor,
    /// The columns of the result.
    columns: []const bindings.types.Column,
    /// How many rows `next` fetches at once.
    page_rows: u32 = page_rows,
    arena: std.heap.ArenaAllocator,
    page: Batch = .{ .raw = .{ .row_count = 0 } },
    place: usize = 0,

    /// Takes a handle over.
    pub fn init(handle: bindings.database.Cursor) Cursor {
        const columns = runtime.kept([]const bindings.types.Column, handle.columns(runtime.callAllocator()));
        return .{ .handle = handle, .columns = columns, .arena = .init(runtime.backing) };
    }

    /// Closes the query.
    pub fn deinit(self: *Cursor) void {
        self.handle.drop();
        self.arena.deinit();
        self.* = undefined;
    }

    /// The next row, or null at the end. It lives until the next call.
    pub noinline fn next(self: *Cursor) failure.Error!?Row {
        if (self.place == self.page.rowCount()) {
            if (try self.nextBatch(self.page_rows) == null) return null;
        }
        defer self.place += 1;
        return .{ .columns = self.columns, .source = .{ .batch = .{ .rows = &self.page, .place = self.place } } };
    }

    /// The next rows in columnar form, or null at the end: the fastest way through a large result. They live until the
    /// next call. The host may give fewer, to stay within its limits.
    pub noinline fn nextBatch(self: *Cursor, rows_max: u32) failure.Error!?*const Batch {
        _ = self.arena.reset(.retain_capacity);
        self.place = 0;
        self.page.raw.row_count = 0;
        self.page.raw = try failure.check(self.handle.nextBatch(rows_max, self.arena.allocator()));
        return if (self.page.raw.row_count == 0) null else &self.page;
    }
};
