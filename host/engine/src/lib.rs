//! The use cases of Aludel: upgrade, downgrade, stamp, and what a project and its database look like.
//!
//! This is the library behind the command line, and the one that other programs embed. It never prints, never reads
//! the environment and never ends the process: what happens is told to an [`Observer`], what went wrong is an
//! [`Error`].
//!
//! A program that brings its migrations with it:
//!
//! ```
//! use aludel_engine::{Component, Error, Identity, Migrator, OpenOptions, events};
//!
//! const ORDERS: &str = r#"
//! -- /// migration
//! -- revision = "3f9a1c20b7d4"
//! -- message = "add orders"
//! -- ///
//! -- aludel:upgrade
//! CREATE TABLE orders (id INTEGER PRIMARY KEY, note TEXT NOT NULL);
//! -- aludel:downgrade
//! DROP TABLE orders;
//! "#;
//!
//! # #[tokio::main]
//! # async fn main() -> Result<(), Error> {
//! # let folder = tempfile::TempDir::new().expect("the system has a temporary folder");
//! # let folder = folder.path();
//! let mut options = OpenOptions::new(folder, Identity::of_this_process("shop", "build-7"));
//! options.url = Some("sqlite://shop.db".to_owned());
//! let migrator = Migrator::in_memory(vec![Component::from_sql("orders.sql", ORDERS)?], options)?;
//!
//! let (observer, mut told) = events();
//! let report = migrator.upgrade("head", observer).await?;
//! assert_eq!(report.heads_after, ["3f9a1c20b7d4"]);
//! while let Some(event) = told.next().await {
//!     println!("{event:?}");
//! }
//! assert!(migrator.current().await?.is_at_heads);
//! # Ok(())
//! # }
//! ```
//!
//! - [`options`]: how a project is found and opened
//! - [`request`]: what the use cases are asked for
//! - [`report`]: what they answer
//! - [`event`]: what a run tells while it is under way
//! - [`error`]: every way in which they can fail

mod address;
mod agreement;
mod artifacts;
mod catalogue;
mod comparison;
mod confinement;
mod connection;
mod diagnosis;
mod hook;
mod housing;
mod in_memory;
mod in_parallel;
mod installation;
mod interpreters;
mod journal;
mod library;
mod limits;
mod lint;
mod migrator;
mod monitor;
mod offline;
mod outage;
mod refusal;
mod registries;
mod rehearsal;
mod run;
mod scratch;
mod sizes;
mod target;
#[cfg(test)]
mod test_server;
mod trial;
mod trust;
mod use_case;

pub mod cancellation;
pub mod error;
pub mod event;
pub mod identity;
pub mod options;
pub mod report;
pub mod request;

