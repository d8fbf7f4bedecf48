//! `aludel history`.

use aludel_engine::{AskDatabase, HistoryRequest};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::listing;
use crate::shell::Shell;

/// List the revisions, newest first
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only these: A:B, A:, :B; `current` is where the database is
    #[arg(short, long, value_name = "A:B", allow_hyphen_values = true)]
    range: Option<String>,
    /// Mark where the database is
    #[arg(short, long)]
    indicate_current: bool,
    /// Draw the branches
    #[arg(long)]
    graph: bool,
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    let migrator = shell.migrator()?;
    let current = if args.indicate_current { AskDatabase::Yes } else { AskDatabase::No };
    let revisions = migrator.history(HistoryRequest { range: args.range, current }).await?;
    if args.graph {
        let drawing = migrator.draw(&revisions)?;
        shell.answer(&revisions, |revisions| listing::drawing(&drawing, revisions))?;
    } else {
        shell.answer(&revisions, |revisions| listing::history(revisions, shell.detail()))?;
    }
    Ok(Exit::Done)
}
