//! `aludel ensure-version`.

use crate::exit::Exit;
use crate::failure::Failure;
use crate::shell::Shell;

/// Create the version and history tables where they are missing
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

pub(crate) async fn run(_: Args, shell: &Shell) -> Result<Exit, Failure> {
    shell.migrator()?.ensure_version().await?;
    shell.remark("the version table is there");
    Ok(Exit::Done)
}
