//! Values that are none, and names that are SQL.

use std::fmt::Write as _;

use super::{Ends, Hostile};
use crate::guest::Guest;

/// Where the value stands, and what its text is copied to.
const VALUE: usize = 60_000;

/// The numbers of the cases of `value`.
mod tag {
    pub(super) const BOOLEAN: u8 = 1;
    pub(super) const DECIMAL: u8 = 5;
    pub(super) const TEXT: u8 = 6;
    pub(super) const BYTES: u8 = 7;
    pub(super) const JSON: u8 = 8;
    pub(super) const DATE: u8 = 10;
    pub(super) const TIME: u8 = 11;
    pub(super) const TIMESTAMP: u8 = 12;
    pub(super) const INTERVAL: u8 = 14;
    pub(super) const FOREIGN: u8 = 19;
}

pub(super) fn all() -> Vec<Hostile> {
    let mut all = vec![
        value("a value of a case that is none", 99, &[0; 16], Ends::InTrap),
        value("a boolean that is 255", tag::BOOLEAN, &[255; 16], Ends::Well),
        value("a text beyond the end", tag::TEXT, &[0xff; 16], Ends::InTrap),
        value("bytes beyond the end", tag::BYTES, &[0xff; 16], Ends::InTrap),
        value("bytes of 2 GiB", tag::BYTES, &[0, 16, 0, 0, 255, 255, 255, 127], Ends::InTrapOrAtLimit),
        value("a day of month 255", tag::DATE, &[255; 16], Ends::With(10, "database")),
        value("a time of hour 255", tag::TIME, &[255; 16], Ends::With(10, "database")),
        value("a moment of year -1, month 255", tag::TIMESTAMP, &[255; 16], Ends::With(10, "database")),
        value("an interval of minus one of all", tag::INTERVAL, &[255; 16], Ends::Well),
        value("a value of a type of its own", tag::FOREIGN, &[0xff; 16], Ends::InTrap),
        text("a decimal that is SQL", tag::DECIMAL, "1); DROP TABLE canary; --", Ends::Well),
        text("a decimal of a thousand million digits", tag::DECIMAL, "1e999999999", Ends::Well),
        text("a text with a NUL", tag::TEXT, "be\0fore", Ends::With(10, "database")),
        text("JSON that is none", tag::JSON, "{\"a\":", Ends::Well),
        deep_json("JSON of a hundred levels", 100),
        deep_json("JSON of a hundred thousand levels", 100_000),
    ];
    all.extend(NAMES.iter().flat_map(|name| [bulk_table(name), bulk_column(name), quoted(name)]));
    all.push(quoted_nul());
    all
}

/// Inserts one value; what the database says of it ends the guest.
fn inserting(guest: &mut Guest) -> String {
    let sql = guest.text("INSERT INTO prey (word) VALUES (?)");
    format!(
        "(call $execute_with (local.get $db) {sql} (i32.const {VALUE}) (i32.const 1) (i32.const 2048))
         (if (call $failed) (then (return (call $database_failure (local.get $db)))))"
    )
}

fn value(name: &str, tag: u8, payload: &[u8], ends: Ends) -> Hostile {
    let mut guest = Guest::new();
    let body = inserting(&mut guest);
    let bytes: String = payload.iter().fold(String::new(), |mut all, byte| {
        write!(all, "\\{byte:02x}").expect("a string takes all that is written");
        all
    });
    let data = format!("(data (i32.const {VALUE}) \"\\{tag:02x}\") (data (i32.const {}) \"{bytes}\")", VALUE + 8);
    Hostile::guest(name, &guest.upgrade(&body).item(&data), ends)
}

fn text(name: &str, tag: u8, text: &str, ends: Ends) -> Hostile {
    let mut guest = Guest::new();
    let body = inserting(&mut guest);
    let place = guest.text(text);
    let store = format!("(i32.store8 (i32.const {VALUE}) (i32.const {tag})) (call $place {place}) {body}");
    Hostile::guest(name, &guest.upgrade(&store).item(&placing()), ends)
}

/// Writes pointer and length of the text into the value.
fn placing() -> String {
    format!(
        "(func $place (param $pointer i32) (param $length i32)
           (i32.store (i32.const {}) (local.get $pointer)) (i32.store (i32.const {}) (local.get $length)))",
        VALUE + 8,
        VALUE + 12
    )
}

