//! Why a statement failed, or a migration gives up.

const std = @import("std");
const bindings = @import("bindings.zig");
const runtime = @import("runtime.zig");
const types = bindings.types;

/// What the database, or the host in its place, answered: `kind`, `message`, `sqlstate`, `native_code`, `extras`.
pub const DatabaseError = types.Error;
/// The kind of a database error.
pub const ErrorKind = types.ErrorKind;

/// The errors of this library: one a kind of database error, and those that a migration gives up with.
pub const Error = error{
    Connection,
    Syntax,
    ConstraintViolation,
    UndefinedObject,
    DuplicateObject,
    PermissionDenied,
    SerializationFailure,
    Deadlock,
    Timeout,
    Cancelled,
    LimitExceeded,
    Denied,
    Offline,
    Conversion,
    Unsupported,
    /// A database error of no kind that has a name.
    DatabaseFailed,
    /// There is no way back from this revision.
    Irreversible,
    /// The data is not as the migration needs it.
    Precondition,
    /// Anything else.
    Failed,
};

/// What the last failed call answered, until the next one fails.
var last_database_error: ?DatabaseError = null;
/// What the migration said when it gave up.
var last_message: []const u8 = "";

/// What the last failed call answered.
pub fn lastDatabaseError() ?DatabaseError {
    return last_database_error;
}

/// The value of an answer of the host; its error is kept for `lastDatabaseError`.
///
/// What calls the host for a migration is `noinline`: the host then finds the line of the migration on the stack, and shows it
/// with an error that ends the step.
pub fn check(answer: anytype) Error!@FieldType(@TypeOf(answer), "ok") {
    switch (answer) {
        .ok => |value| return value,
        .err => |failed| {
            last_database_error = runtime.kept(DatabaseError, failed);
            return errorOf(failed.kind);
        },
    }
}

/// The error of a value that could not be converted.
pub fn conversion(comptime format: []const u8, arguments: anytype) Error {
    last_database_error = .{ .kind = .conversion, .message = print(format, arguments) };
    return error.Conversion;
}

/// Keeps the message that the step fails with.
pub fn giveUp(reason: Error, comptime format: []const u8, arguments: anytype) Error {
    last_message = print(format, arguments);
    return reason;
}

/// The failure that the host is given for an error that the migration returned.
pub fn ofStep(returned: anyerror) bindings.failures.Failure {
    if (returned == error.Irreversible) return .{ .irreversible = last_message };
    if (returned == error.Precondition) return .{ .precondition = last_message };
    if (returned == error.Failed) return .{ .other = last_message };
    if (last_database_error) |failed| if (returned == errorOf(failed.kind)) return .{ .database = failed };
    return .{ .other = print("the migration returned error.{s}", .{@errorName(returned)}) };
}

fn errorOf(kind: ErrorKind) Error {
    return switch (kind) {
        .connection => error.Connection,
        .syntax => error.Syntax,
        .constraint_violation => error.ConstraintViolation,
        .undefined_object => error.UndefinedObject,
        .duplicate_object => error.DuplicateObject,
        .permission_denied => error.PermissionDenied,
        .serialization_failure => error.SerializationFailure,
        .deadlock => error.Deadlock,
        .timeout => error.Timeout,
        .cancelled => error.Cancelled,
        .limit_exceeded => error.LimitExceeded,
        .denied => error.Denied,
        .offline => error.Offline,
        .conversion => error.Conversion,
        .unsupported => error.Unsupported,
        .other => error.DatabaseFailed,
    };
}

fn print(comptime format: []const u8, arguments: anytype) []const u8 {
    return std.fmt.allocPrint(runtime.stepAllocator(), format, arguments) catch @panic("out of memory");
}
