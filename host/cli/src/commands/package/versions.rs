//! `aludel package versions`.

use aludel_engine::package_versions;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::shell::Shell;

/// List the versions of a package that a registry has, the newest first
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The package: REGISTRY/NAMESPACE/NAME
    #[arg(value_name = "PACKAGE")]
    package: String,
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    let report = package_versions(&shell.open_options(), &args.package).await?;
    shell.answer(&report, |report| report.versions.iter().map(|version| format!("{version}\n")).collect())?;
    Ok(Exit::Done)
}
