//! `aludel upgrade`.

use super::run_options::RunOptions;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::shell::Shell;

/// Run migrations forward, to a target
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Where to: head, heads, a revision, a label, LABEL@head, +2, REV+1; with --sql also A:B
    #[arg(default_value = "head", allow_negative_numbers = true, conflicts_with = "plan")]
    target: String,
    #[command(flatten)]
    options: RunOptions,
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    let reporter = shell.reporter(args.options.output());
    shell.stop_on_signals(&reporter);
    let request = args.options.into_request(args.target, shell)?;
    shell.migrator()?.upgrade(request, reporter).await?;
    Ok(Exit::Done)
}
