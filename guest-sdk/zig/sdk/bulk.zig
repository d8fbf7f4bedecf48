//! Writing many rows.

const bindings = @import("bindings.zig");
const failure = @import("failure.zig");
const runtime = @import("runtime.zig");
const BatchBuilder = @import("batch_builder.zig").BatchBuilder;
const Batch = @import("batch.zig").Batch;

/// How many rows are collected before they go to the host.
const flush_rows = 10_000;
/// How many bytes of values are collected before they go to the host.
const flush_bytes = 4 << 20;

/// Writes many rows, collected in large batches.
///
///     var countries = try db.bulkInsert("countries", &.{ "code", "name" });
///     defer countries.deinit();
///     try countries.push(.{ "DE", "Germany" });
///     _ = try countries.finish();
///
/// Without `finish`, `deinit` undoes what was written.
pub const BulkWriter = struct {
    handle: ?bindings.database.BulkWriter,
    pending: BatchBuilder,

    /// Takes a handle over.
    pub fn init(handle: bindings.database.BulkWriter, column_count: usize) BulkWriter {
        return .{ .handle = handle, .pending = .init(column_count) };
    }

    /// Gives the memory back, and undoes what was written unless it was finished.
    pub fn deinit(self: *BulkWriter) void {
        if (self.handle) |handle| handle.drop();
        self.pending.deinit();
        self.* = undefined;
    }

    /// Writes one row: its values in the order of the columns, after the keys where there are keys.
    pub noinline fn push(self: *BulkWriter, row: anytype) failure.Error!void {
        self.pending.push(row);
        if (self.pending.row_count >= flush_rows or self.pending.byte_count >= flush_bytes) try self.flush();
    }

    /// Writes rows that were collected apart.
    pub noinline fn writeRows(self: *BulkWriter, rows: *const BatchBuilder) failure.Error!void {
        try self.flush();
        const allocator = runtime.callAllocator();
        return failure.check(self.open().writeBatch(rows.raw(allocator), allocator));
    }

    /// Writes rows as a cursor gave them.
    pub noinline fn writeBatch(self: *BulkWriter, rows: *const Batch) failure.Error!void {
        try self.flush();
        return failure.check(self.open().writeBatch(rows.raw, runtime.callAllocator()));
    }

    /// Ends the writing; gives the rows written in all.
    pub noinline fn finish(self: *BulkWriter) failure.Error!u64 {
        try self.flush();
        const handle = self.open();
        self.handle = null;
        return failure.check(bindings.database.BulkWriter.finish(handle, runtime.callAllocator()));
    }

    fn open(self: *BulkWriter) bindings.database.BulkWriter {
        return self.handle orelse @panic("the writer is finished already");
    }

    fn flush(self: *BulkWriter) failure.Error!void {
        if (self.pending.row_count == 0) return;
        const allocator = runtime.callAllocator();
        const written = failure.check(self.open().writeBatch(self.pending.raw(allocator), allocator));
        self.pending.clear();
        return written;
    }
};
