//! The root of a migration's module: its exports, and where its panics and log lines go.

const aludel = @import("aludel");

pub const panic = aludel.entry.panic;
pub const std_options = aludel.entry.options;

comptime {
    aludel.entry.exportSteps(@import("migration"));
}
