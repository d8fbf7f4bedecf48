//! Generated from the interfaces in `wit`; changes are lost.
//!
//! The types and functions as the host has them. A migration uses those of `aludel.zig`.

const std = @import("std");
const canonical = @import("canonical.zig");
const Allocator = std.mem.Allocator;

/// The interface `aludel:sql/types@0.1.0`.
pub const types = struct {
    /// A calendar day of the proleptic Gregorian calendar.
    pub const Date = struct {
        year: i32,
        month: u8,
        day: u8,
    };
    /// A time of day without zone.
    pub const Time = struct {
        hour: u8,
        minute: u8,
        second: u8,
        nanosecond: u32,
    };
    /// A point on the wall clock. Zone-less in `timestamp`, UTC in `timestamptz`.
    pub const DateTime = struct {
        date: types.Date,
        time: types.Time,
    };
    /// Kept in three parts because months and days have no fixed length.
    pub const Interval = struct {
        months: i32,
        days: i32,
        microseconds: i64,
    };
    /// 128 bits, most significant half first.
    pub const Uuid = struct {
        high: u64,
        low: u64,
    };
    /// A value of a type that has no case of its own, in the server's own text
    /// form: PostgreSQL ranges, `infinity`, inet, hstore; MySQL zero dates, sets.
    pub const ForeignValue = struct {
        type_name: []const u8,
        text: []const u8,
    };
    /// One SQL value. Integers and floats of every width share one case each;
    /// the width is in `column.type-name`. The array cases carry
    /// one-dimensional arrays; an array of any other element type travels as
    /// `text-array`, one of more dimensions as `foreign`.
    pub const Value = union(enum(u8)) {
        null,
        boolean: bool,
        integer: i64,
        /// Only for values over the range of `integer` (MySQL BIGINT UNSIGNED).
        unsigned_integer: u64,
        real: f64,
        /// Base ten, no exponent: `-12.3400`. Trailing zeros are the scale.
        decimal: []const u8,
        text: []const u8,
        bytes: []const u8,
        /// A JSON document as text, byte for byte as the server gave it.
        json: []const u8,
        uuid: types.Uuid,
        date: types.Date,
        time: types.Time,
        timestamp: types.DateTime,
        timestamptz: types.DateTime,
        interval: types.Interval,
        boolean_array: []const ?bool,
        integer_array: []const ?i64,
        real_array: []const ?f64,
        text_array: []const ?[]const u8,
        foreign: types.ForeignValue,
    };
    /// The type `column`.
    pub const Column = struct {
        name: []const u8,
        /// The server's name of the type: `int4`, `varchar`, `datetime`.
        type_name: []const u8,
        nullable: ?bool = null,
    };
    /// Variable-length items packed end to end. Item `i` is
    /// `data[ends[i-1]..ends[i]]`, with `ends[-1]` read as 0.
    pub const Packed = struct {
        ends: []const u32 = &.{},
        data: []const u8 = &.{},
    };
    /// All values of one column of a batch, in the cheapest layout to copy.
    pub const ColumnData = union(enum(u8)) {
        /// One byte each, 0 or 1.
        booleans: []const u8,
        integers: []const i64,
        reals: []const f64,
        /// UTF-8.
        texts: types.Packed,
        blobs: types.Packed,
        /// Anything else; nulls included.
        values: []const types.Value,
    };
    /// The type `column-batch`.
    pub const ColumnBatch = struct {
        data: types.ColumnData,
        /// One bit a row, lowest bit first, 1 for NULL. Empty when none is.
        nulls: []const u8 = &.{},
    };
    /// Rows in columnar form. Every column has `row-count` items.
    pub const Batch = struct {
        row_count: u32,
        columns: []const types.ColumnBatch = &.{},
    };
    /// The type `error-kind`.
    pub const ErrorKind = enum(u8) {
        connection,
        syntax,
        constraint_violation,
        undefined_object,
        duplicate_object,
        permission_denied,
        serialization_failure,
        deadlock,
        timeout,
        cancelled,
        /// A limit that the host set on this guest was reached.
        limit_exceeded,
        /// The host's policy refuses this statement or object.
        denied,
        /// A result was asked for while SQL is only being written out.
        offline,
        /// A parameter or a result could not be converted.
        conversion,
        /// This database cannot do what was asked.
        unsupported,
        other,
    };
    /// The type `error`.
    pub const Error = struct {
        kind: types.ErrorKind,
        message: []const u8,
        sqlstate: ?[]const u8 = null,
        native_code: ?i64 = null,
        /// Whatever else the server said: `detail`, `hint`, `table`,
        /// `column`, `constraint`, `position`. Open ended on purpose.
        extras: []const struct { []const u8, []const u8 } = &.{},
    };
    /// The type `outcome`.
    pub const Outcome = struct {
        rows_affected: u64,
        last_insert_id: ?i64 = null,
    };
};

