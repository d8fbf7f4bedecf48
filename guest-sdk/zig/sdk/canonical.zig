//! The canonical ABI of the component model: how values cross between this module and the host.
//!
//! The types of `bindings.zig` are ordinary Zig types, and what is here reads their shape at compile time: a struct is a
//! record or a tuple, a tagged union a variant, an optional an option, a slice a list, an exhaustive enum an enum, and
//! an open enum of 32 bits the handle of a resource.

const std = @import("std");
const Allocator = std.mem.Allocator;

/// Arguments that take more core values than this are passed in memory.
const flat_arguments_max = 16;

/// How many steps the compiler may take to read a type; the largest, a whole schema, takes a tenth of it.
const quota = 1_000_000;

/// What a function of the interface answers: a value or an error.
pub fn Result(comptime Ok: type, comptime Err: type) type {
    return union(enum) {
        ok: Ok,
        err: Err,
    };
}

/// Where the host puts what it gives to this module during the call under way.
var incoming: ?Allocator = null;

/// The allocator that the host calls. Nothing of it is freed alone: all of a call lies in the allocator of the call.
pub fn reallocate(old: ?[*]u8, old_length: usize, alignment_wanted: usize, length: usize) callconv(.c) ?[*]u8 {
    if (length == 0) return @ptrFromInt(alignment_wanted);
    const allocator = incoming orelse @panic("the host gave a value to a module that asked for none");
    const memory = allocate(allocator, length, alignment_wanted);
    if (old) |start| if (old_length > 0) @memcpy(memory[0..@min(old_length, length)], start[0..@min(old_length, length)]);
    return memory;
}

/// Calls a function of the host. What it gives lies in memory of `allocator`.
pub fn invoke(comptime Return: type, comptime function: anytype, allocator: Allocator, arguments: anytype) Return {
    const Core = std.meta.ArgsTuple(@TypeOf(function));
    const in_memory = comptime flatCount(Return) > 1;
    const slot_count = comptime std.meta.fieldTypes(Core).len - @intFromBool(in_memory);
    var slots: [slot_count]u64 = undefined;
    lowerArguments(arguments, &slots, allocator);

    var core: Core = undefined;
    inline for (0..slot_count) |place| core[place] = ofSlot(@TypeOf(core[place]), slots[place]);
    incoming = allocator;
    defer incoming = null;
    if (comptime !in_memory) return liftDirect(Return, @call(.auto, function, core));
    const area = allocate(allocator, size(Return), alignment(Return));
    core[slot_count] = @bitCast(@intFromPtr(area));
    @call(.auto, function, core);
    return load(Return, area, allocator);
}

fn lowerArguments(arguments: anytype, slots: []u64, allocator: Allocator) void {
    const Arguments = @TypeOf(arguments);
    if (comptime flatCount(Arguments) > flat_arguments_max) {
        const area = allocate(allocator, size(Arguments), alignment(Arguments));
        store(Arguments, arguments, area, allocator);
        slots[0] = @intFromPtr(area);
    } else {
        lower(Arguments, arguments, slots, allocator);
    }
}

/// Gives the value as an exported function answers with it: the address of memory that stays until the next call.
pub fn answer(comptime T: type, value: T, allocator: Allocator) usize {
    const area = allocate(allocator, size(T), alignment(T));
    store(T, value, area, allocator);
    return @intFromPtr(area);
}

/// The bytes of a type in memory.
pub fn size(comptime T: type) comptime_int {
    @setEvalBranchQuota(quota);
    return switch (@typeInfo(T)) {
        .void => 0,
        .bool => 1,
        .int => |int| int.bits / 8,
        .float => |float| float.bits / 8,
        .@"enum" => |definition| @sizeOf(definition.tag_type),
        .pointer => 8,
        .optional => |optional| roundUp(payloadOffset(T) + size(optional.child), alignment(T)),
        .@"union" => |definition| blk: {
            var payload = 0;
            for (definition.field_types) |Field| payload = @max(payload, size(Field));
            break :blk roundUp(payloadOffset(T) + payload, alignment(T));
        },
        .@"struct" => |definition| roundUp(offsetOf(T, definition.field_types.len), alignment(T)),
        else => @compileError("no value of the interface: " ++ @typeName(T)),
    };
}

/// What the address of a type in memory is a multiple of.
pub fn alignment(comptime T: type) comptime_int {
    @setEvalBranchQuota(quota);
    return switch (@typeInfo(T)) {
        .void => 1,
        .pointer => 4,
        .optional => |optional| alignment(optional.child),
        inline .@"union", .@"struct" => |definition| blk: {
            var largest = 1;
            for (definition.field_types) |Field| largest = @max(largest, alignment(Field));
            break :blk largest;
        },
        else => size(T),
    };
}

