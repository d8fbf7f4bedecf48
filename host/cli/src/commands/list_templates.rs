//! `aludel list-templates`.

use aludel_engine::TemplateReport;

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
        let width = templates.iter().map(|template| one_line(&template.name).chars().count()).max().unwrap_or_default();
        let line = |template: &TemplateReport| {
            format!("{:<width$} {}\n", one_line(&template.name), one_line(&template.description))
        };
        templates.iter().map(line).collect()
    })?;
    Ok(Exit::Done)
}
