//! SQL written out instead of run (`--sql`).
//!
//! - [`writer`]: the database that a guest sees, which writes its statements to a script
//! - [`schema`]: changes of the schema by request
//! - [`bulk`]: bulk writers as INSERT and UPDATE statements

mod bulk;
mod schema;
mod writer;

pub(crate) use writer::{Script, Writer, terminated};
