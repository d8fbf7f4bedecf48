//! Guests that take memory, stack, tables and instances.

use super::{Ends, Hostile};
use crate::guest::Guest;

pub(super) fn all() -> Vec<Hostile> {
    let grow = "(loop $again (br_if $again (i32.ne (memory.grow (i32.const 16)) (i32.const -1)))) unreachable";
    let touch = "(loop $again
        (local.set $i (memory.grow (i32.const 1)))
        (if (i32.eq (local.get $i) (i32.const -1)) (then unreachable))
        (memory.fill (i32.shl (local.get $i) (i32.const 16)) (i32.const 255) (i32.const 65536))
        (br $again))";
    let table = "(loop $again
        (if (i32.eq (table.grow $names (ref.null func) (i32.const 10000)) (i32.const -1)) (then unreachable))
        (br $again))";
    let recursion = "(func $deeper (param $i i32) (result i32) (i32.add (call $deeper (local.get $i)) (i32.const 1)))";
    let indirect = "(type $again (func)) (table $functions funcref (elem $deeper))
        (func $deeper (call_indirect $functions (type $again) (i32.const 0)))";
    vec![
        at("memory without end", &Guest::upgrading(grow), "memory"),
        at("memory without end, all of it written", &Guest::upgrading(touch), "memory"),
        at("memory that begins at 4 GiB", &Guest::new().with_memory("65536"), "memory"),
        at("memory that begins over the limit", &Guest::new().with_memory("2000"), "memory"),
        at("a table without end", &Guest::upgrading(table).item("(table $names 1 funcref)"), "table_elements"),
        at("a table that begins too large", &Guest::new().item("(table 10000001 funcref)"), "table_elements"),
        at("recursion without end", &Guest::upgrading("(drop (call $deeper (i32.const 0)))").item(recursion), "stack"),
        at("recursion through a table", &Guest::upgrading("(call $deeper)").item(indirect), "stack"),
        at(
            "recursion in the start function",
            &Guest::new().item("(func $deeper (call $deeper)) (start $deeper)"),
            "stack",
        ),
        at(
            "recursion where the host wants memory",
            &Guest::upgrading("(call $revision (i32.const 2048))").reallocating(
                "(call $lies (local.get $old) (local.get $old_size) (local.get $align) (local.get $size))",
            ),
            "stack",
        ),
        at("memory wanted by the host without end", &hoarding_answers(), "memory"),
    ]
}

fn at(name: &str, guest: &Guest, limit: &'static str) -> Hostile {
    Hostile::guest(name, guest, Ends::AtLimit(limit))
}

/// Keeps every answer of the host, each a section of its own component.
fn hoarding_answers() -> Guest {
    let mut guest = Guest::new();
    let name = guest.text("migrations");
    guest.upgrade(&format!("(loop $again (call $section {name} (i32.const 2048)) (br $again))"))
}
