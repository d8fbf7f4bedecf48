//! `aludel package update`.

use crate::commands::package::unsigned::UnsignedOptions;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::installed;
use crate::shell::Shell;

/// Put another version of an installed package in its place
///
/// The new version must hold every revision of the installed one as it is, to the byte: what databases have run does not
/// change.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The label of the package
    label: String,
    /// A version of its registry, or where the new one is [default: the newest version there, or the file as it is now]
    #[arg(long, value_name = "VERSION|SOURCE")]
    to: Option<String>,
    #[command(flatten)]
    unsigned: UnsignedOptions,
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    let questioner = shell.questioner();
    let consent = args.unsigned.consent(&*questioner);
    let report = shell.migrator()?.update_package(&args.label, args.to.as_deref(), consent).await?;
    installed::remark(&report, shell);
    shell.answer(&report, |report| installed::installed(report, shell.detail()))?;
    Ok(Exit::Done)
}
