//! Goes on where a migration stopped that cannot be rolled back.
//!
//! `MySQL` and `MariaDB` commit at every definition, and `transaction = false` leaves every statement standing. Such a
//! migration runs through a [`Recorder`]: what it asks and what it is answered becomes an [`entry`] of its [`Log`], and
//! the entries are written to the journal so that they are there exactly when what they tell of is:
//!
//! - rows that are changed in a transaction have their entries in the same transaction;
//! - before a definition that no transaction holds, a row says which one comes and what its objects look like.
//!
//! The next run of the migration is answered from the journal, call by call, without the server, until the entries are
//! at their end: guests are deterministic, so that it arrives where the last one stopped. Each call is compared with
//! the one in the journal. What only sets up the connection is carried out again.
//!
//! - [`way`]: how a statement is made to last
//! - [`resume`](mod@resume): where a migration goes on, decided before it runs

mod call;
mod cursor;
mod database;
mod desk;
mod entry;
mod log;
mod memory;
mod perform;
mod recorder;
mod replay;
pub(crate) mod resume;
mod traces;
mod way;

pub(crate) use desk::Desk;
pub(crate) use log::{Divergence, Enclosing, Log};
pub(crate) use recorder::Recorder;
