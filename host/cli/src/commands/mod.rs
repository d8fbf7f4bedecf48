//! One verb, one file: its arguments, whose doc comments are the help, and what it does with the engine.

mod branches;
mod build;
mod changed_files;
mod check;
mod compare_options;
mod completions;
mod current;
mod diff;
mod doctor;
mod downgrade;
mod edit;
mod ensure_version;
mod heads;
mod history;
mod import;
mod init;
mod inspect;
mod interpreter;
mod lint;
mod list_templates;
mod lock;
mod merge;
mod package;
mod plan;
mod report;
mod revision;
pub(crate) mod run_options;
mod show;
mod stamp;
mod test;
mod upgrade;
mod wait;

use clap::Subcommand;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::shell::Shell;

/// The verbs.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Init(init::Args),
    Revision(revision::Args),
    Build(build::Args),
    Upgrade(upgrade::Args),
    Downgrade(downgrade::Args),
    Plan(plan::Args),
    Report(report::Args),
    Test(test::Args),
    Stamp(stamp::Args),
    Current(current::Args),
    Wait(wait::Args),
    History(history::Args),
    Heads(heads::Args),
    Branches(branches::Args),
    Show(show::Args),
    Edit(edit::Args),
    Import(import::Args),
    Inspect(inspect::Args),
    Diff(diff::Args),
    Check(check::Args),
    Lint(lint::Args),
    Lock(lock::Args),
    Doctor(doctor::Args),
    Merge(merge::Args),
    EnsureVersion(ensure_version::Args),
    ListTemplates(list_templates::Args),
    Interpreter(interpreter::Args),
    Package(package::Args),
    Completions(completions::Args),
}

impl Command {
    /// Runs the verb.
    pub(crate) async fn run(self, shell: &Shell) -> Result<Exit, Failure> {
        match self {
            Self::Init(args) => init::run(args, shell),
            Self::Revision(args) => revision::run(args, shell).await,
            Self::Build(args) => build::run(args, shell).await,
            Self::Upgrade(args) => upgrade::run(args, shell).await,
            Self::Downgrade(args) => downgrade::run(args, shell).await,
            Self::Plan(args) => Box::pin(plan::run(args, shell)).await,
            Self::Report(args) => Box::pin(report::run(args, shell)).await,
            Self::Test(args) => Box::pin(test::run(args, shell)).await,
            Self::Stamp(args) => stamp::run(args, shell).await,
            Self::Current(args) => current::run(args, shell).await,
            Self::Wait(args) => wait::run(args, shell).await,
            Self::History(args) => history::run(args, shell).await,
            Self::Heads(args) => heads::run(args, shell),
            Self::Branches(args) => branches::run(args, shell),
            Self::Show(args) => show::run(args, shell).await,
            Self::Edit(args) => edit::run(args, shell).await,
            Self::Import(args) => import::run(args, shell),
            Self::Inspect(args) => inspect::run(args, shell).await,
            Self::Diff(args) => diff::run(args, shell).await,
            Self::Check(args) => Box::pin(check::run(args, shell)).await,
            Self::Lint(args) => Box::pin(lint::run(args, shell)).await,
            Self::Lock(args) => lock::run(args, shell).await,
            Self::Doctor(args) => doctor::run(args, shell).await,
            Self::Merge(args) => merge::run(args, shell).await,
            Self::EnsureVersion(args) => ensure_version::run(args, shell).await,
            Self::ListTemplates(args) => list_templates::run(args, shell),
            Self::Interpreter(args) => interpreter::run(args, shell),
            Self::Package(args) => Box::pin(package::run(args, shell)).await,
            Self::Completions(args) => completions::run(args),
        }
    }
}