/// The interface `aludel:sql/database@0.1.0`.
pub const database = struct {
    const core = struct {
        extern "aludel:sql/database@0.1.0" fn @"[method]database.info"(i32, i32) void;
        extern "aludel:sql/database@0.1.0" fn @"[method]database.supports"(i32, i32, i32) i32;
        extern "aludel:sql/database@0.1.0" fn @"[method]database.quote"(i32, i32, i32, i32) void;
        extern "aludel:sql/database@0.1.0" fn @"[method]database.placeholder"(i32, i32, i32) void;
        extern "aludel:sql/database@0.1.0" fn @"[method]database.execute"(i32, i32, i32, i32, i32, i32) void;
        extern "aludel:sql/database@0.1.0" fn @"[method]database.execute-script"(i32, i32, i32, i32) void;
        extern "aludel:sql/database@0.1.0" fn @"[method]database.query"(i32, i32, i32, i32, i32, i32) void;
        extern "aludel:sql/database@0.1.0" fn @"[method]database.query-one"(i32, i32, i32, i32, i32, i32) void;
        extern "aludel:sql/database@0.1.0" fn @"[method]database.prepare"(i32, i32, i32, i32) void;
        extern "aludel:sql/database@0.1.0" fn @"[method]database.bulk-insert"(i32, i32, i32, i32, i32, i32, i32, i32, i32) void;
        extern "aludel:sql/database@0.1.0" fn @"[method]database.bulk-update"(i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32) void;
        extern "aludel:sql/database@0.1.0" fn @"[method]database.savepoint"(i32, i32) void;
        extern "aludel:sql/database@0.1.0" fn @"[method]cursor.columns"(i32, i32) void;
        extern "aludel:sql/database@0.1.0" fn @"[method]cursor.next-rows"(i32, i32, i32) void;
        extern "aludel:sql/database@0.1.0" fn @"[method]cursor.next-batch"(i32, i32, i32) void;
        extern "aludel:sql/database@0.1.0" fn @"[method]statement.execute"(i32, i32, i32, i32) void;
        extern "aludel:sql/database@0.1.0" fn @"[method]statement.query"(i32, i32, i32, i32) void;
        extern "aludel:sql/database@0.1.0" fn @"[method]statement.execute-many"(i32, i32, i32, i32) void;
        extern "aludel:sql/database@0.1.0" fn @"[method]statement.execute-batch"(i32, i32, i32, i32, i32) void;
        extern "aludel:sql/database@0.1.0" fn @"[method]bulk-writer.write-rows"(i32, i32, i32, i32) void;
        extern "aludel:sql/database@0.1.0" fn @"[method]bulk-writer.write-batch"(i32, i32, i32, i32, i32) void;
        extern "aludel:sql/database@0.1.0" fn @"[static]bulk-writer.finish"(i32, i32) void;
        extern "aludel:sql/database@0.1.0" fn @"[static]savepoint.release"(i32, i32) void;
        extern "aludel:sql/database@0.1.0" fn @"[static]savepoint.rollback"(i32, i32) void;
        extern "aludel:sql/database@0.1.0" fn @"[resource-drop]database"(i32) void;
        extern "aludel:sql/database@0.1.0" fn @"[resource-drop]cursor"(i32) void;
        extern "aludel:sql/database@0.1.0" fn @"[resource-drop]statement"(i32) void;
        extern "aludel:sql/database@0.1.0" fn @"[resource-drop]bulk-writer"(i32) void;
        extern "aludel:sql/database@0.1.0" fn @"[resource-drop]savepoint"(i32) void;
    };
    /// The type `dialect`.
    pub const Dialect = enum(u8) {
        sqlite,
        postgresql,
        mysql,
        mariadb,
        /// Told apart by `database-info.dialect-name`.
        other,
    };
    /// The type `database-info`.
    pub const DatabaseInfo = struct {
        dialect: database.Dialect,
        dialect_name: []const u8,
        server_version: []const u8,
        version_number: struct { u32, u32, u32 },
        default_schema: ?[]const u8 = null,
        /// False for MySQL, where DDL commits.
        transactional_ddl: bool = false,
    };
    /// A borrowed view of a connection. Every statement runs in the transaction
    /// that the host opened for the step, unless the step is marked autocommit.
    pub const Database = enum(u32) {
        _,

        /// The function `info`.
        pub fn info(self: database.Database, allocator: Allocator) database.DatabaseInfo {
            return canonical.invoke(database.DatabaseInfo, core.@"[method]database.info", allocator, .{self});
        }

        /// True or false for a feature name such as `returning`,
        /// `drop-column`, `arrays`, `check-constraints`. Unknown: false.
        pub fn supports(self: database.Database, feature_: []const u8, allocator: Allocator) bool {
            return canonical.invoke(bool, core.@"[method]database.supports", allocator, .{ self, feature_ });
        }

        /// Quotes one identifier by the dialect's rules.
        pub fn quote(self: database.Database, identifier_: []const u8, allocator: Allocator) []const u8 {
            return canonical.invoke([]const u8, core.@"[method]database.quote", allocator, .{ self, identifier_ });
        }

        /// The dialect's text of parameter `index`, counted from 1.
        pub fn placeholder(self: database.Database, index_: u32, allocator: Allocator) []const u8 {
            return canonical.invoke([]const u8, core.@"[method]database.placeholder", allocator, .{ self, index_ });
        }

        /// Runs one statement and drops its rows.
        pub fn execute(self: database.Database, sql_: []const u8, params_: []const types.Value, allocator: Allocator) canonical.Result(types.Outcome, types.Error) {
            return canonical.invoke(canonical.Result(types.Outcome, types.Error), core.@"[method]database.execute", allocator, .{ self, sql_, params_ });
        }

        /// Runs several statements divided by semicolons, without parameters.
        pub fn executeScript(self: database.Database, sql_: []const u8, allocator: Allocator) canonical.Result(void, types.Error) {
            return canonical.invoke(canonical.Result(void, types.Error), core.@"[method]database.execute-script", allocator, .{ self, sql_ });
        }

        /// Runs one statement and streams its rows.
        pub fn query(self: database.Database, sql_: []const u8, params_: []const types.Value, allocator: Allocator) canonical.Result(database.Cursor, types.Error) {
            return canonical.invoke(canonical.Result(database.Cursor, types.Error), core.@"[method]database.query", allocator, .{ self, sql_, params_ });
        }

        /// First row only; the shortest way to a scalar.
        pub fn queryOne(self: database.Database, sql_: []const u8, params_: []const types.Value, allocator: Allocator) canonical.Result(?[]const types.Value, types.Error) {
            return canonical.invoke(canonical.Result(?[]const types.Value, types.Error), core.@"[method]database.query-one", allocator, .{ self, sql_, params_ });
        }

        /// The function `prepare`.
        pub fn prepare(self: database.Database, sql_: []const u8, allocator: Allocator) canonical.Result(database.Statement, types.Error) {
            return canonical.invoke(canonical.Result(database.Statement, types.Error), core.@"[method]database.prepare", allocator, .{ self, sql_ });
        }

        /// The fastest way in that the database has: COPY, multi-row INSERT,
        /// or a reused prepared statement. `schema` none is the default one.
        pub fn bulkInsert(self: database.Database, schema_: ?[]const u8, table_: []const u8, columns_: []const []const u8, allocator: Allocator) canonical.Result(database.BulkWriter, types.Error) {
            return canonical.invoke(canonical.Result(database.BulkWriter, types.Error), core.@"[method]database.bulk-insert", allocator, .{ self, schema_, table_, columns_ });
        }

        /// Rows changed by key, the way a backfill does it: each row holds the
        /// values of `keys`, then those of `columns`. The host picks the fastest
        /// way (UNNEST, a joined VALUES list, one statement stepped over a batch).
        pub fn bulkUpdate(self: database.Database, schema_: ?[]const u8, table_: []const u8, keys_: []const []const u8, columns_: []const []const u8, allocator: Allocator) canonical.Result(database.BulkWriter, types.Error) {
            return canonical.invoke(canonical.Result(database.BulkWriter, types.Error), core.@"[method]database.bulk-update", allocator, .{ self, schema_, table_, keys_, columns_ });
        }

        /// Opens a savepoint. Dropping it unreleased rolls back to it.
        pub fn savepoint(self: database.Database, allocator: Allocator) canonical.Result(database.Savepoint, types.Error) {
            return canonical.invoke(canonical.Result(database.Savepoint, types.Error), core.@"[method]database.savepoint", allocator, .{self});
        }

        /// Gives the handle back.
        pub fn drop(self: Database) void {
            core.@"[resource-drop]database"(@bitCast(@backingInt(self)));
        }
    };
    /// Rows of a running query. One cursor may be open a database at a time
    /// unless `supports("concurrent-cursors")`.
    pub const Cursor = enum(u32) {
        _,

        /// The function `columns`.
        pub fn columns(self: database.Cursor, allocator: Allocator) []const types.Column {
            return canonical.invoke([]const types.Column, core.@"[method]cursor.columns", allocator, .{self});
        }

        /// At most `max-rows` rows; an empty list is the end. The host may give
        /// fewer to stay within its byte budget for one call.
        pub fn nextRows(self: database.Cursor, max_rows_: u32, allocator: Allocator) canonical.Result([]const []const types.Value, types.Error) {
            return canonical.invoke(canonical.Result([]const []const types.Value, types.Error), core.@"[method]cursor.next-rows", allocator, .{ self, max_rows_ });
        }

        /// The same rows in columnar form; `row-count` 0 is the end.
        pub fn nextBatch(self: database.Cursor, max_rows_: u32, allocator: Allocator) canonical.Result(types.Batch, types.Error) {
            return canonical.invoke(canonical.Result(types.Batch, types.Error), core.@"[method]cursor.next-batch", allocator, .{ self, max_rows_ });
        }

        /// Gives the handle back.
        pub fn drop(self: Cursor) void {
            core.@"[resource-drop]cursor"(@bitCast(@backingInt(self)));
        }
    };
    /// A prepared statement. Dropping it closes it.
    pub const Statement = enum(u32) {
        _,

        /// The function `execute`.
        pub fn execute(self: database.Statement, params_: []const types.Value, allocator: Allocator) canonical.Result(types.Outcome, types.Error) {
            return canonical.invoke(canonical.Result(types.Outcome, types.Error), core.@"[method]statement.execute", allocator, .{ self, params_ });
        }

        /// The function `query`.
        pub fn query(self: database.Statement, params_: []const types.Value, allocator: Allocator) canonical.Result(database.Cursor, types.Error) {
            return canonical.invoke(canonical.Result(database.Cursor, types.Error), core.@"[method]statement.query", allocator, .{ self, params_ });
        }

        /// One execution a row, in one call; gives the rows affected in all.
        pub fn executeMany(self: database.Statement, rows_: []const []const types.Value, allocator: Allocator) canonical.Result(u64, types.Error) {
            return canonical.invoke(canonical.Result(u64, types.Error), core.@"[method]statement.execute-many", allocator, .{ self, rows_ });
        }

        /// As `execute-many`, columnar.
        pub fn executeBatch(self: database.Statement, rows_: types.Batch, allocator: Allocator) canonical.Result(u64, types.Error) {
            return canonical.invoke(canonical.Result(u64, types.Error), core.@"[method]statement.execute-batch", allocator, .{ self, rows_ });
        }

        /// Gives the handle back.
        pub fn drop(self: Statement) void {
            core.@"[resource-drop]statement"(@bitCast(@backingInt(self)));
        }
    };
    /// Dropping it without `finish` undoes what it wrote.
    pub const BulkWriter = enum(u32) {
        _,

        /// The function `write-rows`.
        pub fn writeRows(self: database.BulkWriter, rows_: []const []const types.Value, allocator: Allocator) canonical.Result(void, types.Error) {
            return canonical.invoke(canonical.Result(void, types.Error), core.@"[method]bulk-writer.write-rows", allocator, .{ self, rows_ });
        }

        /// The function `write-batch`.
        pub fn writeBatch(self: database.BulkWriter, rows_: types.Batch, allocator: Allocator) canonical.Result(void, types.Error) {
            return canonical.invoke(canonical.Result(void, types.Error), core.@"[method]bulk-writer.write-batch", allocator, .{ self, rows_ });
        }

        /// The function `finish`.
        pub fn finish(handle_: database.BulkWriter, allocator: Allocator) canonical.Result(u64, types.Error) {
            return canonical.invoke(canonical.Result(u64, types.Error), core.@"[static]bulk-writer.finish", allocator, .{handle_});
        }

        /// Gives the handle back.
        pub fn drop(self: BulkWriter) void {
            core.@"[resource-drop]bulk-writer"(@bitCast(@backingInt(self)));
        }
    };
    /// The resource `savepoint`.
    pub const Savepoint = enum(u32) {
        _,

        /// The function `release`.
        pub fn release(handle_: database.Savepoint, allocator: Allocator) canonical.Result(void, types.Error) {
            return canonical.invoke(canonical.Result(void, types.Error), core.@"[static]savepoint.release", allocator, .{handle_});
        }

        /// The function `rollback`.
        pub fn rollback(handle_: database.Savepoint, allocator: Allocator) canonical.Result(void, types.Error) {
            return canonical.invoke(canonical.Result(void, types.Error), core.@"[static]savepoint.rollback", allocator, .{handle_});
        }

        /// Gives the handle back.
        pub fn drop(self: Savepoint) void {
            core.@"[resource-drop]savepoint"(@bitCast(@backingInt(self)));
        }
    };
};

