//! `aludel build`.

use std::path::PathBuf;

use aludel_engine::BuildRequest;

use super::run_options::Output;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::listing;
use crate::shell::Shell;

/// Build every migration to a component; only what changed
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Write the components to this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    let reporter = shell.reporter(Output::Steps);
    let report = shell.migrator()?.build(BuildRequest { out: args.out }, reporter).await?;
    shell.answer(&report, listing::build)?;
    Ok(Exit::Done)
}
