//! Collecting rows in columnar form.

const std = @import("std");
const types = @import("bindings.zig").types;
const runtime = @import("runtime.zig");
const value = @import("value.zig");
const Allocator = std.mem.Allocator;
const Value = value.Value;

/// Collects rows, to give them to a statement or a bulk writer at once.
///
///     var rows = aludel.BatchBuilder.init(2);
///     defer rows.deinit();
///     rows.push(.{ 1, "Ada" });
pub const BatchBuilder = struct {
    columns: []ColumnBuilder,
    row_count: usize = 0,
    byte_count: usize = 0,

    /// A builder of rows with so many values.
    pub fn init(column_count: usize) BatchBuilder {
        const columns = runtime.backing.alloc(ColumnBuilder, column_count) catch @panic("out of memory");
        for (columns) |*column| column.* = .{};
        return .{ .columns = columns };
    }

    /// Gives the memory back.
    pub fn deinit(self: *BatchBuilder) void {
        for (self.columns) |*column| column.deinit();
        runtime.backing.free(self.columns);
        self.* = undefined;
    }

    /// Adds one row: a tuple, or a slice of values. Texts are copied.
    pub fn push(self: *BatchBuilder, row: anytype) void {
        const values = value.row(row);
        self.pushValues(value.slice(@TypeOf(row), &values));
    }

    /// Forgets the rows and keeps the memory.
    pub fn clear(self: *BatchBuilder) void {
        for (self.columns) |*column| column.clear();
        self.row_count = 0;
        self.byte_count = 0;
    }

    fn pushValues(self: *BatchBuilder, values: []const Value) void {
        if (values.len != self.columns.len) {
            std.debug.panic("a row of {d} values where {d} are wanted", .{ values.len, self.columns.len });
        }
        for (self.columns, values) |*column, item| {
            self.byte_count += column.push(item, self.row_count);
        }
        self.row_count += 1;
    }

    /// The rows as the host takes them, until the next is added. What has no layout of its own goes to the allocator.
    pub fn raw(self: *const BatchBuilder, allocator: Allocator) types.Batch {
        const columns = allocator.alloc(types.ColumnBatch, self.columns.len) catch @panic("out of memory");
        for (columns, self.columns) |*column, *builder| column.* = builder.raw(self.row_count, allocator);
        return .{ .row_count = @intCast(self.row_count), .columns = columns };
    }
};

