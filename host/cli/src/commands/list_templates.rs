//! `aludel list-templates`.

use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::printable::one_line;
use crate::shell::Shell;

/// List the templates of new migrations
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

pub(crate) fn run(_: Args, shell: &Shell) -> Result<Exit, Failure> {
    let templates = shell.migrator()?.templates()?;
    shell.answer(&templates, |templates| {
        templates
            .iter()
            .map(|template| format!("{:<8} {}\n", one_line(&template.name), one_line(&template.description)))
            .collect()
    })?;
    Ok(Exit::Done)
}
