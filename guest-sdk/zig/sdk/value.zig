//! What goes into a statement and what comes out of a row.

const std = @import("std");
const types = @import("bindings.zig").types;

/// One SQL value.
pub const Value = types.Value;
/// A calendar day.
pub const Date = types.Date;
/// A time of day without zone.
pub const Time = types.Time;
/// A point on the wall clock; without zone unless it is in a `Timestamptz`.
pub const DateTime = types.DateTime;
/// Months, days and microseconds, which have no fixed length in one another.
pub const Interval = types.Interval;
/// 128 bits.
pub const Uuid = types.Uuid;
/// A value of a type of the server's own, as text.
pub const ForeignValue = types.ForeignValue;

/// A number in base ten, without an exponent: `-12.3400`.
pub const Decimal = struct { text: []const u8 };
/// Bytes, where plain `[]const u8` is text.
pub const Bytes = struct { data: []const u8 };
/// A JSON document as text.
pub const Json = struct { text: []const u8 };
/// A point in time, in UTC.
pub const Timestamptz = struct { utc: DateTime };

/// A decimal as a parameter: `aludel.decimal("12.50")`.
pub fn decimal(text: []const u8) Value {
    return .{ .decimal = text };
}

/// Bytes as a parameter; a plain `[]const u8` is text.
pub fn bytes(data: []const u8) Value {
    return .{ .bytes = data };
}

/// A JSON document as a parameter.
pub fn json(text: []const u8) Value {
    return .{ .json = text };
}

/// A point in time as a parameter, in UTC.
pub fn timestamptz(utc: DateTime) Value {
    return .{ .timestamptz = utc };
}

/// The values of a tuple, `.{ 1, "Ada", null }`, or of a slice of values.
pub fn row(parameters: anytype) Row(@TypeOf(parameters)) {
    const T = @TypeOf(parameters);
    if (comptime isSlice(T)) return parameters;
    const fields = comptime tupleFields(T);
    var values: [fields.len]Value = undefined;
    inline for (fields, 0..) |name, place| values[place] = from(@field(parameters, name));
    return values;
}

/// What `row` makes: a slice stays one, a tuple turns into an array.
pub fn Row(comptime T: type) type {
    return if (isSlice(T)) []const Value else [tupleFields(T).len]Value;
}

/// The values of `row` as a slice.
pub fn slice(comptime T: type, values: *const Row(T)) []const Value {
    return if (comptime isSlice(T)) values.* else values;
}

fn isSlice(comptime T: type) bool {
    return switch (@typeInfo(T)) {
        .pointer => |pointer| switch (pointer.size) {
            .slice => pointer.child == Value,
            .one => @typeInfo(pointer.child) == .array and @typeInfo(pointer.child).array.child == Value,
            else => false,
        },
        else => false,
    };
}

fn tupleFields(comptime T: type) []const [:0]const u8 {
    return switch (@typeInfo(T)) {
        .@"struct" => |definition| definition.field_names,
        else => @compileError("parameters are a tuple, as in .{ 1, \"Ada\" }, and no " ++ @typeName(T)),
    };
}

/// The value of a Zig value: integers, floats, booleans, text, null, optionals and the types of this file.
pub fn from(value: anytype) Value {
    const T = @TypeOf(value);
    return switch (T) {
        Value => value,
        Date => .{ .date = value },
        Time => .{ .time = value },
        DateTime => .{ .timestamp = value },
        Timestamptz => .{ .timestamptz = value.utc },
        Interval => .{ .interval = value },
        Uuid => .{ .uuid = value },
        ForeignValue => .{ .foreign = value },
        Decimal => .{ .decimal = value.text },
        Bytes => .{ .bytes = value.data },
        Json => .{ .json = value.text },
        []const ?bool => .{ .boolean_array = value },
        []const ?i64 => .{ .integer_array = value },
        []const ?f64 => .{ .real_array = value },
        []const ?[]const u8 => .{ .text_array = value },
        else => switch (@typeInfo(T)) {
            .null => .null,
            .optional => if (value) |payload| from(payload) else .null,
            .bool => .{ .boolean = value },
            .int, .comptime_int => fromInteger(value),
            .float, .comptime_float => .{ .real = value },
            .@"enum" => .{ .text = @tagName(value) },
            .pointer => .{ .text = value },
            else => @compileError("no SQL value: " ++ @typeName(T)),
        },
    };
}

fn fromInteger(value: anytype) Value {
    return if (std.math.cast(i64, value)) |integer| .{ .integer = integer } else .{ .unsigned_integer = @intCast(value) };
}

