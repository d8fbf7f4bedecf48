//! `aludel check`.

use aludel_engine::{CheckRequest, Compared};

use super::compare_options::CompareOptions;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::comparison;
use crate::shell::Shell;

/// Find out whether the target and the migrations say the same; exit with 3 if not
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Compare with what the migrations make on an empty database, and look at no other one
    #[arg(long)]
    from_migrations: bool,
    /// Find out whether the database is still what its migrations made
    #[arg(long, conflicts_with_all = ["from_migrations", "rename", "not_renamed"])]
    drift: bool,
    #[command(flatten)]
    options: CompareOptions,
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    let compared = match (args.drift, args.from_migrations) {
        (true, _) => Compared::DatabaseWithItsMigrations,
        (_, true) => Compared::MigrationsWithTarget,
        _ => Compared::HeadsWithTarget,
    };
    let report = shell.migrator()?.check(CheckRequest { compared, renames: args.options.into_hints() }).await?;
    report.notes.iter().for_each(|note| shell.remark(&note.text));
    shell.answer(&report, |report| comparison::check(report, shell.detail()))?;
    comparison::remark(&report.difference, shell);
    Ok(if report.difference.operations.is_empty() { Exit::Done } else { Exit::Drift })
}