/// The interface `aludel:schema/model@0.1.0`.
pub const model = struct {
    /// The name of a table, view, enum, sequence or routine, without quotes.
    pub const ObjectName = struct {
        /// None is the default schema.
        schema: ?[]const u8 = null,
        name: []const u8,
    };
    /// The type `numeric-type`.
    pub const NumericType = struct {
        precision: ?u16 = null,
        scale: ?i16 = null,
    };
    /// The type `enum-def`.
    pub const EnumDef = struct {
        /// Used where the dialect has named enums.
        name: model.ObjectName,
        labels: []const []const u8 = &.{},
        comment: ?[]const u8 = null,
    };
    /// The type `scalar-type`.
    pub const ScalarType = union(enum(u8)) {
        boolean,
        smallint,
        integer,
        bigint,
        real,
        double,
        numeric: model.NumericType,
        /// Fixed length.
        character: u32,
        varchar: ?u32,
        text,
        binary: ?u32,
        json,
        uuid,
        date,
        /// Fractional digits.
        time: ?u8,
        timestamp: ?u8,
        timestamptz: ?u8,
        interval,
        /// A column of an enum. The type itself is made by `create-enum`.
        enumeration: model.EnumDef,
        /// Written as it stands.
        custom: []const u8,
    };
    /// The type `column-type`.
    pub const ColumnType = struct {
        base: model.ScalarType,
        /// 0 for no array.
        array_dimensions: u8,
        /// Text to use in place of all this, by dialect name.
        overrides: []const struct { []const u8, []const u8 } = &.{},
    };
    /// The type `default-value`.
    pub const DefaultValue = union(enum(u8)) {
        /// Quoted by the host.
        text: []const u8,
        number: []const u8,
        boolean: bool,
        /// SQL as it stands: `CURRENT_TIMESTAMP`.
        expression: []const u8,
    };
    /// The type `identity-kind`.
    pub const IdentityKind = enum(u8) {
        always,
        by_default,
    };
    /// The type `identity`.
    pub const Identity = struct {
        kind: model.IdentityKind,
        start: ?i64 = null,
        increment: ?i64 = null,
        /// `minvalue`, `maxvalue`, `cache`, `cycle`.
        options: []const struct { []const u8, []const u8 } = &.{},
    };
    /// The type `computed`.
    pub const Computed = struct {
        expression: []const u8,
        stored: bool = false,
    };
    /// How a column gets its value when none is given.
    pub const Generation = union(enum(u8)) {
        /// No default.
        none,
        default: model.DefaultValue,
        /// AUTO_INCREMENT, SERIAL or AUTOINCREMENT, whichever is at home here.
        autoincrement,
        identity: model.Identity,
        computed: model.Computed,
    };
    /// The type `column-def`.
    pub const ColumnDef = struct {
        name: []const u8,
        column_type: model.ColumnType,
        nullable: bool,
        generation: model.Generation = .none,
        collation: ?[]const u8 = null,
        comment: ?[]const u8 = null,
        options: []const struct { []const u8, []const u8 } = &.{},
    };
    /// The type `index-key`.
    pub const IndexKey = union(enum(u8)) {
        column: []const u8,
        expression: []const u8,
    };
    /// The type `nulls-order`.
    pub const NullsOrder = enum(u8) {
        first,
        last,
    };
    /// The type `index-part`.
    pub const IndexPart = struct {
        key: model.IndexKey,
        descending: bool = false,
        nulls: ?model.NullsOrder = null,
        collation: ?[]const u8 = null,
        /// With its options, as PostgreSQL writes it.
        operator_class: ?[]const u8 = null,
        /// How many characters of the column count (MySQL).
        prefix_length: ?u32 = null,
    };
    /// The columns of a primary key or unique constraint.
    pub const Key = struct {
        parts: []const model.IndexPart = &.{},
        include: []const []const u8 = &.{},
        nulls_not_distinct: bool = false,
    };
    /// The type `referential-action`.
    pub const ReferentialAction = enum(u8) {
        no_action,
        restrict,
        cascade,
        set_null,
        set_default,
    };
    /// The type `match-kind`.
    pub const MatchKind = enum(u8) {
        simple,
        full,
        partial,
    };
    /// The type `foreign-key`.
    pub const ForeignKey = struct {
        columns: []const []const u8 = &.{},
        references: model.ObjectName,
        referenced_columns: []const []const u8 = &.{},
        on_delete: model.ReferentialAction = .no_action,
        on_update: model.ReferentialAction = .no_action,
        match_kind: model.MatchKind = .simple,
    };
    /// The type `constraint-body`.
    pub const ConstraintBody = union(enum(u8)) {
        primary_key: model.Key,
        unique: model.Key,
        foreign_key: model.ForeignKey,
        check: []const u8,
        /// SQL as it stands, from the word EXCLUDE on.
        exclude: []const u8,
    };
    /// The type `deferral`.
    pub const Deferral = enum(u8) {
        not_deferrable,
        initially_immediate,
        initially_deferred,
    };
    /// The type `constraint-def`.
    pub const ConstraintDef = struct {
        /// None lets the naming convention name it.
        name: ?[]const u8 = null,
        body: model.ConstraintBody,
        deferral: model.Deferral = .not_deferrable,
        comment: ?[]const u8 = null,
        /// `on conflict` (SQLite), `not valid`, `no inherit`, `not enforced`.
        options: []const struct { []const u8, []const u8 } = &.{},
    };
    /// The type `index-def`.
    pub const IndexDef = struct {
        /// None lets the naming convention name it.
        name: ?[]const u8 = null,
        parts: []const model.IndexPart = &.{},
        unique: bool = false,
        /// SQL after WHERE.
        predicate: ?[]const u8 = null,
        include: []const []const u8 = &.{},
        /// None for the usual one, a B-tree.
        method: ?[]const u8 = null,
        nulls_not_distinct: bool = false,
        comment: ?[]const u8 = null,
        options: []const struct { []const u8, []const u8 } = &.{},
    };
    /// The type `table-def`.
    pub const TableDef = struct {
        name: model.ObjectName,
        columns: []const model.ColumnDef = &.{},
        constraints: []const model.ConstraintDef = &.{},
        indexes: []const model.IndexDef = &.{},
        comment: ?[]const u8 = null,
        /// `strict`, `without rowid`, `engine`, `persistence`.
        options: []const struct { []const u8, []const u8 } = &.{},
    };
    /// The type `view-def`.
    pub const ViewDef = struct {
        name: model.ObjectName,
        query: []const u8,
        /// Names of its columns, where the query does not give them.
        columns: []const []const u8 = &.{},
        materialized: bool = false,
        /// Of a materialized view.
        indexes: []const model.IndexDef = &.{},
        comment: ?[]const u8 = null,
        options: []const struct { []const u8, []const u8 } = &.{},
    };
    /// The type `sequence-def`.
    pub const SequenceDef = struct {
        name: model.ObjectName,
        /// None is `bigint`.
        data_type: ?[]const u8 = null,
        start: ?i64 = null,
        increment: ?i64 = null,
        minimum: ?i64 = null,
        maximum: ?i64 = null,
        cache: ?i64 = null,
        cycle: bool = false,
        comment: ?[]const u8 = null,
    };
    /// The type `routine-kind`.
    pub const RoutineKind = enum(u8) {
        function,
        procedure,
    };
    /// The type `routine-def`.
    pub const RoutineDef = struct {
        /// With the types of its arguments where the dialect has overloads:
        /// `touch()`, `add(integer, integer)`.
        name: model.ObjectName,
        kind: model.RoutineKind,
        /// The whole statement that creates it.
        definition: []const u8,
        comment: ?[]const u8 = null,
    };
    /// The type `trigger-def`.
    pub const TriggerDef = struct {
        table: model.ObjectName,
        name: []const u8,
        /// The whole statement that creates it.
        definition: []const u8,
        comment: ?[]const u8 = null,
    };
    /// The type `extension-def`.
    pub const ExtensionDef = struct {
        name: []const u8,
        schema: ?[]const u8 = null,
        version: ?[]const u8 = null,
    };
    /// A whole database.
    pub const SchemaDef = struct {
        /// Schemas beside the default one.
        namespaces: []const []const u8 = &.{},
        extensions: []const model.ExtensionDef = &.{},
        enums: []const model.EnumDef = &.{},
        sequences: []const model.SequenceDef = &.{},
        tables: []const model.TableDef = &.{},
        views: []const model.ViewDef = &.{},
        routines: []const model.RoutineDef = &.{},
        triggers: []const model.TriggerDef = &.{},
        naming: []const struct { []const u8, []const u8 } = &.{},
    };
};

