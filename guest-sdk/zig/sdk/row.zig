//! One row of a result.

const std = @import("std");
const batch_file = @import("batch.zig");
const failure = @import("failure.zig");
const types = @import("bindings.zig").types;
const value = @import("value.zig");
const Batch = batch_file.Batch;
const Error = failure.Error;
const Value = value.Value;

/// One row of a result. A row of a cursor, with its texts, lives until the next one is asked for.
pub const Row = struct {
    /// The columns. Those of `Database.queryOne` have no names.
    columns: []const types.Column,
    source: Source,

    const Source = union(enum) {
        values: []const Value,
        batch: struct { rows: *const Batch, place: usize },
    };

    /// How many columns.
    pub fn len(self: Row) usize {
        return switch (self.source) {
            .values => |values| values.len,
            .batch => |source| source.rows.columnCount(),
        };
    }

    /// Reads a column, by its place counted from 0 or by its name: `try row.get(i64, 0)`, `try row.get(?i64, "age")`.
    pub fn get(self: Row, comptime T: type, column: anytype) Error!T {
        const place = try self.placeOf(column);
        const found = self.at(place);
        return value.read(T, found) orelse
            failure.conversion("{s} holds {s} that cannot be read as {s}", .{ self.describe(place), @tagName(found), value.expected(T) });
    }

    /// The value of a column, by its place counted from 0.
    pub fn at(self: Row, place: usize) Value {
        return switch (self.source) {
            .values => |values| values[place],
            .batch => |source| source.rows.column(place).at(source.place),
        };
    }

    /// The row as a struct, whose fields are columns by name, or as a tuple, whose fields are columns by place:
    /// `const customer = try row.as(struct { id: i64, email: []const u8 });`.
    pub fn as(self: Row, comptime T: type) Error!T {
        const definition = @typeInfo(T).@"struct";
        var result: T = undefined;
        inline for (definition.field_names, definition.field_types, 0..) |name, Field, place| {
            @field(result, name) = try if (definition.is_tuple) self.get(Field, place) else self.get(Field, name);
        }
        return result;
    }

    fn placeOf(self: Row, column: anytype) Error!usize {
        switch (@typeInfo(@TypeOf(column))) {
            .int, .comptime_int => {
                if (column < self.len()) return column;
                return failure.conversion("the row has no column {d}; it has {d}", .{ column, self.len() });
            },
            else => {
                const name: []const u8 = column;
                for (self.columns, 0..) |candidate, place| if (std.mem.eql(u8, candidate.name, name)) return place;
                return failure.conversion("the row has no column `{s}`; it has {d}", .{ name, self.len() });
            },
        }
    }

    fn describe(self: Row, place: usize) []const u8 {
        if (place < self.columns.len) return self.columns[place].name;
        return "a column";
    }
};
