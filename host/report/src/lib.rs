//! What a change of a database would do, as people read it who are asked to agree.
//!
//! [`html`] makes a page that is one file and loads nothing: the graph of the revisions, the tables before and after, each
//! step with its SQL, locks and findings, and the checks that were made. [`markdown`] makes the short form of it, for a
//! comment on a change or the summary of a job.
//!
//! The crate is pure. Everything that it is given may come from strangers; nothing of it is markup but the pictures, which
//! [`Pictures`] takes as SVG that its maker has escaped.
//!
//! - [`model`]: what there is to tell
//! - [`html`]: the page
//! - [`markdown`]: the comment

mod escape;
mod page;
mod style;
mod summary;

pub mod html;
pub mod markdown;
pub mod model;

pub use html::html;
pub use markdown::markdown;
pub use model::{
    Blocking, Check, Fact, Finding, GraphLine, Level, Lock, Outcome, Pictures, Report, Standing, Statement, Step,
};

#[cfg(test)]
mod tests;