/// The interface `aludel:schema/operations@0.1.0`.
pub const operations = struct {
    const core = struct {
        extern "aludel:schema/operations@0.1.0" fn @"set-naming"(i32, i32, i32, i32) void;
        extern "aludel:schema/operations@0.1.0" fn @"create-table"(i32, i32) void;
        extern "aludel:schema/operations@0.1.0" fn @"drop-table"(i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32) void;
        extern "aludel:schema/operations@0.1.0" fn @"rename-table"(i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32) void;
        extern "aludel:schema/operations@0.1.0" fn @"alter-table"(i32, i32, i32, i32, i32, i32, i32, i32, i32, i32) void;
        extern "aludel:schema/operations@0.1.0" fn @"create-enum"(i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32) void;
        extern "aludel:schema/operations@0.1.0" fn @"alter-enum"(i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32) void;
        extern "aludel:schema/operations@0.1.0" fn @"drop-enum"(i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32) void;
        extern "aludel:schema/operations@0.1.0" fn @"create-sequence"(i32, i32) void;
        extern "aludel:schema/operations@0.1.0" fn @"alter-sequence"(i32, i32) void;
        extern "aludel:schema/operations@0.1.0" fn @"drop-sequence"(i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32) void;
        extern "aludel:schema/operations@0.1.0" fn @"create-view"(i32, i32) void;
        extern "aludel:schema/operations@0.1.0" fn @"drop-view"(i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32) void;
        extern "aludel:schema/operations@0.1.0" fn @"create-routine"(i32, i32) void;
        extern "aludel:schema/operations@0.1.0" fn @"drop-routine"(i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32) void;
        extern "aludel:schema/operations@0.1.0" fn @"create-trigger"(i32, i32) void;
        extern "aludel:schema/operations@0.1.0" fn @"drop-trigger"(i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32) void;
        extern "aludel:schema/operations@0.1.0" fn @"create-schema"(i32, i32, i32, i32, i32, i32, i32, i32, i32) void;
        extern "aludel:schema/operations@0.1.0" fn @"drop-schema"(i32, i32, i32, i32, i32, i32, i32, i32, i32) void;
        extern "aludel:schema/operations@0.1.0" fn @"create-extension"(i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32) void;
        extern "aludel:schema/operations@0.1.0" fn @"drop-extension"(i32, i32, i32, i32, i32, i32, i32, i32, i32) void;
    };
    /// How, beside what.
    pub const Guard = struct {
        /// Nothing happens when what is to go is not there.
        if_exists: bool = false,
        /// Nothing happens when what is to come is there.
        if_not_exists: bool = false,
        /// What depends on it goes as well.
        cascade: bool = false,
        /// Without locking writers out: indexes of PostgreSQL.
        concurrently: bool = false,
        /// In place of the one that is there: views, routines, triggers.
        replace: bool = false,
    };
    /// What to do where the database cannot alter a table in place (SQLite).
    pub const Rebuild = enum(u8) {
        /// Copy to a new table only where there is no other way.
        when_needed,
        always,
        never,
    };
    /// The type `rename`.
    pub const Rename = struct {
        old: []const u8,
        new: []const u8,
    };
    /// Each part some = change it, none = leave it alone.
    pub const ColumnChange = struct {
        name: []const u8,
        column_type: ?model.ColumnType = null,
        /// SQL that makes the new value of the old one, where a cast does not do.
        using: ?[]const u8 = null,
        nullable: ?bool = null,
        generation: ?model.Generation = null,
        /// some(none) goes back to the column's own.
        collation: ??[]const u8 = null,
        /// some(none) removes it.
        comment: ??[]const u8 = null,
        /// Those that change; an empty value removes one.
        options: []const struct { []const u8, []const u8 } = &.{},
    };
    /// The type `constraint-kind`.
    pub const ConstraintKind = enum(u8) {
        primary_key,
        unique,
        foreign_key,
        check,
        exclude,
    };
    /// Finds a constraint by its name, or by what it is.
    pub const ConstraintReference = struct {
        name: ?[]const u8 = null,
        kind: ?operations.ConstraintKind = null,
        columns: []const []const u8 = &.{},
    };
    /// The type `table-change`.
    pub const TableChange = union(enum(u8)) {
        add_column: model.ColumnDef,
        drop_column: []const u8,
        rename_column: operations.Rename,
        alter_column: operations.ColumnChange,
        add_constraint: model.ConstraintDef,
        drop_constraint: operations.ConstraintReference,
        rename_constraint: operations.Rename,
        create_index: model.IndexDef,
        drop_index: []const u8,
        rename_index: operations.Rename,
        set_comment: ?[]const u8,
        /// A setting of the table, as in `table-def.options`; none removes it.
        set_option: struct { []const u8, ?[]const u8 },
    };
    /// The type `guarded-change`.
    pub const GuardedChange = struct {
        change: operations.TableChange,
        guard: operations.Guard,
    };
    /// A place among the labels of an enum.
    pub const LabelPlace = union(enum(u8)) {
        end,
        before: []const u8,
        after: []const u8,
    };
    /// The type `new-label`.
    pub const NewLabel = struct {
        label: []const u8,
        place: operations.LabelPlace = .end,
    };
    /// The type `enum-change`.
    pub const EnumChange = union(enum(u8)) {
        rename_to: model.ObjectName,
        add_label: operations.NewLabel,
        rename_label: operations.Rename,
        /// A new type, to which every column moves.
        drop_label: []const u8,
    };
    /// Each part some = change it.
    pub const SequenceChange = struct {
        data_type: ?[]const u8 = null,
        start: ?i64 = null,
        increment: ?i64 = null,
        minimum: ?i64 = null,
        maximum: ?i64 = null,
        cache: ?i64 = null,
        cycle: ?bool = null,
    };

    /// Names for the unnamed constraints and indexes of all calls that follow.
    pub fn setNaming(db_: database.Database, naming_: []const struct { []const u8, []const u8 }, allocator: Allocator) canonical.Result(void, types.Error) {
        return canonical.invoke(canonical.Result(void, types.Error), core.@"set-naming", allocator, .{ db_, naming_ });
    }

    /// The function `create-table`.
    pub fn createTable(db_: database.Database, table_: model.TableDef, guard_: operations.Guard, allocator: Allocator) canonical.Result(void, types.Error) {
        return canonical.invoke(canonical.Result(void, types.Error), core.@"create-table", allocator, .{ db_, table_, guard_ });
    }

    /// The function `drop-table`.
    pub fn dropTable(db_: database.Database, name_: model.ObjectName, guard_: operations.Guard, allocator: Allocator) canonical.Result(void, types.Error) {
        return canonical.invoke(canonical.Result(void, types.Error), core.@"drop-table", allocator, .{ db_, name_, guard_ });
    }

    /// The function `rename-table`.
    pub fn renameTable(db_: database.Database, name_: model.ObjectName, to_: model.ObjectName, allocator: Allocator) canonical.Result(void, types.Error) {
        return canonical.invoke(canonical.Result(void, types.Error), core.@"rename-table", allocator, .{ db_, name_, to_ });
    }

    /// All changes at once: one ALTER where the dialect can, one copy of the
    /// table where it cannot.
    pub fn alterTable(db_: database.Database, name_: model.ObjectName, changes_: []const operations.GuardedChange, rebuild_: operations.Rebuild, allocator: Allocator) canonical.Result(void, types.Error) {
        return canonical.invoke(canonical.Result(void, types.Error), core.@"alter-table", allocator, .{ db_, name_, changes_, rebuild_ });
    }

    /// The function `create-enum`.
    pub fn createEnum(db_: database.Database, definition_: model.EnumDef, guard_: operations.Guard, allocator: Allocator) canonical.Result(void, types.Error) {
        return canonical.invoke(canonical.Result(void, types.Error), core.@"create-enum", allocator, .{ db_, definition_, guard_ });
    }

    /// The function `alter-enum`.
    pub fn alterEnum(db_: database.Database, name_: model.ObjectName, changes_: []const operations.EnumChange, guard_: operations.Guard, allocator: Allocator) canonical.Result(void, types.Error) {
        return canonical.invoke(canonical.Result(void, types.Error), core.@"alter-enum", allocator, .{ db_, name_, changes_, guard_ });
    }

    /// The function `drop-enum`.
    pub fn dropEnum(db_: database.Database, name_: model.ObjectName, guard_: operations.Guard, allocator: Allocator) canonical.Result(void, types.Error) {
        return canonical.invoke(canonical.Result(void, types.Error), core.@"drop-enum", allocator, .{ db_, name_, guard_ });
    }

    /// The function `create-sequence`.
    pub fn createSequence(db_: database.Database, definition_: model.SequenceDef, guard_: operations.Guard, allocator: Allocator) canonical.Result(void, types.Error) {
        return canonical.invoke(canonical.Result(void, types.Error), core.@"create-sequence", allocator, .{ db_, definition_, guard_ });
    }

    /// The function `alter-sequence`.
    pub fn alterSequence(db_: database.Database, name_: model.ObjectName, change_: operations.SequenceChange, guard_: operations.Guard, allocator: Allocator) canonical.Result(void, types.Error) {
        return canonical.invoke(canonical.Result(void, types.Error), core.@"alter-sequence", allocator, .{ db_, name_, change_, guard_ });
    }

    /// The function `drop-sequence`.
    pub fn dropSequence(db_: database.Database, name_: model.ObjectName, guard_: operations.Guard, allocator: Allocator) canonical.Result(void, types.Error) {
        return canonical.invoke(canonical.Result(void, types.Error), core.@"drop-sequence", allocator, .{ db_, name_, guard_ });
    }

    /// The function `create-view`.
    pub fn createView(db_: database.Database, definition_: model.ViewDef, guard_: operations.Guard, allocator: Allocator) canonical.Result(void, types.Error) {
        return canonical.invoke(canonical.Result(void, types.Error), core.@"create-view", allocator, .{ db_, definition_, guard_ });
    }

    /// The function `drop-view`.
    pub fn dropView(db_: database.Database, name_: model.ObjectName, materialized_: bool, guard_: operations.Guard, allocator: Allocator) canonical.Result(void, types.Error) {
        return canonical.invoke(canonical.Result(void, types.Error), core.@"drop-view", allocator, .{ db_, name_, materialized_, guard_ });
    }

    /// The function `create-routine`.
    pub fn createRoutine(db_: database.Database, definition_: model.RoutineDef, guard_: operations.Guard, allocator: Allocator) canonical.Result(void, types.Error) {
        return canonical.invoke(canonical.Result(void, types.Error), core.@"create-routine", allocator, .{ db_, definition_, guard_ });
    }

    /// The function `drop-routine`.
    pub fn dropRoutine(db_: database.Database, name_: model.ObjectName, kind_: model.RoutineKind, guard_: operations.Guard, allocator: Allocator) canonical.Result(void, types.Error) {
        return canonical.invoke(canonical.Result(void, types.Error), core.@"drop-routine", allocator, .{ db_, name_, kind_, guard_ });
    }

    /// The function `create-trigger`.
    pub fn createTrigger(db_: database.Database, definition_: model.TriggerDef, guard_: operations.Guard, allocator: Allocator) canonical.Result(void, types.Error) {
        return canonical.invoke(canonical.Result(void, types.Error), core.@"create-trigger", allocator, .{ db_, definition_, guard_ });
    }

    /// The function `drop-trigger`.
    pub fn dropTrigger(db_: database.Database, table_: model.ObjectName, name_: []const u8, guard_: operations.Guard, allocator: Allocator) canonical.Result(void, types.Error) {
        return canonical.invoke(canonical.Result(void, types.Error), core.@"drop-trigger", allocator, .{ db_, table_, name_, guard_ });
    }

    /// The function `create-schema`.
    pub fn createSchema(db_: database.Database, name_: []const u8, guard_: operations.Guard, allocator: Allocator) canonical.Result(void, types.Error) {
        return canonical.invoke(canonical.Result(void, types.Error), core.@"create-schema", allocator, .{ db_, name_, guard_ });
    }

    /// The function `drop-schema`.
    pub fn dropSchema(db_: database.Database, name_: []const u8, guard_: operations.Guard, allocator: Allocator) canonical.Result(void, types.Error) {
        return canonical.invoke(canonical.Result(void, types.Error), core.@"drop-schema", allocator, .{ db_, name_, guard_ });
    }

    /// The function `create-extension`.
    pub fn createExtension(db_: database.Database, definition_: model.ExtensionDef, guard_: operations.Guard, allocator: Allocator) canonical.Result(void, types.Error) {
        return canonical.invoke(canonical.Result(void, types.Error), core.@"create-extension", allocator, .{ db_, definition_, guard_ });
    }

    /// The function `drop-extension`.
    pub fn dropExtension(db_: database.Database, name_: []const u8, guard_: operations.Guard, allocator: Allocator) canonical.Result(void, types.Error) {
        return canonical.invoke(canonical.Result(void, types.Error), core.@"drop-extension", allocator, .{ db_, name_, guard_ });
    }
};

