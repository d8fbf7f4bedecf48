//! What the generators of the guest SDKs share: the interfaces, their layout in memory, names and files.
//!
//! To add a language: a module of `main.rs` in a file of its own with a function
//! `generate(&Source) -> Result<Vec<Generated>, Box<dyn Error>>`, and a line in its table of languages. What it
//! writes it takes from [`layout::Layout`], or from `wit_parser` itself.

pub mod generated;
pub mod layout;
pub mod names;
pub mod source;

pub use generated::Generated;
pub use source::Source;
