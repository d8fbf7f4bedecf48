// /// migration
// revision = "conf_zig"
// message = "conformance in Zig"
// ///

const std = @import("std");
const aludel = @import("aludel");
const Database = aludel.Database;
const log = aludel.log;
const schema = aludel.schema;

const Step = *const fn (*Database) anyerror!void;
const Case = struct { name: []const u8, upgrade: Step, downgrade: Step = nothing };

const cases = [_]Case{
    .{ .name = "ddl", .upgrade = ddl, .downgrade = drop(.{"conf_ddl"}) },
    .{ .name = "values", .upgrade = values, .downgrade = drop(.{ "conf_copy", "conf_values" }) },
    .{ .name = "nulls", .upgrade = nulls, .downgrade = drop(.{"conf_nulls"}) },
    .{ .name = "unicode", .upgrade = unicode, .downgrade = dropUnicode },
    .{ .name = "batch", .upgrade = batch, .downgrade = drop(.{"conf_batch"}) },
    .{ .name = "paging", .upgrade = paging, .downgrade = drop(.{"conf_paging"}) },
    .{ .name = "one", .upgrade = one },
    .{ .name = "prepared", .upgrade = prepared, .downgrade = drop(.{"conf_prepared"}) },
    .{ .name = "savepoint", .upgrade = savepoint, .downgrade = drop(.{"conf_savepoint"}) },
    .{ .name = "bulk-insert", .upgrade = bulkInsert, .downgrade = drop(.{ "conf_undone", "conf_bulk" }) },
    .{ .name = "bulk-update", .upgrade = bulkUpdate, .downgrade = drop(.{"conf_update"}) },
    .{ .name = "arguments", .upgrade = arguments },
    .{ .name = "progress", .upgrade = progress },
    .{ .name = "caught", .upgrade = caught, .downgrade = drop(.{"conf_caught"}) },
    .{ .name = "uncaught", .upgrade = uncaught, .downgrade = drop(.{"conf_uncaught"}) },
    .{ .name = "crash", .upgrade = crash },
    .{ .name = "precondition", .upgrade = precondition },
    .{ .name = "other", .upgrade = other },
    .{ .name = "refusal", .upgrade = refusal },
    .{ .name = "offline", .upgrade = offline, .downgrade = drop(.{"conf_offline"}) },
    .{ .name = "irreversible", .upgrade = irreversible, .downgrade = noWayBack },
    .{ .name = "verify", .upgrade = toVerify },
    .{ .name = "operations", .upgrade = operations, .downgrade = drop(.{ "conf_child", "conf_parent" }) },
};

pub fn upgrade(db: *Database) !void {
    const case = try wanted(db);
    return case.upgrade(db);
}

pub fn downgrade(db: *Database) !void {
    const case = try wanted(db);
    return case.downgrade(db);
}

pub fn verify(_: *Database) !void {
    const name = aludel.context.argument("case") orelse return;
    if (std.mem.eql(u8, name, "verify")) log.info("verified", .{});
}

fn wanted(db: *Database) !Case {
    const name = aludel.context.argument("case") orelse "";
    for (cases) |case| if (std.mem.eql(u8, case.name, name)) return case;
    return db.fail("there is no case `{s}`", .{name});
}

fn nothing(_: *Database) !void {}

fn drop(comptime tables: anytype) Step {
    return struct {
        fn run(db: *Database) !void {
            inline for (tables) |table| _ = try db.execute("DROP TABLE " ++ table, .{});
        }
    }.run;
}

fn ddl(db: *Database) !void {
    _ = try db.execute("CREATE TABLE conf_ddl (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL, note VARCHAR(100))", .{});
    try db.executeScript("CREATE INDEX conf_ddl_name ON conf_ddl (name); ALTER TABLE conf_ddl ADD COLUMN amount NUMERIC(10, 2);");
    const outcome = try db.execute("INSERT INTO conf_ddl (id, name) VALUES (1, 'one'), (2, 'two')", .{});
    log.info("rows affected {d}", .{outcome.rows_affected});
}

