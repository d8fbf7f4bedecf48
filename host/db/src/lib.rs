//! Connections to SQLite, PostgreSQL and MySQL or MariaDB.
//!
//! - [`session`]: the trait that every database is behind
pub mod session;

pub use session::Session;