/// How many core values a type is passed as.
fn flatCount(comptime T: type) comptime_int {
    @setEvalBranchQuota(quota);
    return switch (@typeInfo(T)) {
        .void => 0,
        .pointer => 2,
        .optional => |optional| 1 + flatCount(optional.child),
        .@"union" => |definition| blk: {
            var payload = 0;
            for (definition.field_types) |Field| payload = @max(payload, flatCount(Field));
            break :blk 1 + payload;
        },
        .@"struct" => |definition| blk: {
            var count = 0;
            for (definition.field_types) |Field| count += flatCount(Field);
            break :blk count;
        },
        else => 1,
    };
}

fn roundUp(comptime bytes: comptime_int, comptime multiple: comptime_int) comptime_int {
    return (bytes + multiple - 1) / multiple * multiple;
}

/// Where field `place` of a record begins; one past the last is where the record ends.
fn offsetOf(comptime T: type, comptime place: comptime_int) comptime_int {
    const fields = @typeInfo(T).@"struct".field_types;
    var offset = 0;
    for (fields[0..place]) |Field| offset = roundUp(offset, alignment(Field)) + size(Field);
    return if (place < fields.len) roundUp(offset, alignment(fields[place])) else offset;
}

/// Where the payload of a variant or an option begins. None has more than 256 cases, so the case takes one byte.
fn payloadOffset(comptime T: type) comptime_int {
    return alignment(T);
}

/// Whether a list of the type can be passed as it lies in Zig's memory.
fn isPlain(comptime T: type) bool {
    return switch (@typeInfo(T)) {
        .int, .float => @sizeOf(T) == size(T),
        else => false,
    };
}

fn allocate(allocator: Allocator, length: usize, alignment_wanted: usize) [*]u8 {
    const wanted: std.mem.Alignment = .fromByteUnits(@max(alignment_wanted, 1));
    return allocator.rawAlloc(@max(length, 1), wanted, @returnAddress()) orelse @panic("out of memory");
}

/// Writes a value to memory; what it points to goes to memory of the allocator.
pub fn store(comptime T: type, value: T, at: [*]u8, allocator: Allocator) void {
    switch (@typeInfo(T)) {
        .void => {},
        .bool => at[0] = @intFromBool(value),
        .int, .float => @as(*align(1) T, @ptrCast(at)).* = value,
        .@"enum" => |definition| store(definition.tag_type, @backingInt(value), at, allocator),
        .pointer => |pointer| {
            const list = lowerList(pointer.child, value, allocator);
            store(u32, @intCast(@intFromPtr(list)), at, allocator);
            store(u32, @intCast(value.len), at + 4, allocator);
        },
        .optional => |optional| {
            at[0] = @intFromBool(value != null);
            if (value) |payload| store(optional.child, payload, at + comptime payloadOffset(T), allocator);
        },
        .@"union" => switch (value) {
            inline else => |payload, case| {
                at[0] = @backingInt(case);
                store(@TypeOf(payload), payload, at + comptime payloadOffset(T), allocator);
            },
        },
        .@"struct" => |definition| inline for (definition.field_names, definition.field_types, 0..) |name, Field, place| {
            store(Field, @field(value, name), at + comptime offsetOf(T, place), allocator);
        },
        else => comptime unreachable,
    }
}

fn lowerList(comptime T: type, items: []const T, allocator: Allocator) [*]const u8 {
    if (items.len == 0) return @ptrFromInt(8);
    if (comptime isPlain(T)) return @ptrCast(items.ptr);
    const memory = allocate(allocator, items.len * size(T), alignment(T));
    for (items, 0..) |item, place| store(T, item, memory + place * size(T), allocator);
    return memory;
}