const day: aludel.Date = .{ .year = 2024, .month = 2, .day = 29 };
const midnight: aludel.Time = .{ .hour = 0, .minute = 0, .second = 0, .nanosecond = 0 };
const late: aludel.Time = .{ .hour = 23, .minute = 59, .second = 59, .nanosecond = 123_456_000 };
const zero: aludel.Uuid = .{ .high = 0, .low = 0 };
const uuid: aludel.Uuid = .{ .high = 0x550e8400e29b41d4, .low = 0xa716446655440000 };

const Samples = struct { kind: []const u8, values: []const aludel.Value };
const samples = [_]Samples{
    .{ .kind = "boolean", .values = &.{ .{ .boolean = true }, .{ .boolean = false } } },
    .{ .kind = "integer", .values = &.{ .{ .integer = 0 }, .{ .integer = -1 }, .{ .integer = std.math.maxInt(i64) }, .{ .integer = std.math.minInt(i64) } } },
    .{ .kind = "unsigned", .values = &.{.{ .unsigned_integer = std.math.maxInt(u64) }} },
    .{ .kind = "real", .values = &.{ .{ .real = 0.5 }, .{ .real = -1.5 }, .{ .real = 1e300 }, .{ .real = 0.1 } } },
    .{ .kind = "decimal", .values = &.{ .{ .decimal = "12.3400" }, .{ .decimal = "-99999999999999999999.9999" } } },
    .{ .kind = "text", .values = &.{ .{ .text = "" }, .{ .text = "a'b\"c\\d" }, .{ .text = " two\nlines " }, .{ .text = "Zażółć 日本語 😀 e\u{301}" } } },
    .{ .kind = "bytes", .values = &.{ .{ .bytes = "" }, .{ .bytes = "\x00\xff\x00\x27\x5c" } } },
    .{ .kind = "json", .values = &.{ .{ .json = "{\"a\": [1, 2, null]}" }, .{ .json = "\"ü\"" } } },
    .{ .kind = "uuid", .values = &.{ .{ .uuid = zero }, .{ .uuid = uuid } } },
    .{ .kind = "date", .values = &.{ .{ .date = day }, .{ .date = .{ .year = 9999, .month = 12, .day = 31 } } } },
    .{ .kind = "time", .values = &.{ .{ .time = midnight }, .{ .time = late } } },
    .{ .kind = "timestamp", .values = &.{ .{ .timestamp = .{ .date = day, .time = midnight } }, .{ .timestamp = .{ .date = day, .time = late } } } },
    .{ .kind = "timestamptz", .values = &.{ .{ .timestamptz = .{ .date = day, .time = midnight } }, .{ .timestamptz = .{ .date = day, .time = late } } } },
    .{ .kind = "interval", .values = &.{.{ .interval = .{ .months = 14, .days = -3, .microseconds = 4_000_001 } }} },
    .{ .kind = "boolean-array", .values = &.{.{ .boolean_array = &.{ true, null } }} },
    .{ .kind = "integer-array", .values = &.{ .{ .integer_array = &.{} }, .{ .integer_array = &.{ 1, null, std.math.minInt(i64) } } } },
    .{ .kind = "real-array", .values = &.{.{ .real_array = &.{ 0.5, null } }} },
    .{ .kind = "text-array", .values = &.{.{ .text_array = &.{ "a,\"b\"", null, "" } }} },
};

fn values(db: *Database) !void {
    try db.executeScript(aludel.context.argument("ddl") orelse "");
    var id: i64 = 0;
    var kinds = try wantedKinds(db);
    while (kinds.next()) |kind| for (samplesOf(kind)) |sample| {
        id += 1;
        _ = try db.execute(insertion(db, "conf_values", kind), .{ id, sample });
    };
    kinds = try wantedKinds(db);
    while (kinds.next()) |kind| {
        const column = columnOf(db, kind);
        var rows = try db.query(db.format("SELECT id, {s} FROM conf_values WHERE {s} IS NOT NULL ORDER BY id", .{ column, column }), .{});
        defer rows.deinit();
        while (try rows.next()) |row| {
            const read_id, const value = try row.as(struct { i64, aludel.Value });
            _ = try db.execute(insertion(db, "conf_copy", kind), .{ read_id, value });
        }
    }
}

fn wantedKinds(db: *Database) !std.mem.SplitIterator(u8, .scalar) {
    const kinds = aludel.context.argument("kinds") orelse return db.fail("the argument `kinds` is missing", .{});
    return std.mem.splitScalar(u8, kinds, ',');
}