/// The interface `aludel:schema/inspection@0.1.0`.
pub const inspection = struct {
    const core = struct {
        extern "aludel:schema/inspection@0.1.0" fn @"table-names"(i32, i32, i32, i32, i32) void;
        extern "aludel:schema/inspection@0.1.0" fn table(i32, i32, i32, i32, i32, i32, i32) void;
        extern "aludel:schema/inspection@0.1.0" fn @"has-table"(i32, i32, i32, i32, i32, i32, i32) void;
        extern "aludel:schema/inspection@0.1.0" fn @"has-column"(i32, i32, i32, i32, i32, i32, i32, i32, i32) void;
        extern "aludel:schema/inspection@0.1.0" fn @"has-index"(i32, i32, i32, i32, i32, i32, i32, i32, i32) void;
        extern "aludel:schema/inspection@0.1.0" fn @"has-constraint"(i32, i32, i32, i32, i32, i32, i32, i32, i32) void;
        extern "aludel:schema/inspection@0.1.0" fn schema(i32, i32) void;
    };

    /// The tables of a schema; none for the default one.
    pub fn tableNames(db_: database.Database, schema_: ?[]const u8, allocator: Allocator) canonical.Result([]const model.ObjectName, types.Error) {
        return canonical.invoke(canonical.Result([]const model.ObjectName, types.Error), core.@"table-names", allocator, .{ db_, schema_ });
    }

    /// The function `table`.
    pub fn table(db_: database.Database, name_: model.ObjectName, allocator: Allocator) canonical.Result(?model.TableDef, types.Error) {
        return canonical.invoke(canonical.Result(?model.TableDef, types.Error), core.table, allocator, .{ db_, name_ });
    }

    /// The function `has-table`.
    pub fn hasTable(db_: database.Database, name_: model.ObjectName, allocator: Allocator) canonical.Result(bool, types.Error) {
        return canonical.invoke(canonical.Result(bool, types.Error), core.@"has-table", allocator, .{ db_, name_ });
    }

    /// The function `has-column`.
    pub fn hasColumn(db_: database.Database, table_: model.ObjectName, column_: []const u8, allocator: Allocator) canonical.Result(bool, types.Error) {
        return canonical.invoke(canonical.Result(bool, types.Error), core.@"has-column", allocator, .{ db_, table_, column_ });
    }

    /// The function `has-index`.
    pub fn hasIndex(db_: database.Database, table_: model.ObjectName, index_: []const u8, allocator: Allocator) canonical.Result(bool, types.Error) {
        return canonical.invoke(canonical.Result(bool, types.Error), core.@"has-index", allocator, .{ db_, table_, index_ });
    }

    /// The function `has-constraint`.
    pub fn hasConstraint(db_: database.Database, table_: model.ObjectName, constraint_: []const u8, allocator: Allocator) canonical.Result(bool, types.Error) {
        return canonical.invoke(canonical.Result(bool, types.Error), core.@"has-constraint", allocator, .{ db_, table_, constraint_ });
    }

    /// Everything, but the host's own tables.
    pub fn schema(db_: database.Database, allocator: Allocator) canonical.Result(model.SchemaDef, types.Error) {
        return canonical.invoke(canonical.Result(model.SchemaDef, types.Error), core.schema, allocator, .{db_});
    }
};

