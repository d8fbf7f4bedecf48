//! The sandbox against a database in memory, with guests written in WebAssembly text.

mod limits;
mod load;
mod run;
mod support;