/// Reads a value from memory. Texts and lists of numbers stay where they are.
pub fn load(comptime T: type, at: [*]const u8, allocator: Allocator) T {
    switch (@typeInfo(T)) {
        .void => return {},
        .bool => return at[0] != 0,
        .int, .float => return @as(*align(1) const T, @ptrCast(at)).*,
        .@"enum" => |definition| return @fromBackingInt(@intCast(load(definition.tag_type, at, allocator))),
        .pointer => |pointer| return liftList(pointer.child, load(u32, at, allocator), load(u32, at + 4, allocator), allocator),
        .optional => |optional| {
            return if (at[0] == 0) null else load(optional.child, at + comptime payloadOffset(T), allocator);
        },
        .@"union" => |definition| switch (@as(definition.tag_type.?, @fromBackingInt(@intCast(at[0])))) {
            inline else => |case| {
                const Payload = @FieldType(T, @tagName(case));
                return @unionInit(T, @tagName(case), load(Payload, at + comptime payloadOffset(T), allocator));
            },
        },
        .@"struct" => |definition| {
            var value: T = undefined;
            inline for (definition.field_names, definition.field_types, 0..) |name, Field, place| {
                @field(value, name) = load(Field, at + comptime offsetOf(T, place), allocator);
            }
            return value;
        },
        else => comptime unreachable,
    }
}

fn liftList(comptime T: type, address: usize, length: usize, allocator: Allocator) []const T {
    if (length == 0) return &.{};
    if (comptime isPlain(T)) return @as([*]const T, @ptrFromInt(address))[0..length];
    const start: [*]const u8 = @ptrFromInt(address);
    const items = allocator.alloc(T, length) catch @panic("out of memory");
    for (items, 0..) |*item, place| item.* = load(T, start + place * size(T), allocator);
    return items;
}

/// Writes a value as the core values that it is passed as, each widened to 64 bits. Slots that a case does not need are
/// zero.
fn lower(comptime T: type, value: T, slots: []u64, allocator: Allocator) void {
    switch (@typeInfo(T)) {
        .void => {},
        .bool => slots[0] = @intFromBool(value),
        .int => |int| slots[0] = if (int.signedness == .signed) @bitCast(@as(i64, value)) else value,
        .float => slots[0] = @as(std.meta.Int(.unsigned, @bitSizeOf(T)), @bitCast(value)),
        .@"enum" => slots[0] = @backingInt(value),
        .pointer => |pointer| {
            slots[0] = @intFromPtr(lowerList(pointer.child, value, allocator));
            slots[1] = value.len;
        },
        .optional => |optional| {
            @memset(slots[0..comptime flatCount(T)], 0);
            slots[0] = @intFromBool(value != null);
            if (value) |payload| lower(optional.child, payload, slots[1..], allocator);
        },
        .@"union" => {
            @memset(slots[0..comptime flatCount(T)], 0);
            switch (value) {
                inline else => |payload, case| {
                    slots[0] = @backingInt(case);
                    lower(@TypeOf(payload), payload, slots[1..], allocator);
                },
            }
        },
        .@"struct" => |definition| {
            comptime var place = 0;
            inline for (definition.field_names, definition.field_types) |name, Field| {
                lower(Field, @field(value, name), slots[place..], allocator);
                place += comptime flatCount(Field);
            }
        },
        else => comptime unreachable,
    }
}

fn ofSlot(comptime Core: type, slot: u64) Core {
    return switch (Core) {
        i32, f32 => @bitCast(@as(u32, @truncate(slot))),
        i64, f64 => @bitCast(slot),
        else => @compileError("no core type: " ++ @typeName(Core)),
    };
}

fn liftDirect(comptime Return: type, core: anytype) Return {
    return switch (@typeInfo(Return)) {
        .void => {},
        .bool => core != 0,
        .int => @truncate(@as(std.meta.Int(@typeInfo(Return).int.signedness, @bitSizeOf(@TypeOf(core))), @bitCast(core))),
        .float => core,
        .@"enum" => |definition| @fromBackingInt(@intCast(@as(definition.tag_type, @truncate(@as(u32, @bitCast(core)))))),
        else => @compileError("no single core value: " ++ @typeName(Return)),
    };
}

/// A copy of a value, with all that it points to, in memory of the allocator.
pub fn copy(comptime T: type, value: T, allocator: Allocator) Allocator.Error!T {
    switch (@typeInfo(T)) {
        .pointer => |pointer| {
            const items = try allocator.alloc(pointer.child, value.len);
            for (items, value) |*item, original| item.* = try copy(pointer.child, original, allocator);
            return items;
        },
        .optional => |optional| return if (value) |payload| try copy(optional.child, payload, allocator) else null,
        .@"union" => switch (value) {
            inline else => |payload, case| {
                return @unionInit(T, @tagName(case), try copy(@TypeOf(payload), payload, allocator));
            },
        },
        .@"struct" => |definition| {
            var result: T = undefined;
            inline for (definition.field_names, definition.field_types) |name, Field| {
                @field(result, name) = try copy(Field, @field(value, name), allocator);
            }
            return result;
        },
        else => return value,
    }
}