/// The interface `aludel:migration/context@0.1.0`.
pub const context = struct {
    const core = struct {
        extern "aludel:migration/context@0.1.0" fn revision(i32) void;
        extern "aludel:migration/context@0.1.0" fn @"current-phase"() i32;
        extern "aludel:migration/context@0.1.0" fn offline() i32;
        extern "aludel:migration/context@0.1.0" fn argument(i32, i32, i32) void;
        extern "aludel:migration/context@0.1.0" fn arguments(i32) void;
        extern "aludel:migration/context@0.1.0" fn tag(i32) void;
        extern "aludel:migration/context@0.1.0" fn section(i32, i32, i32) void;
    };
    /// The type `phase`.
    pub const Phase = enum(u8) {
        upgrade,
        downgrade,
        verify,
    };

    /// The revision being applied. A component that bundles several revisions
    /// switches on it.
    pub fn revision(allocator: Allocator) []const u8 {
        return canonical.invoke([]const u8, core.revision, allocator, .{});
    }

    /// The function `current-phase`.
    pub fn currentPhase(allocator: Allocator) context.Phase {
        return canonical.invoke(context.Phase, core.@"current-phase", allocator, .{});
    }

    /// True when SQL is only written out.
    pub fn offline(allocator: Allocator) bool {
        return canonical.invoke(bool, core.offline, allocator, .{});
    }

    /// The value of `-x name=value`.
    pub fn argument(name_: []const u8, allocator: Allocator) ?[]const u8 {
        return canonical.invoke(?[]const u8, core.argument, allocator, .{name_});
    }

    /// The function `arguments`.
    pub fn arguments(allocator: Allocator) []const struct { []const u8, []const u8 } {
        return canonical.invoke([]const struct { []const u8, []const u8 }, core.arguments, allocator, .{});
    }

    /// A tag given with `--tag`.
    pub fn tag(allocator: Allocator) ?[]const u8 {
        return canonical.invoke(?[]const u8, core.tag, allocator, .{});
    }

    /// The content of this component's own custom section `aludel:NAME`: data
    /// that travels beside the code, such as the statements of a SQL migration.
    pub fn section(name_: []const u8, allocator: Allocator) ?[]const u8 {
        return canonical.invoke(?[]const u8, core.section, allocator, .{name_});
    }
};

