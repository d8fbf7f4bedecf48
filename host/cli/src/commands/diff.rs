//! `aludel diff`.

use aludel_engine::DiffRequest;

use super::compare_options::CompareOptions;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::comparison;
use crate::shell::Shell;

/// Show how two schemas differ
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What is there: database, target, migrations, migrations@REV, or a SQL file or folder
    #[arg(default_value = "database")]
    from: String,
    /// What it shall become
    #[arg(default_value = "target")]
    to: String,
    #[command(flatten)]
    options: CompareOptions,
    /// Write only the SQL that leads from one to the other
    #[arg(long, conflicts_with = "json")]
    sql: bool,
    /// Exit with 3 when they differ
    #[arg(long)]
    exit_code: bool,
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    let request = DiffRequest { from: args.from, to: args.to, renames: args.options.into_hints() };
    let report = shell.migrator()?.diff(request).await?;
    if args.sql {
        shell.answer(&report, |report| report.script.clone())?;
    } else {
        shell.answer(&report, |report| comparison::difference(report, shell.detail()))?;
    }
    comparison::remark(&report, shell);
    let differs = !report.operations.is_empty();
    Ok(if args.exit_code && differs { Exit::Drift } else { Exit::Done })
}
