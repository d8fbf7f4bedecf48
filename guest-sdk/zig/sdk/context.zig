//! About the run that the migration is part of. What is given lives as long as the step.

const bindings = @import("bindings.zig");
const runtime = @import("runtime.zig");
const host = bindings.context;

/// Whether this is an upgrade, a downgrade or a verification.
pub const Phase = host.Phase;

/// The revision being applied.
pub fn revision() []const u8 {
    return host.revision(runtime.stepAllocator());
}

/// Whether this is an upgrade, a downgrade or a verification.
pub fn phase() Phase {
    return host.currentPhase(runtime.callAllocator());
}

/// Whether SQL is only written out, so that queries have no answer.
pub fn offline() bool {
    return host.offline(runtime.callAllocator());
}

/// The value of `-x name=value`, if it was given.
pub fn argument(name: []const u8) ?[]const u8 {
    return host.argument(name, runtime.stepAllocator());
}

/// The name and the value of one `-x name=value`.
pub const Argument = struct { []const u8, []const u8 };

/// All of `-x name=value`, in the order of the command line.
pub fn arguments() []const Argument {
    const given = host.arguments(runtime.stepAllocator());
    const list = runtime.stepAllocator().alloc(Argument, given.len) catch @panic("out of memory");
    for (list, given) |*item, pair| item.* = .{ pair[0], pair[1] };
    return list;
}

/// The tag given with `--tag`.
pub fn tag() ?[]const u8 {
    return host.tag(runtime.stepAllocator());
}

/// The content of this component's own custom section `aludel:NAME`: data that travels beside the code.
pub fn section(name: []const u8) ?[]const u8 {
    return host.section(name, runtime.stepAllocator());
}
