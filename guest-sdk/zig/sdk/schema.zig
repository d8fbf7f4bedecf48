//! Tables, columns, indexes and the like, said once for every database: the host writes the SQL of the one at hand.
//!
//!     const schema = aludel.schema;
//!
//!     try schema.createTable(db, .{
//!         .name = schema.named("customers"),
//!         .columns = &.{
//!             .{ .name = "id", .column_type = schema.integer, .nullable = false, .generation = .autoincrement },
//!             .{ .name = "email", .column_type = schema.varchar(200), .nullable = false },
//!         },
//!         .constraints = &.{
//!             .{ .body = .{ .primary_key = .{ .parts = &.{schema.part("id")} } } },
//!             .{ .body = .{ .unique = .{ .parts = &.{schema.part("email")} } } },
//!         },
//!     }, .{});

const bindings = @import("bindings.zig");
const failure = @import("failure.zig");
const runtime = @import("runtime.zig");
const Database = @import("database.zig").Database;
const Error = failure.Error;

const host = bindings.operations;
const look = bindings.inspection;
const model = bindings.model;

pub const ColumnDef = model.ColumnDef;
pub const ColumnType = model.ColumnType;
pub const ConstraintDef = model.ConstraintDef;
pub const DefaultValue = model.DefaultValue;
pub const EnumDef = model.EnumDef;
pub const ExtensionDef = model.ExtensionDef;
pub const ForeignKey = model.ForeignKey;
pub const Generation = model.Generation;
pub const IndexDef = model.IndexDef;
pub const IndexPart = model.IndexPart;
pub const Key = model.Key;
pub const ObjectName = model.ObjectName;
pub const RoutineDef = model.RoutineDef;
pub const RoutineKind = model.RoutineKind;
pub const ScalarType = model.ScalarType;
pub const SchemaDef = model.SchemaDef;
pub const SequenceDef = model.SequenceDef;
pub const TableDef = model.TableDef;
pub const TriggerDef = model.TriggerDef;
pub const ViewDef = model.ViewDef;
pub const ColumnChange = host.ColumnChange;
pub const ConstraintReference = host.ConstraintReference;
pub const EnumChange = host.EnumChange;
pub const Guard = host.Guard;
pub const Rebuild = host.Rebuild;
pub const SequenceChange = host.SequenceChange;
pub const TableChange = host.TableChange;

/// A name in the default schema.
pub fn named(name: []const u8) ObjectName {
    return .{ .name = name };
}

/// A column as a part of a key or an index.
pub fn part(column: []const u8) IndexPart {
    return .{ .key = .{ .column = column } };
}

pub const boolean = scalar(.boolean);
pub const smallint = scalar(.smallint);
pub const integer = scalar(.integer);
pub const bigint = scalar(.bigint);
pub const real = scalar(.real);
pub const double = scalar(.double);
pub const text = scalar(.text);
pub const json = scalar(.json);
pub const uuid = scalar(.uuid);
pub const date = scalar(.date);

/// A type that is no array.
pub fn scalar(base: ScalarType) ColumnType {
    return .{ .base = base, .array_dimensions = 0 };
}

/// Text of at most so many characters.
pub fn varchar(length_max: u32) ColumnType {
    return scalar(.{ .varchar = length_max });
}

/// A number in base ten of so many digits, `scale` of them behind the point.
pub fn numeric(precision: u16, scale: i16) ColumnType {
    return scalar(.{ .numeric = .{ .precision = precision, .scale = scale } });
}

/// Names for the unnamed constraints and indexes of all calls that follow, one template by kind of constraint.
pub noinline fn setNaming(db: *Database, naming: []const struct { []const u8, []const u8 }) Error!void {
    const Pair = @typeInfo(@typeInfo(@TypeOf(host.setNaming)).@"fn".param_types[1].?).pointer.child;
    const allocator = runtime.callAllocator();
    const pairs = allocator.alloc(Pair, naming.len) catch @panic("out of memory");
    for (pairs, naming) |*pair, template| pair.* = .{ template[0], template[1] };
    return failure.check(host.setNaming(db.handle, pairs, allocator));
}

/// Makes a table with its constraints and indexes.
pub noinline fn createTable(db: *Database, definition: TableDef, guard: Guard) Error!void {
    return failure.check(host.createTable(db.handle, definition, guard, runtime.callAllocator()));
}

/// Drops a table.
pub noinline fn dropTable(db: *Database, name: ObjectName, guard: Guard) Error!void {
    return failure.check(host.dropTable(db.handle, name, guard, runtime.callAllocator()));
}

/// Gives a table another name.
pub noinline fn renameTable(db: *Database, name: ObjectName, to: ObjectName) Error!void {
    return failure.check(host.renameTable(db.handle, name, to, runtime.callAllocator()));
}

/// Changes a table, all at once: one ALTER where the database can, one copy of the table where it cannot.
pub noinline fn alterTable(db: *Database, name: ObjectName, changes: []const TableChange) Error!void {
    const allocator = runtime.callAllocator();
    const guarded = allocator.alloc(host.GuardedChange, changes.len) catch @panic("out of memory");
    for (guarded, changes) |*item, change| item.* = .{ .change = change, .guard = .{} };
    return failure.check(host.alterTable(db.handle, name, guarded, .when_needed, allocator));
}

/// As `alterTable`, with a guard for each change and a say in when the table is copied.
pub noinline fn alterTableGuarded(db: *Database, name: ObjectName, changes: []const host.GuardedChange, rebuild: Rebuild) Error!void {
    return failure.check(host.alterTable(db.handle, name, changes, rebuild, runtime.callAllocator()));
}

