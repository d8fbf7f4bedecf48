//! `aludel package inspect`.

use std::path::PathBuf;

use aludel_engine::inspect_package;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::package::shown;
use crate::shell::Shell;

/// Show what a package holds, and check that all of it is there; nothing of it runs
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A file that `aludel package pack` wrote, or a folder with an OCI image layout
    #[arg(value_name = "FILE|FOLDER")]
    package: PathBuf,
}

#[expect(clippy::unused_async, reason = "the verbs of packages are called alike")]
pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    shell.answer(&inspect_package(&shell.directory().join(args.package))?, shown)?;
    Ok(Exit::Done)
}
