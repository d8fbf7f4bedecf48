//! `aludel heads`.

use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::listing;
use crate::shell::Shell;

/// Show the revisions that nothing follows
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

pub(crate) fn run(_: Args, shell: &Shell) -> Result<Exit, Failure> {
    let heads = shell.migrator()?.heads()?;
    shell.answer(&heads, |heads| listing::heads(heads, shell.detail()))?;
    Ok(Exit::Done)
}
