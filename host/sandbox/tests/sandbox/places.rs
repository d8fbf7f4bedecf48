//! Errors that get the place in the source where they come from.

use std::fmt::Write as _;

use aludel_sandbox::{Failure, RunError};
use aludel_sql::{ErrorKind, SqlError};

use crate::support::{Guest, sqlite, upgrade};

/// A unit with nothing but the place of its table of lines: DWARF version 4, 7.5.
const ABBREVIATIONS: &[u8] = &[1, 0x11, 0, 0x10, 0x17, 0, 0, 0];
const UNIT: &[u8] = &[12, 0, 0, 0, 4, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0];

/// A table that says of all code that it is in line 7 of a file: DWARF version 4, 6.2.
fn table_of_lines(file: &str) -> Vec<u8> {
    let header =
        [&[1, 1, 1, 0xfb, 14, 13, 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1, 0][..], file.as_bytes(), &[0; 5]].concat();
    // From address 0 on line 1 + 6, up to address 0x4000, which is behind the end.
    let program = [0, 5, 2, 0, 0, 0, 0, 3, 6, 1, 2, 0x80, 0x80, 1, 0, 1, 1];
    let length = |bytes: usize| u32::try_from(bytes).expect("it is short").to_le_bytes();
    let whole = length(6 + header.len() + program.len());
    [&whole[..], &[4, 0], &length(header.len()), &header, &program].concat()
}

fn custom_section(name: &str, content: &[u8]) -> String {
    let escaped = content.iter().fold(String::new(), |mut all, byte| {
        write!(all, "\\{byte:02x}").expect("a string takes all that is written");
        all
    });
    format!("(@custom \"{name}\" (after code) \"{escaped}\")")
}

/// A guest that fails with the error of its statement, with a table of lines.
fn guest(file: &str) -> Guest {
    let mut guest = Guest::new();
    let insert = guest.text("INSERT");
    let guest = guest.upgrade(&format!(
        "(call $execute (local.get $db) {insert})
         (if (call $failed) (then (return (call $database_failure (local.get $db)))))"
    ));
    let sections = [(".debug_abbrev", ABBREVIATIONS), (".debug_info", UNIT), (".debug_line", &table_of_lines(file))];
    sections.iter().fold(guest, |guest, (name, content)| guest.item(&custom_section(name, content)))
}

fn refused() -> SqlError {
    SqlError::new(ErrorKind::ConstraintViolation, "duplicate key")
}

#[test]
fn an_error_that_ends_the_migration_has_the_line_of_the_call() {
    let outcome = upgrade(&guest("migrations/a.wat"), sqlite().failing_at("execute INSERT", refused()));
    let located = refused().with_extra("trace", "  at migrations/a.wat:7");
    assert_eq!(outcome.answer, Err(RunError::Failed(Failure::Database(located))));
}

#[test]
fn a_line_outside_of_the_project_is_not_told() {
    for file in ["~lib/a.ts", "/usr/lib/a.zig", ".aludel/sdk/zig/database.zig"] {
        let outcome = upgrade(&guest(file), sqlite().failing_at("execute INSERT", refused()));
        assert_eq!(outcome.answer, Err(RunError::Failed(Failure::Database(refused()))), "{file}");
    }
}

#[test]
fn an_error_that_says_where_it_was_keeps_its_words() {
    let said = refused().with_extra("trace", "  at migrations/a.py:9 in upgrade");
    let outcome = upgrade(&guest("migrations/a.wat"), sqlite().failing_at("execute INSERT", said.clone()));
    assert_eq!(outcome.answer, Err(RunError::Failed(Failure::Database(said))));
}
