//! Rules that find what a migration may break, before it runs on rows.
//!
//! Whoever uses them has run the migrations on an empty copy and hands over what was seen: a [`Migration`] is the list
//! of its [`Statement`]s, each with the schema before and after it, so that SQL, requests for operations and code in
//! any language are the same to a rule. [`check`] says what it found, [`check_schema`] the same of a whole schema.
//!
//! - [`facts`]: what is known of a migration; [`scene`]: what is known of the place where it will run
//! - [`changes`](mod@changes): what a statement changed, with its renames
//! - [`rule`]: the rules, each with its page; [`finding`]: what one found
//! - [`severity`]: how much a finding weighs, by configuration
//! - [`suppression`]: comments that allow a finding, with a reason
//! - [`naming`]: the patterns that names must fit; [`amounts`]: numbers of rows and bytes in sentences
//!
//! The crate is pure.

pub mod amounts;
mod catalogue;
pub mod changes;
mod check;
pub mod facts;
pub mod finding;
mod look;
pub mod naming;
pub mod rule;
mod rules;
pub mod scene;
pub mod severity;
pub mod suppression;
#[cfg(test)]
mod trial;
mod types;
mod words;

pub use changes::changes;
pub use check::{check, check_schema};
pub use facts::{Direction, Lock, Migration, Statement};
pub use finding::Finding;
pub use naming::{Naming, NamingError};
pub use rule::{Family, Rule, rule, rules};
pub use scene::{Scene, TableSize};
pub use severity::{Severities, Severity, SeverityError};
pub use suppression::{Allowed, Suppressed, Suppressions};
pub use words::deleted_whole;
