//! What a migration may do, what it was seen to do, and the judge between the two.
//!
//! A database engine, or a parser of SQL, says what a statement touches as a list of [`Access`]es. [`Grants`] say what may
//! be touched: they are the project's to give, and a migration's header can ask for less. [`Grants::judge`] holds one
//! against the other, and its [`Refusal`] names the very line that would grant what was refused. A [`Cage`] is a judge
//! that remembers what it saw.
//!
//! The crate is pure: it knows no database and opens nothing.
//!
//! - [`access`]: one thing that a statement does
//! - [`pattern`]: names of tables, with a `*` at their ends
//! - [`grants`]: what may be done, and what nobody grants
//! - [`terms`]: grants as they are written in TOML, where a key may be left out
//! - [`narrow`]: which grants are within which
//! - [`judge`]: one access held against grants
//! - [`refusal`]: what was refused, in words, and the line that would grant it
//! - [`cage`]: a judge with a memory
//! - [`words`]: grants as people read them

pub mod access;
pub mod cage;
pub mod grants;
pub mod judge;
pub mod narrow;
pub mod pattern;
pub mod refusal;
pub mod terms;
pub mod words;

pub use access::{Access, AccessKind, ObjectKind, ObjectName};
pub use cage::{Cage, Judge};
pub use grants::{Extensions, Grants};
pub use narrow::Excess;
pub use pattern::{Pattern, PatternError, Patterns};
pub use refusal::{Refusal, Section};
pub use terms::Terms;
