//! Migrations in Zig.
//!
//! A migration is one file with a header and two functions:
//!
//!     const aludel = @import("aludel");
//!
//!     pub fn upgrade(db: *aludel.Database) !void {
//!         _ = try db.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, text VARCHAR(200) NOT NULL)", .{});
//!     }
//!
//!     pub fn downgrade(db: *aludel.Database) !void {
//!         _ = try db.execute("DROP TABLE notes", .{});
//!     }
//!
//! A third one, `pub fn verify(db: *aludel.Database) !void`, runs after `upgrade` in the same transaction, and its error
//! undoes the step. Without `downgrade` there is no way back.

pub const context = @import("context.zig");
pub const log = @import("log.zig");
pub const progress = @import("progress.zig");
pub const schema = @import("schema.zig");

const batch = @import("batch.zig");
pub const Batch = batch.Batch;
pub const BatchColumn = batch.Column;
pub const BatchBuilder = @import("batch_builder.zig").BatchBuilder;
pub const BulkWriter = @import("bulk.zig").BulkWriter;
pub const Cursor = @import("cursor.zig").Cursor;
pub const Row = @import("row.zig").Row;
pub const Savepoint = @import("savepoint.zig").Savepoint;
pub const Statement = @import("statement.zig").Statement;

const database = @import("database.zig");
pub const Database = database.Database;
pub const DatabaseInfo = database.DatabaseInfo;
pub const Dialect = database.Dialect;
pub const Outcome = database.Outcome;

const failure = @import("failure.zig");
pub const DatabaseError = failure.DatabaseError;
pub const Error = failure.Error;
pub const ErrorKind = failure.ErrorKind;

const value = @import("value.zig");
pub const Bytes = value.Bytes;
pub const Date = value.Date;
pub const DateTime = value.DateTime;
pub const Decimal = value.Decimal;
pub const ForeignValue = value.ForeignValue;
pub const Interval = value.Interval;
pub const Json = value.Json;
pub const Time = value.Time;
pub const Timestamptz = value.Timestamptz;
pub const Uuid = value.Uuid;
pub const Value = value.Value;
pub const bytes = value.bytes;
pub const decimal = value.decimal;
pub const json = value.json;
pub const timestamptz = value.timestamptz;

/// What the root of a migration is made of; no part of what a migration uses.
pub const entry = @import("entry.zig");

test {
    _ = @import("bindings.zig");
    _ = @import("batch_builder.zig");
    _ = value;
}
