//! `aludel package remove`.

use aludel_engine::Removal;

use crate::commands::run_options::Output;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::installed;
use crate::render::printable::one_line;
use crate::shell::Shell;

/// Take an installed package out of this project
///
/// Refused while the database has migrations of it, or others depend on it.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The label of the package
    label: String,
    /// Take its migrations back first
    #[arg(long, conflicts_with_all = ["keep_tables", "files_only"])]
    downgrade: bool,
    /// Leave its tables to the database, and forget that they are its
    #[arg(long, requires = "reason", conflicts_with = "files_only")]
    keep_tables: bool,
    /// Why they stay; kept in the history
    #[arg(long, value_name = "TEXT", requires = "keep_tables")]
    reason: Option<String>,
    /// Look at no database
    #[arg(long)]
    files_only: bool,
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    let reporter = shell.reporter(Output::Steps);
    shell.stop_on_signals(&reporter);
    let removal = match (args.downgrade, args.files_only, args.reason) {
        (true, _, _) => Removal::Downgrade,
        (_, true, _) => Removal::FilesOnly,
        (_, _, Some(reason)) => Removal::KeepTables { reason },
        _ => Removal::OnlyUnapplied,
    };
    let report = shell.migrator()?.remove_package(&args.label, &removal, reporter).await?;
    report.notes.iter().for_each(|note| shell.remark(&one_line(&note.text)));
    shell.answer(&report, installed::removed)?;
    Ok(Exit::Done)
}
