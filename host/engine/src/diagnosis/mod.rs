//! What is to be told of the state of a database, decided from what was read of it. Pure.
//!
//! - [`report`]: what is told
//! - [`ledger`]: the version rows against the files and the history
//! - [`half_way`]: a migration that stopped half way
//! - [`logins`]: the logins that the host and its guests have
//! - [`surroundings`]: the database itself, what lies beside it, and who is at it

pub(crate) mod half_way;
pub(crate) mod ledger;
pub(crate) mod logins;
pub(crate) mod report;
pub(crate) mod surroundings;
