//! SQL written out instead of run (`--sql`).
//!
//! - [`writer`]: the database that a guest sees, which writes its statements to a script
//! - [`inline`]: statements with their parameters as literals
//! - [`bulk`]: bulk writers as INSERT and UPDATE statements

mod bulk;
mod inline;
mod writer;

pub(crate) use writer::{Script, Writer};