fn samplesOf(kind: []const u8) []const aludel.Value {
    for (samples) |sample| if (std.mem.eql(u8, sample.kind, kind)) return sample.values;
    return &.{};
}

fn columnOf(db: *Database, kind: []const u8) []const u8 {
    const column = db.format("v_{s}", .{kind});
    return std.mem.replaceOwned(u8, db.arena, column, "-", "_") catch @panic("out of memory");
}

fn insertion(db: *Database, table: []const u8, kind: []const u8) []const u8 {
    return db.format("INSERT INTO {s} (id, {s}) VALUES ({s})", .{ table, columnOf(db, kind), db.placeholders(2) });
}

fn nulls(db: *Database) !void {
    try db.executeScript(aludel.context.argument("ddl") orelse "");
    const insert = db.format("INSERT INTO conf_nulls (id, a, b, c) VALUES ({s})", .{db.placeholders(4)});
    _ = try db.execute(insert, .{ 1, null, null, null });
    _ = try db.execute(insert, .{ 2, 7, "x", aludel.bytes("\x01") });
    var rows = try db.query("SELECT id, a, b, c FROM conf_nulls ORDER BY id", .{});
    defer rows.deinit();
    while (try rows.next()) |row| {
        const line = try row.as(struct { id: i64, a: ?i64, b: ?[]const u8, c: ?aludel.Bytes });
        const length: ?usize = if (line.c) |bytes| bytes.data.len else null;
        log.info("row {d}: {?d} {?s} {?d}", .{ line.id, line.a, line.b, length });
    }
}

const texts = [_][]const u8{ "Ünïcødé", "日本語", "😀 e\u{301}", "\u{202e}right to left", "ﷺ" };

fn unicode(db: *Database) !void {
    const table = db.quote("conf_größe \"q\"");
    const column = db.quote("naïve");
    _ = try db.execute(db.format("CREATE TABLE {s} (id INTEGER NOT NULL PRIMARY KEY, {s} VARCHAR(100))", .{ table, column }), .{});
    const insert = db.format("INSERT INTO {s} (id, {s}) VALUES ({s})", .{ table, column, db.placeholders(2) });
    for (texts, 1..) |text, id| _ = try db.execute(insert, .{ id, text });
    var rows = try db.query(db.format("SELECT {s} FROM {s} ORDER BY id", .{ column, table }), .{});
    defer rows.deinit();
    while (try rows.next()) |row| log.info("text {s}", .{try row.get([]const u8, "naïve")});
}

fn dropUnicode(db: *Database) !void {
    _ = try db.execute(db.format("DROP TABLE {s}", .{db.quote("conf_größe \"q\"")}), .{});
}

fn batch(db: *Database) !void {
    _ = try db.execute("CREATE TABLE conf_batch (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40), amount DOUBLE PRECISION)", .{});
    var writer = try db.bulkInsert("conf_batch", &.{ "id", "name", "amount" });
    defer writer.deinit();
    var rows = aludel.BatchBuilder.init(3);
    defer rows.deinit();
    var buffer: [40]u8 = undefined;
    for (1..20_001) |id| {
        const name: ?[]const u8 = if (id % 10 == 0) null else try std.fmt.bufPrint(&buffer, "row {d}", .{id});
        rows.push(.{ id, name, @as(f64, @floatFromInt(id)) * 0.5 });
        if (id % 5_000 == 0) {
            try writer.writeRows(&rows);
            rows.clear();
        }
    }
    _ = try writer.finish();
    try countBatches(db);
}

fn countBatches(db: *Database) !void {
    var cursor = try db.query("SELECT id, name, amount FROM conf_batch ORDER BY id", .{});
    defer cursor.deinit();
    var count: usize = 0;
    var sum: i64 = 0;
    var without_name: usize = 0;
    var amount: f64 = 0;
    while (try cursor.nextBatch(4_096)) |page| {
        const ids, const names, const amounts = .{ page.column(0), page.column(1), page.column(2) };
        for (0..page.rowCount()) |row| {
            count += 1;
            sum += ids.get(i64, row) orelse 0;
            amount += amounts.get(f64, row) orelse 0;
            if (names.isNull(row)) without_name += 1;
        }
    }
    log.info("rows {d} sum {d} nulls {d} amount {d}", .{ count, sum, without_name, amount });
}

