//! `aludel show`.

use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::listing::{self, Detail};
use crate::shell::Shell;

/// Show revisions in full
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Revisions, labels, head, heads, base, current
    #[arg(required = true, allow_negative_numbers = true)]
    revisions: Vec<String>,
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    let revisions = shell.migrator()?.show(&args.revisions).await?;
    match revisions.as_slice() {
        [one] => shell.answer(one, |one| listing::entry(one, Detail::Paragraph))?,
        _ => shell.answer(&revisions, |all| listing::history(all, Detail::Paragraph))?,
    }
    Ok(Exit::Done)
}