/// What a Zig type expects of a value, as messages name it.
pub fn expected(comptime T: type) []const u8 {
    return switch (T) {
        []const u8 => "text",
        Bytes => "bytes",
        Decimal => "a decimal",
        Json => "JSON",
        Uuid => "a UUID",
        Date => "a date",
        Time => "a time",
        DateTime => "a timestamp without zone",
        Timestamptz => "a timestamp with zone",
        Interval => "an interval",
        else => switch (@typeInfo(T)) {
            .optional => |optional| expected(optional.child),
            .bool => "a boolean",
            .int => "an integer",
            .float => "a floating-point number",
            else => "a value",
        },
    };
}

/// Reads a value as a Zig type, without loss; null when it is of another kind or out of range. NULL is read as an
/// optional only.
pub fn read(comptime T: type, value: Value) ?T {
    return switch (T) {
        Value => value,
        []const u8 => switch (value) {
            .text, .json, .decimal, .bytes => |text| text,
            .foreign => |foreign| foreign.text,
            else => null,
        },
        Bytes => if (value == .bytes) .{ .data = value.bytes } else null,
        Json => switch (value) {
            .json, .text => |text| .{ .text = text },
            else => null,
        },
        Decimal => switch (value) {
            .decimal, .text => |text| .{ .text = text },
            else => null,
        },
        Date => if (value == .date) value.date else null,
        Time => if (value == .time) value.time else null,
        DateTime => if (value == .timestamp) value.timestamp else null,
        Timestamptz => if (value == .timestamptz) .{ .utc = value.timestamptz } else null,
        Interval => if (value == .interval) value.interval else null,
        Uuid => if (value == .uuid) value.uuid else null,
        ForeignValue => if (value == .foreign) value.foreign else null,
        []const ?bool => if (value == .boolean_array) value.boolean_array else null,
        []const ?i64 => if (value == .integer_array) value.integer_array else null,
        []const ?f64 => if (value == .real_array) value.real_array else null,
        []const ?[]const u8 => if (value == .text_array) value.text_array else null,
        else => readNumber(T, value),
    };
}

fn readNumber(comptime T: type, value: Value) ?T {
    return switch (@typeInfo(T)) {
        .optional => |optional| if (value == .null) @as(T, null) else read(optional.child, value),
        .bool => switch (value) {
            .boolean => |boolean| boolean,
            .integer => |integer| if (integer == 0 or integer == 1) integer == 1 else null,
            else => null,
        },
        .int => switch (value) {
            .integer => |integer| std.math.cast(T, integer),
            .unsigned_integer => |integer| std.math.cast(T, integer),
            .boolean => |boolean| @intFromBool(boolean),
            else => null,
        },
        .float => switch (value) {
            .real => |real| @floatCast(real),
            .integer => |integer| exactReal(T, integer),
            .decimal => |text| std.fmt.parseFloat(T, text) catch null,
            else => null,
        },
        else => @compileError("no SQL value is read as " ++ @typeName(T)),
    };
}

fn exactReal(comptime T: type, integer: i64) ?T {
    const exact_max = 1 << std.math.floatMantissaBits(T);
    return if (@abs(integer) <= exact_max) @floatFromInt(integer) else null;
}

test "a tuple turns into values" {
    const name: ?[]const u8 = null;
    const values = row(.{ 1, "Ada", name, 2.5, true, @as(u64, std.math.maxInt(u64)), bytes("x") });
    try std.testing.expectEqual(@as(i64, 1), values[0].integer);
    try std.testing.expectEqualStrings("Ada", values[1].text);
    try std.testing.expectEqual(Value.null, values[2]);
    try std.testing.expectEqual(2.5, values[3].real);
    try std.testing.expectEqual(true, values[4].boolean);
    try std.testing.expectEqual(std.math.maxInt(u64), values[5].unsigned_integer);
    try std.testing.expectEqualStrings("x", values[6].bytes);
}

test "values are read without loss" {
    try std.testing.expectEqual(255, read(u8, .{ .integer = 255 }));
    try std.testing.expectEqual(null, read(u8, .{ .integer = 256 }));
    try std.testing.expectEqual(null, read(i64, .{ .text = "7" }));
    try std.testing.expectEqual(true, read(bool, .{ .integer = 1 }));
    try std.testing.expectEqual(null, read(f64, .{ .integer = std.math.maxInt(i64) }));
    try std.testing.expectEqual(@as(?i64, null), read(?i64, .null).?);
    try std.testing.expectEqual(null, read(i64, .null));
}