pub use address::{GUEST_URL_VARIABLE, URL_VARIABLE};
pub use agreement::difference::{ObjectChange, PlanDifference};
pub use agreement::file::{AgreedData, AgreedPlan, AgreedStatement, AgreedStep, PlanFileError, read_plan, write_plan};
pub use agreement::objects::{ObjectDigest, SchemaDigests};
pub use aludel_lint::amounts;
pub use cancellation::Cancellation;
pub use comparison::hints::RenameHints;
pub use comparison::origin::Origin;
pub use comparison::question::{Answer, Nobody, Questioner};
pub use comparison::report::{
    CheckReport, DiffReport, DifferenceReport, LossReport, SuspicionReport, UncomparedReport,
};
pub use diagnosis::report::{DoctorReport, Finding, HalfWayReport, NextRun, Severity, StatementInDoubt};
pub use error::{
    DanglingRow, DatabaseState, Error, FailedBuild, FailedStatement, FailureCause, Fault, GuestFrame, HalfApplied,
    HalfAppliedBecause, MigrationFailure, RefusedNeeds, SourceChange,
};
pub use event::{Command, Direction, Event, EventStream, LogLevel, Note, Observer, Silent, events};
pub use housing::{GuestProcess, serve_guest};
pub use identity::Identity;
pub use in_memory::Component;
pub use installation::consent::{Consent, SignedPackage, UnsignedPackage};
pub use installation::error::InstallationError;
pub use installation::report::{
    InstallReport, InstalledPackageReport, InstalledRevisionReport, NewlyInstalled, PackageListReport, RemoveReport,
    RevisionPackage,
};
pub use installation::standing::PackageStanding;
pub use lint::legs::LintedDirections;
pub use lint::report::{
    AllowedFinding, LintCounts, LintFinding, LintReport, LintedRevision, RuleReport, lint_rule, lint_rules,
};
pub use lint::selection::LintSelection;
pub use migrator::Migrator;
pub use options::{LockRule, Network, OpenOptions, Variables};
pub use rehearsal::report::{AlterReport, DowngradeOutcome, DowngradeReport, PlannedLoss, TableSize};
pub use rehearsal::report::{Blocks, PlanReport, PlannedLock, PlannedStatement, PlannedStepReport, Touched};
pub use rehearsal::sample::{CopiedTable, DataReport, NotCopied};
pub use report::{
    BranchReport, BuildReport, BuiltArtifact, CurrentHead, CurrentReport, DrawnLine, GrantsReport, InitReport,
    InterpreterReport, NewRevision, RevisionReport, RunReport, StepReport, TemplateReport,
};
pub use request::{
    AskDatabase, BuildRequest, ExistingRows, HistoryRequest, InitRequest, MergeRequest, ParentRule, RevisionRequest,
    RunMode, RunRequest, StampRequest,
};

pub use target::TargetError;
pub use trust::error::TrustError;
pub use trust::key_file::Passphrases;
pub use trust::signing::SignatureForm;
pub use trust::{Admission, Asking, TrustPolicy};

/// How much a finding of a rule weighs.
pub use aludel_lint::Severity as LintSeverity;
/// How the steps of a run and transactions go together.
pub use aludel_project::TransactionMode;
/// What packages are called.
pub use aludel_project::package::{ContentDigest, PackageLabel, PackageName, PackageVersion};
/// What a test finds, and how it is told.
pub use aludel_trial::{Check, Coverage, Outcome, Problem, Status, TestReport, junit};
pub use trial::Watcher;
pub use use_case::autogenerate::{AutogenerateReport, AutogenerateRequest, EmptyTarget};
pub use use_case::check::{CheckRequest, Compared};
pub use use_case::diff::DiffRequest;
pub use use_case::guest_login::GuestLoginReport;
pub use use_case::import_alembic::{ImportAlembicReport, ImportAlembicRequest, RevisionFiles};
pub use use_case::inspect::{InspectFormat, InspectReport, InspectRequest};
pub use use_case::lint::LintRequest;
pub use use_case::lock::{BreakReport, BrokenReport, LockHolderReport, LockReport};
pub use use_case::package::key::{KeyReport, Protection, RotateRequest, TrustChange, generate_key, show_key};
pub use use_case::package::pack::PackRequest;
pub use use_case::package::remote::{
    PushReport, VersionsReport, inspect_package, package_versions, pull_package, push_packed,
};
pub use use_case::package::remove::Removal;
pub use use_case::package::report::{
    PackReport, PackageReport, PackageSummary, PackagedInterpreterReport, PackagedRevisionReport, ReferrerReport,
};
pub use use_case::package::sign::{SignReport, SignRequest, sign_package};
pub use use_case::package::verify::{VerifyReport, verify_package_by_key};
pub use use_case::plan::PlanRequest;
pub use use_case::report::{ChangeReport, ReportRequest};
pub use use_case::settle::{SettleReport, SettleRequest, Settlement};
pub use use_case::test::{Crashes, TestRequest};
pub use use_case::wait::{WaitReport, WaitRequest, Waiting};
pub use use_case::{
    import_alembic, init, install_interpreter, list_interpreters, make_interpreter, remove_interpreter,
};
