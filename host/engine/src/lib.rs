//! The use cases of Aludel: upgrade, downgrade, stamp, and what a project and its database look like.
//!
//! This is the library behind the command line, and the one that other programs embed. It never prints, never reads
//! the environment and never ends the process: what happens is told to an [`Observer`], what went wrong is an
//! [`Error`].
//!
//! - [`options`]: how a project is found and opened
//! - [`request`]: what the use cases are asked for
//! - [`report`]: what they answer
//! - [`event`]: what a run tells while it is under way
//! - [`error`]: every way in which they can fail

mod address;
mod artifacts;
mod catalogue;
mod connection;
mod hook;
mod in_memory;
mod limits;
mod migrator;
mod monitor;
mod offline;
mod run;
mod use_case;

pub mod cancellation;
pub mod error;
pub mod event;
pub mod identity;
pub mod options;
pub mod report;
pub mod request;

pub use address::URL_VARIABLE;
pub use cancellation::Cancellation;
pub use error::{
    DatabaseState, Error, FailedStatement, FailureCause, Fault, GuestFrame, MigrationFailure, SourceChange,
};
pub use event::{Command, Direction, Event, EventStream, LogLevel, Note, Observer, Silent, events};
pub use identity::Identity;
pub use in_memory::Component;
pub use migrator::Migrator;
pub use options::{OpenOptions, Variables};
pub use report::{
    BranchReport, BuildReport, BuiltArtifact, CurrentHead, CurrentReport, DrawnLine, InitReport, NewRevision,
    RevisionReport, RunReport, StepReport, TemplateReport,
};
pub use request::{
    AskDatabase, BuildRequest, DataLoss, DowngradeRequest, ExistingRows, HistoryRequest, InitRequest, MergeRequest,
    ParentRule, RevisionRequest, RunMode, StampRequest, UpgradeRequest,
};

/// How the steps of a run and transactions go together.
pub use aludel_project::TransactionMode;
pub use use_case::init;