/// One column. The first item that is not NULL decides on the layout; an item of another type turns the column into one
/// of single values, which holds everything and costs more to copy.
const ColumnBuilder = struct {
    layout: Layout = .undecided,
    nulls: std.ArrayList(u8) = .empty,
    small: std.ArrayList(u8) = .empty,
    ends: std.ArrayList(u32) = .empty,
    integers: std.ArrayList(i64) = .empty,
    reals: std.ArrayList(f64) = .empty,
    values: std.ArrayList(Value) = .empty,
    /// The texts of single values.
    arena: std.heap.ArenaAllocator = .init(runtime.backing),

    const Layout = enum { undecided, booleans, integers, reals, texts, blobs, values };

    fn deinit(self: *ColumnBuilder) void {
        inline for (.{ "nulls", "small", "ends", "integers", "reals", "values" }) |name| @field(self, name).deinit(runtime.backing);
        self.arena.deinit();
    }

    fn clear(self: *ColumnBuilder) void {
        inline for (.{ "nulls", "small", "ends", "integers", "reals", "values" }) |name| @field(self, name).clearRetainingCapacity();
        _ = self.arena.reset(.retain_capacity);
        self.layout = .undecided;
    }

    /// Adds an item behind so many; gives about how many bytes it takes.
    fn push(self: *ColumnBuilder, item: Value, row: usize) usize {
        const wanted: Layout = switch (item) {
            .null => {
                self.pushNull(row);
                return 1;
            },
            .boolean => .booleans,
            .integer => .integers,
            .real => .reals,
            .text => .texts,
            .bytes => .blobs,
            else => .values,
        };
        if (self.layout == .undecided) self.decide(wanted, row);
        if (self.layout != wanted) self.turnIntoValues(row);
        return self.append(item);
    }

    fn append(self: *ColumnBuilder, item: Value) usize {
        switch (self.layout) {
            .undecided => unreachable,
            .booleans => add(u8, &self.small, @intFromBool(item.boolean)),
            .integers => add(i64, &self.integers, item.integer),
            .reals => add(f64, &self.reals, item.real),
            .texts => return self.appendPacked(item.text),
            .blobs => return self.appendPacked(item.bytes),
            .values => {
                const copy = @import("canonical.zig").copy(Value, item, self.arena.allocator()) catch @panic("out of memory");
                add(Value, &self.values, copy);
                return 32 + textLength(item);
            },
        }
        return 8;
    }

    fn appendPacked(self: *ColumnBuilder, data: []const u8) usize {
        self.small.appendSlice(runtime.backing, data) catch @panic("out of memory");
        add(u32, &self.ends, @intCast(self.small.items.len));
        return data.len + 4;
    }

    fn pushNull(self: *ColumnBuilder, row: usize) void {
        while (self.nulls.items.len <= row / 8) add(u8, &self.nulls, 0);
        self.nulls.items[row / 8] |= @as(u8, 1) << @intCast(row % 8);
        self.pushBlank();
    }

    fn pushBlank(self: *ColumnBuilder) void {
        switch (self.layout) {
            .undecided => {},
            .booleans => add(u8, &self.small, 0),
            .integers => add(i64, &self.integers, 0),
            .reals => add(f64, &self.reals, 0),
            .texts, .blobs => add(u32, &self.ends, @intCast(self.small.items.len)),
            .values => add(Value, &self.values, .null),
        }
    }

    fn decide(self: *ColumnBuilder, layout: Layout, row: usize) void {
        self.layout = layout;
        for (0..row) |_| self.pushBlank();
    }

    fn turnIntoValues(self: *ColumnBuilder, row_count: usize) void {
        const before = self.raw(row_count, self.arena.allocator());
        const column: @import("batch.zig").Column = .{ .raw = &before, .row_count = row_count };
        for (0..row_count) |row| {
            const copy = @import("canonical.zig").copy(Value, column.at(row), self.arena.allocator());
            add(Value, &self.values, copy catch @panic("out of memory"));
        }
        self.layout = .values;
    }

    fn raw(self: *const ColumnBuilder, row_count: usize, allocator: Allocator) types.ColumnBatch {
        const nulls = if (self.nulls.items.len == 0) &.{} else allBits(self.nulls.items, row_count, allocator);
        return .{ .nulls = nulls, .data = switch (self.layout) {
            .undecided => .{ .values = allNull(row_count, allocator) },
            .booleans => .{ .booleans = self.small.items },
            .integers => .{ .integers = self.integers.items },
            .reals => .{ .reals = self.reals.items },
            .texts => .{ .texts = .{ .ends = self.ends.items, .data = self.small.items } },
            .blobs => .{ .blobs = .{ .ends = self.ends.items, .data = self.small.items } },
            .values => .{ .values = self.values.items },
        } };
    }
};

/// One bit a row for all rows: the bits are kept as far as the last NULL only.
fn allBits(nulls: []const u8, row_count: usize, allocator: Allocator) []const u8 {
    const bits = allocator.alloc(u8, (row_count + 7) / 8) catch @panic("out of memory");
    @memset(bits, 0);
    @memcpy(bits[0..nulls.len], nulls);
    return bits;
}

fn allNull(row_count: usize, allocator: Allocator) []const Value {
    const values = allocator.alloc(Value, row_count) catch @panic("out of memory");
    @memset(values, .null);
    return values;
}

fn add(comptime T: type, list: *std.ArrayList(T), item: T) void {
    list.append(runtime.backing, item) catch @panic("out of memory");
}

fn textLength(item: Value) usize {
    return switch (item) {
        .text, .json, .decimal, .bytes => |text| text.len,
        .foreign => |foreign| foreign.type_name.len + foreign.text.len,
        .text_array => |items| blk: {
            var length: usize = 0;
            for (items) |text| length += 8 + if (text) |present| present.len else 0;
            break :blk length;
        },
        inline .boolean_array, .integer_array, .real_array => |items| items.len * 16,
        else => 0,
    };
}

test "the first item decides, NULLs before it are filled in, another type turns the column into values" {
    var rows = BatchBuilder.init(3);
    defer rows.deinit();
    rows.push(.{ null, "ab", 1 });
    rows.push(.{ 7, null, "two" });
    rows.push(.{ 8, "c", null });
    var arena: std.heap.ArenaAllocator = .init(std.testing.allocator);
    defer arena.deinit();
    const batch = rows.raw(arena.allocator());
    try std.testing.expectEqualSlices(i64, &.{ 0, 7, 8 }, batch.columns[0].data.integers);
    try std.testing.expectEqualSlices(u8, &.{1}, batch.columns[0].nulls);
    try std.testing.expectEqualSlices(u32, &.{ 2, 2, 3 }, batch.columns[1].data.texts.ends);
    try std.testing.expectEqual(1, batch.columns[2].data.values[0].integer);
    try std.testing.expectEqualStrings("two", batch.columns[2].data.values[1].text);
    try std.testing.expectEqual(Value.null, batch.columns[2].data.values[2]);
}