/// Makes a named enum, where the database has such.
pub noinline fn createEnum(db: *Database, definition: EnumDef, guard: Guard) Error!void {
    return failure.check(host.createEnum(db.handle, definition, guard, runtime.callAllocator()));
}

/// Changes a named enum.
pub noinline fn alterEnum(db: *Database, name: ObjectName, changes: []const EnumChange, guard: Guard) Error!void {
    return failure.check(host.alterEnum(db.handle, name, changes, guard, runtime.callAllocator()));
}

/// Drops a named enum.
pub noinline fn dropEnum(db: *Database, name: ObjectName, guard: Guard) Error!void {
    return failure.check(host.dropEnum(db.handle, name, guard, runtime.callAllocator()));
}

/// Makes a sequence.
pub noinline fn createSequence(db: *Database, definition: SequenceDef, guard: Guard) Error!void {
    return failure.check(host.createSequence(db.handle, definition, guard, runtime.callAllocator()));
}

/// Changes a sequence.
pub noinline fn alterSequence(db: *Database, name: ObjectName, change: SequenceChange, guard: Guard) Error!void {
    return failure.check(host.alterSequence(db.handle, name, change, guard, runtime.callAllocator()));
}

/// Drops a sequence.
pub noinline fn dropSequence(db: *Database, name: ObjectName, guard: Guard) Error!void {
    return failure.check(host.dropSequence(db.handle, name, guard, runtime.callAllocator()));
}

/// Makes a view.
pub noinline fn createView(db: *Database, definition: ViewDef, guard: Guard) Error!void {
    return failure.check(host.createView(db.handle, definition, guard, runtime.callAllocator()));
}

/// Drops a view that is not materialized.
pub noinline fn dropView(db: *Database, name: ObjectName, guard: Guard) Error!void {
    return failure.check(host.dropView(db.handle, name, false, guard, runtime.callAllocator()));
}

/// Drops a materialized view.
pub noinline fn dropMaterializedView(db: *Database, name: ObjectName, guard: Guard) Error!void {
    return failure.check(host.dropView(db.handle, name, true, guard, runtime.callAllocator()));
}

/// Makes a function or a procedure.
pub noinline fn createRoutine(db: *Database, definition: RoutineDef, guard: Guard) Error!void {
    return failure.check(host.createRoutine(db.handle, definition, guard, runtime.callAllocator()));
}

/// Drops a function or a procedure.
pub noinline fn dropRoutine(db: *Database, name: ObjectName, kind: RoutineKind, guard: Guard) Error!void {
    return failure.check(host.dropRoutine(db.handle, name, kind, guard, runtime.callAllocator()));
}

/// Makes a trigger.
pub noinline fn createTrigger(db: *Database, definition: TriggerDef, guard: Guard) Error!void {
    return failure.check(host.createTrigger(db.handle, definition, guard, runtime.callAllocator()));
}

/// Drops a trigger.
pub noinline fn dropTrigger(db: *Database, of: ObjectName, name: []const u8, guard: Guard) Error!void {
    return failure.check(host.dropTrigger(db.handle, of, name, guard, runtime.callAllocator()));
}

/// Makes a schema.
pub noinline fn createSchema(db: *Database, name: []const u8, guard: Guard) Error!void {
    return failure.check(host.createSchema(db.handle, name, guard, runtime.callAllocator()));
}

/// Drops a schema.
pub noinline fn dropSchema(db: *Database, name: []const u8, guard: Guard) Error!void {
    return failure.check(host.dropSchema(db.handle, name, guard, runtime.callAllocator()));
}

/// Makes an extension available.
pub noinline fn createExtension(db: *Database, definition: ExtensionDef, guard: Guard) Error!void {
    return failure.check(host.createExtension(db.handle, definition, guard, runtime.callAllocator()));
}

/// Takes an extension away.
pub noinline fn dropExtension(db: *Database, name: []const u8, guard: Guard) Error!void {
    return failure.check(host.dropExtension(db.handle, name, guard, runtime.callAllocator()));
}

/// The tables of a schema; null for the default one.
pub noinline fn tableNames(db: *Database, schema_name: ?[]const u8) Error![]const ObjectName {
    return failure.check(look.tableNames(db.handle, schema_name, db.arena));
}

/// A table as it is; null when there is none of the name.
pub noinline fn table(db: *Database, name: ObjectName) Error!?TableDef {
    return failure.check(look.table(db.handle, name, db.arena));
}

/// Whether there is a table of the name.
pub noinline fn hasTable(db: *Database, name: ObjectName) Error!bool {
    return failure.check(look.hasTable(db.handle, name, runtime.callAllocator()));
}

/// Whether a table has a column.
pub noinline fn hasColumn(db: *Database, of: ObjectName, column: []const u8) Error!bool {
    return failure.check(look.hasColumn(db.handle, of, column, runtime.callAllocator()));
}

/// Whether a table has an index.
pub noinline fn hasIndex(db: *Database, of: ObjectName, index: []const u8) Error!bool {
    return failure.check(look.hasIndex(db.handle, of, index, runtime.callAllocator()));
}

/// Whether a table has a constraint.
pub noinline fn hasConstraint(db: *Database, of: ObjectName, constraint: []const u8) Error!bool {
    return failure.check(look.hasConstraint(db.handle, of, constraint, runtime.callAllocator()));
}

/// The whole database, but the tables of the host.
pub noinline fn whole(db: *Database) Error!SchemaDef {
    return failure.check(look.schema(db.handle, db.arena));
}
