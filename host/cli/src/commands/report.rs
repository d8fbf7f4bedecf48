//! `aludel report`.

use std::path::{Path, PathBuf};

use aludel_engine::{Direction, PlanRequest};
use anyhow::Context as _;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::human;
use crate::shell::{Shell, write_bytes};

/// Write what an upgrade would do as a page, for whoever has to agree to it
///
/// The migrations run on a copy of the schema, as `plan` does it. The page is one file of HTML that loads nothing; the
/// Markdown is for a comment on a change or the summary of a job. It ends as the upgrade would, and the page then tells
/// why.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Where to: head, heads, a revision, a label, LABEL@head, +2, REV+1; with --down as for downgrade
    #[arg(default_value = "heads", allow_negative_numbers = true)]
    target: String,
    /// Report a downgrade
    #[arg(long, requires = "target")]
    down: bool,
    /// Where the page goes; `-` is stdout
    #[arg(short, long, value_name = "FILE", default_value = "aludel-report.html")]
    out: PathBuf,
    /// Where the Markdown goes; `-` is stdout
    #[arg(long, value_name = "FILE")]
    markdown: Option<PathBuf>,
    /// What it is about [default: the name of the project's folder]
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// A word for the migrations to read
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,
}

pub(crate) async fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    let direction = if args.down { Direction::Down } else { Direction::Up };
    let request = PlanRequest { target: args.target, direction, arguments: shell.arguments(), tag: args.tag };
    let title = args.title.unwrap_or_else(|| name_of(&shell.directory()));
    let report = shell.migrator()?.change_report(&title, request).await?;
    for (place, text) in [(Some(&args.out), &report.html), (args.markdown.as_ref(), &report.markdown)] {
        if let Some(place) = place {
            write(place, text, shell)?;
        }
    }
    report.plan?;
    Ok(Exit::Done)
}

fn name_of(directory: &Path) -> String {
    let whole = directory.canonicalize().unwrap_or_else(|_| directory.to_owned());
    whole.file_name().map_or_else(|| "migrations".to_owned(), |name| name.to_string_lossy().into_owned())
}

fn write(place: &Path, text: &str, shell: &Shell) -> Result<(), Failure> {
    if place == Path::new("-") {
        return write_bytes(text.as_bytes());
    }
    let file = shell.directory().join(place);
    std::fs::write(&file, text).with_context(|| format!("cannot write {}", human::path(&file)))?;
    shell.remark(&format!("wrote {}", human::path(&file)));
    Ok(())
}
