//! The database handle.

const std = @import("std");
const bindings = @import("bindings.zig");
const failure = @import("failure.zig");
const runtime = @import("runtime.zig");
const value = @import("value.zig");
const BulkWriter = @import("bulk.zig").BulkWriter;
const Cursor = @import("cursor.zig").Cursor;
const Row = @import("row.zig").Row;
const Savepoint = @import("savepoint.zig").Savepoint;
const Statement = @import("statement.zig").Statement;
const Error = failure.Error;

/// What is known about the server.
pub const DatabaseInfo = bindings.database.DatabaseInfo;
/// The kind of server.
pub const Dialect = bindings.database.Dialect;
/// What a statement did.
pub const Outcome = bindings.types.Outcome;

/// The database that the migration works on.
///
/// Every statement runs in the transaction of the step, unless the migration's header says `transaction = false`. One
/// call takes one statement; placeholders are those of the database, see `placeholder`. Parameters are a tuple:
/// `.{ 1, "Ada", null }`.
pub const Database = struct {
    handle: bindings.database.Database,
    /// Memory that lives as long as the step, and is given back with it.
    arena: std.mem.Allocator,

    /// What is known about the server, without asking it.
    pub fn info(self: *Database) DatabaseInfo {
        return self.handle.info(self.arena);
    }

    /// The kind of server.
    pub fn dialect(self: *Database) Dialect {
        return self.handle.info(runtime.callAllocator()).dialect;
    }

    /// Whether the server has a feature: `returning`, `drop-column`, `arrays`, `check-constraints`. Unknown: false.
    pub fn supports(self: *Database, feature: []const u8) bool {
        return self.handle.supports(feature, runtime.callAllocator());
    }

    /// Quotes one identifier by the rules of the server.
    pub fn quote(self: *Database, identifier: []const u8) []const u8 {
        return self.handle.quote(identifier, self.arena);
    }

    /// The server's text of parameter `index`, counted from 1: `$1` on PostgreSQL, `?` on MySQL.
    pub fn placeholder(self: *Database, index: u32) []const u8 {
        return self.handle.placeholder(index, self.arena);
    }

    /// The placeholders of so many parameters, as a row of values needs them: `$1, $2, $3`.
    pub fn placeholders(self: *Database, count: u32) []const u8 {
        var list: std.ArrayList(u8) = .empty;
        for (0..count) |place| {
            if (place > 0) list.appendSlice(self.arena, ", ") catch @panic("out of memory");
            list.appendSlice(self.arena, self.placeholder(@intCast(place + 1))) catch @panic("out of memory");
        }
        return list.items;
    }

    /// A text in memory of the step, for a statement that is put together.
    pub fn format(self: *Database, comptime text: []const u8, arguments: anytype) []const u8 {
        return std.fmt.allocPrint(self.arena, text, arguments) catch @panic("out of memory");
    }

    /// Runs one statement and drops its rows.
    pub noinline fn execute(self: *Database, sql: []const u8, parameters: anytype) Error!Outcome {
        const values = value.row(parameters);
        return failure.check(self.handle.execute(sql, value.slice(@TypeOf(parameters), &values), runtime.callAllocator()));
    }

    /// Runs several statements divided by semicolons, without parameters.
    pub noinline fn executeScript(self: *Database, sql: []const u8) Error!void {
        return failure.check(self.handle.executeScript(sql, runtime.callAllocator()));
    }

    /// Runs one statement and streams its rows.
    pub noinline fn query(self: *Database, sql: []const u8, parameters: anytype) Error!Cursor {
        const values = value.row(parameters);
        const answer = self.handle.query(sql, value.slice(@TypeOf(parameters), &values), runtime.callAllocator());
        return Cursor.init(try failure.check(answer));
    }

    /// The first row, if there is one. Its columns have no names: they are read by their places. It lives as long as the
    /// step.
    pub noinline fn queryOne(self: *Database, sql: []const u8, parameters: anytype) Error!?Row {
        const values = value.row(parameters);
        const found = try failure.check(self.handle.queryOne(sql, value.slice(@TypeOf(parameters), &values), self.arena));
        return if (found) |row| .{ .columns = &.{}, .source = .{ .values = row } } else null;
    }

    /// The first column of the first row; no row is an error.
    pub noinline fn queryScalar(self: *Database, comptime T: type, sql: []const u8, parameters: anytype) Error!T {
        const row = try self.queryOne(sql, parameters) orelse return self.fail("the query gave no row: {s}", .{sql});
        return row.get(T, 0);
    }

    /// Prepares a statement that runs many times.
    pub noinline fn prepare(self: *Database, sql: []const u8) Error!Statement {
        return .{ .handle = try failure.check(self.handle.prepare(sql, runtime.callAllocator())) };
    }

    /// Writes many rows into a table of the default schema, the fastest way that the database has.
    pub noinline fn bulkInsert(self: *Database, table: []const u8, columns: []const []const u8) Error!BulkWriter {
        return self.bulkInsertInto(null, table, columns);
    }

    /// As `bulkInsert`, into a table of a named schema.
    pub noinline fn bulkInsertInto(self: *Database, schema: ?[]const u8, table: []const u8, columns: []const []const u8) Error!BulkWriter {
        const answer = self.handle.bulkInsert(schema, table, columns, runtime.callAllocator());
        return BulkWriter.init(try failure.check(answer), columns.len);
    }

    /// Changes many rows of a table of the default schema, found by key: each row holds the values of `keys`, then those
    /// of `columns`.
    pub noinline fn bulkUpdate(self: *Database, table: []const u8, keys: []const []const u8, columns: []const []const u8) Error!BulkWriter {
        return self.bulkUpdateIn(null, table, keys, columns);
    }

    /// As `bulkUpdate`, of a table of a named schema.
    pub noinline fn bulkUpdateIn(self: *Database, schema: ?[]const u8, table: []const u8, keys: []const []const u8, columns: []const []const u8) Error!BulkWriter {
        const answer = self.handle.bulkUpdate(schema, table, keys, columns, runtime.callAllocator());
        return BulkWriter.init(try failure.check(answer), keys.len + columns.len);
    }

    /// Opens a savepoint: `defer savepoint.deinit()` undoes what was done since, unless it was released.
    pub noinline fn savepoint(self: *Database) Error!Savepoint {
        return .{ .handle = try failure.check(self.handle.savepoint(runtime.callAllocator())) };
    }

    /// What the last failed call answered: the message, the server's codes, the extras.
    pub fn lastError(_: *Database) ?failure.DatabaseError {
        return failure.lastDatabaseError();
    }

    /// The error of a migration that has no way back: `return db.irreversible("the names are gone", .{});`.
    pub fn irreversible(_: *Database, comptime text: []const u8, arguments: anytype) Error {
        return failure.giveUp(error.Irreversible, text, arguments);
    }

    /// The error of a migration whose data is not as it needs it: `return db.precondition("{d} orders are open", .{n});`.
    pub fn precondition(_: *Database, comptime text: []const u8, arguments: anytype) Error {
        return failure.giveUp(error.Precondition, text, arguments);
    }

    /// The error of a migration that gives up for any other reason.
    pub fn fail(_: *Database, comptime text: []const u8, arguments: anytype) Error {
        return failure.giveUp(error.Failed, text, arguments);
    }
};
