//! `aludel package inspect`.

use aludel_engine::inspect_package;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::package::shown;
use crate::shell::Shell;

/// Show what a package holds, and check that all of it is there; nothing of it runs
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A file that `aludel package pack` wrote, a folder with an OCI image layout, or REGISTRY/NAMESPACE/NAME:VERSION
    #[arg(value_name = "PACKAGE")]
    package: String,
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    shell.answer(&inspect_package(&shell.open_options(), &args.package).await?, shown)?;
    Ok(Exit::Done)
}
