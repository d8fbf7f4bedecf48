//! Lines that the person at the terminal sees. `std.log` ends here too.

const std = @import("std");
const bindings = @import("bindings.zig");
const runtime = @import("runtime.zig");

/// How much a line matters.
pub const Level = bindings.progress.Level;

/// A line that matters only when the migration itself is looked into.
pub fn trace(comptime format: []const u8, arguments: anytype) void {
    write(.trace, format, arguments);
}

/// A line for `-v`.
pub fn debug(comptime format: []const u8, arguments: anytype) void {
    write(.debug, format, arguments);
}

/// A line.
pub fn info(comptime format: []const u8, arguments: anytype) void {
    write(.info, format, arguments);
}

/// A warning.
pub fn warn(comptime format: []const u8, arguments: anytype) void {
    write(.warn, format, arguments);
}

/// An error that does not end the migration.
pub fn err(comptime format: []const u8, arguments: anytype) void {
    write(.@"error", format, arguments);
}

/// A line with fields, which structured output shows by their names:
/// `log.with(.info, "customers without an address", .{ .count = 17 });`.
pub fn with(level: Level, message: []const u8, fields: anytype) void {
    const allocator = runtime.callAllocator();
    const names = comptime std.meta.fieldNames(@TypeOf(fields));
    var pairs: [names.len]Field = undefined;
    inline for (names, 0..) |name, place| pairs[place] = .{ name, text(@field(fields, name), allocator) };
    send(level, message, &pairs, allocator);
}

/// What `std.log` calls in a migration.
pub fn standard(comptime level: std.log.Level, comptime scope: @EnumLiteral(), comptime format: []const u8, arguments: anytype) void {
    const prefix = if (scope == .default) "" else "(" ++ @tagName(scope) ++ ") ";
    write(switch (level) {
        .err => .@"error",
        .warn => .warn,
        .info => .info,
        .debug => .debug,
    }, prefix ++ format, arguments);
}

const Field = @typeInfo(@typeInfo(@TypeOf(bindings.progress.logWith)).@"fn".param_types[2].?).pointer.child;

fn write(level: Level, comptime format: []const u8, arguments: anytype) void {
    const allocator = runtime.callAllocator();
    const message = std.fmt.allocPrint(allocator, format, arguments) catch @panic("out of memory");
    send(level, message, &.{}, allocator);
}

fn send(level: Level, message: []const u8, fields: []const Field, allocator: std.mem.Allocator) void {
    bindings.progress.logWith(level, message, fields, allocator);
}

fn text(field: anytype, allocator: std.mem.Allocator) []const u8 {
    const format = switch (@typeInfo(@TypeOf(field))) {
        .pointer => "{s}",
        .@"enum", .enum_literal => "{t}",
        else => "{any}",
    };
    return std.fmt.allocPrint(allocator, format, .{field}) catch @panic("out of memory");
}