fn paging(db: *Database) !void {
    _ = try db.execute("CREATE TABLE conf_paging (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))", .{});
    _ = try fill(db, "conf_paging", 2_500);
    const update = db.format("UPDATE conf_paging SET name = {s} WHERE id = {s}", .{ db.placeholder(1), db.placeholder(2) });
    var rows = try db.query("SELECT id, name FROM conf_paging ORDER BY id", .{});
    rows.page_rows = 100;
    var count: usize = 0;
    while (try rows.next()) |row| {
        const id = try row.get(i64, "id");
        if (@mod(id, 500) == 0) _ = try db.execute(update, .{ "seen", id });
        count += 1;
    }
    rows.deinit();
    log.info("rows {d}", .{count});
    log.info("seen {d}", .{try db.queryScalar(i64, "SELECT count(*) FROM conf_paging WHERE name = 'seen'", .{})});
}

/// Writes so many rows, `row ID` each, and gives how many the host wrote.
fn fill(db: *Database, table: []const u8, count: usize) !u64 {
    var writer = try db.bulkInsert(table, &.{ "id", "name" });
    defer writer.deinit();
    var buffer: [40]u8 = undefined;
    for (1..count + 1) |id| try writer.push(.{ id, try std.fmt.bufPrint(&buffer, "row {d}", .{id}) });
    return writer.finish();
}

fn one(db: *Database) !void {
    const row = try db.queryOne("SELECT 41 + 1", .{}) orelse return db.fail("no row", .{});
    log.info("scalar {d}", .{try row.get(i64, 0)});
    if (try db.queryOne("SELECT 1 WHERE 1 = 0", .{}) == null) log.info("none", .{});
}

fn prepared(db: *Database) !void {
    _ = try db.execute("CREATE TABLE conf_prepared (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))", .{});
    var insert = try db.prepare(db.format("INSERT INTO conf_prepared (id, name) VALUES ({s})", .{db.placeholders(2)}));
    defer insert.deinit();
    for (1..4) |id| _ = try insert.execute(.{ id, "one at a time" });
    var rows = aludel.BatchBuilder.init(2);
    defer rows.deinit();
    for (4..104) |id| rows.push(.{ id, "many" });
    log.info("many {d}", .{try insert.executeMany(&rows)});
    var select = try db.prepare(db.format("SELECT name FROM conf_prepared WHERE id = {s}", .{db.placeholder(1)}));
    defer select.deinit();
    var found = try select.query(.{50});
    defer found.deinit();
    while (try found.next()) |row| log.info("name {s}", .{try row.get([]const u8, "name")});
}

fn savepoint(db: *Database) !void {
    _ = try db.execute("CREATE TABLE conf_savepoint (id INTEGER NOT NULL PRIMARY KEY)", .{});
    try insertId(db, "conf_savepoint", 1);
    var undone = try db.savepoint();
    try insertId(db, "conf_savepoint", 2);
    try undone.rollback();
    var kept = try db.savepoint();
    try insertId(db, "conf_savepoint", 3);
    try kept.release();
    leftByError(db) catch |failed| if (failed != error.OnPurpose) return failed;
    try logIds(db, "conf_savepoint");
}

fn leftByError(db: *Database) !void {
    var scope = try db.savepoint();
    defer scope.deinit();
    try insertId(db, "conf_savepoint", 4);
    return error.OnPurpose;
}

fn insertId(db: *Database, comptime table: []const u8, id: i64) !void {
    _ = try db.execute(db.format("INSERT INTO " ++ table ++ " (id) VALUES ({s})", .{db.placeholder(1)}), .{id});
}

fn logIds(db: *Database, comptime table: []const u8) !void {
    var line: std.ArrayList(u8) = .empty;
    var rows = try db.query("SELECT id FROM " ++ table ++ " ORDER BY id", .{});
    defer rows.deinit();
    while (try rows.next()) |row| try line.print(db.arena, " {d}", .{try row.get(i64, 0)});
    log.info("ids{s}", .{line.items});
}

