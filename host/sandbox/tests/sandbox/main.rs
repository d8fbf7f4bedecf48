//! The sandbox against a database in memory, with guests written in WebAssembly text.

mod cache;
mod limits;
mod load;
mod mutation;
mod places;
mod run;
mod rust_guest;
mod script;
mod sql_runner;
mod support;
mod target;
