//! `SQLite`.
//!
//! sqlx opens and closes the connection. Statements are stepped on its handle, through the library's own C interface
//! (`raw`), on the thread of the caller: a page of
//! rows, a batch or a statement is one call, without a thread hop. On tokio's multi-thread runtime each call tells the
//! runtime that it blocks (`block_in_place`); on its current-thread runtime, and outside of any, it simply blocks. So
//! what must go on during a long statement (a progress display, a Ctrl-C that calls the [`Canceller`]) belongs into
//! a task of its own, on the multi-thread runtime. The one place from which sessions cannot be used is a `LocalSet` on
//! the multi-thread runtime, where tokio refuses to block.
//!
//! # Values
//!
//! `SQLite` has five storage classes and no further types. A value comes back as what it is stored as, not as what
//! its column is declared as: `max(day)` has no declared type, and a value must not change its kind with the
//! expression around it.
//!
//! | parameter | stored as | read back as |
//! |---|---|---|
//! | null | NULL | null |
//! | boolean | INTEGER 0 or 1 | boolean from a column declared `BOOLEAN` or `BOOL`, else integer (1) |
//! | integer | INTEGER | integer |
//! | unsigned-integer | INTEGER; an error above 9223372036854775807 | integer |
//! | real | REAL; an error for NaN, which would become NULL | real |
//! | decimal, json | TEXT, as given (2) | text |
//! | text | TEXT; an error with a NUL character in it, where `SQLite`'s functions would end it | text |
//! | bytes | BLOB, also an empty one | bytes |
//! | uuid | TEXT `550e8400-e29b-41d4-a716-446655440000` | text |
//! | date | TEXT `2026-11-22` | text |
//! | time | TEXT `14:03:05.25` | text |
//! | timestamp | TEXT `2026-11-22 14:03:05.25` | text |
//! | timestamptz | TEXT `2026-11-22 14:03:05.25+00:00` | text |
//! | interval | TEXT `P14M3DT5.5S` (months, days, seconds) | text |
//! | arrays, foreign | an error | |
//!
//! (1) The exception, because there is nothing else that such a column can mean by 0 and 1, and a migration that
//! runs on several databases should see what it sees on the others. Any other integer in it stays an integer.
//!
//! (2) The column may change it: one declared `DECIMAL` or `NUMERIC` turns text that looks like a number into an
//! integer or a real, and loses what a real cannot hold. Declare it `TEXT` to keep decimals.
//!
//! Text that is not UTF-8 is an error that names the column; `CAST(... AS BLOB)` reads it.
//!
//! # What a connection is set to
//!
//! Foreign keys are enforced (`foreign_keys = ON`), as on the other databases; the library's own default is not to.
//! A migration that rebuilds tables, or an operator through `on_connect`, may turn them off, outside of a transaction.
//! The journal mode stays what the file has. A transaction takes the write lock when it begins.

mod action;
mod allowed;
mod calendar;
mod core;
mod cursor;
mod database;
mod error;
mod left_behind;
mod open;
mod pass;
mod raw;
mod session;
mod text;
mod value;
mod warden;
mod watch;

use crate::connect::{ConnectError, ConnectOptions};
use crate::session::Session;
use crate::url::{DatabaseUrl, SqliteTarget};

pub(crate) async fn connect(
    url: &DatabaseUrl,
    target: &SqliteTarget,
    options: &ConnectOptions,
) -> Result<Box<dyn Session>, ConnectError> {
    let connection = open::open(url, target, options).await?;
    Ok(Box::new(session::SqliteSession::new(connection)))
}