/// The interface `aludel:migration/progress@0.1.0`.
pub const progress = struct {
    const core = struct {
        extern "aludel:migration/progress@0.1.0" fn @"log-with"(i32, i32, i32, i32, i32) void;
        extern "aludel:migration/progress@0.1.0" fn @"[constructor]task"(i32, i32, i32, i64) i32;
        extern "aludel:migration/progress@0.1.0" fn @"[method]task.advance"(i32, i64) void;
        extern "aludel:migration/progress@0.1.0" fn @"[method]task.set-total"(i32, i64) void;
        extern "aludel:migration/progress@0.1.0" fn @"[resource-drop]task"(i32) void;
    };
    /// The type `level`.
    pub const Level = enum(u8) {
        trace,
        debug,
        info,
        warn,
        @"error",
    };
    /// A unit of work with a bar. Dropping it closes the bar.
    pub const Task = enum(u32) {
        _,

        /// The function `constructor`.
        pub fn init(label_: []const u8, total_: ?u64, allocator: Allocator) progress.Task {
            return canonical.invoke(progress.Task, core.@"[constructor]task", allocator, .{ label_, total_ });
        }

        /// The function `advance`.
        pub fn advance(self: progress.Task, by_: u64, allocator: Allocator) void {
            return canonical.invoke(void, core.@"[method]task.advance", allocator, .{ self, by_ });
        }

        /// The function `set-total`.
        pub fn setTotal(self: progress.Task, total_: u64, allocator: Allocator) void {
            return canonical.invoke(void, core.@"[method]task.set-total", allocator, .{ self, total_ });
        }

        /// Gives the handle back.
        pub fn drop(self: Task) void {
            core.@"[resource-drop]task"(@bitCast(@backingInt(self)));
        }
    };

    /// Fields are shown by structured sinks and appended by plain ones.
    pub fn logWith(level_: progress.Level, message_: []const u8, fields_: []const struct { []const u8, []const u8 }, allocator: Allocator) void {
        return canonical.invoke(void, core.@"log-with", allocator, .{ level_, message_, fields_ });
    }
};

/// The interface `aludel:migration/failures@0.1.0`.
pub const failures = struct {
    /// The type `failure`.
    pub const Failure = union(enum(u8)) {
        /// A database error that the migration did not handle.
        database: types.Error,
        /// There is no way back from this revision.
        irreversible: []const u8,
        /// The data is not as the migration needs it.
        precondition: []const u8,
        other: []const u8,
    };
};

