//! `aludel import`.

use std::path::PathBuf;

use aludel_engine::{ImportAlembicReport, ImportAlembicRequest, RevisionFiles};
use clap::Subcommand;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::human::path;
use crate::shell::Shell;

/// Take over a project of another tool
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    tool: Tool,
}

#[derive(Debug, Subcommand)]
enum Tool {
    Alembic(AlembicArgs),
}

/// Take over a project of Alembic: its revision files as they are, its ids, its version table
///
/// Writes aludel.toml beside alembic.ini or pyproject.toml; a database that Alembic migrated goes on with Aludel.
#[derive(Debug, clap::Args)]
struct AlembicArgs {
    /// The folder of alembic.ini or pyproject.toml, or the ini file itself
    #[arg(default_value = ".", value_name = "DIR")]
    place: PathBuf,
    /// Copy the revision files to migrations/, in place of reading them where they are
    #[arg(long)]
    copy: bool,
}

pub(crate) fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    match args.tool {
        Tool::Alembic(args) => import_alembic(&args, shell),
    }
}

fn import_alembic(args: &AlembicArgs, shell: &Shell) -> Result<Exit, Failure> {
    let revision_files = if args.copy { RevisionFiles::Copy } else { RevisionFiles::Keep };
    let place = shell.directory().join(&args.place);
    let report = aludel_engine::import_alembic(&ImportAlembicRequest { place, revision_files })?;
    shell.answer(&report, told)?;
    for note in &report.notes {
        shell.remark(note);
    }
    shell.remark("next: aludel current");
    Ok(Exit::Done)
}

fn told(report: &ImportAlembicReport) -> String {
    let created = report.created.iter().map(|created| format!("created {}\n", path(created)));
    let noun = if report.revision_count == 1 { "revision" } else { "revisions" };
    let found = format!("{} {noun} in {}\n", report.revision_count, report.locations.join(", "));
    created.chain([found]).collect()
}
