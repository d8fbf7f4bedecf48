//! `aludel stamp`.

use aludel_engine::{ExistingRows, StampRequest};

use crate::commands::run_options::{Output, parse_duration};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::shell::Shell;

/// Set the version rows without running anything
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Where the database is from now on: head, heads, base, a revision, a label
    #[arg(required = true, allow_negative_numbers = true)]
    targets: Vec<String>,
    /// Delete all version rows first, also those of unknown revisions
    #[arg(long)]
    purge: bool,
    /// Write the SQL to stdout instead of running it; no connection is made
    #[arg(long)]
    sql: bool,
    /// How long to wait for another run to end, such as 30s
    #[arg(long, value_name = "TIME", value_parser = parse_duration)]
    lock_timeout: Option<std::time::Duration>,
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    let output = if args.sql { Output::Sql } else { Output::Steps };
    let reporter = shell.reporter(output);
    shell.stop_on_signals(&reporter);
    let request = StampRequest {
        targets: args.targets,
        existing: if args.purge { ExistingRows::Purge } else { ExistingRows::Move },
        mode: output.mode(),
        lock_timeout: args.lock_timeout,
    };
    shell.migrator()?.stamp(request, reporter).await?;
    Ok(Exit::Done)
}