test "the types have the layout of the interfaces" {
    try std.testing.expectEqual(8, canonical.size(types.Date));
    try std.testing.expectEqual(4, canonical.alignment(types.Date));
    try std.testing.expectEqual(8, canonical.size(types.Time));
    try std.testing.expectEqual(4, canonical.alignment(types.Time));
    try std.testing.expectEqual(16, canonical.size(types.DateTime));
    try std.testing.expectEqual(4, canonical.alignment(types.DateTime));
    try std.testing.expectEqual(16, canonical.size(types.Interval));
    try std.testing.expectEqual(8, canonical.alignment(types.Interval));
    try std.testing.expectEqual(16, canonical.size(types.Uuid));
    try std.testing.expectEqual(8, canonical.alignment(types.Uuid));
    try std.testing.expectEqual(16, canonical.size(types.ForeignValue));
    try std.testing.expectEqual(4, canonical.alignment(types.ForeignValue));
    try std.testing.expectEqual(24, canonical.size(types.Value));
    try std.testing.expectEqual(8, canonical.alignment(types.Value));
    try std.testing.expectEqual(20, canonical.size(types.Column));
    try std.testing.expectEqual(4, canonical.alignment(types.Column));
    try std.testing.expectEqual(16, canonical.size(types.Packed));
    try std.testing.expectEqual(4, canonical.alignment(types.Packed));
    try std.testing.expectEqual(20, canonical.size(types.ColumnData));
    try std.testing.expectEqual(4, canonical.alignment(types.ColumnData));
    try std.testing.expectEqual(28, canonical.size(types.ColumnBatch));
    try std.testing.expectEqual(4, canonical.alignment(types.ColumnBatch));
    try std.testing.expectEqual(12, canonical.size(types.Batch));
    try std.testing.expectEqual(4, canonical.alignment(types.Batch));
    try std.testing.expectEqual(1, canonical.size(types.ErrorKind));
    try std.testing.expectEqual(1, canonical.alignment(types.ErrorKind));
    try std.testing.expectEqual(48, canonical.size(types.Error));
    try std.testing.expectEqual(8, canonical.alignment(types.Error));
    try std.testing.expectEqual(24, canonical.size(types.Outcome));
    try std.testing.expectEqual(8, canonical.alignment(types.Outcome));
    try std.testing.expectEqual(1, canonical.size(database.Dialect));
    try std.testing.expectEqual(1, canonical.alignment(database.Dialect));
    try std.testing.expectEqual(48, canonical.size(database.DatabaseInfo));
    try std.testing.expectEqual(4, canonical.alignment(database.DatabaseInfo));
    try std.testing.expectEqual(20, canonical.size(model.ObjectName));
    try std.testing.expectEqual(4, canonical.alignment(model.ObjectName));
    try std.testing.expectEqual(8, canonical.size(model.NumericType));
    try std.testing.expectEqual(2, canonical.alignment(model.NumericType));
    try std.testing.expectEqual(40, canonical.size(model.EnumDef));
    try std.testing.expectEqual(4, canonical.alignment(model.EnumDef));
    try std.testing.expectEqual(44, canonical.size(model.ScalarType));
    try std.testing.expectEqual(4, canonical.alignment(model.ScalarType));
    try std.testing.expectEqual(56, canonical.size(model.ColumnType));
    try std.testing.expectEqual(4, canonical.alignment(model.ColumnType));
    try std.testing.expectEqual(12, canonical.size(model.DefaultValue));
    try std.testing.expectEqual(4, canonical.alignment(model.DefaultValue));
    try std.testing.expectEqual(1, canonical.size(model.IdentityKind));
    try std.testing.expectEqual(1, canonical.alignment(model.IdentityKind));
    try std.testing.expectEqual(48, canonical.size(model.Identity));
    try std.testing.expectEqual(8, canonical.alignment(model.Identity));
    try std.testing.expectEqual(12, canonical.size(model.Computed));
    try std.testing.expectEqual(4, canonical.alignment(model.Computed));
    try std.testing.expectEqual(56, canonical.size(model.Generation));
    try std.testing.expectEqual(8, canonical.alignment(model.Generation));
    try std.testing.expectEqual(160, canonical.size(model.ColumnDef));
    try std.testing.expectEqual(8, canonical.alignment(model.ColumnDef));
    try std.testing.expectEqual(12, canonical.size(model.IndexKey));
    try std.testing.expectEqual(4, canonical.alignment(model.IndexKey));
    try std.testing.expectEqual(1, canonical.size(model.NullsOrder));
    try std.testing.expectEqual(1, canonical.alignment(model.NullsOrder));
    try std.testing.expectEqual(48, canonical.size(model.IndexPart));
    try std.testing.expectEqual(4, canonical.alignment(model.IndexPart));
    try std.testing.expectEqual(20, canonical.size(model.Key));
    try std.testing.expectEqual(4, canonical.alignment(model.Key));
    try std.testing.expectEqual(1, canonical.size(model.ReferentialAction));
    try std.testing.expectEqual(1, canonical.alignment(model.ReferentialAction));
    try std.testing.expectEqual(1, canonical.size(model.MatchKind));
    try std.testing.expectEqual(1, canonical.alignment(model.MatchKind));
    try std.testing.expectEqual(40, canonical.size(model.ForeignKey));
    try std.testing.expectEqual(4, canonical.alignment(model.ForeignKey));
    try std.testing.expectEqual(44, canonical.size(model.ConstraintBody));
    try std.testing.expectEqual(4, canonical.alignment(model.ConstraintBody));
    try std.testing.expectEqual(1, canonical.size(model.Deferral));
    try std.testing.expectEqual(1, canonical.alignment(model.Deferral));
    try std.testing.expectEqual(80, canonical.size(model.ConstraintDef));
    try std.testing.expectEqual(4, canonical.alignment(model.ConstraintDef));
    try std.testing.expectEqual(80, canonical.size(model.IndexDef));
    try std.testing.expectEqual(4, canonical.alignment(model.IndexDef));
    try std.testing.expectEqual(64, canonical.size(model.TableDef));
    try std.testing.expectEqual(4, canonical.alignment(model.TableDef));
    try std.testing.expectEqual(68, canonical.size(model.ViewDef));
    try std.testing.expectEqual(4, canonical.alignment(model.ViewDef));
    try std.testing.expectEqual(128, canonical.size(model.SequenceDef));
    try std.testing.expectEqual(8, canonical.alignment(model.SequenceDef));
    try std.testing.expectEqual(1, canonical.size(model.RoutineKind));
    try std.testing.expectEqual(1, canonical.alignment(model.RoutineKind));
    try std.testing.expectEqual(44, canonical.size(model.RoutineDef));
    try std.testing.expectEqual(4, canonical.alignment(model.RoutineDef));
    try std.testing.expectEqual(48, canonical.size(model.TriggerDef));
    try std.testing.expectEqual(4, canonical.alignment(model.TriggerDef));
    try std.testing.expectEqual(32, canonical.size(model.ExtensionDef));
    try std.testing.expectEqual(4, canonical.alignment(model.ExtensionDef));
    try std.testing.expectEqual(72, canonical.size(model.SchemaDef));
    try std.testing.expectEqual(4, canonical.alignment(model.SchemaDef));
    try std.testing.expectEqual(5, canonical.size(operations.Guard));
    try std.testing.expectEqual(1, canonical.alignment(operations.Guard));
    try std.testing.expectEqual(1, canonical.size(operations.Rebuild));
    try std.testing.expectEqual(1, canonical.alignment(operations.Rebuild));
    try std.testing.expectEqual(16, canonical.size(operations.Rename));
    try std.testing.expectEqual(4, canonical.alignment(operations.Rename));
    try std.testing.expectEqual(192, canonical.size(operations.ColumnChange));
    try std.testing.expectEqual(8, canonical.alignment(operations.ColumnChange));
    try std.testing.expectEqual(1, canonical.size(operations.ConstraintKind));
    try std.testing.expectEqual(1, canonical.alignment(operations.ConstraintKind));
    try std.testing.expectEqual(24, canonical.size(operations.ConstraintReference));
    try std.testing.expectEqual(4, canonical.alignment(operations.ConstraintReference));
    try std.testing.expectEqual(200, canonical.size(operations.TableChange));
    try std.testing.expectEqual(8, canonical.alignment(operations.TableChange));
    try std.testing.expectEqual(208, canonical.size(operations.GuardedChange));
    try std.testing.expectEqual(8, canonical.alignment(operations.GuardedChange));
    try std.testing.expectEqual(12, canonical.size(operations.LabelPlace));
    try std.testing.expectEqual(4, canonical.alignment(operations.LabelPlace));
    try std.testing.expectEqual(20, canonical.size(operations.NewLabel));
    try std.testing.expectEqual(4, canonical.alignment(operations.NewLabel));
    try std.testing.expectEqual(24, canonical.size(operations.EnumChange));
    try std.testing.expectEqual(4, canonical.alignment(operations.EnumChange));
    try std.testing.expectEqual(104, canonical.size(operations.SequenceChange));
    try std.testing.expectEqual(8, canonical.alignment(operations.SequenceChange));
    try std.testing.expectEqual(1, canonical.size(context.Phase));
    try std.testing.expectEqual(1, canonical.alignment(context.Phase));
    try std.testing.expectEqual(1, canonical.size(progress.Level));
    try std.testing.expectEqual(1, canonical.alignment(progress.Level));
    try std.testing.expectEqual(56, canonical.size(failures.Failure));
    try std.testing.expectEqual(8, canonical.alignment(failures.Failure));
}
