//! `aludel package install`.

use crate::commands::package::unsigned::UnsignedOptions;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::installed;
use crate::shell::Shell;

/// Make a package of others a branch of this project
///
/// Its parts go into packages/LABEL, its lines into aludel.toml and aludel.lock; nothing is written unless all of it can
/// be. It may make, change and fill the tables that begin with its label, and nothing else, until
/// [packages.LABEL.grants] gives it more. Without SOURCE: every package that aludel.toml names and that is not there, as
/// aludel.lock has it.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A file (a tar, or a folder with an OCI image layout), or REGISTRY/NAMESPACE/NAME:VERSION
    source: Option<String>,
    #[command(flatten)]
    unsigned: UnsignedOptions,
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    let migrator = shell.migrator()?;
    let questioner = shell.questioner();
    let consent = args.unsigned.consent(&*questioner);
    let report = match args.source {
        Some(source) => migrator.install_package(&source, consent).await?,
        None => migrator.install_named_packages(consent).await?,
    };
    installed::remark(&report, shell);
    shell.answer(&report, |report| installed::installed(report, shell.detail()))?;
    Ok(Exit::Done)
}
