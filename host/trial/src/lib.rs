//! What a test of migrations needs beside a database: rows that nobody had to write, rows beside each other, the tests
//! that a project brings with it, and what came of them all.
//!
//! The crate is pure: it asks no server, reads no clock and opens no file. The same seed gives the same rows.
//!
//! - [`dice`]: numbers that look like chance, from a seed
//! - [`made_up`]: rows that fit a table
//! - [`rows`]: the rows of a table, and how they differ from what they were
//! - [`volatile`]: columns whose values are not the same twice
//! - [`project_test`]: tests that a project brings with it, as SQL
//! - [`report`]: what came of the checks
//! - [`junit`]: the same for build servers

pub mod dice;
pub mod junit;
pub mod made_up;
pub mod project_test;
pub mod report;
pub mod rows;
pub mod volatile;

pub use made_up::{MadeUpRow, NoParent, Parent, Setting, insert, made_up};
pub use project_test::{Expectation, ProjectTest, ProjectTestError, TestStatement};
pub use report::{Check, Coverage, Outcome, Problem, Status, TestReport};
pub use rows::{RowDifference, TableRows};
