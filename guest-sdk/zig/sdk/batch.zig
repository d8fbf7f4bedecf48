//! Rows in columnar form: the values of each column lie together.

const std = @import("std");
const types = @import("bindings.zig").types;
const value = @import("value.zig");
const Value = value.Value;

/// Many rows of a result, in columnar form. It lives until the cursor gives the next one.
pub const Batch = struct {
    raw: types.Batch,

    /// How many rows.
    pub fn rowCount(self: Batch) usize {
        return self.raw.row_count;
    }

    /// How many columns.
    pub fn columnCount(self: Batch) usize {
        return self.raw.columns.len;
    }

    /// A column, to read one item of it after the other.
    pub fn column(self: *const Batch, place: usize) Column {
        return .{ .raw = &self.raw.columns[place], .row_count = self.raw.row_count };
    }

    /// The integers of a column as they lie in memory, where it holds integers: what stands for a NULL is 0.
    pub fn integers(self: Batch, place: usize) ?[]const i64 {
        return if (self.raw.columns[place].data == .integers) self.raw.columns[place].data.integers else null;
    }

    /// The floating-point numbers of a column as they lie in memory, where it holds such: what stands for a NULL is 0.
    pub fn reals(self: Batch, place: usize) ?[]const f64 {
        return if (self.raw.columns[place].data == .reals) self.raw.columns[place].data.reals else null;
    }
};

/// One column of a batch.
pub const Column = struct {
    raw: *const types.ColumnBatch,
    row_count: usize,

    /// Whether the item of a row is NULL.
    pub fn isNull(self: Column, row: usize) bool {
        const nulls = self.raw.nulls;
        if (row / 8 < nulls.len and nulls[row / 8] >> @intCast(row % 8) & 1 == 1) return true;
        return self.raw.data == .values and self.raw.data.values[row] == .null;
    }

    /// The item of a row, read as a Zig type; null for NULL and for what cannot be read as that type.
    pub fn get(self: Column, comptime T: type, row: usize) ?T {
        return value.read(T, self.at(row));
    }

    /// The item of a row.
    pub fn at(self: Column, row: usize) Value {
        if (self.isNull(row)) return .null;
        return switch (self.raw.data) {
            .booleans => |items| .{ .boolean = items[row] != 0 },
            .integers => |items| .{ .integer = items[row] },
            .reals => |items| .{ .real = items[row] },
            .texts => |items| .{ .text = packedItem(items, row) },
            .blobs => |items| .{ .bytes = packedItem(items, row) },
            .values => |items| items[row],
        };
    }
};

fn packedItem(items: types.Packed, row: usize) []const u8 {
    const start = if (row == 0) 0 else items.ends[row - 1];
    return items.data[start..items.ends[row]];
}
