//! `aludel downgrade`.

use super::run_options::RunOptions;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::shell::Shell;

/// Take migrations back, to a target
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Where to: base, -1, a revision, LABEL@base, LABEL@-1, REV-1; with --sql also A:B
    #[arg(allow_negative_numbers = true, required_unless_present = "plan", conflicts_with = "plan")]
    target: Option<String>,
    #[command(flatten)]
    options: RunOptions,
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    let reporter = shell.reporter(args.options.output());
    shell.stop_on_signals(&reporter);
    let request = args.options.into_request(args.target.unwrap_or_default(), shell)?;
    shell.migrator()?.downgrade(request, reporter).await?;
    Ok(Exit::Done)
}