fn bulkInsert(db: *Database) !void {
    _ = try db.execute("CREATE TABLE conf_bulk (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))", .{});
    _ = try db.execute("CREATE TABLE conf_undone (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))", .{});
    log.info("written {d}", .{try fill(db, "conf_bulk", 5_000)});
    var undone = try db.bulkInsert("conf_undone", &.{ "id", "name" });
    for (1..11) |id| try undone.push(.{ id, "undone" });
    undone.deinit();
    log.info("undone {d}", .{try db.queryScalar(i64, "SELECT count(*) FROM conf_undone", .{})});
}

fn bulkUpdate(db: *Database) !void {
    _ = try db.execute("CREATE TABLE conf_update (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))", .{});
    var inserted = try db.bulkInsert("conf_update", &.{ "id", "name" });
    defer inserted.deinit();
    for (1..1_001) |id| try inserted.push(.{ id, "old" });
    _ = try inserted.finish();
    var updated = try db.bulkUpdate("conf_update", &.{"id"}, &.{"name"});
    defer updated.deinit();
    var buffer: [40]u8 = undefined;
    for (1..1_001) |id| if (id % 2 == 0) try updated.push(.{ id, try std.fmt.bufPrint(&buffer, "new {d}", .{id}) });
    log.info("updated {d}", .{try updated.finish()});
}

fn arguments(_: *Database) !void {
    const context = aludel.context;
    for (context.arguments()) |argument| {
        const name, const value = argument;
        if (!std.mem.eql(u8, name, "case")) log.info("argument {s}={s}", .{ name, value });
    }
    log.info("missing {s}", .{context.argument("no such argument") orelse "none"});
    log.info("tag {s}", .{context.tag() orelse "none"});
    log.info("revision {s}", .{context.revision()});
    log.info("phase {t}", .{context.phase()});
    log.info("offline {}", .{context.offline()});
    log.info("section {s}", .{context.section("no-such-section") orelse "none"});
}

fn progress(_: *Database) !void {
    var bar = aludel.progress.task("counting", null);
    bar.setTotal(3);
    bar.advance(1);
    bar.advance(2);
    bar.deinit();
    log.trace("a line of level trace", .{});
    // The standard library's own way, for the levels that it has.
    std.log.debug("a line of level debug", .{});
    std.log.info("a line of level info", .{});
    std.log.warn("a line of level warn", .{});
    std.log.err("a line of level error", .{});
    log.with(.info, "a line with fields", .{ .rows = 3, .table = "orders" });
}

fn caught(db: *Database) !void {
    _ = try db.execute("CREATE TABLE conf_caught (id INTEGER NOT NULL PRIMARY KEY)", .{});
    try insertId(db, "conf_caught", 1);
    inSavepoint(db, insertAgain) catch |failed| try logCaught(failed);
    inSavepoint(db, wrongSyntax) catch |failed| try logCaught(failed);
    inSavepoint(db, missingTable) catch |failed| try logCaught(failed);
    try insertId(db, "conf_caught", 2);
    try logIds(db, "conf_caught");
}

/// Runs a step in a savepoint that an error undoes.
fn inSavepoint(db: *Database, step: Step) !void {
    var scope = try db.savepoint();
    defer scope.deinit();
    try step(db);
    try scope.release();
}

fn logCaught(failed: anyerror) !void {
    switch (failed) {
        error.ConstraintViolation => log.info("caught constraint-violation", .{}),
        error.Syntax => log.info("caught syntax", .{}),
        error.UndefinedObject => log.info("caught undefined-object", .{}),
        error.Conversion => log.info("caught conversion", .{}),
        else => return failed,
    }
}

fn insertAgain(db: *Database) !void {
    try insertId(db, "conf_caught", 1);
}

fn wrongSyntax(db: *Database) !void {
    _ = try db.execute("SELEC 1", .{});
}

fn missingTable(db: *Database) !void {
    var rows = try db.query("SELECT * FROM conf_missing", .{});
    rows.deinit();
}

fn uncaught(db: *Database) !void {
    _ = try db.execute("CREATE TABLE conf_uncaught (id INTEGER NOT NULL PRIMARY KEY)", .{});
    try insertId(db, "conf_uncaught", 1);
    try insertId(db, "conf_uncaught", 1);
}

fn crash(_: *Database) !void {
    @panic("on purpose");
}

