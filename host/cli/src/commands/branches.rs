//! `aludel branches`.

use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::listing;
use crate::shell::Shell;

/// Show where branches begin
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

pub(crate) fn run(_: Args, shell: &Shell) -> Result<Exit, Failure> {
    let branches = shell.migrator()?.branches()?;
    shell.answer(&branches, |branches| listing::branches(branches, shell.detail()))?;
    Ok(Exit::Done)
}
