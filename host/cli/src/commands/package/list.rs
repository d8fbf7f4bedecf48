//! `aludel package list`.

use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::installed;
use crate::render::printable::one_line;
use crate::shell::Shell;

/// Show the installed packages, and what of them the database has
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

pub(crate) async fn run(_: Args, shell: &Shell) -> Result<Exit, Failure> {
    let report = shell.migrator()?.installed_packages().await?;
    if let Some(reason) = &report.unreached {
        shell.remark(&format!("no database was asked: {}", one_line(reason)));
    }
    shell.answer(&report, |report| installed::list(report, shell.detail()))?;
    Ok(Exit::Done)
}
