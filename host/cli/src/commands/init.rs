//! `aludel init`.

use std::path::{Component, Path, PathBuf};

use aludel_engine::InitRequest;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::human::path;
use crate::shell::Shell;

/// Start a project
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Where; made if absent
    // Not named `directory`: clap would take it for `-C`, which has that name.
    #[arg(default_value = ".", value_name = "DIR")]
    folder: PathBuf,
    /// What `aludel revision` writes: sql, rust, python, javascript, typescript, c, cpp, zig, go, assemblyscript or wat
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
    /// The database's URL for the configuration; ${VAR} is read from the environment
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// The template of new migrations
    #[arg(long, value_name = "NAME")]
    template: Option<String>,
}

pub(crate) fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    let report = aludel_engine::init(&InitRequest {
        directory: tidied(&shell.directory().join(args.folder)),
        language: args.lang,
        database_url: args.database,
        template: args.template,
    })?;
    shell.answer(&report, |report| {
        report.created.iter().map(|created| format!("created {}\n", path(created))).collect()
    })?;
    for note in &report.notes {
        shell.remark(note);
    }
    shell.remark("next: aludel revision -m \"create the first table\"");
    Ok(Exit::Done)
}

/// Without the `./` at the start that nobody typed.
fn tidied(folder: &Path) -> PathBuf {
    let tidied: PathBuf = folder.components().filter(|part| *part != Component::CurDir).collect();
    if tidied.as_os_str().is_empty() { PathBuf::from(".") } else { tidied }
}