fn precondition(db: *Database) !void {
    return db.precondition("three customers have no address", .{});
}

fn other(db: *Database) !void {
    return db.fail("something else", .{});
}

fn refusal(db: *Database) !void {
    inSavepoint(db, twoStatements) catch |failed| try logCaught(failed);
    inSavepoint(db, parameterWithoutPlace) catch |failed| try logCaught(failed);
}

fn twoStatements(db: *Database) !void {
    _ = try db.execute("SELECT 1; SELECT 2", .{});
}

fn parameterWithoutPlace(db: *Database) !void {
    _ = try db.execute("SELECT 1", .{1});
}

fn offline(db: *Database) !void {
    _ = try db.execute("CREATE TABLE conf_offline (id INTEGER NOT NULL, name VARCHAR(20))", .{});
    const insert = db.format("INSERT INTO conf_offline (id, name) VALUES ({s})", .{db.placeholders(2)});
    _ = try db.execute(insert, .{ 1, "O'Brien" });
    _ = try db.execute(insert, .{ 2, null });
    if (db.query("SELECT 1", .{})) |_| log.info("not caught", .{}) else |failed| switch (failed) {
        error.Offline => log.info("caught offline", .{}),
        else => return failed,
    }
    var writer = try db.bulkInsert("conf_offline", &.{ "id", "name" });
    defer writer.deinit();
    try writer.push(.{ 3, "bulk" });
    _ = try writer.finish();
    log.info("offline {}", .{aludel.context.offline()});
}

fn irreversible(_: *Database) !void {
    log.info("nothing to do", .{});
}

fn noWayBack(db: *Database) !void {
    return db.irreversible("there is no way back", .{});
}

fn toVerify(_: *Database) !void {
    log.info("to verify", .{});
}

fn operations(db: *Database) !void {
    const parent = schema.named("conf_parent");
    const child = schema.named("conf_child");
    try schema.createTable(db, .{
        .name = parent,
        .columns = &.{
            .{ .name = "id", .column_type = schema.integer, .nullable = false, .generation = .autoincrement },
            .{ .name = "code", .column_type = schema.varchar(20), .nullable = false },
        },
        .constraints = &.{
            .{ .body = .{ .primary_key = .{ .parts = &.{schema.part("id")} } } },
            .{ .name = "uq_conf_parent_code", .body = .{ .unique = .{ .parts = &.{schema.part("code")} } } },
        },
    }, .{});
    try schema.createTable(db, .{
        .name = child,
        .columns = &.{
            .{ .name = "id", .column_type = schema.integer, .nullable = false },
            .{ .name = "parent_id", .column_type = schema.integer, .nullable = false },
            .{ .name = "amount", .column_type = schema.numeric(10, 2), .nullable = false, .generation = .{ .default = .{ .number = "0" } } },
            .{ .name = "note", .column_type = schema.text, .nullable = true },
        },
        .constraints = &.{
            .{ .body = .{ .primary_key = .{ .parts = &.{schema.part("id")} } } },
            .{ .name = "fk_conf_child_parent", .body = .{ .foreign_key = .{
                .columns = &.{"parent_id"},
                .references = parent,
                .referenced_columns = &.{"id"},
                .on_delete = .cascade,
            } } },
        },
        .indexes = &.{.{ .name = "ix_conf_child_parent", .parts = &.{schema.part("parent_id")} }},
    }, .{});
    try schema.alterTable(db, child, &.{
        .{ .add_column = .{ .name = "state", .column_type = schema.varchar(10), .nullable = false, .generation = .{ .default = .{ .text = "new" } } } },
        .{ .alter_column = .{ .name = "note", .column_type = schema.varchar(100) } },
        .{ .rename_column = .{ .old = "note", .new = "remark" } },
        .{ .add_constraint = .{ .name = "ck_conf_child_amount", .body = .{ .check = "amount >= 0" } } },
    });
    log.info("has_table {}", .{try schema.hasTable(db, child)});
    log.info("has_column {}", .{try schema.hasColumn(db, child, "remark")});
    log.info("has_index {}", .{try schema.hasIndex(db, child, "ix_conf_child_parent")});
    log.info("has_constraint {}", .{try schema.hasConstraint(db, child, "fk_conf_child_parent")});
}
