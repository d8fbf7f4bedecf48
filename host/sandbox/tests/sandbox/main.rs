//! The sandbox against a database in memory, with guests written in WebAssembly text.

mod cache;
mod limits;
mod load;
mod mutation;
mod run;
mod sql_runner;
mod support;
