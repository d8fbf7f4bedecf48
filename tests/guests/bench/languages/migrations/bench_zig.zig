// /// migration
// revision = "bench_zig"
// message = "lower-case e-mail addresses, in Zig"
// ///

const std = @import("std");
const aludel = @import("aludel");

/// Rows come in pages and are written in batches below the loop.
pub fn upgrade(db: *aludel.Database) !void {
    var emails = try db.bulkUpdate("customers", &.{"id"}, &.{"email"});
    defer emails.deinit();
    var rows = try db.query("SELECT id, email FROM customers", .{});
    defer rows.deinit();
    var buffer: [320]u8 = undefined;
    while (try rows.next()) |row| {
        const id, const email = try row.as(struct { i64, []const u8 });
        try emails.push(.{ id, @as([]const u8, std.ascii.lowerString(&buffer, email)) });
    }
    _ = try emails.finish();
}
