//! A run: from heads and a target to committed, verified steps.
//!
//! - [`job`]: what a run is asked for
//! - [`decide`]: which steps will run and how, decided before anything is done
//! - [`prepare`]: components for the steps
//! - [`whole`]: the run as a whole: heads, lock, heads again, steps, goodbye
//! - [`all_in_one`]: one transaction around all steps
//! - [`execution`]: one step after the other
//! - [`enclosure`]: the transaction around a step, and whether it still stands
//! - [`guest`]: one function of a migration, with the cancellation beside it
//! - [`heartbeat`]: a lease that others would take over, renewed while the run goes on
//! - [`patience`]: another try for a migration that waited too long for a lock
//! - [`settle`]: version row, history row, commit, read-back
//! - [`failure`]: what went wrong, and in what state the database is
//! - [`integrity`]: whether what was applied is what the files say
//! - [`shared`]: the session, lent to guests

mod agreed;
mod all_in_one;
pub(crate) mod carry_on;
pub(crate) mod decide;
mod enclosure;
mod execution;
pub(crate) mod failure;
#[cfg(test)]
mod faults;
pub(crate) mod foreign_keys;
pub(crate) mod guest;
mod heartbeat;
pub(crate) mod integrity;
pub(crate) mod job;
mod patience;
pub(crate) mod prepare;
mod settle;
pub(crate) mod shared;
pub(crate) mod whole;
