//! The exports of a migration.

const std = @import("std");
const bindings = @import("bindings.zig");
const canonical = @import("canonical.zig");
const failure = @import("failure.zig");
const log = @import("log.zig");
const runtime = @import("runtime.zig");
const Database = @import("database.zig").Database;

/// How panics end a migration.
pub const panic = std.debug.FullPanic(runtime.panicked);

/// Where `std.log` writes to. The host leaves out what nobody asked for.
pub const options: std.Options = .{ .logFn = log.standard, .log_level = .debug };

/// What an exported function answers.
const Ending = canonical.Result(void, bindings.failures.Failure);

/// Exports `upgrade`, `downgrade` and, where there is one, `verify`.
pub fn exportSteps(comptime migration: type) void {
    if (!@hasDecl(migration, "upgrade")) @compileError("a migration has a function `pub fn upgrade(db: *aludel.Database) !void`");
    @export(&Step(migration, "upgrade").run, .{ .name = "aludel:migration/revision@0.1.0#upgrade" });
    @export(&Step(migration, "downgrade").run, .{ .name = "aludel:migration/revision@0.1.0#downgrade" });
    if (@hasDecl(migration, "verify")) @export(&Step(migration, "verify").run, .{ .name = "aludel:migration/check@0.1.0#verify" });
}

fn Step(comptime migration: type, comptime name: []const u8) type {
    return struct {
        fn run(handle: i32) callconv(.c) usize {
            return finish(step, handle);
        }

        fn step(db: *Database) anyerror!void {
            if (comptime !@hasDecl(migration, name)) return db.irreversible("the migration has no " ++ name, .{});
            return @field(migration, name)(db);
        }
    };
}

fn finish(step: *const fn (*Database) anyerror!void, handle: i32) usize {
    var db: Database = .{ .handle = @fromBackingInt(@intCast(@as(u32, @bitCast(handle)))), .arena = runtime.stepAllocator() };
    const ending: Ending = if (step(&db)) .{ .ok = {} } else |returned| .{ .err = failure.ofStep(returned) };
    // What the host lends for a call is given back before it ends.
    db.handle.drop();
    return canonical.answer(Ending, ending, runtime.stepAllocator());
}
