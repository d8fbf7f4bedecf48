//! `aludel current`.

use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::listing;
use crate::shell::Shell;

/// Show where the database is
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Exit with 3 unless the database is at all heads
    #[arg(long)]
    check_heads: bool,
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    let report = shell.migrator()?.current().await?;
    shell.answer(&report, |report| listing::current(report, shell.detail()))?;
    if report.heads.is_empty() {
        shell.remark("the database is at base: no revision is applied");
    }
    if args.check_heads && !report.is_at_heads {
        shell.remark("the database is not at all heads; run `aludel upgrade heads`");
        return Ok(Exit::Drift);
    }
    Ok(Exit::Done)
}
