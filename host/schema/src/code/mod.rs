//! Operations as source code: what a generated migration in a language other than SQL does.
//!
//! The way has two halves. [`Body::of`] turns the operations of a [`Script`](crate::Script) into a tree of calls, which
//! says what the builders of the libraries for guests can say exactly, and knows no language. A [`Printer`] writes the
//! tree down in its language, as a person would write it. What no builder says exactly is executed as the SQL that the
//! script has for it, so a language without builders needs no more than the way to write a text.
//!
//! A new language is a file beside `rust` with its [`Printer`], and a line in [`printer()`].

mod assemblyscript;
mod c;
mod chain;
mod go;
mod javascript;
mod lower;
mod printer;
mod python;
mod rust;
mod spelling;
pub mod tree;
mod wat;
mod zig;

pub use lower::plain_columns;
pub use printer::{Direction, IRREVERSIBLE, Printed, Printer, print, printer};
pub use spelling::{camel_case, indented, pascal_case};
pub use tree::Body;

#[cfg(test)]
mod tests;