fn deep_json(name: &str, levels: usize) -> Hostile {
    let mut guest = Guest::new();
    let body = inserting(&mut guest);
    let store = format!(
        "(local.set $handle (call $allocate (i32.const 0) (i32.const 0) (i32.const 1) (i32.const {both})))
         (memory.fill (local.get $handle) (i32.const 0x5b) (i32.const {levels}))
         (memory.fill (i32.add (local.get $handle) (i32.const {levels})) (i32.const 0x5d) (i32.const {levels}))
         (i32.store8 (i32.const {VALUE}) (i32.const {tag}))
         (call $place (local.get $handle) (i32.const {both})) {body}",
        both = levels * 2,
        tag = tag::JSON,
    );
    Hostile::guest(name, &guest.upgrade(&store).item(&placing()), Ends::Well)
}

/// Names that would end the name that they stand in.
const NAMES: [&str; 6] = [
    "prey\"; DROP TABLE canary; --",
    "prey`; DROP TABLE canary; --",
    "prey'; DROP TABLE canary; --",
    "prey\"\" (id) VALUES (1); DELETE FROM canary; --",
    "\u{1b}]0;owned\u{7}",
    "",
];

/// The name as that of a table; `{table}` and `{column}` are expressions of pointer and length.
fn bulk(name: String, table: &str, column: &str) -> Hostile {
    let mut guest = Guest::new();
    let (table, column) = (guest.text(table), guest.text(column));
    let body = format!(
        "(call $place {column})
         (call $bulk_insert (local.get $db) (i32.const 0) (i32.const 0) (i32.const 0) {table}
           (i32.const {}) (i32.const 1) (i32.const 2048))
         (if (call $failed) (then (return (call $database_failure (local.get $db)))))
         (local.set $handle (i32.load (i32.const 2056)))
         (i32.store (i32.const 61200) (i32.const 61304)) (i32.store (i32.const 61204) (i32.const 1))
         (i32.store8 (i32.const 61304) (i32.const 2)) (i64.store (i32.const 61312) (i64.const 15))
         (call $write_rows (local.get $handle) (i32.const 61200) (i32.const 1) (i32.const 2048))
         (if (call $failed) (then (return (call $database_failure (local.get $db)))))
         (call $finish (local.get $handle) (i32.const 2048))
         (if (call $failed) (then (return (call $database_failure (local.get $db)))))",
        VALUE + 8
    );
    Hostile::guest(name, &guest.upgrade(&body).item(&placing()), Ends::With(10, "database")).everywhere()
}

fn bulk_table(name: &str) -> Hostile {
    bulk(format!("rows for a table called {name:?}"), name, "id")
}

fn bulk_column(name: &str) -> Hostile {
    bulk(format!("rows for a column called {name:?}"), "prey", name)
}

/// What `quote` gives is put into a statement.
fn quoted(name: &str) -> Hostile {
    let mut guest = Guest::new();
    let text = guest.text(name);
    let body = format!(
        "(call $quote (local.get $db) {text} (i32.const 2048))
         (local.set $handle (call $allocate (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 200)))
         (memory.copy (local.get $handle) (i32.const 62000) (i32.const 14))
         (memory.copy (i32.add (local.get $handle) (i32.const 14)) (i32.load (i32.const 2048)) (i32.load (i32.const 2052)))
         (call $execute_script (local.get $db) (local.get $handle) (i32.add (i32.const 14) (i32.load (i32.const 2052)))
           (i32.const 2048))
         (if (call $failed) (then (return (call $database_failure (local.get $db)))))"
    );
    let guest = guest.upgrade(&body).item("(data (i32.const 62000) \"SELECT * FROM \")");
    // `quote` has no error to answer with.
    let ends = if name.is_empty() { Ends::InTrap } else { Ends::With(10, "database") };
    Hostile::guest(format!("a statement about a table called {name:?}"), &guest, ends).everywhere()
}

fn quoted_nul() -> Hostile {
    let mut guest = Guest::new();
    let text = guest.text("ca\0nary");
    let body = format!("(call $quote (local.get $db) {text} (i32.const 2048))");
    Hostile::guest("a name with a NUL to quote", &guest.upgrade(&body), Ends::InTrap).everywhere()
}
