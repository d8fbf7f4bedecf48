//! The memory of a step, and how a step begins and ends. No part of what a migration uses.

const std = @import("std");
const builtin = @import("builtin");
const canonical = @import("canonical.zig");
const bindings = @import("bindings.zig");
const Allocator = std.mem.Allocator;

/// What memory comes from. Tests run elsewhere than in WebAssembly.
pub const backing: Allocator = if (builtin.target.cpu.arch.isWasm()) std.heap.wasm_allocator else std.heap.page_allocator;

/// Lives as long as the step: what was given to the migration without an allocator of its own.
var step: std.heap.ArenaAllocator = .init(backing);
/// Lives as long as a call: the arguments in the host's layout, and answers that are copied from.
var call: std.heap.ArenaAllocator = .init(backing);

/// The allocator of the step.
pub fn stepAllocator() Allocator {
    return step.allocator();
}

/// The allocator of the next call. What the call before left there is gone.
pub fn callAllocator() Allocator {
    _ = call.reset(.retain_capacity);
    return call.allocator();
}

/// A copy that lives as long as the step.
pub fn kept(comptime T: type, value: T) T {
    return canonical.copy(T, value, step.allocator()) catch @panic("out of memory");
}

comptime {
    if (builtin.target.cpu.arch.isWasm()) @export(&canonical.reallocate, .{ .name = "cabi_realloc" });
}

/// Ends the step with a line of the log that says where: a trap by itself carries no text.
pub fn panicked(message: []const u8, _: ?usize) noreturn {
    // What fails while a panic is told cannot be told.
    if (telling) @trap();
    telling = true;
    var buffer: [64]u8 = undefined;
    var fixed: std.heap.FixedBufferAllocator = .init(&buffer);
    bindings.progress.logWith(.@"error", message, &.{}, fixed.allocator());
    @trap();
}

var telling = false;
