//! Which revisions exist, how they connect, and what to run to get from one to another.
//!
//! The crate is pure: it opens nothing, reads no clock and knows no database. Its answers are those of Alembic, where
//! Alembic has one.
//!
//! - [`id`], [`revision`]: what a migration declares
//! - [`graph`]: all of them connected, or [everything that is wrong with them](graph_error)
//! - [`target`], [`range`]: where to go, as it is typed, and [why it cannot be reached](target_error)
//! - [`plan`]: what to run, and the version rows after each step
//! - [`drawing`]: the history with its lanes
//!
//! ```
//! use aludel_revision::{Graph, Revision, RevisionId, Target};
//!
//! let id = |text| RevisionId::parse(text);
//! let first = Revision { id: id("3f9a")?, down: vec![], depends_on: vec![], labels: vec![] };
//! let second = Revision { id: id("8d02")?, down: vec![id("3f9a")?], depends_on: vec![], labels: vec![] };
//! let graph = Graph::build(vec![first, second])?;
//!
//! let plan = graph.plan_upgrade(&[], &Target::parse("head")?)?;
//! assert_eq!(plan.steps.len(), 2);
//! assert_eq!(plan.heads_after, [id("8d02")?]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod build;
mod cycle;
mod downgrade;
pub mod drawing;
pub mod graph;
pub mod graph_error;
mod history;
pub mod id;
mod label;
mod listing;
mod near;
mod order;
pub mod plan;
pub mod range;
mod relative;
mod resolve;
pub mod revision;
mod rows;
mod stamp;
pub mod target;
pub mod target_error;
mod upgrade;
mod walk;

pub use drawing::DrawnLine;
pub use graph::{Graph, Node};
pub use graph_error::{GraphError, GraphErrors, Warning};
pub use id::{IdError, RevisionId};
pub use plan::{Direction, HeadsChange, Plan, Step};
pub use range::Range;
pub use revision::{Declaration, Revision};
pub use target::{Place, Target};
pub use target_error::TargetError;
